//! What the words and letters of a text are, as numbers.

use bitcode::{Decode, Encode};
use std::hash::Hasher;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHasher};

use super::super::runs::Runs;
use super::super::strings::Sorted;
use super::super::terms::{TermId, Token};
use super::numbers::Numbers;
use super::sparse::{FeatureId, Sparse};

/// Letter n-grams have from this many letters, the space before and after the word included …
const SHORTEST_GRAM: usize = 3;
/// … to this many.
const LONGEST_GRAM: usize = 5;

/// What a feature is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// What a word means.
    Term = 1,
    /// What two neighbouring words mean.
    Pair = 2,
    /// Some letters of a word.
    Letters = 3,
    /// How a word is spelt.
    Spelling = 4,
}

/// The features of a text as they come, with repetitions.
#[derive(Debug)]
pub(in super::super) struct TextFeatures {
    words: Vec<FeatureId>,
    /// The numbers of the words whose letters count.
    spelt: Vec<u32>,
}

/// Gives every feature of a knowledge base its number, and counts in how many texts it stands.
#[derive(Debug, Default)]
pub(in super::super) struct Counter {
    numbers: FxHashMap<u32, FeatureId>,
    frequency: Vec<u32>,
    /// The last text that each feature was seen in, counted from 1.
    seen_in: Vec<u32>,
    texts: u32,
    /// Every word so far.
    spelt: FxHashMap<Arc<str>, Spelt>,
}

/// A word while words are counted.
#[derive(Debug)]
struct Spelt {
    number: u32,
    /// Its letter n-grams.
    grams: Vec<FeatureId>,
    /// How often it came.
    times: u32,
}

impl Counter {
    /// Counts one text.
    pub(in super::super) fn count(&mut self, tokens: &[Token]) -> TextFeatures {
        self.texts += 1;
        let (mut words, mut spelt) = (Vec::with_capacity(tokens.len() * 2), Vec::with_capacity(tokens.len()));
        word_features(tokens, |hash| words.push(self.id(hash)));
        for word in spelt_words(tokens) {
            if !self.spelt.contains_key(word) {
                let (mut grams, number) = (Vec::new(), self.spelt.len() as u32);
                letter_features(word, |hash| grams.push(self.id(hash)));
                self.spelt.insert(Arc::clone(word), Spelt { number, grams, times: 0 });
            }
            if let Some(known) = self.spelt.get_mut(word) {
                known.times += 1;
                spelt.push(known.number);
                known.grams.iter().for_each(|&gram| count(gram, self.texts, &mut self.seen_in, &mut self.frequency));
            }
        }
        words.iter().for_each(|&word| count(word, self.texts, &mut self.seen_in, &mut self.frequency));
        TextFeatures { words, spelt }
    }

    fn id(&mut self, hash: u32) -> FeatureId {
        *self.numbers.entry(hash).or_insert_with(|| {
            self.frequency.push(0);
            self.seen_in.push(0);
            self.frequency.len() as FeatureId - 1
        })
    }

    /// Weighs every feature by its inverse document frequency, `1 + ln((1+n)/(1+df))`, and gives the features of all `counted`
    /// texts the numbers that they will have; there are so many `terms`.
    pub(in super::super) fn finish<'t>(
        self,
        terms: usize,
        counted: impl Iterator<Item = &'t mut TextFeatures>,
    ) -> (Features, Usual) {
        let mut known: Vec<(u32, FeatureId)> = self.numbers.into_iter().collect();
        known.sort_unstable();
        let mut renumbered = vec![0; known.len()];
        (0..).zip(&known).for_each(|(new, &(_, old))| renumbered[old as usize] = new);
        let renumber = |id: &mut FeatureId| *id = renumbered[*id as usize];
        let mut spelt: Vec<_> = self.spelt.into_iter().collect();
        spelt.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let mut spelt_renumbered = vec![0; spelt.len()];
        (0..).zip(&spelt).for_each(|(new, (_, word))| spelt_renumbered[word.number as usize] = new);
        for text in counted {
            text.words.iter_mut().for_each(renumber);
            text.spelt.iter_mut().for_each(|number| *number = spelt_renumbered[*number as usize]);
        }
        let frequency: Vec<u32> = known.iter().map(|&(_, old)| self.frequency[old as usize]).collect();
        let texts = (1 + self.texts) as f32;
        let idf = frequency.iter().map(|&df| 1.0 + (texts / (1 + df) as f32).ln()).collect();
        let usual = Usual { words: spelt.iter().map(|(_, word)| word.times).collect(), features: frequency };
        let numbers = Numbers::new(known.into_iter().map(|(hash, _)| hash).collect());
        let mut features = Features {
            numbers,
            idf,
            words: spelt.iter().map(|(word, _)| &**word).collect(),
            letters: Vec::new(),
            of_words: Runs::default(),
            squares: Vec::new(),
            spellings: Vec::new(),
            terms: Vec::new(),
        };
        let number_of = |features: &Features, hash: u32| features.numbers.get(hash).unwrap_or(NONE);
        features.terms = (0..terms as TermId).map(|term| number_of(&features, of_term(term))).collect();
        for (word, Spelt { mut grams, .. }) in spelt {
            grams.iter_mut().for_each(renumber);
            features.spellings.push(number_of(&features, of_spelling(&word)));
            features.squares.push(features.square(&grams));
            features.letters.extend(grams);
            features.of_words.end(features.letters.len());
        }
        features.letters.shrink_to_fit();
        (features, usual)
    }
}

/// How often words and features stand in the texts, which tells how often they will in questions.
#[derive(Debug)]
pub(in super::super) struct Usual {
    /// In how many places each word stands, by its number.
    pub(super) words: Vec<u32>,
    /// In how many texts each feature stands.
    pub(super) features: Vec<u32>,
}

/// Which features there are and how telling each is.
#[derive(Debug, Encode, Decode)]
pub(in super::super) struct Features {
    numbers: Numbers,
    idf: Vec<f32>,
    /// Every word of the texts, in order.
    words: Sorted,
    /// The letter n-grams of the words, one word behind the other.
    letters: Vec<FeatureId>,
    /// Those of each word, by its number …
    of_words: Runs,
    /// … and the [sum of their squares](Self::square).
    squares: Vec<f32>,
    /// The feature of each word's spelling, by its number; [`NONE`] where no text has it as a feature.
    spellings: Vec<FeatureId>,
    /// The same of each term.
    terms: Vec<FeatureId>,
}

/// No feature.
const NONE: FeatureId = FeatureId::MAX;

/// The number of a word as it is spelt; `None` for one that the texts do not have.
pub(in super::super) type WordNumber = Option<u32>;

/// A question's letters, word by word, so that what was worked out for a whole word need not be for each n-gram.
#[derive(Debug)]
pub(super) struct Letters {
    /// The words that the texts have.
    pub(super) known: Vec<u32>,
    /// The n-grams of all others.
    pub(super) others: Vec<FeatureId>,
    /// What each n-gram's idf is to be multiplied with.
    pub(super) scale: f32,
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

    /// The inverse document frequency of a feature.
    pub(super) fn idf(&self, feature: FeatureId) -> f32 {
        self.idf[feature as usize]
    }

    /// Every word of the texts, by its number.
    pub(super) fn spellings(&self) -> Vec<&str> {
        self.words.iter().collect()
    }

    /// The numbers of a question's words.
    pub(super) fn word_numbers(&self, tokens: &[Token]) -> Vec<WordNumber> {
        spelt_words(tokens).map(|word| self.words.place_of(word).map(|place| place as u32)).collect()
    }

    /// The letter n-grams of a word of the texts.
    pub(super) fn letters_of(&self, number: u32) -> &[FeatureId] {
        &self.letters[self.of_words.of(number as usize)]
    }

    /// The sum of the squares of the idf of some n-grams, as if each came only once.
    fn square(&self, grams: &[FeatureId]) -> f32 {
        grams.iter().map(|&gram| self.idf(gram).powi(2)).sum()
    }

    /// The words of a question and their pairs, as [`vectors_of`](Self::vectors_of) has them.
    pub(super) fn words(&self, tokens: &[Token], word_numbers: &[WordNumber]) -> Sparse {
        let mut ids = Vec::with_capacity(tokens.len() * 3);
        let mut previous = None;
        for (token, number) in tokens.iter().zip(word_numbers) {
            if let Some(term) = token.term {
                // What no text has is no feature of any.
                let spelling = number.map(|number| self.spellings[number as usize]);
                let pair = previous.and_then(|previous| self.numbers.get(of_pair(previous, term)));
                ids.extend(
                    spelling.into_iter().chain([self.terms[term as usize]]).filter(|id| *id != NONE).chain(pair),
                );
            }
            previous = token.term;
        }
        Sparse::unit(self.weigh(ids, dampened))
    }

    /// The letters of a question, as [`vectors_of`](Self::vectors_of) has them.
    pub(super) fn letters(&self, tokens: &[Token], word_numbers: &[WordNumber]) -> Letters {
        let (mut known, mut others) = (Vec::with_capacity(tokens.len()), Vec::new());
        for (word, number) in spelt_words(tokens).zip(word_numbers) {
            match number {
                Some(number) => known.push(*number),
                None => letter_features(word, |hash| others.extend(self.numbers.get(hash))),
            }
        }
        let scale = self.scale_of_letters(&known, &others);
        Letters { known, others, scale }
    }

    /// One by the length that the letters of some words and some further n-grams would have if no n-gram came twice. Those
    /// that do are common ones, which weigh little, and to find them would take longer than all else.
    fn scale_of_letters(&self, words: &[u32], grams: &[FeatureId]) -> f32 {
        let square = words.iter().map(|&word| self.squares[word as usize]).sum::<f32>() + self.square(grams);
        if square > 0.0 { 1.0 / square.sqrt() } else { 0.0 }
    }

    /// The vectors of a text of the knowledge base: `(1 + ln tf) * idf` for words, of unit length, so that a word said twice
    /// does not count twice; `tf * idf` for letters, of [nearly](Self::scale_of_letters) unit length, so that the letters of a
    /// text are the sum of its words'.
    pub(in super::super) fn vectors_of(&self, text: TextFeatures) -> Vectors {
        let scale = self.scale_of_letters(&text.spelt, &[]);
        let mut grams = Vec::with_capacity(text.spelt.len() * 16);
        text.spelt.iter().for_each(|&word| grams.extend_from_slice(self.letters_of(word)));
        let mut letters = self.weigh(grams, |times| times);
        letters.iter_mut().for_each(|(_, weight)| *weight *= scale);
        Vectors { words: Sparse::unit(self.weigh(text.words, dampened)), letters: Sparse::new(letters) }
    }

    /// Each feature once, with what its idf and how often it comes make of it.
    fn weigh(&self, mut ids: Vec<FeatureId>, of_times: impl Fn(f32) -> f32) -> Vec<(FeatureId, f32)> {
        ids.sort_unstable();
        let weight = |run: &[FeatureId]| of_times(run.len() as f32) * self.idf(run[0]);
        let mut vector = Vec::with_capacity(ids.len());
        vector.extend(ids.chunk_by(|a, b| a == b).map(|run| (run[0], weight(run))));
        vector
    }
}

/// Counts a feature once a text; texts are numbered from 1.
fn count(feature: FeatureId, text: u32, seen_in: &mut [u32], frequency: &mut [u32]) {
    if std::mem::replace(&mut seen_in[feature as usize], text) != text {
        frequency[feature as usize] += 1;
    }
}

fn dampened(times: f32) -> f32 {
    1.0 + times.ln()
}

fn word_features(tokens: &[Token], mut emit: impl FnMut(u32)) {
    let mut previous = None;
    for token in tokens {
        if let Some(term) = token.term {
            emit(of_spelling(token.spelt()));
            emit(of_term(term));
            if let Some(previous) = previous {
                emit(of_pair(previous, term));
            }
        }
        previous = token.term;
    }
}

fn of_spelling(word: &str) -> u32 {
    hash(Kind::Spelling, word.as_bytes())
}

fn of_term(term: TermId) -> u32 {
    hash(Kind::Term, &term.to_le_bytes())
}

fn of_pair(first: TermId, second: TermId) -> u32 {
    hash(Kind::Pair, &(u64::from(first) | u64::from(second) << TermId::BITS).to_le_bytes())
}

/// The words whose letters count, in the spelling they were taken for. Those of grammar too: left out, they cost half a
/// point of CLINC150, full or with ten phrasings.
fn spelt_words(tokens: &[Token]) -> impl Iterator<Item = &Arc<str>> {
    tokens.iter().map(Token::spelt)
}

fn letter_features(word: &str, mut emit: impl FnMut(u32)) {
    let padded = format!(" {word} ");
    let starts: Vec<usize> = padded.char_indices().map(|(at, _)| at).chain([padded.len()]).collect();
    for length in SHORTEST_GRAM..=LONGEST_GRAM {
        for window in starts.windows(length + 1) {
            emit(hash(Kind::Letters, &padded.as_bytes()[window[0]..window[length]]));
        }
    }
}

/// Two of a million features having the same hash, which makes one of them, is no harm.
fn hash(kind: Kind, bytes: &[u8]) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write_u8(kind as u8);
    hasher.write(bytes);
    let hash = hasher.finish();
    // What tells buckets apart are the first bits, and the hasher leaves the best ones last.
    (hash as u32 ^ (hash >> 32) as u32).reverse_bits()
}
