//! From a source file to a folder of a knowledge base: its text in sentences, and a first draft of its facts.
//!
//! A source is read into [`Source`], whatever its format; [`document`] and [`draft`] write the two files of it; where the
//! folder is there already, [`update`] brings it up to date and keeps what curators wrote. Nothing here scores anything.
//!
//! PDF is not read: what a reader of it makes out of columns, hyphens and running heads is no text to quote from.

pub mod align;
mod document;
mod docx;
pub mod draft;
mod epub;
pub mod folder;
mod html;
mod markdown;
mod names;
mod package;
mod plain;
pub mod update;

use std::path::Path;

pub use document::{document, text_of};

/// A source, read from whatever format.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// What the source says of itself.
    pub metadata: Metadata,
    /// Its text in order.
    pub blocks: Vec<Block>,
    /// What stands in it and is no part of the text: teasers, tables.
    pub left_out: Vec<String>,
}

/// What a source says of itself; nothing is guessed but the language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// What it is called.
    pub title: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When, in its own words.
    pub published: Option<String>,
    /// Where it is found.
    pub url: Option<String>,
}

/// A piece of a source's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading and its level, counted from 1.
    Heading(u8, String),
    /// One or more sentences on one line.
    Paragraph(String),
}

/// Why a source cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// By its name it is nothing that is read.
    #[error("nothing is known of {0:?} files: give a .txt, .md, .html, .epub or .docx file")]
    UnknownFormat(String),
    /// Its bytes are no text.
    #[error("not UTF-8 from line {0} on: save it as UTF-8")]
    NotText(usize),
    /// It is no package of files, or not all of it is there.
    #[error("{0}: is it really such a file, and whole?")]
    Broken(String),
    /// It is larger than what a knowledge base takes.
    #[error("larger than {} MiB: split it into several", crate::knowledge::MAX_FILE_BYTES / (1024 * 1024))]
    TooLarge,
    /// There is no sentence in it.
    #[error("no text is in it: is it made of pictures, or put together by a script?")]
    Empty,
}

/// Reads a source. Its format is told by the ending of `path`.
pub fn read(path: &Path, bytes: &[u8]) -> Result<Source, Fault> {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let mut source = match ending.as_str() {
        "txt" | "text" | "" => plain::read(text(bytes)?),
        "md" | "markdown" => markdown::read(text(bytes)?),
        "html" | "htm" | "xhtml" => html::read(text(bytes)?),
        "epub" => epub::read(bytes)?,
        "docx" => docx::read(bytes)?,
        _ => return Err(Fault::UnknownFormat(ending)),
    };
    source.tidy();
    if !source.blocks.iter().any(|block| matches!(block, Block::Paragraph(_))) {
        return Err(Fault::Empty);
    }
    Ok(source)
}

fn text(bytes: &[u8]) -> Result<&str, Fault> {
    if bytes.len() as u64 > crate::knowledge::MAX_FILE_BYTES {
        return Err(Fault::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Fault::NotText(bytes[..error.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count() + 1)
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

impl Source {
    /// Single spaces, no empty blocks, no control characters, and nothing that would be taken for a heading.
    fn tidy(&mut self) {
        for block in &mut self.blocks {
            let (Block::Heading(_, text) | Block::Paragraph(text)) = block;
            let visible = text.replace(|c: char| c.is_control() || c == '\u{ad}', " ");
            *text = visible.split_whitespace().collect::<Vec<_>>().join(" ");
            *text = text.trim_start_matches('#').trim().to_owned();
        }
        self.blocks.retain(|block| {
            let (Block::Heading(_, text) | Block::Paragraph(text)) = block;
            text.contains(char::is_alphanumeric)
        });
        // A heading with nothing below it says nothing of any sentence.
        while matches!(self.blocks.last(), Some(Block::Heading(..))) {
            self.blocks.pop();
        }
        let metadata = &mut self.metadata;
        for value in [&mut metadata.title, &mut metadata.author, &mut metadata.publisher, &mut metadata.published] {
            *value = value
                .take()
                .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
                .filter(|text| !text.is_empty());
        }
        metadata.url = metadata.url.take().filter(|url| url.starts_with("https://") || url.starts_with("http://"));
        if metadata.language.is_none() {
            metadata.language = guess_language(&self.blocks);
        }
    }
}

/// The language of the text, where it is plain enough.
fn guess_language(blocks: &[Block]) -> Option<String> {
    /// More would not make the guess any better.
    const ENOUGH: usize = 4000;
    let mut sample = String::new();
    for block in blocks {
        if let Block::Paragraph(text) = block {
            sample.push_str(text);
            sample.push('\n');
        }
        if sample.len() > ENOUGH {
            break;
        }
    }
    let code = whatlang::detect(&sample)?.lang().code();
    let short = [
        ("eng", "en"),
        ("deu", "de"),
        ("fra", "fr"),
        ("spa", "es"),
        ("rus", "ru"),
        ("cmn", "zh"),
        ("ita", "it"),
        ("por", "pt"),
        ("nld", "nl"),
        ("pol", "pl"),
        ("ukr", "uk"),
        ("jpn", "ja"),
        ("kor", "ko"),
        ("ara", "ar"),
        ("hin", "hi"),
        ("tur", "tr"),
        ("swe", "sv"),
        ("dan", "da"),
        ("nob", "nb"),
        ("fin", "fi"),
        ("ces", "cs"),
        ("ell", "el"),
        ("heb", "he"),
        ("hun", "hu"),
    ];
    Some(short.into_iter().find(|&(long, _)| long == code).map_or(code, |(_, short)| short).to_owned())
}
