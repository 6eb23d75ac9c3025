//! SQLite: a file beside the program, or nothing but memory.
//!
//! SQLite waits and blocks, so a thread of its own works through the jobs, all that are waiting in one transaction. The
//! file is opened when it is first needed, and again after a fault that the connection may not survive.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use futures::future::BoxFuture;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, ToSql, TransactionBehavior};
use tokio::sync::mpsc;

use super::engine::{Engine, Held, IsHeld, Job, MOST_TOGETHER, Queue, Rows, Statement, Value, Why};
use super::schema;

/// How long another process may keep the file locked before that is a fault.
const BUSY: Duration = Duration::from_secs(1);
/// How many prepared statements are kept: all that there are.
const PREPARED: usize = 64;

/// A SQLite database.
pub(super) struct Sqlite(Queue);

/// Only one process works with a file, so whatever is asked for is free.
struct Free;

impl IsHeld for Free {
    fn is_held(&self) -> bool {
        true
    }
}

impl Sqlite {
    /// The database in a file; `None` is one in memory, which ends with the program.
    pub(super) fn new(file: Option<PathBuf>) -> Sqlite {
        let (queue, jobs) = Queue::new();
        let worker = thread::Builder::new().name("store".to_owned());
        // Without a thread nothing at all could be done; the queue then says that its worker is gone.
        if let Err(error) = worker.spawn(move || work(file.as_deref(), jobs)) {
            tracing::error!("no thread for the store: {error}");
        }
        Sqlite(queue)
    }
}

impl Engine for Sqlite {
    fn run(&self, statements: Vec<Statement>) -> BoxFuture<'_, Result<Vec<Rows>, Why>> {
        Box::pin(self.0.run(statements))
    }

    fn hold(&self, _: i64) -> BoxFuture<'_, Result<Option<Held>, Why>> {
        Box::pin(async { Ok(Some(Box::new(Free) as Held)) })
    }

    fn is_shared(&self) -> bool {
        false
    }

    fn clock(&self) -> Option<&'static str> {
        None
    }
}

fn work(file: Option<&Path>, mut jobs: mpsc::Receiver<Job>) {
    let mut open: Option<Connection> = None;
    // SQLite writes `$1` otherwise, and each statement is rewritten once.
    let mut written: HashMap<&'static str, String> = HashMap::new();
    while let Some(first) = jobs.blocking_recv() {
        let mut batch = vec![first];
        while batch.len() < MOST_TOGETHER
            && let Ok(job) = jobs.try_recv()
        {
            batch.push(job);
        }
        for statement in batch.iter().flat_map(|job| &job.statements) {
            written.entry(statement.sql).or_insert_with(|| statement.sql.replace('$', "?"));
        }
        let connection = match &mut open {
            Some(connection) => Ok(connection),
            None => connect(file).map(|connection| open.insert(connection)),
        };
        let connection = match connection {
            Ok(connection) => connection,
            Err(why) => {
                for job in batch {
                    let _ = job.reply.send(Err(why.clone()));
                }
                continue;
            }
        };
        if let Ok(done) = together(connection, &batch, &written) {
            for (job, rows) in batch.into_iter().zip(done) {
                let _ = job.reply.send(Ok(rows));
            }
            continue;
        }
        // One of them is at fault, or all: by itself each shows.
        let mut is_broken = false;
        for job in batch {
            let alone = together(connection, std::slice::from_ref(&job), &written);
            is_broken |= alone.as_ref().is_err_and(is_breaking);
            let alone = alone.map_err(|error| error.to_string());
            let _ = job.reply.send(alone.map(|mut done| done.pop().unwrap_or_default()));
        }
        // A database in memory would be lost with its connection.
        if is_broken && file.is_some() {
            open = None;
        }
    }
}

/// Whether a connection is better made anew after such a fault.
fn is_breaking(error: &rusqlite::Error) -> bool {
    let fatal = [
        ErrorCode::SystemIoFailure,
        ErrorCode::NotADatabase,
        ErrorCode::CannotOpen,
        ErrorCode::DatabaseCorrupt,
        ErrorCode::ReadOnly,
    ];
    error.sqlite_error_code().is_some_and(|code| fatal.contains(&code))
}

fn together(
    connection: &mut Connection,
    batch: &[Job],
    written: &HashMap<&'static str, String>,
) -> rusqlite::Result<Vec<Vec<Rows>>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut done = Vec::with_capacity(batch.len());
    for job in batch {
        let mut results = Vec::with_capacity(job.statements.len());
        for statement in &job.statements {
            results.push(run(&transaction, statement, &written[statement.sql])?);
        }
        done.push(results);
    }
    transaction.commit()?;
    Ok(done)
}

fn run(connection: &Connection, statement: &Statement, sql: &str) -> rusqlite::Result<Rows> {
    let mut prepared = connection.prepare_cached(sql)?;
    let columns = prepared.column_count();
    let mut rows = prepared.query(rusqlite::params_from_iter(&statement.values))?;
    let mut found = Rows::new();
    while let Some(row) = rows.next()? {
        found.push((0..columns).map(|at| row.get_ref(at).map(of_sqlite)).collect::<rusqlite::Result<_>>()?);
    }
    Ok(found)
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

fn of_sqlite(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        // No column of ours holds one.
        ValueRef::Real(number) => Value::Int(number as i64),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    }
}

/// Opens the file, makes it where there is none, and brings its tables up to date.
fn connect(file: Option<&Path>) -> Result<Connection, Why> {
    let name = file.map_or_else(|| "the database in memory".to_owned(), |file| file.display().to_string());
    let explain = |error: rusqlite::Error| format!("{name}: {error}");
    if let Some(folder) = file.and_then(Path::parent) {
        std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let mut connection = file.map_or_else(Connection::open_in_memory, Connection::open).map_err(explain)?;
    connection.busy_timeout(BUSY).map_err(explain)?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    let set = |name, value: &str| connection.pragma_update(None, name, value).map_err(explain);
    // A killed process loses nothing; a machine that loses power may lose the last moments, and never the file.
    set("synchronous", "NORMAL")?;
    set("journal_mode", "WAL")?;
    // What is deleted is overwritten: whoever asks to be forgotten is.
    set("secure_delete", "ON")?;
    // The log beside the file does not keep the size of its busiest day.
    set("journal_size_limit", "67108864")?;
    migrate(&mut connection).map_err(|why| format!("{name}: {why}"))?;
    Ok(connection)
}

fn migrate(connection: &mut Connection) -> Result<(), Why> {
    let text = |error: rusqlite::Error| error.to_string();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(text)?;
    let version = transaction.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0)).map_err(text)?;
    for (step, sql) in schema::steps(version, "BLOB")? {
        transaction.execute_batch(&sql).map_err(text)?;
        transaction.pragma_update(None, "user_version", step).map_err(text)?;
    }
    transaction.commit().map_err(text)
}
