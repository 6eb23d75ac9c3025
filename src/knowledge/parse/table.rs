//! TOML read key by key: each fault becomes a problem with its place, and reading goes on.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Text;
use crate::knowledge::problem::{Place, Problem, list, nearest};
use crate::knowledge::source::File;

/// A piece of TOML inside a file, and the problems found in it.
pub(super) struct Reader<'f, 'p> {
    file: &'f File,
    /// Where the TOML begins in the file: front matter does not begin at its first byte.
    base: usize,
    /// Whether it is not TOML in places: what is missing may be there, then.
    is_broken: bool,
    problems: &'p mut Vec<Problem>,
}

/// A table being read: a key that is taken out of it is known; what is left at the end is not.
pub(super) struct Table<'f> {
    entries: DeTable<'f>,
    /// What reports call it: "a fact", "the front matter".
    what: &'static str,
    /// What stands above it in the file: where a missing key is reported.
    header: Range<usize>,
    known: Vec<&'static str>,
}

impl<'f, 'p> Reader<'f, 'p> {
    /// Reads `range` of the file as TOML; all its syntax errors become problems.
    pub(super) fn new(
        file: &'f File,
        range: Range<usize>,
        what: &'static str,
        problems: &'p mut Vec<Problem>,
    ) -> (Self, Table<'f>) {
        let (table, errors) = DeTable::parse_recoverable(&file.text[range.clone()]);
        let start = range.start;
        let reader = Reader { file, base: start, is_broken: !errors.is_empty(), problems };
        for error in errors {
            let place = match error.span() {
                Some(span) => reader.place(span),
                None => Place::whole(&file.path),
            };
            let problem = Problem::error(place, format!("not TOML: {}", error.message()));
            reader.problems.push(problem.with_help("write it as TOML wants it: https://toml.io"));
        }
        (reader, Table { entries: table.into_inner(), what, header: start..start, known: Vec::new() })
    }

    /// The place of a span of the TOML.
    fn place(&self, span: Range<usize>) -> Place {
        Place::span(self.file, self.base + span.start..self.base + span.end)
    }

    /// A value with its span moved to where it stands in the file.
    fn located<T>(&self, span: Range<usize>, value: T) -> Spanned<T> {
        Spanned::new(self.base + span.start..self.base + span.end, value)
    }

    /// Reports a fault at a text that has been read.
    pub(super) fn error(&mut self, at: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(Problem::error(Place::span(self.file, at), message).with_help(help));
    }

    fn wrong_type(&mut self, key: &str, expected: &str, value: &Spanned<DeValue<'_>>) {
        let found = match value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) => "an integer",
            DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "a truth value",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let help = match (expected, value.get_ref()) {
            ("a string", DeValue::Array(_) | DeValue::Table(_)) => format!("write {key} = \"…\""),
            ("a string", _) => "put it between quotation marks".to_owned(),
            ("a list of strings", DeValue::String(_)) => format!("put it in brackets: {key} = [\"…\"]"),
            ("a list of strings", _) => format!("write {key} = [\"…\", \"…\"]"),
            ("a table", _) => format!("begin it with a line [{key}]"),
            (_, _) => format!("begin each with a line [[{key}]]"),
        };
        let place = self.place(value.span());
        self.problems.push(Problem::error(place, format!("`{key}` is {found}, not {expected}")).with_help(help));
    }

    /// The tables under `[[key]]`, in order; none if there is no such key.
    pub(super) fn tables(&mut self, table: &mut Table<'f>, key: &'static str, what: &'static str) -> Vec<Table<'f>> {
        let Some(value) = table.take(key) else { return Vec::new() };
        let DeValue::Array(_) = value.get_ref() else {
            self.wrong_type(key, "a list of tables", &value);
            return Vec::new();
        };
        let DeValue::Array(array) = value.into_inner() else { return Vec::new() };
        let mut tables = Vec::with_capacity(array.len());
        for item in array {
            let span = item.span();
            match item.into_inner() {
                DeValue::Table(entries) => {
                    let header = self.base + span.start..self.base + span.end;
                    tables.push(Table { entries, what, header, known: Vec::new() });
                }
                other => self.wrong_type(key, "a list of tables", &Spanned::new(span, other)),
            }
        }
        tables
    }

    /// The table under `[key]`; none if there is no such key.
    pub(super) fn table(&mut self, table: &mut Table<'f>, key: &'static str, what: &'static str) -> Option<Table<'f>> {
        let value = table.take(key)?;
        let span = value.span();
        match value.into_inner() {
            DeValue::Table(entries) => {
                let header = self.base + span.start..self.base + span.end;
                Some(Table { entries, what, header, known: Vec::new() })
            }
            other => {
                self.wrong_type(key, "a table", &Spanned::new(span, other));
                None
            }
        }
    }

    /// Every key of a table whose keys are not known beforehand, with its string.
    pub(super) fn pairs(&mut self, table: Table<'f>) -> Vec<(Text, Text)> {
        let mut pairs = Vec::with_capacity(table.entries.len());
        for (key, value) in table.entries {
            let name = key.get_ref().to_string();
            let key = self.located(key.span(), name.clone());
            pairs.extend(self.string_value(&name, value, "a string").map(|value| (key, value)));
        }
        pairs
    }

    /// A string that may be missing. One without a visible character is reported and counts as missing.
    pub(super) fn optional_string(&mut self, table: &mut Table<'f>, key: &'static str) -> Option<Text> {
        let value = table.take(key)?;
        self.string_value(key, value, "a string")
    }

    /// A string that must be there.
    pub(super) fn string(&mut self, table: &mut Table<'f>, key: &'static str) -> Option<Text> {
        if !table.has(key) {
            self.missing(table, key, &format!("add {key} = \"…\""));
        }
        self.optional_string(table, key)
    }

    /// A list of strings that may be missing, or empty.
    pub(super) fn optional_strings(&mut self, table: &mut Table<'f>, key: &'static str) -> Option<Spanned<Vec<Text>>> {
        let value = table.take(key)?;
        let DeValue::Array(_) = value.get_ref() else {
            self.wrong_type(key, "a list of strings", &value);
            return None;
        };
        let span = value.span();
        let DeValue::Array(array) = value.into_inner() else { return None };
        let count = array.len();
        let texts: Vec<_> =
            array.into_iter().filter_map(|item| self.string_value(key, item, "a list of strings")).collect();
        // A list of which nothing can be used is not an empty list, which would be reported as such.
        (count == 0 || !texts.is_empty()).then(|| self.located(span, texts))
    }

    /// A list of strings that must be there and must not be empty.
    pub(super) fn strings(&mut self, table: &mut Table<'f>, key: &'static str) -> Option<Vec<Text>> {
        if !table.has(key) {
            self.missing(table, key, &format!("add {key} = [\"…\"]"));
        }
        let texts = self.optional_strings(table, key)?;
        if texts.get_ref().is_empty() {
            self.error(texts.span(), format!("`{key}` is empty"), "list at least one, or take out the whole entry");
            return None;
        }
        Some(texts.into_inner())
    }

    fn string_value(&mut self, key: &str, value: Spanned<DeValue<'f>>, expected: &str) -> Option<Text> {
        let span = value.span();
        match value.into_inner() {
            DeValue::String(text) if text.trim().is_empty() => {
                let place = self.place(span);
                let problem = Problem::error(place, format!("an empty string in `{key}`"));
                self.problems.push(problem.with_help("write something between the quotation marks, or take it out"));
                None
            }
            DeValue::String(text) => Some(self.located(span, text.into_owned())),
            other => {
                self.wrong_type(key, expected, &Spanned::new(span, other));
                None
            }
        }
    }

    fn missing(&mut self, table: &Table<'f>, key: &str, help: &str) {
        if self.is_broken {
            return;
        }
        let place = Place::span(self.file, table.header.clone());
        self.problems.push(Problem::error(place, format!("{} without `{key}`", table.what)).with_help(help));
    }

    /// Ends the reading of a table: every key that nobody asked for is unknown.
    pub(super) fn finish(&mut self, table: Table<'f>) {
        for (key, _) in table.entries {
            let place = self.place(key.span());
            let help = match nearest(key.get_ref(), table.known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("{} has the keys {}", table.what, list(&table.known)),
            };
            self.problems.push(
                Problem::error(place, format!("unknown key `{}` in {}", key.get_ref(), table.what)).with_help(help),
            );
        }
    }
}

impl<'f> Table<'f> {
    /// The same table with another place for what is missing in it.
    pub(super) fn headed_by(self, header: Range<usize>) -> Self {
        Table { header, ..self }
    }

    fn take(&mut self, key: &'static str) -> Option<Spanned<DeValue<'f>>> {
        self.known.push(key);
        self.entries.remove(key)
    }

    fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }
}
