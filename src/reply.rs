//! All wording: an answer becomes spans of text, each with a style that a channel shows in its own way.
//!
//! Nothing is said here that is not in the [`Answer`] or the knowledge base. The sentences of a language are data
//! ([`Wording`]); what is put where is the same for all of them. An answer is worded in its own language.
//!
//! ```
//! use ibid::engine::Engine;
//! use ibid::knowledge::KnowledgeBase;
//! use ibid::reply;
//!
//! let engine = Engine::new(KnowledgeBase::built_in(), 4.0);
//! let question = &engine.knowledge().facts()[0].questions()[0];
//! let reply = reply::to_answer(&engine.ask(question), engine.knowledge());
//! assert!(reply.plain().starts_with('“') && reply.plain().contains("[1] China-Russia relations"));
//! ```

mod answer;
pub mod chat;
mod citation;
pub mod command;
mod document;
pub mod kept;
pub mod operate;
mod quote;
mod talk;
mod template;
mod topics;
mod why;

use crate::answer::Answer;
use crate::knowledge::{KnowledgeBase, Wording};

pub use quote::to_quote;

/// What one piece of a reply is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// ibid's own words.
    Text,
    /// What stands with the source's words but is none of them: quotation marks, the breaks between quoted sentences.
    Mark,
    /// The source's words.
    Quote,
    /// The words of a quote that answer.
    Highlight,
    /// Where a quote is from: `[n] title`.
    Reference,
    /// An aside: how to go on, what led to an answer.
    Note,
    /// What a list or a section is called, or what stands out in it.
    Strong,
}

/// A piece of a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The words, with line breaks where they belong.
    pub text: String,
    /// What they are.
    pub style: Style,
}

/// An answer in words, for any channel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// The pieces in order; joined, they are the reply.
    pub spans: Vec<Span>,
}

impl Reply {
    /// The reply as plain text, without a line break at its end.
    pub fn plain(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }

    /// Adds a piece, joined to the one before it where the style is the same.
    fn push(&mut self, style: Style, text: impl AsRef<str>) {
        let text = text.as_ref();
        match self.spans.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.style == style => last.text.push_str(text),
            _ => self.spans.push(Span { text: text.to_owned(), style }),
        }
    }

    /// Adds ibid's own words.
    fn text(&mut self, text: impl AsRef<str>) {
        self.push(Style::Text, text);
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Goes to a new line, or leaves `blank` ones in between; does nothing at the beginning.
    fn break_line(&mut self, blank: usize) {
        if !self.spans.is_empty() {
            self.text("\n".repeat(1 + blank));
        }
    }

    /// A reply of ibid's own words only.
    fn of_text(text: impl AsRef<str>) -> Reply {
        let mut reply = Reply::default();
        reply.text(text);
        reply
    }
}

/// Puts an answer into words.
pub fn to_answer(answer: &Answer<'_>, knowledge: &KnowledgeBase) -> Reply {
    answer::to_answer(answer, knowledge, knowledge.wording(answer.language))
}

/// How the engine came to `answer`: words matched and not, the best candidates, the margin, the confidence.
pub fn why(answer: &Answer<'_>, knowledge: &KnowledgeBase) -> Reply {
    why::why(answer, knowledge.wording(answer.language))
}

/// What a conversation in the terminal opens with.
pub fn welcome(knowledge: &KnowledgeBase, wording: &Wording) -> Reply {
    talk::welcome(knowledge, wording)
}
