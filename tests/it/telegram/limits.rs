//! Limits on what comes in and on what goes out, and who is answered at all.

use std::time::{Duration, Instant};

use super::{Bot, Fake, Fault, PATIENCE, QUESTION};
use crate::fake::Rates;

#[test]
fn who_asks_too_much_is_told_once() {
    let fake = Fake::start();
    let bot = Bot::start(&fake, &[("IBID__LIMITS__INBOUND_CHAT_PER_MINUTE", "3")]);
    for _ in 0..10 {
        fake.say(51, "hi");
    }
    fake.say(52, "hi");
    fake.settled(PATIENCE);
    bot.stop();
    let state = fake.state();
    let said =
        |chat| state.sent.iter().filter(|sent| sent.chat == chat).map(|sent| sent.text.as_str()).collect::<Vec<_>>();
    assert_eq!(said(51).len(), 4, "{:?}", said(51));
    assert!(said(51)[3].starts_with("You ask faster"), "{:?}", said(51));
    assert_eq!(said(52).len(), 1);
}

#[test]
fn a_queue_is_bounded() {
    let fake = Fake::start();
    fake.script(|method, _| (method == "sendmessage").then_some(Fault::Slow(Duration::from_millis(300))));
    let bot = Bot::start(&fake, &[("IBID__TELEGRAM__QUEUE", "4")]);
    for _ in 0..50 {
        fake.say(53, "hi");
    }
    fake.settled(PATIENCE);
    bot.stop();
    let state = fake.state();
    assert!((5..=7).contains(&state.sent.len()), "{}", state.sent.len());
    assert!(state.sent.last().unwrap().text.starts_with("You ask faster"));
}

#[test]
fn only_who_is_on_the_list_is_answered() {
    let fake = Fake::start();
    let bot = Bot::start(&fake, &[("IBID__ACCESS__USERS", "54, 55"), ("IBID__ACCESS__CHATS", "-600")]);
    for chat in [54, 56, 55, -600, -601] {
        fake.say(chat, &format!("/ask {QUESTION}"));
    }
    fake.settled(PATIENCE);
    bot.stop();
    let mut answered: Vec<i64> = fake.state().sent.iter().map(|sent| sent.chat).collect();
    answered.sort_unstable();
    assert_eq!(answered, [-600, 54, 55]);
}

#[test]
fn what_goes_out_keeps_to_telegrams_limits() {
    let fake = Fake::start();
    fake.state().rates = Rates { overall: Some(30), chat_per_second: Some(1), group_per_minute: Some(4) };
    let limits = [
        ("IBID__LIMITS__OUTBOUND_PER_SECOND", "30"),
        ("IBID__LIMITS__OUTBOUND_CHAT_PER_SECOND", "1"),
        ("IBID__LIMITS__OUTBOUND_GROUP_PER_MINUTE", "4"),
    ];
    let bot = Bot::start(&fake, &limits);
    let began = Instant::now();
    for _ in 0..3 {
        for chat in 0..20 {
            fake.say(5700 + chat, "hi");
        }
    }
    for _ in 0..6 {
        fake.say(-57, "/ask hi");
    }
    fake.wait("all but the group's last two", PATIENCE, |state| (state.sent.len() >= 64).then_some(()));
    assert!(began.elapsed() > Duration::from_secs(2));
    assert_eq!(fake.state().sent.len(), 64);
    drop(bot);
    fake.check();
}

#[test]
fn a_chat_that_has_to_wait_keeps_nobody_else_waiting() {
    let fake = Fake::start();
    let mut first = true;
    fake.script(move |method, with| {
        (method == "sendmessage" && with["chat_id"] == 58 && std::mem::take(&mut first))
            .then_some(Fault::TooMany(Some(4)))
    });
    let bot = Bot::start(&fake, &[]);
    fake.say(58, "hi");
    // More than Telegram shows at a time, so that they can only be seen if the chat that waits is passed over.
    for chat in 0..250 {
        fake.say(5900 + chat, "hi");
    }
    fake.wait("all others", PATIENCE, |state| (state.sent.len() == 250).then_some(()));
    assert!(fake.state().sent.iter().all(|sent| sent.chat != 58), "the others were answered first");
    fake.say(58, QUESTION);
    fake.sent(58, 1);
    fake.settled(PATIENCE);
    bot.stop();
    assert_eq!(fake.state().sent.len(), 252);
    fake.check();
}
