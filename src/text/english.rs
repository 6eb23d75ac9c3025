//! How common a word is in English at large.
//!
//! The list is SCOWL's (Kevin Atkinson, <http://wordlist.aspell.net>; its notice is in `english.LICENSE`): lower-case
//! words of the lists of size 10 to 60 in American and British spelling, each with the smallest size that holds it, and
//! the names of the lists of capitalised words of the same sizes.

/// Sorted by bytes, one `word size` a line, so that a look-up is a binary search in the binary itself: nothing to load.
const LIST: &str = include_str!("english.txt");

/// How common a word is in general English, most common first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Commonness {
    /// Among the four thousand words that everybody uses (SCOWL 10).
    Basic,
    /// Everyday words (SCOWL 20).
    Everyday,
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
    match size(word) {
        Some("10") => Commonness::Basic,
        Some("20") => Commonness::Everyday,
        Some("35" | "40") => Commonness::Usual,
        Some("name") => Commonness::Name,
        Some(_) => Commonness::Rare,
        None => Commonness::Unknown,
    }
}

fn size(word: &str) -> Option<&'static str> {
    let (mut low, mut high) = (0, LIST.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = LIST[..middle].rfind('\n').map_or(0, |newline| newline + 1);
        let end = LIST[middle..].find('\n').map_or(LIST.len(), |newline| middle + newline);
        let (entry, size) = LIST[start..end].split_once(' ')?;
        match word.cmp(entry) {
            std::cmp::Ordering::Equal => return Some(size),
            std::cmp::Ordering::Less => high = start,
            std::cmp::Ordering::Greater => low = end + 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_is_found_where_it_stands() {
        for line in LIST.lines() {
            let (word, expected) = line.split_once(' ').unwrap();
            assert_eq!(size(word), Some(expected), "{word}");
        }
    }

    #[test]
    fn what_is_not_listed_is_unknown() {
        for word in ["", " ", "zzzz", "aaaa", "2001", "привет", "the meeting"] {
            assert_eq!(commonness(word), Commonness::Unknown, "{word:?}");
        }
    }
}
