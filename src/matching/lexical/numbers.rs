//! Which number each feature has: a table that is only read once it is made, in a third of a hash map's memory.

use bitcode::{Decode, Encode};

use super::sparse::FeatureId;

/// So many features share a bucket on average.
const IN_A_BUCKET: usize = 4;

/// Features by their hashes, in buckets of those whose hashes begin alike. A feature's number is its place among them.
#[derive(Debug, Encode, Decode)]
pub(super) struct Numbers {
    /// Every hash, sorted.
    known: Vec<u32>,
    /// Where each bucket starts, and where the last one ends.
    starts: Vec<u32>,
    /// How many bits of a hash do not tell its bucket.
    rest: u32,
}

impl Numbers {
    /// Takes every hash, sorted, each once.
    pub(super) fn new(known: Vec<u32>) -> Numbers {
        let bits = (known.len() / IN_A_BUCKET).checked_ilog2().unwrap_or(0);
        let rest = u32::BITS - bits;
        let start = |bucket: u64| known.partition_point(|hash| u64::from(*hash) >> rest < bucket) as u32;
        let starts = (0..=1u64 << bits).map(start).collect();
        Numbers { known, starts, rest }
    }

    /// The number of the feature with this hash.
    pub(super) fn get(&self, hash: u32) -> Option<FeatureId> {
        let bucket = (u64::from(hash) >> self.rest) as usize;
        let (start, end) = (self.starts[bucket], self.starts[bucket + 1]);
        let place = self.known[start as usize..end as usize].iter().position(|other| *other == hash)?;
        Some(start + place as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn a_feature_s_number_is_its_place(known: BTreeSet<u32>, others: Vec<u32>) {
            let known: Vec<u32> = known.into_iter().collect();
            let numbers = Numbers::new(known.clone());
            for hash in known.iter().chain(&others).copied().chain([0, u32::MAX]) {
                prop_assert_eq!(numbers.get(hash), known.binary_search(&hash).ok().map(|place| place as FeatureId));
            }
        }
    }
}
