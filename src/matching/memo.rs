//! Remembering what took long to work out, over restarts.

use std::fmt::Debug;
use std::hash::Hasher;

use bitcode::{DecodeOwned, Encode};
use rustc_hash::FxHasher;

/// A place to keep bytes under a key. What is kept depends on nothing but its key and the program, so forgetting costs
/// time only; a memo need not keep anything, and reports no faults. It must not give one program what another has kept.
pub trait Memo: Debug + Send + Sync {
    /// What was kept under a key.
    fn get(&self, key: u64) -> Option<Vec<u8>>;
    /// Keeps `value`.
    fn put(&self, key: u64, value: &[u8]);
}

/// What `memo` has kept under a key, or else what `make` makes, which it then keeps.
pub(crate) fn remembered<T: Encode + DecodeOwned>(memo: &dyn Memo, key: u64, make: impl FnOnce() -> T) -> T {
    recall(memo, key).unwrap_or_else(|| {
        let value = make();
        keep(memo, key, &value);
        value
    })
}

/// What was kept under a key; `None` where nothing was, or what was is not whole: a disk may be full or fail.
fn recall<T: DecodeOwned>(memo: &dyn Memo, key: u64) -> Option<T> {
    let bytes = memo.get(key)?;
    let (value, expected) = bytes.split_last_chunk::<8>()?;
    if check(value) != u64::from_le_bytes(*expected) {
        return None;
    }
    bitcode::decode(value).ok()
}

/// Keeps a value, with a check of it at the end.
fn keep<T: Encode>(memo: &dyn Memo, key: u64, value: &T) {
    let mut bytes = bitcode::encode(value);
    bytes.extend(check(&bytes).to_le_bytes());
    memo.put(key, &bytes);
}

fn check(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// Keeps one value, whatever its key.
    #[derive(Debug, Default)]
    struct Single(Mutex<Vec<u8>>);

    impl Memo for Single {
        fn get(&self, _: u64) -> Option<Vec<u8>> {
            Some(self.0.lock().unwrap().clone())
        }

        fn put(&self, _: u64, value: &[u8]) {
            *self.0.lock().unwrap() = value.to_vec();
        }
    }

    #[test]
    fn what_is_kept_comes_back_or_nothing_does() {
        let memo = Single::default();
        let value = (vec![1.0f32, -2.5], "text".to_owned());
        keep(&memo, 1, &value);
        assert_eq!(recall(&memo, 1), Some(value));
        let whole = memo.get(1).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            for damaged in [&damaged[..], &whole[..at]] {
                memo.put(1, damaged);
                assert_eq!(recall::<(Vec<f32>, String)>(&memo, 1), None, "byte {at}");
            }
        }
    }
}
