//! `document.md`: front matter, then headings and sentences, one a line.

use std::ops::Range;

use super::DocumentParts;
use super::table::Reader;
use crate::knowledge::problem::{Place, Problem};
use crate::knowledge::source::{File, is_language_tag};
use crate::knowledge::{Metadata, Sentence};
use crate::text::{normalise, words};

/// The line before and after the front matter.
const FENCE: &str = "+++";

const FRONT_MATTER_HELP: &str = "open the file with the lines\n\
     +++\n\
     title = \"…\"\n\
     language = \"en\"\n\
     +++";

/// Reads a document. `None` if nobody can tell where its text begins, which has been reported.
pub(in crate::knowledge) fn document(file: &File, problems: &mut Vec<Problem>) -> Option<DocumentParts> {
    let text = &*file.text;
    let mut lines = lines(text, file.start());
    let mut ahead = lines.clone();
    let Some(opening) = ahead.next().filter(|line| &text[line.clone()] == FENCE) else {
        let place = Place::span(file, lines.next().unwrap_or(0..0));
        problems.push(Problem::error(place, "no front matter").with_help(FRONT_MATTER_HELP));
        return Some(body(file, file.start(), None, problems));
    };
    let Some(closing) = ahead.find(|line| &text[line.clone()] == FENCE) else {
        let problem = Problem::error(Place::span(file, opening), "the front matter is not closed");
        problems.push(problem.with_help("end it with a line that holds only +++"));
        return None;
    };
    let metadata = metadata(file, opening, closing.start, problems);
    Some(body(file, closing.end, metadata, problems))
}

/// The lines of `text` from byte `start` on, without line endings and surrounding white space.
fn lines(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> + Clone {
    text[start..].split_inclusive('\n').scan(start, |at, line| {
        let content = line.trim();
        // All of a blank line is leading white space: it is the empty range at its beginning.
        let leading = if content.is_empty() { 0 } else { line.len() - line.trim_start().len() };
        let begin = *at + leading;
        *at += line.len();
        Some(begin..begin + content.len())
    })
}

fn metadata(file: &File, opening: Range<usize>, end: usize, problems: &mut Vec<Problem>) -> Option<Metadata> {
    let (mut reader, table) = Reader::new(file, opening.end..end, "the front matter", problems);
    let mut table = table.headed_by(opening);
    let title = reader.string(&mut table, "title");
    let language = reader.string(&mut table, "language");
    let mut optional = |key| reader.optional_string(&mut table, key);
    let (author, publisher, published, url) =
        (optional("author"), optional("publisher"), optional("published"), optional("url"));
    reader.finish(table);
    if let Some(language) = language.as_ref().filter(|language| !is_language_tag(language.get_ref())) {
        let message = format!("\"{}\" is not a language tag", language.get_ref());
        reader.error(language.span(), message, "write a BCP 47 tag such as \"en\", \"de\" or \"pt-BR\"");
    }
    if let Some(url) = url.as_ref().filter(|url| !is_web_address(url.get_ref())) {
        reader.error(url.span(), "`url` is not a web address", "write it whole, beginning with https://");
    }
    let string = |text: super::Text| text.into_inner();
    Some(Metadata {
        title: title.map(string)?,
        language: language.map(string)?,
        author: author.map(string),
        publisher: publisher.map(string),
        published: published.map(string),
        url: url.map(string),
    })
}

fn is_web_address(url: &str) -> bool {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !url.contains(char::is_whitespace))
}

fn body(file: &File, start: usize, metadata: Option<Metadata>, problems: &mut Vec<Problem>) -> DocumentParts {
    let text = &*file.text;
    let mut parts = DocumentParts { metadata, sentences: Vec::new(), headings: Vec::new() };
    // A paragraph begins with the first sentence after a blank line or a heading.
    let (mut paragraphs, mut in_paragraph) = (0, false);
    let mut heading = None;
    for line in lines(text, start) {
        let content = &text[line.clone()];
        if content.is_empty() {
            in_paragraph = false;
        } else if is_heading(content) {
            in_paragraph = false;
            let title = line.end - content.trim_start_matches('#').trim_start().len()..line.end;
            if !has_words(content) {
                let problem = Problem::error(Place::span(file, line.clone()), "a heading without words");
                problems.push(problem.with_help("write the heading after the #, or take the line out"));
            }
            heading = Some(title.into());
            parts.headings.push(line);
        } else {
            if !has_words(content) {
                let problem = Problem::warning(Place::span(file, line.clone()), "a sentence without words");
                problems.push(problem.with_help("take the line out: every line is a sentence that can be cited"));
            }
            paragraphs += u32::from(!in_paragraph);
            in_paragraph = true;
            let number = parts.sentences.len() as u32 + 1;
            let sentence = Sentence { number, span: line.into(), paragraph: paragraphs - 1, heading };
            parts.sentences.push(sentence);
        }
    }
    if parts.sentences.is_empty() {
        let problem = Problem::error(Place::whole(&file.path), "a document without sentences");
        problems.push(problem.with_help("write its text after the front matter, one sentence a line"));
    }
    parts
}

/// As in Markdown, a heading has a space behind its number signs: "#P is a class of problems" is a sentence.
fn is_heading(line: &str) -> bool {
    let title = line.trim_start_matches('#');
    title.len() < line.len() && (title.is_empty() || title.starts_with(char::is_whitespace))
}

/// Whether there is a word in a line; nearly every line shows one by a letter that needs no normal form.
pub(in crate::knowledge) fn has_words(line: &str) -> bool {
    line.bytes().any(|byte| byte.is_ascii_alphanumeric()) || !words(&normalise(line)).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sentences of `text` as "number paragraph heading: sentence".
    fn sentences(text: &str) -> Vec<String> {
        let file = File::new("document.md", text.to_owned());
        let mut problems = Vec::new();
        let parts = document(&file, &mut problems).unwrap();
        assert_eq!(problems, [], "{text:?}");
        let show = |sentence: &Sentence| {
            let heading = sentence.heading().map_or("-", |range| &text[range]);
            format!("{} {} {}: {}", sentence.number, sentence.paragraph, heading, &text[sentence.range()])
        };
        parts.sentences.iter().map(show).collect()
    }

    #[test]
    fn every_line_that_is_not_blank_or_a_heading_is_a_sentence() {
        let front = "+++\ntitle = \"T\"\nlanguage = \"en\"\n+++\n";
        for (body, expected) in [
            ("One.", vec!["1 0 -: One."]),
            ("One.\nTwo.\n\nThree.\n", vec!["1 0 -: One.", "2 0 -: Two.", "3 1 -: Three."]),
            ("## A  b\nOne.\n\n# C\n\n\nTwo.", vec!["1 0 A  b: One.", "2 1 C: Two."]),
            ("One.\n# A\nTwo.", vec!["1 0 -: One.", "2 1 A: Two."]),
            (" \t One. \t\n", vec!["1 0 -: One."]),
        ] {
            assert_eq!(sentences(&format!("{front}{body}")), expected, "{body:?}");
        }
    }

    #[test]
    fn offsets_count_the_bytes_of_the_file_whatever_its_line_endings_and_mark() {
        let unix = "+++\ntitle = \"T\"\nlanguage = \"en\"\n+++\n\n# A\n\nÉté one.\nTwo.\n";
        let expected = ["1 0 A: Été one.", "2 0 A: Two."];
        for text in [unix.to_owned(), unix.replace('\n', "\r\n"), format!("\u{FEFF}{unix}")] {
            assert_eq!(sentences(&text), expected, "{text:?}");
        }
    }
}
