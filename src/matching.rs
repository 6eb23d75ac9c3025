//! Which fact answers a question: everything known of each target is indexed once when a knowledge base loads, then
//! only read.
//!
//! A question is read into [terms](terms), compared with every target as a whole (cheap, [lexical] and [semantic]), and
//! the best few are looked at closely ([evidence]): their nearest phrasings, how much of the question they explain, and
//! whether they have the kind of answer asked for. [weights] turns what was measured into a score and a probability.

mod arithmetic;
mod around;
mod choice;
mod decision;
mod degree;
mod evidence;
mod exact;
mod excepted;
mod focus;
mod index;
mod lexical;
mod library;
mod linear;
mod memo;
mod nearness;
mod places;
mod runs;
mod semantic;
mod speaker;
mod spelling;
mod strings;
mod sum;
mod targets;
mod terms;
mod vectors;
mod weights;

use std::sync::Arc;

use crate::knowledge::TermKind;

pub use library::Library;
pub use memo::Memo;
pub(crate) use memo::{InParts, Parts, ToKeep, remembered};
pub use sum::{Contribution, Sum};
pub use targets::Target;
pub use weights::Signals;
use weights::signal;
use weights::{SIGNALS, Weights};

/// What the index found for a question.
#[derive(Debug)]
pub struct Ranking {
    /// The targets looked at closely, best first; a stored phrasing's own target before all others.
    pub candidates: Vec<Candidate>,
    /// The question's pieces, in order.
    pub pieces: Vec<Piece>,
    /// Whether the first candidate holds the question as a stored phrasing.
    pub exact: bool,
    /// The probability that the best citing candidate is right.
    pub probability: f32,
    /// What it would be if the best citing candidate did not explain a piece, for each piece.
    pub without: Vec<f32>,
    /// The log-odds that the probability was made from.
    pub certainty: Sum,
    /// Whether the first candidate is small talk and explains the whole message.
    pub is_small_talk: bool,
    /// Whether the first candidate is a gap that explains what was asked.
    pub gap_fits: bool,
    /// Whether citing candidates with different sentences are so near one another that only the asker can tell.
    pub is_ambiguous: bool,
    /// What the other documents that were asked have, the surest first.
    pub others: Vec<Ranking>,
}

impl Ranking {
    /// The best candidate that cites something.
    pub fn best_citing(&self) -> Option<&Candidate> {
        self.candidates.iter().find(|c| c.target.cites())
    }
}

/// Which targets are looked at closely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Breadth {
    /// Those that may be the best one, and a few more.
    Near,
    /// As many as ever are.
    Wide,
}

/// A target that may answer.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// What it is.
    pub target: Target,
    /// The number of the sentence it cites first.
    pub sentence: Option<u32>,
    /// The number of another of its sentences that says more of what is asked; told of the best candidate only.
    pub leads: Option<u32>,
    /// What was measured.
    pub signals: Signals,
    /// The weighted sum of the signals; only differences within one question mean anything.
    pub score: f32,
    /// How far it explains each of [`Ranking::pieces`], 0 to 1.
    pub explained: Vec<f32>,
    weights: &'static Weights,
}

impl Candidate {
    /// Whether a document's curator has written it: a fact, a gap, or a sentence itself.
    pub(crate) fn is_of_document(&self) -> bool {
        !matches!(self.target, Target::Talk(_))
    }

    /// What its score is the sum of.
    pub fn sum(&self) -> Sum {
        Sum::new(&SIGNALS, &self.signals, &self.weights.signals)
    }

    /// What its score would gain if it explained the whole question.
    fn open(&self) -> f32 {
        self.weights.signals[signal::COVERED] * (1.0 - self.signals[signal::COVERED])
    }

    /// The share of the question's weight that it explains.
    pub fn covered(&self) -> f32 {
        self.signals[signal::COVERED]
    }

    /// Whether nobody asks it for the kind of answer asked for.
    pub fn has_no_kind(&self) -> bool {
        self.signals[signal::ASKED] <= -1.0
    }

    /// Whether it answers other kinds of questions than the one asked.
    pub fn lacks_kind(&self) -> bool {
        self.signals[signal::ASKED] < 0.0
    }

    /// Whether people ask it for the thing that the question asks for by name.
    pub fn is_asked_by_name(&self) -> bool {
        self.signals[signal::FOCUS] > 0.0
    }
}

/// A piece of the question as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// As typed, in normal form.
    pub text: Arc<str>,
    /// How many words of the question it is made of.
    pub words: usize,
    /// What it was taken for, where that differs.
    pub taken_as: Option<Arc<str>>,
    /// How much it says, 0 to 1.
    pub weight: f32,
    /// Whether a sentence of a document mentions it, in whatever words.
    pub mentioned: bool,
    /// Whether it names something.
    pub name: bool,
    /// What kind of thing it names, if it names one.
    pub kind: Option<TermKind>,
    /// Whether it is itself or nothing: a name, a year. What does not have it speaks of something else.
    pub distinct: bool,
    /// Whether it is a number.
    pub number: bool,
    /// Whether it names what the whole document is about.
    pub subject: bool,
}

impl Piece {
    /// What it was taken for, or as typed.
    pub fn called(&self) -> &str {
        self.taken_as.as_deref().unwrap_or(&self.text)
    }
}
