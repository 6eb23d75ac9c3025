//! Names, abbreviations and synonyms: the words people use for a document's terms.

use serde::Deserialize;

/// What a name names. A question about one person is never answered with what another said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TermKind {
    /// Somebody.
    Person,
    /// A country, city, sea, region.
    Place,
    /// A party, an alliance, a company.
    Organisation,
    /// A war, an era.
    Event,
    /// A treaty, a project, a text.
    Work,
}

/// One thing with many names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// As the document writes it.
    pub name: String,
    /// What kind of thing it is.
    pub kind: TermKind,
    /// What else people call it. No alias belongs to two terms.
    pub aliases: Vec<String>,
}

/// Words and short phrases that mean the same in this document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synonym {
    /// Base forms; no word stands in two groups.
    pub words: Vec<String>,
}

/// All terms and synonyms of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lexicon {
    pub(super) terms: Vec<Term>,
    pub(super) synonyms: Vec<Synonym>,
}

impl Lexicon {
    /// The names.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The groups of words with one meaning.
    pub fn synonyms(&self) -> &[Synonym] {
        &self.synonyms
    }
}
