//! What is done about each kind of update.

pub(super) mod callback;
pub(super) mod edited;
pub(super) mod inline;
pub(super) mod message;

/// How a handler ends.
pub(super) type Done = Result<(), super::outbox::Lost>;

/// Whether the update did not fit its chat's queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooMuch(pub(super) bool);
