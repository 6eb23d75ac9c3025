//! What only a chat with buttons says: notices, labels, pages, and answers cut down to what a group or a list bears.

use super::template::fill;
use super::{Reply, Style, WORDING, answer, citation, document, talk};
use crate::answer::{Answer, Citation, Outcome};
use crate::knowledge::{Document, Fact, KnowledgeBase, Sentence};

/// One line that is said beside answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Notice {
    /// More questions than the limits allow.
    TooFast,
    /// A photo, a voice message, a sticker.
    TextOnly,
    /// `/ask` without a question.
    AskWhat,
    /// A button whose answer is gone.
    Stale,
    /// For 👍.
    Thanks,
    /// For 👎.
    ThanksForFault,
    /// A deep link to a fact there is not.
    NoFact,
    /// Above buttons that speak for themselves.
    Choose,
}

/// What a button says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Label {
    /// Shows the paragraph.
    Context,
    /// Shows the explanation.
    Why,
    /// Shows what was there before.
    Back,
    /// Goes back a page.
    Previous,
    /// Goes on a page.
    Next,
    /// The answer was good.
    Good,
    /// The answer was bad.
    Bad,
}

/// The commands of a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChatCommand {
    /// The welcome, or a deep link.
    Start,
    /// How to ask.
    Help,
    /// Topics to browse.
    Topics,
    /// The document, or a sentence of it.
    Source,
    /// A question.
    Ask,
    /// The explanation.
    Why,
    /// Another conversation.
    New,
    /// What is kept.
    Privacy,
    /// Deletes everything of who asks.
    Forget,
}

impl ChatCommand {
    /// All of them, in the order in which they are listed.
    pub const ALL: [ChatCommand; 9] = [
        ChatCommand::Ask,
        ChatCommand::Topics,
        ChatCommand::Source,
        ChatCommand::Why,
        ChatCommand::New,
        ChatCommand::Help,
        ChatCommand::Privacy,
        ChatCommand::Forget,
        ChatCommand::Start,
    ];

    /// As it is typed, behind the `/`.
    pub fn id(self) -> &'static str {
        match self {
            ChatCommand::Start => "start",
            ChatCommand::Help => "help",
            ChatCommand::Topics => "topics",
            ChatCommand::Source => "source",
            ChatCommand::Ask => "ask",
            ChatCommand::Why => "why",
            ChatCommand::New => "new",
            ChatCommand::Privacy => "privacy",
            ChatCommand::Forget => "forget",
        }
    }

    /// What it does, in a few words.
    pub fn explain(self) -> &'static str {
        (WORDING.chat.explain)(self)
    }
}

/// A notice.
pub fn notice(notice: Notice) -> Reply {
    Reply::of_text(notice_text(notice))
}

/// The words of a notice.
pub fn notice_text(notice: Notice) -> &'static str {
    (WORDING.chat.notice)(notice)
}

/// The words of a label.
pub fn label(label: Label) -> &'static str {
    (WORDING.chat.label)(label)
}

/// What a chat opens with.
pub fn welcome(knowledge: &KnowledgeBase) -> Reply {
    Reply::of_text(of_titles(WORDING.chat.welcome, knowledge))
}

/// How to ask, and the commands.
pub fn help() -> Reply {
    let mut reply = Reply::of_text(WORDING.chat.help);
    reply.break_line(0);
    for command in ChatCommand::ALL {
        reply.text(format!("\n/{}: {}", command.id(), command.explain()));
    }
    reply
}

/// What an empty chat says the bot is for.
pub fn description(knowledge: &KnowledgeBase) -> String {
    of_titles(WORDING.chat.description, knowledge)
}

/// The same for its profile.
pub fn short_description(knowledge: &KnowledgeBase) -> String {
    of_titles(WORDING.chat.short_description, knowledge)
}

fn of_titles(template: &str, knowledge: &KnowledgeBase) -> String {
    fill(template, &[("title", &talk::titles(knowledge, WORDING.and, WORDING))])
}

/// The answer for a group, where silence is one line and nothing is offered beside it.
pub fn in_group(answer: &Answer<'_>, knowledge: &KnowledgeBase) -> Reply {
    match &answer.outcome {
        Outcome::NoAnswer { reason, .. } => Reply::of_text(answer::silence(reason, knowledge, WORDING)),
        Outcome::Answer(citations) => cited(citations),
        Outcome::Clarify | Outcome::SmallTalk(_) => super::to_answer(answer, knowledge),
    }
}

/// Cited sentences and nothing else.
pub fn cited(citations: &[Citation<'_>]) -> Reply {
    let mut reply = Reply::default();
    citation::push_all(&mut reply, citations, WORDING);
    reply
}

/// One paragraph of a document, with a sentence marked where it is in it.
pub fn paragraph(document: &Document, marked: &Sentence, paragraph: u32) -> Reply {
    document::paragraph(document, marked, paragraph)
}

/// Some questions of a topic.
pub fn topic_page<'k>(topic: &str, facts: impl IntoIterator<Item = &'k Fact>) -> Reply {
    let mut reply = Reply::default();
    reply.push(Style::Strong, fill(WORDING.commands.topic, &[("topic", topic)]));
    for fact in facts {
        reply.text(format!("\n- {}", fact.questions().first().map_or("", String::as_str)));
    }
    reply
}
