//! Edited messages: the answer given to one is edited as well.

use std::sync::Arc;

use teloxide::types::Message;

use super::{Done, TooMuch};
use crate::telegram::address::{Address, of_message};
use crate::telegram::desk::Desk;
use crate::telegram::limits::Admission;
use crate::telegram::queue::Key;
use crate::telegram::respond;

/// Corrects the answer to a message. One that was never answered stays so.
pub(in crate::telegram) async fn correct(desk: Arc<Desk>, message: Message, too_much: TooMuch) -> Done {
    let chat = message.chat.id;
    if !desk.may_use(Some(chat), message.from.as_ref().map(|user| user.id.0)) {
        return Ok(());
    }
    let Some(answers) = desk.memory.answers(chat, message.id).await else { return Ok(()) };
    let address = match of_message(&message, &desk.office.me) {
        None | Some(Address::NoText) => return Ok(()),
        Some(address) => address,
    };
    if desk.admit(Key::Chat(chat.0), too_much.0) != Admission::Granted {
        return Ok(());
    }
    let known = match answers.first() {
        Some(&answer) => desk.memory.question_of(chat, answer).await,
        None => None,
    };
    let before = known.as_ref().map(|known| known.before.clone());
    let Some(response) = respond::to_message(&desk, &message, address, before).await else { return Ok(()) };
    // Telegram also reports edits that change no word, as when a preview appears.
    if known.zip(response.asked.as_ref()).is_some_and(|(known, asked)| known.question == asked.question) {
        // It was counted when it was first asked.
        desk.memory.take();
        return Ok(());
    }
    let place = respond::place(&message, response.asked_in);
    let now = desk.outbox().replace(place, &answers, response.text, response.keyboard).await?;
    let user = message.from.as_ref().map(|user| user.id);
    desk.memory.answered((chat, user), message.id, &now, response.asked.as_ref());
    Ok(())
}
