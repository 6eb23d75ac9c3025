//! "And the other one?": of two that a document speaks of, the one that was not asked about.

use super::Engine;
use super::context::Context;
use crate::knowledge::TermKind;
use crate::matching::Piece;
use crate::question::{Asked, Question};
use crate::text::Word;

impl Engine {
    /// A message with a name in place of "the other one": the document knows of two persons, or is about two places, and the
    /// last question named one of them. `None` where nothing of this kind is said or meant.
    pub(super) fn of_the_other(&self, context: &Context<'_>, message: &Question) -> Option<Question> {
        let words = message.words();
        let (at, (length, kinds)) = (0..words.len()).find_map(|at| Some((at, the_other(&words[at..])?)))?;
        // "Is one stronger than the other?" speaks of both.
        if words[..at].iter().any(|word| &*word.text == "one") || self.index.has(message) {
            return None;
        }
        let name = kinds.iter().find_map(|&kind| self.other_of_two(context, kind))?;
        Some(message.with(at..at + length, &name))
    }

    /// The other of two names of a kind, where the last question has one of them.
    fn other_of_two(&self, context: &Context<'_>, kind: TermKind) -> Option<Vec<Word>> {
        let is_of_kind = |piece: &&Piece| piece.kind == Some(kind) && (kind == TermKind::Person || piece.subject);
        let pieces = self.index.rank(&context.question).pieces;
        let mut named = pieces.iter().filter(is_of_kind).map(Piece::called);
        let (named, None) = (self.read(named.next()?), named.next()) else { return None };
        let document = self.knowledge.document(context.fact?.document());
        let names = document.lexicon().terms().iter().filter(|term| term.kind == kind);
        let names: Vec<Vec<Word>> = names.map(|term| self.read(&term.name).words().to_vec()).collect();
        // "China and Russia" is no third.
        let holds =
            |name: &[Word], other: &[Word]| other.len() < name.len() && name.windows(other.len()).any(|w| w == other);
        let is_single = |name: &&Vec<Word>| !names.iter().any(|other| holds(name, other));
        let is_one = |name: &&Vec<Word>| kind == TermKind::Person || self.is_subject(name);
        let both: Vec<Vec<Word>> = names.iter().filter(is_single).filter(is_one).cloned().collect();
        match <[Vec<Word>; 2]>::try_from(both).ok()? {
            [one, other] | [other, one] if one == named.words() => Some(other),
            _ => None,
        }
    }

    /// Whether documents are about what has this name.
    fn is_subject(&self, name: &[Word]) -> bool {
        let ranking = self.index.rank(&Question::of_words(name.to_vec(), Asked::Topic));
        matches!(ranking.pieces.as_slice(), [piece] if piece.subject)
    }
}

/// How many words say "the other one", where some words begin with that, and what kinds of things it may be, likeliest first.
fn the_other(words: &[Word]) -> Option<(usize, &'static [TermKind])> {
    let at = |i: usize| words.get(i).map(|word| &*word.text);
    if (at(0)?, at(1)?) != ("the", "other") {
        return None;
    }
    match at(2) {
        None => Some((2, &[TermKind::Person, TermKind::Place])),
        Some("one") => Some((3, &[TermKind::Person, TermKind::Place])),
        Some("leader" | "president" | "man" | "guy" | "person" | "head") => Some((3, &[TermKind::Person])),
        Some("country" | "nation" | "state" | "side" | "power" | "party" | "partner" | "neighbour") => {
            Some((3, &[TermKind::Place]))
        }
        Some(_) => None,
    }
}
