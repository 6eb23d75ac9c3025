//! Two knowledge bases asked the same questions: what the newer one mended, and what it broke.

use serde::Serialize;

use super::tables::outcome;
use super::{Run, Verdict};

/// A question that the two bases answer differently well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// The question.
    pub question: String,
    /// What the older base made of it.
    pub before: String,
    /// What the newer one makes of it.
    pub after: String,
}

/// What became of the questions from one base to the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Wrong before, right now.
    pub fixed: Vec<Changed>,
    /// Right before, wrong now.
    pub broken: Vec<Changed>,
    /// Wrong before and now, but not in the same way.
    pub still_wrong: Vec<Changed>,
    /// As right or as wrong as before.
    pub unchanged: usize,
}

/// Compares runs over the same files, question by question.
pub fn compare(before: &Run<'_, '_>, after: &Run<'_, '_>) -> Comparison {
    let mut comparison = Comparison::default();
    for (old, new) in before.verdicts.iter().zip(&after.verdicts) {
        match (old.right, new.right) {
            (false, true) => comparison.fixed.push(changed(old, new)),
            (true, false) => comparison.broken.push(changed(old, new)),
            (false, false) if outcome(&old.answer) != outcome(&new.answer) => {
                comparison.still_wrong.push(changed(old, new));
            }
            _ => comparison.unchanged += 1,
        }
    }
    comparison
}

fn changed(old: &Verdict<'_, '_>, new: &Verdict<'_, '_>) -> Changed {
    Changed { question: new.sample.question.clone(), before: outcome(&old.answer), after: outcome(&new.answer) }
}
