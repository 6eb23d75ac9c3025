//! What becomes of a question that a message may stand for.
//!
//! The message's own words must be explained, and the kind of answer it asks for must be there; a fact of the topic that is
//! spoken of is favoured over others.

use super::Engine;
use super::context::Context;
use super::meant::{Meant, word_count};
use crate::answer::{Answer, Outcome};
use crate::matching::{Candidate, Ranking, Target};
use crate::question::{Asked, Question};

/// A piece of a message that says at least this much must be explained by what answers it …
const SAYS: f32 = 0.4;
/// … at least this far.
const EXPLAINED: f32 = 0.7;
/// A fact of the topic that is spoken of may stand this far below the best candidate: it is what is meant …
const BELOW_BEST: f32 = 2.0;
/// … and this far below one that is sure.
const BELOW_SURE: f32 = 0.7;
/// It answers from this probability on: that it is on the topic speaks for it too.
const LIKELY: f32 = 0.25;
/// An answer on another topic must explain this share of what is carried on from the last question.
const CARRIED_ON: f32 = 0.8;

/// How near an answer is to what was spoken of, the nearest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Nearness {
    /// On another topic.
    Elsewhere,
    /// On the topic.
    OnTopic,
    /// It is a sentence that was just shown.
    JustShown,
}

/// What became of a [`Meant`].
pub(super) struct Judged<'k> {
    pub(super) answer: Answer<'k>,
    /// What answers.
    pub(super) target: Option<Target>,
    pub(super) nearness: Nearness,
    /// The kind of answer that is wanted.
    pub(super) asked: Asked,
    /// Whether it is the last question with something else in a place of it.
    pub(super) is_in_place: bool,
    probability: f32,
}

impl<'k> Judged<'k> {
    /// Whether it is known that the document does not say it.
    pub(super) fn is_gap(&self) -> bool {
        self.answer.missing().is_some()
    }

    /// The better of two: an answer, near, sure; the earlier one where both are equal.
    pub(super) fn or_better(self, other: Judged<'k>) -> Judged<'k> {
        let worth = |judged: &Judged<'_>| {
            let is_known_gap = judged.is_in_place && judged.is_gap();
            (is_known_gap || judged.answer.is_answered(), judged.is_in_place, judged.nearness, judged.is_gap())
        };
        let order = worth(&self).cmp(&worth(&other)).then(self.probability.total_cmp(&other.probability));
        if order.is_lt() { other } else { self }
    }
}

impl Engine {
    /// Decides on a question that a message may stand for.
    pub(super) fn judge(&self, context: &Context<'_>, meant: &Meant) -> Judged<'_> {
        let ranking = self.index.rank(&meant.question);
        let look = Look::new(self, context, meant, &ranking);
        let chosen = look.choose();
        let target = chosen.map(|(candidate, _)| candidate.target);
        let outcome = match chosen {
            Some((candidate, _)) => Outcome::Answer(self.citations_from(candidate.target, look.leads(candidate))),
            None => self.silence(&meant.question, &ranking),
        };
        let mut answer = Answer::plain(outcome, f64::from(ranking.probability));
        answer.why = self.explain(&ranking);
        if answer.is_answered() {
            answer.suggestions = self.suggest(&ranking, answer.citations());
            answer = self.denied(&meant.question, answer);
        }
        Judged {
            answer,
            target,
            nearness: chosen.map_or(Nearness::Elsewhere, |(_, nearness)| nearness),
            asked: meant.question.asked(),
            is_in_place: meant.is_in_place,
            probability: ranking.probability,
        }
    }
}

/// The candidates for a question that a message may stand for.
struct Look<'a> {
    engine: &'a Engine,
    context: &'a Context<'a>,
    meant: &'a Meant,
    ranking: &'a Ranking,
    /// How many of the pieces are the message's own.
    own: usize,
    /// Whether none of them says anything.
    is_bare: bool,
}

impl<'a> Look<'a> {
    fn new(engine: &'a Engine, context: &'a Context<'a>, meant: &'a Meant, ranking: &'a Ranking) -> Look<'a> {
        let mut end = 0;
        let ends = ranking.pieces.iter().map(|piece| {
            end += word_count(piece);
            end
        });
        let own = ends.take_while(|end| *end <= meant.own).count();
        let is_bare = ranking.pieces[..own].iter().all(|piece| piece.weight < SAYS);
        Look { engine, context, meant, ranking, own, is_bare }
    }

    /// What answers, if anything does.
    fn choose(&self) -> Option<(&'a Candidate, Nearness)> {
        // Bare "examples?" are wanted of what was said.
        let stands = |best: &&Candidate| {
            let is_held =
                !(self.meant.is_by_name && self.meant.is_bare) || self.context.holds(self.engine, best.target);
            is_held && self.is_sure() && self.stands_elsewhere(best)
        };
        let sure = self.ranking.best_citing().filter(stands);
        let near = self.just_shown().or_else(|| self.on_topic());
        let near = near.filter(|(near, _)| sure.is_none_or(|sure| near.score >= sure.score - BELOW_SURE));
        let chosen = near.or(sure.map(|sure| {
            // What explains all that is carried on is about what was spoken of, whatever its topic is called.
            (sure, if self.carried_on(sure) >= 1.0 { Nearness::OnTopic } else { Nearness::Elsewhere })
        }));
        // Who asks "which ones?" has read what was shown.
        let is_new = |target| !self.meant.is_of_topic && !self.context.has_just_shown(self.engine, target);
        chosen.filter(|(chosen, _)| !self.meant.is_by_name || chosen.is_asked_by_name() || is_new(chosen.target))
    }

    /// "Why?" is answered by the sentence that was just shown if anybody asks it why.
    fn just_shown(&self) -> Option<(&'a Candidate, Nearness)> {
        let asks_on = self.is_bare && matches!(self.meant.question.asked(), Asked::Why | Asked::How);
        let mut citing = self.ranking.candidates.iter().filter(|c| asks_on && c.target.cites() && !c.has_no_kind());
        let shown = citing.find(|c| self.context.has_just_shown(self.engine, c.target))?;
        Some((shown, Nearness::JustShown))
    }

    /// The best fact of the topic that fits; for a bare question rather the one that was just shown, or its sentence.
    fn on_topic(&self) -> Option<(&'a Candidate, Nearness)> {
        let fitting = || self.ranking.candidates.iter().filter(|c| self.fits(c));
        let same = fitting().find(|c| {
            self.is_bare && self.context.fact.is_some_and(|fact| self.engine.fact_at(c.target) == Some(fact))
        });
        let shown = fitting().find(|c| self.is_bare && self.context.has_shown_last(self.engine, c.target));
        Some((same.or(shown).or_else(|| fitting().next())?, Nearness::OnTopic))
    }

    /// Which of the sentences that a fact cites has what the message itself says: of what was just shown, "and at sea?" asks for
    /// the one that has the sea in it.
    fn leads(&self, chosen: &Candidate) -> Option<u32> {
        let own = || Question::of_part(self.meant.question.words().iter().take(self.meant.own));
        let leading = (!self.is_bare).then(|| self.engine.index.leading(&own(), chosen.target)).flatten();
        leading.or(chosen.leads)
    }

    fn fits(&self, candidate: &Candidate) -> bool {
        // Where the message says something, yet nothing that weighs, only what is sure is believed.
        let likely =
            if self.is_bare && !self.meant.is_bare { self.is_sure() } else { self.ranking.probability >= LIKELY };
        let is_best = self.ranking.best_citing().is_some_and(|best| best.target == candidate.target);
        let has_kind =
            !candidate.lacks_kind() || (self.is_sure() && !self.is_bare && !self.meant.is_of_topic && is_best);
        candidate.target.cites()
            && likely
            && has_kind
            && self.is_high(candidate)
            && self.says_it(candidate)
            && self.context.holds(self.engine, candidate.target)
    }

    /// Whether a candidate stands above what is known not to be said, and near enough to the best.
    fn is_high(&self, candidate: &Candidate) -> bool {
        let Some(best) = self.ranking.best_citing() else { return false };
        let rival = self.ranking.candidates.iter().find(|c| !c.target.cites()).map_or(f32::MIN, |c| c.score);
        candidate.score > rival.max(best.score - BELOW_BEST) && self.explained(candidate) >= self.explained(best)
    }

    fn stands_elsewhere(&self, best: &Candidate) -> bool {
        // Where only what the topic is called is carried on, nothing but the fact's own topic tells that it is on it.
        if self.meant.is_of_topic && (best.lacks_kind() || !self.context.holds(self.engine, best.target)) {
            return false;
        }
        // A bare question is all that is carried on.
        let (least, has_kind) = if self.is_bare { (1.0, !best.lacks_kind()) } else { (CARRIED_ON, true) };
        self.says_it(best) && self.carried_on(best) >= least && has_kind
    }

    fn is_sure(&self) -> bool {
        f64::from(self.ranking.probability) >= self.engine.threshold
    }

    /// Whether every telling piece of the message itself is explained.
    fn says_it(&self, candidate: &Candidate) -> bool {
        let mut own = self.ranking.pieces[..self.own].iter().zip(&candidate.explained);
        own.all(|(piece, explained)| piece.weight < SAYS || *explained >= EXPLAINED)
    }

    /// How much of the message itself is explained.
    fn explained(&self, candidate: &Candidate) -> f32 {
        self.ranking.pieces[..self.own].iter().zip(&candidate.explained).map(|(piece, e)| piece.weight * e).sum()
    }

    /// The share of what is carried on that is explained; 1 where nothing is.
    fn carried_on(&self, candidate: &Candidate) -> f32 {
        let carried = &self.ranking.pieces[self.own..];
        let all: f32 = carried.iter().map(|piece| piece.weight).sum();
        let kept: f32 = carried.iter().zip(&candidate.explained[self.own..]).map(|(p, e)| p.weight * e).sum();
        if all > 0.0 { kept / all } else { 1.0 }
    }
}
