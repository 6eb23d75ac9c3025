//! One fault of a knowledge base: where it is, what is wrong and what to do.

use std::ops::Range;

use super::source::File;

/// Whether a fault keeps a knowledge base from loading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The base does not load.
    Error,
    /// The base loads; somebody should look.
    Warning,
}

/// Where in a file something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Spot {
    /// The file or folder as a whole.
    Whole,
    /// A line and a column, both counted from 1: for files whose text cannot be shown.
    Position { line: usize, column: usize },
    /// A piece of the file's text, in bytes; always inside it and on character boundaries.
    Span(Range<usize>),
}

/// A spot and the file it is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(super) path: String,
    pub(super) spot: Spot,
}

impl Place {
    /// A piece of `file`, moved inward to the nearest character boundaries of its text.
    pub(crate) fn span(file: &File, span: Range<usize>) -> Self {
        let text = &file.text;
        let start = text.floor_char_boundary(span.start);
        let end = text.floor_char_boundary(span.end).max(start);
        Place { path: file.path.clone(), spot: Spot::Span(start..end) }
    }

    pub(super) fn whole(path: impl Into<String>) -> Self {
        Place { path: path.into(), spot: Spot::Whole }
    }
}

/// A fault, with everything needed to find and mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub(super) severity: Severity,
    pub(super) place: Place,
    pub(super) related: Vec<(Place, &'static str)>,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Problem {
    pub(super) fn error(place: Place, message: impl Into<String>) -> Self {
        Problem { severity: Severity::Error, place, related: Vec::new(), message: message.into(), help: None }
    }

    pub(crate) fn warning(place: Place, message: impl Into<String>) -> Self {
        Problem { severity: Severity::Warning, ..Problem::error(place, message) }
    }

    /// A warning about a file as a whole.
    pub(crate) fn warning_of(file: &File, message: impl Into<String>) -> Self {
        Problem::warning(Place::whole(&file.path), message)
    }

    /// Says what to do about it.
    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Points at another place that has to do with it.
    pub(crate) fn with_related(mut self, place: Place, label: &'static str) -> Self {
        self.related.push((place, label));
        self
    }

    /// Whether it keeps the base from loading.
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// The file or folder at fault.
    pub fn path(&self) -> &str {
        &self.place.path
    }

    /// The text at fault in that file, in bytes, unless the file as a whole is at fault.
    pub fn span(&self) -> Option<Range<usize>> {
        match &self.place.spot {
            Spot::Span(span) => Some(span.clone()),
            Spot::Whole | Spot::Position { .. } => None,
        }
    }

    /// What is wrong, in one line.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it.
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

/// The candidate most like `given`, if any is near enough to be what was meant.
pub(super) fn nearest<'c>(given: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    // Half of the letters may differ: nearer and "aliases" would not be offered for "alias names", farther and
    // anything would be offered for anything.
    const ENOUGH: f64 = 0.5;
    candidates
        .into_iter()
        .map(|candidate| (strsim::normalized_damerau_levenshtein(given, candidate), candidate))
        .filter(|&(likeness, _)| likeness >= ENOUGH)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, candidate)| candidate)
}

/// Names as a list a person reads: "`a`, `b` and `c`".
pub(super) fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => format!("`{only}`"),
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(|name| format!("`{name}`")).collect();
            format!("{} and `{last}`", first.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_only_if_it_is_near() {
        for (given, expected) in
            [("question", Some("questions")), ("qoutes", Some("quotes")), ("colour", None), ("", None)]
        {
            assert_eq!(nearest(given, ["id", "topic", "questions", "quotes"]), expected, "{given}");
        }
    }

    #[test]
    fn lists_read_as_people_write_them() {
        for (names, expected) in [
            (&[][..], ""),
            (&["a"][..], "`a`"),
            (&["a", "b"][..], "`a` and `b`"),
            (&["a", "b", "c"][..], "`a`, `b` and `c`"),
        ] {
            assert_eq!(list(names), expected);
        }
    }
}
