//! What a database has to do for us: run a list of statements in one transaction.
//!
//! The statements are written in the SQL that SQLite and PostgreSQL share, so that both run the very same ones. Places
//! for values are `$1`, `$2` ...; numbers are `BIGINT`, keys and sealed texts are bytes.

use futures::future::BoxFuture;
use tokio::sync::{mpsc, oneshot};

/// A value that goes into a statement or comes out of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Nothing.
    Null,
    /// A number.
    Int(i64),
    /// A key, or a sealed text.
    Bytes(Vec<u8>),
    /// A text.
    Text(String),
}

impl Value {
    /// The number, or 0.
    pub(super) fn int(&self) -> i64 {
        if let Value::Int(number) = self { *number } else { 0 }
    }

    /// The bytes, if it is such.
    pub(super) fn bytes(&self) -> Option<&[u8]> {
        if let Value::Bytes(bytes) = self { Some(bytes) } else { None }
    }

    /// The text, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Value::Int(number)
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Value::Bytes(bytes)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

/// A statement with its values.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    pub(super) sql: &'static str,
    pub(super) values: Vec<Value>,
    /// Whether it writes a row that other processes write as well.
    is_shared: bool,
    /// Whether somebody has been told that it is done, whatever happens.
    is_promised: bool,
}

impl Statement {
    pub(super) fn new<const N: usize>(sql: &'static str, values: [Value; N]) -> Self {
        Statement { sql, values: values.into(), is_shared: false, is_promised: false }
    }

    /// Writes the one row whose key is the first value, and which other processes write as well.
    pub(super) fn of_shared<const N: usize>(sql: &'static str, values: [Value; N]) -> Self {
        Statement { is_shared: true, ..Statement::new(sql, values) }
    }

    /// Does what somebody will be told is done: not even a server that loses power may forget it.
    pub(super) fn promised(self) -> Self {
        Statement { is_promised: true, ..self }
    }

    /// Whether it is to outlast a loss of power.
    pub(super) fn is_promised(&self) -> bool {
        self.is_promised
    }

    /// Whether it writes a row that other processes write as well.
    pub(super) fn is_shared(&self) -> bool {
        self.is_shared
    }

    /// Where it comes in a transaction: shared rows in the order of their keys, so that no two processes ever wait for one
    /// another.
    pub(super) fn turn(&self) -> Option<&[u8]> {
        self.values.first().filter(|_| self.is_shared).and_then(Value::bytes)
    }
}

/// What one statement gives.
pub(super) type Rows = Vec<Vec<Value>>;

/// Why a database did not do it, in its own words.
pub(super) type Why = String;

/// What is held as long as this lives: the right to poll.
pub(super) type Held = Box<dyn IsHeld>;

/// Something held that can be lost.
pub(super) trait IsHeld: Send + Sync {
    /// Whether it is still held.
    fn is_held(&self) -> bool;
}

/// A database.
pub(super) trait Engine: Send + Sync {
    /// Runs the statements in one transaction, in order; gives what each returned. Those of shared rows may come after it
    /// in another, and what they return then comes last.
    fn run(&self, statements: Vec<Statement>) -> BoxFuture<'_, Result<Vec<Rows>, Why>>;

    /// Takes what only one process may hold at a time; `None` if another has it.
    fn hold(&self, what: i64) -> BoxFuture<'_, Result<Option<Held>, Why>>;

    /// Whether other processes may work with the same database.
    fn is_shared(&self) -> bool;

    /// Asks a shared database for its time, in milliseconds since 1970.
    fn clock(&self) -> Option<&'static str>;
}

/// Statements that wait for a transaction.
pub(super) struct Job {
    pub(super) statements: Vec<Statement>,
    pub(super) reply: oneshot::Sender<Result<Vec<Rows>, Why>>,
}

/// How many jobs may wait. More than this, and the database is not keeping up.
const MOST_WAITING: usize = 8192;
/// How many jobs share a transaction: what a commit costs is then shared by all of them.
pub(super) const MOST_TOGETHER: usize = 256;

/// The way to the one who works through the jobs.
#[derive(Clone)]
pub(super) struct Queue(mpsc::Sender<Job>);

impl Queue {
    /// A queue, and its other end.
    pub(super) fn new() -> (Queue, mpsc::Receiver<Job>) {
        let (sender, receiver) = mpsc::channel(MOST_WAITING);
        (Queue(sender), receiver)
    }

    /// Waits for a job to be done.
    pub(super) async fn run(&self, statements: Vec<Statement>) -> Result<Vec<Rows>, Why> {
        let (reply, replied) = oneshot::channel();
        let gone = || "its worker is gone".to_owned();
        self.0.send(Job { statements, reply }).await.map_err(|_| gone())?;
        replied.await.map_err(|_| gone())?
    }
}
