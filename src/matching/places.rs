//! The terms of a target, and where the target has each.

use bitcode::{Decode, Encode};

use super::terms::TermId;

/// A set of places where a target may have a term.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub(super) struct Places(u8);

impl Places {
    /// Its phrasings and sentences.
    pub(super) const TEXTS: Places = Places(1);
    /// The sentence it cites first.
    pub(super) const FIRST: Places = Places(1 << 1);
    /// The sentences it cites, and the names by which people usually ask for it.
    pub(super) const CITED: Places = Places(1 << 2);
    /// The paragraph of a sentence that nobody has written a fact for.
    pub(super) const PARAGRAPH: Places = Places(1 << 3);
    /// Such a sentence and the one before it.
    pub(super) const BEFORE: Places = Places(1 << 4);
    /// The phrasings, where they ask for it by name.
    pub(super) const FOCUS: Places = Places(1 << 5);
    /// The phrasings, where they ask what it says or thinks.
    pub(super) const SPEAKER: Places = Places(1 << 7);
    /// Everywhere: what the whole document is about.
    pub(super) const SUBJECT: Places = Places(1 << 6);

    /// Whether both have a place.
    pub(super) fn meet(self, others: Places) -> bool {
        self.0 & others.0 != 0
    }

    /// The places of either.
    pub(super) fn or(self, others: Places) -> Places {
        Places(self.0 | others.0)
    }
}

/// Every term of a target with its places.
#[derive(Debug, Encode, Decode)]
pub(super) struct TermPlaces {
    /// Sorted, each once.
    terms: Vec<TermId>,
    /// Those of each.
    places: Vec<Places>,
    /// Those of any.
    all: Places,
    /// A bit for each term, by its last digits: what a target does not have is told from it without a search, mostly.
    marks: [u64; MARKS],
}

/// Four times as many bits as most targets have terms.
const MARKS: usize = 4;

/// Where the mark of a term stands.
fn mark(term: TermId) -> (usize, u64) {
    (term as usize / 64 % MARKS, 1 << (term % 64))
}

impl TermPlaces {
    /// Takes the terms of each place.
    pub(super) fn new(of_places: &[(Places, &[TermId])]) -> TermPlaces {
        let each = |&(place, terms): &(Places, &[TermId])| terms.iter().map(|&term| (term, place)).collect::<Vec<_>>();
        let mut all: Vec<(TermId, Places)> = of_places.iter().flat_map(each).collect();
        all.sort_unstable_by_key(|(term, _)| *term);
        let places_of = |run: &[(TermId, Places)]| run.iter().fold(Places::default(), |all, (_, place)| all.or(*place));
        let mut runs = TermPlaces { terms: Vec::new(), places: Vec::new(), all: places_of(&all), marks: [0; MARKS] };
        for run in all.chunk_by(|a, b| a.0 == b.0) {
            let (word, bit) = mark(run[0].0);
            runs.marks[word] |= bit;
            runs.terms.push(run[0].0);
            runs.places.push(places_of(run));
        }
        runs.terms.shrink_to_fit();
        runs.places.shrink_to_fit();
        runs
    }

    /// Where the target has a term.
    pub(super) fn of(&self, term: TermId) -> Places {
        let (word, bit) = mark(term);
        if self.marks[word] & bit == 0 {
            return Places::default();
        }
        self.terms.binary_search(&term).map_or(Places::default(), |at| self.places[at])
    }

    /// The places that it has any term in.
    pub(super) fn all(&self) -> Places {
        self.all
    }

    /// The terms of a place, in order.
    pub(super) fn terms_in(&self, place: Places) -> impl Iterator<Item = TermId> {
        self.terms.iter().zip(&self.places).filter(move |(_, places)| places.meet(place)).map(|(term, _)| *term)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_has_all_its_places() {
        let places = TermPlaces::new(&[(Places::TEXTS, &[1, 4, 9]), (Places::FIRST, &[4]), (Places::BEFORE, &[2, 9])]);
        for (term, expected) in [
            (0, Places::default()),
            (1, Places::TEXTS),
            (2, Places::BEFORE),
            (4, Places::TEXTS.or(Places::FIRST)),
            // It has the same mark as the one before.
            (4 + 64 * MARKS as TermId, Places::default()),
            (9, Places::TEXTS.or(Places::BEFORE)),
        ] {
            assert_eq!(places.of(term), expected, "{term}");
        }
        assert_eq!(places.terms_in(Places::TEXTS).collect::<Vec<_>>(), [1, 4, 9]);
        assert!(places.all().meet(Places::FIRST) && !places.all().meet(Places::CITED));
    }
}
