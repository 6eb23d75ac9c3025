//! How much is taken on: so many messages a minute of one chat, so many a second in all, and one notice to who exceeds it.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::queue::Key;
use crate::settings::{Access, Limits};

/// A chat that was told off is not told again before this.
const TOLD_FOR: Duration = Duration::from_secs(60);
/// How many chats are remembered before the quiet ones are forgotten.
const MANY: usize = 4096;

/// Whether a message is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admission {
    /// It is.
    Granted,
    /// It is too much, and its chat is to be told.
    Told,
    /// It is too much, and its chat knows.
    Denied,
}

/// The limits on what comes in.
pub(super) struct Inbound {
    chats: Option<DefaultKeyedRateLimiter<Key>>,
    overall: Option<DefaultDirectRateLimiter>,
    told: Mutex<HashMap<Key, Instant>>,
    counted: AtomicUsize,
}

impl Inbound {
    pub(super) fn new(limits: &Limits) -> Self {
        Inbound {
            chats: NonZeroU32::new(limits.inbound_chat_per_minute)
                .map(|rate| RateLimiter::keyed(Quota::per_minute(rate))),
            overall: NonZeroU32::new(limits.inbound_per_second)
                .map(|rate| RateLimiter::direct(Quota::per_second(rate))),
            told: Mutex::default(),
            counted: AtomicUsize::new(0),
        }
    }

    /// Counts a message of a chat.
    pub(super) fn admit(&self, key: Key) -> Admission {
        let is_granted = self.chats.as_ref().is_none_or(|chats| {
            // Now and then, since it looks at every chat.
            if self.counted.fetch_add(1, Ordering::Relaxed) % MANY == MANY - 1 {
                chats.retain_recent();
            }
            chats.check_key(&key).is_ok()
        }) && self.overall.as_ref().is_none_or(|overall| overall.check().is_ok());
        if is_granted { Admission::Granted } else { self.tell(key) }
    }

    /// The chat is to be told that it is too much, unless it knows.
    pub(super) fn tell(&self, key: Key) -> Admission {
        let now = Instant::now();
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.get(&key).is_some_and(|&at| now.duration_since(at) < TOLD_FOR) {
            return Admission::Denied;
        }
        if told.len() >= MANY {
            told.retain(|_, &mut at| now.duration_since(at) < TOLD_FOR);
        }
        // In a flood from everywhere at once, who is told is of less account than that memory is bounded.
        if told.len() >= MANY {
            return Admission::Denied;
        }
        told.insert(key, now);
        Admission::Told
    }
}

/// Whether somebody is answered in a chat at all.
pub(super) fn may_use(access: &Access, chat: Option<i64>, user: Option<u64>) -> bool {
    let user = user.and_then(|user| i64::try_from(user).ok());
    (access.chats.is_empty() && access.users.is_empty())
        || chat.is_some_and(|chat| access.chats.contains(&chat))
        || user.is_some_and(|user| access.users.contains(&user))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inbound(chat: u32, overall: u32) -> Inbound {
        Inbound::new(&Limits {
            inbound_chat_per_minute: chat,
            inbound_per_second: overall,
            outbound_per_second: 0,
            outbound_chat_per_second: 0,
            outbound_group_per_minute: 0,
        })
    }

    #[test]
    fn a_chat_that_asks_too_much_is_told_once() {
        let inbound = inbound(2, 0);
        let admitted: Vec<_> = (0..5).map(|_| inbound.admit(Key::Chat(1))).collect();
        use Admission::{Denied, Granted, Told};
        assert_eq!(admitted, [Granted, Granted, Told, Denied, Denied]);
        assert_eq!(inbound.admit(Key::Chat(2)), Granted);
    }

    #[test]
    fn without_limits_everything_is_granted() {
        let inbound = inbound(0, 0);
        assert!((0..10_000).all(|_| inbound.admit(Key::Chat(1)) == Admission::Granted));
    }

    #[test]
    fn who_is_told_is_bounded() {
        let inbound = inbound(1, 1);
        for chat in 0..20_000 {
            inbound.admit(Key::Chat(chat));
        }
        assert!(inbound.told.lock().unwrap().len() <= MANY);
    }

    #[test]
    fn a_list_names_who_is_answered() {
        let everyone = Access::default();
        assert!(may_use(&everyone, Some(1), Some(2)));
        let some = Access { chats: vec![-5], users: vec![7], ..Access::default() };
        assert!(may_use(&some, Some(-5), Some(1)) && may_use(&some, Some(3), Some(7)) && may_use(&some, None, Some(7)));
        assert!(!may_use(&some, Some(3), Some(1)) && !may_use(&some, None, None));
    }
}
