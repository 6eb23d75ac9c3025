//! Lexical likeness: a question against everything that is known of a target, by words, word pairs and letters.
//!
//! Words and pairs catch what is said, letter n-grams catch inflections, compounds and what is left of a misspelt
//! word; together they beat either alone (`../shared/notes/matching.md` measured both on three public sets).

mod close;
mod dense;
mod features;
mod numbers;
mod sparse;
mod texts;

use dense::Dense;
use features::{Counter, Features, Usual};
use sparse::RowsBuilder;
use texts::{Texts, TextsBuilder};

use super::memo::{InParts, Parts, ToKeep};
use super::terms::Token;

pub(super) use close::Close;
pub(super) use dense::Common;
pub(super) use features::{Vectors, WordNumber};
pub(super) use sparse::{Rows, Sparse};

/// The lexical half of an index.
#[derive(Debug)]
pub(super) struct Lexical {
    rows: Rows,
    /// The word vectors of all texts.
    texts: Texts,
    dense: Dense,
    features: Features,
}

impl InParts for Lexical {
    fn write(&self, parts: &mut ToKeep) {
        parts.part(&self.rows);
        parts.part(&self.texts);
        parts.part(&self.dense);
        parts.part(&self.features);
    }

    fn read(parts: &mut Parts) -> Option<Self> {
        Some(Lexical { rows: parts.part()?, texts: parts.part()?, dense: parts.part()?, features: parts.part()? })
    }
}

/// The lexical half while it is made: it may yet be given the weights of a linear model.
pub(super) struct Unfitted {
    features: Features,
    usual: Usual,
    rows: Rows,
    texts: Texts,
}

impl Unfitted {
    /// Takes the texts of every target, which all have the same share in its mean. The vectors of all texts, in the same
    /// order, are what a linear model can be fitted to. There are so many `terms`.
    pub(super) fn new(targets: &[Vec<&[Token]>], terms: usize) -> (Unfitted, Vec<Vectors>) {
        let mut counter = Counter::default();
        let mut counted: Vec<Vec<_>> =
            targets.iter().map(|texts| texts.iter().map(|tokens| counter.count(tokens)).collect()).collect();
        let (features, usual) = counter.finish(terms, counted.iter_mut().flatten());
        let mut rows = RowsBuilder::new(features.len());
        let (mut texts, mut all) = (TextsBuilder::new(features.len()), Vec::new());
        for counted in counted {
            for text in counted {
                let vectors = features.vectors_of(text);
                rows.add(&vectors.words, &vectors.letters);
                texts.add(&vectors.words);
                all.push(vectors);
            }
            rows.finish_target();
            texts.finish_target();
        }
        (Unfitted { texts: texts.finish(), rows: rows.finish(), features, usual }, all)
    }

    /// What is known of each target, by feature.
    pub(super) fn rows(&mut self) -> &mut Rows {
        &mut self.rows
    }

    /// Works out what can be worked out before any question.
    pub(super) fn finish(self) -> Lexical {
        let Unfitted { features, usual, mut rows, texts } = self;
        let dense = Dense::new(&features, &usual, &rows);
        rows.forget(|feature| dense.has(feature));
        Lexical { rows, texts, dense, features }
    }
}

impl Lexical {
    /// Every word of the texts as it is spelt, by its number.
    pub(super) fn spellings(&self) -> Vec<&str> {
        self.features.spellings()
    }

    /// The numbers of a question's words.
    pub(super) fn word_numbers(&self, question: &[Token]) -> Vec<WordNumber> {
        self.features.word_numbers(question)
    }

    /// What a question has in common with every target, and its words, for comparing with single texts; `numbers` are those
    /// of its [words](Self::word_numbers).
    pub(super) fn common(&self, question: &[Token], numbers: &[WordNumber]) -> (Common, Sparse) {
        let (words, letters) = (self.features.words(question, numbers), self.features.letters(question, numbers));
        (self.dense.common(&self.features, &self.rows, &words, &letters), words)
    }

    /// What a question's words have in common with some targets.
    pub(super) fn close(&self, words: &Sparse, targets: Vec<usize>) -> Close<'_> {
        Close::new(self, words, targets)
    }
}
