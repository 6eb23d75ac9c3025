//! The numbers of the matcher: what each signal weighs, and how a score becomes a probability.
//!
//! The weights were fitted on the sample questions in `tests/questions` by `tools/fit_weights.py`, which reads what
//! `ibid eval --predictions` writes; its output names the constants below.

/// How many signals there are.
const COUNT: usize = 11;

/// What is measured of each candidate, in the order of [`SIGNALS`].
pub type Signals = [f32; COUNT];

/// A signal's name and its weight in the score.
pub const SIGNALS: [(&str, f32); COUNT] = [
    ("words", 2.3),
    ("letters", 0.0),
    ("vector", 1.6),
    ("nearest_words", 1.7),
    ("nearest_vector", 0.0),
    ("nearest_three", 0.0),
    ("covered", 2.1),
    ("asked", 1.3),
    ("names", -1.2),
    ("first_covered", 0.2),
    ("fitted", 5.5),
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
    /// The same of the sentence vectors.
    pub(in super::super) const NEAREST_VECTOR: usize = 4;
    /// The mean of both over the three nearest phrasings.
    pub(in super::super) const NEAREST_THREE: usize = 5;
    /// The share of the question's weight that the target explains.
    pub(in super::super) const COVERED: usize = 6;
    /// From 1 where the target answers the kind of question asked to -1 where it does not; 0 if the question asks for
    /// no certain kind.
    pub(in super::super) const ASKED: usize = 7;
    /// How many names and numbers of the question the target lacks, at most 2.
    pub(in super::super) const NAMES: usize = 8;
    /// The share of the question's weight that the sentence cited first has in it.
    pub(in super::super) const FIRST_COVERED: usize = 9;
    /// The linear model's sum, in steps of [`LOGIT`](super::LOGIT).
    pub(in super::super) const FITTED: usize = 10;
}

/// The weighted sum of a candidate's signals.
pub(super) fn score(signals: &Signals) -> f32 {
    signals.iter().zip(SIGNALS).map(|(value, (_, weight))| value * weight).sum()
}

/// Weights of the first look at all targets, which only chooses those to be looked at closely.
pub(super) const FIRST_LOOK: [f32; 4] = [1.0, 0.0, 1.0, 0.25];
/// So many log-odds of the linear model count as one, like a cosine.
pub(super) const LOGIT: f32 = 10.0;
/// How many citing targets, and how many others, are looked at closely.
pub(super) const CLOSE_LOOK: (usize, usize) = (10, 4);
/// How many of these are looked at closest, with words of nearly the same meaning.
pub(super) const CLOSEST_LOOK: usize = 3;
/// A target's own sentences count this much beside each of its phrasings.
pub(super) const SENTENCE_SHARE: f32 = 1.0;
/// What is left of a phrasing's likeness when it asks for another kind of answer than the question.
pub(super) const OTHER_KIND: f32 = 0.8;
/// A target answers a kind of question fully if this share of its phrasings asks for it.
pub(super) const KIND_SHARE: f32 = 0.08;
/// A name that this share of a document's sentences has is what the document is about: it tells no fact from another.
pub(super) const SUBJECT_FROM: f32 = 0.25;
/// How far a name is explained that a target has in a few phrasings but not in the sentences it cites: it may be there
/// to be denied.
pub(super) const NAME_NOT_CITED: f32 = 0.25;
/// A name in this share of the phrasings is how people usually ask for the target.
pub(super) const USUAL_FROM: f32 = 0.1;
/// Words whose vectors have this cosine begin to explain one another …
pub(super) const NEAR_FROM: f32 = 0.45;
/// … and from this cosine on they explain one another fully.
pub(super) const NEAR_FULL: f32 = 0.95;

/// What decides whether the best citing candidate is right, in the order of [`CERTAINTY`].
pub(super) type Certainty = [f32; 11];

/// The constant term of the log-odds that the best citing candidate is right.
const CERTAINTY_BIAS: f32 = -7.1;
/// What adds to those log-odds, by name.
pub(super) const CERTAINTY: [(&str, f32); 11] = [
    // The best citing candidate's score.
    ("score", 0.23),
    // How far it stands above the best gap or small talk, and above the next citing candidate; each within -2 and 2.
    ("over_gaps", 1.37),
    ("over_next", -0.48),
    // Its signals of the same names.
    ("covered", 1.81),
    ("asked", 1.30),
    // The weight of the weightiest piece that it does not explain.
    ("unexplained", -0.97),
    // How many names, numbers and rare words it does not explain, at most 2.
    ("open_names", -0.92),
    // The weight of the whole question, at most 1: next to nothing is asked where it is small.
    ("weight", 3.45),
    // More of its signals.
    ("fitted", 0.0),
    ("nearest_three", 0.0),
    ("vector", 0.0),
];

/// The probability that the best citing candidate is right.
pub(super) fn probability(certainty: &Certainty) -> f32 {
    let log_odds: f32 =
        CERTAINTY_BIAS + certainty.iter().zip(CERTAINTY).map(|(value, (_, weight))| value * weight).sum::<f32>();
    1.0 / (1.0 + (-log_odds).exp())
}

/// Small talk must explain this share of a message, or it is about something.
pub(super) const TALK_COVERED: f32 = 0.7;
/// A gap must explain this share of a question to be the reason of silence.
pub(super) const GAP_COVERED: f32 = 0.7;
/// From this probability on it is worth asking which of several facts was meant.
pub(super) const CLARIFY_FROM: f32 = 0.35;
