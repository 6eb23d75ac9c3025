//! A choice: "did Xi or Putin say so?" is answered by what speaks of either.

use super::terms::Token;
use crate::text::{WordClass, is_number_word};

/// So many words of grammar may stand between "or" and what it offers: "in the south or in the north".
const BETWEEN: usize = 2;

/// The places of the pieces that a question offers a choice between, two at a time: names of the same kind, numbers, or other
/// words.
pub(super) fn choices(tokens: &[Token]) -> Vec<(usize, usize)> {
    let says = |token: &&Token| token.class != WordClass::Function || token.name || token.number;
    let pair = |or: usize| {
        let before = tokens[..or].iter().rev().take(1 + BETWEEN).position(|token| says(&token))?;
        let behind = tokens[or + 1..].iter().take(1 + BETWEEN).position(|token| says(&token))?;
        Some((or - 1 - before, or + 1 + behind))
    };
    let ors = (0..tokens.len()).filter(|&at| &*tokens[at].text == "or");
    ors.filter_map(pair).filter(|&(a, b)| are_alike(&tokens[a], &tokens[b])).collect()
}

/// Whether it is a number, one that a lexicon has other words for too.
fn counts(token: &Token) -> bool {
    token.number || (!token.name && is_number_word(&token.text))
}

fn are_alike(a: &Token, b: &Token) -> bool {
    a.name == b.name && a.kind == b.kind && counts(a) == counts(b)
}

#[cfg(test)]
mod tests {
    use super::super::terms::Terms;
    use super::*;
    use crate::text::words;

    #[test]
    fn what_is_offered_stands_beside_or() {
        let terms = Terms::default();
        for (question, expected) in [
            ("was it signed in 2001 or in 2002", "2001|2002"),
            ("have their ties grown closer or looser", "closer|looser"),
            ("a quarrel over ideas or just over land", "ideas|land"),
            ("was it in 2001 or later", ""),
            ("or is it gas", ""),
            ("is it oil or", ""),
        ] {
            let tokens = terms.read(&words(question));
            let found: Vec<String> =
                choices(&tokens).into_iter().map(|(a, b)| format!("{}|{}", tokens[a].text, tokens[b].text)).collect();
            assert_eq!(found.join(" "), expected, "{question:?}");
        }
    }
}
