//! What speaks for and against a candidate beyond likeness: how much of the question it explains, whether it has the
//! names and numbers asked about, and whether it answers the kind of question asked.

use std::cell::OnceCell;

use bitcode::{Decode, Encode};

use super::runs::Runs;
use super::targets::Kinds;
use super::terms::{TermId, Terms, Token};
use super::vectors::{Packed, Table};
use super::weights::{NAME_NOT_CITED, NEAR_FROM, NEAR_FULL};
use crate::question::Asked;
use crate::text::{WordClass, is_function_word};

/// The vector of every term, by which a word explains another that means nearly the same: the pieces it is the sum of, since
/// the table has their vectors already.
#[derive(Debug, Encode, Decode)]
pub(super) struct TermVectors {
    /// Rows of the table, term by term, each with what its numbers are to be multiplied with for the sum to have unit length.
    pieces: Vec<(u32, f32)>,
    /// Those of each term.
    of_terms: Runs,
}

impl TermVectors {
    pub(super) fn new(terms: &Terms, table: &'static Table) -> Self {
        let (mut pieces, mut of_terms) = (Vec::new(), Runs::with_capacity(terms.len()));
        for id in 0..terms.len() as TermId {
            let (text, start) = (terms.display(id).to_lowercase(), pieces.len());
            // Grammar explains nothing.
            for word in text.split(' ').filter(|word| !is_function_word(word)) {
                table.pieces(word, |row| pieces.push((row as u32, table.scale(row))));
            }
            let length = table.length(pieces[start..].iter().map(|&(row, _)| row as usize));
            if length > 0.0 {
                pieces[start..].iter_mut().for_each(|(_, scale)| *scale /= length);
            } else {
                pieces.truncate(start);
            }
            of_terms.end(pieces.len());
        }
        pieces.shrink_to_fit();
        TermVectors { pieces, of_terms }
    }

    /// The cosine of a term with a text of this vector.
    fn cosine(&self, term: TermId, vector: &Packed, table: &Table) -> f32 {
        self.pieces[self.of_terms.of(term as usize)]
            .iter()
            .map(|&(row, scale)| scale * table.product(row as usize, vector))
            .sum()
    }

    /// How near the nearest of some terms comes to a text with this vector, 0 to 1.
    fn nearness(&self, vector: &Packed, terms: &[TermId]) -> f32 {
        let table = Table::built_in();
        let nearest = terms.iter().map(|&id| self.cosine(id, vector, table)).fold(0.0, f32::max);
        ((nearest - NEAR_FROM) / (NEAR_FULL - NEAR_FROM)).clamp(0.0, 1.0)
    }
}

/// A question, ready to be held against candidates.
pub(super) struct Question<'q> {
    tokens: &'q [Token],
    asked: Asked,
    term_vectors: &'q TermVectors,
    /// The names that the documents are about, sorted: every target explains them.
    subjects: &'q [TermId],
    /// How rare each piece is among the targets.
    rarity: Vec<f32>,
    /// What each piece weighs here: less where many targets have it.
    weights: Vec<f32>,
    /// What all of them weigh.
    total: f32,
    /// The vectors of the pieces, made when one is first held against words of nearly the same meaning.
    vectors: Vec<OnceCell<Packed>>,
}

impl<'q> Question<'q> {
    pub(super) fn new(
        tokens: &'q [Token],
        asked: Asked,
        term_vectors: &'q TermVectors,
        subjects: &'q [TermId],
        rarity: &[f32],
    ) -> Self {
        let rarity: Vec<f32> = tokens.iter().map(|t| t.term.map_or(1.0, |term| rarity[term as usize])).collect();
        let weights: Vec<f32> = tokens.iter().zip(&rarity).map(|(token, rarity)| token.weight * rarity).collect();
        let vectors = tokens.iter().map(|_| OnceCell::new()).collect();
        let total = weights.iter().sum::<f32>();
        Question { tokens, asked, term_vectors, subjects, rarity, weights, total, vectors }
    }

    /// How far a target with these terms, and these in the sentences it cites (both sorted), explains each piece of the
    /// question, 0 to 1; `closely` looks for words of nearly the same meaning too.
    pub(super) fn explained_by(&self, terms: &[TermId], cited: &[TermId], closely: bool) -> Vec<f32> {
        (0..self.tokens.len()).map(|at| self.explained(at, terms, cited, closely)).collect()
    }

    fn explained(&self, at: usize, terms: &[TermId], cited: &[TermId], closely: bool) -> f32 {
        let token = &self.tokens[at];
        let has = |id: TermId| is_in(terms, id) || is_in(self.subjects, id);
        let is_cited = |id: TermId| cited.is_empty() || is_in(cited, id) || is_in(self.subjects, id);
        match token.term {
            _ if token.weight == 0.0 => 1.0,
            // A year or an ordinal must be in the sentences themselves: a phrasing may have it for another reason.
            Some(term) if is_exact_number(token) && !cited.is_empty() => f32::from(u8::from(is_in(cited, term))),
            Some(term) if has(term) && (!token.name || is_cited(term)) => 1.0,
            Some(term) if has(term) => NAME_NOT_CITED,
            _ if !token.parts.is_empty() && token.parts.iter().all(|&part| has(part)) => 1.0,
            // Names and numbers are themselves or nothing: one country is no evidence for another.
            _ if token.name || token.number || token.class != WordClass::Content => 0.0,
            _ if closely => {
                let embed = || Packed::new(&Table::built_in().embed(token.text.split(' ')));
                let vector = self.vectors[at].get_or_init(embed);
                self.term_vectors.nearness(vector, terms)
            }
            _ => 0.0,
        }
    }

    /// The share of the question's weight that is explained; 1 where nothing in it weighs anything.
    pub(super) fn covered(&self, explained: &[f32]) -> f32 {
        self.share(self.weights.iter().zip(explained).map(|(weight, explained)| weight * explained).sum())
    }

    /// The share of the question's weight that a text with these terms (sorted) explains, as [`covered`](Self::covered) has it.
    pub(super) fn covered_by(&self, terms: &[TermId]) -> f32 {
        let explained = |(at, weight): (usize, &f32)| weight * self.explained(at, terms, terms, false);
        self.share(self.weights.iter().enumerate().map(explained).sum())
    }

    fn share(&self, covered: f32) -> f32 {
        if self.total > 0.0 { covered / self.total } else { 1.0 }
    }

    /// The share of the question's weight that each piece has.
    pub(super) fn shares(&self) -> Vec<f32> {
        self.weights.iter().map(|weight| weight / self.total.max(f32::MIN_POSITIVE)).collect()
    }

    /// The share of all words, by how rare they are, that are among these terms (sorted).
    pub(super) fn rare_covered(&self, terms: &[TermId]) -> f32 {
        let covered: f32 =
            self.tokens.iter().zip(&self.rarity).filter(|(token, _)| is_among(token, terms)).map(|(_, r)| r).sum();
        covered / self.rarity.iter().sum::<f32>().max(f32::MIN_POSITIVE)
    }

    /// How many names and numbers are not explained, at most 2.
    pub(super) fn lacking(&self, explained: &[f32]) -> f32 {
        let lacking = self.tokens.iter().zip(explained).filter(|(t, e)| (t.name || t.number) && **e < 1.0).count();
        lacking.min(2) as f32
    }

    /// How far names and numbers that are right or wrong are left open, well-known names that nobody has written of among
    /// them; at most 2. Another country, another year: what was asked about is not what the target speaks of.
    pub(super) fn foreign(&self, explained: &[f32]) -> f32 {
        let foreign = self.tokens.iter().zip(explained).filter(|(token, _)| is_distinct(token));
        foreign.map(|(_, explained)| 1.0 - explained).sum::<f32>().min(2.0)
    }

    /// Whether it denies something that a sentence with these terms (sorted) does not deny.
    pub(super) fn denies_more(&self, terms: &[TermId]) -> bool {
        let is_open = |token: &Token| is_denial(&token.text) && !is_among(token, terms);
        self.asked != Asked::YesNo && self.tokens.iter().any(is_open)
    }

    /// Whether a phrasing asks for another kind of answer, where both ask for a certain kind.
    pub(super) fn asks_otherwise(&self, phrasing: Asked) -> bool {
        self.asked != phrasing && is_certain(self.asked) && is_certain(phrasing)
    }

    /// Whether the question asks for a certain kind of answer that a target does not give: nobody asks it for one, and its
    /// sentences hold nothing that looks like one.
    pub(super) fn lacks(&self, kinds: &Kinds) -> bool {
        is_certain(self.asked) && kinds.lack(self.asked)
    }

    /// 1 if enough of a target's phrasings ask for the kind of answer that the question asks for, down to -1 if none
    /// does; 0 if the question asks for no certain kind.
    pub(super) fn asked(&self, kinds: &Kinds) -> f32 {
        if is_certain(self.asked) { kinds.give(self.asked) } else { 0.0 }
    }
}

/// Whether a piece is itself or nothing: a name, a well-known one that nobody has written of among them, a year.
pub(super) fn is_distinct(token: &Token) -> bool {
    token.name || token.stranger || is_exact_number(token)
}

/// Whether a piece's own term is one of these (sorted).
fn is_among(token: &Token, terms: &[TermId]) -> bool {
    token.term.is_some_and(|term| is_in(terms, term))
}

/// Whether a term is one of these (sorted).
fn is_in(terms: &[TermId], term: TermId) -> bool {
    terms.binary_search(&term).is_ok()
}

fn is_denial(word: &str) -> bool {
    matches!(word, "not" | "never" | "no" | "without" | "none" | "neither" | "nor" | "nobody" | "nothing" | "except")
}

/// Digits and ordinals, which are right or wrong; "three ingredients" only counts what the sentence lists.
fn is_exact_number(token: &Token) -> bool {
    token.number
        && (token.text.bytes().any(|b| b.is_ascii_digit())
            || token.text.ends_with("th")
            || matches!(&*token.text, "second" | "third"))
}

/// Whether a kind names what the answer must have in it.
fn is_certain(asked: Asked) -> bool {
    !matches!(asked, Asked::Topic | Asked::YesNo | Asked::What | Asked::How)
}
