//! Requests to the Bot API: teloxide's payloads, over a client of our own.
//!
//! teloxide's sender sleeps ten seconds on each 5xx, cannot tell a request that was never sent from one whose reply
//! was lost, and reports an unreadable reply with its whole text. Here a [`Fault`] says what is known of the request,
//! which is what decides whether it may be sent again. No fault carries the address, for the token is part of it.

use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Client, Response, StatusCode, redirect};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use teloxide::requests::Payload;
use tokio::sync::Semaphore;

/// How long a request may take. Generous, since giving up on one leaves unknown whether it was carried out.
const TIMEOUT: Duration = Duration::from_secs(60);
/// How long a connection may take to come about; nothing has been sent until then.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long to wait when Telegram says "too many requests" and not how long.
const DEFAULT_WAIT: Duration = Duration::from_secs(3);
/// No longer wait is believed: a stray number must not silence a chat for days.
const LONGEST_WAIT: Duration = Duration::from_secs(600);
/// A larger reply is no reply of the Bot API.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// How many requests are under way at once, polls aside. Each has a connection with its buffers, and Telegram takes
/// thirty messages a second.
const MOST_REQUESTS: usize = 32;

/// What became of a request that did not succeed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    /// Not carried out: Telegram asks for a pause.
    #[error("Telegram asks to wait {} s", .0.as_secs_f32())]
    Wait(Duration),
    /// Not carried out: the group has become a supergroup of that number.
    #[error("the group has another number now")]
    Migrated(i64),
    /// Not carried out, and never will be.
    #[error("refused with {code}: {description}")]
    Refused {
        /// The status.
        code: u16,
        /// Telegram's words.
        description: String,
    },
    /// Not carried out: the server has trouble.
    #[error("the server answers {0}")]
    Server(u16),
    /// Not carried out: no connection.
    #[error("no connection: {0}")]
    Unsent(String),
    /// Carried out or not, nobody knows: the connection broke before there was a reply.
    #[error("no reply: {0}")]
    Unknown(String),
    /// Carried out, but the reply cannot be read.
    #[error("the reply cannot be read")]
    Garbled,
}

impl Fault {
    /// Its kind in one word, for counting.
    pub(crate) fn id(&self) -> &'static str {
        match self {
            Fault::Wait(_) => "wait",
            Fault::Migrated(_) | Fault::Refused { .. } => "refused",
            Fault::Server(_) => "server",
            Fault::Unsent(_) => "unsent",
            Fault::Unknown(_) | Fault::Garbled => "unknown",
        }
    }
}

/// The Bot API for one bot.
pub(crate) struct Api {
    client: Client,
    /// Address and token, as far as the method's name.
    base: SecretString,
    places: Semaphore,
}

impl std::fmt::Debug for Api {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Api")
    }
}

/// What every reply is wrapped in.
#[derive(Deserialize)]
struct Envelope<'r> {
    ok: bool,
    #[serde(borrow)]
    result: Option<&'r RawValue>,
    #[serde(default)]
    description: String,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

impl Api {
    /// For the bot of that token at that address.
    pub(crate) fn new(url: &str, token: &SecretString) -> Result<Api, String> {
        let client = Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .tcp_nodelay(true)
            // A redirection would hand the token to somebody else.
            .redirect(redirect::Policy::none())
            .build()
            .map_err(|error| error.without_url().to_string())?;
        let base = SecretString::from(format!("{}/bot{}/", url.trim_end_matches('/'), token.expose_secret()));
        reqwest::Url::parse(base.expose_secret()).map_err(|error| error.to_string())?;
        Ok(Api { client, base, places: Semaphore::new(MOST_REQUESTS) })
    }

    /// Sends a request and reads what `R` wants of its result.
    pub(crate) async fn call<P, R>(&self, payload: &P) -> Result<R, Fault>
    where
        P: Payload + Serialize,
        R: DeserializeOwned,
    {
        let place = self.places.acquire().await;
        let reply = self.post(payload, TIMEOUT).await?;
        drop(place);
        let result = result_of(&reply)?;
        serde_json::from_str(result.get()).map_err(|_| Fault::Garbled)
    }

    /// Sends a poll, and gives the elements of its result as they are, each to be read by itself.
    pub(crate) async fn poll<P>(&self, payload: &P, timeout: Duration) -> Result<Vec<Box<RawValue>>, Fault>
    where
        P: Payload + Serialize,
    {
        let reply = self.post(payload, timeout + Duration::from_secs(10)).await?;
        serde_json::from_str(result_of(&reply)?.get()).map_err(|_| Fault::Garbled)
    }

    /// The body of a reply that has status 200.
    async fn post<P: Payload + Serialize>(&self, payload: &P, timeout: Duration) -> Result<Vec<u8>, Fault> {
        let body = serde_json::to_vec(payload)
            .map_err(|error| Fault::Refused { code: 0, description: format!("cannot be written: {error}") })?;
        // teloxide names variants of a method that differ in their result only with a suffix of its own.
        let method = P::NAME.trim_end_matches("Inline");
        let sent = self
            .client
            .post(format!("{}{method}", self.base.expose_secret()))
            .header(CONTENT_TYPE, "application/json")
            .timeout(timeout)
            .body(body)
            .send()
            .await;
        let mut response = sent.map_err(|error| of_reqwest(&error))?;
        let status = response.status();
        let wait = wait_of(&response);
        let read = read(&mut response).await;
        if status == StatusCode::OK {
            return read.ok_or(Fault::Garbled);
        }
        Err(of_reply(status, wait, &read.unwrap_or_default()))
    }
}

/// The result in a reply of status 200.
fn result_of(reply: &[u8]) -> Result<&RawValue, Fault> {
    let envelope: Envelope<'_> = serde_json::from_slice(reply).map_err(|_| Fault::Garbled)?;
    match envelope.result {
        Some(result) if envelope.ok => Ok(result),
        _ => Err(of_reply(StatusCode::OK, None, reply)),
    }
}

/// The whole body, if it arrives and is of a sensible size.
async fn read(response: &mut Response) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.ok()? {
        if body.len() + chunk.len() > MOST_BYTES {
            return None;
        }
        body.extend_from_slice(&chunk);
    }
    Some(body)
}

fn wait_of(response: &Response) -> Option<u64> {
    response.headers().get(RETRY_AFTER)?.to_str().ok()?.parse().ok()
}

/// The fault of a reply that reports one, whatever of it can be read.
fn of_reply(status: StatusCode, wait: Option<u64>, body: &[u8]) -> Fault {
    let envelope: Option<Envelope<'_>> = serde_json::from_slice(body).ok();
    let parameters = envelope.as_ref().and_then(|envelope| envelope.parameters.as_ref());
    if let Some(to) = parameters.and_then(|parameters| parameters.migrate_to_chat_id) {
        return Fault::Migrated(to);
    }
    let wait = parameters.and_then(|parameters| parameters.retry_after).or(wait);
    if status == StatusCode::TOO_MANY_REQUESTS || wait.is_some_and(|_| !status.is_server_error()) {
        return Fault::Wait(wait.map_or(DEFAULT_WAIT, Duration::from_secs).min(LONGEST_WAIT));
    }
    if status.is_server_error() {
        return Fault::Server(status.as_u16());
    }
    if status == StatusCode::REQUEST_TIMEOUT || status.is_redirection() {
        return Fault::Server(status.as_u16());
    }
    let description = envelope.map_or_else(String::new, |envelope| envelope.description);
    Fault::Refused { code: status.as_u16(), description: description.chars().take(200).collect() }
}

/// What is known of a request that got no reply at all.
fn of_reqwest(error: &reqwest::Error) -> Fault {
    // The display of the error itself holds the address; its causes do not.
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    let why = if std::ptr::addr_eq(cause, error) { "the request failed".to_owned() } else { cause.to_string() };
    if error.is_connect() { Fault::Unsent(why) } else { Fault::Unknown(why) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(status: u16, body: &str, expected: &Fault) {
        assert_eq!(&of_reply(StatusCode::from_u16(status).unwrap(), None, body.as_bytes()), expected, "{body:?}");
    }

    #[test]
    fn a_reply_says_what_became_of_the_request() {
        let refused = |code, description: &str| Fault::Refused { code, description: description.to_owned() };
        let wait = |seconds| Fault::Wait(Duration::from_secs(seconds));
        check(429, r#"{"ok":false,"description":"x","parameters":{"retry_after":7}}"#, &wait(7));
        check(429, r#"{"ok":false,"description":"x","parameters":{"retry_after":99999}}"#, &wait(600));
        check(429, r#"{"ok":false,"description":"x"}"#, &wait(3));
        check(429, "<html>", &wait(3));
        check(400, r#"{"ok":false,"parameters":{"migrate_to_chat_id":-1009}}"#, &Fault::Migrated(-1009));
        check(
            403,
            r#"{"ok":false,"description":"Forbidden: bot was blocked"}"#,
            &refused(403, "Forbidden: bot was blocked"),
        );
        check(400, "", &refused(400, ""));
        check(502, "<html>bad gateway</html>", &Fault::Server(502));
        check(500, r#"{"ok":false,"description":"Internal"}"#, &Fault::Server(500));
        check(200, r#"{"ok":false,"description":"odd"}"#, &refused(200, "odd"));
    }

    #[test]
    fn an_error_does_not_show_the_token() {
        let api = Api::new("http://127.0.0.1:9", &SecretString::from("123:SECRET")).unwrap();
        assert!(!format!("{api:?}").contains("SECRET"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let fault = runtime.block_on(api.call::<_, serde_json::Value>(&teloxide::payloads::GetMe::new())).unwrap_err();
        assert!(matches!(fault, Fault::Unsent(_)), "{fault:?}");
        assert!(!format!("{fault:?} {fault}").contains("SECRET"), "{fault:?}");
        let bad = Api::new("no address", &SecretString::from("123:SECRET")).unwrap_err();
        assert!(!bad.contains("SECRET"), "{bad}");
    }
}
