//! Every phrasing has one owner in a document: asked of that, it must find its own fact and no other.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Trust;
use crate::knowledge::TalkIntent;
use crate::knowledge::parse::Text;
use crate::knowledge::problem::{Place, Problem};
use crate::knowledge::source::File;
use crate::question::Question;
use crate::text::normalise;

/// What a phrasing stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// A fact or a gap, by its number in the knowledge base.
    Entry { number: u32, is_fact: bool },
    /// Small talk.
    Talk(TalkIntent),
}

impl Owner {
    fn name(self) -> &'static str {
        match self {
            Owner::Entry { is_fact: true, .. } => "a fact",
            Owner::Entry { is_fact: false, .. } => "a gap",
            Owner::Talk(_) => "small talk",
        }
    }
}

/// The phrasings seen so far, by their keys: those of small talk, and those of one document. What is asked of another
/// document may well be the same question.
#[derive(Default)]
pub(super) struct Phrasings<'s> {
    trust: Trust,
    talk: FxHashMap<String, Seen<'s>>,
    document: FxHashMap<String, Seen<'s>>,
}

struct Seen<'s> {
    file: &'s File,
    span: Range<usize>,
    owner: Owner,
}

impl<'s> Phrasings<'s> {
    pub(super) fn new(trust: Trust) -> Self {
        Phrasings { trust, ..Phrasings::default() }
    }

    /// Goes on to another document.
    pub(super) fn next_document(&mut self) {
        self.document.clear();
    }

    /// Takes in a phrasing of `owner`; `key` makes the key of a text in normal form. Small talk comes before facts, so
    /// that a phrasing that is both is reported where
    /// the fact is.
    pub(super) fn add(
        &mut self,
        key: &mut dyn FnMut(&str) -> String,
        file: &'s File,
        phrasing: &Text,
        owner: Owner,
        problems: &mut Vec<Problem>,
    ) {
        if self.trust == Trust::Proven {
            return;
        }
        let (text, span) = (phrasing.get_ref(), phrasing.span());
        let place = || Place::span(file, span.clone());
        if text.len() > Question::MAX_CHARS && text.chars().count() > Question::MAX_CHARS {
            let message = format!("a phrasing longer than {} characters", Question::MAX_CHARS);
            problems.push(Problem::error(place(), message).with_help("no message is that long: shorten it"));
            return;
        }
        let normal = normalise(text);
        let mut key = key(&normal);
        if key.is_empty() {
            // Small talk may consist of a sign; a fact could never be told by one.
            if normal.is_empty() || matches!(owner, Owner::Entry { .. }) {
                let problem = Problem::error(place(), "a phrasing without any word");
                problems.push(problem.with_help("nobody could find the entry by it: take it out"));
                return;
            }
            key = normal;
        }
        let Some(first) = self.talk.get(&key).or_else(|| self.document.get(&key)) else {
            let seen = if matches!(owner, Owner::Talk(_)) { &mut self.talk } else { &mut self.document };
            seen.insert(key, Seen { file, span, owner });
            return;
        };
        let other = Place::span(first.file, first.span.clone());
        if first.owner == owner && first.file.path != file.path {
            // Two languages may share a word for one thing: "ok" agrees in both.
            return;
        }
        let problem = match (first.owner, owner) {
            (one, other) if one == other => {
                Problem::warning(place(), "a phrasing that is listed twice").with_help("take one out")
            }
            (Owner::Talk(_), Owner::Entry { .. }) => {
                Problem::warning(place(), format!("a phrasing of {} that is small talk too", owner.name()))
                    .with_help("the fact answers it; take the phrasing out where it does not belong")
            }
            (one, _) => {
                let message = format!("a phrasing of {} that stands in {} already", owner.name(), other_of(one, owner));
                Problem::error(place(), message).with_help(
                    "leave it where it belongs; case, accents, punctuation and spacing do not make it another",
                )
            }
        };
        problems.push(problem.with_related(other, "first here"));
    }
}

fn other_of(first: Owner, second: Owner) -> &'static str {
    match (first, second) {
        (Owner::Entry { is_fact: true, .. }, Owner::Entry { is_fact: true, .. }) => "another fact",
        (Owner::Entry { is_fact: false, .. }, Owner::Entry { is_fact: false, .. }) => "another gap",
        (Owner::Talk(_), Owner::Talk(_)) => "another entry",
        (first, _) => first.name(),
    }
}
