//! Likeness of meaning: the sentence vector of a question against those of a target's texts.

use super::terms::Token;
use super::vectors::{Table, dot};

/// The semantic half of an index.
#[derive(Debug)]
pub(super) struct Semantic {
    table: &'static Table,
    /// The mean of each target's texts, of unit length.
    centres: Vec<Vec<f32>>,
    /// The vectors of each target's texts, in their order.
    texts: Vec<Vec<Vec<f32>>>,
}

impl Semantic {
    /// Takes the texts of every target, each with its share in the target's mean.
    pub(super) fn new(targets: &[Vec<(&[Token], f32)>], table: &'static Table) -> Semantic {
        let texts: Vec<Vec<Vec<f32>>> =
            targets.iter().map(|texts| texts.iter().map(|(tokens, _)| embed(table, tokens)).collect()).collect();
        let centres = targets.iter().zip(&texts).map(|(shares, vectors)| {
            let mut centre = vec![0.0; table.dimensions()];
            for ((_, share), vector) in shares.iter().zip(vectors) {
                centre.iter_mut().zip(vector).for_each(|(c, x)| *c += share * x);
            }
            make_unit(&mut centre);
            centre
        });
        Semantic { table, centres: centres.collect(), texts }
    }

    /// The sentence vector of a question.
    pub(super) fn vector(&self, question: &[Token]) -> Vec<f32> {
        embed(self.table, question)
    }

    /// The cosines of a question with the mean of every target.
    pub(super) fn cosines(&self, question: &[f32]) -> Vec<f32> {
        self.centres.iter().map(|centre| dot(centre, question)).collect()
    }

    /// The vectors of a target's texts.
    pub(super) fn texts(&self, target: usize) -> &[Vec<f32>] {
        &self.texts[target]
    }
}

/// The sentence vector of a text, spelling corrected.
fn embed(table: &Table, tokens: &[Token]) -> Vec<f32> {
    table.embed(tokens.iter().flat_map(|token| token.spelt().split(' ')))
}

fn make_unit(vector: &mut [f32]) {
    let length = dot(vector, vector).sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|x| *x /= length);
    }
}
