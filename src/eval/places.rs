//! What files of questions call a sentence, resolved to the sentence.

use std::collections::HashMap;
use std::path::Path;

use serde::Deserialize;

use super::Place;
use crate::knowledge::{Document, KnowledgeBase};

/// As a file writes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum RawPlace {
    Number(u32),
    Text(String),
}

/// Names of sentences: `3`, `"document:3"`, or an id of the list beside the file.
pub(super) struct Places<'k> {
    knowledge: &'k KnowledgeBase,
    listed: HashMap<String, String>,
}

#[derive(Deserialize)]
struct Listed {
    id: String,
    text: String,
}

impl<'k> Places<'k> {
    /// Names of the sentences of `knowledge`.
    pub(super) fn new(knowledge: &'k KnowledgeBase) -> Self {
        Places { knowledge, listed: HashMap::new() }
    }

    /// Reads the list of sentences beside `path`, where there is one.
    pub(super) fn with_list_beside(mut self, path: &Path) -> Result<Self, String> {
        let list = path.with_file_name("sentences.json");
        if list.is_file() {
            let text = std::fs::read_to_string(&list).map_err(|error| format!("{}: {error}", list.display()))?;
            let listed: Vec<Listed> =
                serde_json::from_str(&text).map_err(|error| format!("{}: {error}", list.display()))?;
            self.listed = listed.into_iter().map(|listed| (listed.id, listed.text)).collect();
        }
        Ok(self)
    }

    /// The sentence of this name.
    pub(super) fn resolve(&self, raw: &RawPlace) -> Result<Place, String> {
        match raw {
            RawPlace::Number(number) => match self.knowledge.documents() {
                [only] => numbered(only, *number),
                _ => Err(format!("there are several documents: write \"DOCUMENT:{number}\"")),
            },
            RawPlace::Text(name) => match self.listed.get(name) {
                Some(text) => self.with_text(name, text),
                None => self.named(name),
            },
        }
    }

    fn named(&self, name: &str) -> Result<Place, String> {
        let number = |number: &str| {
            number.parse::<u32>().map_err(|_| format!("{name:?} names no sentence: write its number or \"DOCUMENT:N\""))
        };
        let Some((id, rest)) = name.rsplit_once(':') else {
            return self.resolve(&RawPlace::Number(number(name)?));
        };
        match self.knowledge.document_by_id(id) {
            Some(document) => numbered(document, number(rest)?),
            None => Err(format!("there is no document {id:?}")),
        }
    }

    /// The sentence whose text is `text`, or its end: a list may keep a label that a document leaves out.
    fn with_text(&self, name: &str, text: &str) -> Result<Place, String> {
        let documents = self.knowledge.documents().iter();
        let sentences =
            documents.flat_map(|document| document.sentences().iter().map(move |sentence| (document, sentence)));
        sentences
            .filter(|(document, sentence)| text.trim_end().ends_with(document.text_of(sentence)))
            .max_by_key(|(_, sentence)| sentence.range().len())
            .map(|(document, sentence)| Place { document: document.id().to_owned(), sentence: sentence.number })
            .ok_or_else(|| format!("{name:?} is listed as {text:?}, which no document says"))
    }
}

fn numbered(document: &Document, number: u32) -> Result<Place, String> {
    match document.sentence(number) {
        Some(_) => Ok(Place { document: document.id().to_owned(), sentence: number }),
        None => Err(format!(
            "{:?} has no sentence {number}: they are numbered from 1 to {}",
            document.id(),
            document.sentences().len()
        )),
    }
}
