//! Comparing: who asks whether something is larger than another, or the most important, is answered by what speaks of that
//! degree, and not by what only speaks of both. Nor is who asks why somebody refused a thing answered by what grants it.

use super::terms::Token;
use crate::text::WordClass;

/// The places of the words with which a question compares.
pub(super) fn degrees(tokens: &[Token]) -> Vec<usize> {
    let text = |at: usize| tokens.get(at).map_or("", |token: &Token| &*token.text);
    let follows = |at: usize, word: &str| tokens[at + 1..].iter().any(|token| &*token.text == word);
    let compares = |at: usize| match text(at) {
        // "More than half a century ago" counts.
        "more" | "less" => text(at + 1) != "than" && follows(at, "than"),
        // "Most of them", "at least".
        "most" | "least" => !matches!(text(at + 1), "of" | "") && (at == 0 || text(at - 1) != "at"),
        // "Who spoke first?"
        "first" if text(at + 1).is_empty() => at > 1 && matches!(text(0), "who" | "which"),
        "first" => text(at + 1) == "to" || follows(at, "ever"),
        word => is_superlative(word) || (is_comparative(word) && follows(at, "than")),
    };
    (0..tokens.len()).filter(|&at| compares(at)).collect()
}

/// The places of the words with which a question about something that a lexicon names turns down, takes back or laments what it
/// speaks of, or tells of what a text would not leave out: why Xi refused it, whether Putin apologised, but not how a booking is
/// cancelled.
pub(super) fn refusals(tokens: &[Token]) -> Vec<usize> {
    if tokens.iter().all(|token| token.kind.is_none()) {
        return Vec::new();
    }
    let is_out = |at: usize| tokens.get(at + 1).is_some_and(|token| &*token.text == "out");
    let refuses = |at: usize| {
        let Token { text, class, kind, .. } = &tokens[at];
        let is_verb = *class == WordClass::Content && kind.is_none();
        is_verb && (is_form_of(text, &REFUSALS) || (is_out(at) && is_form_of(text, &REFUSALS_WITH_OUT)))
    };
    (0..tokens.len()).filter(|&at| refuses(at)).collect()
}

/// Whether a word is one of some verbs or nouns, given without endings, with an ending or as it is.
pub(super) fn is_form_of(word: &str, verbs: &[&str]) -> bool {
    const ENDINGS: [&str; 9] = ["", "s", "es", "d", "ed", "ted", "ing", "al", "ure"];
    ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending)).any(|verb| verbs.contains(&verb))
}

/// What becomes a refusal, a failure, or what a text would not leave out if it had come to that, with an ending or as it is.
const REFUSALS: [&str; 26] = [
    "refus",
    "refuse",
    "reject",
    "renounc",
    "renounce",
    "boycott",
    "veto",
    "cancel",
    "cancell",
    "deny",
    "deni",
    "withdraw",
    "withdrew",
    "withdrawn",
    "regret",
    "fail",
    "quit",
    "scrapp",
    "apologis",
    "apologiz",
    "apologise",
    "apologize",
    "resign",
    "surrender",
    "threaten",
    "betray",
];

/// "Back out", "pulled out": what does so with "out" behind it.
const REFUSALS_WITH_OUT: [&str; 5] = ["back", "pull", "walk", "drop", "dropp"];

/// Whether some words speak of a degree at all.
pub(super) fn speak_of_degree(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| matches!(&*token.text, "more" | "less") || is_comparative(&token.text))
        || !degrees(tokens).is_empty()
}

fn is_comparative(word: &str) -> bool {
    matches!(word, "better" | "worse" | "further") || is_degree(word, "er")
}

fn is_superlative(word: &str) -> bool {
    is_degree(word, "est")
}

fn is_degree(word: &str, ending: &str) -> bool {
    word.strip_suffix(ending).is_some_and(|short| DEGREES.contains(&short))
}

/// What becomes a comparative and a superlative with an ending.
const DEGREES: [&str; 22] = [
    "bigg", "clos", "deep", "easi", "fast", "great", "hard", "high", "larg", "long", "low", "near", "new", "old",
    "poor", "rich", "short", "small", "strong", "weak", "weighti", "young",
];

#[cfg(test)]
mod tests {
    use super::super::terms::Terms;
    use super::*;
    use crate::knowledge::TermKind;
    use crate::text::words;

    #[test]
    fn refusals_of_what_has_a_name_are_found_in_their_forms() {
        let terms = Terms::default();
        for (question, named, expected) in [
            ("why did xi refuse to support the refusal", "xi", "refuse refusal"),
            ("who rejects vetoed and cancelled what china said", "china", "rejects vetoed cancelled"),
            ("why did it fail for russia and who regretted the failure", "russia", "fail regretted failure"),
            ("did xi apologise or threaten to resign", "xi", "apologise threaten resign"),
            ("did china pull out and bring out what", "china", "pull"),
            ("what did the fusion of the projects bring to china", "china", ""),
            ("how do i cancel a booking", "", ""),
        ] {
            let mut tokens = terms.read(&words(question));
            let places = tokens.iter_mut().filter(|token| &*token.text == named);
            places.for_each(|token| token.kind = Some(TermKind::Place));
            let found: Vec<&str> = refusals(&tokens).into_iter().map(|at| &*tokens[at].text).collect();
            assert_eq!(found.join(" "), expected, "{question:?}");
        }
    }

    #[test]
    fn what_compares_is_told_from_what_counts_or_names() {
        let terms = Terms::default();
        for (question, expected) in [
            ("is the pipeline longer than the border", "longer"),
            ("which is more important than gas", "more"),
            ("the most important project and the largest", "most largest"),
            ("was it the first treaty they ever signed", "first"),
            ("who was the first to speak", "first"),
            ("who spoke first", "first"),
            ("what was his first trip", ""),
            ("did most of them agree, at least in part", ""),
            ("do they want to know more about the number", ""),
            ("more than half of the countries rather than these", ""),
        ] {
            let tokens = terms.read(&words(question));
            let found: Vec<&str> = degrees(&tokens).into_iter().map(|at| &*tokens[at].text).collect();
            assert_eq!(found.join(" "), expected, "{question:?}");
        }
    }
}
