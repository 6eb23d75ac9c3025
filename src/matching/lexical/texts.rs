//! The word vectors of the texts of many targets.

use std::ops::Range;

use bitcode::{Decode, Encode};

use super::super::runs::Runs;
use super::sparse::{FeatureId, Sparse};

/// What one step of a [`Posting`]'s weight is.
const STEPS: f32 = 32767.0;

/// The vectors of all texts, stored by target and within it by feature: what a few targets have stands together, so
/// comparing a question with all their texts reads memory in one go.
#[derive(Debug, Default, Encode, Decode)]
pub(super) struct Texts {
    /// The features that each target's texts have, sorted, target by target.
    features: Vec<FeatureId>,
    /// Those of each target.
    of_targets: Runs,
    postings: Vec<Posting>,
    /// Those of each feature of a target.
    of_features: Runs,
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

/// The cosines of a question with each text of some targets.
#[derive(Debug)]
pub(in super::super) struct Cosines {
    /// Target after target.
    values: Vec<f32>,
    /// Where those of each target stand, in the order they were asked for.
    ranges: Vec<Range<usize>>,
}

impl Cosines {
    /// Those of the target that was asked for in this place.
    pub(in super::super) fn of(&self, place: usize) -> &[f32] {
        &self.values[self.ranges[place].clone()]
    }
}

impl Texts {
    /// The cosines of a question with each text of some targets.
    pub(super) fn cosines(&self, targets: &[usize], question: &Sparse) -> Cosines {
        let (mut ranges, mut end) = (Vec::with_capacity(targets.len()), 0);
        for &target in targets {
            let start = end;
            end += self.counts[target] as usize;
            ranges.push(start..end);
        }
        let mut values = vec![0.0; end];
        for (&target, range) in targets.iter().zip(&ranges) {
            self.add(target, question, &mut values[range.clone()]);
        }
        Cosines { values, ranges }
    }

    /// Adds the cosines of a question with each text of a target.
    fn add(&self, target: usize, question: &Sparse, cosines: &mut [f32]) {
        let Range { start: mut from, end } = self.of_targets.of(target);
        for (feature, weight) in question.iter() {
            // Both are sorted, so the next one stands further on.
            let found = self.features[from..end].binary_search(&feature);
            from += found.unwrap_or_else(|next| next);
            if found.is_ok() {
                let weight = weight / STEPS;
                for posting in &self.postings[self.of_features.of(from)] {
                    cosines[usize::from(posting.text)] += weight * f32::from(posting.weight);
                }
            }
        }
    }
}

/// Takes in the vectors of the texts of target after target.
#[derive(Debug, Default)]
pub(super) struct TextsBuilder {
    texts: Texts,
    /// The postings of the target at work with their features, text by text.
    postings: Vec<(FeatureId, Posting)>,
    /// How many texts it has so far.
    count: usize,
}

impl TextsBuilder {
    /// Adds a text of the target at work. A text behind the 65,536th of a target is compared with nothing.
    pub(super) fn add(&mut self, text: &Sparse) {
        if let Ok(at) = u16::try_from(self.count) {
            let posting = |weight: f32| Posting { text: at, weight: (weight * STEPS).round() as i16 };
            self.postings.extend(text.iter().map(|(feature, weight)| (feature, posting(weight))));
        }
        self.count += 1;
    }

    /// Goes on to the next target.
    pub(super) fn finish_target(&mut self) {
        let Texts { features, of_targets, postings, of_features, counts } = &mut self.texts;
        // The order of the texts stays.
        self.postings.sort_by_key(|(feature, _)| *feature);
        for run in self.postings.chunk_by(|a, b| a.0 == b.0) {
            features.push(run[0].0);
            postings.extend(run.iter().map(|(_, posting)| *posting));
            of_features.end(postings.len());
        }
        self.postings.clear();
        of_targets.end(features.len());
        counts.push(std::mem::take(&mut self.count) as u32);
    }

    /// All texts.
    pub(super) fn finish(mut self) -> Texts {
        self.texts.features.shrink_to_fit();
        self.texts.postings.shrink_to_fit();
        self.texts.of_features.shrink_to_fit();
        self.texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cosines_are_inner_products() {
        let vector = |entries: &[(FeatureId, f32)]| Sparse::unit(entries.to_vec());
        let all =
            [vec![vector(&[(1, 3.0), (4, 4.0)]), vector(&[(4, 1.0)])], vec![], vec![vector(&[(0, 1.0), (4, 1.0)])]];
        let mut texts = TextsBuilder::default();
        for target in &all {
            target.iter().for_each(|text| texts.add(text));
            texts.finish_target();
        }
        let texts = texts.finish();
        let question = vector(&[(0, 1.0), (3, 2.0), (4, 2.0), (9, 1.0)]);
        let asked = [2, 0, 1];
        let found = texts.cosines(&asked, &question);
        for (place, at) in asked.into_iter().enumerate() {
            let of = |text: &Sparse| -> f32 {
                text.iter().map(|(f, w)| w * question.iter().find(|q| q.0 == f).map_or(0.0, |q| q.1)).sum()
            };
            let found = found.of(place);
            assert_eq!(found.len(), all[at].len());
            assert!(
                found.iter().zip(&all[at]).all(|(cosine, text)| (cosine - of(text)).abs() < 1e-3),
                "{at}: {found:?}"
            );
        }
    }
}
