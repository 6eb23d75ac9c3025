//! Everything that must stay as it is, asked again: sample questions, stored phrasings, near misses.

use serde::Serialize;

use crate::answer::{Answer, Outcome};
use crate::engine::Engine;
use crate::eval::Sample;
use crate::eval::mutate::{Ending, Mutator, NearMiss};

/// An answer that a proposal would break.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Broken {
    /// The question.
    pub question: String,
    /// `sample`, `phrasing`, `near_miss`, or `itself` where the proposal does not even answer its own question.
    pub what: &'static str,
}

impl Broken {
    pub(super) fn unanswered(question: &str) -> Broken {
        Broken { question: question.to_owned(), what: "itself" }
    }
}

/// What was right before any proposal.
#[derive(Debug)]
pub struct Replay {
    samples: Vec<Sample>,
    /// Phrasings, each with what became of it.
    phrasings: Vec<(String, String)>,
    near_misses: Vec<NearMiss>,
}

impl Replay {
    /// Asks everything once. What is wrong already cannot be broken. Turns of conversations are not asked: each depends on
    /// those before it.
    pub fn new(samples: Vec<Sample>, engine: &Engine) -> Replay {
        let knowledge = engine.knowledge();
        let samples: Vec<Sample> =
            samples.into_iter().filter(|s| !s.follows && s.is_right(&engine.ask(&s.question))).collect();
        let of_facts = knowledge.facts().iter().flat_map(|fact| fact.questions());
        let of_gaps = knowledge.gaps().iter().flat_map(|gap| gap.questions());
        let of_talk = knowledge.talk().iter().flat_map(|talk| talk.questions());
        let phrasings =
            of_facts.chain(of_gaps).chain(of_talk).map(|text| (text.clone(), digest(&engine.ask(text)))).collect();
        let mutator = Mutator::new(knowledge);
        let near_misses = samples.iter().flat_map(|sample| mutator.near_misses(sample));
        let near_misses = near_misses
            .filter(|near_miss| {
                let ending = mutator.ending(near_miss, &engine.ask(&near_miss.question));
                matches!(ending, Ending::Silent | Ending::Corrected)
            })
            .collect();
        Replay { samples, phrasings, near_misses }
    }

    /// How many questions are asked.
    pub fn len(&self) -> usize {
        self.samples.len() + self.phrasings.len() + self.near_misses.len()
    }

    /// Whether there is nothing that could break.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What is no longer right.
    pub fn broken(&self, engine: &Engine) -> Vec<Broken> {
        let broken = |question: &str, what| Broken { question: question.to_owned(), what };
        let samples = self.samples.iter().filter(|sample| !sample.is_right(&engine.ask(&sample.question)));
        let phrasings = self.phrasings.iter().filter(|(text, before)| digest(&engine.ask(text)) != *before);
        let near_misses = self
            .near_misses
            .iter()
            .filter(|near_miss| near_miss.ending(&engine.ask(&near_miss.question)) == Ending::Taken);
        samples
            .map(|sample| broken(&sample.question, "sample"))
            .chain(phrasings.map(|(text, _)| broken(text, "phrasing")))
            .chain(near_misses.map(|near_miss| broken(&near_miss.question, "near_miss")))
            .collect()
    }
}

/// What became of a stored phrasing: the kind of outcome, and what is cited.
fn digest(answer: &Answer<'_>) -> String {
    match &answer.outcome {
        Outcome::Answer(citations) => {
            citations.iter().map(|c| format!("{}:{} ", c.document().id(), c.number())).collect()
        }
        Outcome::Clarify => "clarify".to_owned(),
        Outcome::NoAnswer { reason, .. } => format!("{reason:?}"),
        Outcome::SmallTalk(intent) => format!("{intent:?}"),
    }
}
