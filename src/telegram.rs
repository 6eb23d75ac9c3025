//! Telegram: an adapter from chats to the engine. Everything it says comes from [`crate::engine`] and
//! [`crate::reply`]; here is only how it is delivered.
//!
//! Updates come in through [`runner`], which confirms one only when it has been answered; wait in [`queue`], one chat
//! never for another; are sorted by [`schema`] into [`handlers`]; and what is said goes out through [`outbox`], at the
//! pace that [`gates`] allow. teloxide gives types, payloads and the handler tree; its dispatcher, its throttle and
//! its way of sending are not used, and their modules here say why.

mod address;
mod api;
mod backoff;
mod buttons;
mod desk;
mod entities;
mod gates;
mod handlers;
mod limits;
mod memory;
mod outbox;
mod queue;
mod respond;
mod runner;
mod schema;
mod start;
mod window;

use std::future::Future;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use teloxide::types::{Me, Update};
use tokio::sync::watch;

use crate::engine::Engine;
use crate::settings::{Access, Limits, Telegram};
use api::Api;
use buttons::Finder;
use desk::Desk;
use gates::Gates;
use handlers::TooMuch;
use limits::Inbound;
use memory::Memory;
use outbox::Outbox;
use queue::{Job, Key};
use runner::{Bounds, Runner, WrongToken};

/// The settings of a bot.
#[derive(Clone, Debug)]
pub struct Config {
    /// How Telegram is reached.
    pub telegram: Telegram,
    /// How much is answered and sent.
    pub limits: Limits,
    /// Who is answered.
    pub access: Access,
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
    /// There is nothing to answer from.
    #[error("{0}")]
    Engine(E),
}

impl<E> From<WrongToken> for Stopped<E> {
    fn from(_: WrongToken) -> Self {
        Stopped::WrongToken
    }
}

/// Serves until `stop` turns true, then finishes what it has. `load` makes the engine, on a thread of its own: people
/// can ask meanwhile, and are answered when it is there.
pub async fn serve<E, L>(
    config: Config,
    token: &SecretString,
    load: L,
    stop: watch::Receiver<bool>,
) -> Result<(), Stopped<E>>
where
    E: Send + 'static,
    L: FnOnce() -> Result<Engine, E> + Send + 'static,
{
    let api = Arc::new(Api::new(&config.telegram.api_url, token).map_err(Stopped::Address)?);
    let loading = tokio::task::spawn_blocking(load);
    let mut told = stop.clone();
    let me = tokio::select! {
        _ = told.wait_for(|&stop| stop) => return Ok(()),
        me = start::who_are_we(&api) => me?,
    };
    start::warn(&me);

    let gates = Arc::new(Gates::new(&config.limits));
    let (opened, desk) = watch::channel(None);
    let runner = Runner::new(Arc::clone(&api), bounds(&config.telegram), handle(desk), waits(Arc::clone(&gates)));
    let running = runner.run(stop);
    let opening = async {
        let engine = match loading.await {
            Ok(engine) => engine.map_err(Stopped::Engine)?,
            Err(panic) => std::panic::resume_unwind(panic.into_panic()),
        };
        let about = start::About::new(engine.knowledge());
        opened.send_replace(Some(Arc::new(desk_of(&config, Arc::clone(&api), gates, me, engine))));
        start::introduce(api, about).await;
        // The sender must outlive the handlers, which wait for the desk.
        std::future::pending::<Result<(), Stopped<E>>>().await
    };
    tokio::select! {
        served = running => Ok(served?),
        failed = opening => failed,
    }
}

fn bounds(telegram: &Telegram) -> Bounds {
    Bounds {
        poll: Duration::from_secs(telegram.poll_seconds.into()),
        queue: telegram.queue,
        chats: telegram.chats,
        drain: Duration::from_secs(telegram.drain_seconds.into()),
    }
}

fn desk_of(config: &Config, api: Arc<Api>, gates: Arc<Gates>, me: Me, engine: Engine) -> Desk {
    Desk {
        me,
        finder: Finder::new(engine.knowledge()),
        engine,
        memory: Memory::default(),
        outbox: Outbox::new(api, gates),
        inbound: Arc::new(Inbound::new(&config.limits)),
        access: config.access.clone(),
    }
}

/// Whether a chat has to wait for Telegram. Inline queries never do.
fn waits(gates: Arc<Gates>) -> runner::Waits {
    Arc::new(move |key| matches!(key, Key::Chat(chat) if gates.waits(chat)))
}

/// Answers an update by the handler tree, once there is a desk.
fn handle(desk: watch::Receiver<Option<Arc<Desk>>>) -> queue::Handle<Update> {
    let tree = Arc::new(schema::schema());
    Arc::new(move |job: Job<Update>| {
        let (tree, mut desk) = (Arc::clone(&tree), desk.clone());
        let answered = async move {
            let Some(desk) = desk.wait_for(Option::is_some).await.ok().and_then(|desk| desk.clone()) else { return };
            let dependencies = schema::dependencies(desk, job.update, TooMuch(job.is_too_much));
            match tree.dispatch(dependencies).await {
                ControlFlow::Break(Err(lost)) if lost.is_goodbye() => tracing::info!(update = job.id, "{lost}"),
                ControlFlow::Break(Err(lost)) => tracing::warn!(update = job.id, "{lost}"),
                ControlFlow::Break(Ok(())) | ControlFlow::Continue(_) => {}
            }
        };
        Box::pin(answered) as Pin<Box<dyn Future<Output = ()> + Send>>
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let gates = Arc::new(Gates::new(&limits));
        Desk {
            me,
            finder: Finder::new(engine.knowledge()),
            engine,
            memory: Memory::default(),
            outbox: Outbox::new(Arc::new(api), gates),
            inbound: Arc::new(Inbound::new(&limits)),
            access: Access::default(),
        }
    }
}
