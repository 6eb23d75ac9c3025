//! What speaks for and against a candidate beyond likeness: how much of the question it explains, whether it has the
//! names and numbers asked about, and whether it answers the kind of question asked.

use super::targets::Kinds;
use super::terms::{TermId, Terms, Token};
use super::vectors::{Table, dot};
use super::weights::{KIND_SHARE, NEAR_FROM, NEAR_FULL};
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
    /// The names that the documents are about, sorted: every target explains them.
    subjects: &'q [TermId],
}

impl<'q> Question<'q> {
    pub(super) fn new(
        tokens: &'q [Token],
        asked: Asked,
        term_vectors: &'q TermVectors,
        subjects: &'q [TermId],
        table: &Table,
    ) -> Self {
        let own_vectors =
            tokens
                .iter()
                .map(|t| {
                    if t.class == WordClass::Content && !t.number { table.embed(t.text.split(' ')) } else { Vec::new() }
                })
                .collect();
        Question { tokens, asked, term_vectors, own_vectors, subjects }
    }

    /// How far a target with these terms, and these in the sentences it cites (both sorted), explains each piece of the
    /// question, 0 to 1; `closely` looks for words of nearly the same meaning too.
    ///
    /// A year or an ordinal must be in the sentences themselves: a phrasing may have it for another reason.
    pub(super) fn explained_by(&self, terms: &[TermId], cited: &[TermId], closely: bool) -> Vec<f32> {
        let has = |id: &TermId| terms.binary_search(id).is_ok() || self.subjects.binary_search(id).is_ok();
        self.tokens
            .iter()
            .zip(&self.own_vectors)
            .map(|(token, vector)| {
                if is_exact_number(token) && !cited.is_empty() {
                    f32::from(u8::from(token.term.is_some_and(|term| cited.binary_search(&term).is_ok())))
                } else if token.weight == 0.0
                    || token.term.as_ref().is_some_and(has)
                    || (!token.parts.is_empty() && token.parts.iter().all(has))
                {
                    1.0
                } else if !closely || token.name.is_some() || token.number || vector.is_empty() {
                    // Names and numbers are themselves or nothing: one country is no evidence for another.
                    0.0
                } else {
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
        let lacking =
            self.tokens.iter().zip(explained).filter(|(t, e)| (t.name.is_some() || t.number) && **e < 1.0).count();
        lacking.min(2) as f32
    }

    /// Whether a phrasing asks for another kind of answer, where both ask for a certain kind.
    pub(super) fn asks_otherwise(&self, phrasing: Asked) -> bool {
        self.asked != phrasing && is_certain(self.asked) && is_certain(phrasing)
    }

    /// 1 if enough of a target's phrasings ask for the kind of answer that the question asks for, down to -1 if none
    /// does; 0 if the question asks for no certain kind.
    pub(super) fn asked(&self, kinds: &Kinds) -> f32 {
        match kinds.share(self.asked) {
            Some(share) if is_certain(self.asked) => 2.0 * (share / KIND_SHARE).min(1.0) - 1.0,
            _ => 0.0,
        }
    }
}

/// Digits and ordinals, which are right or wrong; "three ingredients" only counts what the sentence lists.
fn is_exact_number(token: &Token) -> bool {
    token.number
        && (token.text.bytes().any(|b| b.is_ascii_digit())
            || token.text.ends_with("th")
            || matches!(token.text.as_str(), "second" | "third"))
}

/// Whether a kind names what the answer must have in it.
fn is_certain(asked: Asked) -> bool {
    !matches!(asked, Asked::Topic | Asked::YesNo | Asked::What | Asked::How)
}
