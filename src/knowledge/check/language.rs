//! A language's files: they name what there is, and say one thing of each phrasing.

use rustc_hash::FxHashMap;

use super::phrasings::Owner;
use super::{Phrasings, talk};
use crate::knowledge::language::{Spoken, Translated, Translation};
use crate::knowledge::parse::{self, LanguageParts, Text, TranslatedEntry};
use crate::knowledge::problem::{Place, Problem, nearest};
use crate::knowledge::source::File;
use crate::knowledge::{Document, DocumentIndex, KnowledgeBase};
use crate::text::{Language, Meaning, Reads, Segmentation};

/// Makes of a language's files how everything in `knowledge` is asked for in it.
pub(in crate::knowledge) fn translation(
    spoken: &Spoken,
    knowledge: &KnowledgeBase,
    problems: &mut Vec<Problem>,
) -> Translation {
    let parts = parse::language(&spoken.file, problems);
    let mut reader = empty(parts.as_ref());
    if let Some(parts) = &parts {
        // What a phrase means first, it means: asking before grammar, a document's names before common words.
        for (english, text) in &parts.asks {
            add(&mut reader, &spoken.file, text, &Meaning::Ask(english), problems);
        }
        for text in &parts.function {
            add(&mut reader, &spoken.file, text, &Meaning::Function, problems);
        }
    }
    for Translated { document, lexicon, .. } in &spoken.folders {
        let (Some(file), Some(document)) = (lexicon, knowledge.document_by_id(document)) else { continue };
        let lexicon = parse::translated_lexicon(file, problems);
        for (name, aliases) in &lexicon.terms {
            check_name(file, name, document, problems);
            for alias in aliases {
                add(&mut reader, file, alias, &Meaning::of(name.get_ref()), problems);
            }
        }
        add_gloss(&mut reader, file, &lexicon.gloss, problems);
    }
    if let Some(parts) = &parts {
        add_gloss(&mut reader, &spoken.file, &parts.numbers, problems);
        add_gloss(&mut reader, &spoken.file, &parts.gloss, problems);
        for text in &parts.frame {
            add(&mut reader, &spoken.file, text, &Meaning::Frame, problems);
        }
    }
    let mut phrasings = Phrasings::default();
    let mut key = |normal: &str| reader.reading(normal).key;
    let talk = match &spoken.talk {
        Some(file) => talk::read(std::slice::from_ref(file), &mut phrasings, &mut key, problems),
        None => Vec::new(),
    };
    let mut found = Found::new(knowledge);
    for (index, document) in knowledge.indexed_documents() {
        let of_document = spoken.folders.iter().filter(|folder| folder.document == document.id());
        for file in of_document.filter_map(|folder| folder.facts.as_ref()) {
            found.take_in(index, file, &mut phrasings, &mut key, problems);
        }
    }
    let Found { facts, gaps, .. } = found;
    Translation { reader, facts, gaps, talk }
}

/// Reads a language's files for their own faults only: what they are to be held against has faults itself.
pub(in crate::knowledge) fn alone(spoken: &Spoken, problems: &mut Vec<Problem>) {
    parse::language(&spoken.file, problems);
    spoken.talk.iter().for_each(|file| drop(parse::talk(file, problems)));
    for Translated { lexicon, facts, .. } in &spoken.folders {
        lexicon.iter().for_each(|file| drop(parse::translated_lexicon(file, problems)));
        facts.iter().for_each(|file| drop(parse::translated_facts(file, problems)));
    }
}

fn empty(parts: Option<&LanguageParts>) -> Language {
    let (stemmer, segmentation) = parts.map_or(("none", Segmentation::Spaces), |p| (&*p.stemmer, p.segmentation));
    Language::new(stemmer, segmentation).expect("a stemmer's name was checked when it was read")
}

fn add(reader: &mut Language, file: &File, text: &Text, meaning: &Meaning, problems: &mut Vec<Problem>) {
    if !reader.add(text.get_ref(), meaning) {
        let problem = Problem::error(Place::span(file, text.span()), "a word without letters");
        problems.push(problem.with_help("nobody could find it: take it out"));
    }
}

fn add_gloss(reader: &mut Language, file: &File, gloss: &[(Text, Text)], problems: &mut Vec<Problem>) {
    for (text, english) in gloss {
        let meaning = Meaning::of(english.get_ref());
        if meaning == Meaning::Gloss([].into()) {
            let problem = Problem::error(Place::span(file, english.span()), "a word that stands for no English word");
            problems.push(problem.with_help("write the English word, or take it out"));
        }
        add(reader, file, text, &meaning, problems);
    }
}

fn check_name(file: &File, name: &Text, document: &Document, problems: &mut Vec<Problem>) {
    let known = document.lexicon().terms().iter().map(|term| &*term.name);
    if known.clone().any(|known| known == name.get_ref()) {
        return;
    }
    let help = match nearest(name.get_ref(), known) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => "write the name as the document's lexicon.toml has it, or add it there".to_owned(),
    };
    let problem = Problem::error(Place::span(file, name.span()), format!("no term is called \"{}\"", name.get_ref()));
    problems.push(problem.with_help(help));
}

/// The phrasings found so far.
struct Found<'k> {
    knowledge: &'k KnowledgeBase,
    numbers: FxHashMap<&'k str, usize>,
    gap_numbers: FxHashMap<&'k str, usize>,
    facts: FxHashMap<usize, Vec<String>>,
    gaps: FxHashMap<usize, (String, Vec<String>)>,
}

impl<'k> Found<'k> {
    fn new(knowledge: &'k KnowledgeBase) -> Self {
        Found {
            knowledge,
            numbers: knowledge.facts().iter().map(|fact| fact.id()).zip(0..).collect(),
            gap_numbers: knowledge.gaps().iter().map(|gap| gap.id()).zip(0..).collect(),
            facts: FxHashMap::default(),
            gaps: FxHashMap::default(),
        }
    }

    fn take_in<'s>(
        &mut self,
        document: DocumentIndex,
        file: &'s File,
        phrasings: &mut Phrasings<'s>,
        key: &mut dyn FnMut(&str) -> String,
        problems: &mut Vec<Problem>,
    ) {
        let (facts, gaps) = parse::translated_facts(file, problems);
        let mut questions = |entry: &TranslatedEntry, owner, problems: &mut Vec<Problem>| -> Vec<String> {
            for question in &entry.questions {
                phrasings.add(key, file, question, owner, problems);
            }
            entry.questions.iter().map(|text| text.get_ref().clone()).collect()
        };
        for entry in facts {
            let at = self.numbers.get(&**entry.id.get_ref()).copied();
            match at.filter(|&at| self.knowledge.facts()[at].document() == document) {
                Some(at) => {
                    let owner = Owner::Entry { number: at as u32, is_fact: true };
                    let questions = questions(&entry, owner, problems);
                    self.facts.entry(at).or_default().extend(questions);
                }
                // What is not served in English is not served in any language.
                None if self.knowledge.content.withheld.contains(entry.id.get_ref()) => {}
                None => unknown_id(file, &entry.id, "fact", self.numbers.keys().copied(), problems),
            }
        }
        for entry in gaps {
            let at = self.gap_numbers.get(&**entry.id.get_ref()).copied();
            match at.filter(|&at| self.knowledge.gaps()[at].document() == document) {
                Some(at) => {
                    let owner = Owner::Entry { number: (self.knowledge.facts().len() + at) as u32, is_fact: false };
                    let questions = questions(&entry, owner, problems);
                    let missing = entry.missing.map(Text::into_inner).unwrap_or_default();
                    self.gaps.entry(at).or_insert_with(|| (missing, Vec::new())).1.extend(questions);
                }
                None => unknown_id(file, &entry.id, "gap", self.gap_numbers.keys().copied(), problems),
            }
        }
    }
}

fn unknown_id<'c>(
    file: &File,
    id: &Text,
    what: &str,
    known: impl Iterator<Item = &'c str>,
    problems: &mut Vec<Problem>,
) {
    // Whatever the order of the map, the same id is offered.
    let mut known: Vec<&str> = known.collect();
    known.sort_unstable();
    let help = match nearest(id.get_ref(), known) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("the ids of {what}s are those in the document's facts.toml"),
    };
    let message = format!("no {what} of this document has the id \"{}\"", id.get_ref());
    problems.push(Problem::error(Place::span(file, id.span()), message).with_help(help));
}
