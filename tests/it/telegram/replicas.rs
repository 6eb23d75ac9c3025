//! Several processes of one bot on one PostgreSQL.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::hook::{SECRET, start};
use super::{Bot, Fake, Fault, PATIENCE};
use crate::fake::cable::Cable;
use crate::fake::database::Database;
use crate::fake::random::Random;

/// Three processes behind a proxy, with everything sent again that is not taken; one is killed in the middle.
///
/// Every update is answered, in its chat's order. Twice only what the killed process had sent and not noted when it died,
/// which Telegram's protocol gives no way to tell: at most one update of each chat.
#[test]
fn one_of_three_is_killed_and_everything_is_answered() {
    let Some(database) = Database::schema() else { return };
    let (fake, url) = (Fake::start(), database.url());
    let mut random = Random::from_environment();
    let own = [("IBID__STORE__URL", url.as_str()), ("IBID__LOG__FILTER", "error")];
    let mut bots: Vec<(Bot, String)> = (0..3).map(|_| start(&fake, &own)).collect();
    let targets: Vec<String> = bots.iter().map(|(_, address)| format!("http://{address}/hook")).collect();
    let mut slow = Random::of(random.next());
    fake.script(move |method, _| {
        (method == "sendmessage").then(|| Fault::Slow(Duration::from_millis(slow.below(30) as u64)))
    });
    fake.deliver(&targets, SECRET, 40);
    let mut asked: HashMap<i64, Vec<i64>> = HashMap::new();
    for n in 0..1500 {
        let chat = 91_000 + random.below(50) as i64;
        asked.entry(chat).or_default().push(fake.say(chat, if n % 10 == 0 { super::QUESTION } else { "hi" }));
    }
    fake.wait("a third of the answers", PATIENCE, |state| (state.sent.len() > 500).then_some(()));
    let (killed, _) = bots.remove(random.below(3));
    drop(killed);
    // What had left it is still carried out; what it held is free for the others only seconds later.
    std::thread::sleep(Duration::from_millis(100));
    let kill = fake.state().sent.len();
    fake.wait("all updates to be taken", Duration::from_secs(120), |state| state.updates.is_empty().then_some(()));
    for (bot, _) in bots {
        bot.stop();
    }
    let state = fake.state();
    let mut twice = 0;
    for (chat, asked) in &asked {
        let mut first = 0;
        for id in asked {
            let of_it = |sent: &super::Sent| sent.chat == *chat && sent.replies_to == Some(*id);
            let places: Vec<usize> = (0..state.sent.len()).filter(|&at| of_it(&state.sent[at])).collect();
            assert!(!places.is_empty(), "chat {chat}: {id} is lost");
            assert!(places[0] >= first, "chat {chat}: {id} is out of order");
            first = places[0];
            if let [before, after] = places[..] {
                assert!(before < kill && kill <= after, "chat {chat}: {id} twice, and not for the kill");
                twice += 1;
            }
            assert!(places.len() <= 2, "chat {chat}: {id} {} times", places.len());
        }
        let more = state.sent.iter().filter(|sent| sent.chat == *chat).count() - asked.len();
        assert!(more <= 1, "chat {chat}: {more} came twice");
    }
    eprintln!("1500 updates, {} sent again to us, 0 lost, {twice} answered twice", state.redelivered);
    drop(state);
    fake.check();
}

#[test]
fn three_processes_share_the_pace_that_telegram_bears() {
    let Some(database) = Database::schema() else { return };
    let (fake, url) = (Fake::start(), database.url());
    let own = [("IBID__STORE__URL", url.as_str()), ("IBID__LIMITS__OUTBOUND_PER_SECOND", "30")];
    let bots: Vec<(Bot, String)> = (0..3).map(|_| start(&fake, &own)).collect();
    let targets: Vec<String> = bots.iter().map(|(_, address)| format!("http://{address}/hook")).collect();
    fake.deliver(&targets, SECRET, 100);
    for chat in 0..120 {
        fake.say(9200 + chat, "hi");
    }
    let first = fake.wait("the first answer", PATIENCE, |state| (!state.sent.is_empty()).then(Instant::now));
    fake.wait("all answers", PATIENCE, |state| (state.sent.len() == 120).then_some(()));
    // Each for itself, the three would have needed a third of that.
    assert!(first.elapsed() > Duration::from_millis(3500), "{:?}", first.elapsed());
    drop(bots);
}

#[test]
fn a_chat_that_one_process_finds_closed_is_closed_to_all() {
    let Some(database) = Database::schema() else { return };
    let (fake, url) = (Fake::start(), database.url());
    let bots: Vec<(Bot, String)> = (0..2).map(|_| start(&fake, &[("IBID__STORE__URL", &url)])).collect();
    let mut first = true;
    fake.script(move |method, with| {
        let is_first = method == "sendmessage" && with["chat_id"] == 93 && std::mem::take(&mut first);
        is_first.then_some(Fault::TooMany(Some(4)))
    });
    let began = Instant::now();
    fake.deliver(&[format!("http://{}/hook", bots[0].1)], SECRET, 10);
    fake.say(93, "hi");
    fake.sent(93, 0);
    assert!(began.elapsed() >= Duration::from_secs(4), "{:?}", began.elapsed());
    assert_eq!(fake.state().sent.len(), 1);
    drop(bots);
}

#[test]
fn a_conversation_goes_on_with_whichever_process_gets_the_next_message() {
    let Some(database) = Database::schema() else { return };
    let (fake, url) = (Fake::start(), database.url());
    let bots: Vec<(Bot, String)> = (0..2).map(|_| start(&fake, &[("IBID__STORE__URL", &url)])).collect();
    let targets: Vec<String> = bots.iter().map(|(_, address)| format!("http://{address}/hook")).collect();
    fake.deliver(&targets, SECRET, 10);
    // The fake takes turns, so each follow-up comes to the process that was not asked.
    for n in 0..4 {
        fake.say(94, super::QUESTION);
        fake.sent(94, 2 * n);
        fake.say(94, "/why");
        assert!(fake.sent(94, 2 * n + 1).text.contains("meet"));
    }
    drop(bots);
}

#[test]
fn when_the_one_that_polls_dies_the_one_that_stands_by_polls() {
    let Some(database) = Database::schema() else { return };
    let (fake, url) = (Fake::start(), database.url());
    let own = [("IBID__STORE__URL", url.as_str())];
    let first = Bot::start(&fake, &own);
    fake.say(95, "hi");
    fake.sent(95, 0);
    let second = Bot::start(&fake, &own);
    fake.wait("the second to stand by", PATIENCE, |_| second.log().contains("standing by").then_some(()));
    let mut asked = Vec::new();
    for n in 0..300 {
        asked.push((9500 + n % 30, fake.say(9500 + n % 30, "hi")));
    }
    fake.wait("some answers", PATIENCE, |state| (state.sent.len() > 50).then_some(()));
    drop(first);
    fake.settled(PATIENCE);
    fake.wait("the last answers", PATIENCE, |state| {
        asked
            .iter()
            .all(|(chat, id)| state.sent.iter().any(|s| s.chat == *chat && s.replies_to == Some(*id)))
            .then_some(())
    });
    let twice = fake.state().sent.len() - 301;
    assert!(twice <= 30, "{twice}");
    eprintln!("300 updates, 0 lost, {twice} answered twice");
    second.stop();
    fake.check();
}

#[test]
fn who_cannot_ask_who_polls_stands_by_unless_it_is_alone() {
    for (alone, polls) in [("false", false), ("true", true)] {
        let Some(database) = Database::schema() else { return };
        let cable = Cable::to(&database);
        cable.cut();
        let (fake, url) = (Fake::start(), cable.url(&database));
        fake.say(96, "hi");
        let bot = Bot::start(&fake, &[("IBID__STORE__URL", &url), ("IBID__TELEGRAM__ALONE", alone)]);
        if polls {
            fake.sent(96, 0);
        } else {
            fake.wait("it to stand by", PATIENCE, |_| bot.log().contains("standing by (see").then_some(()));
            fake.wait("it to look again", PATIENCE, |_| (bot.started.elapsed() > Duration::from_secs(3)).then_some(()));
            assert_eq!(fake.state().polls, 0, "nobody knows whether another polls: {}", bot.log());
        }
        cable.mend();
        fake.say(96, "hi");
        fake.sent(96, 1);
        fake.settled(PATIENCE);
        bot.stop();
    }
}

#[test]
fn a_poller_that_lost_its_database_gives_way_to_its_standby() {
    let Some(database) = Database::schema() else { return };
    let cable = Cable::to(&database);
    let (fake, url, far) = (Fake::start(), database.url(), cable.url(&database));
    let first = Bot::start(&fake, &[("IBID__STORE__URL", &far)]);
    fake.say(97, "hi");
    fake.sent(97, 0);
    let second = Bot::start(&fake, &[("IBID__STORE__URL", &url)]);
    fake.wait("the second to stand by", PATIENCE, |_| second.log().contains("standing by").then_some(()));
    cable.cut();
    // Two poll now, so Telegram turns one away, sometimes this one and sometimes that.
    let mut turn = false;
    fake.script(move |method, _| {
        turn ^= method == "getupdates";
        (method == "getupdates" && turn)
            .then_some(Fault::Refuse(409, "Conflict: terminated by other getUpdates request"))
    });
    fake.wait("the first to give way", PATIENCE, |_| first.log().contains("giving way").then_some(()));
    fake.heal();
    cable.mend();
    fake.wait("the first to know why", PATIENCE, |_| first.log().contains("another process polls; ").then_some(()));
    for n in 1..11 {
        fake.say(97, "hi");
        fake.sent(97, n);
    }
    fake.settled(PATIENCE);
    assert_eq!(fake.state().sent.len(), 11, "each once");
    assert!(!second.log().contains("giving way"), "who holds the lock goes on: {}", second.log());
    first.stop();
    second.stop();
    fake.check();
}
