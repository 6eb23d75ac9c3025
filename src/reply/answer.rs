//! The reply to a question.

use super::template::{fill, typed_words};
use super::wording::Wording;
use super::{Reply, Style, citation, talk};
use crate::answer::{Answer, Outcome, Silence, Suggestion};
use crate::knowledge::KnowledgeBase;

pub(super) fn to_answer(answer: &Answer<'_>, knowledge: &KnowledgeBase, wording: &Wording) -> Reply {
    let mut reply = Reply::default();
    match &answer.outcome {
        Outcome::Answer(citations) => {
            citation::push_all(&mut reply, citations, wording);
            push_related(&mut reply, &answer.suggestions, wording);
        }
        Outcome::Clarify => push_choices(&mut reply, &answer.suggestions, wording),
        Outcome::NoAnswer { reason, nearest } => {
            reply.text(silence(reason, knowledge, wording));
            if !nearest.is_empty() {
                reply.break_line(1);
                reply.push(Style::Note, wording.nearest);
                reply.break_line(0);
                citation::push_all(&mut reply, nearest, wording);
            }
            push_related(&mut reply, &answer.suggestions, wording);
        }
        Outcome::SmallTalk(intent) => {
            reply.text(talk::small_talk(*intent, knowledge, wording));
            push_related(&mut reply, &answer.suggestions, wording);
        }
    }
    reply
}

/// The one sentence that says why there is no answer.
pub(super) fn silence(reason: &Silence<'_>, knowledge: &KnowledgeBase, wording: &Wording) -> String {
    let documents = knowledge.documents().len();
    match reason {
        Silence::NoWords => wording.no_words.to_owned(),
        Silence::NotMentioned(words) if words.is_empty() => wording.unsure.of(documents).to_owned(),
        Silence::NotMentioned(words) => {
            fill(wording.not_mentioned.of(documents), &[("words", &typed_words(words, wording))])
        }
        Silence::KindMissing(asked) => (wording.kind_missing)(*asked).of(documents).to_owned(),
        Silence::OtherNames(words) => fill(wording.other_names, &[("words", &typed_words(words, wording))]),
        Silence::KnownGap(missing) => fill(wording.known_gap.of(documents), &[("missing", missing)]),
        Silence::Opinion => wording.opinion.of(documents).to_owned(),
        Silence::OffTopic => fill(wording.off_topic, &[("title", &talk::titles(knowledge, wording.or, wording))]),
        Silence::Unsure => wording.unsure.of(documents).to_owned(),
        Silence::Prediction => wording.prediction.of(documents).to_owned(),
        Silence::NothingMore => wording.nothing_more.of(documents).to_owned(),
    }
}

/// Adds a list of questions that answer, under its heading.
fn push_related(reply: &mut Reply, suggestions: &[Suggestion<'_>], wording: &Wording) {
    if suggestions.is_empty() {
        return;
    }
    reply.break_line(1);
    reply.push(Style::Strong, wording.related);
    for suggestion in suggestions {
        reply.text(format!("\n- {}", suggestion.question));
    }
}

/// Adds the numbered list of what may have been meant.
fn push_choices(reply: &mut Reply, suggestions: &[Suggestion<'_>], wording: &Wording) {
    reply.push(Style::Strong, wording.did_you_mean);
    for (i, suggestion) in suggestions.iter().enumerate() {
        reply.text(format!("\n{}. {}", i + 1, suggestion.question));
    }
}
