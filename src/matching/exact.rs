//! Stored phrasings, found exactly.

use std::hash::{DefaultHasher, Hash, Hasher};

use bitcode::{Decode, Encode};

/// Numbers of phrasings with what each stands for: less memory than the phrasings would take.
#[derive(Debug, Default, Encode, Decode)]
pub(super) struct Exact {
    /// Sorted by number; the first of those with one number came first.
    known: Vec<(u64, u32)>,
}

impl Exact {
    /// Takes phrasings by their numbers, in any order.
    pub(super) fn new(mut known: Vec<(u64, u32)>) -> Exact {
        known.sort_by_key(|(number, _)| *number);
        known.shrink_to_fit();
        Exact { known }
    }

    /// What a phrasing stands for, in the order it came in.
    pub(super) fn get(&self, number: u64) -> impl Iterator<Item = u32> {
        let start = self.known.partition_point(|(other, _)| *other < number);
        self.known[start..].iter().take_while(move |(other, _)| *other == number).map(|(_, stands_for)| *stands_for)
    }

    /// The numbers of all phrasings, each once.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u64> {
        self.known.chunk_by(|a, b| a.0 == b.0).map(|run| run[0].0)
    }
}

/// The number of a phrasing, by its [key](crate::question::Question::key). Two having the same one is less likely than a
/// fault of memory.
pub(super) fn number(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
