//! How long loading and answering takes: `cargo bench --bench answers`.
//!
//! The article with its sample questions, and bases of made-up phrasings: 15,000 for 150 facts, as CLINC150 has them, and
//! 200,000 for 5,000 facts. `IBID_BENCH_KNOWLEDGE=DIR` measures a base of one's own with the sample questions in
//! `IBID_BENCH_QUESTIONS=FILE` (one a line). Memory is printed at the end.

#[path = "answers/made_up.rs"]
mod made_up;

use std::path::PathBuf;
use std::sync::LazyLock;

use divan::{Bencher, counter::ItemsCount};
use ibid::engine::Engine;
use ibid::knowledge::KnowledgeBase;

fn main() {
    divan::main();
    println!("resident memory: {}", resident().unwrap_or_else(|| "unknown on this system".to_owned()));
}

/// An engine with questions to ask it.
struct Bench {
    engine: Engine,
    questions: Vec<String>,
}

const CAUTION: f64 = 1.5;

static ARTICLE: LazyLock<Bench> = LazyLock::new(|| {
    let engine = Engine::new(KnowledgeBase::built_in(), CAUTION);
    // Every seventh phrasing with its last word left off: near to what is stored, and none of it.
    let phrasings = engine.knowledge().facts().iter().flat_map(|fact| fact.questions()).step_by(7);
    let cut = |q: &String| q.rsplit_once(' ').map_or_else(|| q.clone(), |(start, _)| start.to_owned());
    let questions = phrasings.map(cut).collect();
    Bench { engine, questions }
});

static MIDDLE: LazyLock<Bench> = LazyLock::new(|| made_up_base(150, 100));
static LARGE: LazyLock<Bench> = LazyLock::new(|| made_up_base(5_000, 40));

static OWN: LazyLock<Option<Bench>> = LazyLock::new(|| {
    let directory = PathBuf::from(std::env::var_os("IBID_BENCH_KNOWLEDGE")?);
    let questions = std::fs::read_to_string(std::env::var_os("IBID_BENCH_QUESTIONS")?).expect("questions are read");
    let knowledge = KnowledgeBase::load(&directory).expect("the base has no errors").knowledge;
    Some(Bench { engine: Engine::new(knowledge, CAUTION), questions: questions.lines().map(str::to_owned).collect() })
});

fn made_up_base(facts: usize, phrasings: usize) -> Bench {
    let made_up = made_up::base(facts, phrasings);
    let knowledge = KnowledgeBase::parse(made_up.sources).expect("what is made up has no errors").knowledge;
    Bench { engine: Engine::new(knowledge, CAUTION), questions: made_up.questions }
}

fn answer(bencher: Bencher<'_, '_>, bench: &'static Bench) {
    let mut questions = bench.questions.iter().cycle();
    bencher
        .counter(ItemsCount::new(1usize))
        .with_inputs(|| questions.next().expect("a cycle has no end"))
        .bench_local_values(|question| bench.engine.ask(question).confidence);
}

#[divan::bench(sample_size = 1, sample_count = 2000)]
fn answer_article(bencher: Bencher<'_, '_>) {
    answer(bencher, &ARTICLE);
}

#[divan::bench(sample_size = 1, sample_count = 2000)]
fn answer_15_000_phrasings(bencher: Bencher<'_, '_>) {
    answer(bencher, &MIDDLE);
}

#[divan::bench(sample_size = 1, sample_count = 500)]
fn answer_200_000_phrasings(bencher: Bencher<'_, '_>) {
    answer(bencher, &LARGE);
}

#[divan::bench(sample_size = 1, sample_count = 2000)]
fn answer_own_base(bencher: Bencher<'_, '_>) {
    match OWN.as_ref() {
        Some(bench) => answer(bencher, bench),
        None => bencher.bench(|| ()),
    }
}

#[divan::bench(sample_size = 1, sample_count = 5)]
fn load_article_without_cache() -> Engine {
    Engine::new(KnowledgeBase::built_in(), CAUTION)
}

#[divan::bench(sample_size = 1, sample_count = 10)]
fn parse_article() -> KnowledgeBase {
    KnowledgeBase::built_in()
}

/// The resident set as Linux tells it.
fn resident() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    Some(status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.trim().to_owned())
}
