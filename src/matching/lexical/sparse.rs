//! Sparse vectors, and what they say of each target.

use bitcode::{Decode, Encode};
use std::ops::Range;

/// So few targets that have a feature are looked through faster than searched.
const FEW: usize = 8;

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
    /// `starts[f]..starts[f + 1]` are the entries of feature `f`; what is known of an entry stands in the two below.
    starts: Vec<u32>,
    /// The target that has the feature.
    targets: Targets,
    entries: Entries,
    /// How many targets there are.
    count: usize,
}

/// Targets, in no more memory than they need.
#[derive(Debug, Encode, Decode)]
enum Targets {
    Few(Vec<u16>),
    Many(Vec<u32>),
}

/// What is known of each entry.
#[derive(Debug, Encode, Decode)]
enum Entries {
    /// The feature's number in the mean of the target's texts, of unit length, in steps of 1 / 32767.
    Means(Vec<i16>),
    /// The same, and beside it the feature's weight in the linear model, in steps of this.
    Fitted(Vec<[i16; 2]>, f32),
}

impl Rows {
    const STEPS: f32 = 32767.0;

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
        let entries = self.entries_of(feature);
        match &self.targets {
            Targets::Few(targets) => entries.clone().zip(&targets[entries]).for_each(|(at, &t)| take(at, t.into())),
            Targets::Many(targets) => entries.clone().zip(&targets[entries]).for_each(|(at, &t)| take(at, t as usize)),
        }
    }

    /// Finds the entries of a feature for some targets: `take` gets the place of each target that has it, and the entry.
    pub(super) fn find_each(&self, feature: FeatureId, targets: &[usize], take: impl FnMut(usize, usize)) {
        let entries = self.entries_of(feature);
        match &self.targets {
            Targets::Few(having) => find_each(&having[entries.clone()], entries.start, targets, take),
            Targets::Many(having) => find_each(&having[entries.clone()], entries.start, targets, take),
        }
    }

    /// Sets the weights of the linear model, one an entry.
    pub(in super::super) fn set_fitted(&mut self, weights: &[f32]) {
        let largest = weights.iter().fold(0.0f32, |largest, w| largest.max(w.abs()));
        let step = largest / Self::STEPS;
        let in_steps = |weight: &f32| if step > 0.0 { (weight / step).round() as i16 } else { 0 };
        if let Entries::Means(means) = &self.entries {
            let both = means.iter().zip(weights).map(|(mean, weight)| [*mean, in_steps(weight)]).collect();
            self.entries = Entries::Fitted(both, step);
        }
    }

    /// How many targets there are.
    pub(super) fn targets(&self) -> usize {
        self.count
    }

    /// Whether there is a linear model.
    pub(super) fn is_fitted(&self) -> bool {
        matches!(self.entries, Entries::Fitted(..))
    }

    /// Adds a feature of a question to the cosines with the means, where there is no linear model.
    pub(super) fn add_means(&self, feature: FeatureId, weight: f32, means: &mut [f32]) {
        if let Entries::Means(all) = &self.entries {
            let weight = weight / Self::STEPS;
            self.each_of(feature, |at, target| means[target] += weight * f32::from(all[at]));
        }
    }

    /// Adds a feature of a question to the linear model's sums, if there is one.
    pub(super) fn add_fitted(&self, feature: FeatureId, weight: f32, fitted: &mut [f32]) {
        if let Entries::Fitted(all, step) = &self.entries {
            let weight = weight * step;
            self.each_of(feature, |at, target| fitted[target] += weight * f32::from(all[at][1]));
        }
    }

    /// Adds a feature of a question to what the question has in common with each target: to the cosines with the means,
    /// and to the linear model's sums.
    pub(super) fn add(&self, feature: FeatureId, weight: f32, means: &mut [f32], fitted: &mut [f32]) {
        let of_mean = weight / Self::STEPS;
        match &self.entries {
            Entries::Means(_) => self.add_means(feature, weight, means),
            Entries::Fitted(all, step) => self.each_of(feature, |at, target| {
                let [mean, fit] = all[at];
                means[target] += of_mean * f32::from(mean);
                fitted[target] += weight * step * f32::from(fit);
            }),
        }
    }
}

/// Finds each of some targets among those that have a feature, sorted; their entries begin at `start`.
fn find_each<T: Copy + Into<u64>>(having: &[T], start: usize, targets: &[usize], mut take: impl FnMut(usize, usize)) {
    if having.len() <= FEW {
        for (entry, &having) in (start..).zip(having) {
            if let Some(place) = targets.iter().position(|&target| target as u64 == having.into()) {
                take(place, entry);
            }
        }
        return;
    }
    for (place, &target) in targets.iter().enumerate() {
        if let Ok(at) = having.binary_search_by_key(&(target as u64), |having| (*having).into()) {
            take(place, start + at);
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
        let (mut targets, mut means) = (vec![0; self.entries.len()], vec![0; self.entries.len()]);
        for (feature, target, mean) in self.entries {
            let slot = next[feature as usize] as usize;
            targets[slot] = target;
            means[slot] = (mean * Rows::STEPS).round() as i16;
            next[feature as usize] += 1;
        }
        let targets = if u16::try_from(self.targets).is_ok() {
            Targets::Few(targets.into_iter().map(|target| target as u16).collect())
        } else {
            Targets::Many(targets)
        };
        Rows { starts, targets, entries: Entries::Means(means), count: self.targets }
    }
}
