//! The bot: the real program against a Bot API of our own.
#![allow(clippy::unwrap_used, reason = "what tests share fails as tests do")]

mod buttons;
mod chat;
mod conversation;
mod faults;
mod groups;
mod hook;
mod inline;
mod kills;
mod limits;
mod operate;
mod remember;
mod replicas;
mod settings;
mod start;
mod storm;

use std::time::Duration;

use ibid::engine::Engine;
use ibid::knowledge::KnowledgeBase;
use ibid::reply;

pub(crate) use crate::fake::process::Bot;
pub(crate) use crate::fake::{BOT, Fake, Fault, Sent, USERNAME};

/// As long as anything may take on a machine that is busy with something else.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Looks again and again until something is there; nothing of the fake is locked meanwhile.
#[track_caller]
pub(crate) fn until<T>(what: &str, mut find: impl FnMut() -> Option<T>) -> T {
    let end = std::time::Instant::now() + PATIENCE;
    loop {
        if let Some(found) = find() {
            return found;
        }
        assert!(std::time::Instant::now() < end, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The engine as the bot has it.
pub(crate) fn engine() -> Engine {
    Engine::new(KnowledgeBase::built_in(), caution())
}

fn caution() -> f64 {
    let defaults = ibid::settings::Settings::read(&ibid::settings::Flags::default(), []).unwrap();
    defaults.settings.matching.caution
}

/// The whole reply to a question, as the terminal gives it.
pub(crate) fn reply(engine: &Engine, question: &str) -> String {
    reply::to_answer(&engine.ask(question), engine.knowledge()).plain()
}

/// The first phrasing of a fact, as people ask for it.
pub(crate) const QUESTION: &str = "Where did Xi and Putin meet?";

/// The data of the button of that label.
#[track_caller]
pub(crate) fn data(request: &serde_json::Value, label: &str) -> String {
    let rows = request["reply_markup"]["inline_keyboard"].as_array().into_iter().flatten();
    let mut buttons = rows.flat_map(|row| row.as_array().into_iter().flatten());
    let button = buttons.find(|button| button["text"] == label);
    button
        .and_then(|b| b["callback_data"].as_str())
        .unwrap_or_else(|| panic!("no button {label} in {request}"))
        .to_owned()
}

/// The texts of all buttons.
pub(crate) fn labels(request: &serde_json::Value) -> Vec<String> {
    let rows = request["reply_markup"]["inline_keyboard"].as_array().into_iter().flatten();
    let buttons = rows.flat_map(|row| row.as_array().into_iter().flatten());
    buttons.map(|button| button["text"].as_str().unwrap().to_owned()).collect()
}

/// The part of a text that an entity covers.
pub(crate) fn covered(request: &serde_json::Value, kind: &str) -> Vec<String> {
    let text: Vec<u16> = request["text"].as_str().unwrap().encode_utf16().collect();
    let entities = request["entities"].as_array().into_iter().flatten();
    let of_kind = entities.filter(|entity| entity["type"] == kind);
    of_kind
        .map(|entity| {
            let (offset, length) = (entity["offset"].as_u64().unwrap(), entity["length"].as_u64().unwrap());
            String::from_utf16(&text[offset as usize..(offset + length) as usize]).unwrap()
        })
        .collect()
}
