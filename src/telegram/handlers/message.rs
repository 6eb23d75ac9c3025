//! New messages.

use std::sync::Arc;

use teloxide::types::Message;

use super::{Done, TooMuch};
use crate::reply::chat::{Notice, notice};
use crate::telegram::address::of_message;
use crate::telegram::desk::Desk;
use crate::telegram::entities::of_reply;
use crate::telegram::limits::Admission;
use crate::telegram::queue::Key;
use crate::telegram::respond;

/// Answers a message, if it is for the bot.
pub(in crate::telegram) async fn answer(desk: Arc<Desk>, message: Message, too_much: TooMuch) -> Done {
    let chat = message.chat.id;
    if !desk.may_use(Some(chat), message.from.as_ref().map(|user| user.id.0)) {
        return Ok(());
    }
    let Some(address) = of_message(&message, &desk.office.me) else { return Ok(()) };
    match desk.admit(Key::Chat(chat.0), too_much.0) {
        Admission::Granted => {}
        Admission::Told => {
            let place = respond::place(&message, message.id);
            let notice = notice(Notice::TooFast, desk.wording_for(message.from.as_ref()));
            return desk.outbox().send(place, of_reply(&notice), None).await.map(drop);
        }
        Admission::Denied => return Ok(()),
    }
    let Some(response) = respond::to_message(&desk, &message, address, None).await else { return Ok(()) };
    let place = respond::place(&message, response.asked_in);
    let sent = desk.outbox().send(place, response.text, response.keyboard).await?;
    if !sent.is_empty() {
        let user = message.from.as_ref().map(|user| user.id);
        desk.memory.answered((chat, user), message.id, &sent, response.asked.as_ref());
    }
    Ok(())
}
