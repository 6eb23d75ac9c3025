//! Remembering what took long to work out, over restarts.

use std::fmt::Debug;
use std::hash::Hasher;
use std::io::Read;

use bitcode::{DecodeOwned, Encode};
use rustc_hash::FxHasher;

/// A place to keep bytes under a key. What is kept depends on nothing but its key and the program, so forgetting costs
/// time only; a memo need not keep anything, and reports no faults. It must not give one program what another has kept.
pub trait Memo: Debug + Send + Sync {
    /// What was kept under a key.
    fn get(&self, key: u64) -> Option<Box<dyn Read>>;
    /// Keeps `value`.
    fn put(&self, key: u64, value: &[u8]);
    /// Has what a base needs in a language made and kept by somebody else, so that what making takes is never taken here;
    /// `false` where there is nobody.
    fn have_made(&self, _language: &str) -> bool {
        false
    }
}

/// What is kept part by part: so reading it back takes little more memory than it takes itself.
pub(crate) trait InParts: Sized {
    /// Writes every part.
    fn write(&self, parts: &mut ToKeep);
    /// Reads the parts back in the order in which they were written; `None` where they are not whole.
    fn read(parts: &mut Parts) -> Option<Self>;
}

/// Parts to be kept.
#[derive(Debug, Default)]
pub(crate) struct ToKeep(Vec<u8>);

/// Parts that were kept: each is its length (`u64`, little-endian), its bytes and a check of both (`u64`).
pub(crate) struct Parts {
    kept: Box<dyn Read>,
    /// The bytes of a part, over and over in the same place.
    buffer: Vec<u8>,
}

/// A buffer with this much room gets memory of its own from the system, page by page as it is used, and gives it back: the
/// allocator of GNU's C library keeps what is smaller than 32 MiB for other uses, of which there are none.
const ROOM: usize = 33 << 20;

/// What `memo` has kept under a key, or has made for a language of a base, or else what `make` makes, which it then keeps.
pub(crate) fn remembered<T: InParts, E>(
    memo: &dyn Memo,
    key: u64,
    language: &str,
    make: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    let kept = recall(memo, key).or_else(|| if memo.have_made(language) { recall(memo, key) } else { None });
    kept.map_or_else(
        || {
            let value = make()?;
            keep(memo, key, &value);
            Ok(value)
        },
        Ok,
    )
}

/// What was kept under a key; `None` where nothing was, or what was is not whole: a disk may be full or fail.
fn recall<T: InParts>(memo: &dyn Memo, key: u64) -> Option<T> {
    let (kept, mut buffer) = (memo.get(key)?, Vec::new());
    // Where there is not so much, less will do.
    let _ = buffer.try_reserve_exact(ROOM);
    T::read(&mut Parts { kept, buffer })
}

fn keep<T: InParts>(memo: &dyn Memo, key: u64, value: &T) {
    let mut parts = ToKeep::default();
    value.write(&mut parts);
    memo.put(key, &parts.0);
}

impl ToKeep {
    /// Writes a part.
    pub(crate) fn part<T: Encode + ?Sized>(&mut self, value: &T) {
        let bytes = bitcode::encode(value);
        self.0.extend((bytes.len() as u64).to_le_bytes());
        self.0.extend(&bytes);
        self.0.extend(check(&bytes).to_le_bytes());
    }
}

impl Parts {
    /// Reads the next part.
    pub(crate) fn part<T: DecodeOwned>(&mut self) -> Option<T> {
        let length = self.number()?;
        self.buffer.clear();
        (&mut self.kept).take(length).read_to_end(&mut self.buffer).ok()?;
        let is_whole = self.buffer.len() as u64 == length && self.number()? == check(&self.buffer);
        is_whole.then(|| bitcode::decode(&self.buffer).ok())?
    }

    fn number(&mut self) -> Option<u64> {
        let mut bytes = [0; 8];
        self.kept.read_exact(&mut bytes).ok()?;
        Some(u64::from_le_bytes(bytes))
    }
}

impl Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parts").finish_non_exhaustive()
    }
}

/// A number for some bytes, and how many there are.
fn check(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_usize(bytes.len());
    hasher.write(bytes);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::sync::Mutex;

    use super::*;

    /// Keeps one value, whatever its key.
    #[derive(Debug, Default)]
    struct Single(Mutex<Vec<u8>>);

    impl Memo for Single {
        fn get(&self, _: u64) -> Option<Box<dyn Read>> {
            Some(Box::new(Cursor::new(self.0.lock().unwrap().clone())))
        }

        fn put(&self, _: u64, value: &[u8]) {
            *self.0.lock().unwrap() = value.to_vec();
        }
    }

    impl InParts for (Vec<f32>, String) {
        fn write(&self, parts: &mut ToKeep) {
            parts.part(&self.0);
            parts.part(&self.1);
        }

        fn read(parts: &mut Parts) -> Option<Self> {
            Some((parts.part()?, parts.part()?))
        }
    }

    #[test]
    fn what_is_kept_comes_back_or_nothing_does() {
        let memo = Single::default();
        let value = (vec![1.0f32, -2.5], "text".to_owned());
        keep(&memo, 1, &value);
        assert_eq!(recall(&memo, 1), Some(value));
        let whole = memo.0.lock().unwrap().clone();
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
