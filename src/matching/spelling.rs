//! Spelling: the word of a knowledge base that a word nobody knows was meant to be.

use std::cmp::Reverse;

use bitcode::{Decode, Encode};
use rustc_hash::FxHashMap;
use strsim::osa_distance;

use super::arithmetic;
use super::strings::Strings;
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
    known: FxHashMap<Box<str>, (usize, usize)>,
    by_length: Vec<Words>,
    /// How each word sounds, in order; once all are learned …
    sounds: Strings,
    /// … and where in `by_length` the word is that sounds so.
    sounding: Vec<(u32, u32)>,
}

/// The words of one length.
#[derive(Debug, Default, Encode, Decode)]
struct Words {
    /// The set of letters that each has.
    letters: Vec<u64>,
    words: Strings,
    /// How often each was learned.
    times: Vec<u32>,
}

impl Words {
    /// The places of the words that as few slips can have made of one with `own` letters.
    fn near(&self, own: u64, slips: usize) -> impl Iterator<Item = usize> {
        let near = arithmetic::near_sets(&self.letters, own, LETTERS_A_SLIP as u32 * slips as u32);
        near.into_iter().map(|place| place as usize)
    }

    /// How many letters a word and one with `own` letters do not have in common.
    fn differing(&self, place: usize, own: u64) -> usize {
        (self.letters[place] ^ own).count_ones() as usize
    }
}

impl Speller {
    /// Adds a word to those that a slip may have been meant to be. The more often it comes, the likelier it is meant.
    pub(crate) fn learn(&mut self, word: &str) {
        if let Some(&(length, at)) = self.known.get(word) {
            self.by_length[length].times[at] += 1;
            return;
        }
        let length = word.chars().count();
        if length < SHORTEST || word.bytes().any(|b| b.is_ascii_digit()) {
            return;
        }
        if self.by_length.len() <= length {
            self.by_length.resize_with(length + 1, Words::default);
        }
        let Words { letters: sets, words, times } = &mut self.by_length[length];
        self.known.insert(word.into(), (length, words.len()));
        words.push(word);
        sets.push(letters(word));
        times.push(1);
    }

    /// Every word that was learned.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.by_length.iter().flat_map(|of_length| of_length.words.iter())
    }

    /// Whether a word was learned, or is too short to be.
    pub(crate) fn knows(&self, word: &str) -> bool {
        let length = word.chars().count();
        let is_among = |of_length: &Words| of_length.near(letters(word), 0).any(|at| of_length.words.get(at) == word);
        length < SHORTEST || self.by_length.get(length).is_some_and(is_among)
    }

    /// Puts what was learned in order, and forgets what only learning needs.
    pub(crate) fn finish(&mut self) {
        for Words { letters, words, times } in &mut self.by_length {
            letters.shrink_to_fit();
            words.shrink_to_fit();
            times.shrink_to_fit();
        }
        let places = (0..).zip(&self.by_length);
        let of_length =
            |(length, of_length): (u32, &Words)| (0..of_length.words.len()).map(move |at| (length, at as u32));
        let mut by_sound: Vec<(String, (u32, u32))> =
            places.flat_map(of_length).map(|place| (sound(self.word(place)), place)).collect();
        by_sound.sort_unstable();
        self.sounds = by_sound.iter().map(|(sound, _)| sound.as_str()).collect();
        self.sounding = by_sound.iter().map(|(_, place)| *place).collect();
        self.known = FxHashMap::default();
    }

    fn word(&self, (length, at): (u32, u32)) -> &str {
        self.by_length[length as usize].words.get(at as usize)
    }

    /// The known word that `word` is short of by one letter: all that a slip in a word that is a name may be.
    pub(crate) fn missing_letter(&self, word: &str) -> Option<&str> {
        let length = word.chars().count();
        if length < SHORTEST {
            return None;
        }
        let longer = self.by_length.get(length + 1)?;
        let near = longer.near(letters(word), 1).map(|place| longer.words.get(place));
        near.filter(|known| known.chars().next() == word.chars().next() && slips(word, known, 1) == Some(1)).min()
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
        let alike = of_length.near(letters(word), 0).map(|place| of_length.words.get(place));
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
            .flat_map(|of_length| of_length.near(own, bound).map(move |place| (of_length, place)))
            .filter_map(|(of_length, place)| {
                let (known, other_letters) = (of_length.words.get(place), of_length.differing(place, own));
                let other_start = known.chars().next() != word.chars().next();
                let bound = if other_start { 1 } else { bound };
                let distance = if other_letters > LETTERS_A_SLIP * bound { None } else { slips(word, known, bound) };
                Some((distance?, other_start, other_letters > 0, Reverse(of_length.times[place]), known))
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
        let start = self.sounds.partition_point(|other| other < sound.as_str());
        let alike = (start..self.sounds.len()).take_while(|&place| self.sounds.get(place) == sound);
        alike
            .map(|place| self.word(self.sounding[place]))
            .map(|known| (osa_distance(word, known), known))
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
            speller.learn(known);
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
        speller.learn("signed");
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
            .for_each(|word| speller.learn(word));
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
        ["neighborliness", "tensions", "naval", "meet"].into_iter().for_each(|word| speller.learn(word));
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
