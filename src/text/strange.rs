//! Words that make no sense as they were typed: stretched, run together, typed in the letters of another script or on
//! another keyboard.

use super::english::{Commonness, commonness};
use super::words::is_function_word;

/// As long as a word may be that is cut into several.
const LONGEST_RUN: usize = 120;
/// A shorter word is no run of words: names fall apart too easily.
const SHORTEST_RUN: usize = 8;
/// A name or a word of the base has so many letters at least to be found in a run of words.
const SHORTEST_IN_RUN: usize = 3;

/// The keys of an American keyboard, in the order in which languages list what stands on them.
const KEYS: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.";

/// A word without the letters it was stretched by: "whyyyy" is "why", "goood" is "good". `None` if it is not stretched.
///
/// ```
/// assert_eq!(ibid::text::unstretched("goood").as_deref(), Some("good"));
/// ```
pub fn unstretched(word: &str) -> Option<String> {
    let (second, third) = (word.chars().skip(1), word.chars().skip(2));
    if !word.chars().zip(second).zip(third).any(|((a, b), c)| a == b && b == c && a.is_alphabetic()) {
        return None;
    }
    let shortened = |most: usize| {
        let mut out = String::new();
        let chars: Vec<char> = word.chars().collect();
        for run in chars.chunk_by(|a, b| a == b) {
            let length = if run.len() > 2 && run[0].is_alphabetic() { most } else { run.len() };
            out.extend(run.iter().take(length));
        }
        out
    };
    let double = shortened(2);
    let is_word = commonness(&double) != Commonness::Unknown || is_function_word(&double);
    Some(if is_word { double } else { shortened(1) })
}

/// The words that a word is run together of: "wheredidtheymeet". Those of English count, and those `known` besides.
///
/// ```
/// assert_eq!(ibid::text::cut_run("wheredidtheymeet", &|_| false).as_deref(), Some("where did they meet"));
/// assert_eq!(ibid::text::cut_run("zelensky", &|_| false), None);
/// ```
pub fn cut_run(word: &str, known: &dyn Fn(&str) -> bool) -> Option<String> {
    if !(SHORTEST_RUN..=LONGEST_RUN).contains(&word.len()) || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    // The cheapest way to cut what stands before each letter, and where its last word begins.
    let mut best: Vec<Option<(f32, usize)>> = vec![None; word.len() + 1];
    best[0] = Some((0.0, 0));
    for end in 1..=word.len() {
        for start in end.saturating_sub(20)..end {
            let Some((before, _)) = best[start] else { continue };
            let Some(cost) = cost(&word[start..end], known) else { continue };
            let total = before + cost;
            if best[end].is_none_or(|(least, _)| total < least) {
                best[end] = Some((total, start));
            }
        }
    }
    let mut words = Vec::new();
    let mut end = word.len();
    while end > 0 {
        let (_, start) = best[end]?;
        words.push(&word[start..end]);
        end = start;
    }
    words.reverse();
    (words.len() > 1).then(|| words.join(" "))
}

/// How unlikely a word is in a run of words; `None` if it is none.
fn cost(word: &str, known: &dyn Fn(&str) -> bool) -> Option<f32> {
    let is_short = word.len() < SHORTEST_IN_RUN;
    // What is quickest to tell comes first.
    match word.len() {
        1 => matches!(word, "a" | "i").then_some(3.0),
        _ if is_function_word(word) => Some(if is_short { 1.5 } else { 1.0 }),
        _ if is_short => None,
        _ if known(word) => Some(1.0),
        _ => match commonness(word) {
            Commonness::Basic | Commonness::Everyday | Commonness::BasicNoun | Commonness::EverydayNoun => Some(1.2),
            Commonness::Usual => Some(2.0),
            Commonness::Rare | Commonness::Name | Commonness::Unknown => None,
        },
    }
}

/// What was meant by a text typed on an American keyboard by somebody who took it for one with `keys` on it, or, where
/// `back`, the other way round.
///
/// ```
/// let russian = "йцукенгшщзхъфывапролджэячсмитьбю";
/// assert_eq!(ibid::text::retyped("ult", russian, false), "где");
/// assert_eq!(ibid::text::retyped("црукув", russian, true), "whered");
/// ```
pub fn retyped(text: &str, keys: &str, back: bool) -> String {
    let (from, to) = if back { (keys, KEYS) } else { (KEYS, keys) };
    let key = |c: char| from.chars().position(|key| key == c).and_then(|at| to.chars().nth(at)).unwrap_or(c);
    text.chars().flat_map(char::to_lowercase).map(key).collect()
}

/// A text in Latin letters in those of another script. `letters` are pairs of Latin letters and what they stand for,
/// the longest first.
pub fn transliterated(text: &str, letters: &[(String, String)]) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match letters.iter().find(|(latin, _)| rest.starts_with(latin.as_str())) {
            Some((latin, other)) => {
                out.push_str(other);
                rest = &rest[latin.len()..];
            }
            None => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretched_words_are_shortened_to_words() {
        for (word, expected) in [
            ("whyyyy", Some("why")),
            ("sooooo", Some("so")),
            ("needddd", Some("need")),
            ("goood", Some("good")),
            ("meet", None),
            ("2000", None),
            ("", None),
        ] {
            assert_eq!(unstretched(word).as_deref(), expected, "{word}");
        }
    }

    #[test]
    fn runs_of_words_are_cut() {
        let known = |word: &str| matches!(word, "xi" | "putin" | "beijing" | "treaty" | "siberia");
        for (word, expected) in [
            ("wheredidtheymeet", Some("where did they meet")),
            ("whensignedtreaty", Some("when signed treaty")),
            ("whatdidputinsay", Some("what did putin say")),
            ("powerofsiberia", Some("power of siberia")),
            ("merkel", None),
            ("erdogan", None),
            ("zelenskyy", None),
            ("qwertzuiop", None),
        ] {
            assert_eq!(cut_run(word, &known).as_deref(), expected, "{word}");
        }
    }

    #[test]
    fn letters_of_another_script_are_read_longest_first() {
        let letters = [("shch", "щ"), ("sh", "ш"), ("s", "с"), ("h", "х"), ("i", "и")];
        let letters = letters.map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(transliterated("shchi shi si", &letters), "щи ши си");
    }
}
