//! Many updates, faults of every kind at random from a printed seed, and sudden death.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Bot, Fake, Fault, engine, reply};
use crate::fake::State;
use crate::fake::random::Random;

/// Cheap and dear questions, long and short replies.
const LINES: [&str; 8] =
    ["hi", "thanks", "/source 12", "bye", "who are you", "/topics", "Where did Xi and Putin meet?", "/source 3"];

/// What each chat asked, in order: the message's number, and which line it was.
type Asked = HashMap<i64, Vec<(i64, usize)>>;

/// Many chats write at once, in a random order.
fn ask(fake: &Fake, chats: usize, each: usize, random: &mut Random) -> Asked {
    let mut asked = Asked::new();
    let mut left: Vec<i64> = (0..chats * each).map(|n| 100_000 + (n % chats) as i64).collect();
    for at in (1..left.len()).rev() {
        left.swap(at, random.below(at + 1));
    }
    let mut messages: Vec<Value> = Vec::with_capacity(left.len());
    for chat in left {
        // One dear question in a hundred: this is a test of delivery.
        let line = if random.permille(10) { 6 } else { random.below(LINES.len() - 2) };
        let message = fake.message(chat, json!({"text": LINES[line]}));
        asked.entry(chat).or_default().push((message["message_id"].as_i64().unwrap(), line));
        messages.push(message);
    }
    fake.update_all("message", messages);
    asked
}

/// What is said to each line.
fn replies() -> Vec<String> {
    let engine = engine();
    LINES
        .iter()
        .map(|line| match ibid::reply::command::Command::parse(line) {
            Some(command) => {
                ibid::reply::command::to_command(command, engine.knowledge(), None, engine.knowledge().wording("en"))
                    .plain()
            }
            None => reply(&engine, line),
        })
        .collect()
}

/// Checks that each chat got each answer, in order, once; or more often where `may_repeat` allows it.
#[track_caller]
fn check(state: &State, asked: &Asked, may_repeat: impl Fn(&[&crate::fake::Sent]) -> bool) {
    let replies = replies();
    let mut by_chat: HashMap<i64, Vec<&crate::fake::Sent>> = HashMap::new();
    for sent in &state.sent {
        by_chat.entry(sent.chat).or_default().push(sent);
    }
    for (chat, asked) in asked {
        let sent = by_chat.get(chat).map_or(&[][..], Vec::as_slice);
        let mut rest = sent;
        for (id, line) in asked {
            let same = rest.iter().take_while(|sent| sent.replies_to == Some(*id)).count();
            assert!(same > 0, "chat {chat}: no answer in its place to {id} {:?}; got {:?}", LINES[*line], order(sent));
            assert!(
                same == 1 || may_repeat(&rest[..same]),
                "chat {chat}: {same} answers to {id}; got {:?}",
                order(sent)
            );
            assert!(rest[..same].iter().all(|sent| sent.text == replies[*line]), "{:?}", LINES[*line]);
            rest = &rest[same..];
        }
        assert!(rest.is_empty(), "chat {chat}: answers out of order: {:?}", order(sent));
    }
}

fn order(sent: &[&crate::fake::Sent]) -> Vec<Option<i64>> {
    sent.iter().map(|sent| sent.replies_to).collect()
}

/// Every kind of fault, for that many requests in a thousand.
fn faults(share: u64, mut random: Random, with_cut_after: bool) -> impl FnMut(&str, &Value) -> Option<Fault> + Send {
    move |method, _| {
        if !random.permille(share) || method == "getme" {
            return None;
        }
        Some(match random.below(if with_cut_after { 9 } else { 8 }) {
            0 => Fault::TooMany(Some(1)),
            1 => Fault::Html(502),
            2 => Fault::Internal,
            3 => Fault::CutBefore,
            4 => Fault::Half,
            5 => Fault::Slow(Duration::from_millis(20 + random.below(300) as u64)),
            6 => Fault::Html(504),
            7 => Fault::CutBefore,
            _ => Fault::CutAfter,
        })
    }
}

/// Updates come twice, out of order, and among odd ones.
fn mangle(mut random: Random) -> impl FnMut(&mut Vec<String>) + Send {
    move |updates| {
        if !random.permille(100) {
            return;
        }
        match random.below(4) {
            0 => updates.reverse(),
            1 => {
                let again = updates[random.below(updates.len())].clone();
                updates.push(again);
            }
            2 => updates.push("{\"update_id\":4000000000,\"of_a_later_year\":{}}".replace("4000000000", "1")),
            _ => updates.insert(0, "{\"message\":{}}".to_owned()),
        }
    }
}

#[test]
fn ten_thousand_updates_amid_faults_are_each_answered_once_in_order() {
    let mut random = Random::from_environment();
    let fake = Fake::start();
    let asked = ask(&fake, 500, 20, &mut random);
    fake.script(faults(50, Random::of(random.next()), true));
    fake.mangle(mangle(Random::of(random.next())));
    let began = Instant::now();
    let mut bot = Bot::start(&fake, &[("IBID__LOG__FILTER", "error"), ("IBID__TELEGRAM__QUEUE", "100")]);
    fake.settled(Duration::from_secs(240));
    // What was confirmed early is still being answered.
    fake.wait("all answers", Duration::from_secs(60), |state| (state.sent.len() >= 10_000).then_some(()));
    eprintln!("{:.1} s, {} polls", began.elapsed().as_secs_f32(), fake.state().polls);
    assert!(bot.is_alive());
    fake.heal();
    let log = bot.stop();
    assert!(!log.contains("panicked"), "{log}");
    fake.check();
    // Twice only where the connection broke after the message was sent and before a word of reply.
    check(&fake.state(), &asked, |same| same[..same.len() - 1].iter().all(|sent| sent.is_uncertain));
}

#[test]
fn sudden_death_loses_nothing() {
    let mut random = Random::from_environment();
    let fake = Fake::start();
    let asked = ask(&fake, 60, 10, &mut random);
    let mut slow = Random::of(random.next());
    fake.script(move |method, _| {
        (method == "sendmessage").then(|| Fault::Slow(Duration::from_millis(slow.below(60) as u64)))
    });
    for _ in 0..3 {
        let before = fake.state().sent.len();
        let bot = Bot::start(&fake, &[("IBID__LOG__FILTER", "error")]);
        fake.wait("a hundred answers", Duration::from_secs(30), |state| {
            (state.sent.len() > before + 100 || state.updates.is_empty()).then_some(())
        });
        // As drop kills it, nothing is drained and nothing confirmed.
        drop(bot);
    }
    let bot = Bot::start(&fake, &[("IBID__LOG__FILTER", "error")]);
    fake.settled(Duration::from_secs(60));
    bot.stop();
    let state = fake.state();
    let repeated = state.sent.len() - 600;
    eprintln!("{repeated} answers came twice");
    // What was answered and not confirmed when the bot died comes again: at most what Telegram shows at a time.
    assert!(repeated <= 3 * 100, "{repeated}");
    lost_none(&state, &asked);
}

/// Each question has an answer, and the first answers of a chat are in order.
#[track_caller]
fn lost_none(state: &State, asked: &Asked) {
    for (chat, asked) in asked {
        let first = |id: &i64| state.sent.iter().position(|sent| sent.chat == *chat && sent.replies_to == Some(*id));
        let places: Vec<usize> =
            asked.iter().map(|(id, _)| first(id).unwrap_or_else(|| panic!("{chat}: {id} is lost"))).collect();
        assert!(places.is_sorted(), "chat {chat} is out of order");
    }
}
