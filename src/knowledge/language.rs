//! The languages that are understood besides English: each is read when it is first asked in, since its files are long
//! and most conversations need none of them.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::check::language as check;
use super::problem::{Problem, Severity};
use super::source::File;
use super::{ENGLISH, FactIndex, KnowledgeBase, Talk};
use crate::text::{Language, Reads, Script, normalise, script};

/// A language's files, and what is made of them.
#[derive(Debug)]
pub struct Spoken {
    pub(super) tag: String,
    /// `language.<lang>.toml`
    pub(super) file: File,
    /// `talk.<lang>.toml`
    pub(super) talk: Option<File>,
    /// What the documents' folders have in it.
    pub(super) folders: Vec<Translated>,
    sketch: OnceLock<Sketch>,
    translation: OnceLock<Translation>,
}

/// The files of one document in one language.
#[derive(Debug, Default)]
pub(super) struct Translated {
    /// The document's id.
    pub(super) document: String,
    /// `lexicon.<lang>.toml`
    pub(super) lexicon: Option<File>,
    /// `facts.<lang>.toml`
    pub(super) facts: Option<File>,
}

/// What tells a language from others at a glance.
#[derive(Debug, Default)]
pub struct Sketch {
    /// What the language is called in itself.
    pub name: String,
    /// What it is called in English.
    pub english_name: String,
    /// The script it is written in.
    pub script: Option<Script>,
    /// What stands on the keys of its keyboard, in the order of an American one's.
    pub keyboard: Option<String>,
    /// How its letters are written in Latin ones, the longest first.
    pub latin: Vec<(String, String)>,
    /// Its small words and question words, in normal form.
    words: FxHashSet<String>,
}

impl Sketch {
    /// Whether a word in normal form is one of the language's small words.
    pub fn has(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}

/// How everything is asked for in a language.
#[derive(Debug)]
pub(super) struct Translation {
    pub(super) reader: Language,
    /// The phrasings of the facts that the language has some for, by where they stand.
    pub(super) facts: FxHashMap<usize, Vec<String>>,
    /// What each gap misses, and how it is asked for.
    pub(super) gaps: FxHashMap<usize, (String, Vec<String>)>,
    pub(super) talk: Vec<Talk>,
}

impl Spoken {
    pub(super) fn new(tag: &str, file: File, talk: Option<File>, folders: Vec<Translated>) -> Self {
        let (sketch, translation) = (OnceLock::new(), OnceLock::new());
        Spoken { tag: tag.to_owned(), file, talk, folders, sketch, translation }
    }

    /// Its BCP 47 tag.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// What tells it from others. Only what stands before the long glossary of the file is read for that.
    pub fn sketch(&self) -> &Sketch {
        self.sketch.get_or_init(|| {
            let text = &*self.file.text;
            let short = text.find("\n[gloss]").map_or(text, |end| &text[..end]);
            let short = File::new(self.file.path.clone(), short.to_owned());
            let Some(parts) = super::parse::language(&short, &mut Vec::new()) else { return Sketch::default() };
            let words = parts.function.iter().chain(parts.asks.iter().map(|(_, text)| text)).chain(&parts.frame);
            let words = words.flat_map(|text| {
                let normal = normalise(text.get_ref());
                normal.split([' ', '\'']).map(str::to_owned).collect::<Vec<_>>()
            });
            let script = parts.function.first().and_then(|text| script(text.get_ref()));
            let words = words.collect();
            let mut latin: Vec<(String, String)> =
                parts.latin.into_iter().map(|(latin, letter)| (latin.into_inner(), letter.into_inner())).collect();
            latin.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
            let (name, english_name) = (parts.name, parts.english_name);
            Sketch { words, script, name, english_name, keyboard: parts.keyboard, latin }
        })
    }

    /// Reads it, and says what is wrong with it.
    pub(super) fn check(&self, knowledge: &KnowledgeBase, problems: &mut Vec<Problem>) {
        let translation = check::translation(self, knowledge, problems);
        // Where something is wrong the base does not load, so nobody will ask for it.
        let _ = self.translation.set(translation);
    }

    fn translation(&self, knowledge: &KnowledgeBase) -> &Translation {
        self.translation.get_or_init(|| {
            let mut problems = Vec::new();
            let translation = check::translation(self, knowledge, &mut problems);
            let is_error = |problem: &Problem| problem.severity() == Severity::Error;
            debug_assert!(!problems.iter().any(is_error), "found to be without faults before: {problems:?}");
            translation
        })
    }
}

/// How everything is asked for in one language: what a question is read by, and what it is held against.
#[derive(Clone, Copy, Debug)]
pub struct Tongue<'k> {
    knowledge: &'k KnowledgeBase,
    /// English has none: its phrasings are the facts' own.
    other: Option<(&'k Spoken, &'k Translation)>,
}

impl<'k> Tongue<'k> {
    /// Its BCP 47 tag.
    pub fn language(self) -> &'k str {
        self.other.map_or(ENGLISH, |(spoken, _)| &spoken.tag)
    }

    /// What makes words of a question.
    pub fn reader(self) -> &'k dyn Reads {
        match self.other {
            Some((_, translation)) => &translation.reader,
            None => self.knowledge.reader(),
        }
    }

    /// Its dictionary, where it is not English.
    pub fn dictionary(self) -> Option<&'k Language> {
        self.other.map(|(_, translation)| &translation.reader)
    }

    /// How a fact is asked for.
    pub fn questions_of_fact(self, fact: FactIndex) -> &'k [String] {
        match self.other {
            Some((_, translation)) => translation.facts.get(&(fact.0 as usize)).map_or(&[], Vec::as_slice),
            None => self.knowledge.fact(fact).questions(),
        }
    }

    /// How a fact is shown when it is suggested: in English where the language has no words for it.
    pub fn title_of_fact(self, fact: FactIndex) -> &'k str {
        let questions = self.questions_of_fact(fact);
        questions.first().or_else(|| self.knowledge.fact(fact).questions().first()).map_or("", String::as_str)
    }

    /// How a gap, by its index in [`KnowledgeBase::gaps`], is asked for.
    pub fn questions_of_gap(self, gap: usize) -> &'k [String] {
        match self.other {
            Some((_, translation)) => translation.gaps.get(&gap).map_or(&[], |(_, questions)| questions),
            None => self.knowledge.gaps()[gap].questions(),
        }
    }

    /// What is missing there; in English where the language has no words for it.
    pub fn missing(self, gap: usize) -> &'k str {
        let translated = self.other.and_then(|(_, translation)| translation.gaps.get(&gap));
        translated.map_or_else(|| self.knowledge.gaps()[gap].missing(), |(missing, _)| missing)
    }

    /// Its small talk.
    pub fn talk(self) -> &'k [Talk] {
        match self.other {
            Some((_, translation)) => &translation.talk,
            None => self.knowledge.talk(),
        }
    }
}

impl KnowledgeBase {
    /// The languages that are understood besides English, in order of their tags.
    pub fn languages(&self) -> &[Spoken] {
        &self.languages
    }

    /// English.
    pub fn english(&self) -> Tongue<'_> {
        Tongue { knowledge: self, other: None }
    }

    /// One of [`languages`](Self::languages); reads its files the first time.
    pub fn tongue<'k>(&'k self, spoken: &'k Spoken) -> Tongue<'k> {
        Tongue { knowledge: self, other: Some((spoken, spoken.translation(self))) }
    }

    /// The language of that tag; English where there is none.
    pub fn tongue_of(&self, tag: &str) -> Tongue<'_> {
        self.languages.iter().find(|spoken| spoken.tag == tag).map_or_else(|| self.english(), |s| self.tongue(s))
    }
}
