//! `wording.<lang>.toml`: what ibid says in a language, held against the English one.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::language_of;
use crate::knowledge::problem::{Place, Problem, nearest};
use crate::knowledge::source::File;

/// Checks a file of wording against `pattern`, the built-in English one: it must have the same keys, and each sentence
/// the gaps of the English one. Its language stands in its name.
pub(in crate::knowledge) fn wording(file: &File, pattern: &File, problems: &mut Vec<Problem>) {
    language_of(file, "wording", problems);
    let start = file.start();
    let (table, errors) = DeTable::parse_recoverable(&file.text[start..]);
    let mut check = Check { file, start, problems };
    for error in &errors {
        let place = error.span().map_or_else(|| Place::whole(&file.path), |span| check.place(span));
        let problem = Problem::error(place, format!("not TOML: {}", error.message()));
        check.problems.push(problem.with_help("write it as TOML wants it: https://toml.io"));
    }
    // What cannot be read would only seem to be missing.
    if errors.is_empty() {
        let (pattern, _) = DeTable::parse_recoverable(&pattern.text);
        check.table("", &table, pattern.get_ref());
    }
}

struct Check<'f, 'p> {
    file: &'f File,
    /// Where the TOML begins in the file.
    start: usize,
    problems: &'p mut Vec<Problem>,
}

impl Check<'_, '_> {
    fn place(&self, span: Range<usize>) -> Place {
        Place::span(self.file, self.start + span.start..self.start + span.end)
    }

    fn error(&mut self, at: Range<usize>, message: String, help: String) {
        let problem = Problem::error(self.place(at), message);
        self.problems.push(problem.with_help(help));
    }

    fn table(&mut self, path: &str, table: &Spanned<DeTable<'_>>, pattern: &DeTable<'_>) {
        for (key, expected) in pattern {
            let path = join(path, key.get_ref());
            match table.get_ref().get(&**key.get_ref()) {
                Some(value) => self.value(&path, value, expected.get_ref()),
                None => {
                    let help = format!("add it; in English it is: {}", shown(expected.get_ref()));
                    self.error(table.span(), format!("no `{path}`"), help);
                }
            }
        }
        for (key, _) in table.get_ref() {
            if !pattern.contains_key(&**key.get_ref()) {
                let help = match nearest(key.get_ref(), pattern.iter().map(|(known, _)| &**known.get_ref())) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "nothing is ever said with it: take it out".to_owned(),
                };
                self.error(key.span(), format!("unknown key `{}`", join(path, key.get_ref())), help);
            }
        }
    }

    fn value(&mut self, path: &str, value: &Spanned<DeValue<'_>>, expected: &DeValue<'_>) {
        match (value.get_ref(), expected) {
            (DeValue::String(text), DeValue::String(expected)) => self.gaps(path, value.span(), text, expected),
            (DeValue::Table(table), DeValue::Table(expected)) => {
                self.table(path, &Spanned::new(value.span(), table.clone()), expected);
            }
            (DeValue::Array(items), DeValue::Array(expected)) if items.len() == expected.len() => {
                for (item, expected) in items.iter().zip(expected) {
                    self.value(path, item, expected.get_ref());
                }
            }
            (_, expected) => {
                let help = format!("in English it is: {}", shown(expected));
                self.error(value.span(), format!("`{path}` is not as in English"), help);
            }
        }
    }

    fn gaps(&mut self, path: &str, at: Range<usize>, text: &str, expected: &str) {
        let (found, wanted) = (gaps(text), gaps(expected));
        for unknown in found.iter().filter(|gap| !wanted.contains(gap)) {
            let help = match wanted.as_slice() {
                [] => "this sentence has no gap: take the braces out".to_owned(),
                wanted => format!("what may stand between braces here is {}", wanted.join(" and ")),
            };
            self.error(at.clone(), format!("`{path}` with an unknown placeholder: {unknown}"), help);
        }
        for missing in wanted.iter().filter(|gap| !found.contains(gap)) {
            let help = format!("in English it is: {expected}");
            self.error(at.clone(), format!("`{path}` without its placeholder {missing}"), help);
        }
    }
}

/// Everything between braces, the braces included; what an open brace begins goes on to the end.
fn gaps(text: &str) -> Vec<&str> {
    let mut gaps = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let end = rest[open..].find('}').map_or(rest.len(), |close| open + close + 1);
        gaps.push(&rest[open..end]);
        rest = &rest[end..];
    }
    gaps
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// A value of the pattern on one line.
fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("{text:?}"),
        DeValue::Array(items) => {
            format!("[{}]", items.iter().map(|item| shown(item.get_ref())).collect::<Vec<_>>().join(", "))
        }
        DeValue::Table(table) => {
            let entry = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| -> String {
                let key: &std::borrow::Cow<'_, str> = key.get_ref();
                format!("{key} = {}", shown(value.get_ref()))
            };
            format!("{{ {} }}", table.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        other => format!("{other:?}"),
    }
}
