//! Going on: what of a topic was not shown yet, and what else might have been meant.

use super::converse::Turn;
use super::{Engine, Target};
use crate::answer::{Answer, Citation, Outcome, Silence};
use crate::conversation::{Conversation, Place};
use crate::knowledge::{Document, Fact, Sentence, TalkIntent};
use crate::matching::Candidate;
use crate::question::{Asked, Held, Question, is_another};

/// So many sentences are shown at a time when somebody wants more.
const AT_A_TIME: usize = 2;
/// A candidate that explains this share of the question may still answer it.
const COVERED: f32 = 0.8;
/// It may stand this far below the best one, which was shown already.
const BELOW_BEST: f32 = 2.0;

impl Engine {
    /// The next sentences of what is spoken of; where nothing is, that is for small talk to say.
    pub(super) fn more(&self, before: &Conversation) -> Turn<'_> {
        if before.question().is_none() {
            return Turn::aside(Answer::plain(Outcome::SmallTalk(TalkIntent::More), 1.0));
        }
        let mut rest = self.rest_of_topic(before, self.topic(before));
        if rest.is_empty() {
            rest = self.rest_of_paragraph(before);
        }
        rest.truncate(AT_A_TIME);
        self.on_the_way(before, if rest.is_empty() { nothing_more() } else { Outcome::Answer(rest) })
    }

    /// What stands before the sentence that was shown last, where both tell of a time: what came before is told before. That
    /// there is nothing more where the one before tells of none; `None` where what was shown does.
    pub(super) fn earlier(&self, before: &Conversation) -> Option<Turn<'_>> {
        let place = before.last().first()?;
        let document = self.knowledge.document_by_id(&place.document)?;
        let shown = document.sentence(place.sentence).filter(|shown| tells_a_time(document, shown))?;
        let is_earlier = |sentence: &&Sentence| sentence.number < shown.number && document.is_citable(sentence);
        let earlier = document.sentences().iter().rfind(is_earlier).filter(|earlier| tells_a_time(document, earlier));
        let citation = earlier.and_then(|earlier| Citation::of_sentence(document, earlier.number));
        let outcome = citation.map_or_else(nothing_more, |citation| Outcome::Answer(vec![citation]));
        Some(self.on_the_way(before, outcome))
    }

    /// What was not shown yet and stands behind what was shown last, where both tell of a time; `None` where one does not: what
    /// comes next need not have been told.
    pub(super) fn later(&self, before: &Conversation) -> Option<Turn<'_>> {
        let place = before.last().iter().max_by_key(|place| place.sentence)?;
        let document = self.knowledge.document_by_id(&place.document)?;
        let shown = document.sentence(place.sentence).filter(|shown| tells_a_time(document, shown))?;
        let behind = document.sentences().iter().filter(|s| s.number > shown.number && document.is_citable(s));
        let cited = behind.filter_map(|s| Some((s, Citation::of_sentence(document, s.number)?)));
        let (next, citation) = cited.into_iter().find(|(_, citation)| !before.has_shown(citation))?;
        tells_a_time(document, next).then(|| self.on_the_way(before, Outcome::Answer(vec![citation])))
    }

    /// What is shown to who only goes through the text, and asks nothing new.
    fn on_the_way<'k>(&'k self, before: &Conversation, outcome: Outcome<'k>) -> Turn<'k> {
        Turn::aside(Answer { topic: self.topic(before), ..Answer::plain(outcome, 1.0) })
    }

    /// What of a topic was not shown yet, from where the reader is, and then what stands above it.
    fn rest_of_topic(&self, before: &Conversation, topic: Option<&str>) -> Vec<Citation<'_>> {
        let facts = topic.into_iter().flat_map(|topic| self.knowledge.facts_of_topic(topic));
        let mut rest: Vec<Citation<'_>> = Vec::new();
        for quote in facts.flat_map(Fact::quotes) {
            let citation = Citation::of_quote(&self.knowledge, quote);
            if !before.has_shown(&citation) && rest.iter().all(|known| !known.same_sentence(&citation)) {
                rest.push(citation);
            }
        }
        let read = before.last().iter().map(|place| place.sentence).max().unwrap_or(0);
        rest.sort_by_key(|citation| (citation.number() <= read, citation.number()));
        rest
    }

    /// What of the paragraph read last was not shown yet.
    fn rest_of_paragraph(&self, before: &Conversation) -> Vec<Citation<'_>> {
        let Some(place) = before.last().first() else { return Vec::new() };
        let Some(document) = self.knowledge.document_by_id(&place.document) else { return Vec::new() };
        let Some(last) = document.sentence(place.sentence) else { return Vec::new() };
        let paragraph = document.sentences().iter().filter(|s| s.paragraph == last.paragraph && document.is_citable(s));
        let citations = paragraph.filter_map(|sentence| Citation::of_sentence(document, sentence.number));
        citations.filter(|citation| !before.has_shown(citation)).collect()
    }

    /// A question for something else is answered with sentences that were not shown yet, or not at all.
    pub(super) fn unseen<'k>(&'k self, before: &Conversation, message: &Question, mut turn: Turn<'k>) -> Turn<'k> {
        let is_new = |citation: &Citation<'_>| !before.has_shown(citation);
        let Outcome::Answer(citations) = &mut turn.answer.outcome else { return turn };
        if citations.iter().any(is_new) {
            citations.retain(is_new);
            return turn;
        }
        // "Anything else on the economy?" says what it asks for, whatever was said before.
        let leaning = message.leaning();
        let says_all = !leaning.bare && !leaning.thing && self.alone(message).answer.is_answered();
        let of_message = || says_all.then(|| self.not_shown(before, message)).flatten();
        let has = |tells: fn(&str) -> bool| message.words().iter().any(|word| tells(&word.text));
        let comes_first = leaning.fragment && has(|word| word == "else");
        let own = comes_first.then(of_message).flatten();
        let shows_more = |first: &Citation<'_>| self.names_more(before, first) || self.quotes_more(before, first);
        if own.is_none() && has(is_another) && citations.first().is_some_and(shows_more) {
            return turn;
        }
        let asked = || turn.answer.taken_as.as_ref().or(turn.question.as_ref()).map(|asked| self.read(asked));
        let of_asked = || asked().and_then(|asked| self.not_shown(before, &asked));
        let fresh = own.or_else(of_asked).or_else(|| if comes_first { None } else { of_message() });
        let (outcome, fact) = match fresh {
            Some((target, cited)) => (Outcome::Answer(cited), self.fact_at(target)),
            None if self.rest_of_topic(before, turn.topic).is_empty() => (nothing_more(), None),
            None => (Outcome::NoAnswer { reason: Silence::Unsure, nearest: Vec::new() }, None),
        };
        turn.answer.topic = if fact.is_none() { turn.topic } else { None };
        turn.answer.taken_as = None;
        turn.answer.outcome = outcome;
        turn.fact = fact.or(turn.fact);
        turn
    }

    /// What may answer a question as well and was not shown yet.
    fn not_shown(&self, before: &Conversation, question: &Question) -> Option<(Target, Vec<Citation<'_>>)> {
        let ranking = self.index.rank_widely(question);
        let lowest = ranking.best_citing().map_or(f32::MAX, |best| best.score - BELOW_BEST);
        let may_answer = |candidate: &&Candidate| {
            let is_likely = candidate.covered() >= COVERED && candidate.score >= lowest;
            candidate.target.cites() && is_likely && !candidate.lacks_kind()
        };
        ranking.candidates.iter().filter(may_answer).find_map(|candidate| {
            let mut cited = self.citations(candidate.target);
            cited.retain(|citation| !before.has_shown(citation));
            (!cited.is_empty()).then_some((candidate.target, cited))
        })
    }

    /// Whether a sentence names something else of the kind that the last question, or what was quoted for it, named: another
    /// project beside the pipeline.
    fn names_more(&self, before: &Conversation, citation: &Citation<'_>) -> bool {
        let names = |text: &str| self.names_in(&self.read(text), |piece| !piece.subject);
        let asked = before.question().map(names).filter(|names| !names.is_empty());
        let shown = || self.led_last(before).map(|shown| names(shown.quote()));
        let known = asked.or_else(shown).unwrap_or_default();
        names(citation.text()).iter().any(|name| known.iter().any(|(kind, _)| *kind == name.0) && !known.contains(name))
    }

    /// Whether more of a sentence answers than what was highlighted of it last.
    fn quotes_more(&self, before: &Conversation, citation: &Citation<'_>) -> bool {
        let (all, shown) = (citation.highlight(), self.shown_last(before));
        let part = shown.iter().find(|shown| shown.same_sentence(citation)).map(Citation::highlight);
        part.is_some_and(|part| part != all && part.start >= all.start && part.end <= all.end)
    }

    /// What was shown last, once more.
    pub(super) fn again(&self, before: &Conversation) -> Option<Turn<'_>> {
        let quoted = self.shown_last(before);
        let cite = |place: &Place| {
            let quote = quote_from(&quoted, place).cloned();
            quote.or_else(|| Citation::of_sentence(self.knowledge.document_by_id(&place.document)?, place.sentence))
        };
        let shown: Vec<Citation<'_>> = before.last().iter().filter_map(cite).collect();
        (!shown.is_empty()).then(|| self.on_the_way(before, Outcome::Answer(shown)))
    }

    /// The fact that answered last.
    pub(super) fn last_fact(&self, before: &Conversation) -> Option<&Fact> {
        self.knowledge.fact_by_id(before.fact()?)
    }

    /// What the fact that answered last quotes.
    fn shown_last(&self, before: &Conversation) -> Vec<Citation<'_>> {
        let quotes = self.last_fact(before).into_iter().flat_map(Fact::quotes);
        quotes.map(|quote| Citation::of_quote(&self.knowledge, quote)).collect()
    }

    /// What led of the fact that answered last: what it quotes first, or another of its quotes that said more.
    pub(super) fn led_last(&self, before: &Conversation) -> Option<Citation<'_>> {
        let quoted = self.shown_last(before);
        let led = before.last().first().and_then(|place| quote_from(&quoted, place));
        led.or(quoted.first()).cloned()
    }

    /// What else may have been meant by a question that was answered wrongly.
    pub(super) fn instead<'k>(&'k self, before: &Conversation, mut answer: Answer<'k>) -> Turn<'k> {
        if let Some(question) = before.question() {
            let ranking = self.index.rank_widely(&self.read(question));
            let citing = ranking.candidates.iter().filter(|candidate| candidate.target.cites());
            let mut cited = citing.filter_map(|candidate| self.first_citation(candidate.target));
            answer.runner_up = cited.find(|citation| !before.has_shown(citation));
        }
        Turn::aside(answer)
    }

    pub(super) fn fact_at(&self, target: Target) -> Option<&Fact> {
        match target {
            Target::Fact(index) => Some(self.knowledge.fact(index)),
            _ => None,
        }
    }
}

/// Which of what was quoted is from a place.
fn quote_from<'c, 'k>(quoted: &'c [Citation<'k>], place: &Place) -> Option<&'c Citation<'k>> {
    quoted.iter().find(|citation| place.is(citation))
}

fn tells_a_time(document: &Document, sentence: &Sentence) -> bool {
    Held::by(document.text_of(sentence)).hints_at(Asked::When)
}

fn nothing_more<'k>() -> Outcome<'k> {
    Outcome::NoAnswer { reason: Silence::NothingMore, nearest: Vec::new() }
}
