//! Spelling: the word of a knowledge base that a word nobody knows was meant to be.

use bitcode::{Decode, Encode};
use rustc_hash::{FxHashMap, FxHashSet};
use strsim::osa_distance;

use crate::text::sound;

/// Words shorter than this are never corrected …
const SHORTEST: usize = 4;
/// … and shorter than this only when a letter is missing: "noth" is "north", but "modi" is not "mode".
const SHORTEST_REWRITTEN: usize = 5;
/// From this length on a word may be two slips away from the right one.
const TWO_SLIPS_FROM: usize = 8;

/// A word written by ear may differ in this many letters for each that it has in common, at most.
const BY_EAR: f64 = 0.5;
/// The same for what is a word itself: "meat" may be "meet", but "song" is not "snag".
const BY_EAR_OF_WORDS: f64 = 0.25;

/// Every word a knowledge base uses, by length, each with the set of letters it has, and by sound.
#[derive(Debug, Default, Encode, Decode)]
pub(crate) struct Speller {
    known: FxHashSet<String>,
    by_length: Vec<Vec<(u32, Box<str>)>>,
    by_sound: FxHashMap<String, Vec<Box<str>>>,
}

impl Speller {
    /// Adds a word to those that a slip may have been meant to be.
    pub(crate) fn learn(&mut self, word: &str) {
        let length = word.chars().count();
        if length < SHORTEST || word.bytes().any(|b| b.is_ascii_digit()) || !self.known.insert(word.to_owned()) {
            return;
        }
        if self.by_length.len() <= length {
            self.by_length.resize_with(length + 1, Vec::new);
        }
        self.by_length[length].push((letters(word), word.into()));
        self.by_sound.entry(sound(word)).or_default().push(word.into());
    }

    /// Forgets what only learning needs.
    pub(crate) fn finish(&mut self) {
        self.known = FxHashSet::default();
    }

    /// The known word that `word` is short of by one letter: all that a slip in a word that is a name may be.
    pub(crate) fn missing_letter(&self, word: &str) -> Option<&str> {
        let length = word.chars().count();
        if length < SHORTEST {
            return None;
        }
        let longer = self.by_length.get(length + 1)?.iter().map(|(_, known)| &**known);
        longer.filter(|known| known.chars().next() == word.chars().next() && osa_distance(word, known) == 1).min()
    }

    /// The nearest known word by optimal string alignment (a slip is a letter too much, too few, wrong, or two
    /// swapped), if it is near enough for the word's length. Ties go to the word with the same first letter, then to
    /// the one that comes first in the alphabet.
    pub(crate) fn nearest(&self, word: &str) -> Option<&str> {
        // The plural of a word may be one that no text has.
        self.nearest_spelling(word).or_else(|| self.nearest_spelling(word.strip_suffix('s')?))
    }

    fn nearest_spelling(&self, word: &str) -> Option<&str> {
        let length = word.chars().count();
        if length < SHORTEST || word.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        let bound = if length >= TWO_SLIPS_FROM { 2 } else { 1 };
        let own = letters(word);
        let shortest = if length < SHORTEST_REWRITTEN { length + 1 } else { length - bound };
        (shortest..=length + bound)
            .filter_map(|l| self.by_length.get(l))
            .flatten()
            // Each slip changes at most two letters of the set, so most words need no alignment.
            .filter(|(letters, _)| (letters ^ own).count_ones() as usize <= 2 * bound)
            .map(|(_, known)| (osa_distance(word, known), known.chars().next() != word.chars().next(), &**known))
            .filter(|&(distance, other_start, _)| distance <= if other_start { 1 } else { bound })
            .min()
            .map(|(_, _, known)| known)
    }
}

impl Speller {
    /// The known word that sounds like `word` and is not spelt too differently; `is_word` tells that it is a word itself. Ties go to the nearer spelling, then
    /// to the one that comes first in the alphabet.
    pub(crate) fn by_ear(&self, word: &str, is_word: bool) -> Option<&str> {
        let length = word.chars().count();
        if length < SHORTEST {
            return None;
        }
        let alike = self.by_sound.get(&sound(word))?.iter();
        alike
            .map(|known| (osa_distance(word, known), &**known))
            .filter(|&(distance, known)| {
                let share = if is_word { BY_EAR_OF_WORDS } else { BY_EAR };
                distance as f64 <= share * known.chars().count() as f64
            })
            .min()
            .map(|(_, known)| known)
    }
}

/// One bit for each letter of the alphabet that `word` has; other letters share the remaining bits.
fn letters(word: &str) -> u32 {
    word.chars()
        .fold(0, |set, c| set | 1 << if c.is_ascii_lowercase() { c as u32 - 'a' as u32 } else { 26 + c as u32 % 6 })
}

#[cfg(test)]
mod tests {
    use super::Speller;

    #[track_caller]
    fn check(word: &str, expected: Option<&str>) {
        let mut speller = Speller::default();
        for known in
            ["treaty", "energy", "cooperation", "beijing", "iran", "soviet", "soviets", "neighborliness", "tensions"]
        {
            speller.learn(known);
        }
        assert_eq!(speller.nearest(word), expected, "{word}");
    }

    #[test]
    fn slips_find_the_word_that_was_meant() {
        check("tready", Some("treaty"));
        check("enegry", Some("energy"));
        check("coperration", Some("cooperation"));
        check("bejing", Some("beijing"));
        check("sovjets", Some("soviets"));
        check("tentions", Some("tensions"));
    }

    #[test]
    fn words_written_by_ear_find_the_word_that_sounds_so() {
        let mut speller = Speller::default();
        ["neighborliness", "tensions", "naval", "meet"].iter().for_each(|word| speller.learn(word));
        for (word, expected) in [
            ("naberliness", Some("neighborliness")),
            ("tenshuns", Some("tensions")),
            ("navel", Some("naval")),
            ("meat", Some("meet")),
            ("boat", None),
        ] {
            assert_eq!(speller.by_ear(word, false), expected, "{word}");
        }
    }

    #[test]
    fn other_words_stay_what_they_are() {
        check("iraq", None);
        check("zelensky", None);
        check("20011", None);
        check("", None);
    }
}
