//! Databases for tests: a file, or a schema of its own in the PostgreSQL that `IBID_TEST_POSTGRES` names.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio_postgres::NoTls;

/// The address of the PostgreSQL to test with, if there is one. `.ci/run` starts one; elsewhere these tests say that they
/// did not run.
pub fn server() -> Option<String> {
    let named = std::env::var("IBID_TEST_POSTGRES").ok().filter(|url| !url.is_empty());
    if named.is_none() {
        eprintln!("NOT RUN with PostgreSQL: IBID_TEST_POSTGRES names none; `.ci/with-postgres cargo test` starts one");
    }
    named
}

/// A database that is deleted in the end.
pub enum Database {
    Memory,
    File(tempfile::TempDir),
    Schema { name: String, server: String },
}

impl Database {
    pub fn file() -> Database {
        Database::File(tempfile::tempdir().unwrap())
    }

    /// A schema of its own; `None` where there is no server.
    pub fn schema() -> Option<Database> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let server = server()?;
        let name = format!("t{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        run(&server, &format!("CREATE SCHEMA {name}"));
        Some(Database::Schema { name, server })
    }

    /// Every kind there is, by name.
    pub fn all() -> Vec<(&'static str, Database)> {
        let mut all = vec![("memory", Database::Memory), ("SQLite", Database::file())];
        all.extend(Database::schema().map(|schema| ("PostgreSQL", schema)));
        all
    }

    /// As `store.url` names it.
    pub fn url(&self) -> String {
        match self {
            Database::Memory => "memory:".to_owned(),
            Database::File(folder) => format!("sqlite:{}", folder.path().join("ibid.db").display()),
            Database::Schema { name, server } => {
                let and = if server.contains('?') { '&' } else { '?' };
                format!("{server}{and}options=-c%20search_path%3D{name}")
            }
        }
    }

    /// The database file.
    pub fn path(&self) -> PathBuf {
        let Database::File(folder) = self else { panic!("not a file") };
        folder.path().join("ibid.db")
    }

    /// How large it is, in bytes.
    pub fn size(&self) -> u64 {
        match self {
            Database::Memory => 0,
            Database::File(folder) => {
                std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().metadata().unwrap().len()).sum()
            }
            Database::Schema { name, server } => {
                let sizes = "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n \
                             ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname = ";
                run(server, &format!("{sizes}'{name}'"))[0].parse().unwrap()
            }
        }
    }

    /// Every byte of it that somebody could find who got hold of it.
    pub fn bytes(&self) -> Vec<u8> {
        match self {
            Database::Memory => Vec::new(),
            Database::File(folder) => {
                let files = std::fs::read_dir(folder.path()).unwrap();
                let files = files.map(|file| file.unwrap().path()).filter(|file| file.extension().unwrap() != "key");
                files.flat_map(|file| std::fs::read(file).unwrap()).collect()
            }
            Database::Schema { name, server } => {
                let tables = ["memo", "claim", "feedback", "unanswered", "budget", "mark"];
                let dump = |table: &&str| {
                    run(server, &format!("SELECT encode(t::text::bytea, 'escape') FROM {name}.ibid_{table} t"))
                };
                // Bytes are written in hexadecimal, so they are turned back.
                let text: String = tables.iter().flat_map(dump).collect();
                let hex = text.split("\\\\x").skip(1).flat_map(|part| {
                    let digits: String = part.chars().take_while(char::is_ascii_hexdigit).collect();
                    (0..digits.len() / 2)
                        .map(move |at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).unwrap())
                        .collect::<Vec<_>>()
                });
                text.bytes().chain(hex).collect()
            }
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Database::Schema { name, server } = self {
            run(server, &format!("DROP SCHEMA {name} CASCADE"));
        }
    }
}

/// Runs a statement on the server, and gives the first column of each row that is a text.
pub fn run(server: &str, sql: &str) -> Vec<String> {
    let (server, sql) = (server.to_owned(), sql.to_owned());
    // On a thread of its own, for the caller may be inside a runtime.
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(&server, NoTls).await.unwrap();
            tokio::spawn(connection);
            let rows = client.simple_query(&sql).await.unwrap();
            let row = |message| match message {
                tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
                _ => None,
            };
            rows.into_iter().filter_map(row).collect()
        })
    })
    .join()
    .unwrap()
}
