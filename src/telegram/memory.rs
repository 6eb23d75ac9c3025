//! What is remembered, as the answering of one update sees it: it reads from the store at once, and what it writes waits
//! until the update is answered and goes in together with that.
//!
//! The one place where a conversation is looked up by chat and user. A store that fails remembers nothing, and that is
//! all: it has said so itself.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use teloxide::types::{ChatId, MessageId, UserId};

use crate::conversation::Conversation;
use crate::store::{Changes, Missed, Store, Vote};

/// How much of a question is remembered, in bytes: the engine reads no more either.
const LONGEST: usize = 1024;

/// What is remembered.
#[derive(Debug)]
pub(super) struct Memory {
    store: Arc<Store>,
    /// The bot and the number of the update, if it is for one.
    update: Option<(i64, u32)>,
    /// What is to be written; `None` once somebody was forgotten, of whom nothing is to be written then.
    changes: Mutex<Option<Changes>>,
}

/// A question and the conversation in which it was asked: all it takes to answer it again in the same way.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Asked {
    /// As it was typed, at most [`LONGEST`] bytes of it.
    pub(super) question: String,
    /// What was said before it.
    pub(super) before: Conversation,
}

impl Asked {
    /// `question` after what was said in `before`.
    pub(super) fn new(question: &str, before: Conversation) -> Asked {
        Asked { question: bounded(question).to_owned(), before }
    }
}

/// A conversation with its last question.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Talk {
    /// The last question.
    pub(super) last: Asked,
    /// What it has come to.
    pub(super) now: Conversation,
}

impl Memory {
    /// What is remembered, for the answering of a bot's update.
    pub(super) fn new(store: Arc<Store>, update: Option<(i64, u32)>) -> Self {
        let changes = update.map_or_else(Changes::default, |(bot, number)| Changes::of(bot, number));
        Memory { store, update, changes: Mutex::new(Some(changes)) }
    }

    /// What a conversation has come to.
    pub(super) async fn talk(&self, chat: ChatId, user: UserId) -> Option<Talk> {
        let written = self.store.conversation(chat.0, number(user)).await.ok().flatten()?;
        // What another version wrote and this one cannot read is as good as forgotten.
        serde_json::from_str(&written).ok()
    }

    /// A conversation has come to this.
    pub(super) fn put(&self, chat: ChatId, user: UserId, talk: &Talk) {
        let Ok(written) = serde_json::to_string(talk) else { return };
        self.write(|store, changes| store.converse(changes, chat.0, number(user), &written));
    }

    /// Ends a conversation.
    pub(super) fn end(&self, chat: ChatId, user: UserId) {
        self.write(|store, changes| store.end_conversation(changes, chat.0, number(user)));
    }

    /// A user's message was answered with others; `asked` is what they answer. What nobody in particular wrote is the
    /// chat's.
    pub(super) fn answered(
        &self,
        (chat, user): (ChatId, Option<UserId>),
        message: MessageId,
        answers: &[MessageId],
        asked: Option<&Asked>,
    ) {
        let owner = user.map_or(chat.0, number);
        let answers: Vec<i32> = answers.iter().map(|answer| answer.0).collect();
        let asked = asked.and_then(|asked| serde_json::to_string(asked).ok());
        self.write(|store, changes| store.answered(changes, (chat.0, owner), message.0, &answers, asked.as_deref()));
    }

    /// The messages that answer a message.
    pub(super) async fn answers(&self, chat: ChatId, message: MessageId) -> Option<Vec<MessageId>> {
        let answers = self.store.answers(chat.0, message.0).await.ok().flatten()?;
        Some(answers.into_iter().map(MessageId).collect())
    }

    /// The question that a message of ours answers.
    pub(super) async fn question_of(&self, chat: ChatId, answer: MessageId) -> Option<Asked> {
        let written = self.store.question(chat.0, answer.0).await.ok().flatten()?;
        serde_json::from_str(&written).ok()
    }

    /// Whether a chat is to be told that only text is read: once.
    pub(super) async fn is_to_be_told(&self, chat: ChatId, user: Option<UserId>) -> bool {
        let is_told = self.store.is_told(chat.0).await.unwrap_or(false);
        self.write(|store, changes| store.told(changes, chat.0, user.map_or(chat.0, number)));
        !is_told
    }

    /// A question got no answer, or a bad one.
    pub(super) fn missed(&self, missed: Missed<'_>) {
        let missed = Missed { question: bounded(missed.question), ..missed };
        self.write(|store, changes| store.missed(changes, missed));
    }

    /// An answer was judged.
    pub(super) fn voted(&self, vote: Vote<'_>) {
        self.write(|store, changes| store.voted(changes, vote));
    }

    /// Deletes everything of a user; whether that is done.
    pub(super) async fn forget(&self, user: UserId) -> bool {
        *self.lock() = None;
        self.store.forget(number(user), self.update).await.is_ok()
    }

    /// What is to be written, to be written with what else there is.
    pub(super) fn take(&self) -> Changes {
        self.lock().take().unwrap_or_default()
    }

    fn write(&self, write: impl FnOnce(&Store, &mut Changes)) {
        if let Some(changes) = &mut *self.lock() {
            write(&self.store, changes);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Changes>> {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Telegram's numbers have at most 52 bits.
pub(super) fn number(user: UserId) -> i64 {
    i64::try_from(user.0).unwrap_or(i64::MAX)
}

fn bounded(question: &str) -> &str {
    &question[..question.floor_char_boundary(LONGEST)]
}
