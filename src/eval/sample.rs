//! One sample question and what would be right.

use std::path::PathBuf;

use serde::Deserialize;

use crate::answer::{Answer, Citation, Outcome};
use crate::conversation::Place;

/// A sample question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Unique among the questions of its file, where the file sees to that.
    pub id: String,
    /// What is asked.
    pub question: String,
    /// Whether it goes on with the conversation of the sample before it; otherwise it begins another.
    pub follows: bool,
    /// What should become of it.
    pub expect: Expect,
    /// What would be as right.
    pub also: Vec<Expect>,
    /// The sentences each of which, cited first, is a right answer.
    pub accept: Vec<Place>,
    /// What its figures are counted under.
    pub category: String,
    /// Why the answer is wrong so far, where that is known: a test says so when it has become right.
    pub unsolved: Option<String>,
    /// The file it is from.
    pub path: PathBuf,
    /// The line it begins on, counted from 1.
    pub line: usize,
}

/// What should become of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expect {
    /// An answer that cites a right sentence first.
    Answer,
    /// Silence: anything but an answer.
    Abstain,
    /// Small talk.
    Smalltalk,
    /// Small talk too: how to go on.
    Help,
    /// A right answer or silence.
    AnswerOrAbstain,
}

impl Expect {
    /// As files write it.
    pub fn id(self) -> &'static str {
        match self {
            Expect::Answer => "answer",
            Expect::Abstain => "abstain",
            Expect::Smalltalk => "smalltalk",
            Expect::Help => "help",
            Expect::AnswerOrAbstain => "answer_or_abstain",
        }
    }

    /// Whether accepted sentences have to be named.
    pub(super) fn needs_accept(self) -> bool {
        matches!(self, Expect::Answer)
    }
}

impl Sample {
    /// Whether `answer` is right, as expected or in one of the ways that are as right.
    pub fn is_right(&self, answer: &Answer<'_>) -> bool {
        self.meets(self.expect, answer) || self.also.iter().any(|&also| self.meets(also, answer))
    }

    /// Whether it is answered, with a right sentence first and no more sentences than anybody reads.
    pub fn is_answered_right(&self, answer: &Answer<'_>) -> bool {
        /// An answer that cites more is no answer to one question.
        const MOST_CITATIONS: usize = 6;
        match &answer.outcome {
            Outcome::Answer(citations) => {
                citations.len() <= MOST_CITATIONS && citations.first().is_some_and(|first| self.accepts(first))
            }
            _ => false,
        }
    }

    /// Whether the best candidate is right, whatever was decided.
    pub fn is_top1_right(&self, answer: &Answer<'_>) -> bool {
        answer.why.candidates.first().is_some_and(|best| self.accepts(&best.citation))
    }

    fn accepts(&self, citation: &Citation<'_>) -> bool {
        self.accept.iter().any(|place| place.is(citation))
    }

    fn meets(&self, expect: Expect, answer: &Answer<'_>) -> bool {
        match expect {
            Expect::Answer => self.is_answered_right(answer),
            Expect::Abstain => is_silent(answer),
            Expect::Smalltalk | Expect::Help => matches!(answer.outcome, Outcome::SmallTalk(_)),
            Expect::AnswerOrAbstain => is_silent(answer) || self.is_answered_right(answer),
        }
    }
}

/// Whether nothing is claimed. To ask back, or to greet, is silence too.
pub(super) fn is_silent(answer: &Answer<'_>) -> bool {
    !matches!(answer.outcome, Outcome::Answer(_))
}
