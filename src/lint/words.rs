//! Lexicons that make one thing of two, and languages that have less to go by than others.

use std::collections::HashMap;

use crate::knowledge::{KnowledgeBase, Places, Problem, Sources};
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

/// Warns of languages whose small talk has far fewer phrasings than the fullest language's.
pub(super) fn thin_languages(sources: &Sources, knowledge: &KnowledgeBase) -> Vec<Problem> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for talk in knowledge.talk() {
        *counts.entry(talk.language()).or_default() += talk.questions().len();
    }
    let Some((fullest, most)) = counts.iter().max_by_key(|&(language, count)| (*count, std::cmp::Reverse(*language)))
    else {
        return Vec::new();
    };
    let thin = sources.talk.iter().filter_map(|file| {
        let language = file.language();
        let count = *counts.get(language)?;
        ((count as f64) < THIN * *most as f64).then(|| {
            let message = format!("{count} phrasings in \"{language}\", where \"{fullest}\" has {most}");
            Problem::warning_of(file, message).with_help("add ways in which its speakers say these things")
        })
    });
    thin.collect()
}
