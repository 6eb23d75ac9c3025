//! What ibid knows: documents with their sentences, curated facts and gaps, and the words people use for them.
//!
//! A [`KnowledgeBase`] is valid by construction: it comes only from [`KnowledgeBase::load`] and its siblings, which
//! report every [`Problem`] at once, and it never changes afterwards. Fields with an invariant are private, so a
//! [`Quote`] always is a verbatim piece of exactly one sentence of a loaded document.

mod check;
mod default;
mod document;
mod fact;
mod lexicon;
mod load;
mod parse;
mod problem;

use std::collections::HashMap;
use std::sync::Arc;

pub use document::{Document, Metadata, Sentence};
pub use fact::{Fact, Gap, Quote};
pub use lexicon::{Lexicon, Synonym, Term, TermKind};
pub use load::{File, Folder};
pub use problem::{Problem, Report, Severity};

/// Index of a document in [`KnowledgeBase::documents`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentIndex(pub(crate) u32);

/// Index of a fact in [`KnowledgeBase::facts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactIndex(pub(crate) u32);

/// The documents, facts, gaps and lexicons together: immutable once loaded, valid by construction.
#[derive(Debug)]
pub struct KnowledgeBase {
    documents: Vec<Document>,
    facts: Vec<Fact>,
    gaps: Vec<Gap>,
}
