//! Near misses: every answerable question with one thing in it changed to what the document does not say.
//!
//! Each must be met with silence, or with a correction, never as if what was put in were true. What by chance is answered
//! rightly all the same (the cited sentence holds what was put in) shows nothing and is left out; so is what a curator has
//! written a phrasing for.
//!
//! A sentence corrects a question only where the answer says so beside it: the sentence alone would leave the reader to
//! find out that it was asked for something else. What asks the same after the change as before is not made: a denial in a
//! question for yes or no; a time, a place or a count of what an accepted sentence tells one for, however loosely. Of a
//! message that asks several things only the changed one counts, and where an answer corrects what a question takes for
//! granted, it does not matter which kind of answer the question asks for.

mod mutator;
mod pieces;
mod strangers;
mod swaps;

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Expect, Sample};
use crate::answer::{Answer, Correction, Outcome};
use crate::engine::Engine;
use crate::question::Question;
pub use mutator::Mutator;
use pieces::{Held, joined, spaced};

/// What was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mutation {
    /// A person, an organisation, an event or a work became another.
    Name,
    /// A place became another.
    Place,
    /// A year became another.
    Year,
    /// A number became another.
    Number,
    /// "did" became "did not".
    Negation,
    /// Another kind of answer is asked for, which the fact does not give.
    Kind,
}

impl Mutation {
    /// All of them, in the order in which they are reported.
    pub const ALL: [Mutation; 6] =
        [Mutation::Name, Mutation::Place, Mutation::Year, Mutation::Number, Mutation::Negation, Mutation::Kind];

    /// As reports call it.
    pub fn id(self) -> &'static str {
        match self {
            Mutation::Name => "name",
            Mutation::Place => "place",
            Mutation::Year => "year",
            Mutation::Number => "number",
            Mutation::Negation => "negation",
            Mutation::Kind => "kind",
        }
    }
}

/// A question that the document does not answer, though it is near to one that it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// What was changed.
    pub mutation: Mutation,
    /// The question as it became.
    pub question: String,
    /// What was put in; empty where only the kind of answer changed.
    pub put_in: String,
    /// What an answer that is right all the same would have in it.
    holds: Held,
}

/// What became of a near miss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Nothing was claimed.
    Silent,
    /// The answer says that what was put in is otherwise.
    Corrected,
    /// It was answered as if what was put in were true.
    Taken,
    /// The answer holds what was put in, so it shows nothing.
    LeftOut,
}

/// A near miss asked.
#[derive(Clone, Debug, Serialize)]
pub struct Tried {
    /// What was changed.
    pub mutation: Mutation,
    /// The question it was made of.
    pub of: String,
    /// The question asked.
    pub question: String,
    /// What became of it.
    pub ending: Ending,
    /// Where it was answered: the sentence cited first.
    pub cited: Option<String>,
    /// The confidence of the answer.
    pub confidence: f64,
}

/// How the near misses of one kind ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Tally {
    /// How many count.
    pub tried: usize,
    /// Silent.
    pub silent: usize,
    /// Answered, with a correction.
    pub corrected: usize,
    /// Answered as if it were true.
    pub taken: usize,
    /// Right by chance, or a curator's own phrasing.
    pub left_out: usize,
}

impl Tally {
    /// The share that is silent or corrected; `None` where nothing counts.
    pub fn share(&self) -> Option<f64> {
        (self.tried > 0).then(|| (self.silent + self.corrected) as f64 / self.tried as f64)
    }

    fn add(&mut self, ending: Ending) {
        match ending {
            Ending::Silent => self.silent += 1,
            Ending::Corrected => self.corrected += 1,
            Ending::Taken => self.taken += 1,
            Ending::LeftOut => self.left_out += 1,
        }
        self.tried += usize::from(ending != Ending::LeftOut);
    }
}

/// How all near misses ended.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Mutated {
    /// All of them.
    #[serde(flatten)]
    pub all: Tally,
    /// Those whose own question is answered: where it is not, silence is cheap.
    pub of_answered: Tally,
    /// By what was changed.
    pub kinds: BTreeMap<Mutation, Tally>,
    /// Each that was taken for true.
    pub taken: Vec<Tried>,
}

/// A near miss with what it was answered.
#[derive(Debug)]
pub struct Met<'s, 'k> {
    /// What it was made of.
    pub sample: &'s Sample,
    /// What was asked.
    pub near_miss: NearMiss,
    /// What became of it.
    pub answer: Answer<'k>,
    /// What that shows.
    pub ending: Ending,
}

/// Makes the near misses of every question that expects an answer, and asks them.
pub fn meet<'s, 'k>(samples: &'s [Sample], engine: &'k Engine) -> Vec<Met<'s, 'k>> {
    let mutator = Mutator::new(engine.knowledge());
    let answerable = samples.iter().filter(|sample| sample.expect == Expect::Answer && !sample.follows);
    let made = answerable.flat_map(|sample| mutator.near_misses(sample).into_iter().map(move |made| (sample, made)));
    made.map(|(sample, near_miss)| {
        let answer = engine.ask(&near_miss.question);
        Met { sample, ending: mutator.ending(&near_miss, &answer), near_miss, answer }
    })
    .collect()
}

/// How near misses ended.
pub fn mutate(met: &[Met<'_, '_>], engine: &Engine) -> Mutated {
    let mut mutated = Mutated::default();
    for of_one in met.chunk_by(|a, b| std::ptr::eq(a.sample, b.sample)) {
        let is_answered = of_one[0].sample.is_answered_right(&engine.ask(&of_one[0].sample.question));
        for Met { sample, near_miss, answer, ending } in of_one {
            mutated.all.add(*ending);
            mutated.kinds.entry(near_miss.mutation).or_default().add(*ending);
            if is_answered {
                mutated.of_answered.add(*ending);
            }
            if *ending == Ending::Taken {
                mutated.taken.push(Tried {
                    mutation: near_miss.mutation,
                    of: sample.question.clone(),
                    question: near_miss.question.clone(),
                    ending: *ending,
                    cited: answer.citations().first().map(|citation| super::Place::of(citation).to_string()),
                    confidence: answer.confidence,
                });
            }
        }
    }
    mutated
}

impl NearMiss {
    /// What became of it, in `answer`. Of a message that asks several things only the one that was changed shows anything.
    pub(crate) fn ending(&self, answer: &Answer<'_>) -> Ending {
        let put_in = joined(&self.put_in);
        let changed = answer.parts.iter().find(|part| spaced(&part.question).contains(&put_in));
        let answer = changed.map_or(answer, |part| &part.answer);
        let Outcome::Answer(citations) = &answer.outcome else { return Ending::Silent };
        if answer.corrections.iter().any(|correction| self.is_meant_by(correction)) {
            return Ending::Corrected;
        }
        if citations.first().is_some_and(|first| self.holds.is_in(first)) { Ending::LeftOut } else { Ending::Taken }
    }

    fn is_meant_by(&self, correction: &Correction<'_>) -> bool {
        match correction {
            Correction::Denied { .. } => self.mutation == Mutation::Negation,
            // Whatever else it asks for, what it takes for granted is said to be otherwise.
            Correction::Otherwise { .. } if self.mutation == Mutation::Kind => true,
            Correction::Otherwise { asked, .. } => {
                let put_in = Question::new(&self.put_in);
                asked.split(' ').any(|word| put_in.words().iter().any(|put_in| *put_in.text == *word))
            }
        }
    }
}
