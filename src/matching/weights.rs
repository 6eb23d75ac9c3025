//! The numbers of the matcher: what each signal weighs, and how a score becomes a probability.
//!
//! The weights were fitted on the sample questions in `tests/questions` by `tools/fit_weights.py`, which reads what
//! `ibid eval --predictions` writes; its output names the constants below.

use bitcode::{Decode, Encode};

/// How many signals there are.
const SIGNAL_COUNT: usize = 18;

/// What is measured of each candidate, in the order of [`SIGNALS`].
pub type Signals = [f32; SIGNAL_COUNT];

/// The signals' names.
pub(super) static SIGNALS: [&str; SIGNAL_COUNT] = [
    "words",
    "letters",
    "vector",
    "nearest_words",
    "nearest_vector",
    "covered",
    "asked",
    "names",
    "first_covered",
    "fitted",
    "paragraph",
    "rare_covered",
    "denied",
    "before",
    "foreign",
    "kind_missing",
    "focus",
    "degree",
];

/// Positions in [`Signals`].
pub(super) mod signal {
    /// Cosine of the question's words with the mean of the target's.
    pub(in super::super) const WORDS: usize = 0;
    /// The same of letter n-grams.
    pub(in super::super) const LETTERS: usize = 1;
    /// The same of the sentence vectors.
    pub(in super::super) const VECTOR: usize = 2;
    /// Cosine of the question's words with the nearest phrasing's.
    pub(in super::super) const NEAREST_WORDS: usize = 3;
    /// The same of the sentence vectors. Where it weighs nothing it is measured of the best alone,
    /// if it tells how sure that one is.
    pub(in super::super) const NEAREST_VECTOR: usize = 4;
    /// The share of the question's weight that the target explains.
    pub(in super::super) const COVERED: usize = 5;
    /// From 1 where the target answers the kind of question asked to -1 where it does not; 0 if the question asks for
    /// no certain kind.
    pub(in super::super) const ASKED: usize = 6;
    /// How many names and numbers of the question the target lacks, at most 2.
    pub(in super::super) const NAMES: usize = 7;
    /// The share of the question's weight that the sentence cited first has in it.
    pub(in super::super) const FIRST_COVERED: usize = 8;
    /// The linear model's sum, in steps of [`LOGIT`](super::LOGIT).
    pub(in super::super) const FITTED: usize = 9;
    /// The share of the question's weight that the paragraph of a sentence has in it.
    pub(in super::super) const PARAGRAPH: usize = 10;
    /// The share of the question's words, each weighted by how rare it is among the targets, that the target has.
    pub(in super::super) const RARE_COVERED: usize = 11;
    /// 1 where the question denies something that a sentence does not deny.
    pub(in super::super) const DENIED: usize = 12;
    /// The share of the question's weight that a sentence and the one before it have in them.
    pub(in super::super) const BEFORE: usize = 13;
    /// How far names and numbers that are right or wrong are left open, at most 2.
    pub(in super::super) const FOREIGN: usize = 14;
    /// 1 where nobody asks a fact for the kind of answer asked for and its sentences hold nothing that looks like one.
    pub(in super::super) const KIND_MISSING: usize = 15;
    /// From 1 where a fact is asked for the thing that the question asks for by name to -1 where it is not; 0 if the question
    /// asks for nothing by name.
    pub(in super::super) const FOCUS: usize = 16;
    /// 1 where the question compares, asks for the most of something, or turns something down, with a word that the target does
    /// not have.
    pub(in super::super) const DEGREE: usize = 17;
}

/// How many numbers certainty is made from.
const CERTAINTY_COUNT: usize = 20;

/// What decides whether the best citing candidate is right, in the order of [`CERTAINTY`].
pub(super) type Certainty = [f32; CERTAINTY_COUNT];

/// The names of what decides.
pub(super) static CERTAINTY: [&str; CERTAINTY_COUNT] = [
    // The best citing candidate's signals of the same names.
    "words",
    "vector",
    "nearest_words",
    "nearest_vector",
    "covered",
    "asked",
    "fitted",
    // How far it stands above the best gap or small talk, and above the next citing candidate; each at most [`FARTHEST`].
    "over_gaps",
    "over_next",
    // The weight of the weightiest piece that it does not explain.
    "unexplained",
    // How many names, numbers and rare words it does not explain, what the question says it is about among them; at most 2.
    "open_names",
    // The weight of the whole question, at most 1: next to nothing is asked where it is small.
    "weight",
    // Its signals of the same names.
    "rare_covered",
    "paragraph",
    "denied",
    "foreign",
    "kind_missing",
    // How much of the chance that the scores give to all candidates the others have that cite the same sentence first.
    "agreement",
    // Its signals of the same names.
    "focus",
    "degree",
];

/// Positions in [`Certainty`].
pub(super) mod decisive {
    pub(in super::super) const NEAREST_VECTOR: usize = 3;
    pub(in super::super) const COVERED: usize = 4;
    pub(in super::super) const OVER_GAPS: usize = 7;
    pub(in super::super) const UNEXPLAINED: usize = 9;
    pub(in super::super) const OPEN_NAMES: usize = 10;
    pub(in super::super) const FOREIGN: usize = 15;
}

/// The weights for one kind of knowledge: what evidence there is depends on what curators have written.
#[derive(Debug)]
pub(super) struct Weights {
    /// What each signal adds to a candidate's score.
    pub(super) signals: Signals,
    /// What each number adds to the log-odds that the best citing candidate is right.
    pub(super) certainty: Certainty,
    /// The constant term of these log-odds.
    pub(super) bias: f32,
}

/// Facts whose phrasings speak of what they cite, or that have gaps beside them. Fitted on the sample questions of the
/// built-in base, its phrasings left out an eighth at a time, their near misses, and everyday questions about something else;
/// the ranking on CLINC150's validation part too. Of certainty `over_next`, `agreement` and the bias, which is 0.1 above the
/// fit, were fitted last and all others kept: with all fitted anew to the richer base, bases with a few phrasings fall silent.
/// `focus` was added to that: of 0.5, 1 and 1.5, and 0 to 1 in certainty, the least has all that it brings (0.6 points of
/// silence on the sample questions, 1.3 on fresh ones) and loses nothing. So was `degree`: at -5.5 nothing is
/// answered that goes beyond what a fact speaks of; of 49 such questions three were at -3.5, all wrongly.
pub(super) const CURATED: Weights = Weights {
    signals: [2.3, 0.0, 1.6, 1.7, 0.0, 2.1, 1.3, -1.2, 0.2, 5.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 0.0],
    certainty: [
        1.67, 0.27, 0.0, 0.0, 2.32, 1.30, 2.65, 1.16, -0.16, -1.04, -1.39, 3.98, 0.0, 0.0, 0.0, -1.90, -4.17, 3.75,
        0.3, -5.5,
    ],
    bias: -8.8,
};

/// The same where the base is too large for a linear model to be fitted; fitted with a program that fits none. Of phrasings
/// that are left out 83 % lead to their fact, with a model 86 %; of the sample questions 97.0 % and 97.3 %.
const CURATED_UNFITTED: Weights = Weights {
    signals: [3.4, 0.0, 3.2, 1.7, 0.0, 1.6, 1.3, -1.2, 0.3, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    certainty: [
        5.03, 0.25, 0.0, 0.65, 0.67, 1.30, 0.0, 1.22, -0.80, -1.44, -1.08, 2.57, 2.36, 0.0, 0.0, -1.59, -3.01, 0.0,
        0.0, 0.0,
    ],
    bias: -5.93,
};

/// Facts without gaps whose phrasings share no words with what they cite, as where each stands for something to be done:
/// what a phrasing says is all there is to go by. Fitted on the validation part of CLINC150, full and, for a tenth as
/// much, with ten phrasings a target; what is not in scope weighs as much as what is, and a wrong answer nine tenths of a right
/// one. The bias is 2.6 above the fit: half of these questions have no answer.
pub(super) const INTENTS: Weights = Weights {
    signals: [2.3, 0.0, 1.6, 1.7, 0.0, 2.1, 0.4, -0.2, 0.2, 8.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    certainty: [
        3.37, 2.47, 0.91, 2.48, 0.0, 0.0, 2.00, 0.0, 1.00, 0.0, 0.0, 0.0, 3.03, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
    ],
    bias: -6.59,
};

/// The same where the base is too large for a linear model. It costs 2 points of CLINC150's accuracy, full or with ten
/// phrasings.
const INTENTS_UNFITTED: Weights = Weights {
    signals: [3.6, 1.0, 8.3, 2.6, 0.0, 0.3, 1.3, 0.0, 0.0, 0.0, 0.0, 3.1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    certainty: [
        2.65, 7.86, 1.44, 1.22, 0.0, 0.0, 0.0, 0.0, 0.93, 0.0, 0.0, 0.0, 2.45, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
    ],
    bias: -6.36,
};

/// Sentences of documents that nobody has written facts for. Fitted on SQuAD 2.0's development set (an earlier fit on half of
/// its articles lost 0.3 points of hit@1 and 1 of AUROC on the other half). Here `covered` is above `first_covered` only by
/// what words of nearly the same meaning explain, so the two together weigh these; words themselves are in `rare_covered`.
pub(super) const SENTENCES: Weights = Weights {
    signals: [2.4, 0.0, 1.9, 2.4, 1.9, 7.7, 0.9, 0.0, -7.9, 0.0, 3.5, 6.3, -0.4, 3.4, 0.0, 0.0, 0.0, 0.0],
    certainty: [
        0.0, 1.83, 0.0, 0.0, 0.54, 0.03, 0.0, 0.0, -0.03, -0.90, -0.12, 0.0, 0.50, -0.78, -2.82, 0.0, 0.0, 0.0, 0.0,
        0.0,
    ],
    bias: -0.55,
};

/// What curators have written of a document, which decides what evidence there is.
#[derive(Clone, Copy, Debug, Encode, Decode)]
pub(super) enum Written {
    /// Facts that speak of what they cite, or with gaps beside them.
    Curated,
    /// Facts that stand for something to be done.
    Intents,
    /// Nothing: its sentences are all there is.
    Sentences,
}

impl Written {
    /// Which citing targets are looked at closely.
    pub(super) fn citing(self) -> &'static CloseLook {
        match self {
            Written::Curated | Written::Intents => &CITING,
            Written::Sentences => &SENTENCES_CITING,
        }
    }

    /// The weights for it, with a linear model or without.
    pub(super) fn weights(self, is_fitted: bool) -> &'static Weights {
        match (self, is_fitted) {
            (Written::Curated, true) => &CURATED,
            (Written::Curated, false) => &CURATED_UNFITTED,
            (Written::Intents, true) => &INTENTS,
            (Written::Intents, false) => &INTENTS_UNFITTED,
            (Written::Sentences, _) => &SENTENCES,
        }
    }
}

impl Weights {
    /// The weighted sum of a candidate's signals.
    pub(super) fn score(&self, signals: &Signals) -> f32 {
        signals.iter().zip(self.signals).map(|(value, weight)| value * weight).sum()
    }

    /// The most that likeness to a single phrasing can add to a score.
    pub(super) fn most_of_phrasings(&self) -> f32 {
        self.signals[signal::NEAREST_WORDS] + self.signals[signal::NEAREST_VECTOR]
    }

    /// Whether it counts how near the meaning of a question comes to that of single phrasings.
    pub(super) fn compares_meanings(&self) -> bool {
        self.signals[signal::NEAREST_VECTOR] != 0.0 || self.certainty[decisive::NEAREST_VECTOR] != 0.0
    }

    /// The probability that the best citing candidate is right.
    pub(super) fn probability(&self, certainty: &Certainty) -> f32 {
        let log_odds: f32 =
            self.bias + certainty.iter().zip(self.certainty).map(|(value, weight)| value * weight).sum::<f32>();
        1.0 / (1.0 + (-log_odds).exp())
    }
}

/// Weights of the first look at all targets, which only chooses those to be looked at closely.
pub(super) const FIRST_LOOK: FirstLook = FirstLook { words: 1.0, letters: 0.5, centre: 1.0, fitted: 0.35 };

/// What each measure weighs in the first look.
pub(super) struct FirstLook {
    /// The cosine of the words with the mean of the target's, where there is no linear model.
    pub(super) words: f32,
    /// The same of letters.
    pub(super) letters: f32,
    /// The cosine of the sentence vector with the mean of the target's.
    pub(super) centre: f32,
    /// The log-odds of the linear model.
    pub(super) fitted: f32,
}

/// So many log-odds of the linear model count as one, like a cosine.
pub(super) const LOGIT: f32 = 10.0;
/// Which citing targets are looked at closely …
const CITING: CloseLook = CloseLook { least: 4, most: 7, within: 2.0 };
/// … which sentences that nobody has written a fact for: likeness says less of them. For SQuAD's questions a right one is among
/// the citing ones above in 90 of 100, among these in 95 …
const SENTENCES_CITING: CloseLook = CloseLook { least: 20, most: 20, within: 0.0 };
/// … and which others. What is left out by these bounds changes no answer of the sample questions; half of them does.
pub(super) const OTHERS: CloseLook = CloseLook { least: 0, most: 3, within: 1.0 };

/// Which targets are looked at closely.
pub(super) struct CloseLook {
    /// So many are, if there are so many: what comes next nearest is shown, too.
    pub(super) least: usize,
    /// The most there can be.
    pub(super) most: usize,
    /// How far at most the first look of any more may be below the best one's.
    pub(super) within: f32,
}

/// Once so many phrasings were compared with the question one by one, those of the targets that the first look found less
/// near are not: with 100 phrasings a target the best four tell as much as all.
pub(super) const MOST_COMPARED: usize = 400;
/// How many of these are looked at closest, with words of nearly the same meaning.
pub(super) const CLOSEST_LOOK: usize = 3;
/// How far apart two candidates' scores can count as being.
pub(super) const FARTHEST: f32 = 2.0;
/// What is left of a phrasing's likeness when it asks for another kind of answer than the question.
pub(super) const OTHER_KIND: f32 = 0.8;
/// A target answers a kind of question fully if this share of its phrasings asks for it.
pub(super) const KIND_SHARE: f32 = 0.08;
/// Phrasings speak of what they cite if this share of their weight is in it: on CLINC150 it is nothing, on documents a
/// third or more.
pub(super) const SHARED_FROM: f32 = 0.15;
/// A name that this share of a document's sentences has is what the document is about: it tells no fact from another.
pub(super) const SUBJECT_FROM: f32 = 0.25;
/// Another sentence of a fact leads if the words of the question that only it has weigh so much more than those that only the
/// first has.
pub(super) const LEADS_FROM: f32 = 0.3;
/// A person who is asked about weighs so many times as much there: what one leader said is not the other's.
pub(super) const PERSON_LEADS: f32 = 3.0;
/// One of so many sentences may come before a more important one; more are a survey, whose order is its sense.
pub(super) const MOST_TO_LEAD: usize = 3;
/// What [a leading sentence](LEADS_FROM) needs of the words that a message adds to what was spoken of: so few say anything that
/// each tells.
pub(super) const PART_LEADS_FROM: f32 = 0.1;
/// How far a name is explained that a target has in a few phrasings but not in the sentences it cites: it may be there
/// to be denied.
pub(super) const NAME_NOT_CITED: f32 = 0.25;
/// A name in this share of the phrasings is how people usually ask for the target.
pub(super) const USUAL_FROM: f32 = 0.1;
/// Words whose vectors have this cosine begin to explain one another …
pub(super) const NEAR_FROM: f32 = 0.45;
/// … and from this cosine on they explain one another fully.
pub(super) const NEAR_FULL: f32 = 0.95;

/// Small talk must explain this share of a message, or it is about something.
pub(super) const TALK_COVERED: f32 = 0.7;
/// What a question says it is about is held against a candidate from this weight on: "things" say nothing.
pub(super) const TOPIC_FROM: f32 = 0.4;
/// A sentence that explains this share of a question has its words.
pub(super) const LITERAL_FROM: f32 = 0.85;
/// A gap must explain this share of a question to be the reason of silence.
pub(super) const GAP_COVERED: f32 = 0.7;
/// From this probability on it is worth asking which of several facts was meant.
pub(super) const CLARIFY_FROM: f32 = 0.35;
