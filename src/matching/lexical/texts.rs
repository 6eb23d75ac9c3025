//! The word vectors of the texts of many targets.

use bitcode::{Decode, Encode};

use super::super::runs::Runs;
use super::sparse::{FeatureId, Rows, Sparse};

/// What one step of a [`Posting`]'s weight is.
const STEPS: f32 = 32767.0;

/// The word vectors of all texts, stored by the entries of [`Rows`]: a feature of a question leads to the texts of a target
/// that have it without a search among all that the target's texts have.
#[derive(Debug, Default, Encode, Decode)]
pub(super) struct Texts {
    /// The feature's number in the mean of the target's texts, of unit length, in steps; of words, as letters, which come
    /// behind, have none.
    means: Vec<i16>,
    /// What a step is.
    step: f32,
    /// The target's texts that have the feature …
    postings: Vec<Posting>,
    /// … of each entry.
    of_entries: Runs,
    /// How many texts each target has.
    counts: Vec<u32>,
}

/// A text that has a feature.
#[derive(Clone, Copy, Debug, Encode, Decode)]
struct Posting {
    /// Its number among the target's texts.
    text: u16,
    weight: i16,
}

impl Texts {
    /// The cosine of a question with the mean of a target's texts; `shared` is as in [`cosines`](Self::cosines).
    pub(super) fn of_mean(&self, shared: impl Iterator<Item = (f32, usize)>) -> f32 {
        self.step * shared.map(|(weight, entry)| weight * f32::from(self.means[entry])).sum::<f32>()
    }

    /// The cosines of a question with each text of a target: `shared` are the question's weights of the features that the
    /// target has, each with its entry in the [`Rows`] that the texts are stored by.
    pub(super) fn cosines(&self, target: usize, shared: impl Iterator<Item = (f32, usize)>) -> Vec<f32> {
        let mut cosines = vec![0.0; self.counts[target] as usize];
        for (weight, entry) in shared {
            let weight = weight / STEPS;
            for posting in &self.postings[self.of_entries.of(entry)] {
                cosines[usize::from(posting.text)] += weight * f32::from(posting.weight);
            }
        }
        cosines
    }
}

/// Takes in the vectors of the texts of target after target.
#[derive(Debug, Default)]
pub(super) struct TextsBuilder {
    /// What texts have, each with the feature and the target, text by text.
    postings: Vec<(FeatureId, u32, Posting)>,
    /// How many texts each target has.
    counts: Vec<u32>,
    /// How many the target at work has so far.
    count: usize,
}

impl TextsBuilder {
    /// Adds a text of the target at work. A text behind the 65,535th of a target is compared with nothing.
    pub(super) fn add(&mut self, text: &Sparse) {
        if let Some(at) = u16::try_from(self.count).ok().filter(|at| *at < u16::MAX) {
            let posting = |weight: f32| Posting { text: at, weight: (weight * STEPS).round() as i16 };
            let target = self.counts.len() as u32;
            self.postings.extend(text.iter().map(|(feature, weight)| (feature, target, posting(weight))));
        }
        self.count += 1;
    }

    /// Goes on to the next target.
    pub(super) fn finish_target(&mut self) {
        self.counts.push(std::mem::take(&mut self.count) as u32);
    }

    /// All texts, stored by the entries of the rows of the same texts, which have their means; so many features stand for words.
    pub(super) fn finish(mut self, rows: &Rows, words: FeatureId) -> Texts {
        // The order of targets and texts stays.
        self.postings.sort_by_key(|(feature, ..)| *feature);
        let mut postings = Vec::with_capacity(self.postings.len());
        let (mut means, mut of_entries) = (Vec::new(), Runs::default());
        let mut left = self.postings.iter().peekable();
        for feature in 0..words {
            rows.each_of(feature, |entry, target| {
                let is_own = |&&(f, t, _): &&(FeatureId, u32, Posting)| f == feature && t as usize == target;
                postings.extend(std::iter::from_fn(|| left.next_if(is_own)).map(|(.., posting)| *posting));
                of_entries.end(postings.len());
                means.push(rows.steps(entry));
            });
        }
        means.shrink_to_fit();
        of_entries.shrink_to_fit();
        Texts { means, step: rows.step(), postings, of_entries, counts: self.counts }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sparse::RowsBuilder;
    use super::*;

    #[test]
    fn cosines_are_inner_products() {
        let vector = |entries: &[(FeatureId, f32)]| Sparse::unit(entries.to_vec());
        let mut all =
            vec![vec![vector(&[(1, 3.0), (4, 4.0)]), vector(&[(4, 1.0)])], vec![], vec![vector(&[(0, 1.0), (4, 1.0)])]];
        // Features of many targets are searched, those of few looked through.
        all.extend((5..9).flat_map(|other| [vec![vector(&[(4, 1.0), (other, 2.0)])], vec![vector(&[(other, 1.0)])]]));
        all.extend((0..4).map(|_| vec![vector(&[(4, 2.0), (9, 1.0)])]));
        let (mut rows, mut texts) = (RowsBuilder::new(10), TextsBuilder::default());
        for target in &all {
            for text in target {
                rows.add(text, &Sparse::default());
                texts.add(text);
            }
            rows.finish_target();
            texts.finish_target();
        }
        let rows = rows.finish(10);
        let texts = texts.finish(&rows, 10);
        let question = vector(&[(0, 1.0), (3, 2.0), (4, 2.0), (9, 1.0)]);
        for at in [2, 0, 1, 9, 4, 12] {
            let of = |text: &Sparse| -> f32 {
                text.iter().map(|(f, w)| w * question.iter().find(|q| q.0 == f).map_or(0.0, |q| q.1)).sum()
            };
            let mut shared = Vec::new();
            question.iter().for_each(|(f, w)| rows.find_each(f, &[at], |_, entry| shared.push((w, entry))));
            let found = texts.cosines(at, shared.into_iter());
            assert_eq!(found.len(), all[at].len());
            assert!(
                found.iter().zip(&all[at]).all(|(cosine, text)| (cosine - of(text)).abs() < 1e-3),
                "{at}: {found:?}"
            );
        }
    }
}
