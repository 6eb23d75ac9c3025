//! Which of the targets have a feature that many have, told without a search.

use bitcode::{Decode, Encode};
use rustc_hash::FxHashMap;

use super::sparse::FeatureId;

/// A block tells of so many targets …
const IN_A_BLOCK: usize = 48;
/// … each by a bit; the bits above them count the entries of the blocks before.
const BITS: u64 = (1 << IN_A_BLOCK) - 1;
/// A feature gets its blocks if one target in so many has it, so that a block tells of two or more.
const FEW: usize = 24;

/// The features that many targets have, each with a bit for every target.
#[derive(Debug, Encode, Decode)]
pub(super) struct Members {
    blocks: Vec<u64>,
    /// How many blocks each feature has.
    stride: usize,
    /// Where those of a feature are, counted in features.
    places: FxHashMap<FeatureId, u32>,
}

/// The targets that have a feature.
#[derive(Clone, Copy, Debug)]
pub(super) struct Having<'m>(&'m [u64]);

impl Members {
    /// Nothing is known of any feature so far; there are so many `targets`.
    pub(super) fn new(targets: usize) -> Members {
        Members { blocks: Vec::new(), stride: targets.div_ceil(IN_A_BLOCK), places: FxHashMap::default() }
    }

    /// Takes the targets of a feature, in order, if they are worth it.
    pub(super) fn add(&mut self, feature: FeatureId, having: &[u32]) {
        // What the blocks before have is counted in the 16 bits that are left.
        if having.len() * FEW < self.stride * IN_A_BLOCK || u16::try_from(having.len()).is_err() {
            return;
        }
        let start = self.blocks.len();
        self.places.insert(feature, (start / self.stride) as u32);
        self.blocks.resize(start + self.stride, 0);
        for target in having.iter().map(|&target| target as usize) {
            self.blocks[start + target / IN_A_BLOCK] |= 1 << (target % IN_A_BLOCK);
        }
        let mut before = 0;
        for block in &mut self.blocks[start..] {
            let own = block.count_ones();
            *block |= before << IN_A_BLOCK;
            before += u64::from(own);
        }
    }

    /// The targets that have a feature, if it is known of.
    pub(super) fn of(&self, feature: FeatureId) -> Option<Having<'_>> {
        let place = *self.places.get(&feature)? as usize;
        Some(Having(&self.blocks[place * self.stride..][..self.stride]))
    }

    pub(super) fn shrink_to_fit(&mut self) {
        self.blocks.shrink_to_fit();
    }
}

impl Having<'_> {
    /// The place of a target among those that have the feature.
    pub(super) fn place(self, target: usize) -> Option<usize> {
        let (block, bit) = (self.0[target / IN_A_BLOCK], 1 << (target % IN_A_BLOCK));
        let before = || (block >> IN_A_BLOCK) as usize + (block & BITS & (bit - 1)).count_ones() as usize;
        (block & bit != 0).then(before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn a_target_s_place_is_what_a_search_finds(targets in 1u32..300, having: BTreeSet<u32>) {
            let having: BTreeSet<u32> = having.into_iter().map(|target| target % targets).collect();
            let having: Vec<u32> = having.into_iter().collect();
            let mut members = Members::new(targets as usize);
            members.add(7, &[]);
            members.add(8, &having);
            prop_assert!(members.of(7).is_none());
            if let Some(found) = members.of(8) {
                for target in 0..targets {
                    prop_assert_eq!(found.place(target as usize), having.binary_search(&target).ok());
                }
            } else {
                prop_assert!(having.len() * FEW < targets as usize + IN_A_BLOCK * FEW);
            }
        }
    }
}
