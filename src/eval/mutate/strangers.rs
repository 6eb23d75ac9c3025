//! What is put into a question: names that documents seldom speak of, several of each kind so that one is free.

use crate::knowledge::TermKind;

/// Something to put in: how it is called, and how what belongs to it is called.
pub(super) type Stranger = (&'static str, &'static str);

const PERSONS: &[Stranger] = &[
    ("Angela Merkel", "Angela Merkel's"),
    ("Nelson Mandela", "Nelson Mandela's"),
    ("Jacinda Ardern", "Jacinda Ardern's"),
    ("Margaret Thatcher", "Margaret Thatcher's"),
];
const PLACES: &[Stranger] = &[
    ("Brazil", "Brazilian"),
    ("Norway", "Norwegian"),
    ("Peru", "Peruvian"),
    ("Kenya", "Kenyan"),
    ("Egypt", "Egyptian"),
];
const ORGANISATIONS: &[Stranger] =
    &[("Greenpeace", "Greenpeace"), ("UNESCO", "UNESCO"), ("the Red Cross", "Red Cross"), ("FIFA", "FIFA")];
const EVENTS: &[Stranger] =
    &[("the French Revolution", "French Revolution"), ("the Boxer Rebellion", "Boxer Rebellion"), ("Brexit", "Brexit")];
const WORKS: &[Stranger] =
    &[("the Kyoto Protocol", "Kyoto Protocol"), ("the Magna Carta", "Magna Carta"), ("the Hoover Dam", "Hoover Dam")];

/// What stands in for a name of that kind.
pub(super) fn of_kind(kind: TermKind) -> &'static [Stranger] {
    match kind {
        TermKind::Person => PERSONS,
        TermKind::Place => PLACES,
        TermKind::Organisation => ORGANISATIONS,
        TermKind::Event => EVENTS,
        TermKind::Work => WORKS,
    }
}
