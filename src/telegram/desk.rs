//! What every handler needs at hand.

use std::fmt;
use std::sync::Arc;

use teloxide::types::{ChatId, Me, User};

use super::buttons::Finder;
use super::limits::{Admission, Inbound, may_use};
use super::memory::Memory;
use super::outbox::Outbox;
use super::queue::Key;
use crate::engine::Engine;
use crate::knowledge::{ENGLISH, Wording};
use crate::settings::Access;

/// Everything the handlers share.
pub(super) struct Desk {
    /// Who we are.
    pub(super) me: Me,
    /// What answers.
    pub(super) engine: Engine,
    /// What buttons refer to.
    pub(super) finder: Finder,
    /// What was said.
    pub(super) memory: Memory,
    /// The way out.
    pub(super) outbox: Outbox,
    /// How much is answered.
    pub(super) inbound: Arc<Inbound>,
    /// Who is answered.
    pub(super) access: Access,
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Desk")
    }
}

impl Desk {
    /// Whether something is answered. `is_too_much` is what did not fit its chat's queue.
    pub(super) fn admit(&self, key: Key, is_too_much: bool) -> Admission {
        if is_too_much { self.inbound.tell(key) } else { self.inbound.admit(key) }
    }

    /// The words for what is said to somebody who has asked nothing yet: in the language of their Telegram, where there
    /// are any.
    pub(super) fn wording_for(&self, user: Option<&User>) -> &Wording {
        let code = user.and_then(|user| user.language_code.as_deref()).unwrap_or(ENGLISH);
        self.engine.knowledge().wording(code)
    }

    /// Whether somebody is answered in a chat at all.
    pub(super) fn may_use(&self, chat: Option<ChatId>, user: Option<u64>) -> bool {
        may_use(&self.access, chat.map(|chat| chat.0), user)
    }
}
