//! `talk.<lang>.toml`: small talk.

use toml::Spanned;

use super::table::Reader;
use super::{TalkParts, Text, language_of};
use crate::knowledge::problem::{Problem, list, nearest};
use crate::knowledge::source::File;
use crate::knowledge::{Talk, TalkIntent};

/// Reads a file of small talk. Its language stands in its name.
pub(in crate::knowledge) fn talk(file: &File, problems: &mut Vec<Problem>) -> Vec<TalkParts> {
    let language = language_of(file, "talk", problems);
    let (mut reader, mut root) = Reader::new(file, 0..file.text.len(), "a talk file", problems);
    let mut talks = Vec::new();
    for mut table in reader.tables(&mut root, "talk", "a talk entry") {
        let intent = reader.string(&mut table, "intent").and_then(|text| intent(&mut reader, &text));
        let questions = reader.strings(&mut table, "questions");
        let reply = reader.string(&mut table, "reply");
        reader.finish(table);
        if let Some(reply) = &reply {
            check_placeholders(&mut reader, reply);
        }
        if let (Some(intent), Some(questions), Some(reply)) = (intent, questions, reply) {
            talks.push(TalkParts { language: language.to_owned(), intent, questions, reply });
        }
    }
    reader.finish(root);
    talks
}

fn intent(reader: &mut Reader<'_, '_>, text: &Text) -> Option<Spanned<TalkIntent>> {
    let id = text.get_ref();
    let intent = TalkIntent::by_id(id);
    if intent.is_none() {
        let ids = TalkIntent::ALL.map(TalkIntent::id);
        let help = match nearest(id, ids) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("an intent is one of {}", list(&ids)),
        };
        reader.error(text.span(), format!("no intent is called \"{id}\""), help);
    }
    Some(Spanned::new(text.span(), intent?))
}

fn check_placeholders(reader: &mut Reader<'_, '_>, reply: &Text) {
    let names = Talk::PLACEHOLDERS.map(|name| format!("{{{name}}}"));
    let mut rest = reply.get_ref().clone();
    for name in &names {
        rest = rest.replace(name.as_str(), "");
    }
    if let Some(brace) = rest.find(['{', '}']) {
        let end = rest[brace..].find('}').map_or(rest.len(), |end| brace + end + 1);
        let message = format!("a reply with an unknown placeholder: {}", &rest[brace..end]);
        reader.error(reply.span(), message, format!("what may stand between braces is {}", names.join(" and ")));
    }
}
