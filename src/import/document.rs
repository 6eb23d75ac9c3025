//! `document.md` of a source: front matter, then a sentence a line.

use std::fmt::Write;

use super::{Block, Metadata, Source};
use crate::text::sentences;

/// The file. `title` and `language` stand in where the source says none.
pub fn document(source: &Source, title: &str, language: &str) -> String {
    let language = source.metadata.language.as_deref().unwrap_or(language);
    front_matter(&source.metadata, title, language) + "\n" + &text_of(source, language)
}

/// What stands below the front matter.
pub fn text_of(source: &Source, language: &str) -> String {
    let mut text = String::new();
    for block in &source.blocks {
        if !text.is_empty() {
            text.push('\n');
        }
        match block {
            Block::Heading(level, heading) => {
                let _ = writeln!(text, "{} {heading}", "#".repeat(usize::from(*level)));
            }
            Block::Paragraph(paragraph) => {
                let mut is_first = true;
                for sentence in sentences(paragraph, language) {
                    // On a line of its own it would be read as a heading.
                    if sentence.trim_start_matches('#').len() < sentence.len() && !is_first {
                        text.pop();
                        text.push(' ');
                    }
                    is_first = false;
                    let _ = writeln!(text, "{sentence}");
                }
            }
        }
    }
    text
}

fn front_matter(metadata: &Metadata, title: &str, language: &str) -> String {
    let title = metadata.title.as_deref().unwrap_or(title);
    let keys = [
        ("title", Some(title)),
        ("language", Some(language)),
        ("author", metadata.author.as_deref()),
        ("publisher", metadata.publisher.as_deref()),
        ("published", metadata.published.as_deref()),
        ("url", metadata.url.as_deref()),
    ];
    let lines = keys.into_iter().filter_map(|(key, value)| Some(format!("{key} = {}\n", toml::Value::from(value?))));
    format!("+++\n{}+++\n", lines.collect::<String>())
}
