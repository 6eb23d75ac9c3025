//! The store: one suite of behaviours, run with every database there is.
#![allow(clippy::unwrap_used, reason = "what tests share fails as tests do")]

mod behaviour;
mod faults;
mod forget;
mod shared;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use ibid::settings::{Keep, Span};
use ibid::store::{Place, Plan, Store};

use crate::fake::database::Database;

/// A clock that a test sets.
#[derive(Clone)]
pub(crate) struct Time(Arc<AtomicI64>);

impl Time {
    pub(crate) fn new() -> Time {
        Time(Arc::new(AtomicI64::new(1_700_000_000_000)))
    }

    pub(crate) fn pass(&self, time: Duration) {
        self.0.fetch_add(time.as_millis() as i64, Ordering::Relaxed);
    }
}

pub(crate) const HOUR: Duration = Duration::from_secs(3600);

/// A plan for a database, with short memories.
pub(crate) fn plan(database: &Database) -> Plan {
    let url = database.url();
    let place = match url.strip_prefix("sqlite:") {
        Some(file) => Place::File(file.into()),
        None if url == "memory:" => Place::Memory,
        None => Place::Server(url),
    };
    let hours = |hours| Span(hours * HOUR);
    Plan {
        place,
        key: "a key that everybody may know, for a test".to_owned(),
        key_file: Default::default(),
        ca_file: None,
        keep: Keep {
            conversations: hours(1),
            messages: hours(2),
            updates: hours(24),
            journal: hours(48),
            questions: 3000,
        },
        questions: true,
    }
}

/// Opens a store as one of several processes would.
pub(crate) fn open(database: &Database, time: &Time) -> Store {
    let time = time.clone();
    Store::open(&plan(database), Arc::new(move || time.0.load(Ordering::Relaxed))).unwrap()
}

pub(crate) fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
