//! Lexicons that make one thing of two, and languages that have less to go by than others.

use std::collections::HashMap;

use crate::knowledge::{ENGLISH, File, KnowledgeBase, Places, Problem, Sources};
use crate::text::normalise;

/// Warns of synonym groups that hold names of two different terms: asked for one, the base would find the other.
pub(super) fn merged_terms(knowledge: &KnowledgeBase, places: &Places<'_>) -> Vec<Problem> {
    let mut names: HashMap<(&str, String), &str> = HashMap::new();
    for document in knowledge.documents() {
        for term in document.lexicon().terms() {
            for name in std::iter::once(&term.name).chain(&term.aliases) {
                names.insert((document.id(), normalise(name)), &term.name);
            }
        }
    }
    let mut found = Vec::new();
    for group in places.groups() {
        let mut first: Option<(usize, &str)> = None;
        for (number, word) in group.words.iter().enumerate() {
            let Some(&term) = names.get(&(group.document, normalise(word))) else { continue };
            match first {
                None => first = Some((number, term)),
                Some((other, before)) if before != term => {
                    let message = format!("a synonym group that makes one of \"{before}\" and \"{term}\"");
                    let problem =
                        Problem::warning(group.word(number), message).with_related(group.word(other), "the other name");
                    found.push(problem.with_help("take one of the two out of the group"));
                }
                Some(_) => {}
            }
        }
    }
    found
}

/// A language with less than this share of the phrasings of the fullest one will be understood worse.
const THIN: f64 = 0.5;

/// Warns of languages in which there are far fewer ways of asking, or of small talk, than in the fullest of them. English
/// is what the others are read into: it needs more, and is not compared.
pub(super) fn thin_languages(sources: &Sources) -> Vec<Problem> {
    let talk = sources.talk.iter().filter(|file| file.language() != ENGLISH);
    let mut found = thin(talk.collect());
    for folder in &sources.folders {
        found.extend(thin(folder.translations.iter().filter(|file| file.kind() == "facts").collect()));
    }
    found
}

fn thin(files: Vec<&File>) -> Vec<Problem> {
    let counted: Vec<(&File, usize)> = files.into_iter().map(|file| (file, phrasings(file))).collect();
    let Some(&(fullest, most)) = counted.iter().max_by_key(|(_, count)| *count) else { return Vec::new() };
    let thin = counted.into_iter().filter(|&(_, count)| (count as f64) < THIN * most as f64);
    let problem = |(file, count): (&File, usize)| {
        let message = format!("{count} phrasings, where {} has {most}", fullest.path);
        Problem::warning_of(file, message).with_help("add ways in which speakers of the language say these things")
    };
    thin.map(problem).collect()
}

/// How many phrasings a file lists, whatever it lists them under.
fn phrasings(file: &File) -> usize {
    let table: toml::Table = file.text.trim_start_matches('\u{feff}').parse().unwrap_or_default();
    let entries = table.values().filter_map(toml::Value::as_array).flatten();
    entries.filter_map(|entry| entry.get("questions")?.as_array()).map(Vec::len).sum()
}
