//! Sample questions with a slip of the fingers in each: whether they find what they found without.

use std::hash::Hasher;

use rustc_hash::FxHasher;
use serde::Serialize;

use super::{Figures, Sample, ask_all};
use crate::chance::Chance;
use crate::engine::Engine;

/// Shorter words are left as they are.
const SHORTEST: usize = 4;

/// The figures of the same questions, as they were typed and with a slip in each.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Typos {
    /// As they were typed.
    pub without: Figures,
    /// With a slip.
    pub with: Figures,
}

/// Asks every question that has a word of four or more letters again, with one slip in one such word.
pub fn typos(samples: &[Sample], engine: &Engine) -> Typos {
    let slipped = samples.iter().filter(|sample| !sample.follows).filter_map(|sample| {
        let question = with_slip(&sample.question)?;
        Some((sample.clone(), Sample { question, ..sample.clone() }))
    });
    let (without, with): (Vec<Sample>, Vec<Sample>) = slipped.unzip();
    let figures = |samples: &[Sample]| Figures::of(&ask_all(samples, engine).iter().collect::<Vec<_>>());
    Typos { without: figures(&without), with: figures(&with) }
}

/// A text with one letter too much, too few, wrong or in its neighbour's place, always the same for the same text; `None`
/// where no word is long enough.
fn with_slip(text: &str) -> Option<String> {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    let mut chance = Chance::new(hasher.finish());
    let mut words: Vec<Vec<char>> = text.split(' ').map(|word| word.chars().collect()).collect();
    let is_long = |word: &Vec<char>| word.iter().filter(|c| c.is_alphabetic()).count() >= SHORTEST;
    let long: Vec<usize> = (0..words.len()).filter(|&at| is_long(&words[at])).collect();
    let word = &mut words[*long.get(chance.below(long.len()))?];
    let letters: Vec<usize> = (0..word.len()).filter(|&at| word[at].is_alphabetic()).collect();
    // The first letter is the last one that people get wrong.
    let at = letters[1 + chance.below(letters.len() - 1)];
    match chance.below(4) {
        0 => drop(word.remove(at)),
        1 => word.insert(at, word[at]),
        2 => word[at] = neighbour(word[at], &mut chance),
        _ => word.swap(at, at - 1),
    }
    Some(words.iter().map(|word| word.iter().collect()).collect::<Vec<String>>().join(" "))
}

/// A letter that lies beside another on an American keyboard; for a letter that is not on it, the letter twice over.
fn neighbour(letter: char, chance: &mut Chance) -> char {
    const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    for row in ROWS {
        let keys: Vec<char> = row.chars().collect();
        if let Some(at) = keys.iter().position(|key| *key == letter.to_ascii_lowercase()) {
            let beside = [at.checked_sub(1), (at + 1 < keys.len()).then_some(at + 1)];
            let beside: Vec<usize> = beside.into_iter().flatten().collect();
            return keys[beside[chance.below(beside.len())]];
        }
    }
    letter
}

#[cfg(test)]
mod tests {
    use strsim::osa_distance;

    use super::*;

    #[test]
    fn a_slip_changes_one_letter_of_a_long_word() {
        for text in ["Where did they meet?", "what about the treaty", "Где они встретились?"] {
            let slipped = with_slip(text).unwrap();
            assert!(osa_distance(text, &slipped) <= 1, "{text:?} {slipped:?}");
            assert_eq!(with_slip(text), Some(slipped));
        }
        for text in ["", "who is he", "a b"] {
            assert_eq!(with_slip(text), None, "{text:?}");
        }
    }
}
