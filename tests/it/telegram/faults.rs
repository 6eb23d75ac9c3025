//! Single faults, each by itself.

use std::time::Duration;

use serde_json::json;

use super::{Bot, Fake, Fault, PATIENCE, QUESTION};

/// Answers a question although the first sending of its answer goes wrong in this way; gives how often it was sent.
#[track_caller]
fn survive(fault: Fault) -> usize {
    let fake = Fake::start();
    let mut left = 1;
    fake.script(move |method, _| {
        (method == "sendmessage" && left > 0).then(|| {
            left -= 1;
            fault
        })
    });
    let bot = Bot::start(&fake, &[]);
    fake.say(61, QUESTION);
    fake.say(61, "hi");
    fake.settled(PATIENCE);
    bot.stop();
    fake.check();
    let state = fake.state();
    let chat = if let Fault::Migrated(to) = fault { to } else { 61 };
    let answers = state.sent.iter().filter(|sent| sent.text.contains("convened in Beijing"));
    assert!(answers.clone().all(|sent| sent.chat == chat));
    assert!(state.sent.last().unwrap().text.starts_with("Hello"), "order is kept");
    answers.count()
}

#[test]
fn each_fault_of_sending_is_survived() {
    for fault in [
        Fault::TooMany(Some(1)),
        Fault::Html(502),
        Fault::Internal,
        Fault::CutBefore,
        Fault::Slow(Duration::from_millis(700)),
        Fault::Half,
        Fault::Migrated(-1_009_999),
    ] {
        assert_eq!(survive(fault), 1, "{fault:?}");
    }
    assert_eq!(survive(Fault::Refuse(403, "Forbidden: bot was blocked by the user")), 0);
    assert_eq!(survive(Fault::Refuse(400, "Bad Request: chat not found")), 0);
}

/// Nobody can know whether a message arrived if the connection breaks without a word. It is sent again.
#[test]
fn a_reply_that_never_came_means_another_attempt() {
    assert_eq!(survive(Fault::CutAfter), 2);
}

#[test]
fn each_fault_of_polling_is_survived() {
    for fault in [
        Fault::TooMany(Some(1)),
        Fault::TooMany(None),
        Fault::Html(504),
        Fault::CutBefore,
        Fault::CutAfter,
        Fault::Half,
        Fault::Refuse(409, "Conflict: terminated by other getUpdates request"),
        Fault::Refuse(400, "Bad Request: odd"),
    ] {
        let fake = Fake::start();
        let mut n = 0;
        fake.script(move |method, _| {
            n += usize::from(method == "getupdates");
            (method == "getupdates" && n < 3).then_some(fault)
        });
        let mut bot = Bot::start(&fake, &[]);
        fake.say(62, "hi");
        fake.sent(62, 0);
        fake.settled(PATIENCE);
        assert!(bot.is_alive());
        bot.stop();
        assert_eq!(fake.state().sent.len(), 1, "{fault:?}");
    }
}

#[test]
fn odd_updates_are_passed_over_and_repeated_ones_known() {
    let fake = Fake::start();
    fake.mangle(|updates| {
        let again = updates[0].clone();
        updates.push(again);
        updates.reverse();
        updates.insert(0, "{\"message\":{}}".to_owned());
        updates.push("17".to_owned());
    });
    let mut bot = Bot::start(&fake, &[]);
    for n in 0..5 {
        fake.say(63, &format!("/source {}", n + 1));
        fake.update("something_new", &json!({"of": "a later year"}));
        fake.update("message", &json!({"broken": true}));
    }
    fake.settled(PATIENCE);
    assert!(bot.is_alive());
    bot.stop();
    let state = fake.state();
    let last = |text: &str| text.lines().last().unwrap_or_default().to_owned();
    let order: Vec<String> = state.sent.iter().map(|sent| last(&sent.text)).collect();
    let expected: Vec<String> = (1..=5).map(|n| format!("[{n}] China-Russia relations")).collect();
    assert_eq!(order, expected);
}

#[test]
fn one_busy_chat_does_not_delay_another() {
    let fake = Fake::start();
    fake.script(|method, with| {
        (method == "sendmessage" && with["chat_id"] == 65).then_some(Fault::Slow(Duration::from_millis(500)))
    });
    let bot = Bot::start(&fake, &[("IBID__TELEGRAM__QUEUE", "200")]);
    for _ in 0..30 {
        fake.say(65, "hi");
    }
    fake.sent(65, 0);
    let asked = std::time::Instant::now();
    fake.say(66, QUESTION);
    fake.sent(66, 0);
    assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
    assert!(fake.state().sent.len() < 20);
    drop(bot);
}

#[test]
fn waiting_for_a_slow_chat_does_not_spin() {
    let fake = Fake::start();
    fake.script(|method, _| (method == "sendmessage").then_some(Fault::Slow(Duration::from_secs(3))));
    let bot = Bot::start(&fake, &[]);
    fake.say(67, "hi");
    fake.sent(67, 0);
    fake.settled(PATIENCE);
    let polls = fake.state().polls;
    assert!(polls < 40, "{polls} polls in three seconds");
    bot.stop();
}
