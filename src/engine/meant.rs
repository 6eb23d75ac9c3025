//! The questions that a message may stand for after what was said.

use super::Engine;
use super::context::Context;
use crate::knowledge::TermKind;
use crate::matching::Piece;
use crate::question::{Asked, Leaning, Question, is_small_word};
use crate::text::{Word, WordClass};

/// As many words of the last question are carried on.
const MOST_CARRIED: usize = 12;

/// A question that a message may stand for.
pub(super) struct Meant {
    pub(super) question: Question,
    /// How many of its words are the message's own.
    pub(super) own: usize,
    /// Whether it is the last question with something else in a place of it, or the message with a name in place of its
    /// pronoun.
    pub(super) is_in_place: bool,
    /// Whether the message says nothing by itself.
    pub(super) is_bare: bool,
    /// Whether the message asks by name for what was said in general.
    pub(super) is_by_name: bool,
    /// Whether nothing is carried on but what the topic is called.
    pub(super) is_of_topic: bool,
}

impl Engine {
    /// The questions that a message may stand for.
    pub(super) fn meant(
        &self,
        context: &Context<'_>,
        question: &Question,
        leaning: Leaning,
        named: Option<&[Word]>,
    ) -> Vec<Meant> {
        let own: Vec<Word> = match named {
            Some(name) => with_name(question.words(), name),
            None => question.words().iter().filter(|word| !is_pointing(&word.text)).cloned().collect(),
        };
        let asked = match question.asked() {
            Asked::Topic if !leaning.about => context.question.asked(),
            Asked::What | Asked::How if leaning.about => Asked::Topic,
            asked => asked,
        };
        let (is_bare, is_by_name) = (leaning.bare, leaning.by_name || (leaning.bare && leaning.example));
        let of = |words: Vec<Word>, own: usize, asked: Asked| {
            let question = Question::of_words(words, asked);
            Meant { question, own, is_in_place: false, is_bare, is_by_name, is_of_topic: false }
        };
        let carrying = |carried: &[Word]| of(own.iter().chain(carried).cloned().collect(), own.len(), asked);
        let mut meant = Vec::new();
        if named.is_some() && (!leaning.bare || question.asks_what_was_said()) {
            meant.push(Meant { is_in_place: true, ..carrying(&[]) });
        }
        meant.push(carrying(&carried(&context.question)));
        if let Some(fact) = context.fact {
            meant.push(carrying(&carried(&self.read(self.title(fact)))));
        }
        if let Some(topic) = context.topic {
            meant.push(Meant { is_of_topic: true, ..carrying(self.read(topic).words()) });
        }
        if leaning.fragment
            && let Some(words) = self.put_in_place(&context.question, question)
        {
            let own = words.len();
            meant.push(Meant { is_in_place: true, ..of(words, own, context.question.asked()) });
        }
        meant
    }

    /// The name that a pronoun of a message stands for, if the last question has one that it can stand for and no other, or
    /// the piece of a sentence that was shown for it.
    pub(super) fn antecedent(&self, context: &Context<'_>, message: &Question, leaning: Leaning) -> Option<Vec<Word>> {
        let is_thing = leaning.thing && !leaning.bare && message.words().iter().any(|word| &*word.text == "it");
        // "Which countries does he mean?" asks about what was said, not about who said it.
        if leaning.by_name || !(leaning.person || is_thing) {
            return None;
        }
        let is_meant = |piece: &Piece| match piece.kind {
            Some(TermKind::Person) => leaning.person,
            Some(_) => !leaning.person && !piece.subject,
            None => false,
        };
        let names = |question: &Question| self.names_in(question, is_meant);
        let shown = || context.shown(self).filter(|_| leaning.person);
        let asked = names(&context.question);
        let names = if asked.is_empty() { shown().map(|shown| names(&self.read(shown.quote())))? } else { asked };
        let [(kind, name)] = names.try_into().ok()?;
        Some(self.short_name(context, kind, name))
    }

    /// The last question with the name or number of a fragment in the place of its own of the same kind: "and Iran?" after
    /// "Is Syria in the text?" is "Is Iran in the text?".
    fn put_in_place(&self, before: &Question, fragment: &Question) -> Option<Vec<Word>> {
        let (new, old) = (self.index.rank(fragment).pieces, self.index.rank(before).pieces);
        let alike = |a: &Piece, b: &Piece| (a.number && b.number) || (a.kind.is_some() && a.kind == b.kind);
        let place_of = |piece: &Piece| {
            let others = || old.iter().enumerate().rev().filter(|(_, o)| alike(piece, o) && piece.text != o.text);
            // "And Russia?" after "what does China do in Peru" is not about what Russia is to China.
            let of_as_much = others().find(|(_, other)| other.subject == piece.subject);
            of_as_much.or_else(|| others().next()).map(|(at, _)| at)
        };
        let (new_at, old_at) = new.iter().enumerate().find_map(|(at, piece)| Some((at, place_of(piece)?)))?;
        let range = |pieces: &[Piece], at: usize| {
            let start: usize = pieces[..at].iter().map(word_count).sum();
            start..start + word_count(&pieces[at])
        };
        let mut words = before.words().to_vec();
        words.splice(range(&old, old_at), fragment.words()[range(&new, new_at)].iter().cloned());
        Some(words)
    }
}

/// How many words a piece is made of.
pub(super) fn word_count(piece: &Piece) -> usize {
    piece.words
}

/// "it", "that", "else": what only points.
fn is_pointing(word: &str) -> bool {
    let points = matches!(word, "it" | "its" | "that" | "this" | "these" | "those" | "them" | "there" | "else");
    points || matches!(word, "and" | "but" | "so" | "ok" | "about")
}

/// The words of a question that are carried on to the next: all but those that only ask.
fn carried(question: &Question) -> Vec<Word> {
    let says = |word: &&Word| word.class != WordClass::Frame && !is_small_word(&word.text);
    question.words().iter().filter(says).take(MOST_CARRIED).cloned().collect()
}

/// The words with a name in place of the pronouns.
fn with_name(words: &[Word], name: &[Word]) -> Vec<Word> {
    let is_pronoun = |word: &Word| matches!(&*word.text, "he" | "him" | "his" | "himself" | "she" | "her" | "it");
    words.iter().flat_map(|w| if is_pronoun(w) { name.to_vec() } else { vec![w.clone()] }).collect()
}
