//! Everything that must stay as it is, asked again: sample questions and conversations, stored phrasings, near misses.

use serde::Serialize;

use crate::answer::{Answer, Outcome};
use crate::engine::Engine;
use crate::eval::mutate::{Ending, Mutator, NearMiss};
use crate::eval::{Sample, ask_all};

/// An answer that a proposal would break.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Broken {
    /// The question.
    pub question: String,
    /// `sample`, `turn` of a sample conversation, `phrasing`, `near_miss`, or `itself` where the proposal does not even answer its own question.
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
    /// Sample questions and whole conversations, each turn with whether it was right.
    samples: Vec<Sample>,
    right: Vec<bool>,
    /// Phrasings, each with what became of it.
    phrasings: Vec<(String, String)>,
    near_misses: Vec<NearMiss>,
}

impl Replay {
    /// Asks everything once. What is wrong already cannot be broken.
    pub fn new(samples: Vec<Sample>, engine: &Engine) -> Replay {
        let knowledge = engine.knowledge();
        let right: Vec<bool> = ask_all(&samples, engine).iter().map(|verdict| verdict.right).collect();
        let of_facts = knowledge.facts().iter().flat_map(|fact| fact.questions());
        let of_gaps = knowledge.gaps().iter().flat_map(|gap| gap.questions());
        let of_talk = knowledge.talk().iter().flat_map(|talk| talk.questions());
        let phrasings =
            of_facts.chain(of_gaps).chain(of_talk).map(|text| (text.clone(), digest(&engine.ask(text)))).collect();
        let mutator = Mutator::new(knowledge);
        let single = samples.iter().zip(&right).filter(|(sample, right)| **right && !sample.follows);
        let near_misses = single.flat_map(|(sample, _)| mutator.near_misses(sample));
        let near_misses = near_misses
            .filter(|near_miss| {
                let ending = mutator.ending(near_miss, &engine.ask(&near_miss.question));
                matches!(ending, Ending::Silent | Ending::Corrected)
            })
            .collect();
        Replay { samples, right, phrasings, near_misses }
    }

    /// How many questions must stay right.
    pub fn len(&self) -> usize {
        self.right.iter().filter(|right| **right).count() + self.phrasings.len() + self.near_misses.len()
    }

    /// Whether there is nothing that could break.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What is no longer right.
    pub fn broken(&self, engine: &Engine) -> Vec<Broken> {
        let broken = |question: &str, what| Broken { question: question.to_owned(), what };
        let asked = ask_all(&self.samples, engine);
        let samples = asked.iter().zip(&self.right).filter(|(verdict, was_right)| **was_right && !verdict.right);
        let what_of = |sample: &Sample| if sample.follows { "turn" } else { "sample" };
        let phrasings = self.phrasings.iter().filter(|(text, before)| digest(&engine.ask(text)) != *before);
        let near_misses = self
            .near_misses
            .iter()
            .filter(|near_miss| near_miss.ending(&engine.ask(&near_miss.question)) == Ending::Taken);
        samples
            .map(|(verdict, _)| broken(&verdict.sample.question, what_of(verdict.sample)))
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
