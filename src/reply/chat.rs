//! What only a chat with buttons says: notices, labels, pages, and answers cut down to what a group or a list bears.

use super::template::fill;
use super::{Reply, Style, answer, citation, document, talk};
use crate::answer::{Answer, Citation, Outcome};
use crate::knowledge::{Document, Fact, KnowledgeBase, Sentence, Wording};

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
    /// Somebody asked to be forgotten, and is.
    Forgotten,
    /// Somebody asked to be forgotten, and is not yet.
    NotForgotten,
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
    /// Whether a text is a quotation.
    Check,
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
    pub const ALL: [ChatCommand; 10] = [
        ChatCommand::Ask,
        ChatCommand::Check,
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
            ChatCommand::Check => "check",
            ChatCommand::Why => "why",
            ChatCommand::New => "new",
            ChatCommand::Privacy => "privacy",
            ChatCommand::Forget => "forget",
        }
    }

    /// What it does, in a few words.
    pub fn explain(self, wording: &Wording) -> &str {
        let explained = &wording.chat.explain;
        match self {
            ChatCommand::Start => &explained.start,
            ChatCommand::Help => &explained.help,
            ChatCommand::Topics => &explained.topics,
            ChatCommand::Source => &explained.source,
            ChatCommand::Ask => &explained.ask,
            ChatCommand::Check => &explained.check,
            ChatCommand::Why => &explained.why,
            ChatCommand::New => &explained.new,
            ChatCommand::Privacy => &explained.privacy,
            ChatCommand::Forget => &explained.forget,
        }
    }
}

/// A notice.
pub fn notice(notice: Notice, wording: &Wording) -> Reply {
    Reply::of_text(notice_text(notice, wording))
}

/// The words of a notice.
pub fn notice_text(notice: Notice, wording: &Wording) -> &str {
    let notices = &wording.chat.notice;
    match notice {
        Notice::TooFast => &notices.too_fast,
        Notice::TextOnly => &notices.text_only,
        Notice::AskWhat => &notices.ask_what,
        Notice::Stale => &notices.stale,
        Notice::Thanks => &notices.thanks,
        Notice::ThanksForFault => &notices.thanks_for_fault,
        Notice::NoFact => &notices.no_fact,
        Notice::Choose => &notices.choose,
        Notice::Forgotten => &notices.forgotten,
        Notice::NotForgotten => &notices.not_forgotten,
    }
}

/// The words of a label.
pub fn label(label: Label, wording: &Wording) -> &str {
    let labels = &wording.chat.label;
    match label {
        Label::Context => &labels.context,
        Label::Why => &labels.why,
        Label::Back => &labels.back,
        Label::Previous => &labels.previous,
        Label::Next => &labels.next,
        Label::Good => &labels.good,
        Label::Bad => &labels.bad,
    }
}

/// What a chat opens with.
pub fn welcome(knowledge: &KnowledgeBase, wording: &Wording) -> Reply {
    Reply::of_text(of_titles(&wording.chat.welcome, knowledge, wording))
}

/// How to ask, and the commands.
pub fn help(wording: &Wording) -> Reply {
    let mut reply = Reply::of_text(&wording.chat.help);
    reply.break_line(0);
    for command in ChatCommand::ALL {
        reply.text(format!("\n/{}: {}", command.id(), command.explain(wording)));
    }
    reply
}

/// What an empty chat says the bot is for.
pub fn description(knowledge: &KnowledgeBase, wording: &Wording) -> String {
    of_titles(&wording.chat.description, knowledge, wording)
}

/// The same for its profile.
pub fn short_description(knowledge: &KnowledgeBase, wording: &Wording) -> String {
    of_titles(&wording.chat.short_description, knowledge, wording)
}

fn of_titles(template: &str, knowledge: &KnowledgeBase, wording: &Wording) -> String {
    fill(template, &[("title", &talk::titles(knowledge, &wording.and, wording))])
}

/// The answer for a group, where silence is one line and nothing is offered beside it.
pub fn in_group(answer: &Answer<'_>, knowledge: &KnowledgeBase) -> Reply {
    let wording = knowledge.wording(answer.language);
    match &answer.outcome {
        Outcome::NoAnswer { reason, .. } => Reply::of_text(answer::silence(reason, answer, knowledge, wording)),
        _ if !answer.parts.is_empty() => super::to_answer(answer, knowledge),
        _ => {
            let mut reply = Reply::default();
            answer::push_answer(&mut reply, answer, knowledge, wording);
            reply
        }
    }
}

/// Cited sentences and nothing else.
pub fn cited(citations: &[Citation<'_>], wording: &Wording) -> Reply {
    let mut reply = Reply::default();
    citation::push_all(&mut reply, citations, wording);
    reply
}

/// One paragraph of a document, with a sentence marked where it is in it.
pub fn paragraph(document: &Document, marked: &Sentence, paragraph: u32) -> Reply {
    document::paragraph(document, marked, paragraph)
}

/// Some questions of a topic.
pub fn topic_page<'k>(topic: &str, facts: impl IntoIterator<Item = &'k Fact>, wording: &Wording) -> Reply {
    let mut reply = Reply::default();
    reply.push(Style::Strong, fill(&wording.commands.topic, &[("topic", topic)]));
    for fact in facts {
        reply.text(format!("\n- {}", fact.questions().first().map_or("", String::as_str)));
    }
    reply
}
