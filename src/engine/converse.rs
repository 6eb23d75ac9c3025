//! A message in its conversation: what it means there, and what the conversation has come to after it.

use super::context::Context;
use super::{Engine, Reading};
use crate::answer::{Answer, Outcome, Part, Silence};
use crate::conversation::Conversation;
use crate::knowledge::{Fact, TalkIntent};
use crate::question::{Asked, Choice, Question, may_be_several, several};

/// A piece of a choice in words that says at least this much must be in what is chosen.
const SAYS: f32 = 0.4;

/// A question that is not answered changes what is spoken of if the best candidate explains this share of it.
const COVERED: f64 = 0.7;

/// A message understood: its answer, and what it was taken to ask.
pub(super) struct Turn<'k> {
    pub(super) answer: Answer<'k>,
    /// The question that the conversation goes on from; `None` where the message asked nothing of a document.
    pub(super) question: Option<String>,
    /// The fact that it was about.
    pub(super) fact: Option<&'k Fact>,
    /// The topic that it was about.
    pub(super) topic: Option<&'k str>,
}

impl<'k> Turn<'k> {
    /// A turn after which the conversation is where it was.
    pub(super) fn aside(answer: Answer<'k>) -> Turn<'k> {
        Turn { answer, question: None, fact: None, topic: None }
    }

    /// The answer, and what the conversation has come to with it.
    pub(super) fn ended(self, before: &Conversation) -> (Answer<'k>, Conversation) {
        let mut after = before.clone();
        if let Some(question) = &self.question {
            after = after.asked(question, self.fact.map(Fact::id), self.topic);
        }
        let after = after.showed(&self.answer);
        (self.answer, after)
    }
}

impl Engine {
    /// Answers a message in its conversation, and tells what the conversation has come to. The same conversation and
    /// message give the same answer and the same conversation, always.
    pub fn converse(&self, before: &Conversation, message: &str) -> (Answer<'_>, Conversation) {
        let bounded = message.char_indices().nth(Question::MAX_CHARS).map_or(message, |(end, _)| &message[..end]);
        self.in_its_language(before, bounded)
    }

    /// Answers a message in the language that this engine is for.
    pub(super) fn hear(&self, before: &Conversation, bounded: &str) -> (Answer<'_>, Conversation) {
        if let Some((document, question)) = self.named(bounded) {
            return self.within(document, before, question);
        }
        let mut questions = if may_be_several(bounded) { several(bounded) } else { Vec::new() };
        if questions.len() > 1
            && !self.index.has(&self.read(bounded))
            && let Some(last) = questions.pop()
        {
            // "Is that all? What about arms?" wants no more but that.
            questions.retain(|question| !self.more.contains(self.read(question).key()));
            if questions.is_empty() {
                return self.one(before, &last);
            }
            questions.push(last);
            if let Some(answered) = self.each(before, questions) {
                return answered;
            }
        }
        self.one(before, bounded)
    }

    /// Answers the questions of a message one after the other, each in the light of those before it; `None` if fewer than
    /// two of them ask anything of the documents, or none is answered.
    fn each(&self, before: &Conversation, questions: Vec<String>) -> Option<(Answer<'_>, Conversation)> {
        let mut conversation = before.clone();
        let mut parts = Vec::new();
        for question in questions {
            let (answer, after) = self.one(&conversation, &question);
            let asks = match &answer.outcome {
                Outcome::Answer(_) | Outcome::Clarify => true,
                Outcome::NoAnswer { reason, .. } => !matches!(reason, Silence::NoWords | Silence::OffTopic),
                Outcome::SmallTalk(_) => false,
            };
            if asks {
                conversation = after;
                parts.push(Part { question, answer });
            }
        }
        let answered = parts.iter().find(|part| part.answer.is_answered())?.answer.clone();
        (parts.len() > 1).then_some((Answer { parts, ..answered }, conversation))
    }

    /// Answers a message that asks one thing.
    fn one(&self, before: &Conversation, message: &str) -> (Answer<'_>, Conversation) {
        let question = self.read(message);
        let is_stored = || !question.key().is_empty() && self.index.has(&question);
        if question.words().is_empty() && !is_stored() {
            let silence = Outcome::NoAnswer { reason: Silence::NoWords, nearest: Vec::new() };
            return (Answer::plain(silence, 0.0), before.clone());
        }
        self.turn(before, message, &question).ended(before)
    }

    fn turn(&self, before: &Conversation, message: &str, question: &Question) -> Turn<'_> {
        if let Some(fact) = self.chosen_by_number(before, question) {
            return self.of_fact(fact);
        }
        if !before.last().is_empty()
            && let Some(turn) = self.of_what_was_shown(before, question)
        {
            return turn;
        }
        let context = Context::of(self, before);
        let filled_in = context.as_ref().and_then(|context| {
            self.of_the_other(context, question).or_else(|| self.of_another_year(context, question))
        });
        let question = filled_in.as_ref().unwrap_or(question);
        let leaning = question.leaning();
        let alone = self.granted(question, self.alone(question));
        let placed = match &context {
            Some(context) => self.of_that_year(context, question, &alone),
            None => self.of_the_text(question, &alone),
        };
        let alone = placed.unwrap_or(alone);
        let is_exact = alone.ranking.exact;
        let asks_for_more = leaning.bare && leaning.other && !leaning.person && question.asked() == Asked::Topic;
        if (asks_for_more && !is_exact) || self.more.contains(question.key()) {
            return self.more(before);
        }
        match alone.answer.outcome {
            Outcome::SmallTalk(TalkIntent::Complaint) => return self.instead(before, alone.answer),
            // "how?" is near to "how do you work", and "an example?" to "give me an example", but not after something was
            // said.
            Outcome::SmallTalk(intent) => {
                // "And who wrote it?" asks of the text itself.
                let is_of_text = intent.is_of_text() && question.names_writing();
                let points = leaning.bare || (!intent.is_courtesy() && (leaning.opens || leaning.thing));
                let leans =
                    (points && !is_exact && !question.is_to_bot()) || (leaning.example && intent == TalkIntent::Help);
                if !leans || is_of_text || context.is_none() {
                    return Turn::aside(alone.answer);
                }
            }
            _ => {}
        }
        if let Some(fact) = self.chosen_by_words(before, question, &alone) {
            return self.of_fact(fact);
        }
        let leans = leaning.is_any() || (!alone.answer.is_answered() && question.is_brief());
        let turn = match context {
            Some(context) if leans && (!is_exact || leaning.example) => {
                self.in_context(&context, message, question, alone)
            }
            _ => self.by_itself(before, message, alone.answer),
        };
        if leaning.other && !is_exact { self.unseen(before, question, turn) } else { turn }
    }

    /// What a message that only asks about what was shown gets: "really?", "and before that?"
    fn of_what_was_shown(&self, before: &Conversation, question: &Question) -> Option<Turn<'_>> {
        let turn = if question.is_doubt() {
            self.again(before)
        } else if question.is_of_before() {
            self.earlier(before)
        } else if question.is_of_after() {
            self.later(before)
        } else {
            None
        };
        turn.filter(|_| !self.index.has(question))
    }

    /// The first message of a conversation where "it" is the text itself, if that makes it a question with an answer: "what is it
    /// about?"
    fn of_the_text(&self, message: &Question, alone: &Reading<'_>) -> Option<Reading<'_>> {
        let is_silent = matches!(alone.answer.outcome, Outcome::NoAnswer { .. } | Outcome::Clarify);
        let is_known = alone.ranking.exact || alone.answer.missing().is_some();
        let is_open = is_silent && !is_known && message.is_brief() && message.asked() != Asked::When;
        let at = message.words().iter().position(|word| &*word.text == "it").filter(|_| is_open)?;
        let meant = message.with(at..at + 1, self.read("the article").words());
        Some(self.granted(&meant, self.alone(&meant))).filter(|reading| reading.answer.is_answered())
    }

    /// A message that stands for itself, whatever was said before.
    pub(super) fn by_itself<'k>(&'k self, before: &Conversation, message: &str, answer: Answer<'k>) -> Turn<'k> {
        let nearest = answer.why.candidates.first().and_then(|candidate| candidate.fact);
        // What has nothing to do with the document leaves the conversation where it was.
        let (topic, is_foreign) = match &answer.outcome {
            Outcome::NoAnswer { reason: Silence::KnownGap(missing), .. } => (self.topic_of_gap(missing), false),
            Outcome::NoAnswer { reason, .. } if is_foreign(reason) || covered(&answer) < COVERED => (None, true),
            _ => (nearest.and_then(Fact::topic), false),
        };
        let fact = nearest.filter(|_| answer.is_answered());
        let question = (!is_foreign || before.question().is_none()).then(|| message.to_owned());
        Turn { answer, question, fact, topic: topic.or_else(|| self.topic(before)) }
    }

    /// The answer that a fact gives, for whoever chose it.
    fn of_fact<'k>(&'k self, fact: &'k Fact) -> Turn<'k> {
        let question = self.title(fact).to_owned();
        let mut answer = self.alone(&self.read(&question)).answer;
        answer.taken_as = Some(question.clone());
        Turn { answer, question: Some(question), fact: Some(fact), topic: fact.topic() }
    }

    /// The topic that is spoken of.
    pub(super) fn topic(&self, before: &Conversation) -> Option<&str> {
        let id = before.topic()?;
        self.knowledge.topics().find(|topic| *topic == id)
    }

    fn topic_of_gap(&self, missing: &str) -> Option<&str> {
        let at = (0..self.knowledge.gaps().len()).find(|&at| self.tongue().missing(at) == missing)?;
        self.knowledge.gaps()[at].topic()
    }

    pub(super) fn read(&self, text: &str) -> Question {
        Question::read(text, self.tongue().reader())
    }

    /// The offer that a message names by its number.
    fn chosen_by_number(&self, before: &Conversation, question: &Question) -> Option<&Fact> {
        let at = match question.choice()? {
            Choice::At(number) => number.checked_sub(1)?,
            Choice::Last => before.offered().len().checked_sub(1)?,
        };
        self.knowledge.fact_by_id(before.offered().get(at)?)
    }

    /// The only offer that a few words can mean, where they mean nothing surer by themselves.
    fn chosen_by_words(&self, before: &Conversation, question: &Question, alone: &Reading<'_>) -> Option<&Fact> {
        if alone.answer.is_answered() || !question.leaning().fragment {
            return None;
        }
        let (pieces, candidates) = (&alone.ranking.pieces, &alone.ranking.candidates);
        let says = |id: &String| {
            let fact = self.knowledge.fact_by_id(id)?;
            let candidate = candidates.iter().find(|c| self.fact_at(c.target) == Some(fact))?;
            let mut said = pieces.iter().zip(&candidate.explained).filter(|(piece, _)| piece.weight >= SAYS).peekable();
            (said.peek().is_some() && said.all(|(_, explained)| *explained >= 1.0)).then_some(fact)
        };
        let mut said = before.offered().iter().filter_map(says);
        said.next().filter(|_| said.next().is_none())
    }
}

/// The share of a question's weight that the best candidate explains.
fn covered(answer: &Answer<'_>) -> f64 {
    let words = &answer.why.words;
    let all: f64 = words.iter().map(|word| word.weight).sum();
    words.iter().map(|word| word.weight * word.explained).sum::<f64>() / all.max(f64::MIN_POSITIVE)
}

/// Whether a silence leaves a conversation where it was.
pub(super) fn is_foreign(reason: &Silence<'_>) -> bool {
    matches!(
        reason,
        Silence::NoWords | Silence::OffTopic | Silence::NotMentioned(_) | Silence::Opinion | Silence::Prediction
    )
}
