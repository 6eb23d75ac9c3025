//! What the commonest words and features of questions have in common with every target, worked out beforehand.
//!
//! Rows of a feature that most targets have, and of all the letter n-grams of a word, are longer than a row with a number
//! for every target; adding up the latter is what processors do fastest.

use bitcode::{Decode, Encode};
use rustc_hash::FxHashMap;

use super::super::vectors::Pack;
use super::super::weights::FIRST_LOOK;
use super::features::{Features, Letters, Usual};
use super::sparse::{FeatureId, Rows, Sparse};

/// So many numbers are kept at most; a byte each.
const LARGEST: usize = 1 << 20;
/// With fewer targets than this no row is worth its memory, of which many documents would take much.
const FEWEST: usize = 128;
/// A row is worth keeping if it stands for this many times as many entries as there are targets.
const WORTH: f32 = 0.25;
/// A feature saves this many times less than it seems: most are letters of words that have a row themselves.
const LETTERS_ALONE: usize = 4;

/// Rows with a number for every target: what [`Rows::add`] would add.
#[derive(Debug, Encode, Decode)]
pub(super) struct Dense {
    /// The row of a feature.
    features: FxHashMap<FeatureId, u32>,
    /// The row of all the letters of a word, by its number.
    words: FxHashMap<u32, u32>,
    rows: Pack,
}

/// What a row is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Row {
    Feature(FeatureId),
    Word(u32),
}

/// What a question has in common with every target.
#[derive(Debug)]
pub(in super::super) enum Common {
    /// The linear model's sum over words and letters: where there is one, it says all that they can tell at first sight.
    Fitted(Vec<f32>),
    /// The cosines with the mean of the target's texts, where there is no linear model.
    Means {
        /// Of words.
        words: Vec<f32>,
        /// Of letters.
        letters: Vec<f32>,
    },
}

impl Common {
    /// Adds what this says of each target at first sight.
    pub(in super::super) fn add_first_look(&self, looks: &mut [f32]) {
        let mut add = |values: &[f32], weight: f32| {
            looks.iter_mut().zip(values).for_each(|(look, value)| *look += weight * value);
        };
        match self {
            Common::Fitted(sums) => add(sums, FIRST_LOOK.fitted),
            Common::Means { words, letters } => {
                add(words, FIRST_LOOK.words);
                add(letters, FIRST_LOOK.letters);
            }
        }
    }

    /// The linear model's sum for a target; 0 where there is none.
    pub(in super::super) fn fitted(&self, target: usize) -> f32 {
        if let Common::Fitted(sums) = self { sums[target] } else { 0.0 }
    }

    /// The cosine of the letters with the mean of a target's texts; 0 where a linear model says what it tells.
    pub(in super::super) fn letters(&self, target: usize) -> f32 {
        if let Common::Means { letters, .. } = self { letters[target] } else { 0.0 }
    }
}

impl Dense {
    /// Works out the rows that save most, once `rows` have the weights of the linear model.
    pub(super) fn new(features: &Features, usual: &Usual, rows: &Rows) -> Dense {
        let targets = rows.targets();
        let entries = |feature: FeatureId| rows.entries_of(feature).len();
        let words = (0..).zip(&usual.words).map(|(word, &times)| {
            let entries: usize = features.letters_of(word).iter().map(|&gram| entries(gram)).sum();
            (entries, entries * times as usize, Row::Word(word))
        });
        let single = (0..).zip(&usual.features).map(|(feature, &times)| {
            let entries = entries(feature);
            (entries, entries * times as usize / LETTERS_ALONE, Row::Feature(feature))
        });
        let is_worth = |(entries, ..): &(usize, usize, Row)| *entries as f32 >= WORTH * targets as f32;
        let mut worth: Vec<(usize, usize, Row)> = words.chain(single).filter(is_worth).collect();
        worth.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.2.cmp(&b.2)));
        worth.truncate(if targets < FEWEST { 0 } else { LARGEST / targets });
        let mut dense = Dense { features: FxHashMap::default(), words: FxHashMap::default(), rows: Pack::new(targets) };
        let mut sums = vec![0.0; targets];
        for (at, (.., row)) in (0..).zip(worth) {
            sums.fill(0.0);
            match row {
                Row::Feature(feature) => {
                    rows.add(feature, 1.0, &mut sums);
                    dense.features.insert(feature, at);
                }
                Row::Word(word) => {
                    let grams = features.letters_of(word).iter();
                    grams.for_each(|&gram| rows.add(gram, features.idf(gram), &mut sums));
                    dense.words.insert(word, at);
                }
            }
            dense.rows.push(&sums);
        }
        dense
    }

    /// Whether there is a row of a feature.
    pub(super) fn has(&self, feature: FeatureId) -> bool {
        self.features.contains_key(&feature)
    }

    /// What a question has in common with each target.
    pub(super) fn common(&self, features: &Features, rows: &Rows, words: &Sparse, letters: &Letters) -> Common {
        let mut adding = Adding::new(self, rows);
        words.iter().for_each(|(feature, weight)| adding.feature(feature, weight));
        if rows.is_fitted() {
            adding.letters(features, letters);
            return Common::Fitted(adding.finish());
        }
        let words = adding.finish();
        let mut adding = Adding::new(self, rows);
        adding.letters(features, letters);
        Common::Means { words, letters: adding.finish() }
    }
}

/// Sums for every target at work.
struct Adding<'d> {
    dense: &'d Dense,
    rows: &'d Rows,
    sums: Vec<f32>,
    /// The rows that were worked out and are yet to be added, with their weights.
    worked_out: Vec<(u32, f32)>,
}

impl<'d> Adding<'d> {
    fn new(dense: &'d Dense, rows: &'d Rows) -> Self {
        Adding { dense, rows, sums: vec![0.0; rows.targets()], worked_out: Vec::with_capacity(64) }
    }

    fn feature(&mut self, feature: FeatureId, weight: f32) {
        match self.dense.features.get(&feature) {
            Some(&row) => self.worked_out.push((row, weight)),
            None => self.rows.add(feature, weight, &mut self.sums),
        }
    }

    fn letters(&mut self, features: &Features, letters: &Letters) {
        for &word in &letters.known {
            match self.dense.words.get(&word) {
                Some(&row) => self.worked_out.push((row, letters.scale)),
                None => self.grams(features, features.letters_of(word), letters.scale),
            }
        }
        self.grams(features, &letters.others, letters.scale);
    }

    fn grams(&mut self, features: &Features, grams: &[FeatureId], scale: f32) {
        grams.iter().for_each(|&gram| self.feature(gram, scale * features.idf(gram)));
    }

    fn finish(mut self) -> Vec<f32> {
        self.dense.rows.add_all(&mut self.worked_out, &mut self.sums);
        self.sums
    }
}
