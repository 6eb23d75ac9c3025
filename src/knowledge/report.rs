//! All faults of a knowledge base, put in order and shown beside the text they are in.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::problem::{Place, Problem, Severity, Spot};
use super::source::{File, Sources};

/// Every fault found while loading, in order of file and place; empty if there is none.
#[derive(Clone, Default)]
pub struct Report {
    problems: Vec<Problem>,
    /// The files that problems point into, by path.
    texts: HashMap<String, String>,
}

impl Report {
    pub(super) fn new<'f>(mut problems: Vec<Problem>, files: impl IntoIterator<Item = &'f File>) -> Self {
        problems.sort_by(|one, other| (one.path(), start(one)).cmp(&(other.path(), start(other))));
        let pointed_at = |file: &&File| {
            let related = |problem: &Problem| problem.related.iter().any(|(place, _)| place.path == file.path);
            problems.iter().any(|problem| problem.path() == file.path || related(problem))
        };
        let texts =
            files.into_iter().filter(pointed_at).map(|file| (file.path.clone(), file.text.to_string())).collect();
        Report { problems, texts }
    }

    /// The same with further problems of the files it was made of.
    pub fn with(&self, further: Vec<Problem>, sources: &Sources) -> Report {
        Report::new(self.problems.iter().cloned().chain(further).collect(), sources.files())
    }

    /// The line and the column of a problem of this report, both counted from 1; 1 and 1 where a file as a whole is at
    /// fault.
    pub fn position(&self, problem: &Problem) -> (usize, usize) {
        match (&problem.place.spot, self.texts.get(problem.path())) {
            (Spot::Position { line, column }, _) => (*line, *column),
            (Spot::Span(span), Some(text)) => {
                let before = &text[..span.start];
                let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
                (before.matches('\n').count() + 1, column)
            }
            (Spot::Span(_) | Spot::Whole, _) => (1, 1),
        }
    }

    /// All of them.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Those that keep the base from loading.
    pub fn errors(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| problem.severity() == Severity::Error)
    }

    /// Those that do not.
    pub fn warnings(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| problem.severity() == Severity::Warning)
    }

    /// Whether there is an error.
    pub fn has_errors(&self) -> bool {
        self.errors().next().is_some()
    }

    /// Whether there is nothing to report.
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// The report as people read it: each problem with `path:line:column`, the text at fault underlined, and what to
    /// do. Empty if there is none; otherwise it ends with a line feed.
    pub fn render(&self, colour: bool) -> String {
        let renderer = if colour { Renderer::styled().hyperlink(false) } else { Renderer::plain() };
        let mut out = String::new();
        for problem in &self.problems {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&renderer.render(&[self.group(problem)]));
            out.push('\n');
        }
        out
    }

    fn group<'r>(&'r self, problem: &'r Problem) -> Group<'r> {
        let level = match problem.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut group = Group::with_title(level.primary_title(problem.message.as_str()));
        let mut places = vec![(&problem.place, None)];
        places.extend(problem.related.iter().map(|(place, label)| (place, Some(*label))));
        // Places of one file share one snippet, so that the lines between them are folded away.
        while let Some(&(first, _)) = places.first() {
            let in_file: Vec<_> = places.extract_if(.., |(place, _)| place.path == first.path).collect();
            let spans: Vec<_> = in_file.iter().filter_map(|(place, label)| Some((span(place)?, *label))).collect();
            group = match self.texts.get(&first.path) {
                Some(text) if !spans.is_empty() => group.element(snippet(&first.path, text, &spans)),
                _ => group.element(origin(first)),
            };
        }
        match &problem.help {
            Some(help) => group.element(Level::HELP.message(help.as_str())),
            None => group,
        }
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Report {}

fn start(problem: &Problem) -> usize {
    problem.span().map_or(0, |span| span.start)
}

fn span(place: &Place) -> Option<Range<usize>> {
    match &place.spot {
        Spot::Span(span) => Some(span.clone()),
        Spot::Whole | Spot::Position { .. } => None,
    }
}

fn origin(place: &Place) -> Origin<'_> {
    let origin = Origin::path(place.path.as_str());
    match place.spot {
        Spot::Position { line, column } => origin.line(line).char_column(column),
        Spot::Whole | Spot::Span(_) => origin,
    }
}

/// The lines of `text` from the first span to the last one, so that the cost of showing a problem does not grow with
/// the file around it. The first span without a label is what the problem is about.
fn snippet<'r>(
    path: &'r str,
    text: &'r str,
    spans: &[(Range<usize>, Option<&'static str>)],
) -> Snippet<'r, Annotation<'r>> {
    let first = spans.iter().map(|(span, _)| span.start).min().unwrap_or(0);
    let last = spans.iter().map(|(span, _)| span.end).max().unwrap_or(0);
    let start = text[..first].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[last..].find('\n').map_or(text.len(), |newline| last + newline);
    // The carriage return before a line feed is no part of the line, unless it is what a span is about.
    let end = last + text[last..end].trim_end_matches('\r').len();
    let line = text[..start].bytes().filter(|&byte| byte == b'\n').count() + 1;
    let annotations = spans.iter().map(|(span, label)| {
        let kind = if label.is_none() { AnnotationKind::Primary } else { AnnotationKind::Context };
        kind.span(span.start - start..span.end - start).label(*label)
    });
    Snippet::source(&text[start..end]).line_start(line).path(path).annotations(annotations)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_span_of_a_text_can_be_shown() {
        let file = File::new("f", "a\r\r\n\r\n – b\t\r");
        let places = 0..=file.text.len();
        for start in places.clone() {
            for end in places.clone().filter(|&end| end >= start) {
                let problem = Problem::error(Place::span(&file, start..end), "m").with_help("h");
                let shown = Report::new(vec![problem], [&file]).render(false);
                assert!(shown.starts_with("error: m\n --> f:") && shown.ends_with("= help: h\n"), "{shown}");
            }
        }
    }
}
