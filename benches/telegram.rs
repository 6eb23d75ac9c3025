//! Prints the figures of the bot: `cargo bench --bench telegram`. The release program is driven against a Bot API of our
//! own that has neither latency nor limits; both share the machine.

#[path = "../tests/fake/mod.rs"]
mod fake;

use std::time::{Duration, Instant};

use fake::Fake;
use fake::process::Bot;
use serde_json::json;

const PATIENCE: Duration = Duration::from_secs(300);
const CHATS: usize = 500;
const UPDATES: usize = 100_000;

/// What people ask, from the sample questions.
const QUESTIONS: [&str; 8] = [
    "Where did Xi and Putin meet?",
    "who took part in the meeting",
    "What do they think of the war in Ukraine?",
    "How long is the border between the two countries?",
    "hi",
    "wat is the trade volum",
    "How do I boil an egg?",
    "Why do they work together?",
];

fn main() {
    // `cargo test --all-targets` runs this file as well, and is not to wait for it.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    start();
    serve("greetings", &["hi"]);
    serve("questions", &QUESTIONS);
}

/// The time from the start of the process to its first poll, several times.
fn start() {
    let mut times: Vec<u128> = (0..7)
        .map(|_| {
            let fake = Fake::start();
            let bot = Bot::start(&fake, &[]);
            let polled = fake.wait("the first poll", PATIENCE, |state| state.first_poll);
            polled.duration_since(bot.started).as_millis()
        })
        .collect();
    times.sort_unstable();
    println!("start to first poll: median {} ms (of {times:?})", times[times.len() / 2]);
}

/// Updates a second and resident memory over a long run.
fn serve(what: &str, lines: &[&str]) {
    let fake = Fake::start();
    fake.state().only_counts = true;
    let bot = Bot::start(&fake, &[("IBID__LOG__FILTER", "error")]);
    fake.wait("the start", PATIENCE, |state| (!state.short_description.is_empty()).then_some(()));
    std::thread::sleep(Duration::from_secs(1));
    let (idle, idle_own) = (bot.memory("VmRSS"), bot.memory("RssAnon"));
    let messages: Vec<_> = (0..UPDATES)
        .map(|n| fake.message(1 + (n % CHATS) as i64, json!({"text": lines[n / CHATS % lines.len()]})))
        .collect();
    let began = Instant::now();
    fake.update_all("message", messages);
    fake.wait("all answers", PATIENCE, |state| (state.sent_count >= UPDATES).then_some(()));
    let took = began.elapsed();
    fake.settled(PATIENCE);
    std::thread::sleep(Duration::from_millis(500));
    let (after, after_own) = (bot.memory("VmRSS"), bot.memory("RssAnon"));
    let megabytes = |kilobytes: u64| kilobytes as f64 / 1024.0;
    println!(
        "{what}: {:.0} updates a second ({UPDATES} in {:.1} s, {} sent)",
        UPDATES as f64 / took.as_secs_f64(),
        took.as_secs_f64(),
        fake.state().sent_count
    );
    println!(
        "{what}: resident {:.1} MB idle ({:.1} MB of it not of the file), {:.1} MB after ({:.1} MB): {:+.1} MB",
        megabytes(idle),
        megabytes(idle_own),
        megabytes(after),
        megabytes(after_own),
        megabytes(after) - megabytes(idle)
    );
    bot.stop();
    fake.check();
}
