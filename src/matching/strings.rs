//! Many short texts in one: a text of its own takes the memory of three.

use bitcode::{Decode, Encode};

use super::runs::Runs;

/// Texts, one behind the other.
#[derive(Debug, Default, Encode, Decode)]
pub(super) struct Strings {
    letters: String,
    ends: Runs,
}

impl Strings {
    /// Appends a text.
    pub(super) fn push(&mut self, text: &str) {
        self.letters.push_str(text);
        self.ends.end(self.letters.len());
    }

    /// How many texts there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text in a place.
    pub(super) fn get(&self, place: usize) -> &str {
        &self.letters[self.ends.of(place)]
    }

    /// How many texts come first of which something holds, where it holds of none behind them.
    pub(super) fn partition_point(&self, holds: impl Fn(&str) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if holds(self.get(middle)) { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// Every text, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|place| self.get(place))
    }

    pub(super) fn shrink_to_fit(&mut self) {
        self.letters.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

impl<'t> FromIterator<&'t str> for Strings {
    fn from_iter<I: IntoIterator<Item = &'t str>>(texts: I) -> Self {
        let mut strings = Strings::default();
        texts.into_iter().for_each(|text| strings.push(text));
        strings.shrink_to_fit();
        strings
    }
}

/// Texts in order, which are searched by how they start: one list of numbers is read where every text would be.
#[derive(Debug, Default, Encode, Decode)]
pub(super) struct Sorted {
    texts: Strings,
    starts: Vec<u64>,
}

impl Sorted {
    /// Where a text is.
    pub(super) fn place_of(&self, text: &str) -> Option<usize> {
        let start = start_of(text);
        let first = self.starts.partition_point(|other| *other < start);
        let mut alike = (first..).take_while(|place| self.starts.get(*place) == Some(&start));
        alike.find(|place| self.texts.get(*place) == text)
    }

    /// Every text, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.texts.iter()
    }
}

/// The texts must come in order.
impl<'t> FromIterator<&'t str> for Sorted {
    fn from_iter<I: IntoIterator<Item = &'t str>>(texts: I) -> Self {
        let texts: Strings = texts.into_iter().collect();
        let starts = texts.iter().map(start_of).collect();
        Sorted { texts, starts }
    }
}

/// The first bytes of a text as a number, in the order of the texts.
fn start_of(text: &str) -> u64 {
    let mut first = [0; size_of::<u64>()];
    first.iter_mut().zip(text.bytes()).for_each(|(first, byte)| *first = byte);
    u64::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_in_order() {
        let texts = ["", "a", "ab", "ab", "é"];
        let strings: Strings = texts.into_iter().collect();
        assert_eq!(strings.iter().collect::<Vec<_>>(), texts);
        for (below, expected) in [("", 0), ("ab", 2), ("b", 4), ("ß", 4), ("中", 5)] {
            assert_eq!(strings.partition_point(|text| text < below), expected, "{below:?}");
        }
    }

    #[test]
    fn texts_are_found_among_others_that_start_alike() {
        let sorted: Sorted = ["", "a", "ab", "abcdefgh", "abcdefghi", "abcdefghj", "é"].into_iter().collect();
        for (place, text) in sorted.iter().enumerate() {
            assert_eq!(sorted.place_of(text), Some(place), "{text:?}");
        }
        for text in ["b", "abc", "abcdefghk", "abcdefg", "a\0", "中"] {
            assert_eq!(sorted.place_of(text), None, "{text:?}");
        }
    }
}
