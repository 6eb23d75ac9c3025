//! The rules of the Bot API that a request can break by itself.

use std::collections::HashSet;

use serde_json::Value;

/// What is wrong with a request.
pub(super) fn faults(method: &str, with: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    match method {
        "getupdates" => {
            within(&mut faults, "limit", with["limit"].as_u64().unwrap_or(100), 1, 100);
            within(&mut faults, "timeout", with["timeout"].as_u64().unwrap_or(0), 0, 50);
            if !with["allowed_updates"].is_array() {
                faults.push("allowed_updates are missing".to_owned());
            }
        }
        "sendmessage" | "editmessagetext" => {
            text(&mut faults, &with["text"], &with["entities"]);
            previews_are_off(&mut faults, with);
            keyboard(&mut faults, &with["reply_markup"]);
            if with["parse_mode"].is_string() {
                faults.push("markup instead of entities".to_owned());
            }
        }
        "answercallbackquery" => {
            within(&mut faults, "text", units(with["text"].as_str().unwrap_or_default()), 0, 200);
        }
        "answerinlinequery" => inline(&mut faults, with),
        "setmycommands" => {
            for command in with["commands"].as_array().into_iter().flatten() {
                let name = command["command"].as_str().unwrap_or_default();
                let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
                if name.is_empty() || name.len() > 32 || !name.chars().all(is_plain) {
                    faults.push(format!("{name:?} is not a command"));
                }
                within(&mut faults, "description", units(command["description"].as_str().unwrap_or_default()), 1, 256);
            }
        }
        "setmydescription" => {
            within(&mut faults, "description", units(with["description"].as_str().unwrap_or_default()), 0, 512);
        }
        "setmyshortdescription" => {
            within(&mut faults, "description", units(with["short_description"].as_str().unwrap_or_default()), 0, 120);
        }
        _ => {}
    }
    faults
}

fn within(faults: &mut Vec<String>, what: &str, value: u64, least: u64, most: u64) {
    if value < least || value > most {
        faults.push(format!("{what} is {value}, not {least} to {most}"));
    }
}

fn units(text: &str) -> u64 {
    text.encode_utf16().count() as u64
}

fn previews_are_off(faults: &mut Vec<String>, with: &Value) {
    if with["link_preview_options"]["is_disabled"] != true {
        faults.push("link previews are on".to_owned());
    }
}

fn text(faults: &mut Vec<String>, text: &Value, entities: &Value) {
    let text = text.as_str().unwrap_or_default();
    let utf16: Vec<u16> = text.encode_utf16().collect();
    within(faults, "text", utf16.len() as u64, 1, 4096);
    if text.trim() != text {
        faults.push("blanks at an end of the text, which Telegram drops".to_owned());
    }
    let entities = entities.as_array().map_or(&[][..], Vec::as_slice);
    within(faults, "entities", entities.len() as u64, 0, 100);
    let mut spans = Vec::new();
    for entity in entities {
        let (Some(offset), Some(length)) = (entity["offset"].as_u64(), entity["length"].as_u64()) else {
            faults.push(format!("{entity} is not an entity"));
            continue;
        };
        let (start, end) = (offset as usize, (offset + length) as usize);
        if length == 0 || end > utf16.len() {
            faults.push(format!("{entity} is not inside the text"));
        } else if String::from_utf16(&utf16[start..end]).is_err() {
            faults.push(format!("{entity} cuts a character"));
        }
        spans.push((start, end, entity["type"].as_str().unwrap_or_default().ends_with("blockquote")));
    }
    for (at, &(start, end, is_quote)) in spans.iter().enumerate() {
        for &(other_start, other_end, other_is_quote) in &spans[at + 1..] {
            let overlap = start < other_end && other_start < end;
            let nested = (start <= other_start && other_end <= end) || (other_start <= start && end <= other_end);
            if overlap && (!nested || (is_quote && other_is_quote)) {
                faults.push(format!("entities overlap at {other_start}"));
            }
        }
    }
}

fn keyboard(faults: &mut Vec<String>, markup: &Value) {
    let rows = markup["inline_keyboard"].as_array().into_iter().flatten();
    let mut count = 0;
    for row in rows {
        within(faults, "a row of buttons", row.as_array().map_or(0, Vec::len) as u64, 1, 8);
        for button in row.as_array().into_iter().flatten() {
            count += 1;
            within(faults, "a button's text", units(button["text"].as_str().unwrap_or_default()), 1, 64);
            within(faults, "callback_data", button["callback_data"].as_str().map_or(0, str::len) as u64, 1, 64);
        }
    }
    within(faults, "buttons", count, 0, 100);
}

fn inline(faults: &mut Vec<String>, with: &Value) {
    let results = with["results"].as_array().map_or(&[][..], Vec::as_slice);
    within(faults, "results", results.len() as u64, 0, 50);
    let mut ids = HashSet::new();
    for result in results {
        let id = result["id"].as_str().unwrap_or_default();
        within(faults, "a result's id", id.len() as u64, 1, 64);
        if !ids.insert(id) {
            faults.push(format!("the id {id} twice"));
        }
        within(faults, "a title", units(result["title"].as_str().unwrap_or_default()), 1, 256);
        let content = &result["input_message_content"];
        text(faults, &content["message_text"], &content["entities"]);
        previews_are_off(faults, content);
    }
    if let Some(button) = with.get("button").filter(|button| !button.is_null()) {
        within(faults, "the button's text", units(button["text"].as_str().unwrap_or_default()), 1, 64);
        within(faults, "start_parameter", button["start_parameter"].as_str().map_or(0, str::len) as u64, 1, 64);
    }
}
