//! Remembering what took long to work out, over restarts.

use std::fmt::Debug;
use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::lexical::{Rows, Sparse};
use super::linear::{self, Example, Fitted};

/// A place to keep bytes under a key. What is kept depends on nothing but its key, so forgetting costs time only; a memo
/// need not keep anything, and reports no faults.
pub trait Memo: Debug + Send + Sync {
    /// What was kept under a key.
    fn get(&self, key: u64) -> Option<Vec<u8>>;
    /// Keeps `value`.
    fn put(&self, key: u64, value: &[u8]);
}

/// Keeps nothing.
#[derive(Clone, Copy, Debug)]
pub struct Forgetful;

impl Memo for Forgetful {
    fn get(&self, _: u64) -> Option<Vec<u8>> {
        None
    }

    fn put(&self, _: u64, _: &[u8]) {}
}

/// The weights that [`linear::fit`] finds, remembered or found.
pub(super) fn fit(memo: &dyn Memo, rows: &Rows, examples: &[Example<'_>], targets: usize, dimensions: usize) -> Fitted {
    let key = key(examples, targets);
    let length = rows.len() + targets * dimensions;
    if let Some(mut numbers) = memo.get(key).and_then(|bytes| unpack(&bytes, length)) {
        let dense = numbers.split_off(rows.len());
        return Fitted { sparse: numbers, dense };
    }
    let fitted = linear::fit(rows, examples, targets, dimensions);
    memo.put(key, &pack(&fitted));
    fitted
}

/// A number for all that the weights depend on.
fn key(examples: &[Example<'_>], targets: usize) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u64(linear::version());
    hasher.write_usize(targets);
    let sparse = |hasher: &mut FxHasher, vector: &Sparse| {
        for (feature, value) in vector.iter() {
            hasher.write_u64(u64::from(feature) << 32 | u64::from(value.to_bits()));
        }
    };
    for example in examples {
        hasher.write_usize(example.target);
        sparse(&mut hasher, example.words);
        sparse(&mut hasher, example.letters);
        for pair in example.meaning.chunks(2) {
            hasher.write_u64(pair.iter().fold(0, |bits, value| bits << 32 | u64::from(value.to_bits())));
        }
    }
    hasher.finish()
}

/// The numbers, and a check of them at the end; little-endian.
fn pack(fitted: &Fitted) -> Vec<u8> {
    let numbers = fitted.sparse.iter().chain(&fitted.dense);
    let mut bytes: Vec<u8> = numbers.flat_map(|number| number.to_le_bytes()).collect();
    bytes.extend(check(&bytes).to_le_bytes());
    bytes
}

/// `None` where the bytes are not `length` numbers and their check: a disk may be full or fail.
fn unpack(bytes: &[u8], length: usize) -> Option<Vec<f32>> {
    let (numbers, expected) = bytes.split_last_chunk::<8>()?;
    let is_whole = numbers.len() == length * 4 && check(numbers) == u64::from_le_bytes(*expected);
    is_whole.then(|| numbers.chunks_exact(4).map(|n| f32::from_le_bytes([n[0], n[1], n[2], n[3]])).collect())
}

fn check(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back_or_nothing_does() {
        let fitted = Fitted { sparse: vec![1.0, -2.5], dense: vec![0.0, f32::MIN_POSITIVE] };
        let bytes = pack(&fitted);
        assert_eq!(unpack(&bytes, 4), Some(vec![1.0, -2.5, 0.0, f32::MIN_POSITIVE]));
        assert_eq!(unpack(&bytes, 5), None);
        assert_eq!(unpack(&bytes[1..], 4), None);
        assert_eq!(unpack(&[], 4), None);
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert_eq!(unpack(&damaged, 4), None, "byte {at}");
        }
    }
}
