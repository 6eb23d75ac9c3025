//! Starting and stopping.

use std::time::Duration;

use serde_json::json;

use super::{Bot, Fake, Fault, PATIENCE, QUESTION};
use crate::fake::TOKEN;

const SECRET: &str = "TheSecretOfTheTestBot";

#[test]
fn telegram_is_told_the_commands_and_descriptions_once() {
    let fake = Fake::start();
    let sets = |fake: &Fake| fake.state().calls.iter().filter(|(method, _)| method.starts_with("setmy")).count();
    for start in 0..2 {
        let bot = Bot::start(&fake, &[]);
        fake.wait("the descriptions", PATIENCE, |state| {
            let asked = state.calls.iter().filter(|(method, _)| method == "getmyshortdescription").count();
            (asked == start + 1 && !state.short_description.is_empty()).then_some(())
        });
        bot.stop();
        assert_eq!(sets(&fake), 4);
    }
    let state = fake.state();
    assert_eq!(state.commands.len(), 2);
    assert!(state.commands.values().all(|list| list.to_string().contains("\"ask\"")), "{:?}", state.commands);
    assert!(state.description.contains("China-Russia relations") && state.short_description.contains("cited"));
    drop(state);
    fake.check();
}

#[test]
fn settings_at_botfather_that_keep_people_out_are_warned_of() {
    let fake = Fake::start();
    fake.state().me["can_read_all_group_messages"] = json!(false);
    fake.state().me["supports_inline_queries"] = json!(false);
    let bot = Bot::start(&fake, &[]);
    fake.say(41, "hi");
    fake.sent(41, 0);
    let log = bot.stop();
    assert!(log.contains("/setprivacy") && log.contains("/setinline"), "{log}");
}

#[test]
fn a_wrong_token_is_one_clear_line_and_status_2() {
    let fake = Fake::start();
    for (token, said) in [
        ("4242:AnotherSecret", "Telegram refuses the token"),
        ("no token", "the token is not one"),
        ("", "the token is not one"),
        ("4242:a/../b", "the token is not one"),
    ] {
        let mut bot = Bot::start_with_token(&fake, token, &[]);
        assert_eq!(bot.ended(PATIENCE), 2, "{token:?}");
        let log = bot.log();
        assert!(log.contains(said), "{log}");
        assert_eq!(log.trim().lines().count(), 1, "{log}");
        assert!(!log.contains("AnotherSecret"), "{log}");
    }
    assert_eq!(fake.state().polls, 0);
}

#[test]
fn the_token_may_be_in_a_file() {
    let fake = Fake::start();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), format!("{TOKEN}\n")).unwrap();
    let mut bot = std::process::Command::new(env!("CARGO_BIN_EXE_ibid"))
        .arg("bot")
        .env_remove("TELOXIDE_TOKEN")
        .env("IBID__STORE__URL", "memory:")
        .env("IBID__TELEGRAM__TOKEN_FILE", file.path())
        .env("IBID__TELEGRAM__API_URL", fake.url())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    fake.say(42, "hi");
    fake.sent(42, 0);
    bot.kill().unwrap();
    bot.wait().unwrap();
}

#[test]
fn the_token_is_in_no_log() {
    let fake = Fake::start();
    let mut n = 0;
    fake.script(move |_, _| {
        n += 1;
        let faults = [
            Fault::CutBefore,
            Fault::Html(502),
            Fault::Half,
            Fault::TooMany(Some(0)),
            Fault::Internal,
            Fault::Refuse(400, "Bad Request: odd"),
            Fault::Refuse(409, "Conflict: terminated by other getUpdates request"),
        ];
        (n % 2 == 0).then(|| faults[n / 2 % faults.len()])
    });
    let mut bot = Bot::start(&fake, &[("IBID__LOG__FILTER", "trace"), ("RUST_LOG", "trace"), ("RUST_BACKTRACE", "1")]);
    for chat in 0..30 {
        fake.say(4300 + chat, QUESTION);
    }
    // Every second call fails.
    fake.settled(2 * PATIENCE);
    assert!(bot.is_alive());
    bot.signal("TERM");
    bot.ended(PATIENCE);
    let log = bot.log();
    assert!(log.contains("trying again"), "{log}");
    assert!(!log.contains(SECRET), "{log}");
    assert!(!log.contains(QUESTION), "what people write is in no log: {log}");
}

#[test]
fn a_bot_api_that_is_down_is_waited_for() {
    let fake = Fake::start();
    fake.script(|_, _| Some(Fault::Html(502)));
    let mut bot = Bot::start(&fake, &[]);
    fake.say(44, QUESTION);
    std::thread::sleep(Duration::from_millis(800));
    assert!(bot.is_alive());
    fake.heal();
    fake.sent(44, 0);
    // And it comes and goes while the bot runs.
    fake.script(|_, _| Some(Fault::CutBefore));
    fake.say(44, "hi");
    std::thread::sleep(Duration::from_millis(500));
    fake.heal();
    fake.sent(44, 1);
    fake.settled(PATIENCE);
    bot.stop();
    assert_eq!(fake.state().sent.len(), 2);
    fake.check();
}

#[test]
fn a_bot_api_that_is_down_is_no_reason_not_to_stop() {
    let fake = Fake::start();
    fake.script(|_, _| Some(Fault::CutBefore));
    let bot = Bot::start(&fake, &[]);
    std::thread::sleep(Duration::from_millis(200));
    bot.stop();
}

#[test]
fn a_knowledge_base_with_faults_serves_nobody() {
    let fake = Fake::start();
    let mut bot = Bot::start(&fake, &[("IBID__KNOWLEDGE__PATH", "tests/fixtures/bad/unknown-keys")]);
    assert_eq!(bot.ended(PATIENCE), 1);
    assert!(bot.log().contains("error"), "{}", bot.log());
}

#[test]
fn stopping_finishes_what_there_is_and_confirms_it() {
    let fake = Fake::start();
    fake.script(|method, _| (method == "sendmessage").then_some(Fault::Slow(Duration::from_millis(400))));
    let bot = Bot::start(&fake, &[]);
    for chat in 0..20 {
        fake.say(4500 + chat, "hi");
        fake.say(4500 + chat, QUESTION);
    }
    fake.wait("work to begin", PATIENCE, |state| {
        (state.calls.iter().any(|(method, _)| method == "getmycommands") && state.polls > 1).then_some(())
    });
    std::thread::sleep(Duration::from_millis(100));
    bot.stop();
    assert!(fake.state().updates.is_empty());
    assert_eq!(fake.state().sent.len(), 40);
    let bot = Bot::start(&fake, &[]);
    fake.say(4600, "hi");
    fake.sent(4600, 0);
    bot.stop();
    assert_eq!(fake.state().sent.len(), 41, "nothing is answered twice after a restart");
    fake.check();
}

#[test]
fn stopping_is_bounded_and_loses_nothing() {
    let fake = Fake::start();
    fake.script(|method, _| (method == "sendmessage").then_some(Fault::Refuse(500, "down")));
    let bot = Bot::start(&fake, &[("IBID__TELEGRAM__DRAIN_SECONDS", "1")]);
    fake.say(47, QUESTION);
    std::thread::sleep(Duration::from_millis(700));
    bot.stop();
    fake.heal();
    assert_eq!(fake.state().updates.len(), 1);
    let bot = Bot::start(&fake, &[]);
    fake.sent(47, 0);
    fake.settled(PATIENCE);
    bot.stop();
    assert_eq!(fake.state().sent.len(), 1);
}
