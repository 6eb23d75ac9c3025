//! "And the other one?": of two that a document speaks of, the one that was not spoken of.

use super::Engine;
use super::context::Context;
use crate::knowledge::TermKind;
use crate::matching::Piece;
use crate::question::{Asked, Question};
use crate::text::Word;

impl Engine {
    /// A message with a name in place of "the other one": the document knows of two persons, or is about two places, and the
    /// last question named one of them, or the sentence that was shown for it. `None` where nothing of this kind is said or meant.
    pub(super) fn of_the_other(&self, context: &Context<'_>, message: &Question) -> Option<Question> {
        let words = message.words();
        let (at, (length, kinds)) = (0..words.len()).find_map(|at| Some((at, the_other(&words[at..])?)))?;
        // "Is one stronger than the other?" speaks of both.
        if words[..at].iter().any(|word| &*word.text == "one") || self.index.has(message) {
            return None;
        }
        let shown = if kinds.len() > 1 { self.other_that_was_shown(context) } else { None };
        let of_document = || kinds.iter().find_map(|&kind| self.other_of_two(context, message, kind));
        let name = shown.or_else(of_document)?;
        Some(message.with(at..at + length, &name))
    }

    /// The other of two names in the sentence that was shown first, where the last question has one of them: the Baltic Sea
    /// beside the South China Sea.
    fn other_that_was_shown(&self, context: &Context<'_>) -> Option<Vec<Word>> {
        let names = |question: &Question| self.names_in(question, |piece| !piece.subject);
        let [asked] = names(&context.question).try_into().ok()?;
        let mut shown = names(&self.read(context.shown(self)?.text()));
        shown.retain(|(kind, _)| *kind == asked.0);
        let [one, other] = shown.try_into().ok()?;
        let (_, name) = if one == asked { Some(other) } else { Some(one).filter(|_| other == asked) }?;
        Some(name)
    }

    /// The other of two names of a kind, where the message has none, and the last question has one of them; or what was shown
    /// for it, if the question has none.
    fn other_of_two(&self, context: &Context<'_>, message: &Question, kind: TermKind) -> Option<Vec<Word>> {
        let is_of_kind = |piece: &Piece| piece.kind == Some(kind) && (kind == TermKind::Person || piece.subject);
        let names = |question: &Question| self.names_in(question, is_of_kind);
        if !names(message).is_empty() {
            return None;
        }
        let asked = Some(names(&context.question)).filter(|names| !names.is_empty());
        let shown = || context.shown(self).map(|shown| names(&self.read(shown.text())));
        let [(_, named)] = asked.or_else(shown)?.try_into().ok()?;
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
            [one, other] | [other, one] if one == named => Some(self.short_name(context, kind, other)),
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
