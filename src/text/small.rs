//! The small words of English, and what slips make of them.

use std::sync::LazyLock;

use super::english::{Commonness, commonness};
use super::slips::{letters, may_be_slips, slips};

/// The small words that questions have most, in about that order. Where a slip may have been meant to be several, it is the
/// first.
#[rustfmt::skip]
const SMALL: [&str; 70] = [
    "what", "the", "did", "does", "and", "that", "they", "with", "have", "their", "from", "this", "which", "when", "where", "were",
    "are", "was", "who", "why", "how", "you", "has", "had", "each", "other", "about", "between", "them", "these", "those", "there",
    "been", "being", "would", "could", "should", "will", "than", "then", "some", "more", "most", "into", "also", "only", "over",
    "after", "before", "because", "during", "through", "under", "against", "ever", "else", "such", "like", "give", "still", "many",
    "much", "your", "just", "really", "please", "another", "anything", "something", "doing",
];

/// The set of letters that each of them has.
static LETTERS: LazyLock<[u64; SMALL.len()]> = LazyLock::new(|| SMALL.map(letters));

/// In what is shorter than this a letter can only be missing, or two be swapped.
const SHORTEST_REWRITTEN: usize = 4;

/// The small word that what is no word, in normal form, was meant to be: with a letter too much, too few or wrong behind the
/// first one, or two swapped. "adn", "waht", "tey", "frok".
pub(super) fn small_word_meant(piece: &str) -> Option<&'static str> {
    if !piece.bytes().all(|b| b.is_ascii_lowercase()) || piece.len() < 3 || commonness(piece) != Commonness::Unknown {
        return None;
    }
    let own = letters(piece);
    let near = || {
        let alike = LETTERS.iter().zip(SMALL).filter(|(set, _)| may_be_slips(**set, own, 1));
        alike.map(|(_, small)| small).filter(|small| slips(piece, small, 1) == Some(1))
    };
    // The one slip that leaves all letters there are is a swap.
    let sorted_own = sorted(piece);
    near().find(|small| sorted(small) == sorted_own).or_else(|| {
        let is_near = |small: &&str| {
            small.as_bytes()[0] == piece.as_bytes()[0]
                && (piece.len() >= SHORTEST_REWRITTEN || small.len() > piece.len())
        };
        near().find(is_near)
    })
}

/// The letters of a word in order.
fn sorted(word: &str) -> Vec<u8> {
    let mut letters = word.as_bytes().to_vec();
    letters.sort_unstable();
    letters
}

#[cfg(test)]
mod tests {
    use super::super::is_function_word;
    use super::*;

    #[track_caller]
    fn check(piece: &str, expected: Option<&str>) {
        assert_eq!(small_word_meant(piece), expected, "{piece}");
    }

    #[test]
    fn slips_of_small_words_are_found() {
        check("adn", Some("and"));
        check("hte", Some("the"));
        check("waht", Some("what"));
        check("whe", Some("when"));
        check("tha", Some("that"));
        check("frok", Some("from"));
        check("eacch", Some("each"));
        check("betwen", Some("between"));
    }

    #[test]
    fn what_is_a_word_or_too_far_from_one_is_none() {
        for piece in ["form", "then", "xe", "amd", "treaty", "zhat", "2th", "воды", ""] {
            check(piece, None);
        }
    }

    #[test]
    fn they_are_words_of_grammar() {
        SMALL.iter().for_each(|small| assert!(is_function_word(small), "{small}"));
    }
}
