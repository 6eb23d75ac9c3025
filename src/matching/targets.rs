//! What a question can lead to, and what is known of it.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::knowledge::{DocumentIndex, FactIndex, KnowledgeBase, TalkIntent, Tongue};
use crate::question::Asked;
use crate::text::{Reading, Word, normalise};

use super::terms::{TermId, Terms, Token};
use super::weights::USUAL_FROM;

/// What a question can lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A curated fact.
    Fact(FactIndex),
    /// A sentence of a document that has no facts, by number.
    Sentence(DocumentIndex, u32),
    /// Something the document is known not to say, by index in [`KnowledgeBase::gaps`].
    Gap(usize),
    /// Small talk, by index in the [talk](Tongue::talk) of the language that was asked in.
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
    /// Every term of the sentences it cites, and the names by which people usually ask for it, sorted.
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

/// A target's texts in words.
struct Texts {
    target: Target,
    phrasings: Vec<Reading>,
    sentences: Vec<Vec<Word>>,
}

/// Reads every target of a knowledge base, as it is asked for in a language: its facts, gaps and small talk, and the
/// sentences of documents that have no facts.
pub(super) fn read_all(knowledge: &KnowledgeBase, tongue: Tongue<'_>, terms: &mut Terms) -> Vec<Read> {
    let texts = in_halves(&targets(knowledge, tongue), |&target| texts(target, knowledge, tongue));
    for words in texts.iter().flat_map(|t| t.phrasings.iter().map(|p| &p.words).chain(&t.sentences)) {
        terms.learn(words);
    }
    let terms = &*terms;
    in_halves(&texts, |texts| read(texts, terms))
}

/// Maps a slice on both processors, which halves the time that loading takes; the order stays.
fn in_halves<T: Sync, R: Send>(items: &[T], map: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let (left, right) = items.split_at(items.len() / 2);
    let map = |half: &[T]| half.iter().map(&map).collect::<Vec<R>>();
    std::thread::scope(|scope| {
        let right = scope.spawn(|| map(right));
        let mut all = map(left);
        all.extend(right.join().expect("reading does not panic"));
        all
    })
}

fn targets(knowledge: &KnowledgeBase, tongue: Tongue<'_>) -> Vec<Target> {
    let mut all: Vec<Target> = (0..knowledge.facts().len()).map(|at| Target::Fact(FactIndex(at as u32))).collect();
    let with_facts: FxHashSet<DocumentIndex> = knowledge.facts().iter().map(|fact| fact.document()).collect();
    for (index, document) in knowledge.indexed_documents().filter(|(index, _)| !with_facts.contains(index)) {
        let citable = document.sentences().iter().filter(|s| document.is_citable(s));
        all.extend(citable.map(|sentence| Target::Sentence(index, sentence.number)));
    }
    all.extend((0..knowledge.gaps().len()).map(Target::Gap));
    // What asks for more is known by its words alone: it is near to everything.
    let talk = tongue.talk().iter().enumerate().filter(|(_, talk)| talk.intent() != TalkIntent::More);
    all.extend(talk.map(|(at, _)| Target::Talk(at)));
    all
}

fn texts(target: Target, knowledge: &KnowledgeBase, tongue: Tongue<'_>) -> Texts {
    let words = |text: &str| knowledge.reader().words(&normalise(text));
    let reader = tongue.reader();
    let phrasings = |questions: &[String]| questions.iter().map(|q| reader.reading(&normalise(q))).collect();
    match target {
        Target::Fact(index) => {
            let fact = knowledge.fact(index);
            let document = knowledge.document(fact.document());
            let mut numbers: Vec<u32> = fact.quotes().iter().map(|q| q.sentence()).collect();
            numbers.dedup();
            let sentences = numbers.iter().filter_map(|&n| document.sentence(n)).map(|s| words(document.text_of(s)));
            Texts { target, phrasings: phrasings(tongue.questions_of_fact(index)), sentences: sentences.collect() }
        }
        Target::Sentence(document, number) => {
            let document = knowledge.document(document);
            let sentences = document.sentence(number).map(|s| words(document.text_of(s)));
            Texts { target, phrasings: Vec::new(), sentences: sentences.into_iter().collect() }
        }
        Target::Gap(at) => Texts { target, phrasings: phrasings(tongue.questions_of_gap(at)), sentences: Vec::new() },
        Target::Talk(at) => {
            Texts { target, phrasings: phrasings(tongue.talk()[at].questions()), sentences: Vec::new() }
        }
    }
}

fn read(texts: &Texts, terms: &Terms) -> Read {
    let mut asked = Kinds::default();
    let phrasings: Vec<Phrasing> = texts
        .phrasings
        .iter()
        .map(|Reading { words, key }| {
            let kind = Asked::by(words);
            asked.0[kind as usize] += 1;
            Phrasing { key: key.clone(), asked: kind, tokens: terms.read(words) }
        })
        .collect();
    let sentences: Vec<Vec<Token>> = texts.sentences.iter().map(|words| terms.read(words)).collect();
    let own = terms_of(phrasings.iter().map(|p| &p.tokens).chain(&sentences));
    let first = terms_of(sentences.first().into_iter());
    let mut cited = terms_of(sentences.iter());
    if !sentences.is_empty() {
        cited.extend(usual_names(&phrasings));
        cited.sort_unstable();
        cited.dedup();
    }
    Read { target: texts.target, phrasings, sentences, terms: own, first, cited, asked }
}

/// The names that many of the phrasings have: "both leaders" of a sentence are Xi and Putin to those who ask.
fn usual_names(phrasings: &[Phrasing]) -> impl Iterator<Item = TermId> {
    let mut times: FxHashMap<TermId, usize> = FxHashMap::default();
    for phrasing in phrasings {
        let names: FxHashSet<TermId> =
            phrasing.tokens.iter().filter(|t| t.name.is_some()).filter_map(|t| t.term).collect();
        names.into_iter().for_each(|name| *times.entry(name).or_default() += 1);
    }
    let enough = USUAL_FROM * phrasings.len() as f32;
    times.into_iter().filter(move |&(_, times)| times as f32 >= enough).map(|(name, _)| name)
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
