//! Buttons pressed. Every press is answered, lest the button keep spinning.

use std::sync::Arc;

use teloxide::types::{
    CallbackQuery, ChatId, InlineKeyboardMarkup, MaybeInaccessibleMessage, Message, MessageId, UserId,
};

use super::{Done, TooMuch};
use crate::answer::Citation;
use crate::conversation::Conversation;
use crate::knowledge::{Fact, Wording};
use crate::reply::chat::{self, Notice, notice_text};
use crate::reply::command::{Command, Name, to_command};
use crate::reply::why;
use crate::store::{Missed, Vote};
use crate::telegram::address::{Address, of_message};
use crate::telegram::buttons::{self, PAGE, Press, Spot};
use crate::telegram::desk::Desk;
use crate::telegram::entities::{Text, of_reply};
use crate::telegram::limits::Admission;
use crate::telegram::memory::Asked;
use crate::telegram::outbox::Place;
use crate::telegram::queue::Key;
use crate::telegram::respond;

/// What a press leads to.
enum Effect {
    /// Nothing but these words above the chat.
    Words(Notice),
    /// The message shows something else.
    Shows(Text, Option<InlineKeyboardMarkup>),
    /// A fact's answer comes as a new message.
    Asks(String),
}

/// Does what a button says.
pub(in crate::telegram) async fn press(desk: Arc<Desk>, query: CallbackQuery, too_much: TooMuch) -> Done {
    let message = query.message.as_ref();
    let chat = message.map(|message| message.chat().id);
    if !desk.may_use(chat, Some(query.from.id.0)) {
        return desk.outbox().answer_callback(query.id, None).await;
    }
    let key = chat.map_or(Key::Inline(query.from.id.0), |chat| Key::Chat(chat.0));
    // Who is told of a limit by a button needs no message besides.
    if desk.admit(key, too_much.0) != Admission::Granted {
        let words = notice_text(Notice::TooFast, desk.wording_for(Some(&query.from)));
        return desk.outbox().answer_callback(query.id, Some(words)).await;
    }
    let wording = desk.wording_for(Some(&query.from));
    let effect = match (query.data.as_deref().and_then(Press::parse), message) {
        (Some(press), Some(message)) => {
            effect(&desk, press, message, chat, wording).await.unwrap_or(Effect::Words(Notice::Stale))
        }
        _ => Effect::Words(Notice::Stale),
    };
    if let Some(Press::Vote { good, fact }) = query.data.as_deref().and_then(Press::parse) {
        let fact = desk.finder.fact(fact, desk.engine.knowledge()).map(Fact::id);
        tracing::info!(good, fact, "an answer was judged");
        desk.office.metrics.voted(good);
        if let Some(message) = message {
            judge(&desk, query.from.id, message, good, fact).await;
        }
    }
    let words = match &effect {
        Effect::Words(notice) => Some(notice_text(*notice, wording)),
        Effect::Shows(..) | Effect::Asks(_) => None,
    };
    desk.outbox().answer_callback(query.id.clone(), words).await?;
    let (Some(message), Some(chat)) = (message, chat) else { return Ok(()) };
    match effect {
        Effect::Words(_) => Ok(()),
        Effect::Shows(text, keyboard) => desk.outbox().edit(chat, message.id(), text, keyboard).await,
        Effect::Asks(question) => {
            let (user, is_group) = (query.from.id, !message.chat().is_private());
            let (asked, text, keyboard) = respond::ask(&desk, chat, Some(&query.from), &question, is_group, None).await;
            let thread = message.regular_message().filter(|m| m.is_topic_message).and_then(|m| m.thread_id);
            let place = Place { chat, thread, replies_to: Some(message.id()) };
            let sent = desk.outbox().send(place, text, keyboard).await?;
            for &answer in &sent {
                // Each answers itself, so that its buttons find the question; no edit will ever name it.
                desk.memory.answered((chat, Some(user)), answer, &[answer], Some(&asked));
            }
            Ok(())
        }
    }
}

/// Keeps a vote, and the question of a bad answer.
async fn judge(desk: &Desk, user: UserId, message: &MaybeInaccessibleMessage, good: bool, fact: Option<&str>) {
    let (chat, id) = (message.chat().id, message.id());
    let user = i64::try_from(user.0).unwrap_or(i64::MAX);
    desk.memory.voted(Vote { chat: chat.0, message: id.0, user, good, fact });
    if !good && let Some(asked) = question_of(desk, chat, id, message.regular_message()).await {
        desk.memory.missed(Missed { question: &asked.question, reason: "down_voted", fact });
    }
}

/// What a press leads to; `None` if what it refers to is gone.
async fn effect(
    desk: &Desk,
    press: Press,
    message: &MaybeInaccessibleMessage,
    chat: Option<ChatId>,
    wording: &Wording,
) -> Option<Effect> {
    let knowledge = desk.engine.knowledge();
    let is_group = !message.chat().is_private();
    let question = async || question_of(desk, chat?, message.id(), message.regular_message()).await;
    match press {
        Press::Ask(fact) => Some(Effect::Asks(desk.finder.fact(fact, knowledge)?.questions().first()?.clone())),
        Press::Context { marked, paragraph } => {
            let document = desk.finder.document(marked.document, knowledge)?;
            let sentence = document.sentence(marked.sentence)?;
            document.sentences().iter().find(|sentence| sentence.paragraph == paragraph)?;
            let text = of_reply(&chat::paragraph(document, sentence, paragraph));
            Some(Effect::Shows(text, Some(buttons::of_paragraph(document, marked, paragraph, wording))))
        }
        Press::Why => {
            let answer = respond::answer(desk, &question().await?);
            Some(Effect::Shows(
                of_reply(&why(&answer, knowledge)),
                Some(buttons::of_why(&answer, &desk.finder, wording)),
            ))
        }
        Press::Back(spot) => {
            if let Some(question) = question().await {
                let (text, keyboard) = respond::worded(desk, &respond::answer(desk, &question), is_group);
                return Some(Effect::Shows(text, keyboard));
            }
            // The question is forgotten: the sentence it led to is not.
            let Spot { document, sentence } = spot?;
            let citation = Citation::of_sentence(desk.finder.document(document, knowledge)?, sentence)?;
            Some(Effect::Shows(of_reply(&chat::cited(&[citation], wording)), None))
        }
        Press::Vote { good, .. } => Some(Effect::Words(if good { Notice::Thanks } else { Notice::ThanksForFault })),
        Press::Topics(page) => {
            let reply = to_command(Command::Known(Name::Topics, ""), knowledge, None, wording);
            Some(Effect::Shows(of_reply(&reply), Some(buttons::of_topics(knowledge, page, wording)?)))
        }
        Press::Topic(print, page) => {
            let topic = desk.finder.topic(print)?;
            let facts: Vec<&Fact> = knowledge.facts_of_topic(topic).collect();
            let shown = facts.iter().skip(page as usize * PAGE).take(PAGE).copied();
            let text = of_reply(&chat::topic_page(topic, shown, wording));
            Some(Effect::Shows(text, Some(buttons::of_topic_page(topic, &facts, page, wording)?)))
        }
    }
}

/// The question a message of ours answers: as remembered, or, after a restart, as the message it replies to asks it.
async fn question_of(desk: &Desk, chat: ChatId, id: MessageId, message: Option<&Message>) -> Option<Asked> {
    if let Some(asked) = desk.memory.question_of(chat, id).await {
        return Some(asked);
    }
    let message = message?;
    let asked = message.reply_to_message()?;
    let question = match of_message(asked, &desk.office.me) {
        Some(Address::Question { text, .. }) => text,
        Some(Address::Command { name, argument, .. }) if name == "ask" && !argument.is_empty() => argument,
        // In a group somebody else may have asked on their behalf; the message itself is the question then.
        None if !message.chat.is_private() => asked.text()?.to_owned(),
        _ => return None,
    };
    // What was said before it is forgotten.
    Some(Asked::new(&question, Conversation::default()))
}
