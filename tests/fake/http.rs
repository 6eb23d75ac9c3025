//! As much of HTTP/1.1 as the bot's client speaks, with every way of breaking off.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{Fault, Shared, TOKEN, methods};

pub(super) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let _ = stream.set_nodelay(true);
            let _ = converse(stream, &shared).await;
        });
    }
}

/// A request: its path, and its body.
struct Request {
    path: String,
    body: Vec<u8>,
}

async fn converse(mut stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    let mut buffer = Vec::with_capacity(4096);
    while let Some(request) = read(&mut stream, &mut buffer).await? {
        let Some(reply) = answer(&request, shared).await else { return Ok(()) };
        match reply {
            Reply::Whole(status, kind, body) => stream.write_all(head(status, kind, &body).as_bytes()).await?,
            Reply::Half(body) => {
                let whole = head(200, "application/json", &body);
                let cut = whole.len() - body.len() / 2;
                stream.write_all(&whole.as_bytes()[..cut]).await?;
                return Ok(());
            }
        }
    }
    Ok(())
}

enum Reply {
    Whole(u16, &'static str, String),
    Half(String),
}

fn head(status: u16, kind: &str, body: &str) -> String {
    format!("HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

async fn read(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> std::io::Result<Option<Request>> {
    let end = loop {
        if let Some(at) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    };
    let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
    let length = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse().ok())
        .unwrap_or(0);
    while buffer.len() < end + length {
        if stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    }
    let body = buffer[end..end + length].to_vec();
    buffer.drain(..end + length);
    let path = head.split_whitespace().nth(1).unwrap_or_default().to_owned();
    Ok(Some(Request { path, body }))
}

/// The reply to a request; `None` breaks the connection.
async fn answer(request: &Request, shared: &Shared) -> Option<Reply> {
    let whole = |status, value: &Value| Some(Reply::Whole(status, "application/json", value.to_string()));
    let fail = |status: u16, description: &str, parameters: Value| {
        let value = json!({"ok": false, "error_code": status, "description": description, "parameters": parameters});
        Some(Reply::Whole(status, "application/json", value.to_string()))
    };
    let mut parts = request.path.trim_start_matches('/').splitn(2, '/');
    let token = parts.next().and_then(|part| part.strip_prefix("bot"));
    let method = parts.next().unwrap_or_default().to_lowercase();
    if token != Some(TOKEN) {
        return fail(401, "Unauthorized", Value::Null);
    }
    let body: &[u8] = if request.body.is_empty() { b"{}" } else { &request.body };
    let Ok(parameters) = serde_json::from_slice::<Value>(body) else {
        shared.state().violations.push(format!("{method}: the body is no JSON"));
        return fail(400, "Bad Request: can't parse the request", Value::Null);
    };
    let fault = {
        let mut state = shared.state();
        let mut script = state.script.take();
        let fault = script.as_mut().and_then(|script| script(&method, &parameters));
        if state.script.is_none() {
            state.script = script;
        }
        fault
    };
    match fault {
        Some(Fault::TooMany(Some(seconds))) => {
            return fail(429, "Too Many Requests: retry after", json!({"retry_after": seconds}));
        }
        Some(Fault::TooMany(None)) => {
            return whole(429, &json!({"ok": false, "error_code": 429, "description": "Too Many Requests"}));
        }
        Some(Fault::Html(status)) => {
            return Some(Reply::Whole(status, "text/html", "<html><h1>Bad Gateway</h1></html>".to_owned()));
        }
        Some(Fault::Internal) => return fail(500, "Internal Server Error", Value::Null),
        Some(Fault::CutBefore) => return None,
        Some(Fault::Refuse(status, description)) => return fail(status, description, Value::Null),
        Some(Fault::Migrated(to)) => {
            return fail(400, "Bad Request: group chat was upgraded", json!({"migrate_to_chat_id": to}));
        }
        Some(Fault::Slow(pause)) => tokio::time::sleep(pause).await,
        Some(Fault::CutAfter | Fault::Half) | None => {}
    }
    let result = if method == "getupdates" {
        Ok(updates(&parameters, shared).await)
    } else {
        methods::run(&mut shared.state(), &method, &parameters, fault == Some(Fault::CutAfter))
            .map(|value| value.to_string())
    };
    match (result, fault) {
        (_, Some(Fault::CutAfter)) => None,
        (Ok(result), fault) => {
            let body = format!("{{\"ok\":true,\"result\":{result}}}");
            Some(if fault == Some(Fault::Half) {
                Reply::Half(body)
            } else {
                Reply::Whole(200, "application/json", body)
            })
        }
        (Err((status, description)), _) => fail(status, description, Value::Null),
    }
}

/// A poll: confirms, and waits for what is new.
async fn updates(parameters: &Value, shared: &Shared) -> String {
    let hold = Duration::from_secs(parameters["timeout"].as_u64().unwrap_or(0));
    let until = tokio::time::Instant::now() + hold;
    loop {
        let arrived = shared.arrived.notified();
        tokio::pin!(arrived);
        arrived.as_mut().enable();
        let found = methods::poll(&mut shared.state(), parameters);
        if !found.is_empty() || tokio::time::timeout_at(until, arrived).await.is_err() {
            return format!("[{}]", found.join(","));
        }
    }
}
