//! What is remembered while the bot runs: in memory, bounded, and nowhere else.
//!
//! The one place where a conversation is looked up by chat and user. A store can take its place.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

use teloxide::types::{ChatId, MessageId, UserId};

/// How many conversations, answers and chats are remembered; beyond them the oldest is forgotten.
const MANY: usize = 4096;
/// How much of a question is remembered, in bytes: the engine reads no more either.
const LONGEST: usize = 1024;

/// Everything remembered.
#[derive(Debug, Default)]
pub(super) struct Memory(Mutex<Remembered>);

#[derive(Debug, Default)]
struct Remembered {
    /// The last question of each conversation.
    last: Bounded<(ChatId, UserId), Box<str>>,
    /// The messages that answer a message.
    answers: Bounded<(ChatId, MessageId), Box<[MessageId]>>,
    /// The question that a message of ours answers.
    questions: Bounded<(ChatId, MessageId), Box<str>>,
    /// The chats that know that only text is read.
    told: Bounded<ChatId, ()>,
}

impl Memory {
    /// The last question of a conversation.
    pub(super) fn last_question(&self, chat: ChatId, user: UserId) -> Option<Box<str>> {
        self.lock().last.get(&(chat, user)).cloned()
    }

    /// A question was asked.
    pub(super) fn asked(&self, chat: ChatId, user: UserId, question: &str) {
        self.lock().last.insert((chat, user), bounded(question));
    }

    /// Forgets a conversation.
    pub(super) fn forget(&self, chat: ChatId, user: UserId) {
        self.lock().last.remove(&(chat, user));
    }

    /// A message was answered with others; `question` is what they answer.
    pub(super) fn answered(&self, chat: ChatId, message: MessageId, answers: &[MessageId], question: Option<&str>) {
        let mut memory = self.lock();
        memory.answers.insert((chat, message), answers.into());
        if let Some(question) = question {
            for &answer in answers {
                memory.questions.insert((chat, answer), bounded(question));
            }
        }
    }

    /// The messages that answer a message.
    pub(super) fn answers(&self, chat: ChatId, message: MessageId) -> Option<Box<[MessageId]>> {
        self.lock().answers.get(&(chat, message)).cloned()
    }

    /// The question that a message of ours answers.
    pub(super) fn question_of(&self, chat: ChatId, answer: MessageId) -> Option<Box<str>> {
        self.lock().questions.get(&(chat, answer)).cloned()
    }

    /// Whether a chat is to be told that only text is read: once.
    pub(super) fn is_to_be_told(&self, chat: ChatId) -> bool {
        self.lock().told.insert(chat, ())
    }

    fn lock(&self) -> MutexGuard<'_, Remembered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn bounded(question: &str) -> Box<str> {
    question[..question.floor_char_boundary(LONGEST)].into()
}

/// A map that forgets its oldest keys beyond [`MANY`].
#[derive(Debug)]
struct Bounded<K, V> {
    values: HashMap<K, V>,
    order: VecDeque<K>,
}

impl<K, V> Default for Bounded<K, V> {
    fn default() -> Self {
        Bounded { values: HashMap::new(), order: VecDeque::new() }
    }
}

impl<K: Copy + Eq + Hash, V> Bounded<K, V> {
    fn get(&self, key: &K) -> Option<&V> {
        self.values.get(key)
    }

    /// Whether the key is new.
    fn insert(&mut self, key: K, value: V) -> bool {
        let is_new = self.values.insert(key, value).is_none();
        if is_new {
            self.order.push_back(key);
        }
        // Keys that were removed meanwhile are still in the order, so it is what has to be bounded.
        while self.order.len() > MANY {
            if let Some(oldest) = self.order.pop_front() {
                self.values.remove(&oldest);
            }
        }
        is_new
    }

    fn remove(&mut self, key: &K) {
        self.values.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conversation_is_one_user_in_one_chat() {
        let memory = Memory::default();
        memory.asked(ChatId(1), UserId(1), "a");
        memory.asked(ChatId(1), UserId(2), "b");
        assert_eq!(memory.last_question(ChatId(1), UserId(1)).as_deref(), Some("a"));
        memory.forget(ChatId(1), UserId(1));
        assert_eq!(memory.last_question(ChatId(1), UserId(1)), None);
        assert_eq!(memory.last_question(ChatId(1), UserId(2)).as_deref(), Some("b"));
    }

    #[test]
    fn memory_is_bounded() {
        let memory = Memory::default();
        for n in 0..3 * MANY as i32 {
            let (chat, user) = (ChatId(n.into()), UserId(1));
            memory.asked(chat, user, &"я".repeat(5000));
            memory.forget(chat, user);
            memory.asked(chat, user, "x");
            memory.answered(chat, MessageId(n), &[MessageId(n + 1)], Some("x"));
            assert!(memory.is_to_be_told(chat) && !memory.is_to_be_told(chat));
        }
        let memory = memory.lock();
        assert!(memory.last.values.len() <= MANY && memory.last.order.len() <= MANY);
        assert!(memory.answers.values.len() <= MANY && memory.questions.values.len() <= MANY);
        assert!(memory.told.values.len() <= MANY);
    }
}
