//! What is said of a document itself, and its sentences shown in their place.

use super::template::{fill, list, quoted};
use super::{Reply, Style, citation};
use crate::knowledge::{Document, Sentence, Wording};

/// What the metadata names, and what it does not.
pub(super) fn metadata(document: &Document, wording: &Wording) -> String {
    let (words, known) = (&wording.metadata, document.metadata());
    let mut text = fill(&words.title, &[("title", &quoted(&known.title, wording))]);
    let parts = [
        (&words.author, "author", &known.author),
        (&words.publisher, "publisher", &known.publisher),
        (&words.published, "published", &known.published),
        (&words.url, "url", &known.url),
    ];
    let mut missing = Vec::new();
    for (i, (template, gap, value)) in parts.into_iter().enumerate() {
        match value {
            Some(value) => text += &fill(template, &[(gap, value)]),
            None => missing.push(words.parts[i].clone()),
        }
    }
    if !missing.is_empty() {
        text += &fill(&words.unnamed, &[("missing", &list(&missing, &wording.or))]);
    }
    text
}

/// What the metadata names, and how much there is of the document.
pub(super) fn about(document: &Document, wording: &Wording) -> String {
    let sentences = document.sentences().len();
    metadata(document, wording) + &fill(wording.metadata.extent.of(sentences), &[("sentences", &sentences.to_string())])
}

/// One sentence as it stands, cited.
pub(super) fn sentence(document: &Document, sentence: &Sentence, wording: &Wording) -> Reply {
    let mut reply = Reply::default();
    reply.push(Style::Mark, &wording.open_quote);
    reply.push(Style::Quote, document.text_of(sentence));
    reply.push(Style::Mark, &wording.close_quote);
    reply.break_line(0);
    citation::push_reference(&mut reply, document, sentence.number);
    reply
}

/// The paragraph around a sentence, a sentence a line, the one asked for marked.
pub(super) fn context(document: &Document, marked: &Sentence, _wording: &Wording) -> Reply {
    paragraph(document, marked, marked.paragraph)
}

/// A paragraph, a sentence a line, with `marked` marked where it is one of them.
pub(super) fn paragraph(document: &Document, marked: &Sentence, paragraph: u32) -> Reply {
    let mut reply = Reply::default();
    let mut sentences = document.sentences().iter().filter(|sentence| sentence.paragraph == paragraph).peekable();
    if let Some(heading) = sentences.peek().and_then(|sentence| sentence.heading()) {
        reply.push(Style::Strong, document.text()[heading].trim_start_matches('#').trim());
        reply.break_line(0);
    }
    for (i, sentence) in sentences.enumerate() {
        if i > 0 {
            reply.push(Style::Mark, "\n");
        }
        let is_marked = sentence.number == marked.number;
        reply.push(Style::Reference, format!("{} [{}] ", if is_marked { '>' } else { ' ' }, sentence.number));
        reply.push(if is_marked { Style::Highlight } else { Style::Quote }, document.text_of(sentence));
    }
    reply.break_line(0);
    reply.push(Style::Reference, &document.metadata().title);
    reply
}
