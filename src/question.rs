//! A message, bounded and normalised once, and the kind of answer it asks for.

use crate::text::{Word, normalise, words};

mod asked;

pub use asked::Asked;

/// What somebody typed, ready to be matched.
#[derive(Clone, Debug)]
pub struct Question {
    normal: String,
    words: Vec<Word>,
    asked: Asked,
}

impl Question {
    /// A message longer than this many characters is cut: it is as long as Telegram's longest.
    pub const MAX_CHARS: usize = 4096;

    /// Takes any text at all.
    pub fn new(text: &str) -> Self {
        let bounded = match text.char_indices().nth(Self::MAX_CHARS) {
            Some((end, _)) => &text[..end],
            None => text,
        };
        let normal = normalise(bounded);
        let words = words(&normal);
        let asked = Asked::by(&words);
        Question { normal, words, asked }
    }

    /// The text in [normal form](normalise).
    pub fn normal(&self) -> &str {
        &self.normal
    }

    /// Its words in order.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// The kind of answer it asks for.
    pub fn asked(&self) -> Asked {
        self.asked
    }

    /// The words joined by single spaces: the key under which a stored phrasing is found again, whatever its case,
    /// accents, punctuation and spacing.
    pub fn key(&self) -> String {
        key(&self.words)
    }
}

/// The key of a phrasing with these words: see [`Question::key`].
pub fn key(words: &[Word]) -> String {
    let mut key = String::with_capacity(words.iter().map(|w| w.text.len() + 1).sum());
    for word in words {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(&word.text);
    }
    key
}
