//! Likeness of meaning: the sentence vector of a question against those of a target's texts.

use super::lexical::WordNumber;
use super::runs::Runs;
use super::terms::Token;
use super::vectors::{Pack, Packed, Table, Words, make_unit};
use super::weights::FIRST_LOOK;
use bitcode::{Decode, Encode};
use rayon::prelude::*;

/// So many numbers are kept of looks at most; a byte each.
const LARGEST: usize = 3 << 20;

/// The semantic half of an index.
#[derive(Debug, Encode, Decode)]
pub(super) struct Semantic {
    /// The mean of each target's texts, each followed by the linear model's weights where there is one.
    targets: Pack,
    /// The vectors of all texts, target by target; empty where nothing is compared with them.
    texts: Pack,
    /// Those of each target.
    of_targets: Runs,
    /// Whether there is a linear model.
    is_fitted: bool,
    /// The mean and the linear model's weights in one, as the first look at all targets weighs them; empty likewise.
    first: Pack,
    /// What each word of the texts adds to the first look at each target, before the question's vector is made unit length;
    /// empty where there is no linear model, or that would be [too much](LARGEST).
    looks: Pack,
    /// The rows of the table that each word of the texts is the sum of, word by word.
    pieces: Vec<u32>,
    /// Those of each word, by its number.
    of_words: Runs,
}

/// The vector of a question.
#[derive(Debug)]
pub(super) struct Embedded {
    /// Of unit length.
    pub(super) vector: Packed,
    /// What the sums below are to be multiplied with for that.
    scale: f32,
    /// The words whose looks are known.
    known: Vec<u32>,
    /// The sum of the vectors of all others, if there are any, where there is a linear model.
    others: Option<Packed>,
}

/// The semantic half while it is made: it may yet be given the weights of a linear model.
pub(super) struct Unfitted {
    /// The mean of each target's texts, one behind the other.
    centres: Vec<f32>,
    texts: Pack,
    of_targets: Runs,
    /// The linear model's weights of each target likewise; empty where it was not fitted.
    fitted: Vec<f32>,
}

impl Unfitted {
    /// Takes the texts of every target, which all have the same share in its mean. The vectors of all texts, in the same
    /// order, are what a linear model can be fitted to.
    pub(super) fn new(targets: &[Vec<&[Token]>], table: &'static Table) -> (Unfitted, Vec<Vec<f32>>) {
        let (dimensions, mut words) = (table.dimensions(), Words::new(table));
        let mut texts = Pack::with_capacity(dimensions, targets.iter().map(Vec::len).sum());
        let mut centres = Vec::with_capacity(targets.len() * dimensions);
        let (mut of_targets, mut all) = (Runs::with_capacity(targets.len()), Vec::new());
        for target in targets {
            let mut centre = vec![0.0; dimensions];
            for tokens in target {
                let vector = words.embed(spelt(tokens));
                centre.iter_mut().zip(&vector).for_each(|(c, x)| *c += x);
                texts.push(&vector);
                all.push(vector);
            }
            make_unit(&mut centre);
            centres.extend(centre);
            of_targets.end(texts.len());
        }
        (Unfitted { centres, texts, of_targets, fitted: Vec::new() }, all)
    }

    /// Sets the weights of the linear model, a vector a target, one behind the other.
    pub(super) fn set_fitted(&mut self, weights: &[f32]) {
        self.fitted = weights.to_vec();
    }

    /// Forgets the single texts, where nothing is compared with them.
    pub(super) fn forget_texts(&mut self) {
        self.texts = Pack::new(self.texts.dimensions());
    }

    /// Works out what can be worked out before any question. `spellings` are the words of all texts, by their numbers.
    pub(super) fn finish(self, spellings: &[&str]) -> Semantic {
        let (mut pieces, mut of_words) = (Vec::new(), Runs::with_capacity(spellings.len()));
        for spelling in spellings {
            let words = spelling.split(' ');
            words.for_each(|word| Table::built_in().pieces(word, |row| pieces.push(row as u32)));
            of_words.end(pieces.len());
        }
        pieces.shrink_to_fit();
        let Unfitted { centres, texts, of_targets, fitted } = self;
        let (dimensions, count) = (texts.dimensions(), of_targets.len());
        let (mut first, mut looks) = (Pack::new(dimensions), Pack::new(count));
        let mut targets = Pack::with_capacity(dimensions, if fitted.is_empty() { count } else { 2 * count });
        let mut fitted_of = fitted.chunks_exact(dimensions);
        for centre in centres.chunks_exact(dimensions) {
            targets.push(centre);
            fitted_of.next().into_iter().for_each(|weights| targets.push(weights));
        }
        if !fitted.is_empty() {
            first = Pack::with_capacity(dimensions, count);
            let weighed = |(x, weight): (&f32, &f32)| FIRST_LOOK.centre * x + FIRST_LOOK.fitted * weight;
            for (centre, weights) in centres.chunks_exact(dimensions).zip(fitted.chunks_exact(dimensions)) {
                first.push(&centre.iter().zip(weights).map(weighed).collect::<Vec<f32>>());
            }
            if spellings.len() * count <= LARGEST {
                let sum = |word| Table::built_in().sum(pieces[of_words.of(word)].iter().map(|&row| row as usize));
                let of_word = |word| first.cosines(0..first.len(), &Packed::new(&sum(word)));
                let all: Vec<Vec<f32>> = (0..spellings.len()).into_par_iter().map(of_word).collect();
                looks = Pack::with_capacity(count, all.len());
                all.iter().for_each(|of_word| looks.push(of_word));
            }
        }
        Semantic { targets, texts, of_targets, is_fitted: !fitted.is_empty(), first, looks, pieces, of_words }
    }
}

impl Semantic {
    /// What the vectors add to the first look at each target.
    pub(super) fn first_look(&self, question: &Embedded) -> Vec<f32> {
        if !self.is_fitted {
            let mut looks = self.targets.cosines(0..self.targets.len(), &question.vector);
            looks.iter_mut().for_each(|cosine| *cosine *= FIRST_LOOK.centre);
            return looks;
        }
        let mut looks = match &question.others {
            Some(others) => self.first.cosines(0..self.first.len(), others),
            None => vec![0.0; self.first.len()],
        };
        looks.iter_mut().for_each(|look| *look *= question.scale);
        let mut known: Vec<(u32, f32)> = question.known.iter().map(|&word| (word, question.scale)).collect();
        self.looks.add_all(&mut known, &mut looks);
        looks
    }

    /// What the vectors add to the linear model's sum for a target.
    pub(super) fn fitted(&self, target: usize, question: &Packed) -> f32 {
        if self.is_fitted { self.targets.cosine(2 * target + 1, question) } else { 0.0 }
    }

    /// The cosine of a question with the mean of a target.
    pub(super) fn cosine(&self, target: usize, question: &Packed) -> f32 {
        self.targets.cosine(if self.is_fitted { 2 * target } else { target }, question)
    }

    /// The sentence vector of a question, spelling corrected; `numbers` are those of its words.
    pub(super) fn embed(&self, question: &[Token], numbers: &[WordNumber]) -> Embedded {
        let table = Table::built_in();
        let (mut known, mut others) = (Vec::with_capacity(question.len()), Vec::new());
        let mut rows = Vec::with_capacity(question.len() * 2);
        for (token, number) in question.iter().zip(numbers) {
            let start = rows.len();
            match number {
                Some(number) => {
                    rows.extend(self.pieces[self.of_words.of(*number as usize)].iter().map(|&row| row as usize));
                }
                None => spelt(std::slice::from_ref(token)).for_each(|word| table.pieces(word, |row| rows.push(row))),
            }
            match number.filter(|number| (*number as usize) < self.looks.len()) {
                Some(number) => known.push(number),
                None => others.extend_from_slice(&rows[start..]),
            }
        }
        let mut all = table.sum(rows.into_iter());
        let length = make_unit(&mut all);
        let others = (self.is_fitted && !others.is_empty()).then(|| Packed::new(&table.sum(others.into_iter())));
        Embedded { vector: Packed::new(&all), scale: if length > 0.0 { 1.0 / length } else { 0.0 }, known, others }
    }

    /// The cosines of a question with each of a target's texts.
    pub(super) fn cosines_of_texts(&self, target: usize, question: &Packed) -> Vec<f32> {
        self.texts.cosines(self.of_targets.of(target), question)
    }
}

/// The words of a text, spelling corrected.
fn spelt(tokens: &[Token]) -> impl Iterator<Item = &str> {
    tokens.iter().flat_map(|token| token.spelt().split(' '))
}

#[cfg(test)]
mod tests {
    use super::super::terms::Terms;
    use super::*;
    use crate::text::words;

    #[test]
    fn what_words_add_one_by_one_is_what_their_sum_adds() {
        let texts = ["where did they meet", "the leaders met in the capital", "how is the egg boiled"].map(words);
        let mut terms = Terms::default();
        texts.iter().for_each(|words| terms.learn(words));
        let texts = texts.map(|words| terms.read(&words));
        let targets: Vec<Vec<&[Token]>> = texts.iter().map(|tokens| vec![tokens.as_slice()]).collect();
        let table = Table::built_in();
        let (mut unfitted, meanings) = Unfitted::new(&targets, table);
        unfitted.set_fitted(&meanings.concat());
        let spellings = ["boiled", "capital", "leaders", "meet", "the", "where"];
        let semantic = unfitted.finish(&spellings);
        let question = terms.read(&words("where do the leaders boil eggs"));
        let number = |token: &Token| spellings.iter().position(|known| **known == *token.text).map(|at| at as u32);
        let numbers: Vec<WordNumber> = question.iter().map(number).collect();
        assert!(numbers.iter().flatten().count() == 3, "{numbers:?}");
        let one_by_one = semantic.first_look(&semantic.embed(&question, &numbers));
        let summed = semantic.first_look(&semantic.embed(&question, &vec![None; question.len()]));
        assert!(one_by_one.iter().zip(&summed).all(|(a, b)| (a - b).abs() < 0.02), "{one_by_one:?} {summed:?}");
    }
}
