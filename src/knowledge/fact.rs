//! The curated units: what the document answers, and what it is known not to answer.

use std::ops::Range;

use bitcode::{Decode, Encode};

use super::DocumentIndex;
use super::document::Span;

/// A verbatim piece of one sentence: what an answer highlights. Made only while loading, where it is found in the text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Encode, Decode)]
pub struct Quote {
    pub(super) document: DocumentIndex,
    pub(super) sentence: u32,
    pub(super) span: Span,
}

impl Quote {
    /// The document it is from.
    pub fn document(&self) -> DocumentIndex {
        self.document
    }

    /// Number of the sentence that holds it, counted from 1.
    pub fn sentence(&self) -> u32 {
        self.sentence
    }

    /// Where it stands in the document's text, in bytes.
    pub fn range(&self) -> Range<usize> {
        self.span.range()
    }
}

/// The questions people ask for one thing, and the quotes that answer them.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Fact {
    pub(super) id: String,
    pub(super) document: DocumentIndex,
    pub(super) topic: Option<String>,
    pub(super) questions: Vec<String>,
    pub(super) quotes: Vec<Quote>,
}

impl Fact {
    /// A fact has at most as many quotes: an answer of more sentences is a document, not an answer.
    pub const MAX_QUOTES: usize = 6;

    /// Stable, kebab-case, unique among the facts and gaps of the knowledge base.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The document whose sentences answer.
    pub fn document(&self) -> DocumentIndex {
        self.document
    }

    /// What `/topics` groups it under.
    pub fn topic(&self) -> Option<&str> {
        self.topic.as_deref()
    }

    /// The phrasings; never empty. The first is how the fact is shown when it is suggested.
    pub fn questions(&self) -> &[String] {
        &self.questions
    }

    /// The quotes that answer, most important first; never empty.
    pub fn quotes(&self) -> &[Quote] {
        &self.quotes
    }
}

/// Something readers ask that the document is known not to say: curated silence.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Gap {
    pub(super) id: String,
    pub(super) document: DocumentIndex,
    pub(super) topic: Option<String>,
    pub(super) missing: String,
    pub(super) questions: Vec<String>,
    pub(super) nearest: Vec<Quote>,
}

impl Gap {
    /// Stable, kebab-case, unique among the facts and gaps of the knowledge base.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The document that is silent.
    pub fn document(&self) -> DocumentIndex {
        self.document
    }

    /// What `/topics` would group it under.
    pub fn topic(&self) -> Option<&str> {
        self.topic.as_deref()
    }

    /// What is missing, in words that complete "The document does not say …".
    pub fn missing(&self) -> &str {
        &self.missing
    }

    /// Ways of asking for it; never empty.
    pub fn questions(&self) -> &[String] {
        &self.questions
    }

    /// The nearest the document comes to it; may be empty.
    pub fn nearest(&self) -> &[Quote] {
        &self.nearest
    }
}
