//! Lexical likeness: a question against everything that is known of a target, by words, word pairs and letters.
//!
//! Words and pairs catch what is said, letter n-grams catch inflections, compounds and what is left of a misspelt
//! word; together they beat either alone (`../shared/notes/matching.md` measured both on three public sets).

mod features;
mod sparse;

use features::{Counter, Features};
use sparse::{RowsBuilder, Texts};

use super::terms::Token;

pub(super) use features::Vectors;
pub(super) use sparse::{Common, Probe, Rows, Sparse};

/// The lexical half of an index.
#[derive(Debug)]
pub(super) struct Lexical {
    features: Features,
    rows: Rows,
    /// The word vectors of each target's texts, in their order.
    texts: Texts,
}

impl Lexical {
    /// Takes the texts of every target, each with its share in the target's mean. The vectors of all texts, in the same
    /// order, are what a linear model can be fitted to.
    pub(super) fn new(targets: &[Vec<(&[Token], f32)>]) -> (Lexical, Vec<Vectors>) {
        let mut counter = Counter::default();
        let counted: Vec<Vec<_>> =
            targets.iter().map(|texts| texts.iter().map(|(tokens, _)| counter.count(tokens)).collect()).collect();
        let features = counter.finish();
        let mut rows = RowsBuilder::new(features.len());
        let (mut texts, mut all) = (Texts::default(), Vec::new());
        for (counted, target) in counted.into_iter().zip(targets) {
            for (text, (_, share)) in counted.into_iter().zip(target) {
                let vectors = features.vectors_of(text);
                rows.add(&vectors.words, &vectors.letters, *share);
                texts.add(&vectors.words);
                all.push(vectors);
            }
            rows.finish_target();
            texts.finish_target();
        }
        (Lexical { rows: rows.finish(), texts, features }, all)
    }

    /// What is known of each target, by feature.
    pub(super) fn rows(&mut self) -> &mut Rows {
        &mut self.rows
    }

    /// The vectors of a question.
    pub(super) fn vectors(&self, question: &[Token]) -> Vectors {
        self.features.vectors(question)
    }

    /// What a question has in common with every target.
    pub(super) fn common(&self, question: &Vectors) -> Common {
        self.rows.common(&question.words, &question.letters)
    }

    /// The words of a question, for comparing with many texts.
    pub(super) fn probe(&self, question: &Vectors) -> Probe {
        Probe::new(&question.words)
    }

    /// The cosines of a question's words with each of a target's texts.
    pub(super) fn cosines_of_texts(&self, target: usize, question: &Probe) -> impl Iterator<Item = f32> {
        self.texts.cosines(target, question)
    }
}
