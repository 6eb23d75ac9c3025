//! Whose words or thoughts a question asks for: "what did Iran say about it", "how did Macron react". What speaks of somebody is
//! not what that one said.

use std::ops::Range;

use super::degree::is_form_of;
use super::terms::Token;
use crate::text::WordClass;

/// The tokens that name those whom a text lets speak or think; none where it names nobody, or lets nobody.
pub(super) fn speakers(tokens: &[Token]) -> Range<usize> {
    let speaks = |names: &Range<usize>| {
        let behind = tokens[names.end..].iter().position(|token| !is_adverb(token)).map(|at| names.end + at);
        let verb = behind.map_or("", |at| &*tokens[at].text);
        let leads = names.start.checked_sub(1).map_or("", |before| &*tokens[before].text);
        (is_auxiliary(leads) && is_form_of(verb, &SPEECH))
            || is_form_of(verb, &REACTIONS)
            || (leads == "of" && names.start > 1 && is_form_of(&tokens[names.start - 2].text, &REACTIONS))
    };
    let mut at = 0;
    while at < tokens.len() {
        let names = names_at(tokens, at);
        if !names.is_empty() && speaks(&names) {
            return names;
        }
        at = names.end.max(at + 1);
    }
    0..0
}

/// The names that stand side by side from a place on: "Syria and Iran"; or the word that stands where one would: "what do
/// analysts say".
fn names_at(tokens: &[Token], start: usize) -> Range<usize> {
    let is_name = |at: usize| tokens.get(at).is_some_and(|token| token.name || token.stranger);
    // "Moscow has long said" has its speaker before.
    let is_asked = start.checked_sub(1).is_some_and(|at| matches!(&*tokens[at].text, "do" | "does" | "did"));
    if is_asked && !is_name(start) && tokens[start].class == WordClass::Content {
        return start..start + 1;
    }
    let mut end = start;
    while is_name(end) {
        end += 1;
        if tokens.get(end).is_some_and(|token| matches!(&*token.text, "and" | "or")) && is_name(end + 1) {
            end += 1;
        }
    }
    start..end
}

fn is_auxiliary(word: &str) -> bool {
    matches!(word, "do" | "does" | "did" | "has" | "have" | "had" | "will" | "would")
}

fn is_adverb(token: &Token) -> bool {
    token.class == WordClass::Function
        && matches!(&*token.text, "also" | "really" | "actually" | "itself" | "himself" | "ever")
}

/// Saying, thinking and reacting, without endings.
const SPEECH: [&str; 23] = [
    "say",
    "said",
    "think",
    "thought",
    "feel",
    "felt",
    "see",
    "saw",
    "react",
    "respond",
    "answer",
    "reply",
    "repli",
    "comment",
    "welcome",
    "object",
    "protest",
    "criticise",
    "criticize",
    "believe",
    "view",
    "assess",
    "judge",
];

/// What is said or thought.
const REACTIONS: [&str; 7] = ["reaction", "response", "reply", "opinion", "view", "comment", "verdict"];

#[cfg(test)]
mod tests {
    use super::super::terms::Terms;
    use super::*;
    use crate::text::words;

    #[test]
    fn speakers_are_named_before_what_they_say() {
        for (question, expected) in [
            ("what did biden say about tea", "biden"),
            ("what do taiwan and germany really think of it", "taiwan and germany"),
            ("germany reaction to it", "germany"),
            ("the response of france", "france"),
            ("what did they say about biden", ""),
            ("what do analysts say", "analysts"),
            ("what did the bosses say", ""),
            ("what has long thought brought", ""),
            ("did biden come up", ""),
            ("who did biden and the others meet", ""),
        ] {
            let tokens = Terms::default().read(&words(question));
            let named: Vec<&str> = tokens[speakers(&tokens)].iter().map(|token| &*token.text).collect();
            assert_eq!(named.join(" "), expected, "{question}");
        }
    }
}
