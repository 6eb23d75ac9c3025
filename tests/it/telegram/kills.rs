//! Killed again and again at moments that nobody chose, the bot answers everything, and twice at most what had been sent
//! when it died and was not yet noted: one update a chat and kill.

use std::collections::HashMap;
use std::time::Duration;

use super::hook::{SECRET, start_at};
use super::{Bot, Fake, Fault, PATIENCE, Sent};
use crate::fake::State;
use crate::fake::database::Database;
use crate::fake::process::free_port;
use crate::fake::random::Random;

/// How often a process is killed; more for those who have the time.
fn rounds() -> usize {
    std::env::var("KILL_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(4)
}

const CHATS: i64 = 40;
const EACH_ROUND: usize = 200;

/// The numbers of the messages that each chat asked with, in order.
type Asked = HashMap<i64, Vec<i64>>;

/// Asks, starts a bot, and kills it amid its work, again and again; then lets it finish. Gives how often answers came
/// twice.
fn kill(what: &str, fake: &Fake, start: impl Fn() -> Bot) {
    let mut random = Random::from_environment();
    let mut slow = Random::of(random.next());
    fake.script(move |method, _| {
        (method == "sendmessage").then(|| Fault::Slow(Duration::from_millis(slow.below(40) as u64)))
    });
    let (rounds, mut asked, mut kills) = (rounds(), Asked::new(), Vec::new());
    for _ in 0..rounds {
        for n in 0..EACH_ROUND {
            let chat = 77_000 + n as i64 % CHATS;
            asked.entry(chat).or_default().push(fake.say(chat, "hi"));
        }
        let before = fake.state().sent_count;
        let bot = start();
        fake.wait("some answers", PATIENCE, |state| (state.sent_count > before + 20).then_some(()));
        std::thread::sleep(Duration::from_millis(random.below(120) as u64));
        drop(bot);
        // What had left it is still carried out.
        std::thread::sleep(Duration::from_millis(100));
        kills.push(fake.state().sent.len());
    }
    fake.heal();
    let bot = start();
    fake.settled(Duration::from_secs(120));
    // What was recorded is answered after it was confirmed.
    fake.wait("all answers", PATIENCE, |state| is_all_answered(state, &asked).then_some(()));
    bot.stop();
    let state = fake.state();
    let twice: usize = asked.iter().map(|(chat, asked)| check(&state, *chat, asked, &kills)).sum();
    println!("{what}: {rounds} kills, {} updates, 0 lost, {twice} answered twice", rounds * EACH_ROUND);
}

fn is_all_answered(state: &State, asked: &Asked) -> bool {
    state.sent.len() >= asked.values().map(Vec::len).sum()
        && asked.iter().all(|(chat, asked)| {
            let is_of = |id: &i64| state.sent.iter().any(|s| s.chat == *chat && s.replies_to == Some(*id));
            asked.iter().rev().take(EACH_ROUND).all(is_of)
        })
}

/// Nothing of a chat is lost or out of order; what came twice came once before and once after a kill, and of each kill the
/// chat has at most one. Gives how many came twice.
fn check(state: &State, chat: i64, asked: &[i64], kills: &[usize]) -> usize {
    let sent: Vec<(usize, &Sent)> = state.sent.iter().enumerate().filter(|(_, sent)| sent.chat == chat).collect();
    let (mut first, mut twice) = (0, 0);
    for id in asked {
        let places: Vec<usize> =
            sent.iter().filter(|(_, sent)| sent.replies_to == Some(*id)).map(|(at, _)| *at).collect();
        assert!(!places.is_empty(), "chat {chat}: {id} is lost");
        assert!(places[0] >= first, "chat {chat}: {id} is out of order");
        first = places[0];
        for pair in places.windows(2) {
            let between = kills.iter().any(|&kill| pair[0] < kill && kill <= pair[1]);
            assert!(between, "chat {chat}: {id} twice by one process");
            twice += 1;
        }
    }
    assert!(twice <= kills.len(), "chat {chat}: {twice} came twice in {} kills", kills.len());
    twice
}

/// Every database that outlives a process.
fn lasting() -> impl Iterator<Item = (&'static str, Database)> {
    let schema = Database::schema().map(|schema| ("PostgreSQL", schema));
    std::iter::once(("SQLite", Database::file())).chain(schema)
}

#[test]
fn a_poller_loses_nothing() {
    for (name, database) in lasting() {
        let (fake, url) = (Fake::start(), database.url());
        let own = [("IBID__STORE__URL", &*url), ("IBID__LOG__FILTER", "error"), ("IBID__TELEGRAM__QUEUE", "5000")];
        kill(&format!("polled, {name}"), &fake, || Bot::start(&fake, &own));
    }
}

#[test]
fn a_webhook_loses_nothing() {
    for (name, database) in lasting() {
        let (fake, url) = (Fake::start(), database.url());
        let own = [("IBID__STORE__URL", &*url), ("IBID__LOG__FILTER", "error")];
        let address = format!("127.0.0.1:{}", free_port());
        fake.deliver(&[format!("http://{address}/hook")], SECRET, 40);
        kill(&format!("webhook, {name}"), &fake, || start_at(&fake, &address, &own));
    }
}
