//! Updates that Telegram sends by itself: taken on, answered, and only then acknowledged, so that Telegram keeps whatever
//! is not.
//!
//! Telegram sends one chat's updates one after the other and waits for each, so several processes behind a proxy keep a
//! chat's order without knowing of one another; the claims in the store see to the rest.

use std::collections::HashMap;
use std::future::IntoFuture;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use subtle::ConstantTimeEq;
use teloxide::types::Update;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, interval, sleep, timeout, timeout_at};

use super::intake::Claims;
use super::metrics::Metrics;
use super::queue::{Ended, Handle, Queues};
use super::runner::{Bounds, key, owner};

/// What Telegram proves itself with.
const SECRET: &str = "x-telegram-bot-api-secret-token";
/// A larger body is no update.
const MOST_BYTES: usize = 1024 * 1024;
/// Telegram waits for a minute. An update that takes so long is recorded, so that it need not wait.
const RECORD_AFTER: Duration = Duration::from_secs(20);
/// And no longer than this is waited for one that could not be recorded.
const GIVE_UP_AFTER: Duration = Duration::from_secs(50);
/// How long the last replies may take to leave.
const GOODBYE: Duration = Duration::from_secs(1);
/// How often to look for recorded updates of processes that are dead.
const SWEEP: Duration = Duration::from_secs(5);

/// An update on its way in, and the way back.
struct Incoming {
    id: u32,
    body: Box<str>,
    reply: oneshot::Sender<Ended>,
}

/// What a request is checked against and handed to.
struct Door {
    secret: SecretString,
    incoming: mpsc::Sender<Incoming>,
    claims: Claims,
}

/// The one field that every update must have.
#[derive(Deserialize)]
struct Numbered {
    update_id: u32,
}

/// Serves updates that come in at `listener` until `stop` turns true, then finishes what there is.
pub(super) async fn serve(
    listener: TcpListener,
    secret: SecretString,
    bounds: Bounds,
    handle: Handle<Update>,
    claims: Claims,
    metrics: Arc<Metrics>,
    stop: watch::Receiver<bool>,
) {
    // More than this many chats are not worked for anyhow.
    let (incoming, arrived) = mpsc::channel(bounds.chats);
    let door = Arc::new(Door { secret, incoming, claims: claims.clone() });
    let router = Router::new()
        .route("/", post(take))
        .route("/{*path}", post(take))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .with_state(door);
    let mut told = stop.clone();
    let stopped = async move {
        let _ = told.wait_for(|&stop| stop).await;
    };
    let server = axum::serve(listener, router).with_graceful_shutdown(stopped).into_future();
    let room = Room::new(bounds, handle, claims, metrics);
    let (left, is_left) = oneshot::channel::<()>();
    let work = async {
        room.serve(arrived, stop).await;
        drop(left);
    };
    // The server ends when its last request is answered, which the room sees to. Whoever has sent half a request by then
    // is not waited for.
    let serve = async {
        tokio::select! {
            served = server => served.unwrap_or_else(|error| tracing::error!("the webhook ended: {error}")),
            () = async { let _ = is_left.await; sleep(GOODBYE).await } => {}
        }
    };
    tokio::join!(serve, work);
}

/// Takes an update on, waits for its end, and says how that was.
async fn take(State(door): State<Arc<Door>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let given = headers.get(SECRET).map_or(&b""[..], |secret| secret.as_bytes());
    if !bool::from(given.ct_eq(door.secret.expose_secret().as_bytes())) {
        return StatusCode::UNAUTHORIZED;
    }
    let Ok(body) = std::str::from_utf8(&body) else { return StatusCode::BAD_REQUEST };
    let Ok(Numbered { update_id: id }) = serde_json::from_str(body) else { return StatusCode::BAD_REQUEST };
    // Without the store nobody knows whether another process has answered it.
    if !door.claims.store.is_up() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let began = Instant::now();
    let (reply, mut replied) = oneshot::channel();
    if door.incoming.try_send(Incoming { id, body: body.into(), reply }).is_err() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let mut ended = timeout(RECORD_AFTER, &mut replied).await;
    if ended.is_err() {
        let user = serde_json::from_str(body).ok().as_ref().and_then(owner);
        if door.claims.store.record(door.claims.bot, id, user, body).await.is_ok() {
            return StatusCode::OK;
        }
        ended = timeout_at(began + GIVE_UP_AFTER, replied).await;
    }
    match ended {
        Ok(Ok(Ended::Answered)) => StatusCode::OK,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Where updates are worked on.
struct Room {
    bounds: Bounds,
    queues: Queues<Update>,
    finished: mpsc::UnboundedReceiver<(u32, Ended)>,
    /// Who waits for which update; nobody does for one that was recorded.
    waiting: HashMap<u32, Vec<oneshot::Sender<Ended>>>,
    claims: Claims,
    metrics: Arc<Metrics>,
}

impl Room {
    fn new(bounds: Bounds, handle: Handle<Update>, claims: Claims, metrics: Arc<Metrics>) -> Room {
        let (done, finished) = mpsc::unbounded_channel();
        let queues = Queues::new(handle, done, bounds.queue);
        Room { bounds, queues, finished, waiting: HashMap::new(), claims, metrics }
    }

    async fn serve(mut self, mut arrived: mpsc::Receiver<Incoming>, mut stop: watch::Receiver<bool>) {
        let mut sweep = interval(SWEEP);
        if !self.claims.store.is_shared() {
            // Of a store of our own, whoever held claims is dead.
            let _ = self.claims.store.succeed(self.claims.bot).await;
        }
        while !*stop.borrow_and_update() {
            tokio::select! {
                biased;
                _ = stop.changed() => break,
                Some((id, ended)) = self.finished.recv() => self.finish(id, ended),
                Some(incoming) = arrived.recv() => self.start(incoming),
                _ = sweep.tick() => self.sweep().await,
            }
        }
        self.drain(&mut arrived, stop).await;
    }

    fn start(&mut self, Incoming { id, body, reply }: Incoming) {
        if let Some(waiting) = self.waiting.get_mut(&id) {
            waiting.push(reply);
            return;
        }
        let update = serde_json::from_str::<Update>(&body).ok();
        let Some((key, update)) = update.and_then(|update| Some((key(&update)?, update))) else {
            tracing::debug!(update = id, "nothing for us");
            let _ = reply.send(Ended::Answered);
            return;
        };
        if self.queues.len() >= self.bounds.chats {
            let _ = reply.send(Ended::NotNow);
            return;
        }
        self.waiting.insert(id, vec![reply]);
        self.queues.push(key, id, update);
        self.metrics.waiting.set(self.waiting.len() as i64);
    }

    fn finish(&mut self, id: u32, ended: Ended) {
        for reply in self.waiting.remove(&id).into_iter().flatten() {
            // Whoever does not wait any more has been told that the update is recorded, or has hung up.
            let _ = reply.send(ended);
        }
        self.metrics.waiting.set(self.waiting.len() as i64);
    }

    /// Takes on recorded updates of processes that are dead.
    async fn sweep(&mut self) {
        for recorded in self.claims.store.take_over(self.claims.bot).await.unwrap_or_default() {
            let (reply, _) = oneshot::channel();
            self.start(Incoming { id: recorded.number, body: recorded.body.into(), reply });
        }
    }

    async fn drain(&mut self, arrived: &mut mpsc::Receiver<Incoming>, mut stop: watch::Receiver<bool>) {
        tracing::info!(unfinished = self.waiting.len(), "stopping");
        stop.mark_unchanged();
        let until = Instant::now() + self.bounds.drain;
        let work = async {
            while !self.waiting.is_empty() {
                tokio::select! {
                    Some((id, ended)) = self.finished.recv() => self.finish(id, ended),
                    // Requests that were on their way when the door was closed.
                    Some(incoming) = arrived.recv() => self.start(incoming),
                }
            }
        };
        tokio::select! {
            _ = timeout_at(until, work) => {}
            _ = stop.changed() => {}
        }
        self.queues.abort().await;
        while let Ok((id, ended)) = self.finished.try_recv() {
            self.finish(id, ended);
        }
        self.claims.release(self.waiting.keys().copied()).await;
        match self.waiting.len() {
            0 => tracing::info!("stopped"),
            left => tracing::warn!(left, "stopped before everything was answered; Telegram sends it again"),
        }
        // Whoever still waits learns that it is to come again, and so does whoever is still on the way.
        self.waiting.clear();
        arrived.close();
        while arrived.try_recv().is_ok() {}
    }
}
