//! Databases that fail: what is asked of them fails at once, and they are used again when they work again.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ibid::store::{Changes, Health, Place, Plan, Store, clock, tend};
use rusqlite::Connection;

use super::{Database, Time, open, plan};
use crate::fake::cable::Cable;

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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_lost_is_found_again() {
    let Some(database) = Database::schema() else { return };
    let cable = Cable::to(&database);
    // Down at the start.
    cable.cut();
    let plan = Plan { place: Place::Server(cable.url(&database)), ..plan(&database) };
    let store = Arc::new(Store::open(&plan, clock()).unwrap());
    let tended = Arc::clone(&store);
    tokio::spawn(async move { tend(&tended).await });
    until(&store, false).await;
    for _ in 0..2 {
        cable.mend();
        until(&store, true).await;
        assert!(write(&store).await);
        let held = store.polling(1).await.unwrap().unwrap();
        assert!(held.is_held());
        cable.cut();
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
