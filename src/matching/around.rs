//! What the words around a word say of it.

use crate::text::{Word, words};

/// "the 2" are the two, which tells nothing from another as other numbers do.
pub(super) fn is_both(words: &[Word], at: usize) -> bool {
    &*words[at].text == "2" && at > 0 && matches!(&*words[at - 1].text, "the" | "these" | "those" | "both" | "them")
}

/// "two", for what [is meant so](is_both).
pub(super) fn both() -> Option<Word> {
    words("two").pop()
}

/// Whether something is, or goes to be, in what a word names: "in Beijing" is the city, "Beijing's plans" are China's.
pub(super) fn is_in_it(words: &[Word], at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |before| &*words[before].text);
    matches!(
        before,
        "in" | "at" | "to" | "near" | "outside" | "inside" | "around" | "into" | "through" | "toward" | "towards"
    )
}

/// "us" is the United States in "us hegemony" and a pronoun in "tell us".
pub(super) fn is_pronoun_us(words: &[Word], at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |before| words[before].stem());
    let is_told = matches!(before, "tell" | "told" | "give" | "gave" | "show" | "ask" | "teach" | "taught" | "remind");
    &*words[at].text == "us"
        && !words[at].capital
        && (is_told || matches!(before, "let" | "help" | "for" | "of" | "to"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(tells: impl Fn(&[Word], usize) -> bool, text: &str, word: &str, expected: bool) {
        let words = words(text);
        let at = words.iter().position(|other| &*other.text == word).unwrap_or_else(|| panic!("{word} in {text}"));
        assert_eq!(tells(&words, at), expected, "{text:?}");
    }

    #[test]
    fn the_2_are_the_two() {
        check(is_both, "what do the 2 want", "2", true);
        check(is_both, "article 2 of it", "2", false);
    }

    #[test]
    fn us_is_a_pronoun_behind_tell() {
        check(is_pronoun_us, "tell us more", "us", true);
        check(is_pronoun_us, "what does us hegemony mean", "us", false);
    }

    #[test]
    fn something_is_in_a_place_behind_a_preposition() {
        check(is_in_it, "did they meet in lima", "lima", true);
        check(is_in_it, "what does lima want", "lima", false);
        check(is_in_it, "lima", "lima", false);
    }
}
