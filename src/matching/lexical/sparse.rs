//! Sparse vectors, and what they say of each target.

use bitcode::{Decode, Encode};
use std::ops::Range;

/// Index of a feature.
pub(super) type FeatureId = u32;

/// A sparse vector, sorted by feature.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Sparse(Vec<(FeatureId, f32)>);

impl Sparse {
    /// Takes a vector as it is; its features must come in order.
    pub(super) fn new(vector: Vec<(FeatureId, f32)>) -> Sparse {
        Sparse(vector)
    }

    /// Makes a vector unit length; its features must come in order.
    pub(super) fn unit(mut vector: Vec<(FeatureId, f32)>) -> Sparse {
        let length = vector.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
        if length > 0.0 {
            vector.iter_mut().for_each(|(_, w)| *w /= length);
        }
        Sparse(vector)
    }

    /// How many features it has.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Its features with their weights.
    pub(in super::super) fn iter(&self) -> impl Iterator<Item = (FeatureId, f32)> {
        self.0.iter().copied()
    }
}

/// What is known of each target, stored by feature so that a question touches only its own rows.
#[derive(Debug, Encode, Decode)]
pub(in super::super) struct Rows {
    /// `starts[f]..starts[f + 1]` are the entries of feature `f`.
    starts: Vec<u32>,
    entries: Entries,
    /// What the entries' weights are steps of.
    steps: Steps,
    /// Whether there is a linear model.
    is_fitted: bool,
    /// How many targets there are.
    count: usize,
}

/// Targets that have a feature, in no more memory than they need, each beside its weight, which is read with it: the feature's
/// weight in the linear model or, where there is none, its number in the mean of the target's texts, of unit length.
#[derive(Debug, Encode, Decode)]
enum Entries {
    Few(Vec<(u16, i16)>),
    Many(Vec<(u32, i16)>),
}

/// What one step is of numbers that are kept as whole multiples of it; the largest takes as many as there can be.
#[derive(Clone, Copy, Debug, Default, Encode, Decode)]
pub(super) struct Steps(f32);

impl Steps {
    /// For such numbers.
    pub(super) fn of(numbers: impl Iterator<Item = f32>) -> Steps {
        Steps(numbers.fold(0.0f32, |largest, number| largest.max(number.abs())) / f32::from(i16::MAX))
    }

    /// How many steps a number takes.
    pub(super) fn count(self, number: f32) -> i16 {
        if self.0 > 0.0 { (number / self.0).round() as i16 } else { 0 }
    }

    /// The number that so many steps are.
    pub(super) fn number(self, count: i16) -> f32 {
        self.0 * f32::from(count)
    }
}

impl Rows {
    /// How many entries there are.
    pub(in super::super) fn len(&self) -> usize {
        self.starts.last().map_or(0, |end| *end as usize)
    }

    /// Where the entries of a feature stand.
    pub(in super::super) fn entries_of(&self, feature: FeatureId) -> Range<usize> {
        self.starts[feature as usize] as usize..self.starts[feature as usize + 1] as usize
    }

    /// Every entry of a feature with its target.
    pub(in super::super) fn each_of(&self, feature: FeatureId, mut take: impl FnMut(usize, usize)) {
        let mut at = self.entries_of(feature).start;
        self.each_entry(feature, |target, _| {
            take(at, target);
            at += 1;
        });
    }

    /// The target and the weight of every entry of a feature.
    fn each_entry(&self, feature: FeatureId, mut take: impl FnMut(usize, i16)) {
        let entries = self.entries_of(feature);
        match &self.entries {
            Entries::Few(all) => all[entries].iter().for_each(|&(target, weight)| take(target.into(), weight)),
            Entries::Many(all) => all[entries].iter().for_each(|&(target, weight)| take(target as usize, weight)),
        }
    }

    /// Puts the weights of the linear model, one an entry, in place of the means.
    pub(in super::super) fn set_fitted(&mut self, weights: &[f32]) {
        self.steps = Steps::of(weights.iter().copied());
        let counts = weights.iter().map(|weight| self.steps.count(*weight));
        match &mut self.entries {
            Entries::Few(entries) => entries.iter_mut().zip(counts).for_each(|((_, weight), count)| *weight = count),
            Entries::Many(entries) => entries.iter_mut().zip(counts).for_each(|((_, weight), count)| *weight = count),
        }
        self.is_fitted = true;
    }

    /// Forgets the entries of features that are `known` elsewhere.
    pub(super) fn forget(&mut self, known: impl Fn(FeatureId) -> bool) {
        let (mut kept, mut ends) = (vec![true; self.len()], Vec::with_capacity(self.starts.len()));
        let mut end = 0;
        for feature in 0..self.starts.len() as FeatureId - 1 {
            let entries = self.entries_of(feature);
            if known(feature) {
                kept[entries].fill(false);
            } else {
                end += entries.len() as u32;
            }
            ends.push(end);
        }
        self.starts.truncate(1);
        self.starts.extend(ends);
        match &mut self.entries {
            Entries::Few(entries) => keep(entries, &kept),
            Entries::Many(entries) => keep(entries, &kept),
        }
    }

    /// How many targets there are.
    pub(super) fn targets(&self) -> usize {
        self.count
    }

    /// Whether there is a linear model.
    pub(super) fn is_fitted(&self) -> bool {
        self.is_fitted
    }

    /// Adds a feature of a question to the linear model's sum for each target or, where there is no linear model, to the
    /// cosine with the target's mean.
    pub(super) fn add(&self, feature: FeatureId, weight: f32, sums: &mut [f32]) {
        let weight = weight * self.steps.number(1);
        self.each_entry(feature, |target, count| sums[target] += weight * f32::from(count));
    }
}

/// Keeps what is to be kept of a list, in no more memory than it needs.
fn keep<T>(list: &mut Vec<T>, kept: &[bool]) {
    let mut kept = kept.iter();
    list.retain(|_| kept.next().is_some_and(|kept| *kept));
    list.shrink_to_fit();
}

/// Takes in the vectors of target after target.
#[derive(Debug)]
pub(super) struct RowsBuilder {
    /// Feature, target and number in the mean, target by target.
    entries: Vec<(FeatureId, u32, f32)>,
    targets: usize,
    /// The sums of the target at work, by feature.
    sums: Vec<f32>,
    /// Which of them are not zero: of words, and of letters.
    touched: [Vec<FeatureId>; 2],
}

impl RowsBuilder {
    pub(super) fn new(features: usize) -> Self {
        RowsBuilder { entries: Vec::new(), targets: 0, sums: vec![0.0; features], touched: Default::default() }
    }

    /// Adds the words and the letters of a text of the target at work.
    pub(super) fn add(&mut self, words: &Sparse, letters: &Sparse) {
        for (vector, touched) in [words, letters].into_iter().zip(&mut self.touched) {
            for (feature, weight) in vector.iter() {
                let sum = &mut self.sums[feature as usize];
                if *sum == 0.0 {
                    touched.push(feature);
                }
                *sum += weight;
            }
        }
    }

    /// Makes the means of what was added unit length, and goes on to the next target.
    pub(super) fn finish_target(&mut self) {
        for touched in &mut self.touched {
            let length = touched.iter().map(|&f| self.sums[f as usize].powi(2)).sum::<f32>().sqrt();
            for feature in touched.drain(..) {
                let mean = std::mem::take(&mut self.sums[feature as usize]) / length;
                self.entries.push((feature, self.targets as u32, mean));
            }
        }
        self.targets += 1;
    }

    /// Sorts the entries by feature; within a feature they stay in order of the targets.
    pub(super) fn finish(self) -> Rows {
        let mut starts = vec![0u32; self.sums.len() + 1];
        for &(feature, ..) in &self.entries {
            starts[feature as usize + 1] += 1;
        }
        for feature in 1..starts.len() {
            starts[feature] += starts[feature - 1];
        }
        let mut next = starts.clone();
        let steps = Steps::of(self.entries.iter().map(|(.., mean)| *mean));
        let mut entries = vec![(0, 0); self.entries.len()];
        for (feature, target, mean) in self.entries {
            let next = &mut next[feature as usize];
            entries[*next as usize] = (target, steps.count(mean));
            *next += 1;
        }
        let entries = if u16::try_from(self.targets).is_ok() {
            Entries::Few(entries.into_iter().map(|(target, mean)| (target as u16, mean)).collect())
        } else {
            Entries::Many(entries)
        };
        Rows { starts, entries, steps, is_fitted: false, count: self.targets }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_forgotten_has_no_entries_and_all_else_keeps_its_own() {
        let mut rows = RowsBuilder::new(4);
        for target in [&[(0, 1.0), (2, 1.0)][..], &[(0, 2.0), (1, 1.0), (2, 3.0), (3, 1.0)], &[(2, 1.0), (3, 2.0)]] {
            rows.add(&Sparse::new(target.to_vec()), &Sparse::default());
            rows.finish_target();
        }
        let mut rows = rows.finish();
        let entries = |rows: &Rows| -> Vec<Vec<(usize, i16)>> {
            let of = |feature| {
                let mut entries = Vec::new();
                rows.each_entry(feature, |target, weight| entries.push((target, weight)));
                entries
            };
            (0..4).map(of).collect()
        };
        let mut expected = entries(&rows);
        rows.forget(|feature| feature == 2);
        expected[2].clear();
        assert_eq!((entries(&rows), rows.len()), (expected, 5));
    }
}
