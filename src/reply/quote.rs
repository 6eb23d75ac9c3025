//! The reply to `/check`: whether a text is a quotation.

use super::template::{fill, quoted, typed};
use super::{Reply, Style, citation};
use crate::knowledge::{KnowledgeBase, Wording};
use crate::quote::{Change, Likeness, Piece, Verdict};

/// More sentences of the same words would only fill the screen.
const MOST_SENTENCES: usize = 3;

/// Says of each piece what was found.
pub fn to_quote(pieces: &[Piece<'_>], knowledge: &KnowledgeBase, wording: &Wording) -> Reply {
    let mut reply = Reply::default();
    if pieces.is_empty() {
        reply.text(&wording.quote.nothing);
    }
    for piece in pieces {
        reply.break_line(1);
        // One by itself need not be repeated to whoever has just typed it.
        if pieces.len() > 1 {
            reply.push(Style::Note, quoted(&typed(&piece.text), wording));
            reply.break_line(0);
        }
        push(&mut reply, &piece.verdict, knowledge, wording);
    }
    reply
}

fn push(reply: &mut Reply, verdict: &Verdict<'_>, knowledge: &KnowledgeBase, wording: &Wording) {
    let (words, documents) = (&wording.quote, knowledge.documents().len());
    match verdict {
        Verdict::Exact { citations, likeness } => {
            let heading = match likeness {
                Likeness::Verbatim => &words.verbatim,
                Likeness::Words => &words.same_words,
                Likeness::Shortened => &words.shortened,
            };
            reply.push(Style::Strong, heading.of(documents));
            reply.break_line(0);
            citation::push_all(reply, &citations[..citations.len().min(MOST_SENTENCES)], wording);
            if citations.len() > MOST_SENTENCES {
                reply.break_line(1);
                reply.push(
                    Style::Note,
                    fill(&words.further, &[("count", &(citations.len() - MOST_SENTENCES).to_string())]),
                );
            }
        }
        Verdict::Altered { citation, changes } => {
            reply.push(Style::Strong, &words.altered);
            for change in changes {
                reply.break_line(0);
                reply.text(format!("- {}", changed(change, wording)));
            }
            reply.break_line(0);
            reply.text(words.truly.of(documents));
            reply.break_line(0);
            citation::push_all(reply, std::slice::from_ref(citation), wording);
        }
        Verdict::Absent => reply.text(words.absent.of(documents)),
    }
}

fn changed(change: &Change, wording: &Wording) -> String {
    let words = &wording.quote;
    let (claimed, said) = (quoted(&typed(&change.claimed), wording), quoted(&change.said, wording));
    let template = match () {
        () if change.said.is_empty() => &words.added,
        () if change.claimed.is_empty() => &words.left_out,
        () => &words.replaced,
    };
    fill(template, &[("claimed", &claimed), ("said", &said)])
}
