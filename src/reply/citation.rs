//! Cited sentences: between quotation marks, with what answers highlighted, and where they are from.

use super::{Reply, Style};
use crate::answer::Citation;
use crate::knowledge::{Document, Wording};

/// Adds each sentence with its reference under it, a blank line between two. Where several documents are cited, the
/// sentences of each stand under its title.
pub(super) fn push_all(reply: &mut Reply, citations: &[Citation<'_>], wording: &Wording) {
    let is_of = |one: &Citation<'_>, other: &Citation<'_>| one.document().id() == other.document().id();
    let several = citations.windows(2).any(|pair| !is_of(&pair[0], &pair[1]));
    for (i, citation) in citations.iter().enumerate() {
        if i > 0 {
            reply.break_line(1);
        }
        if several && (i == 0 || !is_of(&citations[i - 1], citation)) {
            reply.push(Style::Strong, &citation.document().metadata().title);
            reply.break_line(0);
        }
        push(reply, citation, wording);
    }
}

fn push(reply: &mut Reply, citation: &Citation<'_>, wording: &Wording) {
    let (text, highlight) = (citation.text(), citation.highlight());
    reply.push(Style::Mark, &wording.open_quote);
    // A sentence that answers as a whole has nothing to stand out from.
    if highlight == (0..text.len()) {
        reply.push(Style::Quote, text);
    } else {
        reply.push(Style::Quote, &text[..highlight.start]);
        reply.push(Style::Highlight, citation.quote());
        reply.push(Style::Quote, &text[highlight.end..]);
    }
    reply.push(Style::Mark, &wording.close_quote);
    reply.break_line(0);
    push_reference(reply, citation.document(), citation.number());
}

/// Adds `[n] title`.
pub(super) fn push_reference(reply: &mut Reply, document: &Document, number: u32) {
    reply.push(Style::Reference, format!("[{number}] {}", document.metadata().title));
}
