//! One `document.md` by itself, for whoever writes them.

use super::source::File;
use super::{Metadata, Sentence, parse};

/// A document whose front matter and text are sound.
#[derive(Clone, Debug)]
pub struct Parsed {
    text: String,
    metadata: Metadata,
    sentences: Vec<Sentence>,
}

impl Parsed {
    /// Reads it. The error is the first thing that is wrong.
    pub fn read(file: &File) -> Result<Parsed, String> {
        let mut problems = Vec::new();
        let parts = parse::document(file, &mut problems);
        let fault = problems.iter().find(|problem| problem.severity() == super::Severity::Error);
        if let Some(fault) = fault {
            return Err(fault.message().to_owned());
        }
        match parts.and_then(|parts| Some((parts.metadata?, parts.sentences))) {
            Some((metadata, sentences)) => Ok(Parsed { text: file.text.to_string(), metadata, sentences }),
            None => Err("it cannot be read".to_owned()),
        }
    }

    /// What its front matter says.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Where the line that closes the front matter ends, in bytes.
    pub fn front_matter_end(&self) -> usize {
        let mut end = 0;
        let mut fences = 0;
        for line in self.text.split_inclusive('\n') {
            end += line.len();
            fences += usize::from(line.trim_start_matches('\u{feff}').trim() == "+++");
            if fences == 2 {
                break;
            }
        }
        end
    }

    /// The sentences in order.
    pub fn sentences(&self) -> impl Iterator<Item = &str> {
        self.sentences.iter().map(|sentence| &self.text[sentence.range()])
    }

    /// The heading above each sentence.
    pub fn headings(&self) -> impl Iterator<Item = Option<&str>> {
        self.sentences.iter().map(|sentence| sentence.heading().map(|heading| &self.text[heading]))
    }
}
