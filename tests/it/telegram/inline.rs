//! Inline mode.

use serde_json::{Value, json};

use super::{Bot, Fake, PATIENCE, QUESTION};

fn ask(fake: &Fake, id: &str, query: &str) -> Value {
    fake.update("inline_query", &json!({"id": id, "from": crate::fake::user(31), "query": query, "offset": ""}));
    fake.wait("inline results", PATIENCE, |state| state.inline_answers.get(id).cloned())
}

#[test]
fn cited_answers_are_offered() {
    let fake = Fake::start();
    let bot = Bot::start(&fake, &[]);
    let offered = ask(&fake, "a", QUESTION);
    let results = offered["results"].as_array().unwrap();
    assert!((2..=10).contains(&results.len()), "{}", results.len());
    let first = &results[0]["input_message_content"];
    assert!(first["message_text"].as_str().unwrap().ends_with("[1] China-Russia relations"), "{first}");
    assert_eq!(first["entities"][0]["type"], "blockquote");
    assert!(offered["cache_time"].as_u64().unwrap() >= 60);

    let starters = ask(&fake, "b", "  ");
    assert!((3..=10).contains(&starters["results"].as_array().unwrap().len()));

    let silent = ask(&fake, "c", "How do I boil an egg?");
    assert!(silent["results"].as_array().unwrap().is_empty());
    assert!(silent["button"]["text"].as_str().unwrap().starts_with("This has nothing to do"), "{silent}");
    bot.stop();
    fake.check();
}

/// A claim is checked however it comes: typed, passed on, under a message, or from another chat.
#[test]
fn a_claim_is_checked_wherever_it_is_made() {
    const ALTERED: &str = "convened in Shanghai for a high-level meeting";
    const FOUND: &str =
        "Not word for word:\n- “Shanghai” stands in place of “Beijing”\nThe document says:\n“Chinese President";
    let fake = Fake::start();
    let bot = Bot::start(&fake, &[]);
    fake.say(61, &format!("/check {ALTERED}"));
    let origin = json!({"type": "hidden_user", "date": 0, "sender_user_name": "A"});
    for (chat, text) in [(62, ALTERED), (63, QUESTION)] {
        let message = fake.message(chat, json!({"text": text, "forward_origin": origin}));
        fake.update("message", &message);
    }
    for chat in [61, 62] {
        let text = fake.sent(chat, 0).text;
        assert!(text.starts_with(FOUND), "{chat}: {text}");
    }
    let text = fake.sent(63, 0).text;
    assert!(text.starts_with('“'), "a question that is passed on is answered: {text}");
    for (id, query) in [("d", format!("/check {ALTERED}")), ("e", format!("“{ALTERED}”"))] {
        let offered = ask(&fake, id, &query);
        let text = offered["results"][0]["input_message_content"]["message_text"].as_str().unwrap().to_owned();
        assert!(text.starts_with(FOUND), "{query}: {text}");
    }
    bot.stop();
    fake.check();
}
