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
