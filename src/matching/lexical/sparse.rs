//! Sparse vectors, and what they say of each target.

use bitcode::{Decode, Encode};
use std::ops::Range;

use super::members::Members;

/// So few targets that have a feature are looked through faster than searched.
const FEW: usize = 8;

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
    /// `starts[f]..starts[f + 1]` are the entries of feature `f`; what is known of an entry stands in those below.
    starts: Vec<u32>,
    /// The target that has the feature.
    targets: Targets,
    /// Those that have a word which many have.
    members: Members,
    /// The feature's weight in the linear model or, where there is none, its number in the mean of the target's texts, of unit
    /// length.
    weights: Steps,
    /// Whether there is a linear model.
    is_fitted: bool,
    /// How many targets there are.
    count: usize,
}

/// Targets, in no more memory than they need.
#[derive(Debug, Encode, Decode)]
enum Targets {
    Few(Vec<u16>),
    Many(Vec<u32>),
}

/// Numbers as multiples of a step, so that the largest takes as many steps as there can be.
#[derive(Debug, Encode, Decode)]
struct Steps {
    numbers: Vec<i16>,
    step: f32,
}

impl Steps {
    fn new(numbers: &[f32]) -> Steps {
        let largest = numbers.iter().fold(0.0f32, |largest, number| largest.max(number.abs()));
        let step = largest / f32::from(i16::MAX);
        let in_steps = |number: &f32| if step > 0.0 { (number / step).round() as i16 } else { 0 };
        Steps { numbers: numbers.iter().map(in_steps).collect(), step }
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
        let entries = self.entries_of(feature);
        match &self.targets {
            Targets::Few(targets) => entries.clone().zip(&targets[entries]).for_each(|(at, &t)| take(at, t.into())),
            Targets::Many(targets) => entries.clone().zip(&targets[entries]).for_each(|(at, &t)| take(at, t as usize)),
        }
    }

    /// Finds the entries of a feature for some targets: `take` gets the place of each target that has it, and the entry.
    pub(super) fn find_each(&self, feature: FeatureId, targets: &[usize], mut take: impl FnMut(usize, usize)) {
        let entries = self.entries_of(feature);
        if let Some(having) = self.members.of(feature) {
            for (place, &target) in targets.iter().enumerate() {
                if let Some(at) = having.place(target) {
                    take(place, entries.start + at);
                }
            }
            return;
        }
        match &self.targets {
            Targets::Few(having) => find_each(&having[entries.clone()], entries.start, targets, take),
            Targets::Many(having) => find_each(&having[entries.clone()], entries.start, targets, take),
        }
    }

    /// Puts the weights of the linear model, one an entry, in place of the means.
    pub(in super::super) fn set_fitted(&mut self, weights: &[f32]) {
        self.weights = Steps::new(weights);
        self.is_fitted = true;
    }

    /// Forgets the entries of features from a first one on that are `known` elsewhere; the entries before stay where they are.
    pub(super) fn forget(&mut self, first: FeatureId, known: impl Fn(FeatureId) -> bool) {
        let (mut kept, mut ends) = (vec![true; self.len()], Vec::with_capacity(self.starts.len()));
        let mut end = 0;
        for feature in 0..self.starts.len() as FeatureId - 1 {
            let entries = self.entries_of(feature);
            if feature >= first && known(feature) {
                kept[entries].fill(false);
            } else {
                end += entries.len() as u32;
            }
            ends.push(end);
        }
        self.starts.truncate(1);
        self.starts.extend(ends);
        match &mut self.targets {
            Targets::Few(targets) => keep(targets, &kept),
            Targets::Many(targets) => keep(targets, &kept),
        }
        keep(&mut self.weights.numbers, &kept);
    }

    /// How many targets there are.
    pub(super) fn targets(&self) -> usize {
        self.count
    }

    /// Whether there is a linear model.
    pub(super) fn is_fitted(&self) -> bool {
        self.is_fitted
    }

    /// What is known of an entry, in steps.
    pub(super) fn steps(&self, entry: usize) -> i16 {
        self.weights.numbers[entry]
    }

    /// What a step is.
    pub(super) fn step(&self) -> f32 {
        self.weights.step
    }

    /// Adds a feature of a question to the linear model's sum for each target or, where there is no linear model, to the
    /// cosine with the target's mean.
    pub(super) fn add(&self, feature: FeatureId, weight: f32, sums: &mut [f32]) {
        let Steps { numbers, step } = &self.weights;
        let weight = weight * step;
        self.each_of(feature, |entry, target| sums[target] += weight * f32::from(numbers[entry]));
    }
}

/// Keeps what is to be kept of a list, in no more memory than it needs.
fn keep<T>(list: &mut Vec<T>, kept: &[bool]) {
    let mut kept = kept.iter();
    list.retain(|_| kept.next().is_some_and(|kept| *kept));
    list.shrink_to_fit();
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

    /// Sorts the entries by feature; within a feature they stay in order of the targets. So many features stand for words.
    pub(super) fn finish(self, words: FeatureId) -> Rows {
        let mut starts = vec![0u32; self.sums.len() + 1];
        for &(feature, ..) in &self.entries {
            starts[feature as usize + 1] += 1;
        }
        for feature in 1..starts.len() {
            starts[feature] += starts[feature - 1];
        }
        let mut next = starts.clone();
        let (mut targets, mut means) = (vec![0; self.entries.len()], vec![0.0; self.entries.len()]);
        for (feature, target, mean) in self.entries {
            let slot = next[feature as usize] as usize;
            targets[slot] = target;
            means[slot] = mean;
            next[feature as usize] += 1;
        }
        let mut members = Members::new(self.targets);
        for feature in 0..words {
            members.add(feature, &targets[starts[feature as usize] as usize..starts[feature as usize + 1] as usize]);
        }
        members.shrink_to_fit();
        let targets = if u16::try_from(self.targets).is_ok() {
            Targets::Few(targets.into_iter().map(|target| target as u16).collect())
        } else {
            Targets::Many(targets)
        };
        Rows { starts, targets, members, weights: Steps::new(&means), is_fitted: false, count: self.targets }
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
        let mut rows = rows.finish(4);
        let entries = |rows: &Rows| -> Vec<Vec<(usize, i16)>> {
            let of = |feature| {
                let mut entries = Vec::new();
                rows.each_of(feature, |entry, target| entries.push((target, rows.steps(entry))));
                entries
            };
            (0..4).map(of).collect()
        };
        let mut expected = entries(&rows);
        // The first feature is known elsewhere too, but stands before those that may be forgotten.
        rows.forget(1, |feature| feature == 0 || feature == 2);
        expected[2].clear();
        assert_eq!((entries(&rows), rows.len()), (expected, 5));
    }
}
