//! Databases that fail: what is asked of them fails at once, and they are used again when they work again.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ibid::store::{Changes, Health, Place, Plan, Store, clock, tend};
use rusqlite::Connection;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream, UnixStream};

use super::{Database, Time, open, plan};

async fn write(store: &Store) -> bool {
    let mut changes = Changes::default();
    store.converse(&mut changes, 1, 1, "words");
    store.commit(changes).await.is_ok()
}

/// Waits, as long as a busy machine may take, until the store is well, or is not.
async fn until(store: &Store, is_up: bool) {
    let mut health = store.health();
    let changed = health.wait_for(|health| (*health == Health::Up) == is_up);
    tokio::time::timeout(Duration::from_secs(30), changed).await.expect("the store notices").unwrap();
}

#[tokio::test]
async fn a_locked_file_is_a_fault_until_it_is_unlocked() {
    let database = Database::file();
    let store = Arc::new(open(&database, &Time::new()));
    assert!(write(&store).await);
    let tended = Arc::clone(&store);
    tokio::spawn(async move { tend(&tended).await });
    let other = Connection::open(database.path()).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    assert!(!write(&store).await);
    until(&store, false).await;
    let began = Instant::now();
    assert!(!write(&store).await && store.conversation(1, 1).await.is_err());
    assert!(began.elapsed() < Duration::from_millis(500), "who asks a store that is down is not kept waiting");
    assert!(store.faults() > 0);
    other.execute_batch("COMMIT").unwrap();
    until(&store, true).await;
    assert!(write(&store).await && store.conversation(1, 1).await.unwrap().is_some());
}

#[tokio::test]
async fn a_file_that_cannot_be_made_is_a_fault_until_it_can() {
    let folder = tempfile::tempdir().unwrap();
    let blocked = folder.path().join("blocked");
    std::fs::write(&blocked, "a file where a folder is to be").unwrap();
    let plan = Plan { place: Place::File(blocked.join("ibid.db")), ..plan(&Database::Memory) };
    let store = Arc::new(Store::open(&plan, clock()).unwrap());
    let tended = Arc::clone(&store);
    tokio::spawn(async move { tend(&tended).await });
    until(&store, false).await;
    assert!(!write(&store).await);
    std::fs::remove_file(&blocked).unwrap();
    until(&store, true).await;
    assert!(write(&store).await);
}

#[tokio::test]
async fn a_file_that_is_no_database_and_a_newer_one_are_left_alone() {
    let database = Database::file();
    std::fs::write(database.path(), "no database, but somebody's diary".repeat(100)).unwrap();
    let store = open(&database, &Time::new());
    assert!(!write(&store).await);
    assert!(std::fs::read_to_string(database.path()).unwrap().contains("diary"));

    let database = Database::file();
    Connection::open(database.path()).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let store = open(&database, &Time::new());
    let fault = store.conversation(1, 1).await.unwrap_err().to_string();
    assert!(fault.contains("newer ibid (version 99") && fault.contains("ibid.db"), "{fault}");
}

/// A way to the server that can be cut.
async fn cuttable(server: &str) -> (SocketAddr, Arc<AtomicBool>) {
    let config: tokio_postgres::Config = server.parse().unwrap();
    let target = match &config.get_hosts()[0] {
        tokio_postgres::config::Host::Tcp(host) => {
            Err((host.clone(), config.get_ports().first().copied().unwrap_or(5432)))
        }
        tokio_postgres::config::Host::Unix(folder) => Ok(folder.join(".s.PGSQL.5432")),
    };
    let is_cut = Arc::new(AtomicBool::new(false));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let cut = Arc::clone(&is_cut);
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let (cut, target) = (Arc::clone(&cut), target.clone());
            tokio::spawn(async move {
                let watch = async {
                    while !cut.load(Ordering::Relaxed) {
                        tokio::time::sleep(Duration::from_millis(10)).await;
                    }
                };
                let talk = async {
                    match target {
                        Ok(path) => {
                            drop(copy_bidirectional(&mut client, &mut UnixStream::connect(path).await.unwrap()).await)
                        }
                        Err(at) => {
                            drop(copy_bidirectional(&mut client, &mut TcpStream::connect(at).await.unwrap()).await)
                        }
                    }
                };
                tokio::select! { () = watch => {}, () = talk => {} }
            });
        }
    });
    (address, is_cut)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_lost_is_found_again() {
    let Some(database) = Database::schema() else { return };
    let Database::Schema { name, server } = &database else { unreachable!() };
    let (address, is_cut) = cuttable(server).await;
    let config: tokio_postgres::Config = server.parse().unwrap();
    let (user, db) = (config.get_user().unwrap_or("postgres"), config.get_dbname().unwrap_or("postgres"));
    let password = config.get_password().map(|p| format!(":{}", String::from_utf8_lossy(p))).unwrap_or_default();
    let url = format!("postgres://{user}{password}@{address}/{db}?options=-c%20search_path%3D{name}");
    // Down at the start.
    is_cut.store(true, Ordering::Relaxed);
    let store = Arc::new(Store::open(&Plan { place: Place::Server(url), ..plan(&database) }, clock()).unwrap());
    let tended = Arc::clone(&store);
    tokio::spawn(async move { tend(&tended).await });
    until(&store, false).await;
    for _ in 0..2 {
        is_cut.store(false, Ordering::Relaxed);
        until(&store, true).await;
        assert!(write(&store).await);
        let held = store.polling(1).await.unwrap().unwrap();
        assert!(held.is_held());
        is_cut.store(true, Ordering::Relaxed);
        until(&store, false).await;
        // Its connection is another one, and may be found cut a little later.
        for _ in 0..300 {
            if !held.is_held() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert!(!held.is_held());
        assert!(!write(&store).await);
    }
}
