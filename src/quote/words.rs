//! The words of a text in normal form, with where they stand in it, and how rare words are.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_segmentation::UnicodeSegmentation;

use crate::text::normalise;

/// A text cut into words.
#[derive(Clone, Debug)]
pub(super) struct Words {
    /// In normal form.
    pub(super) words: Vec<String>,
    /// Where each stands, in bytes.
    pub(super) ranges: Vec<Range<usize>>,
}

impl Words {
    pub(super) fn of(text: &str) -> Words {
        let found = text.unicode_word_indices().map(|(start, word)| (normalise(word), start..start + word.len()));
        let (words, ranges) = found.filter(|(word, _)| !word.is_empty()).unzip();
        Words { words, ranges }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The piece of `text`, of which these are the words, from one word to another; empty if there is none.
    pub(super) fn slice<'t>(&self, text: &'t str, words: Range<usize>) -> &'t str {
        if words.is_empty() {
            return "";
        }
        &text[self.ranges[words.start].start..self.ranges[words.end - 1].end]
    }

    /// The first and the last word of the first place where all runs stand, one after the other.
    pub(super) fn find_runs(&self, runs: &[Words]) -> Option<(usize, usize)> {
        let mut from = 0;
        let mut first = None;
        for run in runs {
            let at = from + self.words[from..].windows(run.words.len()).position(|window| window == run.words)?;
            first.get_or_insert(at);
            from = at + run.words.len();
        }
        Some((first?, from - 1))
    }
}

/// How rare each word is among the sentences.
pub(super) struct Rarity {
    sentences: f64,
    holding: FxHashMap<String, u32>,
}

impl Rarity {
    pub(super) fn of<'w>(sentences: impl Iterator<Item = &'w Words>) -> Rarity {
        let mut rarity = Rarity { sentences: 0.0, holding: FxHashMap::default() };
        for words in sentences {
            rarity.sentences += 1.0;
            for word in words.words.iter().collect::<FxHashSet<_>>() {
                *rarity.holding.entry(word.clone()).or_default() += 1;
            }
        }
        rarity
    }

    /// More for a word that few sentences hold; one that none holds counts as one that one holds.
    pub(super) fn of_word(&self, word: &str) -> f64 {
        let holding = f64::from(self.holding.get(word).copied().unwrap_or(1));
        (1.0 + self.sentences / holding).ln()
    }
}
