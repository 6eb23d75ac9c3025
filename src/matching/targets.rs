//! What a question can lead to, and what is known of it.

use crate::knowledge::{DocumentIndex, FactIndex, KnowledgeBase};
use crate::question::{Asked, key};
use crate::text::{Reader, Word, normalise};

use super::terms::{TermId, Terms, Token};

/// What a question can lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A curated fact.
    Fact(FactIndex),
    /// A sentence of a document that has no facts, by number.
    Sentence(DocumentIndex, u32),
    /// Something the document is known not to say, by index in [`KnowledgeBase::gaps`].
    Gap(usize),
    /// Small talk, by index in [`KnowledgeBase::talk`].
    Talk(usize),
}

impl Target {
    /// Whether it cites anything.
    pub fn cites(self) -> bool {
        matches!(self, Target::Fact(_) | Target::Sentence(..))
    }
}

/// A target with its texts read.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) target: Target,
    /// What people type to reach it.
    pub(super) phrasings: Vec<Phrasing>,
    /// What it cites.
    pub(super) sentences: Vec<Vec<Token>>,
    /// Every term of its phrasings and sentences, sorted.
    pub(super) terms: Vec<TermId>,
    /// Every term of the sentence it cites first, sorted.
    pub(super) first: Vec<TermId>,
    /// Every term of the sentences it cites, sorted.
    pub(super) cited: Vec<TermId>,
    /// How often its phrasings ask for each kind of answer.
    pub(super) asked: Kinds,
}

/// One way of asking.
#[derive(Debug)]
pub(super) struct Phrasing {
    pub(super) key: String,
    pub(super) asked: Asked,
    pub(super) tokens: Vec<Token>,
}

/// Reads the texts of a knowledge base, so that their words become known.
#[derive(Debug)]
pub(super) struct Library {
    pub(super) terms: Terms,
    pub(super) reader: Reader,
}

impl Library {
    pub(super) fn new(terms: Terms) -> Self {
        Library { terms, reader: Reader::default() }
    }

    fn words(&mut self, text: &str) -> Vec<Word> {
        let words = self.reader.learn(&normalise(text));
        self.terms.learn(&words);
        words
    }

    pub(super) fn read(&mut self, text: &str) -> Vec<Token> {
        let words = self.words(text);
        self.terms.read(&words)
    }
}

/// Reads every target of a knowledge base: its facts, gaps and small talk, and the sentences of documents that have no
/// facts.
pub(super) fn read_all(knowledge: &KnowledgeBase, library: &mut Library) -> Vec<Read> {
    let mut all = Vec::new();
    for (at, fact) in knowledge.facts().iter().enumerate() {
        let document = knowledge.document(fact.document());
        let mut numbers: Vec<u32> = fact.quotes().iter().map(|q| q.sentence()).collect();
        numbers.dedup();
        let sentences = numbers.iter().filter_map(|&n| document.sentence(n)).map(|s| document.text_of(s));
        all.push(read(Target::Fact(FactIndex(at as u32)), fact.questions(), sentences, library));
    }
    for (at, document) in knowledge.documents().iter().enumerate() {
        let index = DocumentIndex(at as u32);
        if knowledge.facts().iter().any(|fact| fact.document() == index) {
            continue;
        }
        for sentence in document.sentences().iter().filter(|s| document.is_citable(s)) {
            all.push(read(
                Target::Sentence(index, sentence.number),
                &[],
                std::iter::once(document.text_of(sentence)),
                library,
            ));
        }
    }
    for (at, gap) in knowledge.gaps().iter().enumerate() {
        all.push(read(Target::Gap(at), gap.questions(), std::iter::empty(), library));
    }
    for (at, talk) in knowledge.talk().iter().enumerate() {
        all.push(read(Target::Talk(at), talk.questions(), std::iter::empty(), library));
    }
    all
}

fn read<'t>(
    target: Target,
    questions: &[String],
    sentences: impl Iterator<Item = &'t str>,
    library: &mut Library,
) -> Read {
    let mut asked = Kinds::default();
    let phrasings: Vec<Phrasing> = questions
        .iter()
        .map(|text| {
            let words = library.words(text);
            let kind = Asked::by(&words);
            asked.0[kind as usize] += 1;
            Phrasing { key: key(&words), asked: kind, tokens: library.terms.read(&words) }
        })
        .collect();
    let sentences: Vec<Vec<Token>> = sentences.map(|text| library.read(text)).collect();
    let own = terms_of(phrasings.iter().map(|p| &p.tokens).chain(&sentences));
    let first = terms_of(sentences.first().into_iter());
    let cited = terms_of(sentences.iter());
    Read { target, phrasings, sentences, terms: own, first, cited, asked }
}

/// All terms of some texts, sorted, each once.
pub(super) fn terms_of<'t>(texts: impl Iterator<Item = &'t Vec<Token>>) -> Vec<TermId> {
    let mut terms: Vec<TermId> = texts.flatten().flat_map(Token::terms).collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// How often the phrasings of a target ask for each kind of answer.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Kinds([u32; Asked::ALL.len()]);

impl Kinds {
    /// The share of the phrasings that ask for this kind; `None` where there are no phrasings.
    pub(super) fn share(&self, asked: Asked) -> Option<f32> {
        let total: u32 = self.0.iter().sum();
        (total > 0).then(|| self.0[asked as usize] as f32 / total as f32)
    }
}
