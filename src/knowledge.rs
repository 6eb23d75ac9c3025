//! What ibid knows: documents with their sentences, curated facts and gaps, and the words people use for them.
//!
//! A [`KnowledgeBase`] is valid by construction: it comes only from [`KnowledgeBase::load`] and its siblings, which
//! report every [`Problem`] at once, and it never changes afterwards. Fields with an invariant are private, so a
//! [`Quote`] always is a verbatim piece of exactly one sentence of a loaded document.
//!
//! ```
//! use ibid::knowledge::KnowledgeBase;
//!
//! let knowledge = KnowledgeBase::built_in();
//! let document = knowledge.document_by_id("china-russia").unwrap();
//! assert!(document.text_of(&document.sentences()[0]).starts_with("Chinese President Xi Jinping"));
//! ```

mod document;
mod fact;
mod language;
mod lexicon;
mod talk;
mod unread;
mod variant;
pub(crate) mod wording;

mod source;

mod load;

mod parse;

mod parsed;
mod places;

mod check;

mod default;
mod problem;
mod report;

use bitcode::{Decode, Encode};
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use crate::text::Reader;

pub use document::{Document, Metadata, Sentence};
pub use fact::{Fact, Gap, Quote};
pub use language::{Sketch, Spoken, Tongue};
pub use lexicon::{Lexicon, Synonym, Term, TermKind};
pub use load::MAX_FILE_BYTES;
pub use parsed::Parsed;
pub use places::{Entry, Group, Places};
pub use problem::{Problem, Severity};
pub use report::Report;
pub use source::{File, Folder, Sources};
pub use talk::{Talk, TalkIntent};
pub use unread::Unread;
pub use wording::Wording;

/// The language that is spoken where no other is asked for.
pub const ENGLISH: &str = "en";

/// Index of a document in [`KnowledgeBase::documents`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct DocumentIndex(pub(crate) u32);

/// Index of a fact in [`KnowledgeBase::facts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct FactIndex(pub(crate) u32);

/// What becomes of facts that are marked as drafts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drafts {
    /// They are checked, and nobody is answered with them.
    #[default]
    Kept,
    /// They answer as other facts do.
    Served,
}

/// The documents, facts, gaps and lexicons together: immutable once loaded, valid by construction.
#[derive(Clone, Debug)]
pub struct KnowledgeBase {
    content: Content,
    wordings: wording::Wordings,
    languages: Arc<[Spoken]>,
    fingerprint: Option<u64>,
}

/// What the files say that every answer needs, understood and found without faults: all but the other languages and what
/// ibid itself says.
#[derive(Clone, Debug, Encode, Decode)]
pub(crate) struct Content {
    documents: Vec<Document>,
    facts: Vec<Fact>,
    gaps: Vec<Gap>,
    talk: Vec<Talk>,
    topics: Vec<String>,
    fact_ids: HashMap<String, FactIndex>,
    /// It has learned all words that people ask with.
    reader: Reader,
    citing: HashMap<(DocumentIndex, u32), Vec<FactIndex>>,
    /// The ids of the facts that are drafts or in quarantine, and not served.
    withheld: HashSet<String>,
    /// How many things there are to be warned of.
    warnings: usize,
}

/// A knowledge base, and the warnings there are about it.
#[derive(Debug)]
pub struct Loaded {
    /// What was loaded.
    pub knowledge: KnowledgeBase,
    /// Holds no errors.
    pub report: Report,
    /// What it was loaded from.
    pub sources: Sources,
}

impl KnowledgeBase {
    /// What knows the words of all phrasings, for reading texts quickly.
    pub fn reader(&self) -> &Reader {
        &self.content.reader
    }

    /// How many warnings there are about it.
    pub fn warnings(&self) -> usize {
        self.content.warnings
    }

    /// What is in it, to be remembered; [`Unread::recall`] makes a base of it again.
    pub(crate) fn into_content(self) -> Content {
        self.content
    }

    /// A number for the files that the base was made of; `None` where something was changed since.
    pub(crate) fn fingerprint(&self) -> Option<u64> {
        self.fingerprint
    }

    /// The knowledge base that is compiled into the program.
    pub fn built_in() -> KnowledgeBase {
        Self::load_built_in().knowledge
    }

    /// The same, with the files that are compiled in.
    pub fn load_built_in() -> Loaded {
        match Unread::built_in().read() {
            Ok(loaded) => loaded,
            Err(report) => panic!("the tests prove that the built-in knowledge base has no errors\n{report}"),
        }
    }

    /// Loads the knowledge base in `directory`, which holds one folder a document.
    pub fn load(directory: &Path) -> Result<Loaded, Report> {
        Self::load_with(directory, Drafts::Kept)
    }

    /// The same, and says what becomes of drafts.
    pub fn load_with(directory: &Path, drafts: Drafts) -> Result<Loaded, Report> {
        Unread::load(directory, drafts).read()
    }

    /// The same for files that have been read already.
    pub fn parse(sources: Sources) -> Result<Loaded, Report> {
        Unread::of(sources, Drafts::Kept).read()
    }

    /// All documents, in order of their folders' names.
    pub fn documents(&self) -> &[Document] {
        &self.content.documents
    }

    /// The document of that index, which must be this base's.
    pub fn document(&self, index: DocumentIndex) -> &Document {
        &self.content.documents[index.0 as usize]
    }

    /// The document of that id.
    pub fn document_by_id(&self, id: &str) -> Option<&Document> {
        self.content.documents.iter().find(|document| document.id() == id)
    }

    /// The index of the document of that id.
    pub fn document_index(&self, id: &str) -> Option<DocumentIndex> {
        self.indexed_documents().find(|(_, document)| document.id() == id).map(|(index, _)| index)
    }

    /// Every document with its index.
    pub fn indexed_documents(&self) -> impl Iterator<Item = (DocumentIndex, &Document)> {
        (0..).map(DocumentIndex).zip(&self.content.documents)
    }

    /// All facts, in order of documents and files.
    pub fn facts(&self) -> &[Fact] {
        &self.content.facts
    }

    /// The fact of that index, which must be this base's.
    pub fn fact(&self, index: FactIndex) -> &Fact {
        &self.content.facts[index.0 as usize]
    }

    /// The fact of that id.
    pub fn fact_by_id(&self, id: &str) -> Option<&Fact> {
        self.content.fact_ids.get(id).map(|&index| self.fact(index))
    }

    /// The index of a fact of this base.
    pub fn index_of(&self, fact: &Fact) -> Option<FactIndex> {
        self.content.fact_ids.get(&fact.id).copied()
    }

    /// Every fact with its index.
    pub fn indexed_facts(&self) -> impl Iterator<Item = (FactIndex, &Fact)> {
        (0..).map(FactIndex).zip(&self.content.facts)
    }

    /// The facts of a document with their indexes, in order.
    pub fn facts_of(&self, document: DocumentIndex) -> impl Iterator<Item = (FactIndex, &Fact)> {
        let start = self.content.facts.partition_point(|fact| fact.document < document);
        let own = self.content.facts[start..].iter().take_while(move |fact| fact.document == document);
        (start as u32..).map(FactIndex).zip(own)
    }

    /// What readers ask and the documents are known not to say, in order of documents and files.
    pub fn gaps(&self) -> &[Gap] {
        &self.content.gaps
    }

    /// The gaps of a document with where they stand in [`gaps`](Self::gaps), in order.
    pub fn gaps_of(&self, document: DocumentIndex) -> impl Iterator<Item = (usize, &Gap)> {
        let start = self.content.gaps.partition_point(|gap| gap.document < document);
        let own = self.content.gaps[start..].iter().take_while(move |gap| gap.document == document);
        (start..).zip(own)
    }

    /// Small talk.
    pub fn talk(&self) -> &[Talk] {
        &self.content.talk
    }

    /// What ibid says in a language, given by its BCP 47 tag: the nearest there is, and English where there is none.
    pub fn wording(&self, language: &str) -> &Wording {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        let nearest = [language, primary, ENGLISH].into_iter().find_map(|tag| self.wordings.get(tag));
        nearest.expect("the built-in English wording is always there")
    }

    /// The topics of the facts, each once, in order of appearance.
    pub fn topics(&self) -> impl Iterator<Item = &str> {
        self.content.topics.iter().map(String::as_str)
    }

    /// The facts of a topic, in order.
    pub fn facts_of_topic(&self, topic: &str) -> impl Iterator<Item = &Fact> {
        self.content.facts.iter().filter(move |fact| fact.topic() == Some(topic))
    }

    /// The topics of a document's facts, each once, in order of appearance.
    pub fn topics_of(&self, document: DocumentIndex) -> Vec<&str> {
        let mut topics = Vec::new();
        for topic in self.facts_of(document).filter_map(|(_, fact)| fact.topic()) {
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
        topics
    }

    /// The facts that answer with a sentence, in order.
    pub fn facts_citing(&self, document: DocumentIndex, sentence: u32) -> impl Iterator<Item = &Fact> {
        let facts = self.content.citing.get(&(document, sentence)).map_or(&[][..], Vec::as_slice);
        facts.iter().map(|&index| self.fact(index))
    }
}
