//! The index of a document: built once when its knowledge base loads, then only read.

use bitcode::{Decode, Encode};
use rustc_hash::{FxHashMap, FxHashSet};

use super::degree::speak_of_degree;
use super::exact::{self, Exact};
use super::lexical::{self, Lexical, Vectors};
use super::linear::{self, Example};
use super::memo::{self, InParts, Parts};
use super::nearness::TermVectors;
use super::places::{Places, TermPlaces};
use super::semantic::{self, Semantic};
use super::targets::{self, Kinds, Read, Target};
use super::terms::{TermId, Terms, Token};
use super::vectors::Table;
use super::weights::{SHARED_FROM, SUBJECT_FROM, Written};
use crate::knowledge::{DocumentIndex, KnowledgeBase, Tongue};
use crate::question::{Asked, Question};
use crate::text::normalise;

mod rank;

/// What an index is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A document among others.
    Document(DocumentIndex),
    /// The only document, with the small talk beside it.
    DocumentAndTalk(DocumentIndex),
    /// Small talk.
    Talk,
}

impl Part {
    /// The document that is in it.
    pub(super) fn document(self) -> Option<DocumentIndex> {
        match self {
            Part::Document(document) | Part::DocumentAndTalk(document) => Some(document),
            Part::Talk => None,
        }
    }

    /// Whether small talk is in it.
    pub(super) fn has_talk(self) -> bool {
        !matches!(self, Part::Document(_))
    }
}

/// Everything known of every target of a document.
#[derive(Debug)]
pub(super) struct Index {
    lexical: Lexical,
    semantic: Semantic,
    terms: Terms,
    term_vectors: TermVectors,
    targets: Vec<Indexed>,
    /// Every term of every document's sentences, sorted.
    mentioned: Vec<TermId>,
    /// The names that a document is about, sorted.
    subjects: Vec<TermId>,
    /// How rare each term is among the targets: from 1 where one has it down to 0 where all do.
    rarity: Vec<f32>,
    /// The targets of the phrasings.
    exact: Exact,
    /// What the signals weigh depends on …
    written: Written,
    /// … and on whether facts have linear models: small talk stands beside them, and is to weigh as they do.
    fitted: bool,
}

/// What the close look needs of a target besides its vectors.
#[derive(Debug, Encode, Decode)]
struct Indexed {
    target: Target,
    /// The numbers of the sentences it cites, the most important first …
    sentences: Vec<u32>,
    /// … and every term of each, sorted, where they are several.
    of_sentences: Vec<Vec<TermId>>,
    terms: TermPlaces,
    asked: Kinds,
    /// What each way of asking for it asks for.
    phrasings: Vec<Asked>,
    /// Whether its texts compare anything.
    compares: bool,
}

/// What takes most memory comes first: what is read behind it needs no more beside it than that did.
impl InParts for Index {
    fn write(&self, parts: &mut memo::ToKeep) {
        parts.part(&self.semantic);
        self.lexical.write(parts);
        parts.part(&self.terms);
        parts.part(&self.term_vectors);
        parts.part(&self.targets);
        parts.part(&self.mentioned);
        parts.part(&self.subjects);
        parts.part(&self.rarity);
        parts.part(&self.exact);
        parts.part(&self.written);
        parts.part(&self.fitted);
    }

    fn read(parts: &mut Parts) -> Option<Self> {
        Some(Index {
            semantic: parts.part()?,
            lexical: Lexical::read(parts)?,
            terms: parts.part()?,
            term_vectors: parts.part()?,
            targets: parts.part()?,
            mentioned: parts.part()?,
            subjects: parts.part()?,
            rarity: parts.part()?,
            exact: parts.part()?,
            written: parts.part()?,
            fitted: parts.part()?,
        })
    }
}

impl Index {
    /// Reads and indexes a part of a knowledge base as it is asked for in one language; `fitted` if the base is one whose
    /// facts have linear models.
    pub(super) fn new(knowledge: &KnowledgeBase, part: Part, tongue: Tongue<'_>, fitted: bool) -> Index {
        let table = Table::built_in();
        let mut terms = Terms::new(knowledge, part);
        let read = targets::read_all(knowledge, part, tongue, &mut terms);
        let Mentions { mentioned, subjects } = Mentions::new(knowledge, part, &mut terms);
        let texts: Vec<Vec<&[Token]>> = read.iter().map(|r| texts(r).collect()).collect();
        // These know nothing of one another.
        let ((mut lexical, vectors), ((mut semantic, meanings), mut term_vectors)) = rayon::join(
            || lexical::Unfitted::new(&texts, terms.len()),
            || rayon::join(|| semantic::Unfitted::new(&texts, table), || TermVectors::new(&terms, table)),
        );
        if fitted && read.iter().any(|read| matches!(read.target, Target::Fact(_))) {
            let examples = examples(&read, &vectors, &meanings);
            let model = linear::fit(lexical.rows(), &examples, read.len(), table.dimensions());
            lexical.rows().set_fitted(&model.sparse);
            semantic.set_fitted(&model.dense);
        }
        let written = written(knowledge, part, &read);
        if !written.weights(fitted).compares_meanings() {
            semantic.forget_texts();
        }
        let lexical = lexical.finish();
        let spellings = lexical.spellings();
        let semantic = semantic.finish(&spellings);
        if fitted {
            term_vectors.look_for_near(&spellings, table);
        }
        let phrasings = (0..).zip(&read).flat_map(|(at, read)| read.phrasings.iter().map(move |p| (p, at)));
        let exact = Exact::new(phrasings.map(|(phrasing, at)| (exact::number(&phrasing.key), at)).collect());
        terms.finish();
        let targets: Vec<Indexed> = read.iter().map(Indexed::new).collect();
        let rarity = rarity(terms.len(), &targets);
        Index { terms, lexical, semantic, term_vectors, targets, mentioned, subjects, rarity, exact, written, fitted }
    }

    /// Whether a question is a stored phrasing.
    pub(super) fn has(&self, question: &Question) -> bool {
        self.exact_target(question).is_some()
    }

    fn exact_target(&self, question: &Question) -> Option<usize> {
        self.exact.get(exact::number(question.key())).next().map(|at| at as usize)
    }

    /// The numbers of all phrasings.
    pub(super) fn phrasings(&self) -> impl Iterator<Item = u64> {
        self.exact.numbers()
    }

    /// The words that a slip may have been meant to be.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.terms.words()
    }

    /// The stems of all words, those of the lexicon among them.
    pub(super) fn stems(&self) -> impl Iterator<Item = &str> {
        self.terms.stems()
    }

    /// Whether a sentence has a word of this stem.
    pub(super) fn mentions(&self, stem: &str) -> bool {
        self.terms.term_of_stem(stem).is_some_and(|term| self.mentioned.binary_search(&term).is_ok())
    }
}

impl Indexed {
    fn new(read: &Read) -> Indexed {
        let phrasings = if read.phrasings.is_empty() {
            // Without phrasings the sentences themselves are what a question can be near to.
            vec![Asked::Topic; read.sentences.len()]
        } else {
            read.phrasings.iter().map(|p| p.asked).collect()
        };
        let terms = TermPlaces::new(&[
            (Places::TEXTS, &read.terms),
            (Places::FIRST, &read.first),
            (Places::CITED, &read.cited),
            (Places::PARAGRAPH, &read.paragraph),
            (Places::BEFORE, &read.before),
            (Places::FOCUS, &read.focus),
            (Places::SPEAKER, &read.speakers),
        ]);
        let several = if read.numbers.len() > 1 { read.sentences.as_slice() } else { &[] };
        let of_sentences = several.iter().map(|sentence| targets::terms_of([sentence].into_iter())).collect();
        Indexed {
            target: read.target,
            sentences: read.numbers.clone(),
            of_sentences,
            terms,
            asked: read.asked,
            phrasings,
            compares: texts(read).any(speak_of_degree),
        }
    }
}

/// What curators have written.
fn written(knowledge: &KnowledgeBase, part: Part, read: &[Read]) -> Written {
    let (has_facts, has_gaps) = match part.document() {
        Some(document) => (knowledge.facts_of(document).next().is_some(), knowledge.gaps_of(document).next().is_some()),
        // Small talk by itself stands beside all documents.
        None => (!knowledge.facts().is_empty(), !knowledge.gaps().is_empty()),
    };
    if !has_facts {
        Written::Sentences
    } else if !has_gaps && !speak_of_what_they_cite(read) {
        Written::Intents
    } else {
        Written::Curated
    }
}

/// Whether phrasings share enough words with the sentences that answer them for an unexplained word to tell.
fn speak_of_what_they_cite(read: &[Read]) -> bool {
    let facts = read.iter().filter(|read| matches!(read.target, Target::Fact(_)));
    let words = facts.flat_map(|fact| fact.phrasings.iter().flat_map(|p| &p.tokens).map(move |token| (fact, token)));
    let (mut all, mut shared) = (0.0, 0.0);
    for (fact, token) in words {
        all += token.weight;
        if token.term.is_some_and(|term| fact.cited.binary_search(&term).is_ok()) {
            shared += token.weight;
        }
    }
    shared >= SHARED_FROM * all
}

/// `ln(n / df) / ln n`, where `df` of `n` targets have the term.
fn rarity(terms: usize, targets: &[Indexed]) -> Vec<f32> {
    let mut frequency = vec![1.0f32; terms];
    for term in targets.iter().flat_map(|target| target.terms.terms_in(Places::TEXTS)) {
        frequency[term as usize] += 1.0;
    }
    let count = targets.len() as f32 + 2.0;
    frequency.into_iter().map(|df| (count / df).ln() / count.ln()).collect()
}

/// The phrasings of all targets with what was measured of them; `vectors` and `meanings` are those of all texts.
fn examples<'t>(read: &[Read], vectors: &'t [Vectors], meanings: &'t [Vec<f32>]) -> Vec<Example<'t>> {
    let (mut examples, mut at) = (Vec::new(), 0);
    for (target, read) in read.iter().enumerate() {
        let measured = vectors[at..].iter().zip(&meanings[at..]);
        examples.extend(read.phrasings.iter().zip(measured).map(|(phrasing, (vectors, meaning))| Example {
            number: exact::number(&phrasing.key),
            target,
            words: &vectors.words,
            letters: &vectors.letters,
            meaning,
        }));
        at += texts(read).count();
    }
    examples
}

/// What the documents mention at all, and what they are about.
struct Mentions {
    mentioned: Vec<TermId>,
    subjects: Vec<TermId>,
}

impl Mentions {
    fn new(knowledge: &KnowledgeBase, part: Part, terms: &mut Terms) -> Mentions {
        let (mut mentioned, mut subjects) = (Vec::new(), Vec::new());
        let mut read = |text: &str| {
            let words = knowledge.reader().words(&normalise(text));
            terms.learn(&words);
            terms.read(&words)
        };
        if let Some(document) = part.document().map(|index| knowledge.document(index)) {
            let sentences: Vec<Vec<Token>> = document.sentences().iter().map(|s| read(document.text_of(s))).collect();
            let mut times: FxHashMap<TermId, usize> = FxHashMap::default();
            for tokens in &sentences {
                let names = tokens.iter().filter(|t| t.name).filter_map(|t| t.term);
                names.collect::<FxHashSet<_>>().into_iter().for_each(|name| *times.entry(name).or_default() += 1);
            }
            let enough = SUBJECT_FROM * sentences.len() as f32;
            subjects.extend(times.into_iter().filter(|&(_, times)| times as f32 >= enough).map(|(name, _)| name));
            mentioned.extend(targets::terms_of(sentences.iter()));
        }
        for terms in [&mut mentioned, &mut subjects] {
            terms.sort_unstable();
            terms.dedup();
        }
        Mentions { mentioned, subjects }
    }
}

/// The texts of a target: its phrasings first, then its sentences.
fn texts(read: &Read) -> impl Iterator<Item = &[Token]> {
    let phrasings = read.phrasings.iter().map(|p| p.tokens.as_slice());
    phrasings.chain(read.sentences.iter().map(Vec::as_slice))
}
