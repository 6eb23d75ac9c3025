//! What a question's words have in common with the few targets that are looked at closely.

use super::Lexical;
use super::sparse::Sparse;

/// A target does not have a feature.
const NONE: u32 = u32::MAX;

/// Where some targets have the features of a question.
#[derive(Debug)]
pub(in super::super) struct Close<'l> {
    lexical: &'l Lexical,
    words: Sparse,
    targets: Vec<usize>,
    /// The entry in the rows of each feature, target after target; or [`NONE`].
    entries: Vec<u32>,
}

impl<'l> Close<'l> {
    pub(super) fn new(lexical: &'l Lexical, words: Sparse, targets: Vec<usize>) -> Close<'l> {
        let mut entries = vec![NONE; words.len() * targets.len()];
        for (at, (feature, _)) in words.iter().enumerate() {
            lexical.rows.find_each(feature, &targets, |place, entry| entries[place * words.len() + at] = entry as u32);
        }
        Close { lexical, words, targets, entries }
    }

    /// The targets, in the order they were asked for, which gives each its place.
    pub(in super::super) fn targets(&self) -> &[usize] {
        &self.targets
    }

    /// The weight of every feature that the target in a place has, with its entry.
    fn entries_of(&self, place: usize) -> impl Iterator<Item = (f32, usize)> {
        let entries = &self.entries[place * self.words.len()..];
        let shared = self.words.iter().zip(entries).filter(|(_, entry)| **entry != NONE);
        shared.map(|((_, weight), &entry)| (weight, entry as usize))
    }

    /// The cosine of the question's words with the mean of the target in a place.
    pub(in super::super) fn words(&self, place: usize) -> f32 {
        self.lexical.texts.of_mean(self.entries_of(place))
    }

    /// The cosines of the question's words with each text of the target in a place.
    pub(in super::super) fn texts(&self, place: usize) -> Vec<f32> {
        self.lexical.texts.cosines(self.targets[place], self.entries_of(place))
    }
}
