//! A lexicon says one thing of each word: no alias names two things, no word stands in two groups.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::knowledge::parse::{LexiconParts, TermParts, Text, strings};
use crate::knowledge::problem::{Place, Problem, nearest};
use crate::knowledge::source::File;
use crate::knowledge::{Lexicon, Synonym, Term};
use crate::text::{Reader, key, normalise};

/// Makes a lexicon of its parts and reports what they contradict each other in.
pub(super) fn check(reader: &mut Reader, file: &File, parts: LexiconParts, problems: &mut Vec<Problem>) -> Lexicon {
    let mut names = Words::of(file, "an alias of two terms", "leave it with the one that people mean by it");
    let mut words = Words::of(file, "a word in two synonym groups", "join the groups, or leave it in one of them");
    for (number, term) in parts.terms.iter().enumerate() {
        for text in std::iter::once(&term.name).chain(&term.aliases) {
            names.add(reader, number, text, problems);
        }
    }
    for (number, group) in parts.synonyms.iter().enumerate() {
        for text in group {
            words.add(reader, number, text, problems);
        }
    }
    let places: Vec<Option<usize>> =
        parts.terms.iter().map(|term| stands_for(file, term, &parts.terms, problems)).collect();
    let term = |(term, stands_for): (TermParts, Option<usize>)| Term {
        name: term.name.into_inner(),
        kind: term.kind,
        aliases: strings(term.aliases),
        stands_for,
    };
    Lexicon {
        terms: parts.terms.into_iter().zip(places).map(term).collect(),
        synonyms: parts.synonyms.into_iter().map(|texts| Synonym { words: strings(texts) }).collect(),
    }
}

/// The place among `all` of the term that one stands for; reported where it is no other one.
fn stands_for(file: &File, term: &TermParts, all: &[TermParts], problems: &mut Vec<Problem>) -> Option<usize> {
    let (own, named) = (term.name.get_ref().as_str(), term.stands_for.as_ref()?);
    let text = named.get_ref().as_str();
    let has_name = |other: &TermParts| other.name.get_ref() == text;
    if let Some(place) = all.iter().position(has_name).filter(|_| text != own) {
        return Some(place);
    }
    let problem = Problem::error(Place::span(file, named.span()), format!("\"{text}\" is the name of no other term"));
    let others = all.iter().map(|other| other.name.get_ref().as_str()).filter(|other| *other != own);
    let help = match nearest(text, others) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => "give the `name` of the term that people mean by it".to_owned(),
    };
    problems.push(problem.with_help(help));
    None
}

/// The words given so far: by key, the number of the entry they are in and where.
struct Words<'f> {
    file: &'f File,
    twice: &'static str,
    help: &'static str,
    seen: FxHashMap<String, (usize, Range<usize>)>,
}

impl<'f> Words<'f> {
    fn of(file: &'f File, twice: &'static str, help: &'static str) -> Self {
        Words { file, twice, help, seen: FxHashMap::default() }
    }

    /// Takes in a word of entry `number`. Spellings that differ in case or punctuation only may stand in one entry.
    fn add(&mut self, reader: &mut Reader, number: usize, text: &Text, problems: &mut Vec<Problem>) {
        let place = Place::span(self.file, text.span());
        if !text.get_ref().contains(char::is_alphabetic) {
            let problem = Problem::error(place, "a word without letters");
            problems.push(problem.with_help("a lexicon is of names and words: take it out"));
            return;
        }
        let (first, span) = self
            .seen
            .entry(key(&reader.learn(&normalise(text.get_ref()))))
            .or_insert_with(|| (number, text.span()))
            .clone();
        if first != number {
            let problem = Problem::error(place, self.twice).with_help(self.help);
            problems.push(problem.with_related(Place::span(self.file, span), "first here"));
        }
    }
}
