//! A source text with its metadata, split into numbered sentences.

use std::ops::Range;

use bitcode::{Decode, Encode};

/// What is known of the source itself. Nothing is filled in that the source does not say.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Metadata {
    /// What the document is called under each citation.
    pub title: String,
    /// BCP 47 tag of the language the text is in.
    pub language: String,
    /// Who wrote it, where the source says so.
    pub author: Option<String>,
    /// Who published it, where the source says so.
    pub publisher: Option<String>,
    /// When it was published, as the source says it.
    pub published: Option<String>,
    /// Where the source is found.
    pub url: Option<String>,
}

/// The unit of citation: one line of the document's text.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Sentence {
    /// Counted from 1 in order of appearance.
    pub number: u32,
    pub(super) span: Span,
    /// Which paragraph it belongs to, counted from 0.
    pub paragraph: u32,
    pub(super) heading: Option<Span>,
}

impl Sentence {
    /// Where it stands in [`Document::text`], in bytes.
    pub fn range(&self) -> Range<usize> {
        self.span.range()
    }

    /// Where the words of the nearest heading above it stand, without their `#`; if there is one.
    pub fn heading(&self) -> Option<Range<usize>> {
        self.heading.map(Span::range)
    }
}

/// A piece of a text, in bytes; no file that is read has so many that they would not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
pub(super) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    pub(super) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Span {
        Span { start: range.start as u32, end: range.end as u32 }
    }
}

/// A document: the file's text as it is, and where its sentences stand.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Document {
    pub(super) id: String,
    pub(super) metadata: Metadata,
    pub(super) text: String,
    pub(super) sentences: Vec<Sentence>,
    pub(super) lexicon: super::Lexicon,
}

impl Document {
    /// The folder's name: stable, kebab-case, unique in its knowledge base.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What is known of the source itself.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// The whole file, byte for byte; every range of this document counts from its first byte.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// All sentences in order: `sentences()[n - 1]` has number `n`.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// The sentence numbered `number`, counted from 1.
    pub fn sentence(&self, number: u32) -> Option<&Sentence> {
        self.sentences.get((number as usize).checked_sub(1)?)
    }

    /// The words people use for what this document speaks of.
    pub fn lexicon(&self) -> &super::Lexicon {
        &self.lexicon
    }

    /// The text of `sentence`, which must be one of this document's.
    pub fn text_of(&self, sentence: &Sentence) -> &str {
        &self.text[sentence.range()]
    }

    /// Whether `sentence` states something of its own. One that ends in a colon only announces what follows it, so
    /// nobody is answered with it.
    pub fn is_citable(&self, sentence: &Sentence) -> bool {
        !announces(self.text_of(sentence))
    }
}

/// See [`Document::is_citable`].
pub(super) fn announces(sentence: &str) -> bool {
    sentence.trim_end().ends_with([':', '：'])
}
