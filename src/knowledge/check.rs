//! From sources to a knowledge base: parses every file and checks what concerns several of them.
//!
//! Nothing here touches the file system, and no fault hides another: whatever can still be checked is.

mod finder;
mod ids;
mod lexicon;
mod phrasings;
mod quotes;
mod unsigned;

use std::collections::HashMap;

use crate::text::Reader;
use ids::Ids;
use phrasings::{Owner, Phrasings};
use quotes::Quotes;
use unsigned::Draft;

use super::document::announces;
use super::parse::{self, DocumentParts, FactParts, FactsParts, Text};
use super::problem::{Place, Problem, Severity};
use super::source::{File, Folder, Sources};
use super::wording::Wordings;
use super::{
    Document, DocumentIndex, Drafts, Fact, FactIndex, Gap, KnowledgeBase, Loaded, Quote, Report, Talk, default,
};

/// Makes a knowledge base of `sources`, or says everything that is wrong with them. `found` are the problems of
/// reading them.
pub(super) fn check(mut sources: Sources, found: Vec<Problem>, drafts: Drafts) -> Result<Loaded, Report> {
    if sources.talk.is_empty() {
        sources.talk = default::talk();
    }
    let mut base = Checked { problems: found, ..Checked::default() };
    base.talk(&sources.talk);
    for folder in &sources.folders {
        base.folder(folder);
    }
    base.drafts(drafts);
    let wordings = base.wordings(&sources.wordings);
    let Checked { documents, facts, gaps, talk, problems, reader, .. } = base;
    let report = Report::new(problems, sources.files());
    if report.has_errors() {
        return Err(report);
    }
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
    Ok(Loaded {
        knowledge: KnowledgeBase { documents, facts, gaps, talk, topics, fact_ids, reader, citing, wordings },
        report,
        sources,
    })
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
    ids: Ids<'s>,
    problems: Vec<Problem>,
}

impl<'s> Checked<'s> {
    fn talk(&mut self, files: &'s [File]) {
        let mut first = HashMap::new();
        for file in files {
            for parts in parse::talk(file, &mut self.problems) {
                let intent = *parts.intent.get_ref();
                let place = Place::span(file, parts.intent.span());
                match first.get(&(parts.language.clone(), intent)) {
                    None => drop(first.insert((parts.language.clone(), intent), place)),
                    Some(other) => {
                        let problem = Problem::error(place, format!("two entries for the intent \"{}\"", intent.id()));
                        let problem = problem.with_related(Place::clone(other), "the first one");
                        self.problems.push(problem.with_help("put the phrasings of both into one"));
                    }
                }
                let questions = self.questions(file, parts.questions, Owner::Talk(intent));
                self.talk.push(Talk { language: parts.language, intent, questions, reply: parts.reply.into_inner() });
            }
        }
    }

    /// The wordings of `files` and, of the languages they are not in, the built-in ones.
    fn wordings(&mut self, files: &[File]) -> Wordings {
        let built_in = default::wordings();
        for file in files {
            parse::wording(file, &built_in[0], &mut self.problems);
        }
        let all = files.iter().cloned().chain(built_in).map(|file| (file.language().to_owned(), file));
        Wordings::new(all)
    }

    fn folder(&mut self, folder: &'s Folder) {
        self.ids.document(folder, &mut self.problems);
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
            if !reached && !announces(&document.text[sentence.range.clone()]) {
                let place = Place::span(document, sentence.range.clone());
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
            self.phrasings.add(&mut self.reader, file, question, owner, &mut self.problems);
        }
        questions.into_iter().map(Text::into_inner).collect()
    }

    fn quotes(&mut self, quotes: &mut Option<Quotes<'_>>, file: &File, texts: &[Text]) -> Vec<Quote> {
        if let Some(seventh) = texts.get(Fact::MAX_QUOTES) {
            let message = format!("more than {} quotes", Fact::MAX_QUOTES);
            let problem = Problem::error(Place::span(file, seventh.span()), message);
            self.problems.push(problem.with_help("keep the most important ones, or make two facts of it"));
        }
        let Some(quotes) = quotes else { return Vec::new() };
        texts.iter().filter_map(|text| quotes.resolve(text, &mut self.problems)).collect()
    }
}
