//! What every handler needs at hand.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use teloxide::types::{ChatId, Me, User};
use tokio::sync::mpsc::UnboundedSender;

use super::buttons::Finder;
use super::limits::{Admission, Inbound, may_use};
use super::memory::Memory;
use super::metrics::Metrics;
use super::outbox::Outbox;
use super::queue::Key;
use super::reload::Request;
use crate::conversation::Conversation;
use crate::engine::Engine;
use crate::knowledge::{ENGLISH, Wording};
use crate::reply::kept::Kept;
use crate::settings::Access;
use crate::store::Store;

/// What all desks share, however often the knowledge base is loaded anew.
pub(super) struct Office {
    /// Who we are.
    pub(super) me: Me,
    /// The way out.
    pub(super) outbox: Outbox,
    /// How much is answered.
    pub(super) inbound: Inbound,
    /// Where things are remembered.
    pub(super) store: Arc<Store>,
    /// What is counted.
    pub(super) metrics: Arc<Metrics>,
    /// What is kept of people.
    pub(super) kept: Kept,
    /// The way to ask for the knowledge base to be loaded anew.
    pub(super) reload: UnboundedSender<Request>,
    /// When the bot was started.
    pub(super) started: Instant,
}

/// Everything the handlers share: what answers an update in flight is what was there when it began.
pub(super) struct Desk {
    /// What does not change.
    pub(super) office: Arc<Office>,
    /// What answers.
    pub(super) engine: Arc<Engine>,
    /// What buttons refer to.
    pub(super) finder: Arc<Finder>,
    /// Which knowledge base it is.
    pub(super) version: Arc<str>,
    /// Who is answered.
    pub(super) access: Arc<Access>,
    /// What is remembered.
    pub(super) memory: Memory,
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Desk")
    }
}

impl Desk {
    pub(super) fn new(office: Arc<Office>, engine: Engine, access: Access) -> Desk {
        let finder = Finder::new(engine.knowledge());
        let version = super::buttons::version(engine.knowledge());
        let memory = Memory::new(Arc::clone(&office.store), None);
        Desk {
            office,
            finder: Arc::new(finder),
            version: version.into(),
            engine: Arc::new(engine),
            access: Arc::new(access),
            memory,
        }
    }

    /// The same desk for the answering of one of a bot's updates.
    pub(super) fn for_update(&self, bot: i64, number: u32) -> Desk {
        Desk {
            office: Arc::clone(&self.office),
            engine: Arc::clone(&self.engine),
            finder: Arc::clone(&self.finder),
            version: Arc::clone(&self.version),
            access: Arc::clone(&self.access),
            memory: Memory::new(Arc::clone(&self.office.store), Some((bot, number))),
        }
    }

    /// Whether something is answered. `is_too_much` is what did not fit its chat's queue.
    pub(super) fn admit(&self, key: Key, is_too_much: bool) -> Admission {
        if is_too_much { self.office.inbound.tell(key) } else { self.office.inbound.admit(key) }
    }

    /// The words for what is said to somebody who has asked nothing yet: in the language of their Telegram, where there
    /// are any.
    pub(super) fn wording_for(&self, user: Option<&User>) -> &Wording {
        let code = user.and_then(|user| user.language_code.as_deref()).unwrap_or(ENGLISH);
        self.engine.knowledge().wording(code)
    }

    /// A conversation in which nothing was said yet: what may be in several languages is in that of the user's Telegram.
    pub(super) fn opening(&self, user: &User) -> Conversation {
        let code = user.language_code.as_deref().and_then(|code| code.split('-').next()).unwrap_or(ENGLISH);
        let is_served = self.engine.knowledge().languages().iter().any(|language| language.tag() == code);
        if is_served { Conversation::default().in_language(code) } else { Conversation::default() }
    }

    /// Whether somebody is answered in a chat at all.
    pub(super) fn may_use(&self, chat: Option<ChatId>, user: Option<u64>) -> bool {
        may_use(&self.access, chat.map(|chat| chat.0), user)
    }

    /// The way out.
    pub(super) fn outbox(&self) -> &Outbox {
        &self.office.outbox
    }
}
