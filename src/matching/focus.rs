//! What a question asks for by name: the ships of "which ships took part", the towns of "how many towns".

use std::ops::Range;

use super::terms::Token;
use crate::text::WordClass;

/// More words than this do not belong to one name: "which nuclear power plants".
const LONGEST: usize = 3;

/// The tokens that name what is asked for; none where nothing is asked for by name. "What" does not count: what comes behind
/// it is a verb as often as not ("what caused the quarrel").
pub(super) fn focus(tokens: &[Token]) -> Range<usize> {
    let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| &*token.text == word);
    let opens = |at: usize| match &*tokens[at].text {
        "which" | "whose" => true,
        "many" | "much" => at > 0 && is(at - 1, "how"),
        _ => false,
    };
    let Some(at) = (0..tokens.len()).find(|&at| opens(at)) else { return 0..0 };
    let named = tokens[at + 1..].iter().take_while(|token| token.class == WordClass::Content);
    at + 1..at + 1 + named.take(LONGEST).count()
}

#[cfg(test)]
mod tests {
    use super::super::terms::Terms;
    use super::*;
    use crate::text::words;

    #[test]
    fn what_is_asked_for_by_name_stands_behind_the_question_word() {
        for (question, expected) in [
            ("which warships took part", "warships"),
            ("in which sea did they train", "sea"),
            ("how many border towns were there", "border towns"),
            ("which nuclear energy research plants", "nuclear energy research"),
            ("so many towns", ""),
            ("what caused the quarrel", ""),
            ("which of them", ""),
            ("which", ""),
        ] {
            let tokens = Terms::default().read(&words(question));
            let named: Vec<&str> = tokens[focus(&tokens)].iter().map(|token| &*token.text).collect();
            assert_eq!(named.join(" "), expected, "{question}");
        }
    }
}
