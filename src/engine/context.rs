//! A message that leans on what was said before: whether it stands by itself all the same, and what it means if not.

use super::converse::{Turn, is_foreign};
use super::judge::{Judged, Nearness};
use super::{Engine, Reading, TELLING};
use crate::answer::{Answer, Citation, Outcome, Silence};
use crate::conversation::Conversation;
use crate::knowledge::{Fact, TermKind};
use crate::matching::{Candidate, Piece, Ranking, Target};
use crate::question::{Asked, Leaning, Question};
use crate::text::{Word, WordClass};

/// A telling word counts as explained from here on.
const EXPLAINED: f32 = 0.5;
/// From this probability on the answer to a message whose words tell something needs nothing that was said before.
const SURE_ALONE: f32 = 0.75;
/// The same where it is not on the topic that was spoken of.
const SURE_ELSEWHERE: f32 = 0.9;
/// The same of a message such as "and trade?", which may be the rest of what was asked.
const SURE_REST: f32 = 0.97;
/// Down to this probability a known gap may be answered all the same.
const SURE_GAP: f32 = 0.02;

/// The words of a message that leans on what was said weigh so much where it asks where or when by itself.
const TELLING_WHEN: f32 = 1.0;

/// What weighs so much names a thing: verbs as common weigh less.
const NOUN: f32 = 0.7;

/// What was spoken of.
pub(super) struct Context<'k> {
    pub(super) before: &'k Conversation,
    /// The last question, as it was understood.
    pub(super) question: Question,
    pub(super) fact: Option<&'k Fact>,
    pub(super) topic: Option<&'k str>,
}

impl<'k> Context<'k> {
    /// What a conversation speaks of; `None` where nothing was asked yet.
    pub(super) fn of(engine: &'k Engine, before: &'k Conversation) -> Option<Context<'k>> {
        Some(Context {
            question: engine.read(before.question()?),
            fact: engine.last_fact(before),
            topic: engine.topic(before),
            before,
        })
    }

    /// What [led](Engine::led_last) of the fact that answered last.
    pub(super) fn shown<'e>(&self, engine: &'e Engine) -> Option<Citation<'e>> {
        engine.led_last(self.before)
    }

    /// Whether a target speaks of the same: it has the same topic, or cites a sentence that was cited last.
    pub(super) fn holds(&self, engine: &Engine, target: Target) -> bool {
        let topic = engine.fact_at(target).and_then(Fact::topic);
        (topic.is_some() && topic == self.topic) || self.has_shown_last(engine, target)
    }

    /// Whether a target cites first a sentence that was cited last.
    pub(super) fn has_shown_last(&self, engine: &Engine, target: Target) -> bool {
        engine.first_citation(target).is_some_and(|first| self.before.last().iter().any(|place| place.is(&first)))
    }

    /// Whether a target cites first what was cited first last.
    pub(super) fn has_just_shown(&self, engine: &Engine, target: Target) -> bool {
        let shown = self.before.last().first();
        engine.first_citation(target).is_some_and(|first| shown.is_some_and(|place| place.is(&first)))
    }
}

impl Engine {
    /// Answers a message for what it means after `context`.
    pub(super) fn in_context<'k>(
        &'k self,
        context: &Context<'_>,
        message: &str,
        question: &Question,
        alone: Reading<'k>,
    ) -> Turn<'k> {
        let Reading { answer, ranking } = alone;
        // "ok bye" is about nothing.
        if matches!(answer.outcome, Outcome::SmallTalk(_))
            && question.asked() == Asked::Topic
            && !question.leaning().thing
            && !question.leaning().example
            && !question.leaning().opens
        {
            return Turn::aside(answer);
        }
        let leaning = inside_out(question.leaning(), &ranking);
        let named = self.antecedent(context, question, leaning);
        // From here on a person is whoever or whatever a pronoun surely stands for.
        let leaning = Leaning { person: named.is_some(), ..leaning };
        let target = ranking.best_citing().map(|best| best.target).filter(|_| answer.is_answered());
        let is_near = target.is_some_and(|target| context.holds(self, target));
        // Nothing said before can help with words that are not there; nor is it needed for an answer on the topic.
        if is_unheard_of(&ranking, |_| true) || (is_near && !leaning.bare && !leaning.person && !leaning.fragment) {
            return self.on_topic(context, message, question, answer);
        }
        let meant = self.meant(context, question, leaning, named.as_deref());
        let judged: Vec<Judged<'_>> = meant.iter().map(|meant| self.judge(context, meant)).collect();
        // What is known not to be said of the message by itself, and of what it may mean as well.
        let is_gap =
            answer.missing().is_some_and(|gap| judged.iter().any(|judged| judged.answer.missing() == Some(gap)));
        let Some(best) = judged.into_iter().reduce(Judged::or_better) else {
            return self.on_topic(context, message, question, answer);
        };
        let is_told = |target: Option<Target>| target.is_some_and(|t| context.has_shown_last(self, t));
        let stands = match (answer.is_answered(), best.answer.is_answered()) {
            // What is known not to be said of something does not answer for it.
            (_, true) if is_unheard_of(&ranking, |candidate| candidate.target.cites()) => true,
            (true, true) => {
                // Who has read a sentence rather asks for another one.
                let is_news = !is_told(target) && is_told(best.target);
                (is_news && is_sure_of_news(leaning, &ranking, is_near))
                    || stands_against_another(leaning, &ranking, &best)
            }
            // "and china's?" after "what is russia's GDP?", of which the document is known to say nothing.
            (true, false) if leaning.fragment && best.is_gap() && (best.is_in_place || leaning.joins) => {
                question.corrects()
            }
            (true, false) => stands_against_silence(leaning, question.asked(), &ranking, context),
            // "What does he want?" names nothing that could be known not to be said.
            (false, true) if leaning.person && !tells(&ranking) => is_gap,
            (false, true) => is_gap || (is_told(best.target) && is_surely_a_gap(leaning, &answer, &ranking)),
            (false, false) => !best.is_gap() || (answer.missing().is_some() && names_its_own(leaning, &ranking)),
        };
        if stands {
            return self.on_topic(context, message, question, answer);
        }
        self.as_meant(context, message, question, best)
    }

    /// The message by itself, with the topic named where it is silent.
    fn on_topic<'k>(
        &'k self,
        context: &Context<'_>,
        message: &str,
        question: &Question,
        answer: Answer<'k>,
    ) -> Turn<'k> {
        let leaning = question.leaning();
        if matches!(answer.outcome, Outcome::SmallTalk(_)) && !leaning.bare {
            return Turn::aside(answer);
        }
        if answer.is_answered() || !leaning.is_any() {
            return self.by_itself(context.before, message, answer);
        }
        let reason = match &answer.outcome {
            Outcome::NoAnswer { reason, .. } => Some(reason),
            _ => None,
        };
        // What the document never mentions belongs to no topic of it.
        let is_elsewhere = reason.is_some_and(is_foreign);
        // "which ones?" is about what was said, whatever it looks like by itself.
        let is_bare = leaning.bare || (leaning.by_name && matches!(reason, Some(Silence::OffTopic)));
        let topic = self.topic(context.before).filter(|_| is_bare || !is_elsewhere);
        if !is_bare {
            return Turn::aside(Answer { topic, ..answer });
        }
        let silence = Outcome::NoAnswer { reason: Silence::KindMissing(question.asked()), nearest: Vec::new() };
        Turn::aside(Answer { topic, ..Answer::plain(silence, answer.confidence) })
    }

    /// The message as it was meant.
    fn as_meant<'k>(
        &'k self,
        context: &Context<'_>,
        message: &str,
        question: &Question,
        judged: Judged<'k>,
    ) -> Turn<'k> {
        let Judged { mut answer, target, asked, .. } = judged;
        let topic = self.topic(context.before);
        if !answer.is_answered() {
            return Turn::aside(Answer { topic, ..answer });
        }
        let fact = target.and_then(|target| self.fact_at(target));
        let meant = match fact {
            Some(fact) => self.phrasing(fact, question, asked),
            None => format!("{message} ({})", context.question.normal()),
        };
        answer.taken_as = Some(meant.clone());
        Turn { answer, question: Some(meant), fact, topic: fact.and_then(Fact::topic).or(topic) }
    }

    /// How a fact is asked for in the words of a message, where this kind of answer is wanted.
    fn phrasing(&self, fact: &Fact, message: &Question, asked: Asked) -> String {
        let says = |word: &&Word| word.class == WordClass::Content;
        let likeness = |text: &str| {
            let question = self.read(text);
            let shared =
                message.words().iter().filter(says).filter(|w| question.words().iter().any(|q| q.stem() == w.stem()));
            (shared.count(), question.asked() == asked && asked != Asked::Topic)
        };
        let begins = |text: &str| text.starts_with(|c: char| c.is_uppercase() || !c.is_ascii());
        let is_whole = |text: &&String| begins(text) && text.ends_with(['?', '？']);
        let whole = self.questions(fact).iter().filter(is_whole);
        // The first of the likest: earlier phrasings are the plainer ones.
        let best = whole.rev().max_by_key(|text| likeness(text));
        best.map_or_else(|| self.title(fact).to_owned(), String::clone)
    }
}

/// Whether the answer to a message by itself stands, though another is there for what it may mean.
fn stands_against_another(leaning: Leaning, ranking: &Ranking, other: &Judged<'_>) -> bool {
    !is_bound(leaning)
        && !other.is_in_place
        && (leaning.group || other.nearness == Nearness::Elsewhere || is_full(ranking))
}

/// Whether the answer to a message by itself is sure enough where what it may mean was shown already; one that is not near to
/// what was spoken of is, if the message leaves that: "what about trade?".
fn is_sure_of_news(leaning: Leaning, ranking: &Ranking, is_near: bool) -> bool {
    let leaves = leaning.about || leaning.other;
    let opens = leaning.fragment && leaning.opens && !is_bound(leaning);
    (is_near && ranking.probability >= SURE_ALONE)
        || (leaves && ranking.probability >= SURE_ELSEWHERE)
        || (opens && ranking.probability >= SURE_REST)
}

/// Whether a message names by itself what is known not to be said, and nothing in the documents is near to that: "and solar?"
/// after the sentence that has oil and gas.
fn is_surely_a_gap(leaning: Leaning, answer: &Answer<'_>, ranking: &Ranking) -> bool {
    answer.missing().is_some() && !leaning.bare && (leaning.by_name || ranking.probability <= SURE_GAP)
}

/// Whether the answer to a message by itself stands, though there is none for what it may mean.
fn stands_against_silence(leaning: Leaning, asked: Asked, ranking: &Ranking, context: &Context<'_>) -> bool {
    if leaning.by_name {
        return is_full(ranking);
    }
    if is_bound(leaning) {
        return (is_full(ranking) || is_sure_alone(asked, ranking)) && !leaning.person;
    }
    // "and the pipeline?" after "when was the treaty signed" asks when, if that was answered.
    let asks_on = leaning.fragment
        && leaning.opens
        && !leaning.about
        && context.fact.is_some()
        && context.question.asked().is_certain();
    !asks_on || is_full(ranking)
}

/// What a message leans on outside of itself: a pronoun may stand for what the message itself names.
fn inside_out(leaning: Leaning, ranking: &Ranking) -> Leaning {
    let names = |kinds: &[TermKind]| ranking.pieces.iter().any(|piece| piece.kind.is_some_and(|k| kinds.contains(&k)));
    let telling = ranking.pieces.iter().filter(|piece| piece.weight >= TELLING).count();
    Leaning {
        person: leaning.person && !names(&[TermKind::Person]),
        thing: leaning.thing && telling < 3 && !names(&[TermKind::Work, TermKind::Event]),
        ..leaning
    }
}

/// Whether a message can hardly be understood without what was said before.
fn is_bound(leaning: Leaning) -> bool {
    leaning.bare || leaning.thing || leaning.person
}

/// Whether a message has a telling word that the documents never mention and no candidate explains of those that count.
fn is_unheard_of(ranking: &Ranking, counts: impl Fn(&Candidate) -> bool) -> bool {
    let unheard_of = |(at, piece): (usize, &Piece)| {
        let explained = ranking.candidates.iter().filter(|c| counts(c)).map(|c| c.explained[at]).fold(0.0, f32::max);
        piece.weight >= TELLING && !piece.mentioned && explained < EXPLAINED
    };
    ranking.pieces.iter().enumerate().any(unheard_of)
}

/// Whether a message leans on nothing, and says itself what it is about: "how many troops are there?", but not "how many died?".
fn names_its_own(leaning: Leaning, ranking: &Ranking) -> bool {
    !leaning.is_any() && ranking.pieces.iter().any(|piece| piece.weight >= NOUN)
}

/// Whether a message has a word that tells something.
fn tells(ranking: &Ranking) -> bool {
    ranking.pieces.iter().any(|piece| piece.weight >= TELLING)
}

/// Whether a message says enough to be a question of its own.
fn is_full(ranking: &Ranking) -> bool {
    let telling = ranking.pieces.iter().filter(|piece| piece.weight >= TELLING).count();
    telling >= 2 || ranking.pieces.iter().any(|piece| piece.name || piece.number)
}

/// Whether a message says enough to be a question of its own whose answer is sure.
fn is_sure_alone(asked: Asked, ranking: &Ranking) -> bool {
    // "Where do the ships from there go?" has a word that tells something, and asks of what was said all the same.
    let least = if matches!(asked, Asked::Where | Asked::When) { TELLING_WHEN } else { TELLING };
    ranking.probability >= SURE_ALONE && ranking.pieces.iter().map(|piece| piece.weight).sum::<f32>() >= least
}
