//! A thousand documents: how long they take to load and to ask, and how much memory they hold.
//!
//! ```sh
//! cargo bench --bench documents            # 1,000 documents of 100 sentences and 200 phrasings
//! cargo bench --bench documents -- 100     # another number of them
//! ```
//!
//! The documents are made up, always the same ones: chronicles of towns that are not there.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run has nothing to say")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Instant;

use ibid::engine::Engine;
use ibid::knowledge::KnowledgeBase;

const SENTENCES: usize = 100;
const ASKED: usize = 4000;

const WHO: [&str; 10] = [
    "the council",
    "the mayor",
    "the guild of weavers",
    "the harbour master",
    "the school board",
    "the old brewery",
    "the fishing fleet",
    "the town library",
    "the railway company",
    "the fire brigade",
];
const DID: [(&str, &str); 12] = [
    ("opened", "open"),
    ("rebuilt", "rebuild"),
    ("sold", "sell"),
    ("painted", "paint"),
    ("closed", "close"),
    ("bought", "buy"),
    ("moved", "move"),
    ("repaired", "repair"),
    ("flooded", "flood"),
    ("measured", "measure"),
    ("insured", "insure"),
    ("lit", "light"),
];
const WHICH: [&str; 11] =
    ["stone", "wooden", "narrow", "northern", "crooked", "copper", "ancient", "winter", "painted", "hollow", "western"];
const WHAT: [&str; 13] = [
    "bridge",
    "market hall",
    "lighthouse",
    "mill",
    "granary",
    "clock tower",
    "canal lock",
    "theatre",
    "bakery",
    "quarry",
    "orchard",
    "ferry",
    "observatory",
];

fn main() {
    // `cargo test --all-targets` runs this file as well, and is not to wait for it.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let count = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(1000);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("documents-{count}"));
    let _ = fs::remove_dir_all(&folder);
    let questions = write(&folder, count);
    let before = memory();

    let start = Instant::now();
    let loaded = KnowledgeBase::load(&folder).unwrap();
    let read = start.elapsed();
    // As a bot keeps it: without the files.
    let knowledge = loaded.knowledge;
    drop(loaded.sources);
    let engine = Engine::new(knowledge, 1.5);
    let all = start.elapsed();
    println!("documents: {count}, sentences: {}, phrasings: {}", count * SENTENCES, count * SENTENCES * 2);
    println!("load: {:.2} s, of which reading and checking {:.2} s", all.as_secs_f64(), read.as_secs_f64());
    println!("memory: {} MB held, {} MB at most, {} MB before loading", memory().0, memory().1, before.0);

    let mut right = 0;
    let mut times: Vec<f64> = questions
        .iter()
        .map(|(question, document)| {
            let start = Instant::now();
            let answer = engine.ask(question);
            let took = start.elapsed().as_secs_f64() * 1e6;
            let first = answer.citations().first();
            right += usize::from(first.is_some_and(|first| first.document().id() == document));
            took
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let quantile = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("a question: p50 {:.0} µs, p99 {:.0} µs", quantile(0.5), quantile(0.99));
    println!("answered out of the right document: {:.1} %", 100.0 * f64::from(right as u32) / questions.len() as f64);
    fs::remove_dir_all(&folder).unwrap();
}

/// Writes the documents, and returns questions, none of them a stored phrasing, with the document each is about.
fn write(folder: &Path, count: usize) -> Vec<(String, String)> {
    let mut questions = Vec::new();
    for at in 0..count {
        let (town, id) = (town(at), format!("town-{at:04}"));
        let mut text = format!("+++\ntitle = \"A chronicle of {town}\"\nlanguage = \"en\"\n+++\n\n");
        let mut facts = String::new();
        for n in 0..SENTENCES {
            let step = at * SENTENCES + n;
            let (who, (did, does)) = (WHO[n % WHO.len()], DID[(n + at) % DID.len()]);
            let (which, what) = (WHICH[n % WHICH.len()], WHAT[(n + at) % WHAT.len()]);
            let year = 1600 + (step * 7) % 400;
            let _ = writeln!(text, "In {year} {who} of {town} {did} the {which} {what} for the {}th time.", n + 4);
            let _ = write!(
                facts,
                "[[fact]]\nid = \"{id}-{n}\"\nquestions = [\"When did {who} of {town} {does} the {which} {what} ({n})?\", \
                 \"year in which the {which} {what} of {town} was {did}, number {n}\"]\nquotes = [\"In {year} {who} of {town} {did} the {which} {what} for the {}th\"]\n\n",
                n + 4
            );
            if step.is_multiple_of((count * SENTENCES).div_ceil(ASKED)) {
                let question = match step % 3 {
                    0 => format!("in what year did {who} of {town} {does} its {which} {what}?"),
                    1 => format!("do you know when the {which} {what} in {town} was {did} by {who}"),
                    _ => format!("{town}: {who} and the {which} {what}, when was it {did}?"),
                };
                questions.push((question, id.clone()));
            }
        }
        let folder = folder.join(&id);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("document.md"), text).unwrap();
        fs::write(folder.join("facts.toml"), facts).unwrap();
    }
    questions
}

/// The name of a town, different for each of many thousands.
fn town(at: usize) -> String {
    const SYLLABLES: [&str; 12] = ["bar", "del", "fin", "gor", "hul", "kem", "lor", "mav", "nes", "pol", "ruk", "tav"];
    const ENDINGS: [&str; 6] = ["ingen", "ossa", "mouth", "ville", "stead", "ora"];
    let (first, second, third) = (at % 12, at / 12 % 12, at / 144 % 12);
    let name = format!("{}{}{}{}", SYLLABLES[first], SYLLABLES[second], SYLLABLES[third], ENDINGS[at % 6]);
    name[..1].to_uppercase() + &name[1..]
}

/// How many megabytes this process holds, and how many it held at most; nought where nothing tells.
fn memory() -> (u64, u64) {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
    };
    (of("VmRSS:"), of("VmHWM:"))
}
