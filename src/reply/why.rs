//! `/why`: how the engine came to an answer or to silence.

use super::template::{fill, list, quoted, typed};
use super::{Reply, Style};
use crate::answer::{Answer, CandidateEvidence, WordEvidence};
use crate::knowledge::Wording;

/// Below this share of a word explained, it counts as not matched.
const MATCHED: f64 = 0.05;

/// Contributions below this would be shown as nothing.
const VISIBLE: f64 = 0.005;

pub(super) fn why(answer: &Answer<'_>, wording: &Wording) -> Reply {
    let words = &wording.why;
    let mut reply = Reply::default();
    push_words(&mut reply, &answer.why.words, wording);
    reply.break_line(0);
    let mut candidates = answer.why.candidates.iter();
    match candidates.next() {
        None => reply.text(&words.no_candidate),
        Some(best) => {
            push_candidate(&mut reply, &words.best, best, wording);
            if let Some(second) = candidates.next() {
                reply.break_line(0);
                push_candidate(&mut reply, &words.runner_up, second, wording);
                reply.break_line(0);
                reply.text(fill(&words.margin, &[("margin", &format!("{:.2}", best.score - second.score))]));
            }
        }
    }
    reply.break_line(0);
    reply.text(fill(&words.confidence, &[("confidence", &format!("{:.0}", 100.0 * answer.confidence))]));
    let pivotal = answer.why.words.iter().filter(|word| answer.is_answered() && word.pivotal);
    let pivotal: Vec<String> = pivotal.map(|word| quoted(&typed(&word.word), wording)).collect();
    if !pivotal.is_empty() {
        reply.break_line(0);
        reply.text(fill(&words.pivotal, &[("words", &list(&pivotal, &wording.or))]));
    }
    reply
}

fn push_words(reply: &mut Reply, evidence: &[WordEvidence], wording: &Wording) {
    let words = &wording.why;
    if evidence.is_empty() {
        reply.text(&words.no_words);
        return;
    }
    let (matched, unmatched): (Vec<_>, Vec<_>) = evidence.iter().partition(|word| word.explained >= MATCHED);
    for (heading, group) in [(&words.matched, matched), (&words.unmatched, unmatched)] {
        if group.is_empty() {
            continue;
        }
        reply.break_line(0);
        reply.push(Style::Strong, heading);
        let shown: Vec<String> = group.into_iter().map(|word| shown(word, wording)).collect();
        reply.text(list(&shown, &wording.and));
    }
}

/// The word, what it was taken for, and how far it is explained where that is only in part.
fn shown(word: &WordEvidence, wording: &Wording) -> String {
    let typed_word = quoted(&typed(&word.word), wording);
    let mut shown = match &word.taken_as {
        Some(taken) => fill(&wording.why.taken_as, &[("word", &typed_word), ("taken", &quoted(taken, wording))]),
        None => typed_word,
    };
    if (MATCHED..0.995).contains(&word.explained) {
        shown += &fill(&wording.why.partly, &[("share", &format!("{:.0}", 100.0 * word.explained))]);
    }
    shown
}

/// The candidate, where it would be cited from, and what its score is the sum of.
fn push_candidate(reply: &mut Reply, heading: &str, candidate: &CandidateEvidence<'_>, wording: &Wording) {
    reply.push(Style::Strong, heading);
    if let Some(fact) = candidate.fact {
        reply.text(format!("{} ", fact.id()));
    }
    super::citation::push_reference(reply, candidate.citation.document(), candidate.citation.number());
    reply.text(fill(&wording.why.score, &[("score", &format!("{:.2}", candidate.score))]));
    let parts = candidate.sum.parts().filter(|part| part.adds.abs() >= VISIBLE);
    let parts: Vec<String> = parts.map(|part| format!("{} {:+.2}", part.signal, part.adds)).collect();
    if !parts.is_empty() {
        reply.push(Style::Note, format!(" ({})", parts.join(", ")));
    }
}
