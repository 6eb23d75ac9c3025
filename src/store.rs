//! What is remembered beyond a message: conversations, which message answers which, updates that are done, votes, and
//! questions without an answer. In SQLite or in PostgreSQL, by the same statements.
//!
//! Ids go in as keyed hashes and texts of conversations sealed ([`keys`]), so that a database by itself tells nothing of
//! anybody. A store may fail at any time and says so at once: whoever asks it goes on without it.

mod budget;
mod claims;
mod engine;
mod journal;
mod keys;
mod late;
mod likeness;
mod memos;
mod postgres;
mod schema;
mod sqlite;
mod tend;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;

pub use budget::{Pace, Reserved, Send};
pub use claims::{Claim, Recorded};
pub use journal::{Counts, Judged, Missed, Tally, Unanswered, Vote};
pub use likeness::{Cluster, cluster};
pub use tend::tend;

use crate::settings;
use engine::{Engine, Held, Rows, Statement, Value, Why};
use keys::Keys;
use late::Late;
use postgres::Postgres;
use sqlite::Sqlite;

/// How long an answer of the database is waited for: people are waiting, too.
const PATIENCE: Duration = Duration::from_secs(3);
/// A name for the right to poll, among the locks of a database; the bot's number is added to it.
const POLLING: i64 = 0x6962_6964_0000_0000;

/// Where a store is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In memory, until the program ends.
    Memory,
    /// In a SQLite file.
    File(PathBuf),
    /// In a PostgreSQL database, at an address.
    Server(String),
}

/// How a store is to be.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Where it is.
    pub place: Place,
    /// The secret of its keys, if the settings hold it.
    pub key: String,
    /// The file of the secret otherwise.
    pub key_file: PathBuf,
    /// The certificates that are trusted instead of the usual ones.
    pub ca_file: Option<PathBuf>,
    /// How long what is kept.
    pub keep: settings::Keep,
    /// Whether questions without an answer are kept in words.
    pub questions: bool,
}

/// Tells the time, in milliseconds since 1970.
pub type Clock = Arc<dyn Fn() -> i64 + std::marker::Send + Sync>;

/// The clock of the system.
pub fn clock() -> Clock {
    Arc::new(|| {
        let since = std::time::UNIX_EPOCH.elapsed().unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    })
}

/// How a store is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Health {
    /// It works.
    Up,
    /// It does not, in the database's words.
    Down(String),
}

/// The store did not do it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Fault(Why);

/// The store.
pub struct Store {
    engine: Box<dyn Engine>,
    keys: Keys,
    keep: settings::Keep,
    questions: bool,
    clock: Clock,
    /// How far the database's clock is ahead of ours: leases of several processes are measured by one clock.
    skew: AtomicI64,
    /// Who this process is, among those that work with the same database.
    holder: Vec<u8>,
    health: watch::Sender<Health>,
    faults: AtomicU64,
    late: Late,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

/// Writes that belong together, to be done in one transaction.
#[derive(Debug, Default)]
pub struct Changes {
    statements: Vec<Statement>,
    /// The claims that end with them.
    ends: Vec<Statement>,
    /// The update that they come of.
    of: Option<(i64, u32)>,
}

impl Changes {
    /// Writes that come of the answering of a bot's update. Whoever is forgotten meanwhile is not written about.
    pub fn of(bot: i64, number: u32) -> Changes {
        Changes { of: Some((bot, number)), ..Changes::default() }
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty() && self.ends.is_empty()
    }

    fn push(&mut self, statement: Statement) {
        self.statements.push(statement);
    }

    /// The bot and the number of the update, as values.
    fn update(&self) -> (Value, Value) {
        (self.of.map(|(bot, _)| bot).into(), self.of.map(|(_, number)| i64::from(number)).into())
    }
}

/// The right to poll, held as long as this lives and its connection does.
pub struct Polling(Held);

impl Polling {
    /// Whether the right is still there.
    pub fn is_held(&self) -> bool {
        self.0.is_held()
    }
}

impl std::fmt::Debug for Polling {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Polling")
    }
}

impl Store {
    /// A store by plan. The database itself is looked for when it is first needed; what fails here are faults of the
    /// settings. A runtime must be there already.
    pub fn open(plan: &Plan, clock: Clock) -> Result<Store, String> {
        let keys = match plan.place {
            Place::Memory => Keys::passing().map_err(|error| error.to_string())?,
            Place::File(_) | Place::Server(_) => Keys::new(&keys::secret(&plan.key, &plan.key_file)?),
        };
        let engine: Box<dyn Engine> = match &plan.place {
            Place::Memory => Box::new(Sqlite::new(None)),
            Place::File(file) => Box::new(Sqlite::new(Some(file.clone()))),
            Place::Server(url) => Box::new(Postgres::new(url, plan.ca_file.as_deref())?),
        };
        Ok(Store {
            engine,
            holder: Keys::passing().map_err(|error| error.to_string())?.of_text("holder"),
            keys,
            keep: plan.keep,
            questions: plan.questions,
            clock,
            skew: AtomicI64::new(0),
            health: watch::Sender::new(Health::Up),
            faults: AtomicU64::new(0),
            late: Late::default(),
        })
    }

    /// Whether other processes work with the same store.
    pub fn is_shared(&self) -> bool {
        self.engine.is_shared()
    }

    /// How the store is, now and from now on.
    pub fn health(&self) -> watch::Receiver<Health> {
        self.health.subscribe()
    }

    /// Whether it works, as far as is known.
    pub fn is_up(&self) -> bool {
        *self.health.borrow() == Health::Up
    }

    /// How often something failed.
    pub fn faults(&self) -> u64 {
        self.faults.load(Ordering::Relaxed)
    }

    /// Does what has been gathered. If that fails, the claims end nevertheless, as soon as the store works again.
    pub async fn commit(&self, changes: Changes) -> Result<(), Fault> {
        if changes.is_empty() {
            return Ok(());
        }
        let all = changes.statements.into_iter().chain(changes.ends.iter().cloned()).collect();
        self.run(all).await.map(drop).inspect_err(|_| self.late.keep(changes.ends))
    }

    /// Takes the right to poll for a bot; `None` if another process has it.
    pub async fn polling(&self, bot: i64) -> Result<Option<Polling>, Fault> {
        let held = timeout(PATIENCE, self.engine.hold(POLLING ^ bot)).await;
        let held = held.unwrap_or_else(|_| Err("no answer in time".to_owned()));
        held.map(|held| held.map(Polling)).map_err(Fault)
    }

    fn now(&self) -> i64 {
        (self.clock)() + self.skew.load(Ordering::Relaxed)
    }

    /// Runs statements in one transaction. A store that is known to be down is not asked, lest people wait.
    async fn run(&self, statements: Vec<Statement>) -> Result<Vec<Rows>, Fault> {
        if let Health::Down(why) = &*self.health.borrow() {
            return Err(Fault(why.clone()));
        }
        self.attempt(statements).await
    }

    /// Runs statements whatever is known of the store, and notes how it is.
    async fn attempt(&self, statements: Vec<Statement>) -> Result<Vec<Rows>, Fault> {
        let ran = timeout(PATIENCE, self.engine.run(statements)).await;
        match ran.unwrap_or_else(|_| Err("no answer in time".to_owned())) {
            Ok(rows) => {
                if self.health.send_if_modified(|health| std::mem::replace(health, Health::Up) != Health::Up) {
                    tracing::info!("the store works again");
                }
                Ok(rows)
            }
            Err(why) => {
                self.faults.fetch_add(1, Ordering::Relaxed);
                let is_news = self.health.send_if_modified(|health| {
                    let was_up = *health == Health::Up;
                    *health = Health::Down(why.clone());
                    was_up
                });
                if is_news {
                    tracing::error!("the store does not work, and questions are answered without memory: {why}");
                }
                Err(Fault(why))
            }
        }
    }
}
