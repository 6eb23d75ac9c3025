//! Names, abbreviations and synonyms: the words people use for a document's terms.
use bitcode::{Decode, Encode};

/// What a name names. A question about one person is never answered with what another said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
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

impl TermKind {
    /// Every kind, for tables.
    pub const ALL: [TermKind; 5] =
        [TermKind::Person, TermKind::Place, TermKind::Organisation, TermKind::Event, TermKind::Work];

    /// Its name in `lexicon.toml`.
    pub fn id(self) -> &'static str {
        match self {
            TermKind::Person => "person",
            TermKind::Place => "place",
            TermKind::Organisation => "organisation",
            TermKind::Event => "event",
            TermKind::Work => "work",
        }
    }

    /// The kind of that name.
    pub fn by_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }
}

/// One thing with many names.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Term {
    /// As the document writes it.
    pub name: String,
    /// What kind of thing it is.
    pub kind: TermKind,
    /// What else people call it. No alias belongs to two terms.
    pub aliases: Vec<String>,
    /// The place in the lexicon of another term that people mean by it unless something is in it: a capital stands for its
    /// country.
    pub stands_for: Option<usize>,
}

impl Term {
    /// What people call it for short: the first alias that is a word of its name, or else the name.
    pub(crate) fn short_name(&self) -> &str {
        let is_of_name = |alias: &&String| self.name.split(' ').any(|word| word.eq_ignore_ascii_case(alias));
        self.aliases.iter().find(is_of_name).unwrap_or(&self.name)
    }
}

/// Words and short phrases that mean the same in this document.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Synonym {
    /// Base forms; no word stands in two groups.
    pub words: Vec<String>,
}

/// All terms and synonyms of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
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
