//! What is said to whatever a message wants: the same for a new message and for an edited one.

use std::sync::Arc;

use teloxide::types::{ChatId, InlineKeyboardMarkup, Message, MessageId, UserId};

use super::address::Address;
use super::buttons;
use super::desk::Desk;
use super::entities::{Text, of_reply};
use super::memory::Asked;
use super::outbox::Place;
use crate::answer::Answer;
use crate::conversation::Conversation;
use crate::knowledge::Fact;
use crate::quote::{self, Verdict};
use crate::reply::chat::{self, ChatCommand, Notice};
use crate::reply::command::{Command, Name, to_command};
use crate::reply::{self, Reply};

/// Something to say.
#[derive(Clone, Debug)]
pub(super) struct Response {
    /// The words.
    pub(super) text: Text,
    /// What can be pressed.
    pub(super) keyboard: Option<InlineKeyboardMarkup>,
    /// The question answered, if one was.
    pub(super) asked: Option<Asked>,
    /// The message that asked.
    pub(super) asked_in: MessageId,
}

/// What to say to a message; `None` is silence. A message that is asked again, as it was edited, comes with what was said
/// `before` it the first time.
pub(super) fn to_message(
    desk: &Desk,
    message: &Message,
    address: Address,
    before: Option<Arc<Conversation>>,
) -> Option<Response> {
    match address {
        // A message that somebody passes on is a claim, if it is like anything that the document says.
        Address::Question { text, asked_in } if message.forward_origin().is_some() => {
            let knowledge = desk.engine.knowledge();
            let pieces = quote::check(&text, knowledge);
            if pieces.iter().all(|piece| piece.verdict == Verdict::Absent) {
                return Some(to_question(desk, message, &text, asked_in, before));
            }
            let reply = reply::to_quote(&pieces, knowledge, desk.wording_for(message.from.as_ref()));
            Some(told(asked_in, &reply, None))
        }
        Address::Question { text, asked_in } => Some(to_question(desk, message, &text, asked_in, before)),
        Address::Command { name, argument, is_certain } => to_named(desk, message, &name, argument, is_certain, before),
        Address::NoText => desk
            .memory
            .is_to_be_told(message.chat.id)
            .then(|| told(message.id, &chat::notice(Notice::TextOnly, desk.wording_for(message.from.as_ref())), None)),
    }
}

/// Where the answer to a message goes.
pub(super) fn place(message: &Message, asked_in: MessageId) -> Place {
    let thread = message.thread_id.filter(|_| message.is_topic_message);
    Place { chat: message.chat.id, thread, replies_to: Some(asked_in) }
}

fn told(asked_in: MessageId, reply: &Reply, keyboard: Option<InlineKeyboardMarkup>) -> Response {
    Response { text: of_reply(reply), keyboard, asked: None, asked_in }
}

fn to_question(
    desk: &Desk,
    message: &Message,
    question: &str,
    asked_in: MessageId,
    before: Option<Arc<Conversation>>,
) -> Response {
    let (chat, user) = (&message.chat, message.from.as_ref().map(|user| user.id));
    let (asked, text, keyboard) = ask(desk, chat.id, user, question, !chat.is_private(), before);
    Response { text, keyboard, asked: Some(asked), asked_in }
}

/// Answers a question in the conversation of a user in a chat, and remembers what that has come to.
pub(super) fn ask(
    desk: &Desk,
    chat: ChatId,
    user: Option<UserId>,
    question: &str,
    is_group: bool,
    before: Option<Arc<Conversation>>,
) -> (Asked, Text, Option<InlineKeyboardMarkup>) {
    let known = || user.map(|user| desk.memory.conversation(chat, user));
    let asked = Asked::new(question, before.or_else(known).unwrap_or_default());
    let (answer, now) = desk.engine.converse(&asked.before, question);
    let (text, keyboard) = worded(desk, &answer, is_group);
    if let Some(user) = user {
        desk.memory.put(chat, user, asked.clone(), now);
    }
    (asked, text, keyboard)
}

/// The answer that a question got.
pub(super) fn answer<'d>(desk: &'d Desk, asked: &Asked) -> Answer<'d> {
    desk.engine.converse(&asked.before, &asked.question).0
}

/// An answer worded for a group or for a private chat.
pub(super) fn worded(desk: &Desk, answer: &Answer<'_>, is_group: bool) -> (Text, Option<InlineKeyboardMarkup>) {
    let knowledge = desk.engine.knowledge();
    let reply = if is_group { chat::in_group(answer, knowledge) } else { reply::to_answer(answer, knowledge) };
    (of_reply(&reply), buttons::of_answer(answer, is_group, &desk.finder, knowledge.wording(answer.language)))
}

fn to_named(
    desk: &Desk,
    message: &Message,
    name: &str,
    argument: String,
    is_certain: bool,
    before: Option<Arc<Conversation>>,
) -> Option<Response> {
    let here = message.id;
    let Some(command) = ChatCommand::ALL.into_iter().find(|command| command.id() == name) else {
        // In a group an unknown command may well be another bot's.
        let line = format!("/{name} {argument}");
        let command = Command::parse(&line)?;
        let is_known = matches!(command, Command::Known(Name::Topic | Name::Context, _));
        return (is_certain || is_known).then(|| told(here, &with_last(desk, message, command), None));
    };
    let known = |name| with_last(desk, message, Command::Known(name, &argument));
    let (knowledge, wording) = (desk.engine.knowledge(), desk.wording_for(message.from.as_ref()));
    Some(match command {
        ChatCommand::Start => match fact_of_link(desk, &argument) {
            Some(fact) => to_question(desk, message, &fact.questions()[0], here, None),
            // The button above an empty list of inline results leads here.
            None if argument.is_empty() || argument == "inline" => told(here, &chat::welcome(knowledge, wording), None),
            None => told(here, &chat::notice(Notice::NoFact, wording), None),
        },
        ChatCommand::Ask if argument.is_empty() => told(here, &chat::notice(Notice::AskWhat, wording), None),
        ChatCommand::Ask => to_question(desk, message, &argument, here, before),
        ChatCommand::Check => told(here, &known(Name::Check), None),
        ChatCommand::Help => told(here, &chat::help(wording), None),
        ChatCommand::Topics => told(here, &known(Name::Topics), buttons::of_topics(knowledge, 0, wording)),
        ChatCommand::Source => told(here, &known(Name::Source), None),
        ChatCommand::Why => told(here, &known(Name::Why), None),
        ChatCommand::New => {
            if let Some(user) = &message.from {
                desk.memory.forget(message.chat.id, user.id);
            }
            told(here, &known(Name::New), None)
        }
        ChatCommand::Privacy => told(here, &chat::privacy(wording), None),
    })
}

/// The reply to a command that may look back at the last answer of this conversation.
fn with_last(desk: &Desk, message: &Message, command: Command<'_>) -> Reply {
    let user = message.from.as_ref();
    let asked = user.and_then(|user| desk.memory.last_asked(message.chat.id, user.id));
    // The engine gives the same answer to the same question in the same conversation, so these are all that has to be
    // remembered.
    let last = asked.map(|asked| answer(desk, &asked));
    to_command(command, desk.engine.knowledge(), last.as_ref(), desk.wording_for(message.from.as_ref()))
}

/// The fact a deep link names: by its id, or by its fingerprint where the id does not fit a link.
fn fact_of_link<'d>(desk: &'d Desk, payload: &str) -> Option<&'d Fact> {
    let knowledge = desk.engine.knowledge();
    let by_print = || desk.finder.fact(u64::from_str_radix(payload, 16).ok()?, knowledge);
    knowledge.fact_by_id(payload).or_else(by_print)
}
