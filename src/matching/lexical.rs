//! Lexical likeness: a question against everything that is known of a target, by words, word pairs and letters.
//!
//! Words and pairs catch what is said, letter n-grams catch inflections, compounds and what is left of a misspelt
//! word; together they beat either alone (`../shared/notes/matching.md` measured both on three public sets).

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use super::terms::Token;
use crate::text::WordClass;

/// Letter n-grams have from this many letters, the space before and after the word included …
const SHORTEST_GRAM: usize = 2;
/// … to this many.
const LONGEST_GRAM: usize = 5;

/// Index of a feature.
type FeatureId = u32;

/// A sparse vector of unit length, sorted by feature.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sparse(Vec<(FeatureId, f32)>);

impl Sparse {
    /// The cosine of two vectors of unit length.
    pub(crate) fn dot(&self, other: &Sparse) -> f32 {
        let (mut a, mut b, mut sum) = (0, 0, 0.0);
        while let (Some(&(fa, wa)), Some(&(fb, wb))) = (self.0.get(a), other.0.get(b)) {
            match fa.cmp(&fb) {
                std::cmp::Ordering::Less => a += 1,
                std::cmp::Ordering::Greater => b += 1,
                std::cmp::Ordering::Equal => {
                    sum += wa * wb;
                    a += 1;
                    b += 1;
                }
            }
        }
        sum
    }
}

/// Which features there are and how telling each is.
#[derive(Debug, Default)]
pub(crate) struct Features {
    ids: FxHashMap<u64, FeatureId>,
    idf: Vec<f32>,
}

/// The two kinds of features, kept apart so that the many letters do not drown the few words.
#[derive(Debug)]
pub(crate) struct Vectors {
    /// Words and pairs of neighbouring words.
    pub(crate) words: Sparse,
    /// Letter n-grams inside words.
    pub(crate) letters: Sparse,
}

impl Features {
    /// Counts the features of all `texts` and weighs each by its inverse document frequency, `1 + ln((1+n)/(1+df))`.
    pub(crate) fn new<'t>(texts: impl Iterator<Item = &'t [Token]>) -> Self {
        let mut features = Features::default();
        let mut frequency: Vec<u32> = Vec::new();
        let mut count = 0u32;
        let mut seen: Vec<u64> = Vec::new();
        for tokens in texts {
            count += 1;
            seen.clear();
            word_features(tokens, |hash| seen.push(hash));
            letter_features(tokens, |hash| seen.push(hash));
            seen.sort_unstable();
            seen.dedup();
            for &hash in &seen {
                let id = *features.ids.entry(hash).or_insert_with(|| {
                    frequency.push(0);
                    frequency.len() as FeatureId - 1
                });
                frequency[id as usize] += 1;
            }
        }
        features.idf = frequency.iter().map(|&df| 1.0 + ((1 + count) as f32 / (1 + df) as f32).ln()).collect();
        features
    }

    /// How many features there are.
    pub(crate) fn len(&self) -> usize {
        self.idf.len()
    }

    /// The vectors of a text: `(1 + ln tf) * idf`, each of unit length.
    pub(crate) fn vectors(&self, tokens: &[Token]) -> Vectors {
        let mut hashes = Vec::with_capacity(tokens.len() * 2);
        word_features(tokens, |hash| hashes.push(hash));
        let words = self.weigh(&hashes);
        hashes.clear();
        letter_features(tokens, |hash| hashes.push(hash));
        Vectors { words, letters: self.weigh(&hashes) }
    }

    fn weigh(&self, hashes: &[u64]) -> Sparse {
        let mut ids: Vec<FeatureId> = hashes.iter().filter_map(|hash| self.ids.get(hash).copied()).collect();
        ids.sort_unstable();
        let mut vector: Vec<(FeatureId, f32)> = Vec::with_capacity(ids.len());
        for run in ids.chunk_by(|a, b| a == b) {
            vector.push((run[0], (1.0 + (run.len() as f32).ln()) * self.idf[run[0] as usize]));
        }
        normalise(&mut vector);
        Sparse(vector)
    }
}

fn normalise(vector: &mut [(FeatureId, f32)]) {
    let length = vector.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|(_, w)| *w /= length);
    }
}

/// What is known of each target, as one mean vector, stored by feature so that a question touches only its own rows.
#[derive(Debug)]
pub(crate) struct Centroids {
    /// `rows[f]..rows[f + 1]` are the entries of feature `f`.
    rows: Vec<u32>,
    entries: Vec<(u32, f32)>,
    targets: usize,
}

impl Centroids {
    /// The mean of each target's vectors, made unit length.
    pub(crate) fn new<'v>(features: usize, vectors_of: impl Iterator<Item = Vec<(&'v Sparse, f32)>>) -> Self {
        let mut by_feature: Vec<Vec<(u32, f32)>> = vec![Vec::new(); features];
        let mut targets = 0;
        let mut mean: FxHashMap<FeatureId, f32> = FxHashMap::default();
        for (target, vectors) in vectors_of.enumerate() {
            targets = target + 1;
            mean.clear();
            for (vector, share) in vectors {
                for &(feature, weight) in &vector.0 {
                    *mean.entry(feature).or_default() += weight * share;
                }
            }
            let mut mean: Vec<_> = mean.iter().map(|(&f, &w)| (f, w)).collect();
            // Sums of floats depend on their order, so the order is fixed first.
            mean.sort_unstable_by_key(|&(feature, _)| feature);
            normalise(&mut mean);
            for (feature, weight) in mean {
                by_feature[feature as usize].push((target as u32, weight));
            }
        }
        let mut rows = Vec::with_capacity(features + 1);
        let mut entries = Vec::new();
        rows.push(0);
        for row in by_feature {
            entries.extend(row);
            rows.push(entries.len() as u32);
        }
        Centroids { rows, entries, targets }
    }

    /// The cosine of `question` with each target.
    pub(crate) fn cosines(&self, question: &Sparse) -> Vec<f32> {
        let mut cosines = vec![0.0; self.targets];
        for &(feature, weight) in &question.0 {
            let row = self.rows[feature as usize] as usize..self.rows[feature as usize + 1] as usize;
            for &(target, entry) in &self.entries[row] {
                cosines[target as usize] += weight * entry;
            }
        }
        cosines
    }
}

fn word_features(tokens: &[Token], mut emit: impl FnMut(u64)) {
    let mut previous = None;
    for token in tokens {
        if let Some(term) = token.term {
            emit(hash(1, &term.to_le_bytes()));
            if let Some(previous) = previous {
                emit(hash(2, &[u32::to_le_bytes(previous), u32::to_le_bytes(term)].concat()));
            }
        }
        previous = token.term;
    }
}

fn letter_features(tokens: &[Token], mut emit: impl FnMut(u64)) {
    let mut padded = String::new();
    let mut starts: Vec<usize> = Vec::new();
    for token in tokens.iter().filter(|t| t.class != WordClass::Function) {
        padded.clear();
        padded.push(' ');
        padded.push_str(token.taken_as.as_deref().filter(|_| token.name.is_none()).unwrap_or(&token.text));
        padded.push(' ');
        starts.clear();
        starts.extend(padded.char_indices().map(|(at, _)| at));
        starts.push(padded.len());
        for length in SHORTEST_GRAM..=LONGEST_GRAM {
            for window in starts.windows(length + 1) {
                emit(hash(3, &padded.as_bytes()[window[0]..window[length]]));
            }
        }
    }
}

fn hash(kind: u8, bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u8(kind);
    hasher.write(bytes);
    hasher.finish()
}
