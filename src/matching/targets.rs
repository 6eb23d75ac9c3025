//! What a question can lead to, and what is known of it.

use bitcode::{Decode, Encode};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use unicode_segmentation::UnicodeSegmentation;

use crate::knowledge::{Document, DocumentIndex, ENGLISH, FactIndex, KnowledgeBase, TalkIntent, TermKind, Tongue};
use crate::question::{Asked, Held, is_question_word};
use crate::text::{Reader, Reading, Reads, Word, WordClass, normalise, words};

use super::focus::focus;
use super::index::Part;
use super::speaker::speakers;
use super::terms::{TermId, Terms, Token};
use super::weights::{KIND_SHARE, USUAL_FROM};

/// What a question can lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
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
    /// The numbers of these, in order.
    pub(super) numbers: Vec<u32>,
    /// Every term of its phrasings and sentences, sorted.
    pub(super) terms: Vec<TermId>,
    /// Every term of the sentence it cites first, sorted.
    pub(super) first: Vec<TermId>,
    /// Every term of the sentences it cites, and the names by which people usually ask for it, sorted.
    pub(super) cited: Vec<TermId>,
    /// Every term of the paragraph of a sentence that nobody has written a fact for, sorted.
    pub(super) paragraph: Vec<TermId>,
    /// Every term of such a sentence and of the one before it, sorted.
    pub(super) before: Vec<TermId>,
    /// Every term that its phrasings ask for by name, sorted.
    pub(super) focus: Vec<TermId>,
    /// Every term of those of whom its phrasings ask what they say or think, sorted.
    pub(super) speakers: Vec<TermId>,
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
    /// The numbers of these, in order.
    numbers: Vec<u32>,
    paragraph: Vec<Vec<Word>>,
    before: Vec<Vec<Word>>,
    /// What the sentences hold that a question can ask for.
    held: Option<Held>,
}

impl Texts {
    fn asked(target: Target, phrasings: Vec<Reading>) -> Texts {
        Texts {
            target,
            phrasings,
            sentences: Vec::new(),
            numbers: Vec::new(),
            paragraph: Vec::new(),
            before: Vec::new(),
            held: None,
        }
    }
}

/// Reads every target of a part of a knowledge base, as it is asked for in a language: its facts, gaps and small talk, and the
/// sentences of documents that have no facts.
pub(super) fn read_all(knowledge: &KnowledgeBase, part: Part, tongue: Tongue<'_>, terms: &mut Terms) -> Vec<Read> {
    let texts: Vec<Texts> =
        targets(knowledge, part, tongue).into_par_iter().map(|target| texts(target, knowledge, tongue)).collect();
    for words in texts.iter().flat_map(|t| t.phrasings.iter().map(|p| &p.words).chain(&t.sentences)) {
        terms.learn(words);
    }
    for year in texts.iter().flat_map(|t| &t.sentences).flatten() {
        decade(&year.text).iter().for_each(|decade| terms.learn(&words(decade)));
    }
    if let Some((_, document)) = without_facts(knowledge, part) {
        proper_names(document, knowledge.reader()).iter().for_each(|name| terms.learn_name(name));
    }
    let terms = &*terms;
    texts.par_iter().map(|texts| read(texts, terms)).collect()
}

/// The document of a part, if nobody has written facts for it.
fn without_facts(knowledge: &KnowledgeBase, part: Part) -> Option<(DocumentIndex, &Document)> {
    let index = part.document().filter(|&index| knowledge.facts_of(index).next().is_none())?;
    Some((index, knowledge.document(index)))
}

/// The words that a document always writes with a capital letter, and not only where a sentence begins.
fn proper_names(document: &Document, reader: &Reader) -> Vec<Word> {
    let (mut capital, mut small) = (FxHashSet::default(), FxHashSet::default());
    for sentence in document.sentences() {
        for (at, word) in document.text_of(sentence).unicode_words().enumerate() {
            if !word.starts_with(char::is_uppercase) {
                small.insert(word.to_lowercase());
            } else if at > 0 {
                capital.insert(word.to_lowercase());
            }
        }
    }
    let mut names: Vec<&String> = capital.difference(&small).collect();
    names.sort_unstable();
    let words = names.into_iter().flat_map(|name| reader.words(&normalise(name)));
    words.filter(|word| word.class == WordClass::Content).collect()
}

/// What cites something comes first: the index counts on it.
fn targets(knowledge: &KnowledgeBase, part: Part, tongue: Tongue<'_>) -> Vec<Target> {
    let facts = part.document().into_iter().flat_map(|index| knowledge.facts_of(index));
    let mut all: Vec<Target> = facts.map(|(index, _)| Target::Fact(index)).collect();
    if let Some((index, document)) = without_facts(knowledge, part) {
        let citable = document.sentences().iter().filter(|s| document.is_citable(s));
        all.extend(citable.map(|sentence| Target::Sentence(index, sentence.number)));
    }
    let gaps = part.document().into_iter().flat_map(|index| knowledge.gaps_of(index));
    all.extend(gaps.map(|(at, _)| Target::Gap(at)));
    if part.has_talk() {
        // What asks for more is known by its words alone: it is near to everything.
        let talk = tongue.talk().iter().enumerate().filter(|(_, talk)| talk.intent() != TalkIntent::More);
        all.extend(talk.map(|(at, _)| Target::Talk(at)));
    }
    all
}

fn texts(target: Target, knowledge: &KnowledgeBase, tongue: Tongue<'_>) -> Texts {
    let words = |text: &str| knowledge.reader().words(&normalise(text));
    let reader = tongue.reader();
    // What is asked in another language is read as English words, so the English phrasings tell what they may ask for: with
    // them 93 of 100 sample questions in five languages are answered rightly, without them 87.
    let phrasings = |questions: &[String], english: &[String]| -> Vec<Reading> {
        let own = questions.iter().map(|q| reader.reading(&normalise(q)));
        let english = english.iter().filter(|_| tongue.language() != ENGLISH).map(|question| {
            let mut reading = knowledge.reader().reading(&normalise(question));
            reading.words.retain(says_something);
            reading
        });
        own.chain(english).collect()
    };
    match target {
        Target::Fact(index) => {
            let fact = knowledge.fact(index);
            let document = knowledge.document(fact.document());
            let mut numbers: Vec<u32> = fact.quotes().iter().map(|q| q.sentence()).collect();
            numbers.dedup();
            let cited = || numbers.iter().filter_map(|&n| document.sentence(n)).map(|s| document.text_of(s));
            Texts {
                sentences: cited().map(words).collect(),
                held: cited().map(Held::by).reduce(Held::or),
                numbers,
                ..Texts::asked(target, phrasings(tongue.questions_of_fact(index), fact.questions()))
            }
        }
        Target::Sentence(document, number) => {
            let document = knowledge.document(document);
            let Some(sentence) = document.sentence(number) else { return Texts::asked(target, Vec::new()) };
            let around = document.sentences().iter().filter(|other| other.paragraph == sentence.paragraph);
            Texts {
                sentences: vec![words(document.text_of(sentence))],
                numbers: vec![number],
                paragraph: around.map(|sentence| words(document.text_of(sentence))).collect(),
                before: (number.saturating_sub(1)..=number)
                    .filter_map(|n| document.sentence(n))
                    .map(|s| words(document.text_of(s)))
                    .collect(),
                held: Some(Held::by(document.text_of(sentence))),
                ..Texts::asked(target, Vec::new())
            }
        }
        Target::Gap(at) => {
            Texts::asked(target, phrasings(tongue.questions_of_gap(at), knowledge.gaps()[at].questions()))
        }
        Target::Talk(at) => Texts::asked(target, phrasings(tongue.talk()[at].questions(), &[])),
    }
}

/// Whether a word would be there in a question of another language too, of which grammar is left out.
fn says_something(word: &Word) -> bool {
    word.class != WordClass::Function || is_question_word(&word.text)
}

fn read(texts: &Texts, terms: &Terms) -> Read {
    let mut asked = Kinds { held: texts.held, ..Kinds::default() };
    let phrasings: Vec<Phrasing> = texts
        .phrasings
        .iter()
        .map(|Reading { words, key }| {
            let kind = Asked::by(words);
            asked.times[kind as usize] += 1;
            Phrasing { key: key.clone(), asked: kind, tokens: terms.read(words) }
        })
        .collect();
    let sentences: Vec<Vec<Token>> = texts.sentences.iter().map(|words| terms.read(words)).collect();
    let kinds = || sentences.iter().flatten().filter_map(|token| token.kind);
    if !texts.phrasings.is_empty() && kinds().next().is_some() {
        // A lexicon knows better than capital letters what is a place.
        asked.held = asked.held.map(|held| held.with_place(kinds().any(|kind| kind == TermKind::Place)));
    }
    let mut own = terms_of(phrasings.iter().map(|p| &p.tokens).chain(&sentences));
    let first = terms_of(sentences.first().into_iter());
    let mut cited = terms_of(sentences.iter());
    if !sentences.is_empty() {
        cited.extend(usual_names(&phrasings));
        // What happened in 1991 happened in the 1990s.
        let decades = sentences.iter().flatten().filter_map(|year| terms.term_of_stem(&decade(&year.text)?));
        let decades: Vec<TermId> = decades.collect();
        for all in [&mut cited, &mut own] {
            all.extend(&decades);
            all.sort_unstable();
            all.dedup();
        }
    }
    let around: Vec<Vec<Token>> = texts.paragraph.iter().map(|words| terms.read(words)).collect();
    let paragraph = terms_of(around.iter());
    let before: Vec<Vec<Token>> = texts.before.iter().map(|words| terms.read(words)).collect();
    let before = terms_of(before.iter());
    let focus = terms_of(phrasings.iter().map(|p| &p.tokens[focus(&p.tokens)]));
    let speakers = terms_of(phrasings.iter().map(|p| &p.tokens[speakers(&p.tokens)]));
    Read {
        target: texts.target,
        phrasings,
        sentences,
        numbers: texts.numbers.clone(),
        terms: own,
        first,
        cited,
        paragraph,
        before,
        focus,
        speakers,
        asked,
    }
}

/// The decade of a year, as it is written: "1990s" of "1991".
fn decade(year: &str) -> Option<String> {
    let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    is_year.then(|| format!("{}0s", &year[..3]))
}

/// The names that many of the phrasings have: "both leaders" of a sentence are Xi and Putin to those who ask.
fn usual_names(phrasings: &[Phrasing]) -> impl Iterator<Item = TermId> {
    let mut times: FxHashMap<TermId, usize> = FxHashMap::default();
    for phrasing in phrasings {
        let names: FxHashSet<TermId> = phrasing.tokens.iter().filter(|t| t.name).filter_map(|t| t.term).collect();
        names.into_iter().for_each(|name| *times.entry(name).or_default() += 1);
    }
    let enough = USUAL_FROM * phrasings.len() as f32;
    times.into_iter().filter(move |&(_, times)| times as f32 >= enough).map(|(name, _)| name)
}

/// All terms of some texts, sorted, each once.
pub(super) fn terms_of(texts: impl Iterator<Item = impl AsRef<[Token]>>) -> Vec<TermId> {
    let mut terms: Vec<TermId> = Vec::new();
    texts.for_each(|text| terms.extend(text.as_ref().iter().flat_map(Token::terms)));
    terms.sort_unstable();
    terms.dedup();
    terms.shrink_to_fit();
    terms
}

/// Which kinds of answers a target gives.
#[derive(Clone, Copy, Debug, Default, Encode, Decode)]
pub(super) struct Kinds {
    /// How often its phrasings ask for each kind.
    times: [u32; Asked::ALL.len()],
    /// What its sentences hold.
    held: Option<Held>,
}

impl Kinds {
    /// From 1 if the target surely gives this kind of answer to -1 if it does not; 0 where nothing tells.
    pub(super) fn give(&self, asked: Asked) -> f32 {
        let total: u32 = self.times.iter().sum();
        if total > 0 {
            return 2.0 * (self.times[asked as usize] as f32 / total as f32 / KIND_SHARE).min(1.0) - 1.0;
        }
        self.held.and_then(|held| held.has(asked)).map_or(0.0, |has| if has { 1.0 } else { -1.0 })
    }

    /// Whether no phrasing asks for this kind of answer, nor for one of the same nature, and no sentence cited holds anything
    /// that looks like one; never of what has no phrasings.
    pub(super) fn lack(&self, asked: Asked) -> bool {
        let is_asked = |kind: Asked| self.times[kind as usize] > 0;
        let has_phrasings = self.times.iter().any(|&times| times > 0);
        has_phrasings
            && !Asked::ALL
                .into_iter()
                .any(|kind| is_asked(kind) && (kind == asked || (kind.counts() && asked.counts())))
            && self.held.is_some_and(|held| !held.hints_at(asked))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_in_its_decade() {
        for (word, expected) in
            [("1991", Some("1990s")), ("2001", Some("2000s")), ("1990s", None), ("15000", None), ("last", None)]
        {
            assert_eq!(decade(word).as_deref(), expected, "{word}");
        }
    }
}
