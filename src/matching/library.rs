//! Many documents: an index for each, and what tells which of them a question may be about.
//!
//! A document is read with its own lexicon and compared by its own words, so nothing that is written about one document
//! ever speaks for a sentence of another, and a document answers the same whatever stands beside it, so long as all together
//! are small enough for linear models to be fitted. Where there are more documents than can be asked in the time there is,
//! the rare words of the question choose which ones are.

use std::sync::Arc;

use bitcode::{Decode, Encode};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::exact::{self, Exact};
use super::index::{Index, Part};
use super::memo::{InParts, Parts, ToKeep};
use super::spelling::Speller;
use super::{Breadth, Candidate, Ranking, Target, linear};
use crate::knowledge::{DocumentIndex, KnowledgeBase, Tongue};
use crate::question::Question;
use crate::text::{Commonness, Word, WordClass, words};

/// So many documents are asked: those that share most with the question. Fewer than that are all asked …
const ASKED: usize = 4;
/// … and of these only the ones that share this part of what the first of them does: what tells documents apart are names and
/// rare words, and a document that has less than half of them speaks of something else.
const SHARED: f32 = 0.5;
/// Below this probability a document's small talk or known gap says more than another document's best guess.
const LIKELY: f32 = 0.5;

/// The index of every document.
#[derive(Debug)]
pub struct Library {
    shelves: Vec<Index>,
    /// Small talk, where there are several documents; a single one is indexed together with it.
    talk: Option<Index>,
    /// Who has a word, by its stem; only where not every document is asked.
    holding: FxHashMap<Box<str>, Holding>,
    /// Every document's words, for telling what a slip was meant to be; likewise.
    speller: Speller,
    /// The documents of the phrasings.
    exact: Exact,
}

/// Who has a word.
#[derive(Debug, Default, Encode, Decode)]
struct Holding {
    /// The documents that have it, or are asked about with it, in order.
    documents: Vec<u32>,
    /// Whether it is in a sentence of one of them.
    mentioned: bool,
}

impl InParts for Library {
    fn write(&self, parts: &mut ToKeep) {
        parts.part(&self.shelves.len());
        self.shelves.iter().for_each(|shelf| shelf.write(parts));
        parts.part(&self.talk.is_some());
        self.talk.iter().for_each(|talk| talk.write(parts));
        parts.part(&self.holding);
        parts.part(&self.speller);
        parts.part(&self.exact);
    }

    fn read(parts: &mut Parts) -> Option<Self> {
        let count: usize = parts.part()?;
        let shelves = (0..count).map(|_| Index::read(parts)).collect::<Option<_>>()?;
        let talk = if parts.part()? { Some(Index::read(parts)?) } else { None };
        Some(Library { shelves, talk, holding: parts.part()?, speller: parts.part()?, exact: parts.part()? })
    }
}

impl Library {
    /// Reads and indexes a whole knowledge base as it is asked for in one language.
    pub fn new(knowledge: &KnowledgeBase, tongue: Tongue<'_>) -> Library {
        let documents: Vec<DocumentIndex> = knowledge.indexed_documents().map(|(index, _)| index).collect();
        let is_fitted = linear::is_fit_for(documents.iter().map(|&document| size(knowledge, document)));
        if let [only] = documents.as_slice() {
            let shelves = vec![Index::new(knowledge, Part::DocumentAndTalk(*only), tongue, is_fitted)];
            return Library {
                shelves,
                talk: None,
                holding: FxHashMap::default(),
                speller: Speller::default(),
                exact: Exact::default(),
            };
        }
        let new = |&document: &DocumentIndex| Index::new(knowledge, Part::Document(document), tongue, is_fitted);
        let shelves: Vec<Index> = documents.par_iter().map(new).collect();
        let (mut holding, mut exact) = (FxHashMap::<Box<str>, Holding>::default(), Vec::new());
        let mut speller = Speller::default();
        for (at, shelf) in (0..).zip(&shelves) {
            exact.extend(shelf.phrasings().map(|phrasing| (phrasing, at)));
            if shelves.len() > ASKED {
                for stem in shelf.stems() {
                    let held = holding.entry(stem.into()).or_default();
                    if held.documents.last() != Some(&at) {
                        held.documents.push(at);
                    }
                    held.mentioned |= shelf.mentions(stem);
                }
                shelf.words().for_each(|word| speller.learn(word));
            }
        }
        speller.finish();
        Library {
            shelves,
            talk: Some(Index::new(knowledge, Part::Talk, tongue, is_fitted)),
            holding,
            speller,
            exact: Exact::new(exact),
        }
    }

    /// Whether a question is a stored phrasing.
    pub fn has(&self, question: &Question) -> bool {
        match &self.talk {
            Some(talk) => talk.has(question) || self.exact.get(exact::number(question.key())).next().is_some(),
            None => self.shelves[0].has(question),
        }
    }

    /// Finds what a question may be about, in whichever document.
    pub fn rank(&self, question: &Question) -> Ranking {
        self.look(question, Breadth::Near)
    }

    /// The same with more of what comes next nearest, for who was shown the best already.
    pub fn rank_widely(&self, question: &Question) -> Ranking {
        self.look(question, Breadth::Wide)
    }

    fn look(&self, question: &Question, breadth: Breadth) -> Ranking {
        let Some(talk) = &self.talk else { return self.shelves[0].rank(question, &[], breadth) };
        let small_talk = talk.rank(question, &[], breadth);
        let asked = self.asked(question);
        let mut rankings: Vec<Ranking> = asked
            .into_iter()
            .map(|at| self.shelves[at as usize].rank(question, &small_talk.candidates, breadth))
            .collect();
        rankings.sort_by(|a, b| is_exact(b).cmp(&is_exact(a)).then(b.probability.total_cmp(&a.probability)));
        if small_talk.exact && !rankings.first().is_some_and(is_exact) {
            return small_talk;
        }
        let surest = rankings.first().map_or(0.0, |first| first.probability);
        // Whether it is small talk is for the document to say that knows most of it: to the others its words are strange.
        let is_small_talk = rankings.first().is_some_and(|first| first.is_small_talk);
        if surest < LIKELY
            && !is_small_talk
            && let Some(at) = rankings.iter().position(|r| r.gap_fits)
        {
            rankings[..=at].rotate_right(1);
        }
        let mut rankings = rankings.into_iter();
        let Some(mut best) = rankings.next() else { return small_talk };
        best.others = rankings.collect();
        self.mention(question, &mut best);
        best
    }

    /// Finds what a question may be about in one document.
    pub fn rank_in(&self, document: DocumentIndex, question: &Question) -> Ranking {
        let talk = self.talk.as_ref().map(|talk| talk.rank(question, &[], Breadth::Near).candidates);
        self.shelves[document.0 as usize].rank(question, talk.as_deref().unwrap_or_default(), Breadth::Near)
    }

    /// Which of the sentences that a target cites says more of a question than the one it cites first, if one does.
    pub fn leading(&self, question: &Question, target: Target) -> Option<u32> {
        self.shelves.iter().find_map(|shelf| shelf.leading(question, target))
    }

    /// The documents to ask, in order: those with this very phrasing, and those that share most with the question.
    fn asked(&self, question: &Question) -> Vec<u32> {
        let count = self.shelves.len() as u32;
        if self.shelves.len() <= ASKED {
            return (0..count).collect();
        }
        let mut shared = vec![0.0f32; self.shelves.len()];
        let telling = question.words().iter().filter(|word| word.class != WordClass::Function);
        let mut stems: Vec<Arc<str>> = telling.map(|word| self.stem(word)).collect();
        stems.sort_unstable();
        stems.dedup();
        for Holding { documents, .. } in stems.iter().filter_map(|stem| self.holding.get(&**stem)) {
            if documents.len() == self.shelves.len() {
                continue;
            }
            let rare = (count as f32 / documents.len() as f32).ln();
            documents.iter().for_each(|&at| shared[at as usize] += rare);
        }
        let mut chosen: Vec<u32> = self.exact.get(exact::number(question.key())).take(ASKED).collect();
        let enough = SHARED * shared.iter().copied().fold(0.0, f32::max);
        let mut others: Vec<u32> =
            (0..count).filter(|at| shared[*at as usize] >= enough && !chosen.contains(at)).collect();
        others.sort_by(|a, b| shared[*b as usize].total_cmp(&shared[*a as usize]));
        others.truncate(ASKED - chosen.len());
        chosen.extend(others);
        chosen.sort_unstable();
        chosen
    }

    /// The stem of a word, or of the one that it is a slip of.
    fn stem(&self, word: &Word) -> Arc<str> {
        let is_slip = word.commonness == Commonness::Unknown && !self.holding.contains_key(&**word.stem());
        let meant = || self.speller.nearest(&word.text).or_else(|| self.speller.by_ear(&word.text, false));
        let meant = is_slip.then(meant).flatten().and_then(|meant| words(meant).into_iter().next());
        meant.map_or_else(|| Arc::clone(word.stem()), |meant| Arc::clone(meant.stem()))
    }

    /// A word is mentioned if any document mentions it, whichever answers.
    fn mention(&self, question: &Question, ranking: &mut Ranking) {
        for piece in ranking.pieces.iter_mut().filter(|piece| !piece.mentioned) {
            let stems: Vec<&str> = question
                .words()
                .iter()
                .filter(|w| piece.text.split(' ').any(|part| part == &*w.text))
                .map(|w| &**w.stem())
                .collect();
            let mentions = |at: usize| stems.iter().all(|stem| self.shelves[at].mentions(stem));
            let held: Vec<Option<&Holding>> = stems.iter().map(|stem| self.holding.get(*stem)).collect();
            piece.mentioned = match held.as_slice() {
                [] => false,
                _ if self.holding.is_empty() => (0..self.shelves.len()).any(mentions),
                [held] => held.is_some_and(|held| held.mentioned),
                [first, ..] => first.is_some_and(|first| first.documents.iter().any(|&at| mentions(at as usize))),
            };
        }
    }
}

/// How many phrasings a document has, and how many facts and gaps.
fn size(knowledge: &KnowledgeBase, document: DocumentIndex) -> (usize, usize) {
    let of_facts = knowledge.facts_of(document).map(|(_, fact)| fact.questions().len());
    let of_gaps = knowledge.gaps_of(document).map(|(_, gap)| gap.questions().len());
    of_facts.chain(of_gaps).fold((0, 0), |(phrasings, targets), own| (phrasings + own, targets + 1))
}

/// Whether a document has the question as a phrasing; small talk is no document's.
fn is_exact(ranking: &Ranking) -> bool {
    ranking.exact && ranking.candidates.first().is_some_and(Candidate::is_of_document)
}
