//! Prints the figures of the bot: `.ci/with-postgres cargo bench --bench telegram`, or behind `--` some of `start`, `serve`,
//! `store`, `replicas`, `day` and `journal`, and `SQLite` or `PostgreSQL` for one of them alone. The release program is driven against a Bot API of our own that has neither
//! latency nor limits; program, Bot API and database share the machine.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot measure ends")]

#[path = "../tests/fake/mod.rs"]
mod fake;

use std::time::{Duration, Instant};

use fake::Fake;
use fake::database::Database;
use fake::process::{Bot, free_port, get};
use ibid::settings::{Keep, Span};
use ibid::store::{Changes, Missed, Place, Plan, Store, clock};
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
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let (of_databases, wanted): (Vec<_>, Vec<_>) =
        wanted.into_iter().partition(|wanted| ["SQLite", "PostgreSQL"].contains(&wanted.as_str()));
    let is_wanted = |what: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == what);
    if is_wanted("start") {
        start("memory:", "");
    }
    if is_wanted("serve") {
        serve("greetings, in memory", &["hi"], "memory:", UPDATES);
        serve("questions, in memory", &QUESTIONS, "memory:", UPDATES);
    }
    let databases = || {
        let all = std::iter::once(("SQLite", Database::file())).chain(Database::schema().map(|db| ("PostgreSQL", db)));
        all.filter(|(name, _)| of_databases.is_empty() || of_databases.iter().any(|wanted| wanted == name))
    };
    if is_wanted("store") {
        for (name, database) in databases() {
            serve(&format!("questions, polled, {name}"), &QUESTIONS, &database.url(), UPDATES / 2);
        }
    }
    if is_wanted("replicas") {
        for (name, database) in databases() {
            hooked(&format!("questions, webhook, {name}, 1 process"), 1, &database.url());
        }
        for (_, database) in databases().filter(|(name, _)| *name == "PostgreSQL") {
            hooked("questions, webhook, PostgreSQL, 3 processes", 3, &database.url());
        }
    }
    if is_wanted("day") {
        for (name, database) in databases() {
            day(name, &database);
        }
    }
    if is_wanted("journal") {
        for (name, database) in databases() {
            fill(&database);
            start(&database.url(), &format!(", {name} with 1,000,000 unanswered questions"));
        }
    }
}

/// The time from the start of the process to its first poll, several times.
fn start(url: &str, with: &str) {
    let mut times: Vec<u128> = (0..7)
        .map(|_| {
            let fake = Fake::start();
            let bot = Bot::start(&fake, &[("IBID__STORE__URL", url)]);
            let polled = fake.wait("the first poll", PATIENCE, |state| state.first_poll);
            polled.duration_since(bot.started).as_millis()
        })
        .collect();
    times.sort_unstable();
    println!("start to first poll{with}: median {} ms (of {times:?})", times[times.len() / 2]);
}

/// Updates a second and resident memory over a long run.
fn serve(what: &str, lines: &[&str], url: &str, updates: usize) {
    let fake = Fake::start();
    fake.state().only_counts = true;
    let bot = Bot::start(&fake, &[("IBID__LOG__FILTER", "error"), ("IBID__STORE__URL", url)]);
    fake.wait("the start", PATIENCE, |state| (!state.short_description.is_empty()).then_some(()));
    std::thread::sleep(Duration::from_secs(1));
    let (idle, idle_own) = (bot.memory("VmRSS"), bot.memory("RssAnon"));
    let messages: Vec<_> = (0..updates)
        .map(|n| fake.message(1 + (n % CHATS) as i64, json!({"text": lines[n / CHATS % lines.len()]})))
        .collect();
    let began = Instant::now();
    fake.update_all("message", messages);
    fake.wait("all answers", PATIENCE, |state| (state.sent_count >= updates).then_some(()));
    let took = began.elapsed();
    fake.settled(PATIENCE);
    std::thread::sleep(Duration::from_millis(500));
    let (after, after_own) = (bot.memory("VmRSS"), bot.memory("RssAnon"));
    let megabytes = |kilobytes: u64| kilobytes as f64 / 1024.0;
    println!(
        "{what}: {:.0} updates a second ({updates} in {:.1} s, {} sent)",
        updates as f64 / took.as_secs_f64(),
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

const SECRET: &str = "a-secret";

/// Updates a second that some processes take together, sent to them in turn.
fn hooked(what: &str, processes: usize, url: &str) {
    let updates = UPDATES / 4;
    let fake = Fake::start();
    fake.state().only_counts = true;
    let bots: Vec<(Bot, String)> = (0..processes)
        .map(|_| {
            let address = format!("127.0.0.1:{}", free_port());
            let monitor = format!("127.0.0.1:{}", free_port());
            let own = [
                ("IBID__TELEGRAM__MODE", "webhook"),
                ("IBID__WEBHOOK__LISTEN", address.as_str()),
                ("IBID__WEBHOOK__SECRET", SECRET),
                ("IBID__MONITOR__LISTEN", monitor.as_str()),
                ("IBID__STORE__URL", url),
                ("IBID__LOG__FILTER", "error"),
            ];
            let bot = Bot::start(&fake, &own);
            fake.wait("the bot to be ready", PATIENCE, |_| {
                get(&monitor, "/readyz").filter(|(status, _)| *status == 200)
            });
            (bot, format!("http://{address}/hook"))
        })
        .collect();
    std::thread::sleep(Duration::from_secs(1));
    let messages: Vec<_> = (0..updates)
        .map(|n| fake.message(1 + (n % CHATS) as i64, json!({"text": QUESTIONS[n / CHATS % QUESTIONS.len()]})))
        .collect();
    fake.update_all("message", messages);
    let targets: Vec<String> = bots.iter().map(|(_, target)| target.clone()).collect();
    let began = Instant::now();
    fake.deliver(&targets, SECRET, 100);
    fake.settled(PATIENCE);
    let took = began.elapsed().as_secs_f64();
    let (sent, again) = {
        let state = fake.state();
        (state.sent_count, state.redelivered)
    };
    println!(
        "{what}: {:.0} updates a second ({updates} in {took:.1} s, {sent} sent, {again} had to come again)",
        updates as f64 / took
    );
    for (bot, _) in bots {
        bot.stop();
    }
    fake.check();
}

/// A busy day in minutes: a million updates, of which everything expires after ten seconds instead of after days.
fn day(name: &str, database: &Database) {
    const DAY: usize = 1_000_000;
    let fake = Fake::start();
    fake.state().only_counts = true;
    let url = database.url();
    let own = [
        ("IBID__LOG__FILTER", "error"),
        ("IBID__STORE__URL", url.as_str()),
        ("IBID__STORE__CONVERSATIONS", "10s"),
        ("IBID__STORE__MESSAGES", "10s"),
        ("IBID__STORE__UPDATES", "10s"),
        ("IBID__JOURNAL__KEEP", "10s"),
        ("IBID__JOURNAL__QUESTIONS", "true"),
    ];
    let bot = Bot::start(&fake, &own);
    fake.wait("the start", PATIENCE, |state| (!state.short_description.is_empty()).then_some(()));
    let began = Instant::now();
    let mut asked = 0;
    for part in 1..=10 {
        while asked < part * DAY / 10 {
            let messages: Vec<_> = (asked..asked + 20_000)
                .map(|n| {
                    // Each is asked by somebody of twenty thousand, and one in eight is a question never asked before.
                    let line = QUESTIONS[n % QUESTIONS.len()];
                    let text = if n % 8 == 6 { format!("{line} number {n}") } else { line.to_owned() };
                    fake.message(1 + (n % 20_000) as i64, json!({ "text": text }))
                })
                .collect();
            fake.update_all("message", messages);
            asked += 20_000;
            fake.wait("answers", PATIENCE, |state| (state.sent_count + 5000 >= asked).then_some(()));
        }
        println!(
            "a day, {name}: {asked} updates after {:.0} s, resident {:.1} MB, database {:.1} MB",
            began.elapsed().as_secs_f64(),
            bot.memory("VmRSS") as f64 / 1024.0,
            database.size() as f64 / 1024.0 / 1024.0
        );
    }
    fake.settled(PATIENCE);
    bot.stop();
    fake.check();
}

/// Puts a million different questions into a journal.
fn fill(database: &Database) {
    let url = database.url();
    let year = Span(Duration::from_secs(365 * 86_400));
    let plan = Plan {
        place: url.strip_prefix("sqlite:").map_or_else(|| Place::Server(url.clone()), |file| Place::File(file.into())),
        key: "a key that everybody may know, for a test".to_owned(),
        key_file: Default::default(),
        ca_file: None,
        keep: Keep { conversations: year, messages: year, updates: year, journal: year, questions: 0 },
        questions: true,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = Store::open(&plan, clock()).unwrap();
        for batch in 0..500 {
            let mut changes = Changes::default();
            for n in 0..2000 {
                let question = format!("How many of the {} are there in place {n} of {batch}?", QUESTIONS[n % 8]);
                store.missed(&mut changes, Missed { question: &question, reason: "unsure", fact: None });
            }
            store.commit(changes).await.unwrap();
        }
        println!("{:?}", store.counts().await.unwrap());
    });
}
