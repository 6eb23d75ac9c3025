//! The names, years and counts in a sentence, by how they are written.

use std::collections::HashSet;

use unicode_segmentation::UnicodeSegmentation;

use crate::text::{is_function_word, normalise};

/// Words that may stand inside a name: "Power of Siberia".
const INNER: &[&str] = &["of", "the", "and", "de", "la", "van", "von", "der", "del", "di", "da", "al", "bin"];

/// The names that a text writes with a capital letter in the middle of a sentence, word by word.
#[derive(Debug, Default)]
pub(super) struct Known(HashSet<String>);

impl Known {
    pub(super) fn of<'t>(sentences: impl Iterator<Item = &'t str>) -> Self {
        let mut known = HashSet::new();
        for sentence in sentences {
            for word in sentence.unicode_words().skip(1) {
                if is_capital(word) {
                    known.insert(without_possessive(word).to_owned());
                }
            }
        }
        Known(known)
    }
}

/// The names in a sentence, each once, in order.
pub(super) fn names(sentence: &str, known: &Known) -> Vec<String> {
    let words: Vec<(usize, &str)> = sentence.unicode_word_indices().collect();
    let mut names: Vec<String> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if !begins_name(&words, at, known) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        loop {
            let inner = words[end..].iter().take(2).take_while(|(_, word)| INNER.contains(word)).count();
            let next = end + inner;
            let is_more = words.get(next).is_some_and(|&(_, word)| is_capital(word))
                && is_joined(sentence, &words[end - 1..=next]);
            // "China and Russia" are two; the "Treaty of Friendship and Cooperation" is one.
            let is_linked = words[at..end].iter().any(|(_, word)| INNER.contains(word));
            if !is_more || (inner > 0 && words[end].1 == "and" && !is_linked) {
                break;
            }
            end = next + 1;
        }
        let (last, word) = words[end - 1];
        let name = &sentence[words[at].0..last + word.len()];
        let name = without_possessive(name).to_owned();
        if !names.contains(&name) {
            names.push(name);
        }
        at = end;
    }
    names
}

/// Whether only spaces and hyphens stand between the words.
fn is_joined(sentence: &str, words: &[(usize, &str)]) -> bool {
    words.windows(2).all(|pair| matches!(&sentence[pair[0].0 + pair[0].1.len()..pair[1].0], " " | "-"))
}

fn begins_name(words: &[(usize, &str)], at: usize, known: &Known) -> bool {
    let word = words[at].1;
    if !is_capital(word) || is_function_word(&normalise(word)) {
        return false;
    }
    // The first word has a capital whatever it is.
    at > 0 || known.0.contains(without_possessive(word)) || words.get(1).is_some_and(|(_, next)| is_capital(next))
}

/// "China" of "China’s".
fn without_possessive(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && (word.chars().count() > 1)
}

/// The years in a sentence, as written: "2001", "1960s".
pub(super) fn years(sentence: &str) -> Vec<&str> {
    let is_year = |word: &&str| {
        let digits = word.strip_suffix('s').unwrap_or(word);
        digits.len() == 4
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && matches!(digits.as_bytes()[0], b'1' | b'2')
    };
    sentence.unicode_words().filter(is_year).collect()
}

/// What is counted in a sentence: the words behind its numbers, in small letters and more than one of them.
pub(super) fn counted(sentence: &str) -> Vec<&str> {
    let words: Vec<&str> = sentence.unicode_words().collect();
    let is_count = |word: &str| {
        word.bytes().all(|byte| byte.is_ascii_digit() || byte == b',' || byte == b'.') && years(word).is_empty()
    };
    let is_plural = |word: &str| word.len() > 3 && word.ends_with('s') && word.starts_with(char::is_lowercase);
    words.windows(2).filter(|pair| is_count(pair[0]) && is_plural(pair[1])).map(|pair| pair[1]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sentence: &str, expected: &[&str]) {
        let known = Known::of(["In Xi and China and Putin"].into_iter());
        assert_eq!(names(sentence, &known), expected, "{sentence}");
    }

    #[test]
    fn names_are_runs_of_capitals() {
        check("China’s economy met the Power of Siberia pipeline.", &["China", "Power of Siberia"]);
        check("The leaders met in Beijing.", &["Beijing"]);
        check("However, Vladimir Putin and Xi Jinping met.", &["Vladimir Putin", "Xi Jinping"]);
        check("Ties between China and Russia grew.", &["China", "Russia"]);
        check("The talks of Xi Jinping and Vladimir Putin ended.", &["Xi Jinping", "Vladimir Putin"]);
        check("Bilateral trade grew.", &[]);
        check(
            "They signed the Treaty of Good-Neighborliness and Friendly Cooperation.",
            &["Treaty of Good-Neighborliness and Friendly Cooperation"],
        );
    }

    #[test]
    fn years_and_counts_are_told_apart() {
        assert_eq!(years("In 2001 and the 1960s, 200 steps."), ["2001", "1960s"]);
        assert_eq!(
            counted("In 2001 and the 1960s, 200 steps and 1,000 lamps burnt 3.5 hours."),
            ["steps", "lamps", "hours"]
        );
    }
}
