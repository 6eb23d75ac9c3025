//! PostgreSQL: one database for any number of processes.
//!
//! A connection works through the jobs: all that are waiting go out at once, in one transaction, and their replies come back
//! together. Rows that all processes write have a second connection, so that nothing else waits while one of them is locked
//! by another process. A connection that is lost is made again when there is something to do, after growing pauses.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use bytes::BytesMut;
use futures::future::BoxFuture;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout};
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Config, Row};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::engine::{Engine, Held, IsHeld, Job, MOST_TOGETHER, Queue, Rows, Statement, Value, Why};
use super::schema;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(3);
/// When a connection that is quiet is tried, how often, and how many times in vain until it is taken for lost.
const KEEPALIVE: (Duration, Duration, u32) = (Duration::from_secs(5), Duration::from_secs(2), 3);
/// How long what was sent may stay unacknowledged by the machine at the other end.
const UNHEARD: Duration = Duration::from_secs(10);
/// How long to leave a database alone that could not be reached: from, to.
const PAUSES: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(5));
/// How a transaction begins: after its machine lost power the server may lack the last moments, as SQLite may, so nobody
/// waits for its disk, unless somebody is told that something is done.
const BEGIN: &str = "BEGIN; SET LOCAL synchronous_commit = off";
const BEGIN_PROMISED: &str = "BEGIN";
/// A number of our own among the locks of a database, for changes of the tables.
const MIGRATING: i64 = 0x6962_6964_0001;

/// A PostgreSQL database.
pub(super) struct Postgres {
    own: Queue,
    shared: Queue,
    server: Arc<Server>,
}

/// How it is reached.
struct Server {
    config: Config,
    tls: MakeRustlsConnect,
}

/// A connection, and what has been prepared on it.
struct Link {
    client: Client,
    prepared: HashMap<&'static str, tokio_postgres::Statement>,
}

/// A lock, held as long as its connection lives.
struct Lock(Client);

impl IsHeld for Lock {
    fn is_held(&self) -> bool {
        !self.0.is_closed()
    }
}

impl Postgres {
    /// The database at an address. `ca` is a file with the certificates that are trusted instead of the usual ones.
    pub(super) fn new(url: &str, ca: Option<&Path>) -> Result<Postgres, Why> {
        // The address holds a password, so it is not repeated.
        let mut config: Config = url.parse().map_err(|error| format!("store.url cannot be read: {error}"))?;
        config.connect_timeout(CONNECT).application_name("ibid");
        // A machine that is gone without a word must not hold a lock, nor be waited for, for the two hours that are usual.
        config.keepalives_idle(KEEPALIVE.0).keepalives_interval(KEEPALIVE.1).keepalives_retries(KEEPALIVE.2);
        config.tcp_user_timeout(UNHEARD);
        let server = Arc::new(Server { config, tls: tls(ca)? });
        let queue = || {
            let (queue, jobs) = Queue::new();
            tokio::spawn(work(Arc::clone(&server), jobs));
            queue
        };
        Ok(Postgres { own: queue(), shared: queue(), server })
    }
}

impl Engine for Postgres {
    fn run(&self, statements: Vec<Statement>) -> BoxFuture<'_, Result<Vec<Rows>, Why>> {
        Box::pin(async move {
            let (shared, own): (Vec<_>, Vec<_>) = statements.into_iter().partition(Statement::is_shared);
            let mut rows = if own.is_empty() { Vec::new() } else { self.own.run(own).await? };
            if !shared.is_empty() {
                rows.extend(self.shared.run(shared).await?);
            }
            Ok(rows)
        })
    }

    fn hold(&self, what: i64) -> BoxFuture<'_, Result<Option<Held>, Why>> {
        Box::pin(async move {
            let client = self.server.connect().await?;
            let asked = "SELECT pg_try_advisory_lock($1::bigint # hashtext(current_schema()))";
            let row = client.query_one(asked, &[&what]).await.map_err(|error| explain(&error))?;
            Ok(row.get::<_, bool>(0).then(|| Box::new(Lock(client)) as Held))
        })
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn clock(&self) -> Option<&'static str> {
        Some("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)")
    }
}

fn tls(ca: Option<&Path>) -> Result<MakeRustlsConnect, Why> {
    let mut roots = RootCertStore::empty();
    match ca {
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(path) => {
            let fault = |error: &dyn fmt::Display| format!("store.ca_file {}: {error}", path.display());
            for certificate in CertificateDer::pem_file_iter(path).map_err(|error| fault(&error))? {
                roots.add(certificate.map_err(|error| fault(&error))?).map_err(|error| fault(&error))?;
            }
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

impl Server {
    async fn connect(&self) -> Result<Client, Why> {
        let connecting = timeout(CONNECT, self.config.connect(self.tls.clone())).await;
        let (client, connection) =
            connecting.map_err(|_| "no connection in time".to_owned())?.map_err(|error| explain(&error))?;
        // Its end is seen by whoever uses the client next.
        tokio::spawn(connection);
        client
            .batch_execute(
                "SET statement_timeout = '10s'; SET lock_timeout = '2s'; SET client_min_messages = 'warning'",
            )
            .await
            .map_err(|error| explain(&error))?;
        // The same for the other side; a server that cannot do so is used nevertheless.
        let (idle, interval, retries) = KEEPALIVE;
        let keepalive = format!(
            "SET tcp_keepalives_idle = {}; SET tcp_keepalives_interval = {}; SET tcp_keepalives_count = {retries}; \
             SET tcp_user_timeout = {}",
            idle.as_secs(),
            interval.as_secs(),
            UNHEARD.as_millis(),
        );
        let _ = client.batch_execute(&keepalive).await;
        Ok(client)
    }

    async fn open(&self) -> Result<Link, Why> {
        let mut client = self.connect().await?;
        migrate(&mut client).await?;
        Ok(Link { client, prepared: HashMap::new() })
    }
}

/// Brings the tables up to date; of several processes that start at once, one does it and the others wait.
async fn migrate(client: &mut Client) -> Result<(), Why> {
    let text = |error: tokio_postgres::Error| explain(&error);
    let transaction = client.transaction().await.map_err(text)?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&MIGRATING]).await.map_err(text)?;
    transaction
        .batch_execute("CREATE TABLE IF NOT EXISTS ibid_schema (version BIGINT NOT NULL)")
        .await
        .map_err(text)?;
    let row = transaction.query_one("SELECT coalesce(max(version), 0) FROM ibid_schema", &[]).await.map_err(text)?;
    for (step, sql) in schema::steps(row.get(0), "BYTEA")? {
        transaction.batch_execute(&sql).await.map_err(text)?;
        transaction.execute("INSERT INTO ibid_schema VALUES ($1)", &[&step]).await.map_err(text)?;
    }
    transaction.commit().await.map_err(text)
}

async fn work(server: Arc<Server>, mut jobs: mpsc::Receiver<Job>) {
    let mut open: Option<Link> = None;
    let (mut pause, mut not_before, mut why) = (PAUSES.0, Instant::now(), String::new());
    while let Some(first) = jobs.recv().await {
        // Whoever is about to ask does so first: the more go together, the less each costs.
        tokio::task::yield_now().await;
        let mut batch = vec![first];
        while batch.len() < MOST_TOGETHER
            && let Ok(job) = jobs.try_recv()
        {
            batch.push(job);
        }
        if open.as_ref().is_none_or(|link| link.client.is_closed()) {
            open = None;
            if Instant::now() >= not_before {
                match server.open().await {
                    Ok(link) => {
                        pause = PAUSES.0;
                        open = Some(link);
                    }
                    Err(error) => {
                        why = error;
                        not_before = Instant::now() + pause;
                        pause = (2 * pause).min(PAUSES.1);
                    }
                }
            }
        }
        let Some(link) = &mut open else {
            for job in batch {
                let _ = job.reply.send(Err(why.clone()));
            }
            continue;
        };
        if let Ok(done) = link.together(&batch).await {
            for (job, rows) in batch.into_iter().zip(done) {
                let _ = job.reply.send(Ok(rows));
            }
            continue;
        }
        // One of them is at fault, or all: by itself each shows.
        for job in batch {
            let alone = link.together(std::slice::from_ref(&job)).await;
            let _ = job.reply.send(alone.map(|mut done| done.pop().unwrap_or_default()));
        }
    }
}

impl Link {
    async fn together(&mut self, batch: &[Job]) -> Result<Vec<Vec<Rows>>, Why> {
        for statement in batch.iter().flat_map(|job| &job.statements) {
            if !self.prepared.contains_key(statement.sql) {
                let prepared = self.client.prepare(statement.sql).await.map_err(|error| explain(&error))?;
                self.prepared.insert(statement.sql, prepared);
            }
        }
        let statements: Vec<&Statement> = batch.iter().flat_map(|job| &job.statements).collect();
        let mut turns: Vec<usize> = (0..statements.len()).collect();
        turns.sort_by_key(|&at| statements[at].turn());
        let (client, prepared) = (&self.client, &self.prepared);
        let is_promised = statements.iter().any(|statement| statement.is_promised());
        let begin = client.batch_execute(if is_promised { BEGIN_PROMISED } else { BEGIN });
        let commit = client.batch_execute("COMMIT");
        let queries = turns.iter().map(|&at| statements[at]).map(|statement| async move {
            let values: Vec<&(dyn ToSql + Sync)> = statement.values.iter().map(|v| v as &(dyn ToSql + Sync)).collect();
            client.query(&prepared[statement.sql], &values).await
        });
        let results = in_order(begin, queries, commit).await.map_err(|error| explain(&error))?;
        let mut given = vec![Rows::new(); statements.len()];
        for (&at, rows) in turns.iter().zip(&results) {
            given[at] = rows.iter().map(of_postgres).collect();
        }
        let mut given = given.into_iter();
        Ok(batch.iter().map(|job| given.by_ref().take(job.statements.len()).collect()).collect())
    }
}

/// Sends everything in order without waiting in between, then waits for all of it. A request goes out when its future is
/// first polled, so each is polled once before any is waited for.
async fn in_order<B, Q, C>(
    begin: B,
    queries: impl Iterator<Item = Q>,
    commit: C,
) -> Result<Vec<Vec<Row>>, tokio_postgres::Error>
where
    B: Future<Output = Result<(), tokio_postgres::Error>>,
    Q: Future<Output = Result<Vec<Row>, tokio_postgres::Error>>,
    C: Future<Output = Result<(), tokio_postgres::Error>>,
{
    let mut begin = std::pin::pin!(futures::future::FutureExt::fuse(begin));
    let begun = futures::poll!(&mut begin);
    let mut waiting: Vec<_> = queries.map(Box::pin).collect();
    let mut early = Vec::with_capacity(waiting.len());
    for query in &mut waiting {
        early.push(futures::poll!(query));
    }
    let mut commit = std::pin::pin!(futures::future::FutureExt::fuse(commit));
    let committed = futures::poll!(&mut commit);
    match begun {
        Poll::Ready(begun) => begun?,
        Poll::Pending => begin.await?,
    }
    let mut results = Vec::with_capacity(waiting.len());
    for (query, early) in waiting.into_iter().zip(early) {
        results.push(match early {
            Poll::Ready(result) => result,
            Poll::Pending => query.await,
        });
    }
    let committed = match committed {
        Poll::Ready(committed) => committed,
        Poll::Pending => commit.await,
    };
    // A statement that failed turns the commit into a rollback, which is no error of the commit's.
    let results = results.into_iter().collect::<Result<Vec<_>, _>>()?;
    committed?;
    Ok(results)
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) => number.to_sql(kind, out),
            Value::Bytes(bytes) => bytes.to_sql(kind, out),
            Value::Text(text) => text.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::BYTEA, Type::TEXT].contains(kind)
    }

    to_sql_checked!();
}

fn of_postgres(row: &Row) -> Vec<Value> {
    let value = |at: usize, kind: &Type| match *kind {
        Type::INT8 => row.get::<_, Option<i64>>(at).map_or(Value::Null, Value::Int),
        Type::INT4 => row.get::<_, Option<i32>>(at).map_or(Value::Null, |number| Value::Int(number.into())),
        Type::BYTEA => row.get::<_, Option<Vec<u8>>>(at).map_or(Value::Null, Value::Bytes),
        Type::TEXT => row.get::<_, Option<String>>(at).map_or(Value::Null, Value::Text),
        // No statement of ours gives another.
        _ => Value::Null,
    };
    row.columns().iter().enumerate().map(|(at, column)| value(at, column.type_())).collect()
}

/// The server's own words: the error by itself only says that there was one.
fn explain(error: &tokio_postgres::Error) -> Why {
    match (error.as_db_error(), std::error::Error::source(error)) {
        (Some(server), _) => server.message().to_owned(),
        (None, Some(source)) => format!("{error}: {source}"),
        (None, None) => error.to_string(),
    }
}
