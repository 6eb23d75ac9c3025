//! What a store that failed is told once it works again: which claims have ended.
//!
//! A process renews all of its claims as long as it lives. One that it knows nothing of any more, since the store failed in
//! the middle, would be renewed for ever, and close its chat to everybody.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::engine::{MOST_TOGETHER, Statement};
use super::{Fault, Store};

/// How many ends of claims are kept: more than there can be claims. What more comes while a store is down was answered
/// without a claim, and is only good to know.
const MOST: usize = 10_000;

/// What is still to be told.
#[derive(Default)]
pub(super) struct Late(Mutex<VecDeque<Statement>>);

impl Late {
    /// Keeps statements for later.
    pub(super) fn keep(&self, statements: impl IntoIterator<Item = Statement>) {
        let mut late = self.lock();
        let room = MOST.saturating_sub(late.len());
        late.extend(statements.into_iter().take(room));
    }

    fn take(&self) -> Vec<Statement> {
        let mut late = self.lock();
        let few = late.len().min(MOST_TOGETHER);
        late.drain(..few).collect()
    }

    /// Nothing panics while it holds the lock, so a poisoned one is as good as any.
    fn lock(&self) -> MutexGuard<'_, VecDeque<Statement>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store {
    /// Tells the store what it could not be told before.
    pub async fn catch_up(&self) -> Result<(), Fault> {
        loop {
            let late = self.late.take();
            if late.is_empty() {
                return Ok(());
            }
            if let Err(fault) = self.run(late.clone()).await {
                self.late.keep(late);
                return Err(fault);
            }
        }
    }
}
