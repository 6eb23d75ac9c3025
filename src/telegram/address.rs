//! Who a message is for: in private everything is for the bot, in a group what is addressed to it.

use teloxide::types::{Me, Message, MessageId, MessageKind};

/// What a message wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// A command: its name in small letters, and what stands behind it.
    Command {
        /// Without the `/` and the bot's name.
        name: String,
        /// May be empty.
        argument: String,
        /// Whether it is certain that this bot is meant.
        is_certain: bool,
    },
    /// A question.
    Question {
        /// The question.
        text: String,
        /// The message that asks it.
        asked_in: MessageId,
    },
    /// A photo, a voice message, whatever else is no text.
    NoText,
}

/// What the message wants of the bot `me`; `None` if it is not for it.
pub(super) fn of_message(message: &Message, me: &Me) -> Option<Address> {
    let MessageKind::Common(_) = &message.kind else { return None };
    let is_own = |user: &teloxide::types::User| user.id == me.user.id;
    let is_private = message.chat.is_private();
    // What our inline mode wrote is an answer; what other bots write is none of our business, lest two talk forever.
    let is_machine = message.from.as_ref().is_some_and(|user| user.is_bot && !is_anonymous(message));
    if message.chat.is_channel() || message.via_bot.is_some() || is_machine || message.is_automatic_forward() {
        return None;
    }
    let original = message.reply_to_message();
    let replies_to_us = original.and_then(|original| original.from.as_ref()).is_some_and(is_own);
    let Some(text) = message.text() else {
        return (is_private || replies_to_us).then_some(Address::NoText);
    };
    if let Some(line) = text.trim_start().strip_prefix('/') {
        return command(line, me, is_private, replies_to_us, original);
    }
    let mention = format!("@{}", me.user.username.as_deref().unwrap_or_default());
    let (own_words, is_mentioned) = without_mention(text, &mention);
    if !is_private && !is_mentioned && !replies_to_us {
        return None;
    }
    // A bare mention under somebody's message asks what that message asks.
    let asked = original.filter(|_| is_mentioned && own_words.trim().is_empty() && !replies_to_us);
    Some(match asked.and_then(|original| Some((original.text()?, original.id))) {
        Some((text, asked_in)) => Address::Question { text: text.to_owned(), asked_in },
        None => Address::Question { text: own_words, asked_in: message.id },
    })
}

/// Somebody who writes in the name of the group or of a channel; Telegram puts a bot's name in front of them.
fn is_anonymous(message: &Message) -> bool {
    message.sender_chat.is_some()
}

fn command(line: &str, me: &Me, is_private: bool, replies_to_us: bool, original: Option<&Message>) -> Option<Address> {
    let (word, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let (name, whose) = match word.split_once('@') {
        Some((name, whose)) => (name, Some(whose)),
        None => (word, None),
    };
    let ours = me.user.username.as_deref().unwrap_or_default();
    if whose.is_some_and(|whose| !whose.eq_ignore_ascii_case(ours)) && !is_private {
        return None;
    }
    let name = name.to_lowercase();
    let argument = argument.trim();
    // `/ask` under somebody's message asks what that message asks.
    if name == "ask"
        && argument.is_empty()
        && let Some(original) = original.filter(|_| !replies_to_us)
        && let Some(text) = original.text()
    {
        return Some(Address::Question { text: text.to_owned(), asked_in: original.id });
    }
    // `/check` under a message checks what it says.
    let argument = match original.and_then(|original| original.text()) {
        Some(text) if name == "check" && argument.is_empty() => text,
        _ => argument,
    };
    let is_certain = is_private || whose.is_some() || replies_to_us;
    Some(Address::Command { name, argument: argument.to_owned(), is_certain })
}

/// The text without the mentions in it, and whether there was one.
fn without_mention(text: &str, mention: &str) -> (String, bool) {
    let mut rest = text;
    let mut kept = String::with_capacity(text.len());
    let mut is_mentioned = false;
    while let Some(at) = rest.find('@') {
        let end = at + mention.len();
        let follows = rest.get(end..).and_then(|tail| tail.chars().next());
        let is_whole = !follows.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        let is_ours = mention.len() > 1 && rest.get(at..end).is_some_and(|found| found.eq_ignore_ascii_case(mention));
        if is_ours && is_whole {
            is_mentioned = true;
            kept.push_str(&rest[..at]);
            rest = &rest[end..];
        } else {
            kept.push_str(&rest[..=at]);
            rest = &rest[at + 1..];
        }
    }
    kept.push_str(rest);
    if is_mentioned { (kept.trim().trim_start_matches([',', ':']).trim().to_owned(), true) } else { (kept, false) }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn me() -> Me {
        serde_json::from_value(json!({
            "id": 7, "is_bot": true, "first_name": "ibid", "username": "ibid_bot", "can_join_groups": true,
            "can_read_all_group_messages": false, "supports_inline_queries": true, "has_main_web_app": false
        }))
        .unwrap()
    }

    fn message(chat: i64, more: &Value) -> Message {
        let kind = if chat < 0 { "supergroup" } else { "private" };
        let mut message = json!({
            "message_id": 5, "date": 0, "from": {"id": 1, "is_bot": false, "first_name": "A"},
            "chat": {"id": chat, "type": kind, "title": "T", "first_name": "A"}
        });
        message.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serde_json::from_str(&message.to_string()).unwrap()
    }

    fn original(from: i64) -> Value {
        json!({"message_id": 3, "date": 0, "text": "Who met?", "from": {"id": from, "is_bot": from == 7, "first_name": "B"},
               "chat": {"id": -100, "type": "supergroup", "title": "T"}})
    }

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "rows are easier to read without references")]
    fn check(chat: i64, more: Value, expected: Option<Address>) {
        assert_eq!(of_message(&message(chat, &more), &me()), expected, "{chat} {more}");
    }

    fn question(text: &str, id: i32) -> Option<Address> {
        Some(Address::Question { text: text.to_owned(), asked_in: MessageId(id) })
    }

    fn command(name: &str, argument: &str, is_certain: bool) -> Option<Address> {
        Some(Address::Command { name: name.to_owned(), argument: argument.to_owned(), is_certain })
    }

    #[test]
    fn in_private_everything_is_for_the_bot() {
        check(1, json!({"text": "Who met?"}), question("Who met?", 5));
        check(1, json!({"text": "/Ask  Who met? "}), command("ask", "Who met?", true));
        check(1, json!({"text": "/start@other x"}), command("start", "x", true));
        check(1, json!({"text": "@ibid_bot who?"}), question("who?", 5));
        check(1, json!({"sticker_like": 1, "location": {"latitude": 1.0, "longitude": 2.0}}), Some(Address::NoText));
    }

    #[test]
    fn in_a_group_the_bot_must_be_addressed() {
        check(-100, json!({"text": "Who met?"}), None);
        check(-100, json!({"text": "who met, @IBID_bot?"}), question("who met, ?", 5));
        check(-100, json!({"text": "@ibid_bot: who met?"}), question("who met?", 5));
        check(-100, json!({"text": "@ibid_bots who met?"}), None);
        check(-100, json!({"text": "mail me@ibid_bot.org"}), question("mail me.org", 5));
        check(-100, json!({"text": "/ask@ibid_bot who?"}), command("ask", "who?", true));
        check(-100, json!({"text": "/ask who?"}), command("ask", "who?", false));
        check(-100, json!({"text": "/ask@other who?"}), None);
        check(-100, json!({"text": "and why?", "reply_to_message": original(7)}), question("and why?", 5));
        check(-100, json!({"text": "and why?", "reply_to_message": original(2)}), None);
        check(-100, json!({"location": {"latitude": 1.0, "longitude": 2.0}}), None);
    }

    #[test]
    fn a_mention_under_a_message_asks_what_it_asks() {
        check(-100, json!({"text": "@ibid_bot", "reply_to_message": original(2)}), question("Who met?", 3));
        check(-100, json!({"text": "/ask@ibid_bot", "reply_to_message": original(2)}), question("Who met?", 3));
        check(-100, json!({"text": "/check", "reply_to_message": original(2)}), command("check", "Who met?", false));
        check(
            -100,
            json!({"text": "/check It is.", "reply_to_message": original(2)}),
            command("check", "It is.", false),
        );
        check(-100, json!({"text": "@ibid_bot where?", "reply_to_message": original(2)}), question("where?", 5));
    }

    #[test]
    fn machines_are_not_answered() {
        let bot = json!({"id": 9, "is_bot": true, "first_name": "B"});
        check(1, json!({"text": "hi", "via_bot": bot}), None);
        check(-100, json!({"text": "@ibid_bot hi", "from": bot}), None);
        check(1, json!({"pinned_message": original(2)}), None);
    }
}
