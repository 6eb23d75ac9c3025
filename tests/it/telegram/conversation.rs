//! Conversations in Telegram: each person in each chat has one.

use serde_json::json;

use super::{Bot, Fake, PATIENCE, data, engine};

const GROUP: i64 = -1_001_777;

/// What is said to each of these messages in the terminal.
fn in_terminal(messages: &[&str]) -> Vec<String> {
    let engine = engine();
    let mut conversation = ibid::conversation::Conversation::default();
    let mut said = Vec::new();
    for message in messages {
        let (answer, after) = engine.converse(&conversation, message);
        said.push(ibid::reply::to_answer(&answer, engine.knowledge()).plain());
        conversation = after;
    }
    said
}

#[test]
fn a_conversation_is_the_same_as_in_the_terminal() {
    let messages = [
        "When was the treaty signed?",
        "why does it matter?",
        "and who put their signature on it?",
        "tell me more",
        "what about gas",
        "that's wrong",
        "Where did they meet and who took part?",
    ];
    let fake = Fake::start();
    let bot = Bot::start(&fake, &[]);
    for message in messages {
        fake.say(61, message);
    }
    for (n, said) in in_terminal(&messages).into_iter().enumerate() {
        assert_eq!(fake.sent(61, n).text, said, "{}", messages[n]);
    }
    bot.stop();
    fake.check();
}

#[test]
fn people_in_a_group_have_conversations_of_their_own() {
    let fake = Fake::start();
    let bot = Bot::start(&fake, &[]);
    let person = |id: i64| json!({"id": id, "is_bot": false, "first_name": "P"});
    for (id, text) in [
        (71, "/ask When was the treaty signed?"),
        (72, "/ask What is the Power of Siberia?"),
        (71, "/ask why does it matter?"),
        (72, "/ask how long is it?"),
    ] {
        let message = fake.message(GROUP, json!({"text": text, "from": person(id)}));
        fake.update("message", &message);
    }
    fake.settled(PATIENCE);
    let texts: Vec<String> = fake.state().sent.iter().map(|sent| sent.text.clone()).collect();
    assert!(texts[2].contains("laying the foundation"), "{}", texts[2]);
    assert!(texts[3].contains("the length, capacity, cost"), "{}", texts[3]);
    bot.stop();
    fake.check();
}

#[test]
fn new_forgets_what_was_said() {
    let fake = Fake::start();
    let bot = Bot::start(&fake, &[]);
    for line in ["When was the treaty signed?", "when?", "/new", "tell me more"] {
        fake.say(62, line);
    }
    assert!(fake.sent(62, 1).text.contains("Taken as: When was the treaty signed?"), "{}", fake.sent(62, 1).text);
    assert!(fake.sent(62, 3).text.starts_with("More of what?"), "{}", fake.sent(62, 3).text);
    bot.stop();
    fake.check();
}

#[test]
fn a_button_under_a_follow_up_knows_what_was_said_before_it() {
    let fake = Fake::start();
    let bot = Bot::start(&fake, &[]);
    fake.say(63, "When was the treaty signed?");
    fake.sent(63, 0);
    fake.say(63, "why does it matter?");
    let answer = fake.sent(63, 1);
    fake.say(63, "What is the Power of Siberia?");
    fake.sent(63, 2);
    fake.press(&answer, &data(&answer.request, "Why?"), true);
    let why = fake.wait("an explanation", PATIENCE, |state| state.edited.first().cloned());
    fake.press(&answer, &data(&why.request, "↩ Back"), true);
    let back = fake.wait("the answer again", PATIENCE, |state| state.edited.get(1).cloned());
    assert_eq!(back.text, answer.text);
    bot.stop();
    fake.check();
}

#[test]
fn an_edited_follow_up_is_answered_after_what_was_said_before_it() {
    let fake = Fake::start();
    let bot = Bot::start(&fake, &[]);
    fake.say(64, "When was the treaty signed?");
    fake.sent(64, 0);
    let asked = fake.say(64, "why does it mater so?");
    fake.sent(64, 1);
    let edited = crate::fake::message(64, asked, json!({"text": "where?", "edit_date": 1_700_000_001}));
    fake.update("edited_message", &edited);
    let now = fake.wait("an edit", PATIENCE, |state| state.edited.first().cloned());
    assert_eq!(now.text, in_terminal(&["When was the treaty signed?", "where?"])[1]);
    bot.stop();
    fake.check();
}
