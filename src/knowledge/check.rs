//! From sources to a knowledge base: parses every file and checks what concerns several of them.
//!
//! Nothing here touches the file system, and no fault hides another: whatever can still be checked is.

mod finder;
mod ids;
pub(super) mod language;
mod lexicon;
mod phrasings;
mod quotes;
mod talk;
mod unsigned;

use std::collections::{HashMap, HashSet};

use crate::text::{Reader, key, normalise};
use ids::Ids;
use phrasings::{Owner, Phrasings};
use quotes::Quotes;
use unsigned::Draft;

use super::document::announces;
use super::language::{Spoken, Translated};
use super::parse::{self, DocumentParts, FactParts, FactsParts, Text};
use super::problem::{Place, Problem, Severity};
use super::source::{File, Folder, Sources};
use super::wording::Wordings;
use super::{
    Content, Document, DocumentIndex, ENGLISH, Fact, FactIndex, Gap, KnowledgeBase, Loaded, Quote, Report, Talk,
    Unread, default,
};

/// How much is taken for granted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Trust {
    /// Everything is read, and all that is wrong with it is reported.
    #[default]
    Nothing,
    /// The tests prove that nothing is wrong: phrasings are not compared with one another, and the files of languages are
    /// read when somebody first asks in them.
    Proven,
}

/// Makes a knowledge base of its files, or says everything that is wrong with them.
pub(super) fn check(unread: Unread) -> Result<Loaded, Report> {
    let Unread { sources, problems, trust, drafts, fingerprint } = unread;
    let mut base = Checked { problems, phrasings: Phrasings::new(trust), ..Checked::default() };
    let spoken = spoken(&sources, &mut base.problems);
    base.talk = {
        let mut key = |normal: &str| key(&base.reader.learn(normal));
        let is_spoken = |file: &&File| spoken.iter().any(|spoken| spoken.tag() == file.language());
        let files = sources.talk.iter().filter(|file| !is_spoken(file));
        talk::read(files, &mut base.phrasings, &mut key, &mut base.problems)
    };
    for folder in &sources.folders {
        base.folder(folder);
    }
    base.drafts(drafts);
    base.wordings(&sources.wordings);
    if base.errors() > 0 {
        spoken.iter().for_each(|spoken| language::alone(spoken, &mut base.problems));
        return Err(Report::new(base.problems, sources.files()));
    }
    let (mut content, mut problems) = base.content();
    if trust == Trust::Proven {
        // Where phrasings are compared they are read already.
        content.learn();
    }
    let (wordings, languages) = (wordings(&sources), spoken.into());
    let mut knowledge = KnowledgeBase { content, wordings, languages, fingerprint: Some(fingerprint) };
    if trust == Trust::Nothing {
        knowledge.languages.iter().for_each(|spoken| spoken.check(&knowledge, &mut problems));
    }
    let report = Report::new(problems, sources.files());
    knowledge.content.warnings = report.warnings().count();
    if report.has_errors() { Err(report) } else { Ok(Loaded { knowledge, report, sources }) }
}

/// The languages of `sources`, and the built-in ones of which it has no files; in order of their tags.
pub(super) fn spoken(sources: &Sources, problems: &mut Vec<Problem>) -> Vec<Spoken> {
    let (built_in, built_in_talk) = (default::languages(), default::talk());
    let mut languages: Vec<&File> = sources.languages.iter().chain(&built_in).collect();
    languages.sort_by_key(|file| file.language());
    // The sort is stable, so a base's own file comes before the built-in one.
    languages.dedup_by_key(|file| file.language());
    let mut spoken: Vec<Spoken> = Vec::new();
    for file in languages {
        let tag = file.language();
        let talk = sources.talk.iter().chain(&built_in_talk).find(|talk| talk.language() == tag).cloned();
        let of_kind = |folder: &Folder, kind: &str| {
            folder.translations.iter().find(|file| file.kind() == kind && file.language() == tag).cloned()
        };
        let folders = sources.folders.iter().map(|folder| Translated {
            document: folder.id.clone(),
            lexicon: of_kind(folder, "lexicon"),
            facts: of_kind(folder, "facts"),
        });
        spoken.push(Spoken::new(tag, file.clone(), talk, folders.collect()));
    }
    for file in sources.folders.iter().flat_map(|folder| &folder.translations) {
        if !spoken.iter().any(|spoken| spoken.tag() == file.language()) {
            let problem = Problem::error(Place::whole(&file.path), "a language that nothing is known of");
            let help = format!("write a language.{}.toml beside the documents' folders", file.language());
            problems.push(problem.with_help(help));
        }
    }
    spoken
}

/// The wordings of `sources` and, of the languages they are not in, the built-in ones.
pub(super) fn wordings(sources: &Sources) -> Wordings {
    let all = sources.wordings.iter().cloned().chain(default::wordings());
    Wordings::new(all.map(|file| (file.language().to_owned(), file)))
}

impl Content {
    /// Remembers all words that people ask with.
    fn learn(&mut self) {
        let of_talk = self.talk.iter().flat_map(|talk| &talk.questions);
        let of_facts = self.facts.iter().flat_map(|fact| &fact.questions);
        let of_gaps = self.gaps.iter().flat_map(|gap| &gap.questions);
        for question in of_talk.chain(of_facts).chain(of_gaps) {
            self.reader.learn(&normalise(question));
        }
    }
}

/// What has been checked so far.
#[derive(Default)]
struct Checked<'s> {
    documents: Vec<Document>,
    facts: Vec<Fact>,
    gaps: Vec<Gap>,
    talk: Vec<Talk>,
    reader: Reader,
    phrasings: Phrasings<'s>,
    /// What is served last, if at all: no draft keeps a phrasing from a fact.
    drafts: Vec<Draft<'s>>,
    /// The ids of facts that are not served.
    withheld: HashSet<String>,
    ids: Ids<'s>,
    problems: Vec<Problem>,
}

impl<'s> Checked<'s> {
    /// All that was found where nothing is wrong with it, and what there is to be warned of.
    fn content(self) -> (Content, Vec<Problem>) {
        let Checked { documents, mut facts, gaps, talk, problems, reader, withheld, .. } = self;
        // Drafts came last; a document's facts stand together.
        facts.sort_by_key(|fact| fact.document);
        let fact_ids = facts.iter().zip(0..).map(|(fact, index)| (fact.id.clone(), FactIndex(index))).collect();
        let mut topics = Vec::<String>::new();
        let mut citing = HashMap::<_, Vec<FactIndex>>::new();
        for (fact, index) in facts.iter().zip(0..) {
            if let Some(topic) = fact.topic.as_ref().filter(|topic| !topics.contains(topic)) {
                topics.push(topic.clone());
            }
            for quote in &fact.quotes {
                let facts = citing.entry((quote.document, quote.sentence)).or_default();
                if facts.last() != Some(&FactIndex(index)) {
                    facts.push(FactIndex(index));
                }
            }
        }
        let warnings = 0;
        (Content { documents, facts, gaps, talk, topics, fact_ids, reader, citing, withheld, warnings }, problems)
    }

    /// Checks the wordings of `files`.
    fn wordings(&mut self, files: &[File]) {
        let built_in = default::wordings();
        let pattern = built_in.iter().find(|file| file.language() == ENGLISH).expect("English is built in");
        for file in files {
            parse::wording(file, pattern, &mut self.problems);
        }
    }

    fn folder(&mut self, folder: &'s Folder) {
        self.ids.document(folder, &mut self.problems);
        self.phrasings.next_document();
        let index = DocumentIndex(self.documents.len() as u32);
        let document = parse::document(&folder.document, &mut self.problems);
        self.facts(index, folder, document.as_ref());
        let lexicon = folder.lexicon.as_ref().map(|file| {
            let parts = parse::lexicon(file, &mut self.problems);
            lexicon::check(&mut self.reader, file, parts, &mut self.problems)
        });
        // A document that has faults keeps the base from loading, so it need not be whole.
        if let Some(DocumentParts { metadata: Some(metadata), sentences, .. }) = document {
            let (id, text) = (folder.id.clone(), folder.document.text.to_string());
            self.documents.push(Document { id, metadata, text, sentences, lexicon: lexicon.unwrap_or_default() });
        }
    }

    fn facts(&mut self, index: DocumentIndex, folder: &'s Folder, document: Option<&DocumentParts>) {
        let Some(file) = &folder.facts else { return };
        let errors_before = self.errors();
        let FactsParts { facts, gaps } = parse::facts(file, &mut self.problems);
        let mut quotes = document.map(|parts| Quotes::new(index, &folder.document, parts, file));
        let first = self.facts.len();
        let mut reached = Vec::new();
        for parts in facts {
            if parts.draft || parts.quarantined {
                reached.extend(self.unsigned(index, file, parts, &mut quotes));
                continue;
            }
            let owner = Owner::Entry { number: self.ids.entry(file, &parts.id, &mut self.problems), is_fact: true };
            let topic = self.topic(file, parts.topic);
            let questions = self.questions(file, parts.questions, owner);
            let quotes = self.quotes(&mut quotes, file, &parts.quotes);
            self.facts.push(Fact { id: parts.id.into_inner(), document: index, topic, questions, quotes });
        }
        for parts in gaps {
            let owner = Owner::Entry { number: self.ids.entry(file, &parts.id, &mut self.problems), is_fact: false };
            let topic = self.topic(file, parts.topic);
            let questions = self.questions(file, parts.questions, owner);
            let nearest = if parts.quarantined {
                self.quarantined(file, &parts.id, &parts.nearest, &mut quotes);
                Vec::new()
            } else {
                self.quotes(&mut quotes, file, &parts.nearest)
            };
            let (id, missing) = (parts.id.into_inner(), parts.missing.into_inner());
            self.gaps.push(Gap { id, document: index, topic, missing, questions, nearest });
        }
        // Where an entry is at fault, the sentence it was meant for only seems to be left out.
        if let Some(document) = document.filter(|_| self.errors() == errors_before) {
            self.report_unreached(first, &reached, &folder.document, document, file);
        }
    }

    /// Warns of the sentences that none of the facts from number `first` on answers with, nor a draft: `drafted`.
    fn report_unreached(
        &mut self,
        first: usize,
        drafted: &[Quote],
        document: &File,
        parts: &DocumentParts,
        facts: &File,
    ) {
        let mut reached = vec![false; parts.sentences.len()];
        for quote in self.facts[first..].iter().flat_map(|fact| &fact.quotes).chain(drafted) {
            reached[quote.sentence as usize - 1] = true;
        }
        for (sentence, reached) in parts.sentences.iter().zip(reached) {
            if !reached && !announces(&document.text[sentence.range()]) {
                let place = Place::span(document, sentence.range());
                let problem = Problem::warning(place, format!("no fact answers with sentence {}", sentence.number));
                self.problems.push(problem.with_help(format!("quote it in a fact of {}", facts.path)));
            }
        }
    }

    fn errors(&self) -> usize {
        self.problems.iter().filter(|problem| problem.severity == Severity::Error).count()
    }

    fn topic(&mut self, file: &File, topic: Option<Text>) -> Option<String> {
        let topic = topic?;
        ids::check_kebab_case("a topic", Place::span(file, topic.span()), topic.get_ref(), &mut self.problems);
        Some(topic.into_inner())
    }

    fn questions(&mut self, file: &'s File, questions: Vec<Text>, owner: Owner) -> Vec<String> {
        for question in &questions {
            let mut key = |normal: &str| key(&self.reader.learn(normal));
            self.phrasings.add(&mut key, file, question, owner, &mut self.problems);
        }
        parse::strings(questions)
    }

    fn quotes(&mut self, quotes: &mut Option<Quotes<'_>>, file: &File, texts: &[Text]) -> Vec<Quote> {
        if let Some(seventh) = texts.get(Fact::MAX_QUOTES) {
            let message = format!("more than {} quotes", Fact::MAX_QUOTES);
            let problem = Problem::error(Place::span(file, seventh.span()), message);
            self.problems.push(problem.with_help("keep the most important ones, or make two facts of it"));
        }
        let Some(quotes) = quotes else { return Vec::new() };
        let mut found: Vec<Quote> = texts.iter().filter_map(|text| quotes.resolve(text, &mut self.problems)).collect();
        found.shrink_to_fit();
        found
    }
}
