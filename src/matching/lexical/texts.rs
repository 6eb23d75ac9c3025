//! The word vectors of the texts of many targets, target by target: what a question is compared with stands together.

use bitcode::{Decode, Encode};

use super::super::runs::Runs;
use super::sparse::{FeatureId, Sparse, Steps};

/// What one step of a [`Posting`]'s weight is.
const STEPS: f32 = 32767.0;
/// So many features are compared at a time.
const CHUNK: usize = 16;

/// The word vectors of all texts, by the features of each target.
#[derive(Debug, Default, Encode, Decode)]
pub(super) struct Texts {
    /// The features that a target's texts have, in order, target by target …
    features: Vec<FeatureId>,
    /// … those of each target …
    of_targets: Runs,
    /// … and the number of each in the mean of the target's texts, of unit length.
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
        let run = self.of_targets.of(target);
        let features = &self.features[run.clone()];
        for (feature, weight) in question.iter() {
            if let Some(at) = place_of(feature, features, self.count) {
                take(weight, (run.start + at) as u32);
            }
        }
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

/// Where a feature stands among some, in order, of as many as `count`. Features are numbered by their hashes, so it will stand
/// about as far among these as among all: a search begins there, and counts what is below instead of guessing.
fn place_of(feature: FeatureId, features: &[FeatureId], count: usize) -> Option<usize> {
    let likely = feature as usize * features.len() / count.max(1);
    let mut at = likely.saturating_sub(CHUNK / 2);
    let below = |at: usize| {
        let chunk = &features[at..features.len().min(at + CHUNK)];
        chunk.iter().filter(|other| **other < feature).count()
    };
    let mut found = below(at);
    while found == CHUNK {
        at += CHUNK;
        found = below(at);
    }
    while found == 0 && at > 0 {
        at = at.saturating_sub(CHUNK);
        found = below(at);
    }
    (features.get(at + found) == Some(&feature)).then_some(at + found)
}

/// Takes in the vectors of the texts of target after target.
#[derive(Debug, Default)]
pub(super) struct TextsBuilder {
    texts: Texts,
    means: Vec<f32>,
    /// What the texts of the target at work have, text by text …
    postings: Vec<(FeatureId, Posting, f32)>,
    /// … of which there are so many.
    count: usize,
}

impl TextsBuilder {
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
        texts.of_targets.end(texts.features.len());
        texts.counts.push(std::mem::take(&mut self.count) as u32);
        self.postings.clear();
    }

    /// All texts; there are so many features of all kinds.
    pub(super) fn finish(self, count: usize) -> Texts {
        let mut texts = Texts { means: Steps::new(&self.means), count, ..self.texts };
        texts.features.shrink_to_fit();
        texts.postings.shrink_to_fit();
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
        // A target of more features than are compared at a time, and one with none.
        let long: Vec<(FeatureId, f32)> = (0..3 * CHUNK as u32).map(|feature| (feature * 2, 1.0)).collect();
        let all = [
            vec![vector(&[(1, 3.0), (4, 4.0)]), vector(&[(4, 1.0)])],
            vec![],
            vec![vector(&[(0, 1.0), (4, 1.0)])],
            vec![vector(&long), vector(&[(9, 1.0), (46, 2.0)])],
        ];
        let mut texts = TextsBuilder::default();
        for target in &all {
            target.iter().for_each(|text| texts.add(text));
            texts.finish_target();
        }
        let texts = texts.finish(200);
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
