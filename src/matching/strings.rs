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

    /// Where a text is among texts that are in order.
    pub(super) fn place_of(&self, text: &str) -> Option<usize> {
        let place = self.partition_point(|other| other < text);
        (place < self.len() && self.get(place) == text).then_some(place)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_in_order_and_are_found() {
        let texts = ["", "a", "ab", "ab", "é"];
        let strings: Strings = texts.into_iter().collect();
        assert_eq!(strings.iter().collect::<Vec<_>>(), texts);
        for (below, expected) in [("", 0), ("ab", 2), ("b", 4), ("ß", 4), ("中", 5)] {
            assert_eq!(strings.partition_point(|text| text < below), expected, "{below:?}");
        }
        for (text, expected) in [("", Some(0)), ("ab", Some(2)), ("é", Some(4)), ("b", None), ("中", None)] {
            assert_eq!(strings.place_of(text), expected, "{text:?}");
        }
    }
}
