//! What each method does.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Sent, State, chat, rules};

pub(super) type Refused = (u16, &'static str);

/// Carries a request out.
pub(super) fn run(state: &mut State, method: &str, with: &Value, is_uncertain: bool) -> Result<Value, Refused> {
    for fault in rules::faults(method, with) {
        state.violations.push(format!("{method}: {fault} in {with}"));
    }
    if !state.only_counts {
        state.calls.push((method.to_owned(), with.clone()));
    }
    match method {
        "getme" => Ok(state.me.clone()),
        "sendmessage" => send(state, with, is_uncertain),
        "editmessagetext" => edit(state, with, is_uncertain),
        "deletemessage" => {
            state.deleted.extend(with["message_id"].as_i64());
            Ok(json!(true))
        }
        "answercallbackquery" => {
            let id = with["callback_query_id"].as_str().unwrap_or_default().to_owned();
            let words = with["text"].as_str().unwrap_or_default().to_owned();
            if !state.open_queries.remove(&id) && !state.answered_queries.contains_key(&id) {
                return Err((400, "Bad Request: query is too old and response timeout expired or query ID is invalid"));
            }
            state.answered_queries.insert(id, words);
            Ok(json!(true))
        }
        "answerinlinequery" => {
            let id = with["inline_query_id"].as_str().unwrap_or_default().to_owned();
            state.inline_answers.insert(id, with.clone());
            Ok(json!(true))
        }
        "setwebhook" => {
            state.webhook = with.clone();
            Ok(json!(true))
        }
        "deletewebhook" => {
            state.webhook = Value::Null;
            Ok(json!(true))
        }
        "getwebhookinfo" => Ok(json!({
            "url": state.webhook["url"].as_str().unwrap_or_default(), "has_custom_certificate": false,
            "pending_update_count": state.updates.len(), "max_connections": state.webhook["max_connections"],
        })),
        "getmycommands" => Ok(state.commands.get(&with["scope"].to_string()).cloned().unwrap_or(json!([]))),
        "setmycommands" => {
            state.commands.insert(with["scope"].to_string(), with["commands"].clone());
            Ok(json!(true))
        }
        "getmydescription" => Ok(json!({"description": state.description})),
        "setmydescription" => {
            state.description = with["description"].as_str().unwrap_or_default().to_owned();
            Ok(json!(true))
        }
        "getmyshortdescription" => Ok(json!({"short_description": state.short_description})),
        "setmyshortdescription" => {
            state.short_description = with["short_description"].as_str().unwrap_or_default().to_owned();
            Ok(json!(true))
        }
        _ => {
            state.violations.push(format!("{method} is not a method"));
            Err((404, "Not Found"))
        }
    }
}

/// Confirms what is below the offset, and gives what is above it.
pub(super) fn poll(state: &mut State, with: &Value) -> Vec<String> {
    for fault in rules::faults("getupdates", with) {
        state.violations.push(format!("getupdates: {fault} in {with}"));
    }
    state.polls += 1;
    state.first_poll.get_or_insert_with(Instant::now);
    if let Some(offset) = with["offset"].as_u64() {
        state.updates = state.updates.split_off(&u32::try_from(offset).unwrap());
    }
    let limit = with["limit"].as_u64().unwrap_or(100) as usize;
    let mut found: Vec<String> = state.updates.values().take(limit).cloned().collect();
    if !found.is_empty()
        && let Some(mut mangle) = state.mangle.take()
    {
        mangle(&mut found);
        state.mangle = Some(mangle);
    }
    found
}

fn sent(with: &Value, id: i64, is_uncertain: bool) -> Sent {
    Sent {
        chat: with["chat_id"].as_i64().unwrap_or_default(),
        id,
        text: with["text"].as_str().unwrap_or_default().to_owned(),
        replies_to: with["reply_parameters"]["message_id"].as_i64(),
        request: with.clone(),
        is_uncertain,
    }
}

fn shown(sent: &Sent) -> Value {
    json!({"message_id": sent.id, "date": 1_700_000_000, "chat": chat(sent.chat), "text": sent.text})
}

fn send(state: &mut State, with: &Value, is_uncertain: bool) -> Result<Value, Refused> {
    state.next_message += 1;
    state.sent_count += 1;
    let message = sent(with, state.next_message, is_uncertain);
    check_rates(state, message.chat);
    let result = shown(&message);
    if !state.only_counts {
        state.sent.push(message);
    }
    Ok(result)
}

fn edit(state: &mut State, with: &Value, is_uncertain: bool) -> Result<Value, Refused> {
    let id = with["message_id"].as_i64().unwrap_or_default();
    if !state.sent.iter().any(|sent| sent.id == id && sent.chat == with["chat_id"]) {
        return Err((400, "Bad Request: message to edit not found"));
    }
    let now = sent(with, id, is_uncertain);
    let before = state.edited.iter().rev().chain(&state.sent).find(|sent| sent.id == id);
    if before.is_some_and(|b| b.text == now.text && b.request["reply_markup"] == with["reply_markup"]) {
        return Err((400, "Bad Request: message is not modified: specified new message content is the same"));
    }
    let result = shown(&now);
    state.edited.push(now);
    Ok(result)
}

/// Looks back at the last minute. A tenth is overlooked, since messages do not arrive as evenly as they leave.
fn check_rates(state: &mut State, chat: i64) {
    let rates = state.rates;
    if rates.overall.is_none() && rates.chat_per_second.is_none() && rates.group_per_minute.is_none() {
        return;
    }
    let now = Instant::now();
    let times = &mut state.times;
    while times.front().is_some_and(|&(at, _)| now.duration_since(at) > Duration::from_secs(60)) {
        times.pop_front();
    }
    times.push_back((now, chat));
    let within = |span: Duration, of: Option<i64>| {
        let recent = times.iter().filter(|&&(at, _)| now.duration_since(at) < span.mul_f64(0.9));
        recent.filter(|&&(_, whose)| of.is_none_or(|of| of == whose)).count()
    };
    let second = Duration::from_secs(1);
    let mut broken = Vec::new();
    if rates.overall.is_some_and(|most| within(second, None) > most) {
        broken.push("too many messages a second");
    }
    if rates.chat_per_second.is_some_and(|most| within(second, Some(chat)) > most) {
        broken.push("too many messages a second in a chat");
    }
    if chat < 0 && rates.group_per_minute.is_some_and(|most| within(60 * second, Some(chat)) > most) {
        broken.push("too many messages a minute in a group");
    }
    state.violations.extend(broken.into_iter().map(|what| format!("{what}: {chat}")));
}
