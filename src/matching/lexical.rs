//! Lexical likeness: a question against everything that is known of a target, by words, word pairs and letters.
//!
//! Words and pairs catch what is said, letter n-grams catch inflections, compounds and what is left of a misspelt
//! word; together they beat either alone (`../shared/notes/matching.md` measured both on three public sets).

mod features;
mod sparse;

use features::{Counter, Features};
use sparse::{Centroids, CentroidsBuilder, Texts};

use super::terms::Token;

pub(super) use features::Vectors;
pub(super) use sparse::Probe;

/// The lexical half of an index.
#[derive(Debug)]
pub(super) struct Lexical {
    features: Features,
    words: Centroids,
    letters: Centroids,
    /// The word vectors of each target's texts, in their order.
    texts: Texts,
}

impl Lexical {
    /// Takes the texts of every target, each with its share in the target's mean.
    pub(super) fn new(targets: &[Vec<(&[Token], f32)>]) -> Lexical {
        let mut counter = Counter::default();
        let counted: Vec<Vec<_>> =
            targets.iter().map(|texts| texts.iter().map(|(tokens, _)| counter.count(tokens)).collect()).collect();
        let features = counter.finish();
        let (mut words, mut letters) = (CentroidsBuilder::new(features.len()), CentroidsBuilder::new(features.len()));
        let mut texts = Texts::default();
        for (counted, target) in counted.into_iter().zip(targets) {
            for (text, (_, share)) in counted.into_iter().zip(target) {
                let vectors = features.vectors_of(text);
                words.add(&vectors.words, *share);
                letters.add(&vectors.letters, *share);
                texts.add(&vectors.words);
            }
            words.finish_target();
            letters.finish_target();
            texts.finish_target();
        }
        Lexical { words: words.finish(), letters: letters.finish(), texts, features }
    }

    /// The vectors of a question.
    pub(super) fn vectors(&self, question: &[Token]) -> Vectors {
        self.features.vectors(question)
    }

    /// The cosines of a question with the mean of every target: of words, and of letters.
    pub(super) fn cosines(&self, question: &Vectors) -> (Vec<f32>, Vec<f32>) {
        (self.words.cosines(&question.words), self.letters.cosines(&question.letters))
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
