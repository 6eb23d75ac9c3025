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
        let named = self.index.rank(message).pieces;
        let unnamed = || kinds.iter().filter(|kind| named.iter().all(|piece| piece.kind != Some(**kind)));
        let of_document = || unnamed().find_map(|&kind| self.other_of_two(context, kind));
        let name = self.other_that_was_shown(context).filter(|_| kinds.len() > 1).or_else(of_document)?;
        Some(message.with(at..at + length, &name))
    }

    /// The other of two names in the sentence that was shown, where the last question has one of them: the Baltic Sea beside
    /// the South China Sea.
    fn other_that_was_shown(&self, context: &Context<'_>) -> Option<Vec<Word>> {
        let names = |question: &Question| -> Vec<(TermKind, String)> {
            let pieces = self.index.rank(question).pieces.into_iter().filter(|piece| !piece.subject);
            pieces.filter_map(|piece| Some((piece.kind?, piece.called().to_owned()))).collect()
        };
        let [asked] = names(&context.question).try_into().ok()?;
        let mut shown = names(&self.read(context.shown(self)?.text()));
        shown.retain(|(kind, _)| *kind == asked.0);
        match <[_; 2]>::try_from(shown).ok()? {
            [one, (_, other)] | [(_, other), one] if one == asked => Some(self.read(&other).words().to_vec()),
            _ => None,
        }
    }

    /// The other of two names of a kind, where the last question has one of them; or what was shown for it, if it has none.
    fn other_of_two(&self, context: &Context<'_>, kind: TermKind) -> Option<Vec<Word>> {
        let is_of_kind = |piece: &Piece| piece.kind == Some(kind) && (kind == TermKind::Person || piece.subject);
        let named = |question: &Question| -> Vec<String> {
            let pieces = self.index.rank(question).pieces;
            pieces.iter().filter(|piece| is_of_kind(piece)).map(|piece| piece.called().to_owned()).collect()
        };
        let asked = Some(named(&context.question)).filter(|named| !named.is_empty());
        let shown = || context.shown(self).map(|shown| named(&self.read(shown.text())));
        let [named] = asked.or_else(shown)?.try_into().ok()?;
        let named = self.read(&named);
        let document = self.knowledge.document(context.fact?.document());
        let terms = document.lexicon().terms().iter().filter(|term| term.kind == kind);
        let names: Vec<(&str, Vec<Word>)> =
            terms.map(|term| (term.name.as_str(), self.read(&term.name).words().to_vec())).collect();
        // "China and Russia" is no third.
        let holds =
            |name: &[Word], other: &[Word]| other.len() < name.len() && name.windows(other.len()).any(|w| w == other);
        let is_single = |(_, name): &&(&str, Vec<Word>)| !names.iter().any(|(_, other)| holds(name, other));
        let is_one = |(_, name): &&(&str, Vec<Word>)| kind == TermKind::Person || self.is_subject(name);
        let both: Vec<&(&str, Vec<Word>)> = names.iter().filter(is_single).filter(is_one).collect();
        match <[_; 2]>::try_from(both).ok()? {
            [(_, one), (other, _)] | [(other, _), (_, one)] if one == named.words() => {
                Some(self.read(self.short_name(other)).words().to_vec())
            }
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
