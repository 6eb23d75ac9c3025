//! Asking every sample question, with a clock beside it.

use std::time::{Duration, Instant};

use super::Sample;
use crate::answer::Answer;
use crate::engine::Engine;

/// A question asked.
#[derive(Debug)]
pub struct Verdict<'s, 'k> {
    /// The question.
    pub sample: &'s Sample,
    /// What became of it.
    pub answer: Answer<'k>,
    /// Whether that is right.
    pub right: bool,
    /// How long the engine took.
    pub took: Duration,
}

/// All questions asked, in the order of the files.
#[derive(Debug)]
pub struct Run<'s, 'k> {
    /// One for each question.
    pub verdicts: Vec<Verdict<'s, 'k>>,
    /// How long loading and indexing the knowledge base took.
    pub load: Duration,
}

/// Asks every question by itself. The first pass over them only warms caches: times are taken in the second.
pub fn run<'s, 'k>(samples: &'s [Sample], engine: &'k Engine, load: Duration) -> Run<'s, 'k> {
    for sample in samples {
        std::hint::black_box(engine.ask(&sample.question));
    }
    let verdicts = samples
        .iter()
        .map(|sample| {
            let start = Instant::now();
            let answer = engine.ask(&sample.question);
            let took = start.elapsed();
            Verdict { sample, right: sample.is_right(&answer), answer, took }
        })
        .collect();
    Run { verdicts, load }
}
