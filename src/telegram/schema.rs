//! The whole handler tree: which update goes to which handler.

use std::sync::Arc;

use teloxide::dispatching::{UpdateFilterExt, UpdateHandler};
use teloxide::dptree;
use teloxide::types::Update;

use super::desk::Desk;
use super::handlers::{TooMuch, callback, edited, inline, message};
use super::outbox::Lost;

/// The tree. Whatever no branch takes is none of our business: channel posts, service messages, unknown kinds.
pub(super) fn schema() -> UpdateHandler<Lost> {
    dptree::entry()
        .branch(Update::filter_message().endpoint(message::answer))
        .branch(Update::filter_edited_message().endpoint(edited::correct))
        .branch(Update::filter_callback_query().endpoint(callback::press))
        .branch(Update::filter_inline_query().endpoint(inline::offer))
}

/// What the tree's handlers ask for.
pub(super) fn dependencies(desk: Arc<Desk>, update: Update, too_much: TooMuch) -> dptree::di::DependencyMap {
    dptree::deps![desk, update, too_much]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;
    use crate::knowledge::KnowledgeBase;
    use crate::telegram::tests::desk;

    /// teloxide finds out only when an update arrives that a handler asks for something that nobody provides.
    #[test]
    fn every_handler_gets_what_it_asks_for() {
        let update = r#"{"update_id":1,"message":{"message_id":1,"date":0,"chat":{"id":1,"type":"private","first_name":"A"},"text":"hi"}}"#;
        let engine = Engine::new(KnowledgeBase::built_in(), 4.0);
        let dependencies = dependencies(Arc::new(desk(engine)), serde_json::from_str(update).unwrap(), TooMuch(false));
        dptree::type_check(schema().sig(), &dependencies, &[]);
    }
}
