//! Where the parts of a list end whose parts stand one behind the other.

use std::ops::Range;

use bitcode::{Decode, Encode};

/// The ends of parts; the first part starts at 0.
#[derive(Debug, Default, Encode, Decode)]
pub(super) struct Runs(Vec<u32>);

impl Runs {
    pub(super) fn with_capacity(count: usize) -> Runs {
        Runs(Vec::with_capacity(count))
    }

    /// How many parts there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Where the last part ends.
    pub(super) fn last_end(&self) -> usize {
        self.0.last().map_or(0, |end| *end as usize)
    }

    /// Ends another part where the list ends now.
    pub(super) fn end(&mut self, length: usize) {
        self.0.push(length as u32);
    }

    pub(super) fn shrink_to_fit(&mut self) {
        self.0.shrink_to_fit();
    }

    /// Where a part stands.
    pub(super) fn of(&self, part: usize) -> Range<usize> {
        let start = part.checked_sub(1).map_or(0, |before| self.0[before]);
        start as usize..self.0[part] as usize
    }
}
