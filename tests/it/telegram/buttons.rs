//! Buttons.

use serde_json::json;

use super::{Bot, Fake, PATIENCE, QUESTION, Sent, covered, data, labels};

/// The latest state of a message after the `n`th edit.
fn edit(fake: &Fake, n: usize) -> Sent {
    fake.wait("an edit", PATIENCE, |state| state.edited.get(n).cloned())
}

fn answered(fake: &Fake, query: &str) -> String {
    fake.wait("the query's answer", PATIENCE, |state| state.answered_queries.get(query).cloned())
}

#[test]
fn the_paragraph_is_shown_and_read_around_and_left_again() {
    let fake = Fake::start();
    let bot = Bot::start(&fake, &[]);
    fake.say(21, QUESTION);
    let answer = fake.sent(21, 0);
    answered(&fake, &fake.press(&answer, &data(&answer.request, "In context"), true));
    let shown = edit(&fake, 0);
    assert!(shown.text.starts_with("> [1] Chinese President") || shown.text.contains("\n> [1] "), "{}", shown.text);
    assert_eq!(covered(&shown.request, "bold").len(), 1);
    fake.press(&answer, &data(&shown.request, "▶"), true);
    let next = edit(&fake, 1);
    assert_ne!(next.text, shown.text);
    assert!(labels(&next.request).contains(&"◀".to_owned()));
    fake.press(&answer, &data(&next.request, "◀"), true);
    assert_eq!(edit(&fake, 2).text, shown.text);
    fake.press(&answer, &data(&shown.request, "↩ Back"), true);
    assert_eq!(edit(&fake, 3).text, answer.text);
    fake.press(&answer, &data(&answer.request, "Why?"), true);
    let why = edit(&fake, 4);
    assert!(why.text.contains("Best candidate: meeting-place"), "{}", why.text);
    fake.press(&answer, &data(&why.request, "↩ Back"), true);
    assert_eq!(edit(&fake, 5).text, answer.text);
    let thanks = fake.press(&answer, &data(&answer.request, "👍"), true);
    assert_eq!(answered(&fake, &thanks), "Thank you.");
    fake.settled(PATIENCE);
    let log = bot.stop();
    assert!(log.contains("meeting-place") && log.contains("judged"), "{log}");
    assert!(fake.state().open_queries.is_empty());
    fake.check();
}

#[test]
fn every_offered_question_answers_when_it_is_pressed() {
    let fake = Fake::start();
    let bot = Bot::start(&fake, &[]);
    fake.say(22, QUESTION);
    let answer = fake.sent(22, 0);
    let fixed = ["In context", "Why?", "👍", "👎"];
    let offered: Vec<String> = labels(&answer.request).into_iter().filter(|l| !fixed.contains(&l.as_str())).collect();
    for (n, label) in offered.iter().enumerate() {
        answered(&fake, &fake.press(&answer, &data(&answer.request, label), true));
        let sent = fake.sent(22, n + 1);
        assert!(sent.text.starts_with('“'), "{label}: {}", sent.text);
        assert_eq!(sent.replies_to, Some(answer.id));
    }
    bot.stop();
    fake.check();
}

#[test]
fn topics_are_browsed() {
    let fake = Fake::start();
    let bot = Bot::start(&fake, &[]);
    fake.say(23, "/topics");
    let topics = fake.sent(23, 0);
    fake.press(&topics, &data(&topics.request, "meeting"), true);
    let topic = edit(&fake, 0);
    assert!(topic.text.starts_with("Questions about meeting:"), "{}", topic.text);
    fake.press(&topics, &data(&topic.request, "Who met in Beijing?"), true);
    assert!(fake.sent(23, 1).text.starts_with('“'));
    fake.press(&topics, &data(&topic.request, "↩ Back"), true);
    assert_eq!(edit(&fake, 1).text, topics.text);
    bot.stop();
    fake.check();
}

#[test]
fn buttons_outlive_a_restart() {
    let fake = Fake::start();
    let bot = Bot::start(&fake, &[]);
    let question = fake.message(24, json!({ "text": QUESTION }));
    fake.state().remember(&question);
    fake.update("message", &question);
    let answer = fake.sent(24, 0);
    fake.settled(PATIENCE);
    bot.stop();
    let bot = Bot::start(&fake, &[]);
    answered(&fake, &fake.press(&answer, &data(&answer.request, "Why?"), true));
    assert!(edit(&fake, 0).text.contains("meeting-place"));
    fake.press(&answer, &data(&answer.request, "In context"), true);
    let shown = edit(&fake, 1);
    fake.press(&answer, &data(&shown.request, "↩ Back"), true);
    assert_eq!(edit(&fake, 2).text, answer.text);
    // The message that asked is gone as well: the sentence is still there, the explanation is not.
    fake.press(&answer, &data(&shown.request, "↩ Back"), false);
    assert!(edit(&fake, 3).text.ends_with("[1] China-Russia relations"));
    let why = fake.press(&answer, &data(&answer.request, "Why?"), false);
    assert_eq!(answered(&fake, &why), "This button is too old. Please ask again.");
    bot.stop();
    fake.check();
}

#[test]
fn odd_and_late_presses_are_answered() {
    let fake = Fake::start();
    let mut bot = Bot::start(&fake, &[]);
    fake.say(25, QUESTION);
    let answer = fake.sent(25, 0);
    for odd in ["", "z", "a:0", "c:0:0:0", "a:zz", "t:1:1", "l:ffffffff", "c:1:ffffffffff:1"] {
        let query = fake.press(&answer, odd, true);
        assert_eq!(answered(&fake, &query), "This button is too old. Please ask again.", "{odd:?}");
    }
    // A query that Telegram has given up, one without data, one of a message that is out of reach.
    let late = fake.press(&answer, "w", true);
    fake.state().open_queries.remove(&late);
    let user = crate::fake::user(25);
    fake.state().open_queries.extend(["bare".to_owned(), "far".to_owned()]);
    fake.update("callback_query", &json!({"id": "bare", "from": user, "chat_instance": "1", "inline_message_id": "x"}));
    let gone = json!({"message_id": answer.id, "date": 0, "chat": crate::fake::chat(25)});
    let far = json!({"id": "far", "from": user, "chat_instance": "1", "data": "w", "message": gone});
    fake.update("callback_query", &far);
    answered(&fake, "bare");
    answered(&fake, "far");
    fake.settled(PATIENCE);
    assert!(bot.is_alive());
    bot.stop();
    fake.check();
}
