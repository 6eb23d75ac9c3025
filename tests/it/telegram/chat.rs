//! A private chat: questions, commands, edits, and what is no text.

use std::process::Command;

use serde_json::json;

use super::{Bot, Fake, PATIENCE, QUESTION, covered, data, engine, labels, reply};

#[test]
fn an_answer_quotes_and_cites_and_replies_to_its_question() {
    let fake = Fake::start();
    let bot = Bot::start(&fake, &[]);
    let asked = fake.say(11, QUESTION);
    let sent = fake.sent(11, 0);
    assert_eq!(sent.text, reply(&engine(), QUESTION));
    assert_eq!(sent.replies_to, Some(asked));
    let quotes = covered(&sent.request, "blockquote");
    assert!(quotes[0].starts_with('“') && quotes[0].ends_with('”'), "{quotes:?}");
    assert!(covered(&sent.request, "bold").contains(&"convened in Beijing".to_owned()), "{sent:?}");
    assert!(sent.text.contains("”\n[1] China-Russia relations"), "{}", sent.text);
    for label in ["In context", "Why?", "👍", "👎"] {
        assert!(labels(&sent.request).contains(&label.to_owned()), "{label} in {:?}", labels(&sent.request));
    }
    fake.settled(PATIENCE);
    bot.stop();
    fake.check();
}

#[test]
fn terminal_and_telegram_say_the_same() {
    let questions = [
        QUESTION,
        "Who met in Beijing?",
        "trade",
        "How do I boil an egg?",
        "What does Angela Merkel say about it?",
        "hi",
        "what do you think?",
        "when was it published",
        "🙂🙂",
        "qui a rencontré Poutine ?",
        "Why are China and Russia close, and since when?",
        "How many troops are there?",
    ];
    let fake = Fake::start();
    let bot = Bot::start(&fake, &[]);
    for question in questions {
        fake.say(12, question);
    }
    for (n, question) in questions.into_iter().enumerate() {
        let terminal =
            Command::new(env!("CARGO_BIN_EXE_ibid")).args(["--colour", "never", "ask", question]).output().unwrap();
        let said = String::from_utf8(terminal.stdout).unwrap();
        assert_eq!(fake.sent(12, n).text, said.strip_suffix('\n').unwrap(), "{question}");
    }
    bot.stop();
    fake.check();
}

#[test]
fn commands_answer() {
    let fake = Fake::start();
    let bot = Bot::start(&fake, &[]);
    let rows: [(&str, &[&str]); 18] = [
        ("/start", &["Ask me about “China-Russia relations”"]),
        ("/start meeting-place", &["convened in Beijing"]),
        ("/start no-such-fact", &["no longer there"]),
        ("/help", &["/ask", "/topics", "/privacy"]),
        ("/topics", &["Topics:\n- "]),
        ("/source", &["34 sentences"]),
        ("/source 12", &["[12] China-Russia relations"]),
        ("/source@ibid_test_bot 1", &["[1] China-Russia relations"]),
        ("/privacy", &["I keep what your last question was", "/forget"]),
        ("/forget", &["is deleted"]),
        ("/ask", &["Write the question behind the command"]),
        ("/ask Where did Xi and Putin meet?", &["convened in Beijing"]),
        ("/why", &["Best candidate: meeting-place"]),
        ("/context 2", &["> [2] The leaders"]),
        ("/topic meeting", &["Questions about meeting:"]),
        ("/new", &["A new conversation."]),
        ("/why", &["Nothing has been asked yet."]),
        ("/topcis", &["Did you mean /topics?"]),
    ];
    for (line, _) in rows {
        fake.say(13, line);
    }
    for (n, (line, pieces)) in rows.into_iter().enumerate() {
        let sent = fake.sent(13, n);
        for piece in pieces {
            assert!(sent.text.contains(piece), "{line} should say {piece:?}, not {:?}", sent.text);
        }
    }
    bot.stop();
    fake.check();
}

#[test]
fn an_edited_question_edits_its_answer() {
    let fake = Fake::start();
    let bot = Bot::start(&fake, &[]);
    let asked = fake.say(14, "Whre did they mete?");
    let first = fake.sent(14, 0);
    let edit = |text: &str| {
        let edited = crate::fake::message(14, asked, json!({"text": text, "edit_date": 1_700_000_001}));
        fake.update("edited_message", &edited);
    };
    edit(QUESTION);
    let now = fake.wait("an edit", PATIENCE, |state| state.edited.first().cloned());
    assert_eq!((now.id, now.text), (first.id, reply(&engine(), QUESTION)));
    data(&now.request, "Why?");
    // An edit that changes no word, and one of a message that was never answered.
    edit(QUESTION);
    fake.update("edited_message", &crate::fake::message(14, 99_999, json!({"text": QUESTION, "edit_date": 1})));
    edit("/source 3");
    let now = fake.wait("a second edit", PATIENCE, |state| state.edited.get(1).cloned());
    assert!(now.text.contains("[3] China-Russia relations"), "{now:?}");
    fake.settled(PATIENCE);
    bot.stop();
    assert_eq!(fake.state().edited.len(), 2);
    assert_eq!(fake.state().sent.len(), 1);
    fake.check();
}

#[test]
fn what_is_no_text_gets_one_polite_line_once() {
    let fake = Fake::start();
    let bot = Bot::start(&fake, &[]);
    let sticker = json!({"sticker": {"file_id": "a", "file_unique_id": "b", "type": "regular", "width": 1, "height": 1,
        "is_animated": false, "is_video": false}});
    let location = json!({"location": {"latitude": 1.0, "longitude": 2.0}});
    let voice = json!({"voice": {"file_id": "a", "file_unique_id": "b", "duration": 3}});
    for more in [sticker, location, voice] {
        let message = fake.message(15, more);
        fake.update("message", &message);
    }
    // Neither service messages nor channels are answered.
    let pinned = fake.message(15, json!({"pinned_message": crate::fake::message(15, 3, json!({"text": "x"}))}));
    fake.update("message", &pinned);
    let mut post = fake.message(-77, json!({"text": QUESTION}));
    post["chat"]["type"] = json!("channel");
    fake.update("channel_post", &post);
    fake.say(15, QUESTION);
    assert_eq!(fake.sent(15, 0).text, "I can only read text: please ask in words.");
    assert!(fake.sent(15, 1).text.contains("convened in Beijing"));
    fake.settled(PATIENCE);
    bot.stop();
    assert_eq!(fake.state().sent.len(), 2);
    fake.check();
}

#[test]
fn forged_messages_do_no_harm() {
    let fake = Fake::start();
    let mut bot = Bot::start(&fake, &[]);
    let texts = [
        "я".repeat(100_000),
        "\u{202e}\u{0}\u{1b}[31m".to_owned(),
        "/".to_owned(),
        "/@".to_owned(),
        "@".repeat(5000),
        "\n".to_owned(),
    ];
    for text in &texts {
        fake.say(16, text);
    }
    let mut odd =
        fake.message(16, json!({"text": "hi", "entities": [{"type": "mention", "offset": 900, "length": 7}]}));
    fake.update("message", &odd);
    odd["message_id"] = json!(-5);
    odd["from"] = json!(null);
    fake.update("message", &odd);
    fake.say(16, QUESTION);
    fake.wait("the answer after all that", PATIENCE, |state| {
        state.sent.iter().find(|sent| sent.text.contains("convened in Beijing")).cloned()
    });
    fake.settled(PATIENCE);
    assert!(bot.is_alive());
    bot.stop();
    fake.check();
}

#[test]
fn a_long_reply_comes_in_pieces() {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("long");
    std::fs::create_dir(&document).unwrap();
    let sentence =
        |n: usize| format!("Sentence number {n} speaks of walnuts {}.", "and of walnuts again ".repeat(70).trim());
    let text: Vec<String> = (1..=6).map(sentence).collect();
    let front = "+++\ntitle = \"Walnuts\"\nlanguage = \"en\"\n+++\n";
    std::fs::write(document.join("document.md"), format!("{front}{}\n", text.join("\n"))).unwrap();
    let quotes: Vec<String> = (1..=6).map(|n| format!("\"Sentence number {n} speaks of walnuts\"")).collect();
    let facts =
        format!("[[fact]]\nid = \"walnuts\"\nquestions = [\"Tell me of walnuts\"]\nquotes = [{}]\n", quotes.join(", "));
    std::fs::write(document.join("facts.toml"), facts).unwrap();

    let fake = Fake::start();
    let bot = Bot::start(&fake, &[("IBID__KNOWLEDGE__PATH", folder.path().to_str().unwrap())]);
    let asked = fake.say(17, "Tell me of walnuts");
    let pieces: Vec<_> = (0..3).map(|n| fake.sent(17, n)).collect();
    fake.settled(PATIENCE);
    assert_eq!(fake.state().sent.len(), 3);
    assert_eq!(pieces.iter().map(|piece| piece.replies_to).collect::<Vec<_>>(), [Some(asked), None, None]);
    let quoted: Vec<String> = pieces.iter().flat_map(|p| covered(&p.request, "expandable_blockquote")).collect();
    assert_eq!(quoted, text.iter().map(|sentence| format!("“{sentence}”")).collect::<Vec<_>>());
    assert!(labels(&pieces[0].request).is_empty() && !labels(&pieces[2].request).is_empty());
    bot.stop();
    fake.check();
}
