//! Words of nearly the same meaning.

use bitcode::{Decode, Encode};
use rayon::prelude::*;

use super::arithmetic;
use super::places::{Places, TermPlaces};
use super::runs::Runs;
use super::terms::{TermId, Terms};
use super::vectors::{Packed, Table};
use super::weights::{NEAR_FROM, NEAR_FULL};
use crate::text::is_function_word;

/// Vectors of nearly the same direction have different signs in at most this share of their numbers: of the article's words
/// 98 of 100 that are as near as [`NEAR_FROM`], all that are nearer than 0.6, and 6 of 100 others.
const DIFFERENT_SIGNS: f32 = 0.42;

/// The vector of every term, by which a word explains another that means nearly the same: the pieces it is the sum of, since
/// the table has their vectors already.
#[derive(Debug, Encode, Decode)]
pub(super) struct TermVectors {
    /// Rows of the table, term by term, each with what its numbers are to be multiplied with for the sum to have unit length.
    pieces: Vec<(u32, f32)>,
    /// Those of each term.
    of_terms: Runs,
    /// The signs of each term's vector: most terms are told from near ones by these.
    signs: Vec<Signs>,
    /// The terms that mean nearly the same as each word of the texts, each with its cosine; of no word where they were not
    /// [looked for](Self::look_for_near).
    near: Vec<(TermId, f32)>,
    /// Those of each word, by its number.
    of_words: Runs,
}

/// A bit for each of a vector's first numbers …
type Signs = [u64; 2];
/// … of which there are so many at most.
const SIGNS: usize = 128;

impl TermVectors {
    pub(super) fn new(terms: &Terms, table: &'static Table) -> Self {
        let (mut pieces, mut of_terms) = (Vec::new(), Runs::with_capacity(terms.len()));
        let mut signs = Vec::with_capacity(terms.len());
        for id in 0..terms.len() as TermId {
            let (text, start) = (terms.display(id).to_lowercase(), pieces.len());
            // Grammar explains nothing.
            for word in text.split(' ').filter(|word| !is_function_word(word)) {
                table.pieces(word, |row| pieces.push((row as u32, table.scale(row))));
            }
            let sum = table.sum(pieces[start..].iter().map(|&(row, _)| row as usize));
            let length = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
            signs.push(signs_of(sum.into_iter()));
            if length > 0.0 {
                pieces[start..].iter_mut().for_each(|(_, scale)| *scale /= length);
            } else {
                pieces.truncate(start);
            }
            of_terms.end(pieces.len());
        }
        pieces.shrink_to_fit();
        TermVectors { pieces, of_terms, signs, near: Vec::new(), of_words: Runs::default() }
    }

    /// Looks for the terms that mean nearly the same as each word of the texts, `spellings`, by their numbers: every word
    /// against every term, so that no question need do it.
    pub(super) fn look_for_near(&mut self, spellings: &[&str], table: &'static Table) {
        let near = |word: &&str| -> Vec<(TermId, f32)> {
            let vector = vector_of(word, table);
            let exact = self.alike(&vector, 0..self.of_terms.len() as TermId, table);
            exact.filter(|(_, cosine)| *cosine > NEAR_FROM).collect()
        };
        let near: Vec<Vec<(TermId, f32)>> = spellings.par_iter().map(near).collect();
        self.of_words = Runs::with_capacity(near.len());
        for of_word in near {
            self.near.extend(of_word);
            self.of_words.end(self.near.len());
        }
        self.near.shrink_to_fit();
    }

    /// Those of some terms that may be near a text of this vector, each with its cosine.
    fn alike(
        &self,
        vector: &Packed,
        terms: impl Iterator<Item = TermId>,
        table: &Table,
    ) -> impl Iterator<Item = (TermId, f32)> {
        let most = (DIFFERENT_SIGNS * table.dimensions().min(SIGNS) as f32) as u32;
        let alike = arithmetic::near_signs(&self.signs, signs_of(vector.numbers()), terms, most);
        alike.into_iter().map(move |term| (term, self.cosine(term, vector, table)))
    }

    /// The cosine of a term with a text of this vector.
    fn cosine(&self, term: TermId, vector: &Packed, table: &Table) -> f32 {
        self.pieces[self.of_terms.of(term as usize)]
            .iter()
            .map(|&(row, scale)| scale * table.product(row as usize, vector))
            .sum()
    }

    /// What there is to tell how near a target comes to the meaning of a text; `number` is that of a word of the texts which
    /// is spelt so.
    pub(super) fn meaning(&self, text: &str, number: Option<u32>) -> Meaning<'_> {
        match number.filter(|number| (*number as usize) < self.of_words.len()) {
            Some(number) => Meaning::Near(&self.near[self.of_words.of(number as usize)]),
            None => Meaning::Vector(vector_of(text, Table::built_in())),
        }
    }

    /// How near the nearest term of a target's texts comes to a meaning, 0 to 1.
    pub(super) fn nearness(&self, meaning: &Meaning<'_>, target: &TermPlaces) -> f32 {
        let nearest = match meaning {
            Meaning::Near(near) => {
                let own = near.iter().filter(|(term, _)| target.of(*term).meet(Places::TEXTS));
                own.map(|(_, cosine)| *cosine).fold(0.0, f32::max)
            }
            Meaning::Vector(vector) => {
                let table = Table::built_in();
                let alike = self.alike(vector, target.terms_in(Places::TEXTS), table);
                alike.map(|(_, cosine)| cosine).fold(0.0, f32::max)
            }
        };
        ((nearest - NEAR_FROM) / (NEAR_FULL - NEAR_FROM)).clamp(0.0, 1.0)
    }
}

/// What a word or several mean.
#[derive(Debug)]
pub(super) enum Meaning<'v> {
    /// The terms that mean nearly the same, each with its cosine.
    Near(&'v [(TermId, f32)]),
    /// A vector that every term can be compared with.
    Vector(Packed),
}

fn signs_of(vector: impl Iterator<Item = f32>) -> Signs {
    let mut signs = Signs::default();
    for (at, _) in vector.take(SIGNS).enumerate().filter(|(_, number)| *number > 0.0) {
        signs[at / 64] |= 1 << (at % 64);
    }
    signs
}

fn vector_of(text: &str, table: &Table) -> Packed {
    Packed::new(&table.embed(text.split(' ')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    #[test]
    fn what_was_looked_for_before_is_what_comparing_finds() {
        let (table, mut terms) = (Table::built_in(), Terms::default());
        let known = words("pipeline gas energy meeting summit talks treaty agreement border frontier war conflict the");
        terms.learn(&known);
        let spellings: Vec<&str> = known.iter().map(|word| &*word.text).collect();
        let mut vectors = TermVectors::new(&terms, table);
        let nearness = |vectors: &TermVectors, number: Option<u32>, own: u32| {
            let others: Vec<TermId> = (0..terms.len() as TermId).filter(|term| *term != own).collect();
            let target = TermPlaces::new(&[(Places::TEXTS, &others)]);
            vectors.nearness(&vectors.meaning(spellings[own as usize], number), &target)
        };
        let words = 0..spellings.len() as u32;
        let compared: Vec<f32> = words.clone().map(|word| nearness(&vectors, Some(word), word)).collect();
        assert!(compared.iter().any(|nearness| *nearness > 0.0) && compared.contains(&0.0), "{compared:?}");
        vectors.look_for_near(&spellings, table);
        assert_eq!(words.clone().map(|word| nearness(&vectors, Some(word), word)).collect::<Vec<_>>(), compared);
        assert_eq!(words.map(|word| nearness(&vectors, None, word)).collect::<Vec<_>>(), compared);
    }
}
