//! What the words and letters of a text are, as numbers.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use super::super::terms::Token;
use super::sparse::{FeatureId, Sparse};

/// Letter n-grams have from this many letters, the space before and after the word included …
const SHORTEST_GRAM: usize = 3;
/// … to this many.
const LONGEST_GRAM: usize = 5;

/// The features of a text as they come, with repetitions.
#[derive(Debug)]
pub(in super::super) struct TextFeatures {
    words: Vec<FeatureId>,
    letters: Vec<FeatureId>,
}

/// Gives every feature of a knowledge base its number, and counts in how many texts it stands.
#[derive(Debug, Default)]
pub(in super::super) struct Counter {
    ids: FxHashMap<u64, FeatureId>,
    frequency: Vec<u32>,
    /// The last text that each feature was seen in, counted from 1.
    seen_in: Vec<u32>,
    texts: u32,
    /// The letter n-grams of every word so far: words come again and again.
    letters_of: FxHashMap<String, Vec<FeatureId>>,
}

impl Counter {
    /// Counts one text.
    pub(in super::super) fn count(&mut self, tokens: &[Token]) -> TextFeatures {
        self.texts += 1;
        let (mut words, mut letters) = (Vec::with_capacity(tokens.len() * 2), Vec::with_capacity(tokens.len() * 12));
        word_features(tokens, |hash| words.push(self.id(hash)));
        for word in spelt_words(tokens) {
            if let Some(known) = self.letters_of.get(word) {
                letters.extend_from_slice(known);
                continue;
            }
            let start = letters.len();
            letter_features(word, |hash| letters.push(self.id(hash)));
            self.letters_of.insert(word.to_owned(), letters[start..].to_vec());
        }
        for &id in words.iter().chain(&letters) {
            if std::mem::replace(&mut self.seen_in[id as usize], self.texts) != self.texts {
                self.frequency[id as usize] += 1;
            }
        }
        TextFeatures { words, letters }
    }

    fn id(&mut self, hash: u64) -> FeatureId {
        *self.ids.entry(hash).or_insert_with(|| {
            self.frequency.push(0);
            self.seen_in.push(0);
            self.frequency.len() as FeatureId - 1
        })
    }

    /// Weighs every feature by its inverse document frequency, `1 + ln((1+n)/(1+df))`.
    pub(in super::super) fn finish(self) -> Features {
        let texts = (1 + self.texts) as f32;
        let idf = self.frequency.iter().map(|&df| 1.0 + (texts / (1 + df) as f32).ln()).collect();
        Features { ids: self.ids, idf }
    }
}

/// Which features there are and how telling each is.
#[derive(Debug)]
pub(in super::super) struct Features {
    ids: FxHashMap<u64, FeatureId>,
    idf: Vec<f32>,
}

/// The two kinds of features, kept apart so that the many letters do not drown the few words.
#[derive(Debug)]
pub(in super::super) struct Vectors {
    /// Words and pairs of neighbouring words.
    pub(in super::super) words: Sparse,
    /// Letter n-grams inside words.
    pub(in super::super) letters: Sparse,
}

impl Features {
    /// How many features there are.
    pub(in super::super) fn len(&self) -> usize {
        self.idf.len()
    }

    /// The vectors of a question: `(1 + ln tf) * idf`, each of unit length.
    pub(in super::super) fn vectors(&self, tokens: &[Token]) -> Vectors {
        let mut ids = Vec::with_capacity(tokens.len() * 2);
        word_features(tokens, |hash| ids.extend(self.ids.get(&hash)));
        let words = self.weigh(std::mem::take(&mut ids));
        for word in spelt_words(tokens) {
            letter_features(word, |hash| ids.extend(self.ids.get(&hash)));
        }
        Vectors { words, letters: self.weigh(ids) }
    }

    /// The vectors of a text of the knowledge base.
    pub(in super::super) fn vectors_of(&self, text: TextFeatures) -> Vectors {
        Vectors { words: self.weigh(text.words), letters: self.weigh(text.letters) }
    }

    fn weigh(&self, mut ids: Vec<FeatureId>) -> Sparse {
        ids.sort_unstable();
        let weight = |run: &[FeatureId]| (1.0 + (run.len() as f32).ln()) * self.idf[run[0] as usize];
        Sparse::unit(ids.chunk_by(|a, b| a == b).map(|run| (run[0], weight(run))).collect())
    }
}

fn word_features(tokens: &[Token], mut emit: impl FnMut(u64)) {
    let mut previous = None;
    for token in tokens {
        if let Some(term) = token.term {
            emit(hash(4, token.spelt().as_bytes()));
            emit(hash(1, &term.to_le_bytes()));
            if let Some(previous) = previous {
                emit(hash(2, &[u32::to_le_bytes(previous), u32::to_le_bytes(term)].concat()));
            }
        }
        previous = token.term;
    }
}

/// The words whose letters count, in the spelling they were taken for. Those of grammar too: left out, they cost half a
/// point of CLINC150, full or with ten phrasings.
fn spelt_words(tokens: &[Token]) -> impl Iterator<Item = &str> {
    tokens.iter().map(Token::spelt)
}

fn letter_features(word: &str, mut emit: impl FnMut(u64)) {
    let padded = format!(" {word} ");
    let starts: Vec<usize> = padded.char_indices().map(|(at, _)| at).chain([padded.len()]).collect();
    for length in SHORTEST_GRAM..=LONGEST_GRAM {
        for window in starts.windows(length + 1) {
            emit(hash(3, &padded.as_bytes()[window[0]..window[length]]));
        }
    }
}

fn hash(kind: u8, bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u8(kind);
    hasher.write(bytes);
    hasher.finish()
}
