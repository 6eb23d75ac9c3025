//! Who asks to be forgotten is, with what still waits.

use std::time::Duration;

use ibid::store::{Changes, Claim, Counts, Store, Vote};

use super::behaviour::{BOT, commit, each};
use super::{contains, open};

async fn finish(store: &Store, mut changes: Changes, number: u32) {
    store.finish(&mut changes, BOT, number);
    store.commit(changes).await.unwrap();
}

#[tokio::test]
async fn what_is_recorded_and_waits_is_forgotten_with_its_user() {
    each(|_, database, time| async move {
        let store = open(&database, &time);
        for (number, user) in [(1, Some(5)), (2, Some(6)), (3, None), (5, Some(5))] {
            store.record(BOT, number, user, &format!("the words of {number}")).await.unwrap();
        }
        store.record(BOT + 1, 5, Some(5), "the words of another bot's").await.unwrap();
        // The wish itself may have had to wait, too.
        store.record(BOT, 4, Some(5), "/forget").await.unwrap();
        store.forget(5, Some((BOT, 4))).await.unwrap();
        for (bot, number, claim, why) in [
            (BOT, 1, Claim::Done, "it came before the wish"),
            (BOT, 2, Claim::Ours, "it is another's"),
            (BOT, 3, Claim::Ours, "it is nobody's"),
            (BOT, 4, Claim::Ours, "it is the wish"),
            (BOT, 5, Claim::Ours, "it came after the wish"),
            (BOT + 1, 5, Claim::Done, "it is the same user's"),
        ] {
            assert_eq!(store.claim(bot, number, None).await.unwrap(), claim, "{number}: {why}");
        }
        store.forget(5, None).await.unwrap();
        assert_eq!(store.claim(BOT, 5, None).await.unwrap(), Claim::Done, "an operator forgets all of it");
        time.pass(Duration::from_secs(60));
        let left: Vec<u32> = store.take_over(BOT).await.unwrap().iter().map(|recorded| recorded.number).collect();
        assert_eq!(left, [2, 3]);
    })
    .await;
}

#[tokio::test]
async fn what_is_at_work_when_its_user_is_forgotten_leaves_nothing() {
    each(|_, database, time| async move {
        let store = open(&database, &time);
        for (number, user) in [(1, 5), (2, 6)] {
            store.claim(BOT, number, None).await.unwrap();
            store.record(BOT, number, Some(user), "words").await.unwrap();
        }
        store.forget(5, Some((BOT, 3))).await.unwrap();
        for (number, user) in [(1, 5), (2, 6)] {
            let mut changes = Changes::of(BOT, number);
            store.converse(&mut changes, 7, user, "words");
            store.answered(&mut changes, (7, user), user as i32, &[10 + user as i32], Some("words"));
            store.voted(&mut changes, Vote { chat: 7, message: 1, user, good: true, fact: None });
            finish(&store, changes, number).await;
        }
        assert_eq!(store.conversation(7, 5).await.unwrap(), None);
        assert_eq!((store.answers(7, 5).await.unwrap(), store.question(7, 15).await.unwrap()), (None, None));
        assert_eq!(store.conversation(7, 6).await.unwrap().as_deref(), Some("words"), "another's is kept");
        assert_eq!(store.answers(7, 6).await.unwrap(), Some(vec![16]));
        assert_eq!(store.counts().await.unwrap(), Counts { unanswered: 0, good: 1, bad: 0 });
        let mut changes = Changes::of(BOT, 4);
        store.converse(&mut changes, 7, 5, "anew");
        finish(&store, changes, 4).await;
        assert_eq!(store.conversation(7, 5).await.unwrap().as_deref(), Some("anew"), "who writes again is known again");
    })
    .await;
}

#[tokio::test]
async fn of_a_recorded_update_nothing_is_left_once_it_is_answered() {
    each(|_, database, time| async move {
        let store = open(&database, &time);
        store.record(BOT, 1, Some(5), "words").await.unwrap();
        finish(&store, Changes::default(), 1).await;
        commit(&store, |c| store.converse(c, 1, 6, "words")).await;
        store.forget(5, None).await.unwrap();
        assert_eq!(store.claim(BOT, 1, None).await.unwrap(), Claim::Done);
        assert!(!contains(&database.bytes(), "words"));
    })
    .await;
}
