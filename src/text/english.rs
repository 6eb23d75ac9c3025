//! How common a word is in English at large.
//!
//! The list is SCOWL's (Kevin Atkinson, <http://wordlist.aspell.net>; its notice is in `lists/english.LICENSE`): lower-case
//! words of the lists of size 10 to 60 in American and British spelling, each with the smallest size that holds it, and
//! an `n` behind the size of the words of sizes 10 and 20 that are nouns more often than not (by the tag counts of
//! WordNet 3.1, whose notice is in `lists/wordnet.LICENSE`), and the names of the lists of capitalised words of the same sizes.

use super::list::SortedList;
use bitcode::{Decode, Encode};

/// Each word with its size.
static LIST: SortedList = SortedList::new(include_str!("lists/english.txt"));

/// How common a word is in general English, most common first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum Commonness {
    /// Among the four thousand words that everybody uses (SCOWL 10), and no noun.
    Basic,
    /// Everyday words (SCOWL 20) that are no nouns.
    Everyday,
    /// Nouns that everybody uses: what they name is what a question is about, however common the word.
    BasicNoun,
    /// Everyday nouns.
    EverydayNoun,
    /// Words of a newspaper (SCOWL 35 and 40).
    Usual,
    /// Words of a dictionary (SCOWL 50 to 60).
    Rare,
    /// A well-known name: a country, a city, a person, a month.
    Name,
    /// Not an English word: an unknown name, a number, another language or a slip of the fingers.
    Unknown,
}

/// How common `word`, in normal form, is.
///
/// ```
/// use ibid::text::{Commonness, commonness};
/// assert_eq!(commonness("the"), Commonness::Basic);
/// assert_eq!(commonness("bejing"), Commonness::Unknown);
/// ```
pub fn commonness(word: &str) -> Commonness {
    match LIST.value(word) {
        Some("10") => Commonness::Basic,
        Some("20") => Commonness::Everyday,
        Some("10n") => Commonness::BasicNoun,
        Some("20n") => Commonness::EverydayNoun,
        Some("35" | "40") => Commonness::Usual,
        Some("name") => Commonness::Name,
        Some(_) => Commonness::Rare,
        None => Commonness::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_is_found_where_it_stands() {
        LIST.check();
    }

    #[test]
    fn what_is_not_listed_is_unknown() {
        for word in ["", " ", "zzzz", "aaaa", "2001", "привет", "the meeting"] {
            assert_eq!(commonness(word), Commonness::Unknown, "{word:?}");
        }
    }
}
