//! The reply to a question.

use super::template::{fill, quoted, typed, typed_words};
use super::{Reply, Style, citation, document, talk};
use crate::answer::{Answer, Citation, Correction, Outcome, Silence, Suggestion};
use crate::knowledge::wording::Counted;
use crate::knowledge::{KnowledgeBase, Wording};
use crate::question::Asked;

pub(super) fn to_answer(answer: &Answer<'_>, knowledge: &KnowledgeBase, wording: &Wording) -> Reply {
    let mut reply = Reply::default();
    if answer.parts.is_empty() {
        push_answer(&mut reply, answer, knowledge, wording);
        // A clarification lists them already.
        if answer.outcome != Outcome::Clarify {
            push_related(&mut reply, &answer.suggestions, wording);
        }
    }
    for part in &answer.parts {
        reply.break_line(1);
        reply.push(Style::Strong, typed(&part.question));
        reply.break_line(0);
        push_answer(&mut reply, &part.answer, knowledge, wording);
    }
    reply
}

/// Adds an answer without what is offered beside it.
pub(super) fn push_answer(reply: &mut Reply, answer: &Answer<'_>, knowledge: &KnowledgeBase, wording: &Wording) {
    push_reading(reply, answer, wording);
    match &answer.outcome {
        Outcome::Answer(citations) => citation::push_all(reply, citations, wording),
        Outcome::Clarify => push_choices(reply, &wording.did_you_mean, &answer.suggestions),
        Outcome::NoAnswer { reason, nearest } => {
            reply.text(silence(reason, answer, knowledge, wording));
            if !nearest.is_empty() {
                reply.break_line(1);
                reply.push(Style::Note, &wording.nearest);
                reply.break_line(0);
                citation::push_all(reply, nearest, wording);
            }
        }
        Outcome::SmallTalk(intent) => {
            reply.text(talk::small_talk(*intent, knowledge, wording));
            if let Some(citation) = &answer.runner_up {
                reply.break_line(1);
                reply.push(Style::Note, &wording.reading.runner_up);
                reply.break_line(0);
                push_in_context(reply, citation);
            }
        }
    }
}

/// Adds how the question was understood, and what of it the document says otherwise.
fn push_reading(reply: &mut Reply, answer: &Answer<'_>, wording: &Wording) {
    let mut line = |style, text: String| {
        reply.push(style, text);
        reply.break_line(0);
    };
    if let Some(question) = &answer.taken_as {
        line(Style::Note, fill(&wording.reading.taken_as, &[("question", question)]));
    }
    if let (Some(topic), false) = (answer.topic, answer.is_answered()) {
        line(Style::Note, fill(&wording.reading.on_topic, &[("topic", &topic.replace('-', " "))]));
    }
    for correction in &answer.corrections {
        let text = match correction {
            Correction::Otherwise { asked, said } => {
                let asked = quoted(&typed(asked), wording);
                fill(&wording.reading.otherwise, &[("asked", &asked), ("said", &quoted(said, wording))])
            }
            Correction::Denied { asked } => {
                fill(&wording.reading.denied, &[("asked", &quoted(&typed(asked), wording))])
            }
        };
        line(Style::Text, text);
    }
}

/// Adds the paragraph of a sentence, the sentence marked.
fn push_in_context(reply: &mut Reply, citation: &Citation<'_>) {
    let Some(sentence) = citation.document().sentence(citation.number()) else { return };
    for span in document::paragraph(citation.document(), sentence, sentence.paragraph).spans {
        reply.push(span.style, span.text);
    }
}

/// The one sentence that says why there is no answer.
pub(super) fn silence(
    reason: &Silence<'_>,
    answer: &Answer<'_>,
    knowledge: &KnowledgeBase,
    wording: &Wording,
) -> String {
    let documents = if answer.within.is_some() { 1 } else { knowledge.documents().len() };
    match reason {
        Silence::NoWords => wording.no_words.clone(),
        Silence::NotMentioned(words) if words.is_empty() => wording.unsure.of(documents).to_owned(),
        Silence::NotMentioned(words) => {
            fill(wording.not_mentioned.of(documents), &[("words", &typed_words(words, wording))])
        }
        Silence::KindMissing(asked) => missing(*asked, wording).of(documents).to_owned(),
        Silence::OtherNames(words) => fill(&wording.other_names, &[("words", &typed_words(words, wording))]),
        Silence::KnownGap(missing) => fill(wording.known_gap.of(documents), &[("missing", missing)]),
        Silence::Opinion => wording.opinion.of(documents).to_owned(),
        Silence::OffTopic => {
            let title = match answer.within {
                Some(document) => quoted(&document.metadata().title, wording),
                None => talk::titles(knowledge, &wording.or, wording),
            };
            fill(&wording.off_topic, &[("title", &title)])
        }
        Silence::Unsure => wording.unsure.of(documents).to_owned(),
        Silence::NotServed => fill(&wording.not_served, &[("languages", &talk::languages(knowledge, wording))]),
        Silence::Prediction => wording.prediction.of(documents).to_owned(),
        Silence::NothingMore => wording.nothing_more.of(documents).to_owned(),
    }
}

/// What is said where this kind of thing is missing.
fn missing(asked: Asked, wording: &Wording) -> &Counted {
    let kinds = &wording.kind_missing;
    match asked {
        Asked::Topic => &kinds.topic,
        Asked::YesNo => &kinds.yes_no,
        Asked::What => &kinds.what,
        Asked::Who => &kinds.who,
        Asked::Where => &kinds.place,
        Asked::When => &kinds.when,
        Asked::Why => &kinds.why,
        Asked::How => &kinds.how,
        Asked::HowMany => &kinds.how_many,
        Asked::HowMuch => &kinds.how_much,
        Asked::HowLong => &kinds.how_long,
    }
}

/// Adds questions that answer, under their heading.
fn push_related(reply: &mut Reply, suggestions: &[Suggestion<'_>], wording: &Wording) {
    if !suggestions.is_empty() {
        reply.break_line(1);
        push_choices(reply, &wording.related, suggestions);
    }
}

/// Adds a numbered list, by whose numbers one can choose.
fn push_choices(reply: &mut Reply, heading: &str, suggestions: &[Suggestion<'_>]) {
    reply.push(Style::Strong, heading);
    for (i, suggestion) in suggestions.iter().enumerate() {
        reply.text(format!("\n{}. {}", i + 1, suggestion.question));
    }
}
