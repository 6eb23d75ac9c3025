//! A knowledge base that is loaded anew while the bot runs: checked in full, taken over at once, or not at all.
//!
//! Answers in flight finish on the base they began with, since each has a desk of its own. A base with a fault changes
//! nothing, and the faults are told to the log and to those who look after the bot.

use std::sync::Arc;
use std::time::Duration;

use teloxide::types::ChatId;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::watch;
use tokio::time::timeout;

use super::admin::running;
use super::desk::Desk;
use super::entities::of_reply;
use super::outbox::Place;
use super::{Fresh, Load};
use crate::reply::operate;

/// Files are written one after the other: it is quiet for so long before they are read.
const QUIET: Duration = Duration::from_millis(400);
/// And no longer than this is waited for quiet.
const PATIENCE: Duration = Duration::from_secs(5);

/// Who wants the base to be loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Request {
    /// A signal.
    Signal,
    /// A file that changed.
    Files,
    /// Somebody in this chat.
    Of(ChatId),
}

/// Loads the base whenever that is asked for, and puts it on the desk.
pub(super) async fn serve<E: std::fmt::Display + Send + 'static>(
    load: Load<E>,
    desk: watch::Sender<Option<Arc<Desk>>>,
    mut requests: UnboundedReceiver<Request>,
) {
    while let Some(first) = requests.recv().await {
        let mut asked = vec![first];
        let _ = timeout(PATIENCE, async {
            while let Ok(Some(more)) = timeout(QUIET, requests.recv()).await {
                asked.push(more);
            }
        })
        .await;
        let Some(before) = desk.borrow().clone() else { continue };
        let loading = Arc::clone(&load);
        let loaded = match tokio::task::spawn_blocking(move || loading()).await {
            Ok(loaded) => loaded.map_err(|error| error.to_string()),
            Err(_) => Err("the loading panicked".to_owned()),
        };
        before.office.metrics.reloaded(loaded.is_ok());
        let (now, faults) = match loaded {
            Ok(Fresh { engine, access }) => {
                let now = Arc::new(Desk::new(Arc::clone(&before.office), engine, access));
                desk.send_replace(Some(Arc::clone(&now)));
                now.office.metrics.loaded(&now.version);
                tracing::info!(version = &*now.version, "the knowledge base has been loaded anew");
                (now, None)
            }
            Err(faults) => {
                tracing::error!("the knowledge base is not loaded anew, the last good one stays: {faults}");
                (before, Some(faults))
            }
        };
        tell(&now, &asked, faults.as_deref()).await;
    }
}

/// Tells whoever asked how it went, and all who look after the bot of faults.
async fn tell(desk: &Arc<Desk>, asked: &[Request], faults: Option<&str>) {
    let running = running(desk);
    let text = of_reply(&operate::loaded(faults.map_or(Ok(&running), Err)));
    let mut chats: Vec<ChatId> =
        asked.iter().filter_map(|request| if let Request::Of(chat) = request { Some(*chat) } else { None }).collect();
    if faults.is_some() {
        // A chat with a user has the user's number.
        chats.extend(desk.access.admins.iter().map(|&admin| ChatId(admin)));
    }
    chats.sort_unstable();
    chats.dedup();
    for chat in chats {
        let desk = Arc::clone(desk);
        let text = text.clone();
        // Not waited for: somebody who blocked the bot must not hold up the next loading.
        tokio::spawn(async move {
            if let Err(lost) = desk.outbox().send(Place { chat, thread: None, replies_to: None }, text, None).await {
                tracing::warn!("an admin was not told: {lost}");
            }
        });
    }
}
