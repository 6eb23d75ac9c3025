//! A lexicon says one thing of each word: no alias names two things, no word stands in two groups.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::knowledge::parse::{LexiconParts, TermParts, Text};
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
    let all: Vec<&str> = parts.terms.iter().map(|term| term.name.get_ref().as_str()).collect();
    for term in &parts.terms {
        if let Some(other) = &term.stands_for {
            check_stands_for(file, term.name.get_ref(), other, &all, problems);
        }
    }
    let strings = |texts: Vec<Text>| texts.into_iter().map(Text::into_inner).collect();
    let term = |term: TermParts| Term {
        name: term.name.into_inner(),
        kind: term.kind,
        aliases: strings(term.aliases),
        stands_for: term.stands_for.map(Text::into_inner),
    };
    Lexicon {
        terms: parts.terms.into_iter().map(term).collect(),
        synonyms: parts.synonyms.into_iter().map(|texts| Synonym { words: strings(texts) }).collect(),
    }
}

/// Reports a term that stands for what is no other term among `all`.
fn check_stands_for(file: &File, name: &str, other: &Text, all: &[&str], problems: &mut Vec<Problem>) {
    let text = other.get_ref().as_str();
    if text != name && all.contains(&text) {
        return;
    }
    let problem = Problem::error(Place::span(file, other.span()), format!("\"{text}\" is the name of no other term"));
    let help = match nearest(text, all.iter().copied().filter(|other| *other != name)) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => "give the `name` of the term that people mean by it".to_owned(),
    };
    problems.push(problem.with_help(help));
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
