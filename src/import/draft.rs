//! A first `facts.toml`: each sentence quoted, with phrasings made of its names, years, counts and relations.
//!
//! They are drafts: nobody asks in these words, and nobody has looked whether the sentence answers. They are served
//! only where somebody wants to try them.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use unicode_segmentation::UnicodeSegmentation;

use super::names::{Known, counted, names, years};
use crate::question::Question;
use crate::text::{is_function_word, key, normalise, words};

/// More phrasings of one making would not find more.
const MOST_PHRASINGS: usize = 6;

/// A sentence of a document, for drafting.
#[derive(Clone, Copy, Debug)]
pub struct Line<'t> {
    /// The sentence.
    pub text: &'t str,
    /// The heading above it.
    pub heading: Option<&'t str>,
}

/// A fact that somebody has to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    id: String,
    topic: Option<String>,
    questions: Vec<String>,
    quote: String,
}

/// Drafts for the sentences of `lines` that `is_wanted`. `slug` begins the ids, and `taken` are those that are used.
///
/// A sentence that stands twice, or in another one, cannot be quoted by itself and gets none.
pub fn drafts(
    lines: &[Line<'_>],
    language: &str,
    slug: &str,
    taken: &HashSet<String>,
    is_wanted: impl Fn(usize) -> bool,
    mut tick: impl FnMut(),
) -> Vec<Draft> {
    let known = Known::of(lines.iter().map(|line| line.text));
    let all = lines.iter().map(|line| line.text).collect::<Vec<_>>().join("\n");
    let mut ids = taken.clone();
    let mut found: Vec<(Draft, Vec<String>)> = Vec::new();
    let mut uses: HashMap<String, usize> = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        tick();
        let announces = line.text.ends_with([':', '：']);
        if !is_wanted(at)
            || announces
            || words(&normalise(line.text)).is_empty()
            || all.matches(line.text).nth(1).is_some()
        {
            continue;
        }
        let questions = phrasings(line.text, language, &known);
        let keys: Vec<String> = questions.iter().map(|question| key(&words(&normalise(question)))).collect();
        for key in keys.iter().collect::<HashSet<_>>() {
            *uses.entry(key.clone()).or_default() += 1;
        }
        let id = unique_id(slug, line.text, &mut ids);
        let topic = line.heading.map(kebab).filter(|topic| !topic.is_empty());
        found.push((Draft { id, topic, questions, quote: line.text.to_owned() }, keys));
    }
    // What would ask for several sentences asks for none of them.
    let mut drafts = Vec::new();
    for (mut draft, keys) in found {
        let mut seen = HashSet::new();
        let mut keys = keys.into_iter();
        draft
            .questions
            .retain(|_| keys.next().is_some_and(|key| !key.is_empty() && uses[&key] == 1 && seen.insert(key)));
        draft.questions.truncate(MOST_PHRASINGS);
        if !draft.questions.is_empty() {
            drafts.push(draft);
        }
    }
    drafts
}

/// The drafts as `facts.toml` has them.
pub fn to_toml(drafts: &[Draft]) -> String {
    let mut text = String::new();
    let shown = |text: &str| toml::Value::from(text).to_string();
    for draft in drafts {
        let _ = writeln!(text, "\n[[fact]]\nid = {}", shown(&draft.id));
        if let Some(topic) = &draft.topic {
            let _ = writeln!(text, "topic = {}", shown(topic));
        }
        let _ = writeln!(text, "draft = true\nquestions = [");
        for question in &draft.questions {
            let _ = writeln!(text, "  {},", shown(question));
        }
        let _ = writeln!(text, "]\nquotes = [{}]", shown(&draft.quote));
    }
    text
}

/// Ways of asking for a sentence, the best first.
fn phrasings(sentence: &str, language: &str, known: &Known) -> Vec<String> {
    let names = names(sentence, known);
    let mut phrasings = Vec::new();
    if language.split('-').next() == Some("en") {
        phrasings.extend(relations(sentence, &names));
        for year in years(sentence) {
            phrasings.push(if year.ends_with('s') {
                format!("What happened in the {year}?")
            } else {
                format!("What happened in {year}?")
            });
        }
        phrasings.extend(counted(sentence).into_iter().map(|counted| format!("How many {counted}?")));
        phrasings.extend(names.windows(2).map(|pair| format!("What does it say about {} and {}?", pair[0], pair[1])));
        phrasings.extend(names.iter().map(|name| format!("What does it say about {name}?")));
    }
    phrasings.push(opening(sentence));
    let mut keywords: Vec<&str> = Vec::new();
    for word in sentence.unicode_words().filter(|word| word.chars().count() > 3) {
        if !keywords.contains(&word) && !is_function_word(&normalise(word)) {
            keywords.push(word);
        }
    }
    // What names a sentence best are its longest words, in their order.
    let mut longest = keywords.clone();
    longest.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    longest.truncate(5);
    phrasings.push(keywords.into_iter().filter(|word| longest.contains(word)).collect::<Vec<_>>().join(" "));
    phrasings
        .retain(|phrasing| phrasing.chars().count() <= Question::MAX_CHARS && phrasing.contains(char::is_alphanumeric));
    phrasings
}

/// The sentence up to where its first clause ends, as a statement to find it by.
fn opening(sentence: &str) -> String {
    const LONGEST: usize = 14;
    let clause = sentence
        .split([',', ';', '，', '；', ':', '：', '。'])
        .find(|clause| clause.unicode_words().count() > 3)
        .unwrap_or(sentence);
    let words: Vec<&str> = clause.split_whitespace().take(LONGEST).collect();
    words.join(" ").trim_end_matches(['.', '!', '?', '…']).to_owned()
}

/// Questions from "X was built in Y" and "X signed Y".
fn relations(sentence: &str, names: &[String]) -> Vec<String> {
    let clause = sentence.split([',', ';', ':', '(']).next().unwrap_or_default().trim_end_matches(['.', '!', '?']);
    let words: Vec<&str> = clause.split_whitespace().collect();
    let mut found = Vec::new();
    let is_participle = |word: &str| {
        word.ends_with("ed")
            || matches!(
                word,
                "built" | "born" | "made" | "held" | "found" | "written" | "known" | "led" | "sent" | "set" | "won"
            )
    };
    if let Some(at) =
        words.iter().position(|word| matches!(*word, "was" | "were" | "is" | "are")).filter(|at| (1..=8).contains(at))
    {
        let (subject, verb) = (small(&words[..at]), words[at]);
        if let Some(participle) = words.get(at + 1).filter(|word| is_participle(word)) {
            if !years(clause).is_empty() {
                found.push(format!("When {verb} {subject} {participle}?"));
            }
            let place = words[at..].windows(2).any(|pair| {
                matches!(pair[0], "in" | "at" | "near") && names.iter().any(|name| name.starts_with(pair[1]))
            });
            if place {
                found.push(format!("Where {verb} {subject} {participle}?"));
            }
            if words[at..].contains(&"by") {
                found.push(format!("By whom {verb} {subject} {participle}?"));
            }
        } else if !matches!(words.get(at + 1), None | Some(&"not")) {
            found.push(format!("What {verb} {subject}?"));
        }
    }
    // "Ada Moore lit …": who did it is asked where a name does something.
    if let Some(name) = names.first().filter(|name| clause.starts_with(name.as_str())) {
        let rest: Vec<&str> = clause[name.len()..].split_whitespace().collect();
        if let [verb, rest @ ..] = rest.as_slice()
            && verb.ends_with("ed")
            && rest.len() > 1
        {
            found.push(format!("Who {verb} {}?", rest.join(" ")));
        }
    }
    found
}

/// Words as they stand in the middle of a sentence.
fn small(words: &[&str]) -> String {
    let joined = words.join(" ");
    match joined.split_once(' ') {
        Some((first, rest)) if is_function_word(&normalise(first)) => format!("{} {rest}", first.to_lowercase()),
        _ => joined,
    }
}

/// An id of the document's name and the first words of weight.
fn unique_id(slug: &str, sentence: &str, taken: &mut HashSet<String>) -> String {
    let weighty: Vec<String> = words(&normalise(sentence))
        .into_iter()
        .map(|word| word.text.to_string())
        .filter(|word| !is_function_word(word))
        .collect();
    let stem = kebab(&format!("{slug} {}", weighty.iter().take(4).map(String::as_str).collect::<Vec<_>>().join(" ")));
    let stem = if stem.is_empty() { "sentence".to_owned() } else { stem };
    let free = (1..).map(|n| if n == 1 { stem.clone() } else { format!("{stem}-{n}") }).find(|id| !taken.contains(id));
    let id = free.expect("there is always a number that is free");
    taken.insert(id.clone());
    id
}

/// Small letters, figures and single hyphens; what has another script has no place in an id.
pub fn kebab(text: &str) -> String {
    let normal = normalise(text).replace('\'', "");
    let parts = normal.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sentence: &str) -> Vec<String> {
        phrasings(sentence, "en", &Known::of([sentence, "the Baltic Sea and Ada Moore"].into_iter()))
    }

    #[test]
    fn phrasings_ask_for_what_a_sentence_relates() {
        for (sentence, expected) in [
            ("The lighthouse was built in 1850 on a rock.", "When was the lighthouse built?"),
            ("The talks were held in Beijing.", "Where were the talks held?"),
            ("The lamp was designed by Ada Moore.", "By whom was the lamp designed?"),
            ("Ada Moore painted the tower white.", "Who painted the tower white?"),
            ("A stair of 200 steps leads up.", "How many steps?"),
            ("The border is a source of contention.", "What is the border?"),
            ("Drills took place in the Baltic Sea.", "What does it say about Baltic Sea?"),
            ("Clashes came in the 1960s.", "What happened in the 1960s?"),
        ] {
            assert!(of(sentence).iter().any(|phrasing| phrasing == expected), "{sentence}: {:?}", of(sentence));
        }
    }

    #[test]
    fn no_phrasing_asks_for_two_sentences_and_none_is_without_any() {
        let lines =
            ["China grew in 2001.", "China shrank in 2001.", "Look:", "China grew in 2001. Really.", "这是一句话。"];
        let lines = lines.map(|text| Line { text, heading: Some("Past & Present") });
        let drafts = drafts(&lines, "en", "trade", &HashSet::new(), |_| true, || ());
        let quotes: Vec<_> = drafts.iter().map(|draft| draft.quote.as_str()).collect();
        // The first one also stands inside the fourth.
        assert_eq!(quotes, ["China shrank in 2001.", "China grew in 2001. Really.", "这是一句话。"]);
        let mut keys = HashSet::new();
        for draft in &drafts {
            assert_eq!(draft.topic.as_deref(), Some("past-present"));
            assert!(!draft.questions.is_empty());
            assert!(
                draft.questions.iter().all(|question| keys.insert(key(&words(&normalise(question))))),
                "{drafts:#?}"
            );
        }
    }

    #[test]
    fn names_of_files_and_headings_become_ids() {
        for (text, expected) in [
            ("The U.S. & Cuba", "the-us-cuba"),
            ("Été 2024", "ete-2024"),
            ("中国", ""),
            ("a--b_c", "a-b-c"),
            ("Moore's law", "moores-law"),
        ] {
            assert_eq!(kebab(text), expected, "{text}");
        }
    }
}
