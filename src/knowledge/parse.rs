//! Text to parts and problems, one file at a time. What concerns several files is [`super::check`]'s.
//!
//! A parser never stops at a fault: it reports it and goes on with what it can make of the rest.

mod document;
mod facts;
mod language;
mod lexicon;
mod table;
mod talk;
mod wording;

use toml::Spanned;

use super::problem::{Place, Problem};
use super::source::File;
use super::{Metadata, Sentence};

pub(super) use document::{document, has_words};
pub(super) use facts::facts;
pub(super) use language::{LanguageParts, TranslatedEntry, language, translated_facts, translated_lexicon};
pub(super) use lexicon::lexicon;
pub(super) use talk::talk;
pub(super) use wording::wording;

/// A string and where it stands in its file.
pub(super) type Text = Spanned<String>;

/// The strings themselves, in no more memory than they need: collecting keeps the room that the places had.
pub(super) fn strings(texts: Vec<Text>) -> Vec<String> {
    let mut strings: Vec<String> = texts.into_iter().map(Text::into_inner).collect();
    strings.shrink_to_fit();
    strings
}

/// What `document.md` holds.
#[derive(Debug)]
pub(super) struct DocumentParts {
    /// Missing if it was faulty, which has been reported.
    pub(super) metadata: Option<Metadata>,
    pub(super) sentences: Vec<Sentence>,
    /// The headings' lines, by where they stand.
    pub(super) headings: Vec<std::ops::Range<usize>>,
}

/// A `[[fact]]` whose keys are all there and of the right type.
#[derive(Debug)]
pub(super) struct FactParts {
    pub(super) id: Text,
    pub(super) topic: Option<Text>,
    pub(super) questions: Vec<Text>,
    pub(super) quotes: Vec<Text>,
    pub(super) draft: bool,
    pub(super) quarantined: bool,
}

/// A `[[gap]]` whose keys are all there and of the right type.
#[derive(Debug)]
pub(super) struct GapParts {
    pub(super) id: Text,
    pub(super) topic: Option<Text>,
    pub(super) missing: Text,
    pub(super) questions: Vec<Text>,
    pub(super) nearest: Vec<Text>,
    pub(super) quarantined: bool,
}

/// What `facts.toml` holds.
#[derive(Debug, Default)]
pub(super) struct FactsParts {
    pub(super) facts: Vec<FactParts>,
    pub(super) gaps: Vec<GapParts>,
}

/// A `[[term]]` whose keys are all there and of the right type.
#[derive(Debug)]
pub(super) struct TermParts {
    pub(super) name: Text,
    pub(super) kind: super::TermKind,
    pub(super) aliases: Vec<Text>,
    pub(super) stands_for: Option<Text>,
}

/// What `lexicon.toml` holds.
#[derive(Debug, Default)]
pub(super) struct LexiconParts {
    pub(super) terms: Vec<TermParts>,
    pub(super) synonyms: Vec<Vec<Text>>,
}

/// A `[[talk]]` whose keys are all there and of the right type.
#[derive(Debug)]
pub(super) struct TalkParts {
    pub(super) language: String,
    pub(super) intent: Spanned<super::TalkIntent>,
    pub(super) questions: Vec<Text>,
    pub(super) reply: Text,
}

/// The language in the name of a file, which must be there.
fn language_of<'f>(file: &'f File, kind: &str, problems: &mut Vec<Problem>) -> &'f str {
    let language = file.language();
    if language.is_empty() {
        let problem = Problem::error(Place::whole(&file.path), "the file's name does not say its language");
        problems.push(problem.with_help(format!("call it {kind}.en.toml, with the language's own tag in the middle")));
    }
    language
}
