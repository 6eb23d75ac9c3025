//! `facts.toml`: what the document answers, and what it is known not to answer.

use super::table::Reader;
use super::{FactParts, FactsParts, GapParts};
use crate::knowledge::problem::Problem;
use crate::knowledge::source::File;

/// Reads a file of facts and gaps.
pub(in crate::knowledge) fn facts(file: &File, problems: &mut Vec<Problem>) -> FactsParts {
    let (mut reader, mut root) = Reader::new(file, 0..file.text.len(), "facts.toml", problems);
    let mut parts = FactsParts::default();
    for mut table in reader.tables(&mut root, "fact", "a fact") {
        let id = reader.string(&mut table, "id");
        let topic = reader.optional_string(&mut table, "topic");
        let questions = reader.strings(&mut table, "questions");
        let quotes = reader.strings(&mut table, "quotes");
        let draft = reader.flag(&mut table, "draft");
        let quarantined = reader.flag(&mut table, "quarantined");
        reader.finish(table);
        if let (Some(id), Some(questions), Some(quotes)) = (id, questions, quotes) {
            parts.facts.push(FactParts { id, topic, questions, quotes, draft, quarantined });
        }
    }
    for mut table in reader.tables(&mut root, "gap", "a gap") {
        let id = reader.string(&mut table, "id");
        let topic = reader.optional_string(&mut table, "topic");
        let missing = reader.string(&mut table, "missing");
        let questions = reader.strings(&mut table, "questions");
        let nearest = reader.optional_strings(&mut table, "nearest");
        let quarantined = reader.flag(&mut table, "quarantined");
        reader.finish(table);
        if let (Some(id), Some(missing), Some(questions)) = (id, missing, questions) {
            let nearest = nearest.map(toml::Spanned::into_inner).unwrap_or_default();
            parts.gaps.push(GapParts { id, topic, missing, questions, nearest, quarantined });
        }
    }
    reader.finish(root);
    parts
}
