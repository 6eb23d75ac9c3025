//! The word vectors of the texts of many targets.

use std::ops::Range;

use bitcode::{Decode, Encode};

use super::sparse::{FeatureId, Rows, Sparse};

/// What one step of a [`Posting`]'s weight is.
const STEPS: f32 = 32767.0;

/// What stands for the place of the cosines of a target that was not asked for.
const NOT_ASKED: u32 = u32::MAX;

/// The vectors of all texts, stored by feature and target as [`Rows`] are: comparing a question with all texts of some
/// targets goes through its own rows once, and searches nothing.
#[derive(Debug, Encode, Decode)]
pub(super) struct Texts {
    /// Where the postings of each entry of the rows end, as far as these are of words; those of the first start at 0.
    ends: Vec<u32>,
    postings: Vec<Posting>,
    /// How many texts each target has.
    counts: Vec<u32>,
}

/// A text that has a feature.
#[derive(Clone, Copy, Debug, Default, Encode, Decode)]
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
    /// The cosines of a question with each text of some targets, each given once.
    pub(super) fn cosines(&self, targets: &[usize], rows: &Rows, question: &Sparse) -> Cosines {
        let (mut ranges, mut end) = (Vec::with_capacity(targets.len()), 0);
        // Where a target's cosines start.
        let mut start_of = vec![NOT_ASKED; self.counts.len()];
        for &target in targets {
            start_of[target] = end as u32;
            ranges.push(end..end + self.counts[target] as usize);
            end += self.counts[target] as usize;
        }
        let mut values = vec![0.0; end];
        for (feature, weight) in question.iter() {
            let weight = weight / STEPS;
            rows.each_of(feature, |entry, target| {
                let start = start_of[target];
                if start == NOT_ASKED {
                    return;
                }
                let from = entry.checked_sub(1).map_or(0, |before| self.ends[before]);
                for posting in &self.postings[from as usize..self.ends[entry] as usize] {
                    values[start as usize + usize::from(posting.text)] += weight * f32::from(posting.weight);
                }
            });
        }
        Cosines { values, ranges }
    }
}

/// Takes in the vectors of the texts of target after target.
#[derive(Debug, Default)]
pub(super) struct TextsBuilder {
    /// Feature, target and posting, in order of targets and texts.
    postings: Vec<(FeatureId, u32, Posting)>,
    counts: Vec<u32>,
    /// How many texts the target at work has so far.
    count: usize,
}

impl TextsBuilder {
    /// Adds a text of the target at work. A text behind the 65,536th of a target is compared with nothing.
    pub(super) fn add(&mut self, text: &Sparse) {
        if let Ok(at) = u16::try_from(self.count) {
            let target = self.counts.len() as u32;
            let posting = |weight: f32| Posting { text: at, weight: (weight * STEPS).round() as i16 };
            self.postings.extend(text.iter().map(|(feature, weight)| (feature, target, posting(weight))));
        }
        self.count += 1;
    }

    /// Goes on to the next target.
    pub(super) fn finish_target(&mut self) {
        self.counts.push(std::mem::take(&mut self.count) as u32);
    }

    /// Puts the postings in the order of the entries of `rows`, whose first `words` features are words.
    pub(super) fn finish(self, rows: &Rows, words: usize) -> Texts {
        let mut next = vec![0u32; words + 1];
        for &(feature, ..) in &self.postings {
            next[feature as usize + 1] += 1;
        }
        for feature in 1..next.len() {
            next[feature] += next[feature - 1];
        }
        let mut sorted = vec![(0, Posting::default()); self.postings.len()];
        for (feature, target, posting) in self.postings {
            let slot = &mut next[feature as usize];
            sorted[*slot as usize] = (target, posting);
            *slot += 1;
        }
        // `next` now has where each feature ends.
        let (mut ends, mut at) = (Vec::new(), 0);
        for (feature, &end) in (0..words as FeatureId).zip(&next) {
            rows.each_of(feature, |_, target| {
                at += sorted[at..end as usize].iter().take_while(|(other, _)| *other as usize == target).count();
                ends.push(at as u32);
            });
        }
        ends.shrink_to_fit();
        Texts { ends, postings: sorted.into_iter().map(|(_, posting)| posting).collect(), counts: self.counts }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sparse::RowsBuilder;
    use super::*;

    #[test]
    fn cosines_are_inner_products() {
        let vector = |entries: &[(FeatureId, f32)]| Sparse::unit(entries.to_vec());
        let all =
            [vec![vector(&[(1, 3.0), (4, 4.0)]), vector(&[(4, 1.0)])], vec![], vec![vector(&[(0, 1.0), (4, 1.0)])]];
        let (mut texts, mut rows) = (TextsBuilder::default(), RowsBuilder::new(10));
        for target in &all {
            for text in target {
                texts.add(text);
                rows.add(text, &Sparse::default(), 1.0);
            }
            texts.finish_target();
            rows.finish_target();
        }
        let rows = rows.finish();
        let texts = texts.finish(&rows, 10);
        let question = vector(&[(0, 1.0), (3, 2.0), (4, 2.0), (9, 1.0)]);
        let asked = [2, 0, 1];
        let found = texts.cosines(&asked, &rows, &question);
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
