//! Sentence vectors without a neural network: the sum of one trained vector for each word piece.
//!
//! The table was trained so that these sums imitate a sentence encoder; `tools/` holds the recipe and
//! `table.PROVENANCE.md` beside this file says from what. It is read where it lies in the binary.

use std::ops::Range;
use std::sync::OnceLock;

use bitcode::{Decode, Encode};
use rustc_hash::FxHashMap;

use super::arithmetic;

/// The word pieces, one a line, sorted by bytes. A piece inside a word begins with `##`.
const VOCABULARY: &str = include_str!("vocabulary.txt");
/// `ibidvec1`, rows and dimensions (u32), a scale a row (f32), then the rows (i8); all little-endian.
const TABLE: &[u8] = include_bytes!("table.bin");
const MAGIC: &[u8] = b"ibidvec1";
/// Words longer than this many bytes are no words.
const LONGEST_WORD: usize = 64;

/// The table of word-piece vectors.
#[derive(Debug)]
pub(crate) struct Table {
    dimensions: usize,
    /// Where each line of the vocabulary starts, and where the last one ends.
    lines: Vec<u32>,
    /// The first line for each first byte, and the number of lines: what a search need not look beyond.
    first: [u32; 257],
    scales: &'static [u8],
    rows: &'static [i8],
}

impl Table {
    /// The table compiled into the binary.
    pub(crate) fn built_in() -> &'static Table {
        static BUILT_IN: OnceLock<Table> = OnceLock::new();
        BUILT_IN
            .get_or_init(|| Table::read(VOCABULARY, TABLE).expect("the table in the binary is whole: a test reads it"))
    }

    /// `None` if the parts do not fit together.
    fn read(vocabulary: &'static str, table: &'static [u8]) -> Option<Table> {
        let table = table.strip_prefix(MAGIC)?;
        let (rows, table) = table.split_first_chunk::<4>()?;
        let (dimensions, table) = table.split_first_chunk::<4>()?;
        let (rows, dimensions) = (u32::from_le_bytes(*rows) as usize, u32::from_le_bytes(*dimensions) as usize);
        let (scales, table) = table.split_at_checked(rows * 4)?;
        let ends = (1..).zip(vocabulary.bytes()).filter(|(_, byte)| *byte == b'\n');
        let mut lines: Vec<u32> = std::iter::once(0).chain(ends.map(|(after, _)| after)).collect();
        if !vocabulary.ends_with('\n') {
            lines.push(vocabulary.len() as u32 + 1);
        }
        if table.len() != rows * dimensions || lines.len() != rows + 1 {
            return None;
        }
        let starts_below = |byte: usize| {
            lines[..rows].partition_point(|&at| usize::from(vocabulary.as_bytes()[at as usize]) < byte) as u32
        };
        let first = std::array::from_fn(starts_below);
        Some(Table { dimensions, lines, first, scales, rows: bytemuck::cast_slice(table) })
    }

    /// How many numbers a vector has.
    pub(crate) fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The sum of the vectors of some words, made unit length; all zero where none is known.
    pub(crate) fn embed<'w>(&self, words: impl Iterator<Item = &'w str>) -> Vec<f32> {
        let mut rows = Vec::new();
        words.for_each(|word| self.pieces(word, |row| rows.push(row)));
        let mut sum = self.sum(rows.into_iter());
        make_unit(&mut sum);
        sum
    }

    /// Adds a piece's vector.
    pub(crate) fn add(&self, row: usize, sum: &mut [f32]) {
        arithmetic::add_rows(self.values_of(row), &[(0, self.scale(row))], sum);
    }

    fn values_of(&self, row: usize) -> &[i8] {
        &self.rows[row * self.dimensions..][..self.dimensions]
    }

    /// What one step of a piece's vector is.
    pub(crate) fn scale(&self, row: usize) -> f32 {
        self.scales[row * 4..].first_chunk::<4>().map_or(0.0, |bytes| f32::from_le_bytes(*bytes))
    }

    /// The sum of some pieces' vectors.
    pub(crate) fn sum(&self, rows: impl Iterator<Item = usize>) -> Vec<f32> {
        let mut sum = vec![0.0; self.dimensions];
        let added: Vec<(u32, f32)> = rows.map(|row| (row as u32, self.scale(row))).collect();
        arithmetic::add_rows(self.rows, &added, &mut sum);
        sum
    }

    /// The inner product of a piece's vector, in its steps, and another.
    pub(crate) fn product(&self, row: usize, other: &Packed) -> f32 {
        other.scale * arithmetic::product(self.values_of(row), &other.values) as f32
    }

    /// Cuts a word in normal form into the longest pieces there are, from its start; a word with a part that is no
    /// piece has none at all.
    pub(crate) fn pieces(&self, word: &str, mut found: impl FnMut(usize)) {
        if word.len() > LONGEST_WORD {
            return;
        }
        if let Some(row) = self.row(word) {
            return found(row);
        }
        let (mut rows, mut start, mut piece) = (Vec::new(), 0, String::new());
        while start < word.len() {
            let ends = word[start..].char_indices().map(|(at, c)| start + at + c.len_utf8()).rev();
            let longest = ends.into_iter().find_map(|end| {
                piece.clear();
                if start > 0 {
                    piece.push_str("##");
                }
                piece.push_str(&word[start..end]);
                Some((self.row(&piece)?, end))
            });
            let Some((row, end)) = longest else { return };
            rows.push(row);
            start = end;
        }
        rows.into_iter().for_each(found);
    }

    fn row(&self, piece: &str) -> Option<usize> {
        let line = |i: usize| &VOCABULARY[self.lines[i] as usize..self.lines[i + 1] as usize - 1];
        let byte = usize::from(*piece.as_bytes().first()?);
        let (mut low, mut high) = (self.first[byte] as usize, self.first[byte + 1] as usize);
        while low < high {
            let middle = usize::midpoint(low, high);
            match line(middle).cmp(piece) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

/// Makes a vector unit length, if it is not all zero, and gives the length that it had.
pub(crate) fn make_unit(vector: &mut [f32]) -> f32 {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|x| *x /= length);
    }
    length
}

/// The table, with the vectors of the words that were asked for: in texts they come again and again.
#[derive(Debug)]
pub(crate) struct Words {
    table: &'static Table,
    /// Where the vector of each word stands.
    places: FxHashMap<Box<str>, usize>,
    /// One behind the other.
    vectors: Vec<f32>,
}

impl Words {
    pub(crate) fn new(table: &'static Table) -> Words {
        Words { table, places: FxHashMap::default(), vectors: Vec::new() }
    }

    /// What [`Table::embed`] gives.
    pub(crate) fn embed<'w>(&mut self, words: impl Iterator<Item = &'w str>) -> Vec<f32> {
        let mut sum = vec![0.0; self.table.dimensions];
        for word in words {
            sum.iter_mut().zip(self.vector(word)).for_each(|(sum, x)| *sum += x);
        }
        make_unit(&mut sum);
        sum
    }

    fn vector(&mut self, word: &str) -> &[f32] {
        let (table, end) = (self.table, self.vectors.len());
        let place = *self.places.get(word).unwrap_or(&end);
        if place == end {
            self.vectors.resize(end + table.dimensions, 0.0);
            table.pieces(word, |row| table.add(row, &mut self.vectors[end..]));
            self.places.insert(word.into(), end);
        }
        &self.vectors[place..][..table.dimensions]
    }
}

/// A vector of unit length in small whole numbers, which processors multiply fastest.
#[derive(Debug)]
pub(crate) struct Packed {
    values: Vec<i16>,
    scale: f32,
}

impl Packed {
    /// Packs a vector.
    pub(crate) fn new(vector: &[f32]) -> Packed {
        let mut values = Vec::with_capacity(vector.len());
        let scale = pack(vector, &mut values);
        Packed { values, scale }
    }

    /// The vector's numbers.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = f32> {
        self.values.iter().map(|value| self.scale * f32::from(*value))
    }
}

/// The whole numbers of packed vectors.
trait Whole {
    /// The largest one that is used.
    const STEPS: f32;
    /// The nearest to a number that is within the steps.
    fn nearest(number: f32) -> Self;
}

impl Whole for i16 {
    /// The products of thousands of dimensions still add up within 32 bits.
    const STEPS: f32 = 2047.0;
    fn nearest(number: f32) -> Self {
        half_up(number) as i32 as i16
    }
}

/// A cosine is off by less than a thousandth.
impl Whole for i8 {
    const STEPS: f32 = 127.0;
    fn nearest(number: f32) -> Self {
        half_up(number) as i32 as i8
    }
}

/// What is cut off to a whole number is then rounded, half away from zero: processors do that faster than `round`.
fn half_up(number: f32) -> f32 {
    number + 0.5f32.copysign(number)
}

/// Many vectors packed into a byte a number, one behind the other, so that comparing with all of them reads memory in one go.
#[derive(Debug, Encode, Decode)]
pub(crate) struct Pack {
    dimensions: usize,
    values: Vec<i8>,
    scales: Vec<f32>,
}

impl Pack {
    /// A pack of no vectors so far, which will all have this number of dimensions.
    pub(crate) fn new(dimensions: usize) -> Self {
        Pack { dimensions, values: Vec::new(), scales: Vec::new() }
    }

    /// The same with room for so many of them.
    pub(crate) fn with_capacity(dimensions: usize, count: usize) -> Self {
        Pack { dimensions, values: Vec::with_capacity(dimensions * count), scales: Vec::with_capacity(count) }
    }

    /// Appends a vector.
    pub(crate) fn push(&mut self, vector: &[f32]) {
        let scale = pack(vector, &mut self.values);
        self.scales.push(scale);
    }

    /// How many numbers each vector has.
    pub(crate) fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// How many vectors there are.
    pub(crate) fn len(&self) -> usize {
        self.scales.len()
    }

    /// The inner product of the vector at `index` and another: the cosine where both have unit length.
    pub(crate) fn cosine(&self, index: usize, other: &Packed) -> f32 {
        let scale = self.scales[index] * other.scale;
        if scale == 0.0 { 0.0 } else { arithmetic::product(self.values_of(index), &other.values) as f32 * scale }
    }

    /// The inner products of the vectors in a range and another: the cosines where all have unit length.
    pub(crate) fn cosines(&self, range: Range<usize>, other: &Packed) -> Vec<f32> {
        let values = &self.values[range.start * self.dimensions..range.end * self.dimensions];
        let mut cosines = vec![0.0; range.len()];
        arithmetic::products(values, &other.values, &mut cosines);
        cosines.iter_mut().zip(&self.scales[range]).for_each(|(cosine, scale)| *cosine *= scale * other.scale);
        cosines
    }

    fn values_of(&self, index: usize) -> &[i8] {
        &self.values[index * self.dimensions..][..self.dimensions]
    }

    /// Adds multiples of vectors to `sums`; each comes with its place and what to multiply it with.
    pub(crate) fn add_all(&self, added: &mut [(u32, f32)], sums: &mut [f32]) {
        added.iter_mut().for_each(|(index, weight)| *weight *= self.scales[*index as usize]);
        arithmetic::add_rows(&self.values, added, sums);
    }
}

/// Appends the numbers of a vector as multiples of a step, and gives the step.
fn pack<W: Whole>(vector: &[f32], values: &mut Vec<W>) -> f32 {
    let largest = vector.iter().fold(0.0f32, |largest, x| largest.max(x.abs()));
    let scale = largest / W::STEPS;
    let steps = if scale > 0.0 { 1.0 / scale } else { 0.0 };
    values.extend(vector.iter().map(|x| W::nearest(x * steps)));
    scale
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sentences with their pieces, and some of the numbers that the tool which made the table computed for them.
    const CHECK: &str = include_str!("table.check.json");

    #[test]
    fn the_table_reads_as_the_tool_that_made_it_does() {
        let check: serde_json::Value = serde_json::from_str(CHECK).unwrap();
        let table = Table::built_in();
        let sentences = check["sentences"].as_array().unwrap();
        assert!(sentences.len() >= 20);
        for sentence in sentences {
            let tokens: Vec<&str> =
                sentence["tokens"].as_array().unwrap().iter().map(|t| t.as_str().unwrap()).collect();
            let words = crate::text::normalise(sentence["text"].as_str().unwrap());
            let mut sum = vec![0.0; table.dimensions()];
            tokens.iter().for_each(|token| table.add(table.row(token).unwrap(), &mut sum));
            let length = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
            for (x, expected) in sum.iter().zip(sentence["first"].as_array().unwrap()) {
                let x = if length > 0.0 { x / length } else { 0.0 };
                assert!((f64::from(x) - expected.as_f64().unwrap()).abs() < 1e-5, "{words:?}");
            }
        }
    }

    #[test]
    fn packing_keeps_directions() {
        let table = Table::built_in();
        let texts = ["where did they meet", "the leaders met in the capital", "how do i boil an egg"];
        let vectors: Vec<Vec<f32>> = texts.iter().map(|text| table.embed(text.split(' '))).collect();
        let mut pack = Pack::new(table.dimensions());
        vectors.iter().for_each(|vector| pack.push(vector));
        for (at, a) in vectors.iter().enumerate() {
            for b in &vectors {
                let exact: f32 = a.iter().zip(b).map(|(x, y)| x * y).sum();
                assert!((pack.cosine(at, &Packed::new(b)) - exact).abs() < 0.01);
            }
        }
    }

    #[test]
    fn what_is_no_word_has_no_vector() {
        let mut words = Words::new(Table::built_in());
        for text in ["", "漢字", "\u{1}", &"x".repeat(65)] {
            assert!(words.embed(std::iter::once(text)).iter().all(|x| *x == 0.0), "{text:?}");
        }
    }
}
