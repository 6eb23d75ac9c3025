//! What speaks for and against a candidate beyond likeness: how much of the question it explains, whether it has the
//! names and numbers asked about, and whether it answers the kind of question asked.

use std::cell::OnceCell;
use std::ops::Range;

use super::choice::choices;
use super::degree::{degrees, refusals};
use super::focus::focus;
use super::lexical::WordNumber;
use super::nearness::{Meaning, TermVectors};
use super::places::{Places, TermPlaces};
use super::speaker::speakers;
use super::targets::Kinds;
use super::terms::{TermId, Token};
use super::weights::{NAME_NOT_CITED, PERSON_LEADS};
use crate::knowledge::TermKind;
use crate::question::Asked;
use crate::text::WordClass;

/// A question, ready to be held against candidates.
pub(super) struct Question<'q> {
    pieces: Vec<Sought<'q>>,
    /// The terms of the pieces: each one's own, if it has one, and then those of its words.
    terms: Vec<Option<TermId>>,
    /// The places that a term has in every target: the documents are about some names.
    everywhere: Vec<Places>,
    asked: Asked,
    /// Of each kind of answer whether it is another one, where both are certain: many phrasings are compared.
    otherwise: [bool; Asked::ALL.len()],
    term_vectors: &'q TermVectors,
    /// Which pieces are asked for by name.
    focus: Range<usize>,
    /// Which pieces name whose words or thoughts are asked for.
    speakers: Range<usize>,
    /// Which pieces compare.
    degrees: Vec<usize>,
    /// Which pieces turn down what is spoken of.
    refusals: Vec<usize>,
    /// Which pieces are a choice, two at a time.
    choices: Vec<(usize, usize)>,
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
    /// Whether it is [itself or nothing](is_distinct).
    is_distinct: bool,
    /// Its number among the words of the texts, where it was typed as one of them is spelt.
    number: WordNumber,
    /// What it means, looked up when it is first held against words of nearly the same meaning.
    meaning: OnceCell<Meaning<'q>>,
}

impl Sought<'_> {
    /// Whether no other word explains it: one country is no evidence for another.
    fn is_itself(&self) -> bool {
        self.token.name || self.token.number || self.token.class != WordClass::Content
    }

    /// What it weighs for a sentence that has it to lead: what one person said is never another's.
    fn lead(&self) -> f32 {
        if self.token.kind == Some(TermKind::Person) { PERSON_LEADS * self.weight } else { self.weight }
    }

    /// Whether all the words are there that it is made of, where it is made of several.
    fn has_parts(&self, has: impl Fn(usize) -> bool) -> bool {
        !self.parts.is_empty() && self.parts.clone().all(has)
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
    /// `numbers` are those of the words; `subjects` are the names that the documents are about, sorted: every target explains them.
    pub(super) fn new(
        tokens: &'q [Token],
        numbers: &[WordNumber],
        asked: Asked,
        term_vectors: &'q TermVectors,
        subjects: &[TermId],
        rarity: &[f32],
    ) -> Self {
        let (mut pieces, mut terms) = (Vec::with_capacity(tokens.len()), Vec::with_capacity(tokens.len() * 2));
        for (token, number) in tokens.iter().zip(numbers) {
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
                is_distinct: is_distinct(token),
                number: number.filter(|_| token.taken_as.is_none()),
                meaning: OnceCell::new(),
            });
        }
        let is_subject = |term: &Option<TermId>| term.is_some_and(|term| subjects.binary_search(&term).is_ok());
        let place = |term| if is_subject(term) { Places::SUBJECT } else { Places::default() };
        Question {
            everywhere: terms.iter().map(place).collect(),
            terms,
            asked,
            otherwise: Asked::ALL.map(|other| asked != other && asked.is_certain() && other.is_certain()),
            focus: focus(tokens),
            speakers: speakers(tokens),
            degrees: degrees(tokens),
            refusals: refusals(tokens),
            choices: choices(tokens),
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

    /// How far a target explains each piece of the question, 0 to 1.
    pub(super) fn explained_by(&self, found: &Found) -> Vec<f32> {
        let explained = |piece: &Sought<'q>| piece_explained(piece, found, Places::TEXTS, Places::CITED);
        let mut explained = self.pieces.iter().map(explained).collect::<Vec<_>>();
        self.choose(&mut explained);
        explained
    }

    /// What explains one of a choice leaves nothing open of the other.
    fn choose(&self, explained: &mut [f32]) {
        for &(a, b) in &self.choices {
            let most = explained[a].max(explained[b]);
            (explained[a], explained[b]) = (most, most);
        }
    }

    /// Adds to what a target [explains](Self::explained_by) what it explains by words of nearly the same meaning.
    pub(super) fn explain_nearly(&self, explained: &mut [f32], target: &TermPlaces) {
        for (piece, explained) in self.pieces.iter().zip(&mut *explained) {
            if *explained == 0.0 && !piece.is_itself() {
                *explained = self.nearly(piece, target);
            }
        }
        self.choose(explained);
    }

    /// How far a target has words of nearly the same meaning as a piece, 0 to 1.
    fn nearly(&self, piece: &Sought<'q>, target: &TermPlaces) -> f32 {
        let look_up = || self.term_vectors.meaning(&piece.token.text, piece.number);
        self.term_vectors.nearness(piece.meaning.get_or_init(look_up), target)
    }

    /// The share of the question's weight that is explained; 1 where nothing in it weighs anything.
    pub(super) fn covered(&self, explained: &[f32]) -> f32 {
        self.share(self.pieces.iter().zip(explained).map(|(piece, explained)| piece.weight * explained).sum())
    }

    /// The share of the question's weight that a place of a target explains, as [`covered`](Self::covered) has it.
    pub(super) fn covered_in(&self, place: Places, found: &Found) -> f32 {
        let explained = |piece: &Sought<'_>| piece.weight * piece_explained(piece, found, place, place);
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

    /// From 1 where a target's phrasings ask for the same by name down to -1 where they do not: no sentence on ships tells which
    /// they were unless somebody asks it for them. 0 if nothing is asked for by name.
    pub(super) fn focus(&self, found: &Found) -> f32 {
        let named = &self.pieces[self.focus.clone()];
        let all: f32 = named.iter().map(|piece| piece.token.weight).sum();
        let is_asked_for = |at: usize| found.places[at].meet(Places::FOCUS);
        let own = named.iter().filter(|piece| is_asked_for(piece.own) || piece.has_parts(is_asked_for));
        if all > 0.0 { 2.0 * own.map(|piece| piece.token.weight).sum::<f32>() / all - 1.0 } else { 0.0 }
    }

    /// Which of the sentences that a target cites says more of what is asked than the one it cites first, if one does by a
    /// telling word; each is given by its terms.
    pub(super) fn leading(&self, sentences: &[Vec<TermId>], from: f32) -> Option<usize> {
        let has =
            |sentence: &[TermId], at: usize| self.terms[at].is_some_and(|term| sentence.binary_search(&term).is_ok());
        let said = |sentence: &Vec<TermId>| -> f32 {
            let own = self.pieces.iter().filter(|p| has(sentence, p.own) || p.has_parts(|part| has(sentence, part)));
            own.map(Sought::lead).sum()
        };
        let first = said(sentences.first()?);
        let more = sentences.iter().map(|sentence| said(sentence) - first).enumerate();
        // Of two that say as much the one that is more important.
        let (at, more) = more.rev().max_by(|(_, a), (_, b)| a.total_cmp(b))?;
        (more >= from).then_some(at)
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
        let foreign = self.pieces.iter().zip(explained).filter(|(piece, _)| piece.is_distinct);
        foreign.map(|(_, explained)| 1.0 - explained).sum::<f32>().min(2.0)
    }

    /// Whether it denies something that a target does not deny.
    pub(super) fn denies_more(&self, found: &Found) -> bool {
        let is_open = |piece: &Sought<'_>| is_denial(&piece.token.text) && !is_among(piece, found);
        self.asked != Asked::YesNo && self.pieces.iter().any(is_open)
    }

    /// Whether it compares with a word that a target does not have.
    pub(super) fn exceeds(&self, found: &Found) -> bool {
        self.has_more(&self.degrees, found)
    }

    /// Whether it turns something down with a word that a target does not have.
    pub(super) fn refuses_more(&self, found: &Found) -> bool {
        self.has_more(&self.refusals, found)
    }

    /// Whether it asks what somebody says or thinks of whom a target's phrasings do not ask that, and whom not everything is about.
    /// A person that a sentence speaks of says something in it as often as not; of those without a name ("the leaders") it is
    /// enough that a target speaks of them.
    pub(super) fn asks_another(&self, found: &Found) -> bool {
        let is_another = |piece: &Sought<'_>| {
            let or_where = match piece.token.kind {
                Some(TermKind::Person) => Places::CITED,
                _ if piece.token.name => Places::default(),
                _ => Places::TEXTS,
            };
            let speaks = Places::SPEAKER.or(Places::SUBJECT).or(or_where);
            piece.token.class == WordClass::Content && !found.places[piece.own].meet(speaks)
        };
        self.pieces[self.speakers.clone()].iter().any(is_another)
    }

    /// Whether a target does not have one of some pieces.
    fn has_more(&self, pieces: &[usize], found: &Found) -> bool {
        pieces.iter().any(|&at| !is_among(&self.pieces[at], found))
    }

    /// Whether a phrasing asks for another kind of answer, where both ask for a certain kind.
    pub(super) fn asks_otherwise(&self, phrasing: Asked) -> bool {
        self.otherwise[phrasing as usize]
    }

    /// Whether the question asks for a certain kind of answer that a target does not give: nobody asks it for one, and its
    /// sentences hold nothing that looks like one.
    pub(super) fn lacks(&self, kinds: &Kinds) -> bool {
        self.asked.is_certain() && kinds.lack(self.asked)
    }

    /// 1 if enough of a target's phrasings ask for the kind of answer that the question asks for, down to -1 if none
    /// does; 0 if the question asks for no certain kind.
    pub(super) fn asked(&self, kinds: &Kinds) -> f32 {
        if self.asked.is_certain() { kinds.give(self.asked) } else { 0.0 }
    }
}

/// Whether a piece is itself or nothing: a name, a well-known one that nobody has written of among them, a year.
pub(super) fn is_distinct(token: &Token) -> bool {
    token.name || token.stranger || is_exact_number(token)
}

/// How far a target explains a piece with what it has in some places, and with what it cites.
fn piece_explained(piece: &Sought<'_>, found: &Found, places: Places, cited: Places) -> f32 {
    let token = piece.token;
    if token.weight == 0.0 {
        return 1.0;
    }
    let has_in = |places: Places, at: usize| found.places[at].meet(places.or(Places::SUBJECT));
    let cites = found.all.meet(cited);
    // A year or an ordinal must be in the sentences themselves: a phrasing may have it for another reason.
    if piece.is_exact && cites && token.term.is_some() {
        return f32::from(u8::from(found.places[piece.own].meet(cited)));
    }
    if piece.has_parts(|part| has_in(places, part)) {
        return 1.0;
    }
    if !has_in(places, piece.own) {
        return 0.0;
    }
    let is_certain = !token.name || !cites || has_in(cited, piece.own);
    if is_certain { 1.0 } else { NAME_NOT_CITED }
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
