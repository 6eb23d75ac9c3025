//! What speaks for and against a candidate beyond likeness: how much of the question it explains, whether it has the
//! names and numbers asked about, and whether it answers the kind of question asked.

use std::cell::OnceCell;
use std::ops::Range;

use bitcode::{Decode, Encode};

use super::places::{Places, TermPlaces};
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
    fn nearness(&self, vector: &Packed, terms: impl Iterator<Item = TermId>) -> f32 {
        let table = Table::built_in();
        let nearest = terms.map(|id| self.cosine(id, vector, table)).fold(0.0, f32::max);
        ((nearest - NEAR_FROM) / (NEAR_FULL - NEAR_FROM)).clamp(0.0, 1.0)
    }
}

/// A question, ready to be held against candidates.
pub(super) struct Question<'q> {
    pieces: Vec<Sought<'q>>,
    /// The terms of the pieces: each one's own, if it has one, and then those of its words.
    terms: Vec<Option<TermId>>,
    /// The places that a term has in every target: the documents are about some names.
    everywhere: Vec<Places>,
    asked: Asked,
    term_vectors: &'q TermVectors,
    /// What all pieces weigh.
    weight: f32,
    /// How rare all pieces are.
    rarity: f32,
}

/// A piece of a question that targets are to explain.
struct Sought<'q> {
    token: &'q Token,
    /// Where its own term stands among the question's …
    own: usize,
    /// … and those of its words.
    parts: Range<usize>,
    /// How rare it is among the targets.
    rarity: f32,
    /// What it weighs here: less where many targets have it.
    weight: f32,
    /// Whether it is a number that is [right or wrong](is_exact_number).
    is_exact: bool,
    /// Its vector, made when it is first held against words of nearly the same meaning.
    vector: OnceCell<Packed>,
}

impl Sought<'_> {
    /// See [`is_distinct`].
    fn is_distinct(&self) -> bool {
        self.token.name || self.token.stranger || self.is_exact
    }
}

/// Where a target has the terms of a question; made once for each target and filled again for the next.
#[derive(Default)]
pub(super) struct Found {
    places: Vec<Places>,
    /// The places where the target has any term.
    all: Places,
}

impl<'q> Question<'q> {
    /// `subjects` are the names that the documents are about, sorted: every target explains them.
    pub(super) fn new(
        tokens: &'q [Token],
        asked: Asked,
        term_vectors: &'q TermVectors,
        subjects: &[TermId],
        rarity: &[f32],
    ) -> Self {
        let (mut pieces, mut terms) = (Vec::with_capacity(tokens.len()), Vec::with_capacity(tokens.len() * 2));
        for token in tokens {
            let own = terms.len();
            terms.push(token.term);
            terms.extend(token.parts.iter().map(|&part| Some(part)));
            let rarity = token.term.map_or(1.0, |term| rarity[term as usize]);
            pieces.push(Sought {
                token,
                own,
                parts: own + 1..terms.len(),
                rarity,
                weight: token.weight * rarity,
                is_exact: is_exact_number(token),
                vector: OnceCell::new(),
            });
        }
        let is_subject = |term: &Option<TermId>| term.is_some_and(|term| subjects.binary_search(&term).is_ok());
        let place = |term| if is_subject(term) { Places::SUBJECT } else { Places::default() };
        Question {
            everywhere: terms.iter().map(place).collect(),
            terms,
            asked,
            term_vectors,
            weight: pieces.iter().map(|piece| piece.weight).sum(),
            rarity: pieces.iter().map(|piece| piece.rarity).sum(),
            pieces,
        }
    }

    /// Looks up where a target has the terms of the question.
    pub(super) fn find_in(&self, target: &TermPlaces, found: &mut Found) {
        let places = |(term, everywhere): (&Option<TermId>, &Places)| {
            term.map_or(Places::default(), |term| target.of(term)).or(*everywhere)
        };
        found.places.clear();
        found.places.extend(self.terms.iter().zip(&self.everywhere).map(places));
        found.all = target.all();
    }

    /// How far a target explains each piece of the question, 0 to 1; with `closely`, the target itself, also by words of
    /// nearly the same meaning.
    pub(super) fn explained_by(&self, found: &Found, closely: Option<&TermPlaces>) -> Vec<f32> {
        let explained = |piece| {
            let explained = piece_explained(piece, found, Places::TEXTS, Places::CITED);
            explained.unwrap_or_else(|| closely.map_or(0.0, |target| self.nearly(piece, target)))
        };
        self.pieces.iter().map(explained).collect()
    }

    /// How far a target has words of nearly the same meaning as a piece, 0 to 1.
    fn nearly(&self, piece: &Sought<'_>, target: &TermPlaces) -> f32 {
        let embed = || Packed::new(&Table::built_in().embed(piece.token.text.split(' ')));
        self.term_vectors.nearness(piece.vector.get_or_init(embed), target.terms_in(Places::TEXTS))
    }

    /// The share of the question's weight that is explained; 1 where nothing in it weighs anything.
    pub(super) fn covered(&self, explained: &[f32]) -> f32 {
        self.share(self.pieces.iter().zip(explained).map(|(piece, explained)| piece.weight * explained).sum())
    }

    /// The share of the question's weight that a place of a target explains, as [`covered`](Self::covered) has it.
    pub(super) fn covered_in(&self, place: Places, found: &Found) -> f32 {
        let explained =
            |piece: &Sought<'_>| piece.weight * piece_explained(piece, found, place, place).unwrap_or_default();
        self.share(self.pieces.iter().map(explained).sum())
    }

    fn share(&self, covered: f32) -> f32 {
        if self.weight > 0.0 { covered / self.weight } else { 1.0 }
    }

    /// The share of the question's weight that each piece has.
    pub(super) fn shares(&self) -> Vec<f32> {
        self.pieces.iter().map(|piece| piece.weight / self.weight.max(f32::MIN_POSITIVE)).collect()
    }

    /// The share of all words, by how rare they are, that a target has.
    pub(super) fn rare_covered(&self, found: &Found) -> f32 {
        let covered: f32 = self.pieces.iter().filter(|piece| is_among(piece, found)).map(|piece| piece.rarity).sum();
        covered / self.rarity.max(f32::MIN_POSITIVE)
    }

    /// How many names and numbers are not explained, at most 2.
    pub(super) fn lacking(&self, explained: &[f32]) -> f32 {
        let is_lacking =
            |(piece, explained): &(&Sought<'_>, &f32)| (piece.token.name || piece.token.number) && **explained < 1.0;
        self.pieces.iter().zip(explained).filter(is_lacking).count().min(2) as f32
    }

    /// How far names and numbers that are right or wrong are left open, well-known names that nobody has written of among
    /// them; at most 2. Another country, another year: what was asked about is not what the target speaks of.
    pub(super) fn foreign(&self, explained: &[f32]) -> f32 {
        let foreign = self.pieces.iter().zip(explained).filter(|(piece, _)| piece.is_distinct());
        foreign.map(|(_, explained)| 1.0 - explained).sum::<f32>().min(2.0)
    }

    /// Whether it denies something that a target does not deny.
    pub(super) fn denies_more(&self, found: &Found) -> bool {
        let is_open = |piece: &Sought<'_>| is_denial(&piece.token.text) && !is_among(piece, found);
        self.asked != Asked::YesNo && self.pieces.iter().any(is_open)
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

/// How far a target explains a piece with what it has in some places, and with what it cites; `None` where only words of
/// nearly the same meaning can.
fn piece_explained(piece: &Sought<'_>, found: &Found, places: Places, cited: Places) -> Option<f32> {
    let token = piece.token;
    if token.weight == 0.0 {
        return Some(1.0);
    }
    let has_in = |places: Places, at: usize| found.places[at].meet(places.or(Places::SUBJECT));
    let cites = found.all.meet(cited);
    // A year or an ordinal must be in the sentences themselves: a phrasing may have it for another reason.
    if piece.is_exact && cites && token.term.is_some() {
        return Some(f32::from(u8::from(found.places[piece.own].meet(cited))));
    }
    if has_in(places, piece.own) {
        let is_certain = !token.name || !cites || has_in(cited, piece.own);
        return Some(if is_certain { 1.0 } else { NAME_NOT_CITED });
    }
    if !piece.parts.is_empty() && piece.parts.clone().all(|part| has_in(places, part)) {
        return Some(1.0);
    }
    // Names and numbers are themselves or nothing: one country is no evidence for another.
    let is_itself = token.name || token.number || token.class != WordClass::Content;
    is_itself.then_some(0.0)
}

/// Whether a target has a piece's own term.
fn is_among(piece: &Sought<'_>, found: &Found) -> bool {
    found.places[piece.own].meet(Places::TEXTS)
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
