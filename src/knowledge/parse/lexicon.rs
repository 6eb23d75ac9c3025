//! `lexicon.toml`: the words people use for what a document speaks of.

use super::table::Reader;
use super::{LexiconParts, TermParts};
use crate::knowledge::TermKind;
use crate::knowledge::problem::{Problem, list, nearest};
use crate::knowledge::source::File;

/// Reads a file of terms and synonyms.
pub(in crate::knowledge) fn lexicon(file: &File, problems: &mut Vec<Problem>) -> LexiconParts {
    let (mut reader, mut root) = Reader::new(file, 0..file.text.len(), "lexicon.toml", problems);
    let mut parts = LexiconParts::default();
    for mut table in reader.tables(&mut root, "term", "a term") {
        let name = reader.string(&mut table, "name");
        let kind = reader.string(&mut table, "kind").and_then(|text| {
            let kind = TermKind::by_id(text.get_ref());
            if kind.is_none() {
                let ids = TermKind::ALL.map(TermKind::id);
                let help = match nearest(text.get_ref(), ids) {
                    Some(near) => format!("did you mean \"{near}\"?"),
                    None => format!("a kind is one of {}", list(&ids)),
                };
                reader.error(text.span(), format!("no kind of term is called \"{}\"", text.get_ref()), help);
            }
            kind
        });
        let aliases = reader.optional_strings(&mut table, "aliases");
        let stands_for = reader.optional_string(&mut table, "stands_for");
        reader.finish(table);
        if let (Some(name), Some(kind)) = (name, kind) {
            let aliases = aliases.map(toml::Spanned::into_inner).unwrap_or_default();
            parts.terms.push(TermParts { name, kind, aliases, stands_for });
        }
    }
    for mut table in reader.tables(&mut root, "synonym", "a synonym group") {
        let words = reader.strings(&mut table, "words");
        reader.finish(table);
        parts.synonyms.extend(words);
    }
    reader.finish(root);
    parts
}
