//! What speaks for and against a candidate beyond likeness: how much of the question it explains, whether it has the
//! names and numbers asked about in the places where the question has them, and whether it answers the kind of
//! question asked.

use rustc_hash::FxHashSet;

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

/// Which side of a word a name stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Side {
    /// "Russia's largest partner".
    Before,
    /// "the largest partner of Russia".
    After,
}

/// Where the texts of a target have names: next to which words.
#[derive(Debug, Default)]
pub(super) struct Slots {
    filled: FxHashSet<(TermId, Side, TermId)>,
    words: FxHashSet<(TermId, Side)>,
}

impl Slots {
    pub(super) fn new<'t>(texts: impl Iterator<Item = &'t [Token]>) -> Self {
        let mut slots = Slots::default();
        for tokens in texts {
            each_slot(tokens, |word, side, name| {
                slots.filled.insert((word, side, name));
                slots.words.insert((word, side));
            });
        }
        slots
    }
}

/// Names directly before a word of meaning, or behind it with nothing but a preposition between.
fn each_slot(tokens: &[Token], mut found: impl FnMut(TermId, Side, TermId)) {
    let word = |token: &Token| token.term.filter(|_| token.class == WordClass::Content && token.name.is_none());
    for (at, token) in tokens.iter().enumerate() {
        let Some(name) = token.term.filter(|_| token.name.is_some()) else { continue };
        if let Some(word) = tokens.get(at + 1).and_then(word) {
            found(word, Side::Before, name);
        }
        let before = match at.checked_sub(1).map(|before| &tokens[before]) {
            Some(t) if matches!(t.text.as_str(), "of" | "by" | "for" | "in" | "with" | "from" | "to") => {
                at.checked_sub(2).map(|b| &tokens[b])
            }
            other => other,
        };
        if let Some(word) = before.and_then(word) {
            found(word, Side::After, name);
        }
    }
}

/// A question, ready to be held against candidates.
pub(super) struct Question<'q> {
    tokens: &'q [Token],
    asked: Asked,
    term_vectors: &'q TermVectors,
    /// The vectors of the pieces that carry meaning; empty for the others.
    own_vectors: Vec<Vec<f32>>,
    /// The terms of all pieces, sorted.
    terms: Vec<TermId>,
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
        let mut terms: Vec<TermId> = tokens.iter().flat_map(Token::terms).collect();
        terms.sort_unstable();
        Question { tokens, asked, term_vectors, own_vectors, terms, subjects }
    }

    /// How far a target with these terms (sorted) explains each piece of the question, 0 to 1; `closely` looks for
    /// words of nearly the same meaning too.
    pub(super) fn explained_by(&self, terms: &[TermId], closely: bool) -> Vec<f32> {
        let has = |id: &TermId| terms.binary_search(id).is_ok() || self.subjects.binary_search(id).is_ok();
        self.tokens
            .iter()
            .zip(&self.own_vectors)
            .map(|(token, vector)| {
                if token.weight == 0.0
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

    /// The share of the weight of a phrasing that the question explains in turn, given its terms with their weights.
    pub(super) fn covers(&self, phrasing: &[(TermId, f32)]) -> f32 {
        let total: f32 = phrasing.iter().map(|(_, w)| w).sum();
        let covered: f32 = phrasing.iter().filter(|(id, _)| self.terms.binary_search(id).is_ok()).map(|(_, w)| w).sum();
        if total > 0.0 { covered / total } else { 1.0 }
    }

    /// The share of the question's weight that a phrasing explains, given its terms with their weights.
    pub(super) fn covered_by(&self, phrasing: &[(TermId, f32)]) -> f32 {
        let has = |id: TermId| phrasing.iter().any(|&(own, _)| own == id) || self.subjects.binary_search(&id).is_ok();
        let explained: Vec<f32> =
            self.tokens.iter().map(|t| f32::from(u8::from(t.weight == 0.0 || t.term.is_some_and(has)))).collect();
        self.covered(&explained)
    }

    /// How many names and numbers are not explained, at most 2.
    pub(super) fn lacking(&self, explained: &[f32]) -> f32 {
        let lacking =
            self.tokens.iter().zip(explained).filter(|(t, e)| (t.name.is_some() || t.number) && **e < 1.0).count();
        lacking.min(2) as f32
    }

    /// How often the question has a name next to a word where the target only ever has others: "China's largest
    /// partner" against "Russia's largest partner". At most 2.
    pub(super) fn misplaced(&self, slots: &Slots) -> f32 {
        let mut misplaced = 0;
        each_slot(self.tokens, |word, side, name| {
            if slots.words.contains(&(word, side)) && !slots.filled.contains(&(word, side, name)) {
                misplaced += 1;
            }
        });
        misplaced.min(2) as f32
    }

    /// Whether a phrasing asks for another kind of answer, where both ask for a certain kind.
    pub(super) fn asks_otherwise(&self, phrasing: Asked) -> bool {
        self.asked != phrasing && is_certain(self.asked) && is_certain(phrasing)
    }

    /// 1 if a target whose phrasings ask for these kinds answers the kind of question asked, -1 if it does not, 0 if
    /// the question asks for no certain kind.
    pub(super) fn asked(&self, kinds: u16) -> f32 {
        match self.asked {
            asked if kinds == 0 || !is_certain(asked) => 0.0,
            asked if kinds & bit(asked) != 0 => 1.0,
            _ => -1.0,
        }
    }
}

/// Whether a kind names what the answer must have in it.
fn is_certain(asked: Asked) -> bool {
    !matches!(asked, Asked::Topic | Asked::YesNo | Asked::What | Asked::How)
}
