//! Spelling: the word of a knowledge base that a word nobody knows was meant to be.

use std::cmp::Reverse;
use std::sync::Arc;

use bitcode::{Decode, Encode};
use rustc_hash::FxHashMap;
use strsim::osa_distance;

use super::arithmetic;
use crate::text::{LETTERS_A_SLIP, letters, slips, sound};

/// Words shorter than this are never corrected, but for consonants alone that miss a letter: "tll" is "tell" …
const SHORTEST: usize = 4;
/// … and shorter than this only when a letter is missing or two are swapped: "noth" is "north", but "modi" is not "mode".
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
    /// Where each word stands in `by_length`; only while they are learned.
    known: FxHashMap<Arc<str>, (usize, usize)>,
    by_length: Vec<Words>,
    /// How each word sounds, with the word; sorted when all are learned.
    by_sound: Vec<(Box<str>, Arc<str>)>,
}

/// The words of one length.
#[derive(Debug, Default, Encode, Decode)]
struct Words {
    /// The set of letters that each has.
    letters: Vec<u64>,
    words: Vec<Known>,
}

/// A word that a slip may have been meant to be.
#[derive(Debug, Encode, Decode)]
struct Known {
    word: Arc<str>,
    /// How often it was learned.
    times: u32,
}

impl Words {
    /// The words that as few slips can have made of one with `own` letters, each with how many letters differ.
    fn near(&self, own: u64, slips: usize) -> impl Iterator<Item = (&Known, usize)> {
        let near = arithmetic::near_sets(&self.letters, own, LETTERS_A_SLIP as u32 * slips as u32);
        let differ = move |at: usize| (self.letters[at] ^ own).count_ones() as usize;
        near.into_iter().map(move |at| (&self.words[at as usize], differ(at as usize)))
    }
}

impl Speller {
    /// Adds a word to those that a slip may have been meant to be. The more often it comes, the likelier it is meant.
    pub(crate) fn learn(&mut self, word: &Arc<str>) {
        if let Some(&(length, at)) = self.known.get(word) {
            self.by_length[length].words[at].times += 1;
            return;
        }
        let length = word.chars().count();
        if length < SHORTEST || word.bytes().any(|b| b.is_ascii_digit()) {
            return;
        }
        if self.by_length.len() <= length {
            self.by_length.resize_with(length + 1, Words::default);
        }
        let Words { letters: sets, words } = &mut self.by_length[length];
        self.known.insert(Arc::clone(word), (length, words.len()));
        words.push(Known { word: Arc::clone(word), times: 1 });
        sets.push(letters(word));
        self.by_sound.push((sound(word).into(), Arc::clone(word)));
    }

    /// Every word that was learned.
    pub(crate) fn words(&self) -> impl Iterator<Item = &Arc<str>> {
        self.by_length.iter().flat_map(|of_length| &of_length.words).map(|known| &known.word)
    }

    /// Whether a word was learned, or is too short to be.
    pub(crate) fn knows(&self, word: &str) -> bool {
        let length = word.chars().count();
        length < SHORTEST
            || self.by_length.get(length).is_some_and(|of_length| of_length.words.iter().any(|k| &*k.word == word))
    }

    /// Puts what was learned in order, and forgets what only learning needs.
    pub(crate) fn finish(&mut self) {
        self.by_sound.sort_by(|(a, _), (b, _)| a.cmp(b));
        self.by_sound.shrink_to_fit();
        for Words { letters, words } in &mut self.by_length {
            letters.shrink_to_fit();
            words.shrink_to_fit();
        }
        self.known = FxHashMap::default();
    }

    /// The known word that `word` is short of by one letter: all that a slip in a word that is a name may be.
    pub(crate) fn missing_letter(&self, word: &str) -> Option<&str> {
        let length = word.chars().count();
        if length < SHORTEST {
            return None;
        }
        let longer = self.by_length.get(length + 1)?.words.iter().map(|known| &*known.word);
        longer.filter(|known| known.chars().next() == word.chars().next() && slips(word, known, 1) == Some(1)).min()
    }

    /// The nearest known word by optimal string alignment (a slip is a letter too much, too few, wrong, or two
    /// swapped), if it is near enough for the word's length. Ties go to the word with the same first letter, then to the
    /// one with the same letters, then to the one that is more usual, and then to the first in the alphabet.
    pub(crate) fn nearest(&self, word: &str) -> Option<&str> {
        // The plural of a word may be one that no text has.
        self.nearest_spelling(word).or_else(|| self.nearest_spelling(word.strip_suffix('s')?))
    }

    /// The known word that `word`, a word itself, is with two letters swapped.
    pub(crate) fn swapped(&self, word: &str) -> Option<&str> {
        let length = word.chars().count();
        let of_length = self.by_length.get(length).filter(|_| length >= SHORTEST)?;
        let alike = of_length.near(letters(word), 0).map(|(known, _)| &*known.word);
        alike.filter(|known| slips(word, known, 1) == Some(1)).min()
    }

    fn nearest_spelling(&self, word: &str) -> Option<&str> {
        let length = word.chars().count();
        let is_cut_short = length + 1 == SHORTEST && !word.contains(['a', 'e', 'i', 'o', 'u', 'y']);
        if (length < SHORTEST && !is_cut_short) || word.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        let bound = if length >= TWO_SLIPS_FROM { 2 } else { 1 };
        let own = letters(word);
        let shortest = if length < SHORTEST { length + 1 } else { length - bound };
        (shortest..=length + bound)
            .filter_map(|l| self.by_length.get(l))
            .flat_map(|of_length| of_length.near(own, bound))
            .filter_map(|(known, other_letters)| {
                let other_start = known.word.chars().next() != word.chars().next();
                let bound = if other_start { 1 } else { bound };
                let distance =
                    if other_letters > LETTERS_A_SLIP * bound { None } else { slips(word, &known.word, bound) };
                Some((distance?, other_start, other_letters > 0, Reverse(known.times), &*known.word))
            })
            .filter(|&(_, _, other_letters, _, known)| {
                let is_rewritten = other_letters && known.chars().count() <= length;
                !(is_rewritten && length < SHORTEST_REWRITTEN)
            })
            .min()
            .map(|(.., known)| known)
    }
}

impl Speller {
    /// The known word that sounds like `word` and is not spelt too differently; `is_word` tells that it is a word itself.
    /// Ties go to the nearer spelling, then to the one that comes first in the alphabet.
    pub(crate) fn by_ear(&self, word: &str, is_word: bool) -> Option<&str> {
        let length = word.chars().count();
        if length < SHORTEST {
            return None;
        }
        let sound = sound(word);
        let start = self.by_sound.partition_point(|(other, _)| **other < *sound);
        let alike = self.by_sound[start..].iter().take_while(|(other, _)| **other == *sound);
        alike
            .map(|(_, known)| (osa_distance(word, known), &**known))
            .filter(|&(distance, known)| {
                let share = if is_word { BY_EAR_OF_WORDS } else { BY_EAR };
                distance as f64 <= share * known.chars().count() as f64
            })
            .min()
            .map(|(_, known)| known)
    }
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
            speller.learn(&(*known).into());
            speller.finish();
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
    fn a_word_with_two_letters_swapped_is_another_word() {
        let mut speller = Speller::default();
        speller.learn(&"signed".into());
        speller.finish();
        for (word, expected) in [("singed", Some("signed")), ("signed", None), ("design", None), ("sing", None)] {
            assert_eq!(speller.swapped(word), expected, "{word}");
        }
    }

    #[test]
    fn of_two_words_as_near_the_likelier_one_was_meant() {
        let mut speller = Speller::default();
        ["week", "work", "work", "sing", "song", "sign", "tell", "joke"]
            .into_iter()
            .for_each(|word| speller.learn(&word.into()));
        speller.finish();
        for (word, expected) in [
            ("worek", Some("work")),
            ("sogn", Some("song")),
            ("tll", Some("tell")),
            ("wrk", Some("work")),
            ("joe", None),
            ("jake", None),
            ("sgi", None),
        ] {
            assert_eq!(speller.nearest(word), expected, "{word}");
        }
    }

    #[test]
    fn words_written_by_ear_find_the_word_that_sounds_so() {
        let mut speller = Speller::default();
        ["neighborliness", "tensions", "naval", "meet"].into_iter().for_each(|word| speller.learn(&word.into()));
        speller.finish();
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
