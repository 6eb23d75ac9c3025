//! A reply's spans as text with entities, and long texts in pieces.
//!
//! Entities instead of markup: there is nothing to escape, so a quote stays byte for byte the source's. Telegram
//! counts in UTF-16 units.

use std::ops::Range;

use teloxide::types::{MessageEntity, MessageEntityKind};

use crate::reply::{Reply, Span, Style};

/// A message holds at most as many UTF-16 units.
pub(crate) const LONGEST: usize = 4096;
/// Quotations that are longer together, in UTF-16 units, are folded up until somebody wants to read them.
const FOLDED_FROM: usize = 900;

/// Text, and what is special about parts of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Text {
    /// The words.
    pub(crate) text: String,
    /// Where what is.
    pub(crate) entities: Vec<MessageEntity>,
}

/// The reply as Telegram shows it: each cited sentence a blockquote, the words that answer in bold.
pub(crate) fn of_reply(reply: &Reply) -> Text {
    let mut entities = Vec::new();
    let runs = quotations(&reply.spans);
    let quoted: usize = runs.iter().map(|run| run.clone().map(|at| units(&reply.spans[at].text)).sum::<usize>()).sum();
    let block =
        if quoted > FOLDED_FROM { MessageEntityKind::ExpandableBlockquote } else { MessageEntityKind::Blockquote };
    let mut starts = Vec::with_capacity(reply.spans.len() + 1);
    let mut end = 0;
    for span in &reply.spans {
        starts.push(end);
        end += units(&span.text);
    }
    starts.push(end);
    for run in &runs {
        let start = starts[run.start];
        entities.push(MessageEntity::new(block.clone(), start, starts[run.end] - start));
    }
    for (at, span) in reply.spans.iter().enumerate() {
        let length = starts[at + 1] - starts[at];
        match span.style {
            Style::Highlight | Style::Strong => entities.push(MessageEntity::bold(starts[at], length)),
            Style::Note => entities.push(MessageEntity::italic(starts[at], length)),
            Style::Text | Style::Mark | Style::Quote | Style::Reference => {}
        }
    }
    entities.sort_by_key(|entity| (entity.offset, usize::MAX - entity.length));
    trim(Text { text: reply.plain(), entities })
}

/// The longest runs of spans that belong to a quotation and hold at least one of the source's words.
fn quotations(spans: &[Span]) -> Vec<Range<usize>> {
    let belongs = |span: &Span| !matches!(span.style, Style::Text | Style::Note | Style::Strong);
    let is_quoted = |span: &Span| matches!(span.style, Style::Quote | Style::Highlight);
    let mut runs = Vec::new();
    let mut start = 0;
    while start < spans.len() {
        let length = spans[start..].iter().take_while(|span| belongs(span)).count();
        if spans[start..start + length].iter().any(is_quoted) {
            runs.push(start..start + length);
        }
        start += length.max(1);
    }
    runs
}

/// The text in pieces of at most `longest` UTF-16 units, cut where a line ends and no entity is, as far as there is
/// such a place.
pub(crate) fn split(text: Text, longest: usize) -> Vec<Text> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while units(&rest.text) > longest {
        let at = place_to_cut(&rest, longest);
        let (piece, tail) = cut(&rest, at);
        if !piece.text.is_empty() {
            pieces.push(piece);
        }
        rest = tail;
    }
    if !rest.text.is_empty() {
        pieces.push(rest);
    }
    pieces
}

/// Where to cut, in UTF-16 units: the last line break outside entities, else the last break, else the last blank, else
/// wherever the limit is.
fn place_to_cut(text: &Text, longest: usize) -> usize {
    let (mut outside, mut line, mut blank, mut any) = (0, 0, 0, 0);
    let mut at = 0;
    for c in text.text.chars() {
        if at > longest {
            break;
        }
        if at > 0 {
            any = at;
            let is_outside = text.entities.iter().all(|e| at <= e.offset || at >= e.offset + e.length);
            if c == '\n' {
                line = at;
                if is_outside {
                    outside = at;
                }
            }
            if c.is_whitespace() {
                blank = at;
            }
        }
        at += c.len_utf16();
    }
    [outside, line, blank, any].into_iter().find(|&at| at > 0).unwrap_or(longest)
}

/// Both sides of a place in the text, without blanks at the cut; an entity across it goes on on the other side.
fn cut(text: &Text, at: usize) -> (Text, Text) {
    let byte = byte_of(&text.text, at);
    let before = text
        .entities
        .iter()
        .filter(|e| e.offset < at)
        .map(|e| MessageEntity::new(e.kind.clone(), e.offset, e.length.min(at - e.offset)));
    let after = text.entities.iter().filter(|e| e.offset + e.length > at).map(|e| {
        let start = e.offset.max(at);
        MessageEntity::new(e.kind.clone(), start - at, e.offset + e.length - start)
    });
    let piece = Text { text: text.text[..byte].to_owned(), entities: before.collect() };
    let tail = Text { text: text.text[byte..].to_owned(), entities: after.collect() };
    (trim(piece), trim(tail))
}

/// Telegram drops blanks at both ends of a text, and so do we, lest entities shift.
fn trim(mut text: Text) -> Text {
    let trimmed = text.text.trim_end().len();
    text.text.truncate(trimmed);
    let start = text.text.len() - text.text.trim_start().len();
    let skipped = units(&text.text[..start]);
    text.text.drain(..start);
    let end = units(&text.text);
    text.entities.retain_mut(|entity| {
        let from = entity.offset.saturating_sub(skipped);
        let to = (entity.offset + entity.length).saturating_sub(skipped).min(end);
        (entity.offset, entity.length) = (from, to.saturating_sub(from));
        entity.length > 0
    });
    text
}

/// The byte at which the `at`th UTF-16 unit begins.
fn byte_of(text: &str, at: usize) -> usize {
    let mut units = 0;
    for (byte, c) in text.char_indices() {
        if units >= at {
            return byte;
        }
        units += c.len_utf16();
    }
    text.len()
}

/// How many UTF-16 units a text has.
pub(crate) fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// At most `longest` UTF-16 units of a text, with an ellipsis where something is left out.
pub(crate) fn shorten(text: &str, longest: usize) -> String {
    if units(text) <= longest {
        return text.to_owned();
    }
    // The ellipsis takes one unit, and a character of two units that would be halved is left out.
    let mut left = longest.saturating_sub(1);
    let mut fits = |c: &char| {
        let is_within = c.len_utf16() <= left;
        left = if is_within { left - c.len_utf16() } else { 0 };
        is_within
    };
    let kept: String = text.chars().take_while(|c| fits(c)).collect();
    kept.trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn span(style: Style, text: &str) -> Span {
        Span { style, text: text.to_owned() }
    }

    fn shown(text: &Text) -> Vec<(String, &MessageEntityKind)> {
        let part = |e: &MessageEntity| {
            let units: Vec<u16> = text.text.encode_utf16().skip(e.offset).take(e.length).collect();
            String::from_utf16(&units).unwrap()
        };
        text.entities.iter().map(|e| (part(e), &e.kind)).collect()
    }

    #[test]
    fn a_citation_is_a_blockquote_with_its_answer_in_bold() {
        let reply = Reply {
            spans: vec![
                span(Style::Mark, "“"),
                span(Style::Quote, "𝒯ea grows in "),
                span(Style::Highlight, "Assam 🍵"),
                span(Style::Quote, "."),
                span(Style::Mark, "”"),
                span(Style::Text, "\n"),
                span(Style::Reference, "[1] Tea"),
            ],
        };
        let text = of_reply(&reply);
        assert_eq!(text.text, reply.plain());
        assert_eq!(
            shown(&text),
            [
                ("“𝒯ea grows in Assam 🍵.”".to_owned(), &MessageEntityKind::Blockquote),
                ("Assam 🍵".to_owned(), &MessageEntityKind::Bold),
            ]
        );
    }

    #[test]
    fn blanks_at_the_ends_go_and_entities_follow() {
        let reply = Reply {
            spans: vec![span(Style::Reference, "  [1] "), span(Style::Highlight, "Tea."), span(Style::Text, "\n ")],
        };
        let text = of_reply(&reply);
        assert_eq!(text.text, "[1] Tea.");
        assert_eq!(shown(&text)[0].0, "[1] Tea.");
        assert_eq!(shown(&text)[1].0, "Tea.");
    }

    #[test]
    fn long_texts_are_cut_between_sentences() {
        let line = "x".repeat(40);
        let text = Text {
            text: format!("{line}\n{line}\n{line}"),
            entities: vec![MessageEntity::new(MessageEntityKind::Blockquote, 41, 81)],
        };
        let pieces = split(text, 90);
        assert_eq!(pieces[0].text, line);
        assert!(pieces[0].entities.is_empty());
        assert_eq!(pieces[1].entities[0].length, 81);
    }

    proptest! {
        #[test]
        fn nothing_but_blanks_is_lost_and_every_entity_is_inside(
            words in prop::collection::vec("[a-zé🍵\n ]{0,30}", 0..20),
            entities in prop::collection::vec((0usize..300, 1usize..100), 0..6),
            longest in 8usize..120,
        ) {
            let text = words.concat();
            let whole = units(&text);
            let mut entities: Vec<_> = entities.into_iter()
                .filter(|(offset, length)| offset + length <= whole)
                .map(|(offset, length)| MessageEntity::bold(offset, length)).collect();
            entities.sort_by_key(|e| e.offset);
            let pieces = split(Text { text: text.clone(), entities }, longest);
            let kept: String = pieces.iter().flat_map(|p| p.text.chars()).filter(|c| !c.is_whitespace()).collect();
            prop_assert_eq!(kept, text.chars().filter(|c| !c.is_whitespace()).collect::<String>());
            for piece in pieces {
                let length = units(&piece.text);
                prop_assert!(length <= longest && length > 0 || piece.text.chars().count() == 1);
                for entity in &piece.entities {
                    prop_assert!(entity.length > 0 && entity.offset + entity.length <= length.max(1));
                }
            }
        }

        #[test]
        fn what_is_shortened_fits(text in "\\PC{0,80}", longest in 4usize..60) {
            prop_assert!(units(&shorten(&text, longest)) <= longest);
        }
    }
}
