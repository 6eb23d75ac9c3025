//! Many documents: an index for each, and what tells which of them a question may be about.
//!
//! A document is read with its own lexicon and compared by its own words, so nothing that is written about one document
//! ever speaks for a sentence of another, and a document answers the same whatever stands beside it. Where there are more
//! documents than can be asked in the time there is, the rare words of the question choose which ones are.

use bitcode::{Decode, Encode};
use rustc_hash::FxHashMap;

use super::halves::in_halves;
use super::index::{Index, Part};
use super::{Candidate, Ranking};
use crate::knowledge::{DocumentIndex, KnowledgeBase, Tongue};
use crate::question::Question;

/// So many documents are asked: those that share most with the question. Fewer than that are all asked.
const ASKED: usize = 4;
/// Below this probability a document's small talk or known gap says more than another document's best guess.
const LIKELY: f32 = 0.5;

/// The index of every document.
#[derive(Debug, Encode, Decode)]
pub struct Library {
    shelves: Vec<Index>,
    /// Small talk, where there are several documents; a single one is indexed together with it.
    talk: Option<Index>,
    /// The documents that have a word, by its stem, in order; only where not every document is asked.
    holding: FxHashMap<Box<str>, Vec<u32>>,
    /// The documents that have a phrasing with this key, in order.
    exact: FxHashMap<String, Vec<u32>>,
}

impl Library {
    /// Reads and indexes a whole knowledge base as it is asked for in one language.
    pub fn new(knowledge: &KnowledgeBase, tongue: Tongue<'_>) -> Library {
        let documents: Vec<DocumentIndex> = knowledge.indexed_documents().map(|(index, _)| index).collect();
        if let [only] = documents.as_slice() {
            let shelves = vec![Index::new(knowledge, Part::DocumentAndTalk(*only), tongue)];
            return Library { shelves, talk: None, holding: FxHashMap::default(), exact: FxHashMap::default() };
        }
        let shelves = in_halves(&documents, |&document| Index::new(knowledge, Part::Document(document), tongue));
        let (mut holding, mut exact) = (FxHashMap::<Box<str>, Vec<u32>>::default(), FxHashMap::<_, Vec<_>>::default());
        for (at, shelf) in (0..).zip(&shelves) {
            for key in shelf.keys() {
                exact.entry(key.to_owned()).or_default().push(at);
            }
            if shelves.len() > ASKED {
                for stem in shelf.stems() {
                    let documents = holding.entry(stem.into()).or_default();
                    if documents.last() != Some(&at) {
                        documents.push(at);
                    }
                }
            }
        }
        Library { shelves, talk: Some(Index::new(knowledge, Part::Talk, tongue)), holding, exact }
    }

    /// Whether a question is a stored phrasing.
    pub fn has(&self, question: &Question) -> bool {
        self.shelves.iter().chain(&self.talk).any(|shelf| shelf.has(question))
    }

    /// Finds what a question may be about, in whichever document.
    pub fn rank(&self, question: &Question) -> Ranking {
        let Some(talk) = &self.talk else { return self.shelves[0].rank(question, &[]) };
        let small_talk = talk.rank(question, &[]);
        let asked = self.asked(question);
        let mut rankings: Vec<Ranking> =
            asked.into_iter().map(|at| self.shelves[at as usize].rank(question, &small_talk.candidates)).collect();
        rankings.sort_by(|a, b| is_exact(b).cmp(&is_exact(a)).then(b.probability.total_cmp(&a.probability)));
        if small_talk.exact && !rankings.first().is_some_and(is_exact) {
            return small_talk;
        }
        let surest = rankings.first().map_or(0.0, |first| first.probability);
        if surest < LIKELY
            && let Some(at) =
                rankings.iter().position(|r| r.is_small_talk).or_else(|| rankings.iter().position(|r| r.gap_fits))
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
        let talk = self.talk.as_ref().map(|talk| talk.rank(question, &[]).candidates);
        self.shelves[document.0 as usize].rank(question, talk.as_deref().unwrap_or_default())
    }

    /// The documents to ask, in order: those with this very phrasing, and those that share most with the question.
    fn asked(&self, question: &Question) -> Vec<u32> {
        let count = self.shelves.len() as u32;
        if self.shelves.len() <= ASKED {
            return (0..count).collect();
        }
        let mut shared = vec![0.0f32; self.shelves.len()];
        let mut stems: Vec<&str> = question.words().iter().map(|word| &*word.stem).collect();
        stems.sort_unstable();
        stems.dedup();
        for documents in stems.into_iter().filter_map(|stem| self.holding.get(stem)) {
            let rare = (count as f32 / documents.len() as f32).ln();
            documents.iter().for_each(|&at| shared[at as usize] += rare);
        }
        let mut chosen: Vec<u32> = self.exact.get(question.key()).cloned().unwrap_or_default();
        chosen.truncate(ASKED);
        let mut others: Vec<u32> = (0..count).filter(|at| !chosen.contains(at)).collect();
        let most = |a: &u32, b: &u32| shared[*b as usize].total_cmp(&shared[*a as usize]).then(a.cmp(b));
        let wanted = ASKED - chosen.len();
        if wanted > 0 {
            others.select_nth_unstable_by(wanted, most);
            others.truncate(wanted);
            chosen.extend(others);
        }
        chosen.sort_unstable();
        chosen
    }

    /// A word is mentioned if any document mentions it, whichever answers.
    fn mention(&self, question: &Question, ranking: &mut Ranking) {
        for piece in ranking.pieces.iter_mut().filter(|piece| !piece.mentioned) {
            let stems: Vec<&str> = question
                .words()
                .iter()
                .filter(|w| piece.text.split(' ').any(|part| part == &*w.text))
                .map(|w| &*w.stem)
                .collect();
            let mentions = |at: usize| stems.iter().all(|stem| self.shelves[at].mentions(stem));
            piece.mentioned = !stems.is_empty()
                && match stems.first().and_then(|stem| self.holding.get(*stem)) {
                    Some(documents) => documents.iter().any(|&at| mentions(at as usize)),
                    None => self.holding.is_empty() && (0..self.shelves.len()).any(mentions),
                };
        }
    }
}

/// Whether a document has the question as a phrasing; small talk is no document's.
fn is_exact(ranking: &Ranking) -> bool {
    ranking.exact && ranking.candidates.first().is_some_and(Candidate::is_of_document)
}
