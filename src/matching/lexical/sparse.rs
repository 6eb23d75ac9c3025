//! Sparse vectors, and what they say of each target.

use bitcode::{Decode, Encode};
use std::ops::Range;

/// Index of a feature.
pub(super) type FeatureId = u32;

/// A sparse vector of unit length, sorted by feature.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Sparse(Vec<(FeatureId, f32)>);

impl Sparse {
    /// Makes a vector unit length; its features must come in order.
    pub(super) fn unit(mut vector: Vec<(FeatureId, f32)>) -> Sparse {
        let length = vector.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
        if length > 0.0 {
            vector.iter_mut().for_each(|(_, w)| *w /= length);
        }
        Sparse(vector)
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
    entries: Vec<Entry>,
    targets: usize,
    /// What one step of [`Entry::fitted`] is.
    step: f32,
}

/// A feature of a target.
#[derive(Clone, Copy, Debug, Encode, Decode)]
struct Entry {
    target: u32,
    /// Its number in the mean of the target's texts, of unit length, in steps of 1 / 32767.
    mean: i16,
    /// Its weight in the linear model.
    fitted: i16,
}

impl Rows {
    const STEPS: f32 = 32767.0;

    /// How many entries there are.
    pub(in super::super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Where the entries of a feature stand.
    pub(in super::super) fn entries_of(&self, feature: FeatureId) -> Range<usize> {
        self.starts[feature as usize] as usize..self.starts[feature as usize + 1] as usize
    }

    /// The target of an entry.
    pub(in super::super) fn target(&self, entry: usize) -> usize {
        self.entries[entry].target as usize
    }

    /// Sets the weights of the linear model, one an entry.
    pub(in super::super) fn set_fitted(&mut self, weights: &[f32]) {
        let largest = weights.iter().fold(0.0f32, |largest, w| largest.max(w.abs()));
        self.step = largest / Self::STEPS;
        for (entry, weight) in self.entries.iter_mut().zip(weights) {
            entry.fitted = if self.step > 0.0 { (weight / self.step).round() as i16 } else { 0 };
        }
    }

    /// How many targets there are.
    pub(super) fn targets(&self) -> usize {
        self.targets
    }

    /// Adds a feature of a question to what the question has in common with each target: to the cosines with the means,
    /// and to the linear model's sums.
    pub(super) fn add(&self, feature: FeatureId, weight: f32, means: &mut [f32], fitted: &mut [f32]) {
        let (of_mean, of_fitted) = (weight / Self::STEPS, weight * self.step);
        for entry in &self.entries[self.entries_of(feature)] {
            let target = entry.target as usize;
            means[target] += of_mean * f32::from(entry.mean);
            fitted[target] += of_fitted * f32::from(entry.fitted);
        }
    }
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

    /// Adds the words and the letters of a text of the target at work, with the text's share in the mean.
    pub(super) fn add(&mut self, words: &Sparse, letters: &Sparse, share: f32) {
        for (vector, touched) in [words, letters].into_iter().zip(&mut self.touched) {
            for (feature, weight) in vector.iter() {
                let sum = &mut self.sums[feature as usize];
                if *sum == 0.0 {
                    touched.push(feature);
                }
                *sum += weight * share;
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
        let mut entries = vec![Entry { target: 0, mean: 0, fitted: 0 }; self.entries.len()];
        for (feature, target, mean) in self.entries {
            let slot = &mut next[feature as usize];
            entries[*slot as usize] = Entry { target, mean: (mean * Rows::STEPS).round() as i16, fitted: 0 };
            *slot += 1;
        }
        Rows { starts, entries, targets: self.targets, step: 0.0 }
    }
}
