//! The word vectors of the texts of many targets, target by target: what a question is compared with stands together.

use std::ops::Range;

use bitcode::{Decode, Encode};

use super::super::runs::Runs;
use super::sparse::{FeatureId, Sparse, Steps};

/// What one step of a [`Posting`]'s weight is.
const STEPS: f32 = 32767.0;
/// So many features of a target share a bucket on average.
const IN_A_BUCKET: usize = 8;
/// So many keys are compared at once: hardly a bucket has more.
const AT_ONCE: usize = 16;

/// The word vectors of all texts, by the features of each target.
#[derive(Debug, Default, Encode, Decode)]
pub(super) struct Texts {
    /// The [keys](Place::key) of the features that a target's texts have, in order, target by target …
    keys: Vec<u16>,
    /// … and what is known of each.
    features: Vec<Feature>,
    /// The texts that have a feature, feature by feature.
    postings: Vec<Posting>,
    /// The features of each bucket, of which a target has as many as make a search of one short …
    of_buckets: Runs,
    /// … their postings …
    postings_of_buckets: Runs,
    /// … and the buckets of each target.
    of_targets: Runs,
    /// What the features' numbers in the means are steps of.
    steps: Steps,
    /// How many texts each target has.
    counts: Vec<u32>,
    /// How many features there are of all kinds.
    count: usize,
}

/// What is known of a feature of a target.
#[derive(Clone, Copy, Debug, Encode, Decode)]
struct Feature {
    /// Its number in the mean of the target's texts, of unit length.
    mean: i16,
    /// Where its postings end among those of its bucket. Of more than this can tell, the last are compared with nothing.
    end: u16,
}

/// A text that has a feature.
#[derive(Clone, Copy, Debug, Encode, Decode)]
struct Posting {
    /// Its number among the target's texts.
    text: u16,
    weight: i16,
}

/// A feature that a question and a target have in common.
#[derive(Debug)]
pub(super) struct Shared {
    /// The question's weight.
    weight: f32,
    /// The number in the mean of the target's texts.
    mean: f32,
    /// The target's texts that have it.
    postings: Range<usize>,
}

impl Texts {
    /// What a question and a target have in common.
    pub(super) fn shared(&self, question: &Sparse, target: usize) -> impl Iterator<Item = Shared> {
        let buckets = self.of_targets.of(target);
        let (first, count) = (buckets.start, buckets.len());
        let spread = Spread::new(count, self.count);
        question.iter().filter(move |_| count > 0).filter_map(move |(feature, weight)| {
            let Place { bucket, key } = spread.place_of(feature);
            self.find(first + bucket, key, weight)
        })
    }

    /// The feature of a key in a bucket, and the question's weight of it.
    fn find(&self, bucket: usize, key: u16, weight: f32) -> Option<Shared> {
        let features = self.of_buckets.of(bucket);
        let (first, at) = (features.start, position(&self.keys, features, key)?);
        let Feature { mean, end } = self.features[at];
        let before = if at > first { self.features[at - 1].end } else { 0 };
        let start = self.postings_of_buckets.of(bucket).start;
        let postings = start + usize::from(before)..start + usize::from(end);
        Some(Shared { weight, mean: self.steps.number(mean), postings })
    }

    /// Ends buckets where what they have ends now, until there are so many.
    fn end_buckets(&mut self, count: usize) {
        for _ in self.of_buckets.len()..count {
            self.of_buckets.end(self.keys.len());
            self.postings_of_buckets.end(self.postings.len());
        }
    }

    /// The cosine of a question with the mean of a target's texts; `shared` is what [they have in common](Self::shared).
    pub(super) fn of_mean(shared: &[Shared]) -> f32 {
        shared.iter().map(|shared| shared.weight * shared.mean).sum()
    }

    /// The cosines of a question with each text of a target; `shared` likewise.
    pub(super) fn cosines(&self, target: usize, shared: &[Shared]) -> Vec<f32> {
        let mut cosines = vec![0.0; self.counts[target] as usize];
        for Shared { weight, postings, .. } in shared {
            let weight = weight / STEPS;
            for posting in &self.postings[postings.clone()] {
                cosines[usize::from(posting.text)] += weight * f32::from(posting.weight);
            }
        }
        cosines
    }
}

/// Where a key stands in a bucket of them.
fn position(keys: &[u16], bucket: Range<usize>, key: u16) -> Option<usize> {
    let rest = |from: usize| (from..bucket.end).find(|&at| keys[at] == key);
    // Always as many are compared, which a processor foresees, though the last ones may be of the next buckets.
    let Some(first) = keys[bucket.start..].first_chunk::<AT_ONCE>() else { return rest(bucket.start) };
    let same = (0..).zip(first).fold(0u32, |same, (place, other)| same | u32::from(*other == key) << place);
    match bucket.start + same.trailing_zeros() as usize {
        at if same != 0 => (at < bucket.end).then_some(at),
        _ => rest(bucket.start + AT_ONCE),
    }
}

/// How a target's buckets share all features out among them. Features are numbered by their hashes, so those of a target lie as
/// thick everywhere.
struct Spread {
    /// How many buckets there are for a feature, in parts of 2³².
    buckets: u64,
}

/// Where a feature stands among those of a target.
struct Place {
    bucket: usize,
    /// How far on it lies in its bucket, in parts of 2¹⁶: no other feature of the bucket lies there.
    key: u16,
}

impl Spread {
    fn new(buckets: usize, features: usize) -> Spread {
        Spread { buckets: ((buckets as u64) << 32) / features.max(1) as u64 }
    }

    /// So many buckets keep some of all features short, and their keys apart.
    fn buckets_of(some: usize, all: usize) -> usize {
        if some == 0 { 0 } else { some.div_ceil(IN_A_BUCKET).max(all.div_ceil(1 << u16::BITS)) }
    }

    /// Features that come in order have places in order.
    fn place_of(&self, feature: FeatureId) -> Place {
        let place = u64::from(feature) * self.buckets;
        Place { bucket: (place >> 32) as usize, key: (place >> 16) as u16 }
    }
}

/// Takes in the vectors of the texts of target after target.
#[derive(Debug)]
pub(super) struct TextsBuilder {
    texts: Texts,
    /// The numbers of the features in the means, target by target.
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
        let runs = || self.postings.chunk_by(|a, b| a.0 == b.0);
        let buckets = Spread::buckets_of(runs().count(), texts.count);
        let spread = Spread::new(buckets, texts.count);
        let first = texts.of_buckets.len();
        for run in runs() {
            let Place { bucket, key } = spread.place_of(run[0].0);
            texts.end_buckets(first + bucket);
            texts.postings.extend(run.iter().map(|(_, posting, _)| *posting));
            let before = texts.postings_of_buckets.last_end();
            let end = u16::try_from(texts.postings.len() - before).unwrap_or(u16::MAX);
            texts.keys.push(key);
            texts.features.push(Feature { mean: 0, end });
            self.means.push(run.iter().map(|(.., weight)| weight).sum());
        }
        texts.end_buckets(first + buckets);
        texts.of_targets.end(texts.of_buckets.len());
        let length = self.means[start..].iter().map(|mean| mean * mean).sum::<f32>().sqrt();
        self.means[start..].iter_mut().for_each(|mean| *mean /= length);
        texts.counts.push(std::mem::take(&mut self.count) as u32);
        self.postings.clear();
    }

    /// All texts.
    pub(super) fn finish(self) -> Texts {
        let mut texts = self.texts;
        texts.steps = Steps::of(self.means.iter().copied());
        for (feature, mean) in texts.features.iter_mut().zip(self.means) {
            feature.mean = texts.steps.count(mean);
        }
        texts.keys.shrink_to_fit();
        texts.features.shrink_to_fit();
        texts.postings.shrink_to_fit();
        texts.of_buckets.shrink_to_fit();
        texts.postings_of_buckets.shrink_to_fit();
        texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cosines_are_inner_products() {
        let vector = |entries: &[(FeatureId, f32)]| Sparse::unit(entries.to_vec());
        // A target of which one bucket has more than are compared at once, and one with none.
        let long: Vec<(FeatureId, f32)> = (0..6 * IN_A_BUCKET as u32).map(|feature| (feature * 2, 1.0)).collect();
        let all = [
            vec![vector(&[(1, 3.0), (4, 4.0)]), vector(&[(4, 1.0)])],
            vec![],
            vec![vector(&[(0, 1.0), (4, 1.0)])],
            vec![vector(&long), vector(&[(9, 1.0), (46, 2.0)])],
        ];
        let mut texts = TextsBuilder::new(100_000);
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
            let shared: Vec<Shared> = texts.shared(&question, target).collect();
            let found = texts.cosines(target, &shared);
            let expected: Vec<f32> = own.iter().map(of).collect();
            assert_eq!(found.len(), own.len());
            assert!(found.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-3), "{target}: {found:?} {expected:?}");
            // A single text is its own mean.
            let mean = Texts::of_mean(&shared);
            assert!(own.len() != 1 || (mean - expected[0]).abs() < 1e-3, "{target}: {mean}");
        }
    }
}
