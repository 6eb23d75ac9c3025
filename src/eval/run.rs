//! Asking every sample question, with a clock beside it.

use std::time::{Duration, Instant};

use super::Sample;
use crate::answer::Answer;
use crate::conversation::Conversation;
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

/// Asks every question in its conversation. The first pass over them only warms caches: times are taken in the second.
pub fn run<'s, 'k>(samples: &'s [Sample], engine: &'k Engine, load: Duration) -> Run<'s, 'k> {
    ask_all(samples, engine);
    Run { verdicts: ask_all(samples, engine), load }
}

/// Asks every question in its conversation, once.
pub(crate) fn ask_all<'s, 'k>(samples: &'s [Sample], engine: &'k Engine) -> Vec<Verdict<'s, 'k>> {
    let mut conversation = Conversation::default();
    let ask = |sample: &'s Sample| {
        if !sample.follows {
            conversation = Conversation::default();
        }
        let start = Instant::now();
        let (answer, after) = engine.converse(&conversation, &sample.question);
        let took = start.elapsed();
        conversation = after;
        Verdict { sample, right: sample.is_right(&answer), answer, took }
    };
    samples.iter().map(ask).collect()
}
