//! The names in a text, however they are written there.

use super::Engine;
use super::context::Context;
use crate::knowledge::{Term, TermKind};
use crate::matching::Piece;
use crate::question::Question;
use crate::text::Word;

impl Engine {
    /// What a question names of what counts, each once: the kind, and the words of the full name.
    pub(super) fn names_in(&self, question: &Question, counts: impl Fn(&Piece) -> bool) -> Vec<(TermKind, Vec<Word>)> {
        let mut names = Vec::new();
        for piece in self.index.rank(question).pieces.iter().filter(|piece| counts(piece)) {
            let Some(kind) = piece.kind else { continue };
            let name = (kind, self.read(piece.called()).words().to_vec());
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The words of the short name of a person whom the document that is spoken of knows by this name; of all else the name.
    pub(super) fn short_name(&self, context: &Context<'_>, kind: TermKind, name: Vec<Word>) -> Vec<Word> {
        let Some(fact) = context.fact.filter(|_| kind == TermKind::Person) else { return name };
        let lexicon = self.knowledge.document(fact.document()).lexicon();
        let is_it = |term: &&Term| term.kind == kind && self.read(&term.name).words() == name;
        match lexicon.terms().iter().find(is_it) {
            Some(person) => self.read(person.short_name()).words().to_vec(),
            None => name,
        }
    }
}
