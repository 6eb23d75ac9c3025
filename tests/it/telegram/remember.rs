//! What the bot remembers: over restarts, until it is told to forget, and not at all while its store fails.

use std::process::Command;

use serde_json::json;

use super::{Bot, Fake, Fault, PATIENCE, QUESTION, data, hook, until};
use crate::fake::database::Database;
use crate::fake::process::{free_port, get};
use crate::fake::{TOKEN, message};

/// Every database that outlives a process.
fn lasting() -> Vec<Database> {
    std::iter::once(Database::file()).chain(Database::schema()).collect()
}

#[test]
fn a_restart_forgets_nothing() {
    for database in lasting() {
        let (fake, url) = (Fake::start(), database.url());
        let start = || Bot::start(&fake, &[("IBID__STORE__URL", &url)]);
        let bot = start();
        let asked = fake.say(71, QUESTION);
        let answer = fake.sent(71, 0);
        fake.settled(PATIENCE);
        bot.stop();
        let bot = start();
        fake.say(71, "/why");
        assert!(fake.sent(71, 1).text.contains("meet"), "the last question is known");
        // Without the question in it, the button finds it in the store alone.
        fake.press(&answer, &data(&answer.request, "Why?"), false);
        fake.wait("the explanation", PATIENCE, |state| state.edited.first().cloned());
        let edited = message(71, asked, json!({"text": "Who met in Beijing?", "edit_date": 1_700_000_001}));
        fake.update("edited_message", &edited);
        fake.wait("the corrected answer", PATIENCE, |state| (state.edited.len() == 2).then_some(()));
        assert_eq!(fake.state().edited[1].id, answer.id);
        fake.settled(PATIENCE);
        bot.stop();
        fake.check();
    }
}

#[test]
fn whoever_asks_to_be_forgotten_is() {
    for database in lasting() {
        let (fake, url) = (Fake::start(), database.url());
        let bot = Bot::start(&fake, &[("IBID__STORE__URL", &url)]);
        for chat in [72, 73] {
            fake.say(chat, QUESTION);
            let answer = fake.sent(chat, 0);
            fake.press(&answer, &data(&answer.request, "👍"), false);
        }
        // The same person in a group.
        let elsewhere =
            json!({"text": format!("/ask {QUESTION}"), "from": {"id": 72, "is_bot": false, "first_name": "A"}});
        fake.update("message", &fake.message(-720, elsewhere));
        let answer = fake.sent(-720, 0);
        fake.settled(PATIENCE);
        fake.say(72, "/forget");
        assert!(fake.sent(72, 1).text.contains("is deleted"));
        fake.say(72, "/why");
        assert!(!fake.sent(72, 2).text.contains("meet"), "{}", fake.sent(72, 2).text);
        fake.press(&answer, &data(&answer.request, "Why?"), false);
        fake.say(73, "/why");
        assert!(fake.sent(73, 1).text.contains("meet"), "nobody else is forgotten");
        fake.settled(PATIENCE);
        let words = fake.state().answered_queries.values().filter(|words| !words.is_empty()).count();
        assert_eq!(words, 3, "two thanks, and that the group's answer is gone");
        bot.stop();
    }
}

#[test]
fn what_is_recorded_and_waits_is_forgotten_with_its_user() {
    let (fake, database) = (Fake::start(), Database::file());
    // Telegram keeps groups waiting, in which the same people ask.
    fake.script(|method, with| {
        let is_group = with["chat_id"].as_i64().is_some_and(|chat| chat < 0);
        (method == "sendmessage" && is_group).then_some(Fault::TooMany(Some(300)))
    });
    let url = database.url();
    let (bot, address) = hook::start(&fake, &[("IBID__STORE__URL", &url)]);
    let asked = format!("/ask {QUESTION}");
    // Of the second user's group one is at work, and one waits behind it.
    let recorded: Vec<_> = [(1, -770, &asked), (2, -780, &asked), (3, -780, &asked)]
        .map(|(number, chat, text)| (address.clone(), hook::update(number, chat, text)))
        .into_iter()
        .map(|(address, body)| std::thread::spawn(move || hook::send(&address, hook::SECRET, &body)))
        .collect();
    for one in recorded {
        assert_eq!(one.join().unwrap(), Some(200));
    }
    assert_eq!(hook::send(&address, hook::SECRET, &hook::update(4, 780, "/forget")), Some(200));
    assert!(fake.sent(780, 0).text.contains("is deleted"));
    drop(bot);
    fake.heal();
    let (bot, address) = hook::start(&fake, &[("IBID__STORE__URL", &url)]);
    assert!(fake.sent(-770, 0).text.contains("convened in Beijing"), "nobody else is forgotten");
    assert_eq!(hook::send(&address, hook::SECRET, &hook::update(5, -780, &asked)), Some(200));
    bot.stop();
    assert_eq!(fake.state().sent.iter().filter(|sent| sent.chat == -780).count(), 1, "what was asked after it");
}

#[test]
fn privacy_tells_what_the_settings_say() {
    let fake = Fake::start();
    let bot = Bot::start(
        &fake,
        &[
            ("IBID__STORE__CONVERSATIONS", "3 days"),
            ("IBID__JOURNAL__KEEP", "5 weeks"),
            ("IBID__JOURNAL__QUESTIONS", "true"),
        ],
    );
    fake.say(74, "/privacy");
    let text = fake.sent(74, 0).text;
    for said in ["for 3 days after", "kept for 35 days in words", "/forget", "a restart forgets it"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    bot.stop();
}

#[test]
fn a_store_that_fails_leaves_nobody_unanswered_and_heals() {
    let folder = tempfile::tempdir().unwrap();
    let blocked = folder.path().join("blocked");
    std::fs::write(&blocked, "a file where a folder is to be").unwrap();
    let (fake, address) = (Fake::start(), format!("127.0.0.1:{}", free_port()));
    let url = format!("sqlite:{}/ibid.db", blocked.display());
    let bot = Bot::start(&fake, &[("IBID__STORE__URL", &url), ("IBID__MONITOR__LISTEN", &address)]);
    fake.say(75, QUESTION);
    assert!(fake.sent(75, 0).text.contains("convened in Beijing"));
    let ready = |expected| {
        fake.wait("the state of the store to show", PATIENCE, |_| {
            get(&address, "/readyz").filter(|(status, _)| *status == expected)
        })
    };
    let (_, said) = ready(503);
    assert!(said.contains("store: ") && said.contains("blocked"), "{said}");
    fake.say(75, "/why");
    fake.say(75, "/forget");
    assert!(fake.sent(75, 2).text.contains("nothing is deleted yet"));
    std::fs::remove_file(&blocked).unwrap();
    ready(200);
    fake.say(75, QUESTION);
    fake.say(75, "/why");
    assert!(fake.sent(75, 4).text.contains("meet"), "it remembers again");
    let log = bot.stop();
    let told = |words: &str| log.lines().filter(|line| line.contains(words)).count();
    assert_eq!((told("the store does not work"), told("the store works again")), (1, 1), "{log}");
}

#[test]
fn a_full_disk_leaves_nobody_unanswered_and_heals() {
    let (fake, database) = (Fake::start(), Database::file());
    // Files may grow to 200 kB and no further, until the limit is lifted.
    let mut shell = Command::new("sh");
    let program = env!("CARGO_BIN_EXE_ibid");
    shell.args(["-c", &format!("trap '' XFSZ; ulimit -S -f 200; exec {program} \"$@\""), "sh"]);
    let bot = Bot::start_as(shell, &fake, TOKEN, &[("IBID__STORE__URL", &database.url())]);
    for n in 0..300 {
        fake.say(7600 + n, QUESTION);
    }
    fake.settled(PATIENCE);
    assert_eq!(fake.state().sent.len(), 300);
    assert!(bot.log().contains("the store does not work"), "the disk was never full: {}", bot.log());
    let lifted = Command::new("prlimit").args(["--pid", &bot.id().to_string(), "--fsize=unlimited"]).status().unwrap();
    assert!(lifted.success());
    let mut asked = 0;
    until("it to remember again", || {
        fake.say(76, QUESTION);
        fake.say(76, "/why");
        asked += 2;
        fake.sent(76, asked - 1).text.contains("meet").then_some(())
    });
    bot.stop();
}
