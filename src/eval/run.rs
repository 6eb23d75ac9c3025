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
    /// How long the engine took when it was asked for the first time …
    pub took_first: Duration,
    /// … and how long it takes once it goes on answering.
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

/// So long questions are asked before they are timed: a processor answers some times as fast once it has learnt to.
const WARM_UP: Duration = Duration::from_millis(250);
/// How often every question is timed then …
const TIMED: usize = 5;
/// … unless that takes longer than this.
const LONGEST: Duration = Duration::from_secs(2);

/// Asks every question in its conversation, over and over. What a question takes is the median of a few times, always after all
/// the others: what interrupts the program once is no slow answer. What it takes at first, when nothing is warm, stands apart.
pub fn run<'s, 'k>(samples: &'s [Sample], engine: &'k Engine, load: Duration) -> Run<'s, 'k> {
    let start = Instant::now();
    let mut verdicts = ask_all(samples, engine);
    while start.elapsed() < WARM_UP && !samples.is_empty() {
        ask_all(samples, engine);
    }
    let mut times = vec![Vec::with_capacity(TIMED); samples.len()];
    let start = Instant::now();
    for _ in 0..TIMED {
        times.iter_mut().zip(ask_all(samples, engine)).for_each(|(times, again)| times.push(again.took));
        if start.elapsed() > LONGEST {
            break;
        }
    }
    for (verdict, mut times) in verdicts.iter_mut().zip(times) {
        times.sort_unstable();
        verdict.took = times[(times.len() - 1) / 2];
    }
    Run { verdicts, load }
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
        Verdict { sample, right: sample.is_right(&answer), answer, took_first: took, took }
    };
    samples.iter().map(ask).collect()
}
