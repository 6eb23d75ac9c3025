//! Where a piece of text stands in a document, without reading all of it for each piece.

use rustc_hash::FxHashMap;

/// An index of a text by the first bytes of every place in it.
pub(super) struct Finder<'t> {
    text: &'t str,
    /// For each run of [`RUN`] bytes, one more than the first place it stands at.
    first: FxHashMap<[u8; RUN], u32>,
    /// For each place, one more than the next place with the same run; 0 ends the chain.
    next: Vec<u32>,
}

/// Long enough to be rare in a text, short enough that few pieces are shorter and must be looked for byte by byte.
const RUN: usize = 8;

impl<'t> Finder<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let places = text.len().saturating_sub(RUN - 1);
        let mut first = FxHashMap::with_capacity_and_hasher(places, Default::default());
        let mut next = vec![0; places];
        // From the end, so that chains ascend.
        for (place, run) in text.as_bytes().array_windows::<RUN>().enumerate().rev() {
            next[place] = first.insert(*run, place as u32 + 1).unwrap_or(0);
        }
        Finder { text, first, next }
    }

    /// Every place where `piece`, which must not be empty, stands in the text; in order, overlapping ones too.
    pub(super) fn find(&self, piece: &str) -> Vec<usize> {
        let Some(run) = piece.as_bytes().first_chunk::<RUN>() else {
            return self.scan(piece);
        };
        let mut places = Vec::new();
        let mut place = self.first.get(run).copied().unwrap_or(0) as usize;
        while place > 0 {
            if self.text.as_bytes()[place - 1..].starts_with(piece.as_bytes()) {
                places.push(place - 1);
            }
            place = self.next[place - 1] as usize;
        }
        places
    }

    /// The same for a piece that is too short for the index.
    fn scan(&self, piece: &str) -> Vec<usize> {
        let mut places = Vec::new();
        let mut from = 0;
        while let Some(at) = self.text[from..].find(piece) {
            places.push(from + at);
            from = self.text.ceil_char_boundary(from + at + 1);
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_found_in_order() {
        let text = "ananananananas, Beijing – naïve Beijing";
        for (piece, expected) in [
            ("ana", vec![0, 2, 4, 6, 8, 10]),
            ("anananan", vec![0, 2, 4]),
            ("Beijing", vec![16, 35]),
            ("Beijing –", vec![16]),
            ("– naïve Beijing", vec![24]),
            ("nothing at all", vec![]),
            ("zz", vec![]),
        ] {
            assert_eq!(Finder::new(text).find(piece), expected, "{piece}");
        }
        assert_eq!(Finder::new("").find("a"), Vec::<usize>::new());
    }
}
