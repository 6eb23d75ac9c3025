//! Who polls, where several processes share a PostgreSQL: the one that holds its lock. The others stand by.
//!
//! A database that cannot be reached is no reason to leave people unanswered: who polled goes on, and the lock decides
//! again when it is back.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use crate::store::{Polling, Store};

/// How often to look.
const LOOK: Duration = Duration::from_millis(500);

/// The turn to poll.
pub(super) struct Turn {
    store: Arc<Store>,
    bot: i64,
    held: Option<Polling>,
}

impl Turn {
    pub(super) fn new(store: Arc<Store>, bot: i64) -> Turn {
        Turn { store, bot, held: None }
    }

    /// Waits until it is this process's turn.
    pub(super) async fn comes(&mut self) {
        let mut is_told = false;
        loop {
            match self.store.polling(self.bot).await {
                Ok(None) if !is_told => {
                    is_told = true;
                    tracing::info!("another process polls; standing by");
                }
                Ok(None) => {}
                Ok(held) => {
                    self.held = held;
                    return;
                }
                Err(fault) => {
                    tracing::warn!("nobody can be asked who polls, so this process does: {fault}");
                    return;
                }
            }
            sleep(LOOK).await;
        }
    }

    /// Waits until it is another's.
    pub(super) async fn passes(&mut self) {
        loop {
            sleep(LOOK).await;
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
                Err(_) => {}
            }
        }
    }
}
