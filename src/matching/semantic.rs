//! Likeness of meaning: the sentence vector of a question against those of a target's texts.

use std::ops::Range;

use super::terms::Token;
use super::vectors::{Pack, Packed, Table};

/// The semantic half of an index.
#[derive(Debug)]
pub(super) struct Semantic {
    table: &'static Table,
    /// The mean of each target's texts.
    centres: Pack,
    /// The vectors of all texts, target by target.
    texts: Pack,
    /// Where the texts of each target stand.
    ranges: Vec<Range<usize>>,
    /// The linear model's weights of each target; empty where it was not fitted.
    fitted: Pack,
}

impl Semantic {
    /// Takes the texts of every target, each with its share in the target's mean. The vectors of all texts, in the same
    /// order, are what a linear model can be fitted to.
    pub(super) fn new(targets: &[Vec<(&[Token], f32)>], table: &'static Table) -> (Semantic, Vec<Vec<f32>>) {
        let dimensions = table.dimensions();
        let (mut packed, mut centres) = (Pack::new(dimensions), Pack::new(dimensions));
        let (mut ranges, mut all) = (Vec::with_capacity(targets.len()), Vec::new());
        for texts in targets {
            let start = packed.len();
            let mut centre = vec![0.0; dimensions];
            for (tokens, share) in texts {
                let vector = embed(table, tokens);
                centre.iter_mut().zip(&vector).for_each(|(c, x)| *c += share * x);
                packed.push(&vector);
                all.push(vector);
            }
            make_unit(&mut centre);
            centres.push(&centre);
            ranges.push(start..packed.len());
        }
        (Semantic { table, centres, texts: packed, ranges, fitted: Pack::new(dimensions) }, all)
    }

    /// Sets the weights of the linear model, a vector a target, one behind the other.
    pub(super) fn set_fitted(&mut self, weights: &[f32]) {
        weights.chunks_exact(self.table.dimensions()).for_each(|weights| self.fitted.push(weights));
    }

    /// Adds the linear model's sums over a question to those of every target.
    pub(super) fn add_fitted(&self, question: &Packed, sums: &mut [f32]) {
        for (at, sum) in sums.iter_mut().enumerate().take(self.fitted.len()) {
            *sum += self.fitted.cosine(at, question);
        }
    }

    /// The sentence vector of a question.
    pub(super) fn vector(&self, question: &[Token]) -> Packed {
        Packed::new(&embed(self.table, question))
    }

    /// The cosines of a question with the mean of every target.
    pub(super) fn cosines(&self, question: &Packed) -> Vec<f32> {
        (0..self.centres.len()).map(|at| self.centres.cosine(at, question)).collect()
    }

    /// The cosines of a question with each of a target's texts.
    pub(super) fn cosines_of_texts(&self, target: usize, question: &Packed) -> impl Iterator<Item = f32> {
        self.ranges[target].clone().map(move |at| self.texts.cosine(at, question))
    }
}

/// The sentence vector of a text, spelling corrected.
fn embed(table: &Table, tokens: &[Token]) -> Vec<f32> {
    table.embed(tokens.iter().flat_map(|token| token.spelt().split(' ')))
}

fn make_unit(vector: &mut [f32]) {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|x| *x /= length);
    }
}
