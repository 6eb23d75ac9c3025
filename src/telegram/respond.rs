//! What is said to whatever a message wants: the same for a new message and for an edited one.

use std::time::Instant;

use teloxide::types::{ChatId, InlineKeyboardMarkup, Message, MessageId, User};

use super::address::Address;
use super::admin;
use super::buttons;
use super::desk::Desk;
use super::entities::{Text, of_reply};
use super::memory::{Asked, Talk};
use super::outbox::Place;
use crate::answer::{Answer, Outcome, Silence};
use crate::conversation::Conversation;
use crate::knowledge::Fact;
use crate::quote::{self, Verdict};
use crate::reply::chat::{self, ChatCommand, Notice};
use crate::reply::command::{Command, Name, question_in, to_command};
use crate::reply::{self, Reply, kept};
use crate::store::Missed;

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
pub(super) async fn to_message(
    desk: &Desk,
    message: &Message,
    address: Address,
    before: Option<Conversation>,
) -> Option<Response> {
    match address {
        // A message that somebody passes on is a claim, if it is like anything that the document says.
        Address::Question { text, asked_in } if message.forward_origin().is_some() => {
            let knowledge = desk.engine.knowledge();
            let pieces = quote::check(&text, knowledge);
            if pieces.iter().all(|piece| piece.verdict == Verdict::Absent) {
                return Some(to_question(desk, message, &text, asked_in, before).await);
            }
            let reply = reply::to_quote(&pieces, knowledge, desk.wording_for(message.from.as_ref()));
            Some(told(asked_in, &reply, None))
        }
        Address::Question { text, asked_in } => Some(to_question(desk, message, &text, asked_in, before).await),
        Address::Command { name, argument, is_certain } => {
            to_named(desk, message, &name, &argument, is_certain, before).await
        }
        Address::NoText => {
            let user = message.from.as_ref();
            let is_news = desk.memory.is_to_be_told(message.chat.id, user.map(|user| user.id)).await;
            is_news.then(|| told(message.id, &chat::notice(Notice::TextOnly, desk.wording_for(user)), None))
        }
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

async fn to_question(
    desk: &Desk,
    message: &Message,
    question: &str,
    asked_in: MessageId,
    before: Option<Conversation>,
) -> Response {
    let (chat, user) = (&message.chat, message.from.as_ref());
    let (asked, text, keyboard) = ask(desk, chat.id, user, question, !chat.is_private(), before).await;
    Response { text, keyboard, asked: Some(asked), asked_in }
}

/// Answers a question in the conversation of a user in a chat, counts that, and remembers what it has come to.
pub(super) async fn ask(
    desk: &Desk,
    chat: ChatId,
    user: Option<&User>,
    question: &str,
    is_group: bool,
    before: Option<Conversation>,
) -> (Asked, Text, Option<InlineKeyboardMarkup>) {
    let before = match (before, user) {
        (Some(before), _) => before,
        (None, Some(user)) => desk.memory.talk(chat, user.id).await.map_or_else(|| desk.opening(user), |talk| talk.now),
        (None, None) => Conversation::default(),
    };
    let asked = Asked::new(question, before);
    let began = Instant::now();
    let (answer, now) = desk.engine.converse(&asked.before, question);
    desk.office.metrics.replied(&answer, began.elapsed());
    // Nobody could have answered what holds no words, nor "more" where there is none.
    if let Outcome::NoAnswer { reason, .. } = &answer.outcome
        && !matches!(reason, Silence::NoWords | Silence::NothingMore)
    {
        let fact = answer.why.candidates.first().and_then(|best| best.fact).map(Fact::id);
        desk.memory.missed(Missed { question, reason: reason.id(), fact });
    }
    let (text, keyboard) = worded(desk, &answer, is_group);
    if let Some(user) = user {
        desk.memory.put(chat, user.id, &Talk { last: asked.clone(), now });
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

async fn to_named(
    desk: &Desk,
    message: &Message,
    name: &str,
    argument: &str,
    is_certain: bool,
    before: Option<Conversation>,
) -> Option<Response> {
    let here = message.id;
    let Some(command) = ChatCommand::ALL.into_iter().find(|command| command.id() == name) else {
        if let Some(reply) = admin::reply(desk, message, name).await {
            return Some(told(here, &reply, None));
        }
        // In a group an unknown command may well be another bot's.
        let line = format!("/{name} {argument}");
        let command = Command::parse(&line)?;
        if let Command::Known(Name::In, argument) = command
            && let Some(question) = question_in(argument, desk.engine.knowledge())
        {
            return Some(to_question(desk, message, &question, here, before).await);
        }
        let is_known = matches!(command, Command::Known(Name::Topic | Name::Context | Name::Documents, _));
        if !is_certain && !is_known {
            return None;
        }
        return Some(told(here, &with_last(desk, message, command).await, None));
    };
    let known = |name| with_last(desk, message, Command::Known(name, argument));
    let (knowledge, wording) = (desk.engine.knowledge(), desk.wording_for(message.from.as_ref()));
    Some(match command {
        ChatCommand::Start => match fact_of_link(desk, argument) {
            Some(fact) => to_question(desk, message, &fact.questions()[0], here, None).await,
            // The button above an empty list of inline results leads here.
            None if argument.is_empty() || argument == "inline" => told(here, &chat::welcome(knowledge, wording), None),
            None => told(here, &chat::notice(Notice::NoFact, wording), None),
        },
        ChatCommand::Ask if argument.is_empty() => told(here, &chat::notice(Notice::AskWhat, wording), None),
        ChatCommand::Ask => to_question(desk, message, argument, here, before).await,
        ChatCommand::Check => told(here, &known(Name::Check).await, None),
        ChatCommand::Help => told(here, &chat::help(wording), None),
        ChatCommand::Topics => told(here, &known(Name::Topics).await, buttons::of_topics(knowledge, 0, wording)),
        ChatCommand::Source => told(here, &known(Name::Source).await, None),
        ChatCommand::Why => told(here, &known(Name::Why).await, None),
        ChatCommand::New => {
            if let Some(user) = &message.from {
                desk.memory.end(message.chat.id, user.id);
            }
            told(here, &known(Name::New).await, None)
        }
        ChatCommand::Privacy => told(here, &kept::privacy(&desk.office.kept, wording), None),
        ChatCommand::Forget => {
            let user = message.from.as_ref()?.id;
            let notice = if desk.memory.forget(user).await { Notice::Forgotten } else { Notice::NotForgotten };
            told(here, &chat::notice(notice, wording), None)
        }
    })
}

/// The reply to a command that may look back at the last answer of this conversation.
async fn with_last(desk: &Desk, message: &Message, command: Command<'_>) -> Reply {
    let user = message.from.as_ref();
    let talk = match user {
        Some(user) => desk.memory.talk(message.chat.id, user.id).await,
        None => None,
    };
    // The engine gives the same answer to the same question in the same conversation, so these are all that has to be
    // remembered.
    let last = talk.map(|talk| answer(desk, &talk.last));
    to_command(command, desk.engine.knowledge(), last.as_ref(), desk.wording_for(user))
}

/// The fact a deep link names: by its id, or by its fingerprint where the id does not fit a link.
fn fact_of_link<'d>(desk: &'d Desk, payload: &str) -> Option<&'d Fact> {
    let knowledge = desk.engine.knowledge();
    let by_print = || desk.finder.fact(u64::from_str_radix(payload, 16).ok()?, knowledge);
    knowledge.fact_by_id(payload).or_else(by_print)
}
