//! Everything that goes to Telegram: in pieces that fit, at the pace that Telegram bears, again until it is through.

use std::sync::Arc;
use std::time::Duration;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use teloxide::payloads::{
    AnswerCallbackQuery, AnswerInlineQuery, DeleteMessage, EditMessageText, EditMessageTextSetters, SendMessage,
    SendMessageSetters,
};
use teloxide::requests::Payload;
use teloxide::types::{
    CallbackQueryId, ChatId, InlineKeyboardMarkup, LinkPreviewOptions, MessageId, Recipient, ReplyMarkup,
    ReplyParameters, ThreadId,
};
use tokio::time::Instant;

use super::api::{Api, Fault};
use super::backoff::Backoff;
use super::entities::{LONGEST, Text, split};
use super::gates::Gates;
use super::metrics::Metrics;

/// A message that has not gone out by then would be news to nobody.
const GIVE_UP_AFTER: Duration = Duration::from_secs(600);
/// A query that has not been answered by then is gone at Telegram, too.
const QUERY_LASTS: Duration = Duration::from_secs(15);

/// Where a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The chat.
    pub(super) chat: ChatId,
    /// The topic of a forum.
    pub(super) thread: Option<ThreadId>,
    /// The message it answers.
    pub(super) replies_to: Option<MessageId>,
}

/// A message that did not go out, and why.
#[derive(Debug, thiserror::Error)]
#[error("{what} failed: {fault}")]
pub(super) struct Lost {
    what: &'static str,
    fault: Fault,
}

/// The way out.
pub(super) struct Outbox {
    api: Arc<Api>,
    gates: Arc<Gates>,
    metrics: Arc<Metrics>,
}

/// The one field of a message sent that is of interest.
#[derive(Deserialize)]
struct Sent {
    message_id: i32,
}

impl Outbox {
    pub(super) fn new(api: Arc<Api>, gates: Arc<Gates>, metrics: Arc<Metrics>) -> Self {
        Outbox { api, gates, metrics }
    }

    /// Sends a text in as many messages as it takes, with the keyboard under the last. Gives their numbers, as far as
    /// they are known: a reply that broke off says that a message was sent, but not its number.
    pub(super) async fn send(
        &self,
        place: Place,
        text: Text,
        keyboard: Option<InlineKeyboardMarkup>,
    ) -> Result<Vec<MessageId>, Lost> {
        let mut place = place;
        let mut sent = Vec::new();
        let pieces = split(text, LONGEST);
        let last = pieces.len().saturating_sub(1);
        for (at, piece) in pieces.into_iter().enumerate() {
            let mut payload =
                SendMessage::new(place.chat, piece.text).entities(piece.entities).link_preview_options(no_preview());
            payload.message_thread_id = place.thread;
            payload.reply_parameters =
                place.replies_to.map(|id| ReplyParameters::new(id).allow_sending_without_reply());
            payload.reply_markup = keyboard.clone().filter(|_| at == last).map(ReplyMarkup::InlineKeyboard);
            let (chat, result) = self.deliver(Some(place.chat), true, payload, to_chat_of_send).await?;
            // A group that has become a supergroup keeps its new number for the pieces that follow.
            place.chat = chat.unwrap_or(place.chat);
            place.replies_to = None;
            sent.extend(result.map(|Sent { message_id }| MessageId(message_id)));
        }
        Ok(sent)
    }

    /// Puts a text in the place of a message sent before. What does not fit is left out.
    pub(super) async fn edit(
        &self,
        chat: ChatId,
        message: MessageId,
        text: Text,
        keyboard: Option<InlineKeyboardMarkup>,
    ) -> Result<(), Lost> {
        let Some(piece) = split(text, LONGEST).into_iter().next() else { return Ok(()) };
        let mut payload =
            EditMessageText::new(chat, message, piece.text).entities(piece.entities).link_preview_options(no_preview());
        payload.reply_markup = keyboard;
        let edited = self.deliver::<_, IgnoredAny>(Some(chat), false, payload, to_chat_of_edit).await;
        edited.map(drop).or_else(|lost| if lost.says("not modified") { Ok(()) } else { Err(lost) })
    }

    /// Puts an answer in the place of the messages of another.
    pub(super) async fn replace(
        &self,
        place: Place,
        old: &[MessageId],
        text: Text,
        keyboard: Option<InlineKeyboardMarkup>,
    ) -> Result<Vec<MessageId>, Lost> {
        let pieces = split(text, LONGEST);
        let last = pieces.len().saturating_sub(1);
        let mut now = Vec::new();
        for (at, piece) in pieces.into_iter().enumerate() {
            let keyboard = keyboard.clone().filter(|_| at == last);
            match old.get(at) {
                Some(&id) => {
                    self.edit(place.chat, id, piece, keyboard).await?;
                    now.push(id);
                }
                None => now.extend(self.send(place, piece, keyboard).await?),
            }
        }
        for &id in old.iter().skip(last + 1) {
            let payload = DeleteMessage::new(place.chat, id);
            self.deliver::<_, IgnoredAny>(Some(place.chat), false, payload, |_, _| {}).await?;
        }
        Ok(now)
    }

    /// Ends the waiting of whoever pressed a button, with a few words or none.
    pub(super) async fn answer_callback(&self, id: CallbackQueryId, words: Option<&str>) -> Result<(), Lost> {
        let mut payload = AnswerCallbackQuery::new(id);
        payload.text = words.map(|words| super::entities::shorten(words, 200));
        let answered = self.deliver::<_, IgnoredAny>(None, false, payload, |_, _| {}).await;
        // A query that has waited too long, as after a restart, is beyond answering.
        answered.map(drop).or_else(|lost| if lost.is_refused() { Ok(()) } else { Err(lost) })
    }

    /// Answers an inline query.
    pub(super) async fn answer_inline(&self, payload: AnswerInlineQuery) -> Result<(), Lost> {
        let answered = self.deliver::<_, IgnoredAny>(None, false, payload, |_, _| {}).await;
        answered.map(drop).or_else(|lost| if lost.says("query") { Ok(()) } else { Err(lost) })
    }

    /// Sends a request until it is through or refused. The result is `None` where the reply to it was lost on the way.
    async fn deliver<P, R>(
        &self,
        chat: Option<ChatId>,
        is_message: bool,
        mut payload: P,
        to_chat: fn(&mut P, ChatId),
    ) -> Result<(Option<ChatId>, Option<R>), Lost>
    where
        P: Payload + Serialize,
        R: DeserializeOwned,
    {
        let mut chat = chat;
        let until = Instant::now() + if chat.is_some() { GIVE_UP_AFTER } else { QUERY_LASTS };
        let mut backoff = Backoff::new();
        loop {
            self.gates.pass(chat.map(|chat| chat.0), is_message).await;
            let fault = match self.api.call::<P, R>(&payload).await {
                Ok(result) => return Ok((chat, Some(result))),
                Err(Fault::Garbled) => return Ok((chat, None)),
                Err(fault) => fault,
            };
            self.metrics.api_failed(fault.id());
            let pause = match &fault {
                Fault::Wait(pause) => *pause,
                Fault::Migrated(to) => {
                    chat = Some(ChatId(*to));
                    to_chat(&mut payload, ChatId(*to));
                    Duration::ZERO
                }
                Fault::Refused { .. } => return Err(Lost { what: P::NAME, fault }),
                // A lost reply is treated as a lost request: an answer that came twice is better than none.
                Fault::Server(_) | Fault::Unsent(_) | Fault::Unknown(_) | Fault::Garbled => backoff.pause(),
            };
            if Instant::now() + pause > until {
                return Err(Lost { what: P::NAME, fault });
            }
            self.metrics.retries.inc();
            tracing::debug!(method = P::NAME, pause = pause.as_secs_f32(), "{fault}; trying again");
            match chat {
                // The gate keeps this chat's later messages back as well, and lets the runner see that it waits.
                Some(chat) => self.gates.close(chat.0, pause).await,
                None => tokio::time::sleep(pause).await,
            }
        }
    }
}

impl Lost {
    /// Telegram understood the request and will not carry it out.
    fn is_refused(&self) -> bool {
        matches!(self.fault, Fault::Refused { .. })
    }

    /// Telegram refused, in these words among others.
    fn says(&self, words: &str) -> bool {
        matches!(&self.fault, Fault::Refused { description, .. } if description.contains(words))
    }

    /// The chat is out of reach: the user blocked the bot, or it was thrown out. Nobody is at fault.
    pub(super) fn is_goodbye(&self) -> bool {
        matches!(self.fault, Fault::Refused { code: 403, .. })
    }
}

fn to_chat_of_send(payload: &mut SendMessage, chat: ChatId) {
    payload.chat_id = Recipient::Id(chat);
}

fn to_chat_of_edit(payload: &mut EditMessageText, chat: ChatId) {
    payload.chat_id = Recipient::Id(chat);
}

/// A quote is not to be followed by whatever an address in it leads to.
pub(super) fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}
