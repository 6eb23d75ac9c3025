//! What is remembered while the bot runs: in memory, bounded, and nowhere else.
//!
//! The one place where a conversation is looked up by chat and user. A store can take its place.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use teloxide::types::{ChatId, MessageId, UserId};

use crate::conversation::Conversation;

/// How many conversations, answers and chats are remembered; beyond them the oldest is forgotten.
const MANY: usize = 4096;
/// How much of a question is remembered, in bytes: the engine reads no more either.
const LONGEST: usize = 1024;

/// Everything remembered.
#[derive(Debug, Default)]
pub(super) struct Memory(Mutex<Remembered>);

/// A question and the conversation in which it was asked: all it takes to answer it again in the same way.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    /// As it was typed, at most [`LONGEST`] bytes of it.
    pub(super) question: Box<str>,
    /// What was said before it.
    pub(super) before: Arc<Conversation>,
}

impl Asked {
    /// `question` after what was said in `before`.
    pub(super) fn new(question: &str, before: Arc<Conversation>) -> Asked {
        Asked { question: question[..question.floor_char_boundary(LONGEST)].into(), before }
    }
}

/// A conversation with its last question.
#[derive(Clone, Debug)]
struct Talk {
    last: Asked,
    now: Arc<Conversation>,
}

#[derive(Debug, Default)]
struct Remembered {
    /// Each conversation.
    talks: Bounded<(ChatId, UserId), Talk>,
    /// The messages that answer a message.
    answers: Bounded<(ChatId, MessageId), Box<[MessageId]>>,
    /// The question that a message of ours answers.
    questions: Bounded<(ChatId, MessageId), Asked>,
    /// The chats that know that only text is read.
    told: Bounded<ChatId, ()>,
}

impl Memory {
    /// What a conversation has come to.
    pub(super) fn conversation(&self, chat: ChatId, user: UserId) -> Arc<Conversation> {
        self.lock().talks.get(&(chat, user)).map(|talk| Arc::clone(&talk.now)).unwrap_or_default()
    }

    /// The last question of a conversation.
    pub(super) fn last_asked(&self, chat: ChatId, user: UserId) -> Option<Asked> {
        self.lock().talks.get(&(chat, user)).map(|talk| talk.last.clone())
    }

    /// A question was asked, and the conversation has come to `now`.
    pub(super) fn put(&self, chat: ChatId, user: UserId, last: Asked, now: Conversation) {
        self.lock().talks.insert((chat, user), Talk { last, now: Arc::new(now) });
    }

    /// Forgets a conversation.
    pub(super) fn forget(&self, chat: ChatId, user: UserId) {
        self.lock().talks.remove(&(chat, user));
    }

    /// A message was answered with others; `asked` is what they answer.
    pub(super) fn answered(&self, chat: ChatId, message: MessageId, answers: &[MessageId], asked: Option<&Asked>) {
        let mut memory = self.lock();
        memory.answers.insert((chat, message), answers.into());
        if let Some(asked) = asked {
            for &answer in answers {
                memory.questions.insert((chat, answer), asked.clone());
            }
        }
    }

    /// The messages that answer a message.
    pub(super) fn answers(&self, chat: ChatId, message: MessageId) -> Option<Box<[MessageId]>> {
        self.lock().answers.get(&(chat, message)).cloned()
    }

    /// The question that a message of ours answers.
    pub(super) fn question_of(&self, chat: ChatId, answer: MessageId) -> Option<Asked> {
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

    fn put(memory: &Memory, chat: i64, user: u64, question: &str) {
        let asked = Asked::new(question, Arc::default());
        memory.put(ChatId(chat), UserId(user), asked, Conversation::default());
    }

    #[test]
    fn a_conversation_is_one_user_in_one_chat() {
        let memory = Memory::default();
        put(&memory, 1, 1, "a");
        put(&memory, 1, 2, "b");
        let last = |user| memory.last_asked(ChatId(1), UserId(user)).map(|asked| asked.question.into_string());
        assert_eq!(last(1).as_deref(), Some("a"));
        memory.forget(ChatId(1), UserId(1));
        assert_eq!(last(1), None);
        assert_eq!(last(2).as_deref(), Some("b"));
    }

    #[test]
    fn memory_is_bounded() {
        let memory = Memory::default();
        for n in 0..3 * MANY as i32 {
            let chat = ChatId(n.into());
            put(&memory, n.into(), 1, &"я".repeat(5000));
            memory.forget(chat, UserId(1));
            put(&memory, n.into(), 1, "x");
            memory.answered(chat, MessageId(n), &[MessageId(n + 1)], Some(&Asked::default()));
            assert!(memory.is_to_be_told(chat) && !memory.is_to_be_told(chat));
        }
        let memory = memory.lock();
        assert!(memory.talks.values.len() <= MANY && memory.talks.order.len() <= MANY);
        assert!(memory.answers.values.len() <= MANY && memory.questions.values.len() <= MANY);
        assert!(memory.told.values.len() <= MANY);
    }
}
