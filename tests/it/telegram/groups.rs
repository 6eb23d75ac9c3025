//! Groups: the bot answers when it is addressed, and is brief.

use serde_json::{Value, json};

use super::{BOT, Bot, Fake, PATIENCE, QUESTION, Sent, USERNAME, labels};

const GROUP: i64 = -1_001_234;

/// A message of somebody in the group, or of the bot, that another replies to.
fn original(from_bot: bool) -> Value {
    let from = if from_bot {
        json!({"id": BOT, "is_bot": true, "first_name": "ibid", "username": USERNAME})
    } else {
        json!({"id": 5, "is_bot": false, "first_name": "Bo"})
    };
    json!({"message_id": 3, "date": 0, "text": QUESTION, "from": from, "chat": crate::fake::chat(GROUP)})
}

/// Says all lines, and gives what was sent when all are confirmed.
fn hold(lines: impl IntoIterator<Item = Value>) -> Vec<Sent> {
    let fake = Fake::start();
    let bot = Bot::start(&fake, &[]);
    for line in lines {
        let message = fake.message(GROUP, line);
        fake.update("message", &message);
    }
    fake.settled(PATIENCE);
    bot.stop();
    fake.check();
    std::mem::take(&mut fake.state().sent)
}

#[test]
fn nothing_is_said_unasked() {
    let bot = json!({"id": 9, "is_bot": true, "first_name": "Other"});
    let sent = hold([
        json!({ "text": QUESTION }),
        json!({"text": "/ask@another_bot who met?"}),
        json!({"text": "/roll 6"}),
        json!({"text": "and you?", "reply_to_message": original(false)}),
        json!({"text": format!("@{USERNAME} {QUESTION}"), "from": bot}),
        json!({"text": "“…”", "via_bot": {"id": BOT, "is_bot": true, "first_name": "ibid"}}),
        json!({"new_chat_title": "Other"}),
    ]);
    assert!(sent.is_empty(), "{sent:?}");
}

#[test]
fn who_addresses_the_bot_is_answered() {
    let sent = hold([
        json!({"text": format!("@{} {QUESTION}", USERNAME.to_uppercase())}),
        json!({"text": format!("/ask {QUESTION}")}),
        json!({"text": format!("/ask@{USERNAME} {QUESTION}")}),
        json!({"text": QUESTION, "reply_to_message": original(true)}),
        json!({"text": format!("@{USERNAME}"), "reply_to_message": original(false)}),
        json!({"text": "/ask", "reply_to_message": original(false)}),
    ]);
    assert_eq!(sent.len(), 6);
    for message in &sent {
        assert!(message.text.contains("convened in Beijing"), "{}", message.text);
        assert!(!message.text.contains("Related"), "{}", message.text);
    }
    // Who points at a message gets the answer under that message.
    assert_eq!(sent[4].replies_to, Some(3));
    assert_eq!(sent[5].replies_to, Some(3));
}

#[test]
fn silence_is_one_line() {
    let sent =
        hold([json!({"text": "/ask How do I boil an egg?"}), json!({"text": "/ask Who is the president of France?"})]);
    assert_eq!(sent.len(), 2);
    for message in sent {
        assert_eq!(message.text.lines().count(), 1, "{}", message.text);
        assert!(labels(&message.request).is_empty());
    }
}

#[test]
fn a_topic_of_a_forum_is_kept_to() {
    let sent = hold([json!({"text": format!("/ask {QUESTION}"), "message_thread_id": 8, "is_topic_message": true})]);
    assert_eq!(sent[0].request["message_thread_id"], 8);
    assert_eq!(sent[0].request["reply_parameters"]["allow_sending_without_reply"], true);
}
