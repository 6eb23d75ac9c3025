//! Ranking: from a question to the targets it may be about, nearest first.
//!
//! A first look at all targets chooses a few, a close look measures every signal of these, and the closest one also tries
//! words of nearly the same meaning on the best.

use std::sync::Arc;

use super::Index;
use crate::matching::evidence;
use crate::matching::excepted::set_aside;
use crate::matching::lexical::{Close, WordNumber};
use crate::matching::places::Places;
use crate::matching::terms::Token;
use crate::matching::vectors::Packed;
use crate::matching::weights::{
    CLOSEST_LOOK, CloseLook, FARTHEST, LEADS_FROM, LOGIT, MOST_COMPARED, MOST_TO_LEAD, OTHER_KIND, OTHERS,
    PART_LEADS_FROM, Signals, decisive, signal,
};
use crate::matching::{Breadth, Candidate, Piece, Ranking, Target};
use crate::question::{Asked, Question};

impl Index {
    /// Finds the targets that a question may be about, beside the small talk that was found elsewhere.
    pub(in crate::matching) fn rank(&self, question: &Question, talk: &[Candidate], breadth: Breadth) -> Ranking {
        let tokens = self.tokens(question);
        let numbers = self.lexical.word_numbers(&tokens);
        let embedded = self.semantic.embed(&tokens, &numbers);
        let (common, asked) = self.lexical.common(&tokens, &numbers);
        let mut first = self.semantic.first_look(&embedded);
        common.add_first_look(&mut first);
        let embedded = embedded.vector;
        let exact = self.exact_target(question);
        let evidence = self.evidence(question, &tokens, &numbers);
        let weights = self.written.weights(self.fitted);
        let close = self.lexical.close(&asked, self.close_look(&mut first, exact, breadth));
        let mut found = evidence::Found::default();
        let mut looks: Vec<Look> = (0..)
            .zip(close.targets())
            .map(|(place, &at)| {
                let target = &self.targets[at];
                evidence.find_in(&target.terms, &mut found);
                let explained = evidence.explained_by(&found);
                let mut signals: Signals = Default::default();
                signals[signal::WORDS] = close.words(place);
                signals[signal::LETTERS] = common.letters(at);
                signals[signal::VECTOR] = self.semantic.cosine(at, &embedded);
                signals[signal::FITTED] = (common.fitted(at) + self.semantic.fitted(at, &embedded)) / LOGIT;
                signals[signal::COVERED] = evidence.covered(&explained);
                signals[signal::ASKED] = evidence.asked(&target.asked);
                signals[signal::NAMES] = evidence.lacking(&explained);
                signals[signal::FOCUS] = evidence.focus(&found);
                signals[signal::FOREIGN] = evidence.foreign(&explained);
                signals[signal::KIND_MISSING] = f32::from(u8::from(evidence.lacks(&target.asked)));
                let goes_beyond = (!target.compares && evidence.exceeds(&found))
                    || evidence.refuses_more(&found)
                    || evidence.asks_another(&found);
                signals[signal::DEGREE] = f32::from(u8::from(goes_beyond));
                signals[signal::FIRST_COVERED] = evidence.covered_in(Places::FIRST, &found);
                signals[signal::RARE_COVERED] = evidence.rare_covered(&found);
                if target.terms.all().meet(Places::PARAGRAPH) {
                    signals[signal::BEFORE] = evidence.covered_in(Places::BEFORE, &found);
                    signals[signal::DENIED] = f32::from(u8::from(evidence.denies_more(&found)));
                    signals[signal::PARAGRAPH] = evidence.covered_in(Places::PARAGRAPH, &found);
                }
                let score = weights.score(&signals);
                let (target, sentence) = (target.target, target.sentences.first().copied());
                (at, Candidate { target, sentence, leads: None, signals, score, explained, weights })
            })
            .collect();
        self.compare_phrasings(&mut looks, &close, &embedded, &evidence);
        // Likeness of meaning of single words and phrasings is what costs most, so only the best few are held to it.
        looks.sort_by(|(_, a), (_, b)| b.score.total_cmp(&a.score));
        // What stays too far below the best citing one for the difference to count is left out.
        let best = looks.iter().position(|(_, candidate)| candidate.target.cites());
        let enough = best.map_or(f32::MIN, |best| looks[best].1.score - FARTHEST);
        for (place, (at, candidate)) in looks.iter_mut().enumerate().take(CLOSEST_LOOK) {
            if Some(place) != best && candidate.score + candidate.open() < enough {
                continue;
            }
            evidence.explain_nearly(&mut candidate.explained, &self.targets[*at].terms);
            candidate.signals[signal::COVERED] = evidence.covered(&candidate.explained);
            candidate.score = candidate.weights.score(&candidate.signals);
        }
        looks.sort_by(|(_, a), (_, b)| b.score.total_cmp(&a.score));
        if let Some((at, best)) = looks.iter_mut().find(|(_, candidate)| candidate.target.cites()) {
            // Where it does not tell them apart it may yet tell how sure the best one is.
            if weights.signals[signal::NEAREST_VECTOR] == 0.0 && weights.certainty[decisive::NEAREST_VECTOR] != 0.0 {
                best.signals[signal::NEAREST_VECTOR] = self.nearest_vector(*at, &embedded, &evidence);
            }
            // A stored phrasing is answered as its curator has it.
            let target = &self.targets[*at];
            if exact.is_none() && target.sentences.len() <= MOST_TO_LEAD {
                best.leads =
                    evidence.leading(&target.of_sentences, LEADS_FROM).map(|leading| target.sentences[leading]);
            }
        }
        let mut candidates: Vec<Candidate> = looks.into_iter().map(|(_, candidate)| candidate).collect();
        candidates.extend(talk.iter().cloned());
        let exact = exact.map(|at| self.targets[at].target);
        candidates.sort_by(|a, b| {
            (Some(b.target) == exact).cmp(&(Some(a.target) == exact)).then(b.score.total_cmp(&a.score))
        });
        let pieces: Vec<Piece> = tokens.iter().map(|token| self.piece(token)).collect();
        let wants_passage = question.wants_passage() || is_bare_topic(question, &pieces);
        Ranking::new(candidates, pieces, &evidence.shares(), exact.is_some(), wants_passage)
    }

    /// Which of the sentences that a target cites says more of a question than the one it cites first, if one does.
    pub(in crate::matching) fn leading(&self, question: &Question, target: Target) -> Option<u32> {
        let target = self.targets.iter().find(|indexed| indexed.target == target)?;
        let tokens = self.tokens(question);
        let numbers = self.lexical.word_numbers(&tokens);
        let evidence = self.evidence(question, &tokens, &numbers);
        evidence.leading(&target.of_sentences, PART_LEADS_FROM).map(|leading| target.sentences[leading])
    }

    fn tokens(&self, question: &Question) -> Vec<Token> {
        let mut tokens = self.terms.read(question.words());
        set_aside(&mut tokens);
        tokens
    }

    fn evidence<'q>(
        &'q self,
        question: &Question,
        tokens: &'q [Token],
        numbers: &[WordNumber],
    ) -> evidence::Question<'q> {
        evidence::Question::new(tokens, numbers, question.asked(), &self.term_vectors, &self.subjects, &self.rarity)
    }

    /// Compares the question with the single phrasings of the targets that may yet come near enough to the best citing one for
    /// the difference to count.
    fn compare_phrasings(
        &self,
        looks: &mut [Look],
        close: &Close<'_>,
        embedded: &Packed,
        evidence: &evidence::Question<'_>,
    ) {
        let best = looks.iter().filter(|(_, look)| look.target.cites()).map(|(_, look)| look.score);
        let enough = best.fold(f32::MIN, f32::max) - FARTHEST;
        let mut texts = 0;
        for (place, (at, look)) in looks.iter_mut().enumerate() {
            if texts >= MOST_COMPARED || look.score + look.weights.most_of_phrasings() + look.open() < enough {
                continue;
            }
            texts += self.targets[*at].phrasings.len();
            look.signals[signal::NEAREST_WORDS] = self.nearest(*at, evidence, close.texts(place).into_iter());
            if look.weights.signals[signal::NEAREST_VECTOR] != 0.0 {
                look.signals[signal::NEAREST_VECTOR] = self.nearest_vector(*at, embedded, evidence);
            }
            look.score = look.weights.score(&look.signals);
        }
    }

    fn piece(&self, token: &Token) -> Piece {
        Piece {
            text: Arc::clone(&token.typed),
            words: token.words,
            taken_as: token.taken_as.clone(),
            weight: token.weight,
            mentioned: token.term.is_some_and(|term| self.mentioned.binary_search(&term).is_ok()),
            name: token.name,
            kind: token.kind,
            distinct: evidence::is_distinct(token),
            number: token.number,
            subject: token.term.is_some_and(|term| self.subjects.binary_search(&term).is_ok()),
        }
    }

    /// The targets that a first look finds nearest, the citing ones and the others apart so that neither crowd out the
    /// other, each group nearest first; before them the one a stored phrasing leads to.
    fn close_look(&self, first: &mut [f32], exact: Option<usize>, breadth: Breadth) -> Vec<usize> {
        if let Some(exact) = exact {
            // It is there already.
            first[exact] = f32::NEG_INFINITY;
        }
        // What cites something comes first.
        let citing = self.targets.partition_point(|indexed| indexed.target.cites());
        let look = self.written.citing();
        let (of_citing, of_others) = (nearest(&first[..citing], look.most), nearest(&first[citing..], OTHERS.most));
        let near = |of: &[(f32, usize)]| of.first().map_or(f32::MIN, |(near, _)| *near);
        let best_citing = near(&of_citing);
        let best = best_citing.max(near(&of_others));
        let mut close = Vec::with_capacity(1 + look.most + OTHERS.most);
        close.extend(exact);
        close.extend(look.chosen(&of_citing, best_citing, breadth));
        close.extend(OTHERS.chosen(&of_others, best, breadth).map(|at| citing + at));
        close
    }
}

impl CloseLook {
    /// Those of the nearest that are worth it.
    fn chosen(&self, nearest: &[(f32, usize)], best: f32, breadth: Breadth) -> impl Iterator<Item = usize> {
        let is_near =
            move |place: usize, near: f32| breadth == Breadth::Wide || place < self.least || near >= best - self.within;
        let near = nearest.iter().enumerate().filter(move |(place, (near, _))| is_near(*place, *near));
        near.map(|(_, (_, at))| *at)
    }
}

/// Whether only the name of something was typed: "Global South".
fn is_bare_topic(question: &Question, pieces: &[Piece]) -> bool {
    question.asked() == Asked::Topic && matches!(pieces, [only] if only.mentioned)
}

/// The few nearest of many with how near they are, nearest first; of two that are equally near the one that comes first.
fn nearest(nearness: &[f32], most: usize) -> Vec<(f32, usize)> {
    let mut nearest: Vec<(f32, usize)> = Vec::with_capacity(most + 1);
    let mut enough = f32::NEG_INFINITY;
    for (chunk, start) in nearness.chunks(CHUNK).zip((0..).step_by(CHUNK)) {
        // Once there are a few, there is seldom one that is nearer.
        if !chunk.iter().fold(false, |any, near| any | (*near > enough)) {
            continue;
        }
        for (at, &near) in (start..).zip(chunk) {
            if near > enough {
                let place = nearest.partition_point(|(other, _)| *other >= near);
                nearest.insert(place, (near, at));
                nearest.truncate(most);
                enough = if nearest.len() < most { enough } else { nearest[most - 1].0 };
            }
        }
    }
    nearest
}

/// So many numbers are compared at a time.
const CHUNK: usize = 16;

/// A target's place with what was measured of it.
type Look = (usize, Candidate);

impl Index {
    /// How near the meaning of a question comes to that of the nearest phrasing of a target.
    fn nearest_vector(&self, target: usize, embedded: &Packed, evidence: &evidence::Question<'_>) -> f32 {
        self.nearest(target, evidence, self.semantic.cosines_of_texts(target, embedded).into_iter())
    }

    /// The greatest likeness of a target's phrasings; one that asks for another kind of answer is less like it.
    fn nearest(&self, target: usize, evidence: &evidence::Question<'_>, likeness: impl Iterator<Item = f32>) -> f32 {
        let share = |asked: Asked| if evidence.asks_otherwise(asked) { OTHER_KIND } else { 1.0 };
        let asked = &self.targets[target].phrasings;
        asked.iter().zip(likeness).map(|(asked, likeness)| share(*asked) * likeness).fold(0.0, f32::max)
    }
}
