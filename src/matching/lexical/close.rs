//! What a question's words have in common with the few targets that are looked at closely.

use super::super::runs::Runs;
use super::Lexical;
use super::sparse::Sparse;
use super::texts::{Shared, Texts};

/// What some targets have of the features of a question.
#[derive(Debug)]
pub(in super::super) struct Close<'l> {
    lexical: &'l Lexical,
    targets: Vec<usize>,
    /// The features that the question shares with a target, target after target.
    shared: Vec<Shared>,
    /// Those of each target.
    of_targets: Runs,
}

impl<'l> Close<'l> {
    pub(super) fn new(lexical: &'l Lexical, words: &Sparse, targets: Vec<usize>) -> Close<'l> {
        let mut shared = Vec::with_capacity(words.len() * targets.len());
        let mut of_targets = Runs::with_capacity(targets.len());
        for &target in &targets {
            shared.extend(lexical.texts.shared(words, target));
            of_targets.end(shared.len());
        }
        Close { lexical, targets, shared, of_targets }
    }

    /// The targets, in the order they were asked for, which gives each its place.
    pub(in super::super) fn targets(&self) -> &[usize] {
        &self.targets
    }

    /// What the target in a place has.
    fn of(&self, place: usize) -> &[Shared] {
        &self.shared[self.of_targets.of(place)]
    }

    /// The cosine of the question's words with the mean of the target in a place.
    pub(in super::super) fn words(&self, place: usize) -> f32 {
        Texts::of_mean(self.of(place))
    }

    /// The cosines of the question's words with each text of the target in a place.
    pub(in super::super) fn texts(&self, place: usize) -> Vec<f32> {
        self.lexical.texts.cosines(self.targets[place], self.of(place))
    }
}
