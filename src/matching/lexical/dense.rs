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
const LARGEST: usize = 3 << 19;
/// With fewer targets than this no row is worth its memory, of which many documents would take much.
const FEWEST: usize = 128;
/// A row is worth keeping if it stands for this many times as many entries as there are targets.
const WORTH: f32 = 0.25;
/// A feature saves this many times less than it seems: most are letters of words that have a row themselves.
const LETTERS_ALONE: usize = 4;

/// Rows with a number for every target.
#[derive(Debug, Encode, Decode)]
pub(super) struct Dense {
    /// The row of a feature.
    features: FxHashMap<FeatureId, u32>,
    /// The row of all the letters of a word, by its number.
    words: FxHashMap<u32, u32>,
    means: Pack,
    /// Empty where there is no linear model.
    fitted: Pack,
}

/// What a row is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Row {
    Feature(FeatureId),
    Word(u32),
}

/// What a question has in common with every target.
#[derive(Debug)]
pub(in super::super) struct Common {
    /// The cosine of the words with the mean of the target's.
    pub(in super::super) words: Vec<f32>,
    /// The same of letters, if there is no linear model, or else empty: where there is one, it says all that they can tell.
    pub(in super::super) letters: Vec<f32>,
    /// The linear model's sum over both.
    pub(in super::super) fitted: Vec<f32>,
}

impl Common {
    /// Adds what this says of each target at first sight.
    pub(in super::super) fn add_first_look(&self, looks: &mut [f32]) {
        for (look, (words, fitted)) in looks.iter_mut().zip(self.words.iter().zip(&self.fitted)) {
            *look += FIRST_LOOK.words * words + FIRST_LOOK.fitted * fitted;
        }
        for (look, letters) in looks.iter_mut().zip(&self.letters) {
            *look += FIRST_LOOK.letters * letters;
        }
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
        worth.truncate(if targets < FEWEST { 0 } else { LARGEST / (2 * targets) });
        let mut dense = Dense {
            features: FxHashMap::default(),
            words: FxHashMap::default(),
            means: Pack::new(targets),
            fitted: Pack::new(targets),
        };
        let is_letters = |row: &Row| !matches!(row, Row::Feature(feature) if *feature < features.first_of_letters());
        // Of letters the means are not [needed](Common::letters) where there is a linear model, so they stand behind.
        worth.sort_by_key(|(.., row)| is_letters(row));
        let (mut means, mut fitted) = (vec![0.0; targets], vec![0.0; targets]);
        for (at, (.., row)) in (0..).zip(worth) {
            means.fill(0.0);
            fitted.fill(0.0);
            match row {
                Row::Feature(feature) => {
                    rows.add(feature, 1.0, &mut means, &mut fitted);
                    dense.features.insert(feature, at);
                }
                Row::Word(word) => {
                    let grams = features.letters_of(word).iter();
                    grams.for_each(|&gram| rows.add(gram, features.idf(gram), &mut means, &mut fitted));
                    dense.words.insert(word, at);
                }
            }
            if !rows.is_fitted() || !is_letters(&row) {
                dense.means.push(&means);
            }
            if rows.is_fitted() {
                dense.fitted.push(&fitted);
            }
        }
        dense
    }

    /// What a question has in common with each target.
    pub(super) fn common(&self, features: &Features, rows: &Rows, words: &Sparse, letters: &Letters) -> Common {
        let zeros = || vec![0.0; rows.targets()];
        let (mut of_words, mut of_letters, mut fitted) = (zeros(), Vec::new(), zeros());
        for (feature, weight) in words.iter() {
            match self.features.get(&feature) {
                Some(&row) => {
                    self.means.add(row as usize, weight, &mut of_words);
                    if rows.is_fitted() {
                        self.fitted.add(row as usize, weight, &mut fitted);
                    }
                }
                None => rows.add(feature, weight, &mut of_words, &mut fitted),
            }
        }
        if rows.is_fitted() {
            let add = |feature, weight, fitted: &mut [f32]| rows.add_fitted(feature, weight, fitted);
            self.add_letters(&self.fitted, features, letters, add, &mut fitted);
        } else {
            of_letters = zeros();
            let add = |feature, weight, means: &mut [f32]| rows.add_means(feature, weight, means);
            self.add_letters(&self.means, features, letters, add, &mut of_letters);
        }
        Common { words: of_words, letters: of_letters, fitted }
    }

    /// Adds the letters of a question to `sums`, from the rows that were worked out where there are such.
    fn add_letters(
        &self,
        worked_out: &Pack,
        features: &Features,
        letters: &Letters,
        add: impl Fn(FeatureId, f32, &mut [f32]),
        sums: &mut [f32],
    ) {
        let scale = letters.scale();
        for (word, grams) in letters.words() {
            if let Some(&row) = word.and_then(|word| self.words.get(&word)) {
                worked_out.add(row as usize, scale, sums);
                continue;
            }
            for &gram in grams {
                let weight = scale * features.idf(gram);
                match self.features.get(&gram) {
                    Some(&row) => worked_out.add(row as usize, weight, sums),
                    None => add(gram, weight, sums),
                }
            }
        }
    }
}
