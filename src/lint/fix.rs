//! What can be mended without knowing what is meant: spacing, order of keys, what is listed twice. Comments stay.

use std::collections::HashSet;

use toml_edit::{Array, DocumentMut, Item, Table};

use crate::text::{key, normalise, words};

/// The order of the keys of an entry.
const ORDER: &[&str] = &[
    "id",
    "topic",
    "draft",
    "quarantined",
    "missing",
    "questions",
    "quotes",
    "nearest",
    "name",
    "kind",
    "stands_for",
    "aliases",
    "words",
    "intent",
    "reply",
];

/// `document.md`: no white space around lines, one blank line between paragraphs, a line break at the end.
pub fn document(text: &str) -> String {
    let mut fixed = String::with_capacity(text.len());
    let mut blank = 0;
    let body = text.trim_start_matches('\u{feff}');
    for line in body.lines().map(str::trim) {
        if line.is_empty() {
            blank += 1;
            continue;
        }
        if blank > 0 && !fixed.is_empty() {
            fixed.push('\n');
        }
        blank = 0;
        fixed.push_str(line);
        fixed.push('\n');
    }
    fixed
}

/// `facts.toml`, `lexicon.toml` or `talk.<lang>.toml`. `None` if it is not TOML.
pub fn entries(text: &str) -> Option<String> {
    let mut file: DocumentMut = text.trim_start_matches('\u{feff}').parse().ok()?;
    for entries in ["fact", "gap", "term", "synonym", "talk"] {
        let Some(tables) = file.get_mut(entries).and_then(Item::as_array_of_tables_mut) else { continue };
        for table in tables.iter_mut() {
            entry(table);
        }
    }
    let mut fixed = file.to_string();
    while fixed.ends_with("\n\n") {
        fixed.pop();
    }
    Some(fixed)
}

fn entry(table: &mut Table) {
    let name = table.get("name").and_then(Item::as_str).map(str::to_owned);
    for key in ["questions", "aliases", "words", "quotes", "nearest"] {
        let listing = match key {
            "questions" => Listing::Phrasings,
            "quotes" | "nearest" => Listing::Quotes,
            _ => Listing::Words,
        };
        if let Some(list) = table.get_mut(key).and_then(Item::as_array_mut) {
            let known = if key == "aliases" { name.iter().cloned().collect() } else { HashSet::new() };
            without_repetitions(list, listing, known);
        }
    }
    let place = |key: &str| ORDER.iter().position(|known| *known == key).unwrap_or(ORDER.len());
    table.sort_values_by(|one, _, other, _| place(one.get()).cmp(&place(other.get())));
}

/// What a list is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Listing {
    /// Two that differ only in case, accents, punctuation and spacing are one.
    Phrasings,
    /// Names may be listed in several spellings.
    Words,
    /// As the document has them, white space and all.
    Quotes,
}

/// Takes out what is listed a second time, and white space that is too much.
fn without_repetitions(list: &mut Array, listing: Listing, mut seen: HashSet<String>) {
    let mut kept_comments = String::new();
    let mut at = 0;
    while at < list.len() {
        let Some(text) = list.get(at).and_then(|value| value.as_str()).map(str::to_owned) else {
            at += 1;
            continue;
        };
        let single = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if listing != Listing::Quotes && single != text && !single.is_empty() {
            list.replace(at, single.as_str());
        }
        let is_new = seen.insert(match listing {
            Listing::Phrasings => same(&single),
            Listing::Words => single,
            Listing::Quotes => text,
        });
        if is_new || list.len() == 1 {
            if !kept_comments.is_empty()
                && let Some(value) = list.get_mut(at)
            {
                let decor = value.decor_mut();
                let prefix = decor.prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default();
                let prefix = format!("{}{prefix}", std::mem::take(&mut kept_comments));
                decor.set_prefix(prefix);
            }
            at += 1;
            continue;
        }
        // A comment before what goes stays for what follows it.
        let removed = list.remove(at);
        let prefix = removed.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default();
        if prefix.contains('#') {
            kept_comments.push_str(prefix.trim_end_matches([' ', '\n']));
        }
    }
    if !kept_comments.is_empty() {
        let trailing = list.trailing().as_str().unwrap_or_default();
        // A comment runs to the end of its line, and so must not stand before the bracket.
        let line_break = if trailing.starts_with('\n') { "" } else { "\n" };
        let trailing = format!("{kept_comments}{line_break}{trailing}");
        list.set_trailing(trailing);
    }
}

/// What is the same in all but case, accents, punctuation and spacing; a sign stands for itself.
fn same(text: &str) -> String {
    let normal = normalise(text);
    let key = key(&words(&normal));
    if key.is_empty() { normal } else { key }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let fixed = entries(text).unwrap();
        assert_eq!(fixed, expected);
        assert_eq!(entries(&fixed).unwrap(), fixed, "what is mended needs no mending");
    }

    #[test]
    fn repetitions_go_and_comments_stay() {
        check(
            "# Top.\n\n[[fact]]\nquotes = [\"b\"] # why\nid = \"a\"\nquestions = [\n  \"What  is it?\", # one\n  # two\n  \"what is it\",\n  # three\n  \"Who?\",\n]\n\n\n",
            "# Top.\n\n[[fact]]\nid = \"a\"\nquestions = [\n  \"What is it?\", # one\n  # two\n  # three\n  \"Who?\",\n]\nquotes = [\"b\"] # why\n",
        );
        check(
            "[[term]]\nname = \"Ada\"\nkind = \"person\"\naliases = [\"Ada\", \"A. M.\", \"A.  M.\", \"AM\"]\n",
            "[[term]]\nname = \"Ada\"\nkind = \"person\"\naliases = [ \"A. M.\", \"AM\"]\n",
        );
        assert_eq!(entries("[[fact"), None);
    }

    #[test]
    fn what_is_in_order_is_left_byte_for_byte() {
        for file in ["facts.toml", "lexicon.toml"] {
            let text = std::fs::read_to_string(format!("knowledge/china-russia/{file}")).unwrap();
            assert_eq!(entries(&text).as_ref(), Some(&text), "{file}");
        }
        let text = std::fs::read_to_string("knowledge/china-russia/document.md").unwrap();
        assert_eq!(document(&text), text);
        assert_eq!(document("\u{feff}+++ \r\n+++\n\n\n\n  One. \nTwo."), "+++\n+++\n\nOne.\nTwo.\n");
    }
}
