//! What every database does.

use std::time::Duration;

use ibid::store::{Changes, Claim, Counts, Missed, Pace, Place, Reserved, Send, Store, Tally, Vote};

use super::{Database, HOUR, Time, contains, open, plan};

/// Runs a behaviour with each database.
pub(super) async fn each<F: Future<Output = ()>>(behaviour: impl Fn(&'static str, Database, Time) -> F) {
    for (name, database) in Database::all() {
        eprintln!("{name}");
        behaviour(name, database, Time::new()).await;
    }
}

pub(super) async fn commit(store: &Store, write: impl FnOnce(&mut Changes)) {
    let mut changes = Changes::default();
    write(&mut changes);
    store.commit(changes).await.unwrap();
}

pub(super) const BOT: i64 = 4242;

#[tokio::test]
async fn a_conversation_is_one_user_in_one_chat_until_it_expires() {
    each(|_, database, time| async move {
        let store = open(&database, &time);
        commit(&store, |c| {
            store.converse(c, 1, 1, "first");
            store.converse(c, 1, 2, "other");
            store.converse(c, 1, 1, "second");
        })
        .await;
        assert_eq!(store.conversation(1, 1).await.unwrap().as_deref(), Some("second"));
        assert_eq!(store.conversation(1, 2).await.unwrap().as_deref(), Some("other"));
        assert_eq!(store.conversation(2, 1).await.unwrap(), None);
        commit(&store, |c| store.end_conversation(c, 1, 1)).await;
        assert_eq!(store.conversation(1, 1).await.unwrap(), None);
        time.pass(HOUR);
        assert_eq!(store.conversation(1, 2).await.unwrap(), None, "it has expired");
    })
    .await;
}

#[tokio::test]
async fn a_long_text_is_cut_between_characters() {
    each(|_, database, time| async move {
        let store = open(&database, &time);
        commit(&store, |c| store.converse(c, 1, 1, &"я".repeat(100_000))).await;
        let kept = store.conversation(1, 1).await.unwrap().unwrap();
        assert!(kept.len() <= 64 * 1024 && kept.chars().all(|c| c == 'я'));
    })
    .await;
}

#[tokio::test]
async fn it_is_known_which_message_answers_which() {
    each(|_, database, time| async move {
        let store = open(&database, &time);
        commit(&store, |c| store.answered(c, (1, 5), 10, &[11, 12], Some("who?"))).await;
        commit(&store, |c| store.answered(c, (1, 5), 20, &[21], None)).await;
        assert_eq!(store.answers(1, 10).await.unwrap(), Some(vec![11, 12]));
        assert_eq!(store.answers(1, 20).await.unwrap(), Some(vec![21]));
        assert_eq!(store.answers(2, 10).await.unwrap(), None);
        assert_eq!(store.question(1, 12).await.unwrap().as_deref(), Some("who?"));
        assert_eq!(store.question(1, 21).await.unwrap(), None);
        assert!(!store.is_told(1).await.unwrap());
        commit(&store, |c| store.told(c, 1, 5)).await;
        assert!(store.is_told(1).await.unwrap() && !store.is_told(2).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn who_asks_to_be_forgotten_is_and_nobody_else() {
    each(|_, database, time| async move {
        let store = open(&database, &time);
        for user in [1, 2] {
            for chat in [user, -7] {
                commit(&store, |c| {
                    store.converse(c, chat, user, "words");
                    store.answered(c, (chat, user), 10 + user as i32, &[20 + user as i32], Some("words"));
                    store.told(c, chat, user);
                    store.voted(c, Vote { chat, message: 20, user, good: false, fact: Some("x") });
                })
                .await;
            }
        }
        store.forget(1, None).await.unwrap();
        for chat in [1, -7] {
            assert_eq!(store.conversation(chat, 1).await.unwrap(), None);
            assert_eq!(store.answers(chat, 11).await.unwrap(), None);
            assert_eq!(store.question(chat, 21).await.unwrap(), None);
        }
        for chat in [2, -7] {
            assert!(store.conversation(chat, 2).await.unwrap().is_some());
            assert!(store.answers(chat, 12).await.unwrap().is_some());
        }
        assert_eq!(store.counts().await.unwrap(), Counts { unanswered: 0, good: 0, bad: 2 });
    })
    .await;
}

#[tokio::test]
async fn of_several_processes_one_answers_an_update() {
    each(|name, database, time| async move {
        let one = open(&database, &time);
        assert_eq!(one.claim(BOT, 1, Some(5)).await.unwrap(), Claim::Ours);
        assert_eq!(one.claim(BOT, 1, Some(5)).await.unwrap(), Claim::Ours, "again, after a fault");
        assert_eq!(one.claim(BOT + 1, 1, Some(5)).await.unwrap(), Claim::Ours, "another bot's");
        assert_eq!(one.claim(BOT, 2, Some(5)).await.unwrap(), Claim::Theirs, "the chat has one at work");
        assert_eq!(one.claim(BOT, 3, Some(6)).await.unwrap(), Claim::Ours);
        assert_eq!(one.claim(BOT, 4, None).await.unwrap(), Claim::Ours);
        commit(&one, |c| one.finish(c, BOT, 1)).await;
        assert_eq!(one.claim(BOT, 1, Some(5)).await.unwrap(), Claim::Done);
        assert_eq!(one.claim(BOT, 2, Some(5)).await.unwrap(), Claim::Ours, "its turn has come");
        if name == "memory" {
            return;
        }
        let two = open(&database, &time);
        assert_eq!(two.claim(BOT, 1, Some(5)).await.unwrap(), Claim::Done);
        assert_eq!(two.claim(BOT, 2, Some(5)).await.unwrap(), Claim::Theirs);
        commit(&one, |c| one.release(c, BOT, 2)).await;
        assert_eq!(two.claim(BOT, 2, Some(5)).await.unwrap(), Claim::Ours, "it was given back");
        time.pass(Duration::from_secs(14));
        assert_eq!(two.claim(BOT, 3, Some(6)).await.unwrap(), Claim::Theirs);
        time.pass(Duration::from_secs(2));
        assert_eq!(two.claim(BOT, 3, Some(6)).await.unwrap(), Claim::Ours, "its holder is dead");
        time.pass(Duration::from_secs(16));
        assert_eq!(one.claim(BOT, 7, Some(6)).await.unwrap(), Claim::Ours, "the dead do not close a chat");
    })
    .await;
}

#[tokio::test]
async fn a_recorded_update_outlives_its_process() {
    each(|name, database, time| async move {
        let one = open(&database, &time);
        one.claim(BOT, 8, Some(5)).await.unwrap();
        for number in [8, 9] {
            one.record(BOT, number, Some(5), &format!("update {number}")).await.unwrap();
        }
        assert!(one.take_over(BOT).await.unwrap().is_empty(), "it is being answered");
        if name == "memory" {
            return;
        }
        let two = open(&database, &time);
        assert_eq!(two.claim(BOT, 10, Some(5)).await.unwrap(), Claim::Theirs, "the chat's turn is the recorded one's");
        time.pass(Duration::from_secs(16));
        let numbers: Vec<_> = two.take_over(BOT).await.unwrap().into_iter().map(|r| (r.number, r.body)).collect();
        assert_eq!(numbers, [(8, "update 8".to_owned()), (9, "update 9".to_owned())]);
        assert!(one.take_over(BOT).await.unwrap().is_empty());
        one.succeed(BOT).await.unwrap();
        assert_eq!(one.take_over(BOT).await.unwrap().len(), 2, "the only process there is waits for nobody");
        commit(&one, |c| one.finish(c, BOT, 8)).await;
        one.record(BOT, 8, None, "late").await.unwrap();
        time.pass(HOUR);
        assert_eq!(two.take_over(BOT).await.unwrap().len(), 1, "what is done is not done again");
    })
    .await;
}

#[tokio::test]
async fn what_is_sent_is_paced_over_all_processes() {
    let pace = Pace { overall: 100, chat: 1000, group: 3000 };
    use Reserved::{Closed, In};
    let message = |chat| Send { chat: Some(chat), is_message: true };
    each(|name, database, time| async move {
        let one = open(&database, &time);
        let two = if name == "memory" { None } else { Some(open(&database, &time)) };
        let two = two.as_ref().unwrap_or(&one);
        let ask = async |store: &Store, send, pace| store.reserve(send, pace).await.unwrap();
        assert_eq!(ask(&one, message(1), pace).await, In(0));
        assert_eq!(ask(two, message(2), pace).await, In(100), "the second place of all");
        assert_eq!(ask(two, message(1), pace).await, Closed(1000), "the chat has just got one");
        assert_eq!(ask(two, Send { chat: Some(1), is_message: false }, pace).await, In(200), "which is no message");
        time.pass(Duration::from_secs(1));
        assert_eq!(ask(&one, message(1), pace).await, In(0));
        assert_eq!(ask(&one, message(2), pace).await, Closed(100), "counted from when the last one went");
        time.pass(Duration::from_secs(10));
        one.freeze(3, 7000).await.unwrap();
        one.freeze(3, 10).await.unwrap();
        for is_message in [true, false] {
            assert_eq!(ask(two, Send { chat: Some(3), is_message }, pace).await, Closed(7000));
        }
        assert_eq!(ask(two, Send { chat: None, is_message: false }, Pace::default()).await, In(0));
        let group = Pace { group: 3000, ..Pace::default() };
        for _ in 0..20 {
            assert_eq!(ask(&one, message(-4), group).await, In(0));
        }
        assert_eq!(ask(two, message(-4), group).await, Closed(3000), "the twenty-first of a minute");
        assert_eq!(ask(two, message(4), group).await, In(0), "which is no group");
    })
    .await;
}

pub(super) fn missed(question: &str) -> Missed<'_> {
    Missed { question, reason: "unsure", fact: Some("trade") }
}

#[tokio::test]
async fn the_journal_counts_questions_and_votes() {
    each(|_, database, time| async move {
        let store = open(&database, &time);
        for question in ["How many troops?", "how MANY troops", "Why?"] {
            commit(&store, |c| store.missed(c, missed(question))).await;
        }
        let asked = store.unanswered(10).await.unwrap();
        let shown: Vec<_> = asked.iter().map(|q| (q.question.as_deref(), q.times)).collect();
        assert_eq!(shown, [(Some("How many troops?"), 2), (Some("Why?"), 1)]);
        assert_eq!((asked[0].reason.as_str(), asked[0].fact.as_deref()), ("unsure", Some("trade")));
        let vote = |user, good, fact| Vote { chat: 1, message: 5, user, good, fact };
        for vote in [vote(1, true, Some("a")), vote(1, false, Some("a")), vote(2, true, Some("a")), vote(3, true, None)]
        {
            commit(&store, |c| store.voted(c, vote)).await;
        }
        let tally = |fact: Option<&str>, good, bad| Tally { fact: fact.map(str::to_owned), good, bad };
        assert_eq!(store.feedback().await.unwrap(), [tally(Some("a"), 1, 1), tally(None, 1, 0)]);
        assert_eq!(store.counts().await.unwrap(), Counts { unanswered: 2, good: 2, bad: 1 });
        store.forget_questions().await.unwrap();
        assert_eq!(store.unanswered(10).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn questions_are_kept_in_words_only_where_that_is_wanted() {
    each(|_, database, _| async move {
        let plan = ibid::store::Plan { questions: false, ..plan(&database) };
        let store = Store::open(&plan, ibid::store::clock()).unwrap();
        for question in ["How many troops?", "Why?"] {
            commit(&store, |c| store.missed(c, missed(question))).await;
        }
        let asked = store.unanswered(10).await.unwrap();
        assert_eq!(asked.iter().map(|q| (&q.question, q.times)).collect::<Vec<_>>(), [(&None, 2)]);
        assert!(!contains(&database.bytes(), "troops"));
    })
    .await;
}

#[tokio::test]
async fn an_export_gives_everything_once() {
    each(|_, database, time| async move {
        let store = open(&database, &time);
        let mut changes = Changes::default();
        for n in 0..2500 {
            store.missed(&mut changes, missed(&format!("question number {n}")));
            store.voted(&mut changes, Vote { chat: 1, message: n, user: 1, good: n % 2 == 0, fact: None });
        }
        store.commit(changes).await.unwrap();
        let mut questions = std::collections::HashSet::new();
        store.export_unanswered(|q| assert!(questions.insert(q.question.unwrap()))).await.unwrap();
        let mut good = 0;
        store.export_feedback(|judged| good += i64::from(judged.good)).await.unwrap();
        assert_eq!((questions.len(), good), (2500, 1250));
    })
    .await;
}

#[tokio::test]
async fn what_has_expired_is_deleted_and_what_has_not_is_not() {
    each(|_, database, time| async move {
        let store = open(&database, &time);
        commit(&store, |c| {
            for n in 0..1500 {
                store.converse(c, n, n, "words");
                store.finish(c, BOT, n as u32);
            }
            store.answered(c, (1, 1), 10, &[11], Some("words"));
            store.missed(c, missed("Why?"));
            store.voted(c, Vote { chat: 1, message: 5, user: 1, good: true, fact: None });
        })
        .await;
        store.reserve(Send { chat: Some(1), is_message: true }, Pace { chat: 10, ..Pace::default() }).await.unwrap();
        assert_eq!(store.clear().await.unwrap(), 0);
        time.pass(HOUR + Duration::from_secs(1));
        assert_eq!(store.clear().await.unwrap(), 1501, "conversations and the budget");
        assert!(store.answers(1, 10).await.unwrap().is_some());
        time.pass(HOUR);
        assert_eq!(store.clear().await.unwrap(), 2, "the answers and their question");
        assert_eq!(store.claim(BOT, 3, None).await.unwrap(), Claim::Done);
        time.pass(23 * HOUR);
        assert_eq!(store.clear().await.unwrap(), 1500, "updates");
        assert_eq!(store.counts().await.unwrap().unanswered, 1);
        time.pass(24 * HOUR);
        assert_eq!(store.clear().await.unwrap(), 2, "the journal");
        assert_eq!(store.counts().await.unwrap(), Counts::default());
    })
    .await;
}

#[tokio::test]
async fn of_too_many_questions_the_newest_are_kept() {
    each(|_, database, time| async move {
        let store = open(&database, &time);
        // The plan keeps 3000; what is asked again is among the new.
        for asked in [0..1500, 1500..2300, 0..500, 2300..4000] {
            time.pass(Duration::from_secs(1));
            commit(&store, |c| asked.for_each(|n| store.missed(c, missed(&format!("question number {n}"))))).await;
        }
        assert_eq!(store.clear().await.unwrap(), 1000);
        assert_eq!(store.clear().await.unwrap(), 0);
        let mut left: Vec<u32> = Vec::new();
        let number = |text: &str| text.rsplit_once(' ').unwrap().1.parse().unwrap();
        store.export_unanswered(|q| left.push(number(&q.question.unwrap()))).await.unwrap();
        left.sort_unstable();
        assert!((0..500).chain(1500..4000).eq(left));
    })
    .await;
}

#[tokio::test]
async fn a_restart_forgets_nothing() {
    each(|name, database, time| async move {
        if name == "memory" {
            return;
        }
        let store = open(&database, &time);
        commit(&store, |c| store.converse(c, 1, 1, "words")).await;
        drop(store);
        assert_eq!(open(&database, &time).conversation(1, 1).await.unwrap().as_deref(), Some("words"));
        let other = ibid::store::Plan { key: "another key that is long enough too".to_owned(), ..plan(&database) };
        let other = Store::open(&other, ibid::store::clock()).unwrap();
        assert_eq!(other.conversation(1, 1).await.unwrap(), None, "with another key it is nobody's");
    })
    .await;
}

#[tokio::test]
async fn several_processes_may_start_at_once() {
    each(|name, database, time| async move {
        if name == "memory" {
            return;
        }
        let stores: Vec<Store> = (0..8).map(|_| open(&database, &time)).collect();
        let started = futures::future::join_all(stores.iter().map(Store::greet)).await;
        assert!(started.iter().all(Result::is_ok), "{started:?}");
    })
    .await;
}

#[tokio::test]
async fn a_database_holds_no_ids_and_no_words_of_conversations() {
    const CHAT: i64 = 7_234_567_890_123;
    each(|name, database, time| async move {
        let store = open(&database, &time);
        commit(&store, |c| {
            store.converse(c, CHAT, CHAT + 1, "Where did they meet?");
            store.answered(c, (CHAT, CHAT + 1), 10, &[11], Some("Where did they meet?"));
            store.told(c, CHAT, CHAT + 1);
            store.voted(c, Vote { chat: CHAT, message: 11, user: CHAT + 1, good: true, fact: Some("the-fact") });
            store.missed(c, missed("How many troops?"));
        })
        .await;
        store.claim(BOT, 77, Some(CHAT)).await.unwrap();
        store.record(BOT, 77, None, "Where did they meet?").await.unwrap();
        store.reserve(Send { chat: Some(CHAT), is_message: true }, Pace { chat: 10, ..Pace::default() }).await.unwrap();
        let bytes = database.bytes();
        if name != "memory" {
            assert!(contains(&bytes, "How many troops?"), "what may be there is found, so the search works");
        }
        assert!(!contains(&bytes, "meet"));
        for id in [CHAT, CHAT + 1] {
            assert!(!contains(&bytes, &id.to_string()));
            for raw in [id.to_le_bytes(), id.to_be_bytes()] {
                // The two highest bytes are zero and SQLite does not write them.
                let raw = if raw[7] == 0 { &raw[..6] } else { &raw[2..] };
                assert!(!bytes.windows(6).any(|window| window == raw));
            }
        }
    })
    .await;
}

#[tokio::test]
async fn one_process_at_a_time_polls() {
    let Some(database) = Database::schema() else { return };
    let time = Time::new();
    let (one, two) = (open(&database, &time), open(&database, &time));
    let held = one.polling(BOT).await.unwrap().unwrap();
    assert!(two.polling(BOT).await.unwrap().is_none());
    assert!(two.polling(BOT + 1).await.unwrap().is_some(), "another bot's");
    assert!(held.is_held());
    drop(held);
    for _ in 0..100 {
        if two.polling(BOT).await.unwrap().is_some() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the right to poll was not given back");
}

#[test]
fn a_place_is_one_of_three() {
    assert_eq!(plan(&Database::Memory).place, Place::Memory);
}
