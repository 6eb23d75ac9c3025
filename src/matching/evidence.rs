//! What speaks for and against a candidate beyond likeness: how much of the question it explains, whether it has the
//! names and numbers asked about, and whether it answers the kind of question asked.

use super::targets::bit;
use super::terms::{TermId, Terms, Token};
use super::vectors::{Table, dot};
use super::weights::{NEAR_FROM, NEAR_FULL};
use crate::question::Asked;
use crate::text::WordClass;

/// The vector of every term, by which a word explains another that means nearly the same.
#[derive(Debug)]
pub(super) struct TermVectors {
    dimensions: usize,
    vectors: Vec<f32>,
}

impl TermVectors {
    pub(super) fn new(terms: &Terms, table: &Table) -> Self {
        let vectors = (0..terms.len() as TermId)
            .flat_map(|id| table.embed(terms.display(id).to_lowercase().split(' ')))
            .collect();
        TermVectors { dimensions: table.dimensions(), vectors }
    }

    fn of(&self, id: TermId) -> &[f32] {
        &self.vectors[id as usize * self.dimensions..][..self.dimensions]
    }
}

/// A question, ready to be held against candidates.
pub(super) struct Question<'q> {
    tokens: &'q [Token],
    asked: Asked,
    term_vectors: &'q TermVectors,
    /// The vectors of the pieces that carry meaning; empty for the others.
    own_vectors: Vec<Vec<f32>>,
}

impl<'q> Question<'q> {
    pub(super) fn new(tokens: &'q [Token], asked: Asked, term_vectors: &'q TermVectors, table: &Table) -> Self {
        let own_vectors = tokens
            .iter()
            .map(|t| if t.class == WordClass::Content && !t.number { table.embed(t.text.split(' ')) } else { Vec::new() })
            .collect();
        Question { tokens, asked, term_vectors, own_vectors }
    }

    /// How far a target with these terms (sorted) explains each piece of the question, 0 to 1.
    pub(super) fn explained_by(&self, terms: &[TermId]) -> Vec<f32> {
        self.tokens
            .iter()
            .zip(&self.own_vectors)
            .map(|(token, vector)| match token.term {
                _ if token.weight == 0.0 => 1.0,
                Some(term) if terms.binary_search(&term).is_ok() => 1.0,
                // Names and numbers are themselves or nothing: one country is no evidence for another.
                _ if token.name.is_some() || token.number || vector.is_empty() => 0.0,
                _ => {
                    let nearest = terms.iter().map(|&id| dot(vector, self.term_vectors.of(id))).fold(0.0, f32::max);
                    ((nearest - NEAR_FROM) / (NEAR_FULL - NEAR_FROM)).clamp(0.0, 1.0)
                }
            })
            .collect()
    }

    /// The share of the question's weight that is explained; 1 where nothing in it weighs anything.
    pub(super) fn covered(&self, explained: &[f32]) -> f32 {
        let total: f32 = self.tokens.iter().map(|t| t.weight).sum();
        let covered: f32 = self.tokens.iter().zip(explained).map(|(t, e)| t.weight * e).sum();
        if total > 0.0 { covered / total } else { 1.0 }
    }

    /// How many names and numbers are not explained, at most 2.
    pub(super) fn lacking(&self, explained: &[f32]) -> f32 {
        let lacking = self.tokens.iter().zip(explained).filter(|(t, e)| (t.name.is_some() || t.number) && **e < 1.0).count();
        lacking.min(2) as f32
    }

    /// 1 if a target whose phrasings ask for these kinds answers the kind of question asked, -1 if it does not, 0 if
    /// the question asks for no certain kind.
    pub(super) fn asked(&self, kinds: u16) -> f32 {
        match self.asked {
            Asked::Topic | Asked::YesNo | Asked::What | Asked::How => 0.0,
            _ if kinds == 0 => 0.0,
            asked if kinds & bit(asked) != 0 => 1.0,
            _ => -1.0,
        }
    }
}
