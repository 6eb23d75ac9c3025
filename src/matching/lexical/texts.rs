//! The word vectors of the texts of many targets, target by target: what a question is compared with stands together.

use bitcode::{Decode, Encode};

use super::super::runs::Runs;
use super::sparse::{FeatureId, Sparse, Steps};

/// What one step of a [`Posting`]'s weight is.
const STEPS: f32 = 32767.0;
/// So many features of a target share a bucket on average.
const IN_A_BUCKET: usize = 8;

/// The word vectors of all texts, by the features of each target.
#[derive(Debug, Default, Encode, Decode)]
pub(super) struct Texts {
    /// The features that a target's texts have, in order, target by target …
    features: Vec<FeatureId>,
    /// … those of each bucket, of which a target has as many as make a search of one short …
    of_buckets: Runs,
    /// … the buckets of each target …
    of_targets: Runs,
    /// … and the number of each feature in the mean of the target's texts, of unit length.
    means: Steps,
    /// The texts that have a feature …
    postings: Vec<Posting>,
    /// … of each of the features above.
    of_features: Runs,
    /// How many texts each target has.
    counts: Vec<u32>,
    /// How many features there are of all kinds.
    count: usize,
}

/// A text that has a feature.
#[derive(Clone, Copy, Debug, Encode, Decode)]
struct Posting {
    /// Its number among the target's texts.
    text: u16,
    weight: i16,
}

impl Texts {
    /// Finds what a question and a target have in common: `take` gets the question's weight of every feature that the target
    /// has, and where it stands among all features.
    pub(super) fn shared(&self, question: &Sparse, target: usize, mut take: impl FnMut(f32, u32)) {
        let buckets = self.of_targets.of(target);
        if buckets.is_empty() {
            return;
        }
        let spread = Spread::new(buckets.len(), self.count);
        for (feature, weight) in question.iter() {
            let bucket = self.of_buckets.of(buckets.start + spread.bucket_of(feature));
            if let Some(at) = self.features[bucket.clone()].iter().position(|other| *other == feature) {
                take(weight, (bucket.start + at) as u32);
            }
        }
    }

    /// Puts the features of the last target, which stand from `start` on, into buckets.
    fn end_buckets(&mut self, start: usize) {
        let features = &self.features[start..];
        let buckets = features.len().div_ceil(IN_A_BUCKET);
        let spread = Spread::new(buckets, self.count);
        for bucket in 0..buckets {
            let end = features.partition_point(|feature| spread.bucket_of(*feature) <= bucket);
            self.of_buckets.end(start + end);
        }
        self.of_targets.end(self.of_buckets.len());
    }

    /// The cosine of a question with the mean of a target's texts; `shared` is what [they have in common](Self::shared).
    pub(super) fn of_mean(&self, shared: &[(f32, u32)]) -> f32 {
        shared.iter().map(|&(weight, at)| weight * self.means.get(at as usize)).sum()
    }

    /// The cosines of a question with each text of a target; `shared` likewise.
    pub(super) fn cosines(&self, target: usize, shared: &[(f32, u32)]) -> Vec<f32> {
        let mut cosines = vec![0.0; self.counts[target] as usize];
        for &(weight, at) in shared {
            let weight = weight / STEPS;
            for posting in &self.postings[self.of_features.of(at as usize)] {
                cosines[usize::from(posting.text)] += weight * f32::from(posting.weight);
            }
        }
        cosines
    }
}

/// How a target's buckets share all features out among them. Features are numbered by their hashes, so those of a target lie as
/// thick everywhere.
struct Spread {
    /// How many buckets there are for a feature, in parts of 2³².
    buckets: u64,
}

impl Spread {
    fn new(buckets: usize, features: usize) -> Spread {
        Spread { buckets: ((buckets as u64) << 32) / features.max(1) as u64 }
    }

    /// Features that come in order have buckets in order.
    fn bucket_of(&self, feature: FeatureId) -> usize {
        ((u64::from(feature) * self.buckets) >> 32) as usize
    }
}

/// Takes in the vectors of the texts of target after target.
#[derive(Debug)]
pub(super) struct TextsBuilder {
    texts: Texts,
    means: Vec<f32>,
    /// What the texts of the target at work have, text by text …
    postings: Vec<(FeatureId, Posting, f32)>,
    /// … of which there are so many.
    count: usize,
}

impl TextsBuilder {
    /// For texts of as many `features` of all kinds.
    pub(super) fn new(features: usize) -> TextsBuilder {
        let texts = Texts { count: features, ..Texts::default() };
        TextsBuilder { texts, means: Vec::new(), postings: Vec::new(), count: 0 }
    }

    /// Adds a text of the target at work. A text behind the 65,535th of a target is compared with nothing.
    pub(super) fn add(&mut self, text: &Sparse) {
        if let Some(at) = u16::try_from(self.count).ok().filter(|at| *at < u16::MAX) {
            let posting = |weight: f32| Posting { text: at, weight: (weight * STEPS).round() as i16 };
            self.postings.extend(text.iter().map(|(feature, weight)| (feature, posting(weight), weight)));
        }
        self.count += 1;
    }

    /// Makes the mean of what was added unit length, and goes on to the next target.
    pub(super) fn finish_target(&mut self) {
        let texts = &mut self.texts;
        // The order of the texts stays.
        self.postings.sort_by_key(|(feature, ..)| *feature);
        let start = self.means.len();
        for run in self.postings.chunk_by(|a, b| a.0 == b.0) {
            texts.features.push(run[0].0);
            texts.postings.extend(run.iter().map(|(_, posting, _)| *posting));
            texts.of_features.end(texts.postings.len());
            self.means.push(run.iter().map(|(.., weight)| weight).sum());
        }
        let length = self.means[start..].iter().map(|mean| mean * mean).sum::<f32>().sqrt();
        self.means[start..].iter_mut().for_each(|mean| *mean /= length);
        texts.end_buckets(start);
        texts.counts.push(std::mem::take(&mut self.count) as u32);
        self.postings.clear();
    }

    /// All texts.
    pub(super) fn finish(self) -> Texts {
        let mut texts = Texts { means: Steps::new(&self.means), ..self.texts };
        texts.features.shrink_to_fit();
        texts.postings.shrink_to_fit();
        texts.of_buckets.shrink_to_fit();
        texts.of_features.shrink_to_fit();
        texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cosines_are_inner_products() {
        let vector = |entries: &[(FeatureId, f32)]| Sparse::unit(entries.to_vec());
        // A target of many buckets, and one with none.
        let long: Vec<(FeatureId, f32)> = (0..6 * IN_A_BUCKET as u32).map(|feature| (feature * 2, 1.0)).collect();
        let all = [
            vec![vector(&[(1, 3.0), (4, 4.0)]), vector(&[(4, 1.0)])],
            vec![],
            vec![vector(&[(0, 1.0), (4, 1.0)])],
            vec![vector(&long), vector(&[(9, 1.0), (46, 2.0)])],
        ];
        let mut texts = TextsBuilder::new(200);
        for target in &all {
            target.iter().for_each(|text| texts.add(text));
            texts.finish_target();
        }
        let texts = texts.finish();
        let question = vector(&[(0, 1.0), (3, 2.0), (4, 2.0), (9, 1.0), (46, 3.0), (99, 1.0)]);
        let of = |text: &Sparse| -> f32 {
            text.iter().map(|(f, w)| w * question.iter().find(|q| q.0 == f).map_or(0.0, |q| q.1)).sum()
        };
        for (target, own) in all.iter().enumerate() {
            let mut shared = Vec::new();
            texts.shared(&question, target, |weight, at| shared.push((weight, at)));
            let found = texts.cosines(target, &shared);
            let expected: Vec<f32> = own.iter().map(of).collect();
            assert_eq!(found.len(), own.len());
            assert!(found.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-3), "{target}: {found:?} {expected:?}");
            // A single text is its own mean.
            let mean = texts.of_mean(&shared);
            assert!(own.len() != 1 || (mean - expected[0]).abs() < 1e-3, "{target}: {mean}");
        }
    }
}
