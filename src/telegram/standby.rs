//! Who polls, where several processes share a PostgreSQL: the one that holds its lock. The others stand by.
//!
//! A process that cannot ask does not begin to poll, unless it is said to be alone: another might. A database that is lost
//! later is no reason to leave people unanswered: who polled goes on, until the lock decides again, or until Telegram
//! tells that another one polls.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::sleep;

use crate::store::{Polling, Store};

/// How often to look.
const LOOK: Duration = Duration::from_millis(500);

/// The turn to poll.
pub(super) struct Turn {
    store: Arc<Store>,
    bot: i64,
    /// Whether there is no other process.
    alone: bool,
    held: Option<Polling>,
    contested: Arc<Notify>,
}

impl Turn {
    pub(super) fn new(store: Arc<Store>, bot: i64, alone: bool) -> Turn {
        Turn { store, bot, alone, held: None, contested: Arc::default() }
    }

    /// To be notified when Telegram says that another process polls.
    pub(super) fn contested(&self) -> Arc<Notify> {
        Arc::clone(&self.contested)
    }

    /// Waits until it is this process's turn.
    pub(super) async fn comes(&mut self) {
        let mut told = String::new();
        loop {
            let why = match self.store.polling(self.bot).await {
                Ok(Some(held)) => {
                    self.held = Some(held);
                    return;
                }
                Ok(None) => "another process polls; standing by".to_owned(),
                Err(fault) if self.alone => {
                    tracing::warn!(
                        "the store cannot be asked who polls, and this process is alone, so it does: {fault}"
                    );
                    return;
                }
                Err(fault) => format!("the store cannot be asked who polls; standing by (see telegram.alone): {fault}"),
            };
            if why != told {
                tracing::info!("{why}");
                told = why;
            }
            sleep(LOOK).await;
        }
    }

    /// Waits until it is another's.
    pub(super) async fn passes(&mut self) {
        loop {
            let is_contested = tokio::select! {
                () = sleep(LOOK) => false,
                () = self.contested.notified() => true,
            };
            if self.held.as_ref().is_some_and(Polling::is_held) {
                continue;
            }
            self.held = None;
            match self.store.polling(self.bot).await {
                Ok(None) => {
                    tracing::warn!("another process polls now");
                    return;
                }
                Ok(held) => self.held = held,
                // The other one may well be in reach of the database.
                Err(_) if is_contested && !self.alone => {
                    tracing::warn!(
                        "another process polls, as Telegram says, and the store cannot be asked: giving way"
                    );
                    return;
                }
                Err(_) => {}
            }
        }
    }
}
