//! Lexical likeness: a question against everything that is known of a target, by words, word pairs and letters.
//!
//! Words and pairs catch what is said, letter n-grams catch inflections, compounds and what is left of a misspelt
//! word; together they beat either alone (`../shared/notes/matching.md` measured both on three public sets).

mod features;
mod sparse;

use features::{Counter, Features};
use sparse::Centroids;

use super::terms::Token;

pub(super) use features::Vectors;
pub(super) use sparse::{Probe, Sparse};

/// The lexical half of an index.
#[derive(Debug)]
pub(super) struct Lexical {
    features: Features,
    words: Centroids,
    letters: Centroids,
    /// The word vectors of each target's texts, in their order.
    texts: Vec<Vec<Sparse>>,
}

impl Lexical {
    /// Takes the texts of every target, each with its share in the target's mean.
    pub(super) fn new(targets: &[Vec<(&[Token], f32)>]) -> Lexical {
        let mut counter = Counter::default();
        let counted: Vec<Vec<_>> =
            targets.iter().map(|texts| texts.iter().map(|(tokens, _)| counter.count(tokens)).collect()).collect();
        let features = counter.finish();
        let mut words: Vec<Vec<Sparse>> = Vec::with_capacity(targets.len());
        let mut letters: Vec<Vec<Sparse>> = Vec::with_capacity(targets.len());
        for texts in counted {
            let vectors = texts.into_iter().map(|text| features.vectors_of(text));
            let (of_words, of_letters) = vectors.map(|v| (v.words, v.letters)).unzip();
            words.push(of_words);
            letters.push(of_letters);
        }
        let shares = |target: usize| targets[target].iter().map(|(_, share)| *share);
        let means = |vectors: &[Vec<Sparse>]| {
            Centroids::new(features.len(), vectors.iter().enumerate().map(|(at, v)| v.iter().zip(shares(at)).collect()))
        };
        Lexical { words: means(&words), letters: means(&letters), texts: words, features }
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

    /// The word vectors of a target's texts.
    pub(super) fn texts(&self, target: usize) -> &[Sparse] {
        &self.texts[target]
    }
}
