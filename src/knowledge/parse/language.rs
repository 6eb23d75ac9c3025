//! `language.<lang>.toml`, and what a document's folder has in that language: `lexicon.<lang>.toml` and
//! `facts.<lang>.toml`.

use toml::Spanned;

use super::table::Reader;
use super::{Text, language_of};
use crate::knowledge::problem::{Problem, list, nearest};
use crate::knowledge::source::File;
use crate::text::{Language, Segmentation};

/// The kinds of question words, with the English words that ask so.
const ASKS: [(&str, &str); 10] = [
    ("who", "who"),
    ("where", "where"),
    ("when", "when"),
    ("why", "why"),
    ("how", "how"),
    ("how_many", "how many"),
    ("how_much", "how much"),
    ("how_long", "how long"),
    ("what", "what"),
    ("yes_no", "is"),
];

/// What a language is, whatever the document.
#[derive(Debug)]
pub(in crate::knowledge) struct LanguageParts {
    pub(in crate::knowledge) name: String,
    pub(in crate::knowledge) english_name: String,
    pub(in crate::knowledge) stemmer: String,
    pub(in crate::knowledge) segmentation: Segmentation,
    pub(in crate::knowledge) function: Vec<Text>,
    pub(in crate::knowledge) frame: Vec<Text>,
    /// Question words with the English words that ask so.
    pub(in crate::knowledge) asks: Vec<(&'static str, Text)>,
    /// What stands on the keys of its keyboard, in the order of an American one's.
    pub(in crate::knowledge) keyboard: Option<String>,
    /// How its letters are written in Latin ones.
    pub(in crate::knowledge) latin: Vec<(Text, Text)>,
    pub(in crate::knowledge) numbers: Vec<(Text, Text)>,
    pub(in crate::knowledge) gloss: Vec<(Text, Text)>,
}

/// Reads a file of a language; `None` where what it cannot do without is missing.
pub(in crate::knowledge) fn language(file: &File, problems: &mut Vec<Problem>) -> Option<LanguageParts> {
    language_of(file, "language", problems);
    let (mut reader, mut root) = Reader::new(file, file.start()..file.text.len(), "a language file", problems);
    let name = reader.string(&mut root, "name").map(Text::into_inner);
    let english_name = reader.string(&mut root, "english_name").map(Text::into_inner);
    let stemmer = reader.string(&mut root, "stemmer").and_then(|text| stemmer(&mut reader, &text));
    let segmentation = reader.string(&mut root, "segmentation").and_then(|text| segmentation(&mut reader, &text));
    let function = reader.strings(&mut root, "function").unwrap_or_default();
    let frame = reader.optional_strings(&mut root, "frame").map(Spanned::into_inner).unwrap_or_default();
    let mut asks = Vec::new();
    if let Some(mut table) = reader.table(&mut root, "asks", "the table of question words") {
        for (kind, english) in ASKS {
            let texts = reader.optional_strings(&mut table, kind).map(Spanned::into_inner).unwrap_or_default();
            asks.extend(texts.into_iter().map(|text| (english, text)));
        }
        reader.finish(table);
    }
    let keyboard = reader.optional_string(&mut root, "keyboard").and_then(|text| keyboard(&mut reader, text));
    let latin = reader.table(&mut root, "latin", "the table of Latin letters").map(|table| reader.pairs(table));
    let numbers = reader.table(&mut root, "numbers", "the table of numbers").map(|table| reader.pairs(table));
    let gloss = reader.table(&mut root, "gloss", "the glossary").map(|table| reader.pairs(table));
    reader.finish(root);
    let (name, english_name, stemmer, segmentation) = (name?, english_name?, stemmer?, segmentation?);
    Some(LanguageParts {
        name,
        english_name,
        stemmer,
        segmentation,
        function,
        frame,
        asks,
        keyboard,
        latin: latin.unwrap_or_default(),
        numbers: numbers.unwrap_or_default(),
        gloss: gloss.unwrap_or_default(),
    })
}

fn keyboard(reader: &mut Reader<'_, '_>, text: Text) -> Option<String> {
    /// The keys from q to the full stop.
    const KEYS: usize = 32;
    if text.get_ref().chars().count() != KEYS {
        let help = "list what is on the keys from q to the full stop, row by row, without the digits";
        reader.error(text.span(), format!("a keyboard that has not {KEYS} keys"), help);
        return None;
    }
    Some(text.into_inner())
}

fn stemmer(reader: &mut Reader<'_, '_>, text: &Text) -> Option<String> {
    let known: Vec<&str> = Language::stemmers().collect();
    if !known.contains(&text.get_ref().as_str()) {
        let help = match nearest(text.get_ref(), known.iter().copied()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("a stemmer is one of {}", list(&known)),
        };
        reader.error(text.span(), format!("no stemmer is called \"{}\"", text.get_ref()), help);
        return None;
    }
    Some(text.get_ref().clone())
}

fn segmentation(reader: &mut Reader<'_, '_>, text: &Text) -> Option<Segmentation> {
    let found = Segmentation::ALL.into_iter().find(|known| known.id() == text.get_ref());
    if found.is_none() {
        let help = format!("it is one of {}", list(&Segmentation::ALL.map(Segmentation::id)));
        reader.error(text.span(), format!("no segmentation is called \"{}\"", text.get_ref()), help);
    }
    found
}

/// What a language calls the things a document speaks of.
#[derive(Debug, Default)]
pub(in crate::knowledge) struct TranslatedLexicon {
    /// Names of the document's lexicon with what they are called.
    pub(in crate::knowledge) terms: Vec<(Text, Vec<Text>)>,
    pub(in crate::knowledge) gloss: Vec<(Text, Text)>,
}

/// Reads a file of terms in a language.
pub(in crate::knowledge) fn translated_lexicon(file: &File, problems: &mut Vec<Problem>) -> TranslatedLexicon {
    let (mut reader, mut root) = Reader::new(file, file.start()..file.text.len(), "a lexicon", problems);
    let mut parts = TranslatedLexicon::default();
    for mut table in reader.tables(&mut root, "term", "a term") {
        let name = reader.string(&mut table, "name");
        let aliases = reader.strings(&mut table, "aliases");
        reader.finish(table);
        if let (Some(name), Some(aliases)) = (name, aliases) {
            parts.terms.push((name, aliases));
        }
    }
    if let Some(table) = reader.table(&mut root, "gloss", "the glossary") {
        parts.gloss = reader.pairs(table);
    }
    reader.finish(root);
    parts
}

/// How a fact or a gap is asked for in a language.
#[derive(Debug)]
pub(in crate::knowledge) struct TranslatedEntry {
    pub(in crate::knowledge) id: Text,
    /// Of a gap: what is missing.
    pub(in crate::knowledge) missing: Option<Text>,
    pub(in crate::knowledge) questions: Vec<Text>,
}

/// Reads a file of phrasings in a language: those of facts, and those of gaps.
pub(in crate::knowledge) fn translated_facts(
    file: &File,
    problems: &mut Vec<Problem>,
) -> (Vec<TranslatedEntry>, Vec<TranslatedEntry>) {
    let (mut reader, mut root) = Reader::new(file, file.start()..file.text.len(), "a file of phrasings", problems);
    let mut facts = Vec::new();
    for mut table in reader.tables(&mut root, "fact", "a fact") {
        let id = reader.string(&mut table, "id");
        let questions = reader.strings(&mut table, "questions");
        reader.finish(table);
        if let (Some(id), Some(questions)) = (id, questions) {
            facts.push(TranslatedEntry { id, missing: None, questions });
        }
    }
    let mut gaps = Vec::new();
    for mut table in reader.tables(&mut root, "gap", "a gap") {
        let id = reader.string(&mut table, "id");
        let missing = reader.string(&mut table, "missing");
        let questions = reader.strings(&mut table, "questions");
        reader.finish(table);
        if let (Some(id), Some(missing), Some(questions)) = (id, missing, questions) {
            gaps.push(TranslatedEntry { id, missing: Some(missing), questions });
        }
    }
    reader.finish(root);
    (facts, gaps)
}
