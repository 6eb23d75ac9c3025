//! Telegram: an adapter from chats to the engine. Everything it says comes from [`crate::engine`] and
//! [`crate::reply`]; here is only how it is delivered.
//!
//! Updates come in through [`runner`], which asks for them, or through [`hook`], to which Telegram sends them; wait in
//! [`queue`], one chat never for another; are claimed in the store and answered once by [`intake`]; are sorted by
//! [`schema`] into [`handlers`]; and what is said goes out through [`outbox`], at the pace that [`gates`] allow. teloxide
//! gives types, payloads and the handler tree; its dispatcher, its throttle and its way of sending are not used, and their
//! modules here say why.

mod address;
mod admin;
mod api;
mod backoff;
mod buttons;
mod control;
mod desk;
mod entities;
mod files;
mod gates;
mod handlers;
mod hook;
mod intake;
mod limits;
mod memory;
mod metrics;
mod monitor;
mod outbox;
mod queue;
mod reload;
mod respond;
mod runner;
mod schema;
mod standby;
mod start;
mod window;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use secrecy::SecretString;
use teloxide::types::Me;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::watch;

pub use control::{Control, control};

use crate::engine::Engine;
use crate::reply::kept::Kept;
use crate::settings::{Access, Limits, Telegram};
use crate::store::{Store, tend};
use api::Api;
use desk::{Desk, Office};
use files::Seen;
use gates::Gates;
use intake::Claims;
use limits::Inbound;
use metrics::Metrics;
use outbox::Outbox;
use queue::Key;
use reload::Request;
use runner::{Bounds, Runner, WrongToken};
use standby::Turn;

/// The settings of a bot.
#[derive(Debug)]
pub struct Config {
    /// How Telegram is reached.
    pub telegram: Telegram,
    /// How much is answered and sent.
    pub limits: Limits,
    /// Where Telegram sends updates, and with which secret; `None` polls.
    pub webhook: Option<(String, SecretString)>,
    /// Where the bot tells how it is, if anywhere.
    pub monitor: Option<String>,
    /// Where things are remembered.
    pub store: Arc<Store>,
    /// What is said about that.
    pub kept: Kept,
    /// The folders and files whose changes load the knowledge base anew.
    pub watched: Vec<PathBuf>,
}

/// What can change while the bot runs.
#[derive(Debug)]
pub struct Fresh {
    /// What answers.
    pub engine: Engine,
    /// Who is answered.
    pub access: Access,
}

/// Reads what can change, as often as it is asked.
pub type Load<E> = Arc<dyn Fn() -> Result<Fresh, E> + Send + Sync>;

/// What an operator wants of a running bot.
#[derive(Clone, Debug)]
pub struct Signals {
    /// Turns true to stop it; again to stop it at once.
    pub stop: watch::Receiver<bool>,
    /// Changes to load the knowledge base anew.
    pub reload: watch::Receiver<()>,
}

/// Why a bot cannot serve.
#[derive(Debug, thiserror::Error)]
pub enum Stopped<E> {
    /// Telegram does not know the token.
    #[error("Telegram refuses the token: take it anew from @BotFather")]
    WrongToken,
    /// The address is none.
    #[error("telegram.api_url cannot be used: {0}")]
    Address(String),
    /// Nobody can be listened to there.
    #[error("{0}")]
    Listen(String),
    /// There is nothing to answer from.
    #[error("{0}")]
    Engine(E),
}

impl<E> From<WrongToken> for Stopped<E> {
    fn from(_: WrongToken) -> Self {
        Stopped::WrongToken
    }
}

/// The address of a bot's work: what every part of it is given.
struct Parts {
    api: Arc<Api>,
    gates: Arc<Gates>,
    metrics: Arc<Metrics>,
    store: Arc<Store>,
}

/// Serves until told to stop, then finishes what it has. `load` makes the engine, on a thread of its own: people can ask
/// meanwhile, and are answered when it is there.
pub async fn serve<E>(config: Config, token: &SecretString, load: Load<E>, signals: Signals) -> Result<(), Stopped<E>>
where
    E: std::fmt::Display + Send + 'static,
{
    let started = Instant::now();
    let store = Arc::clone(&config.store);
    let parts = Parts {
        api: Arc::new(Api::new(&config.telegram.api_url, token).map_err(Stopped::Address)?),
        gates: Arc::new(Gates::new(&config.limits, &store)),
        metrics: Arc::new(Metrics::new()),
        store,
    };
    let (desk, opened) = watch::channel(None);
    let monitor = listen("monitor.listen", config.monitor.as_deref()).await?;
    let door = listen("webhook.listen", config.webhook.as_ref().map(|(address, _)| address.as_str())).await?;
    let signs = monitor::Signs {
        desk: opened.clone(),
        store: Arc::clone(&parts.store),
        metrics: Arc::clone(&parts.metrics),
        stop: signals.stop.clone(),
    };
    let beside = async {
        let watched = async {
            match monitor {
                Some(listener) => monitor::serve(listener, signs).await,
                None => std::future::pending().await,
            }
        };
        tokio::join!(tend(&parts.store), watched);
    };
    // Before anything is loaded, so that no change is missed.
    let seen = Seen::of(&config.watched);
    let loading = tokio::task::spawn_blocking({
        let load = Arc::clone(&load);
        move || load()
    });
    let mut told = signals.stop.clone();
    let served = async {
        let me = tokio::select! {
            _ = told.wait_for(|&stop| stop) => return Ok(()),
            me = start::who_are_we(&parts.api) => me?,
        };
        start::warn(&me);
        let bot = i64::try_from(me.user.id.0).unwrap_or(0);
        let claims = Claims { store: Arc::clone(&parts.store), bot, can_put_off: door.is_some() };
        let metrics = || Arc::clone(&parts.metrics);
        let handle = intake::handle(opened, claims.clone(), metrics());
        let bounds = bounds(&config.telegram);
        let (requests, requested) = unbounded_channel();
        let running = async {
            match (door, &config.webhook) {
                (Some(door), Some((_, secret))) => {
                    hook::serve(door, secret.clone(), bounds, handle, claims, metrics(), signals.stop.clone()).await;
                    Ok(())
                }
                _ => {
                    let waits = waits(Arc::clone(&parts.gates));
                    let runner = Runner::new(Arc::clone(&parts.api), bounds, handle, waits, claims, metrics());
                    let turn = Turn::new(Arc::clone(&parts.store), bot, config.telegram.alone);
                    runner.run(turn, signals.stop.clone()).await
                }
            }
        };
        let opening = async {
            let fresh = match loading.await {
                Ok(fresh) => fresh.map_err(Stopped::Engine)?,
                Err(panic) => std::panic::resume_unwind(panic.into_panic()),
            };
            let about = start::About::new(fresh.engine.knowledge());
            let office = Arc::new(parts.office(&config, me, requests.clone(), started));
            let first = Desk::new(office, fresh.engine, fresh.access);
            parts.metrics.loaded(&first.version);
            desk.send_replace(Some(Arc::new(first)));
            // The desk must outlive the handlers, which wait for it: none of this ends before they do.
            tokio::join!(
                start::introduce(Arc::clone(&parts.api), about),
                reloading(load, desk, requested, requests.clone(), signals.reload.clone()),
                files::watch(&config.watched, seen, requests),
            );
            std::future::pending::<Result<(), Stopped<E>>>().await
        };
        tokio::select! {
            served = running => Ok(served?),
            failed = opening => failed,
        }
    };
    tokio::select! {
        served = served => served,
        () = beside => std::future::pending().await,
    }
}

impl Parts {
    fn office(&self, config: &Config, me: Me, reload: UnboundedSender<Request>, started: Instant) -> Office {
        Office {
            me,
            outbox: Outbox::new(Arc::clone(&self.api), Arc::clone(&self.gates), Arc::clone(&self.metrics)),
            inbound: Inbound::new(&config.limits),
            store: Arc::clone(&self.store),
            metrics: Arc::clone(&self.metrics),
            kept: config.kept.clone(),
            reload,
            started,
        }
    }
}

/// Loads the knowledge base anew whenever that is asked for, as a signal does.
async fn reloading<E: std::fmt::Display + Send + 'static>(
    load: Load<E>,
    desk: watch::Sender<Option<Arc<Desk>>>,
    requested: UnboundedReceiver<Request>,
    requests: UnboundedSender<Request>,
    mut signal: watch::Receiver<()>,
) {
    let signalled = async {
        while signal.changed().await.is_ok() {
            let _ = requests.send(Request::Signal);
        }
    };
    tokio::join!(reload::serve(load, desk, requested), signalled);
}

/// Listens at an address, if one is given.
async fn listen<E>(setting: &str, address: Option<&str>) -> Result<Option<TcpListener>, Stopped<E>> {
    let Some(address) = address else { return Ok(None) };
    let listener = TcpListener::bind(address).await;
    listener.map(Some).map_err(|error| Stopped::Listen(format!("{setting} {address}: {error}")))
}

fn bounds(telegram: &Telegram) -> Bounds {
    Bounds {
        poll: Duration::from_secs(telegram.poll_seconds.into()),
        queue: telegram.queue,
        chats: telegram.chats,
        drain: Duration::from_secs(telegram.drain_seconds.into()),
    }
}

/// Whether a chat has to wait for Telegram. Inline queries never do.
fn waits(gates: Arc<Gates>) -> runner::Waits {
    Arc::new(move |key| matches!(key, Key::Chat(chat) if gates.waits(chat)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Keep, Span};
    use crate::store::{Place, Plan, clock};

    /// A store in memory.
    pub(super) fn store() -> Arc<Store> {
        let day = Span(Duration::from_secs(86_400));
        let plan = Plan {
            place: Place::Memory,
            key: String::new(),
            key_file: PathBuf::new(),
            ca_file: None,
            keep: Keep { conversations: day, messages: day, updates: day, journal: day, questions: 0 },
            questions: false,
        };
        Arc::new(Store::open(&plan, clock()).unwrap())
    }

    /// A desk whose outbox leads nowhere.
    pub(super) fn desk(engine: Engine) -> Desk {
        let limits = Limits {
            inbound_chat_per_minute: 0,
            inbound_per_second: 0,
            outbound_per_second: 0,
            outbound_chat_per_second: 0,
            outbound_group_per_minute: 0,
        };
        let api = Api::new("http://127.0.0.1:9", &SecretString::from("1:x")).unwrap();
        let me = serde_json::from_value(serde_json::json!({
            "id": 7, "is_bot": true, "first_name": "ibid", "username": "ibid_bot", "can_join_groups": true,
            "can_read_all_group_messages": true, "supports_inline_queries": true, "has_main_web_app": false
        }))
        .unwrap();
        let (metrics, store) = (Arc::new(Metrics::new()), store());
        let gates = Arc::new(Gates::new(&limits, &store));
        let office = Office {
            me,
            outbox: Outbox::new(Arc::new(api), gates, Arc::clone(&metrics)),
            inbound: Inbound::new(&limits),
            store,
            metrics,
            kept: Kept::default(),
            reload: unbounded_channel().0,
            started: Instant::now(),
        };
        Desk::new(Arc::new(office), engine, Access::default())
    }
}
