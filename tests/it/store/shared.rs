//! Several processes at one database, and what is left of a failure.

use std::sync::Arc;
use std::time::Duration;

use ibid::store::{Changes, Claim, Missed, Place, Plan, Store, clock};

use super::behaviour::{BOT, commit, missed};
use super::{Database, Time, open, plan};
use crate::fake::cable::Cable;
use crate::fake::database::run;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_that_note_the_same_questions_never_wait_for_one_another() {
    let Some(database) = Database::schema() else { return };
    let Database::Schema { server, .. } = &database else { unreachable!() };
    let deadlocks = || run(server, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
    let before = deadlocks();
    let time = Time::new();
    let stores: Vec<Arc<Store>> = (0..2).map(|_| Arc::new(open(&database, &time))).collect();
    let questions: Vec<String> = (0..20).map(|n| format!("question number {n}")).collect();
    let mut tasks = Vec::new();
    for (at, store) in stores.iter().enumerate() {
        let (store, mut questions) = (Arc::clone(store), questions.clone());
        if at == 1 {
            questions.reverse();
        }
        tasks.push(tokio::spawn(async move {
            for _ in 0..50 {
                commit(&store, |c| questions.iter().for_each(|question| store.missed(c, missed(question)))).await;
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let asked = stores[0].unanswered(30).await.unwrap();
    assert!(asked.len() == 20 && asked.iter().all(|question| question.times == 100), "{asked:?}");
    // A server tells of them a little later.
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(deadlocks(), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_claim_whose_end_could_not_be_told_ends_when_the_store_works_again() {
    let Some(database) = Database::schema() else { return };
    let cable = Cable::to(&database);
    let plan = Plan { place: Place::Server(cable.url(&database)), ..plan(&database) };
    let store = Store::open(&plan, clock()).unwrap();
    for number in [1, 2] {
        assert_eq!(store.claim(BOT, number, Some(i64::from(number))).await.unwrap(), Claim::Ours);
    }
    cable.cut();
    let mut changes = Changes::of(BOT, 1);
    store.missed(&mut changes, Missed { question: "Why?", reason: "unsure", fact: None });
    store.finish(&mut changes, BOT, 1);
    assert!(store.commit(changes).await.is_err());
    let mut changes = Changes::default();
    store.release(&mut changes, BOT, 2);
    assert!(store.commit(changes).await.is_err(), "a store that is down says so at once");
    cable.mend();
    while store.greet().await.is_err() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    store.catch_up().await.unwrap();
    let other = Store::open(&super::plan(&database), clock()).unwrap();
    for (number, chat, claim, why) in [
        (1, 1, Claim::Done, "it was answered"),
        (3, 1, Claim::Ours, "the next of its chat"),
        (2, 2, Claim::Ours, "it was given back"),
    ] {
        assert_eq!(other.claim(BOT, number, Some(chat)).await.unwrap(), claim, "{number}: {why}");
    }
    assert_eq!(other.counts().await.unwrap().unanswered, 0, "what was to be remembered is not");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_claim_that_nobody_knows_of_is_free_again() {
    let Some(database) = Database::schema() else { return };
    let Database::Schema { name, server } = &database else { unreachable!() };
    let plan = plan(&database);
    let (store, other) = (Store::open(&plan, clock()).unwrap(), Store::open(&plan, clock()).unwrap());
    store.greet().await.unwrap();
    // Somebody holds the table for longer than is waited for an answer; the claim is made after that.
    let lock = format!("BEGIN; LOCK TABLE {name}.ibid_claim; SELECT pg_sleep(4); COMMIT");
    let locked = std::thread::spawn({
        let server = server.clone();
        move || run(&server, &lock)
    });
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(store.claim(BOT, 1, Some(5)).await.is_err());
    locked.join().unwrap();
    while store.greet().await.is_err() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    store.catch_up().await.unwrap();
    assert_eq!(other.claim(BOT, 1, Some(5)).await.unwrap(), Claim::Ours);
    assert_eq!(store.claim(BOT, 1, Some(5)).await.unwrap(), Claim::Theirs);
}
