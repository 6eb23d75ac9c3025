//! The pieces of a question that can be changed, and what the sentences that answer it hold.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::super::Sample;
use crate::answer::Citation;
use crate::knowledge::{KnowledgeBase, Lexicon, Term, TermKind};
use crate::text::{is_number_word, normalise, words};

/// What an answer to a near miss must hold to be right all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// One of these names or words, in normal form.
    AnyOf(Vec<String>),
    /// Words that deny.
    Denial,
    /// A time.
    Time,
    /// A place.
    Place,
    /// A count.
    Count,
}

impl Held {
    /// Whether a cited sentence holds it.
    pub(super) fn is_in(&self, citation: &Citation<'_>) -> bool {
        self.is_in_text(citation.text(), citation.document().lexicon())
    }

    /// Whether any of the sentences holds it.
    pub(super) fn is_in_any(&self, cited: &Cited<'_>) -> bool {
        cited.texts.iter().any(|(text, lexicon)| self.is_in_text(text, lexicon))
    }

    fn is_in_text(&self, text: &str, lexicon: &Lexicon) -> bool {
        let spaced = spaced(text);
        match self {
            Held::AnyOf(names) => names.iter().any(|name| spaced.contains(&format!(" {name} "))),
            Held::Denial => has_any(&spaced, DENYING),
            Held::Time => has_any(&spaced, TIMES) || spaced.split(' ').any(is_year),
            Held::Place if has_any(&spaced, PLACES) => true,
            Held::Place => lexicon
                .terms()
                .iter()
                .filter(|term| term.kind == TermKind::Place)
                .any(|term| names_of(term).any(|name| spaced.contains(&format!(" {} ", joined(name))))),
            Held::Count => has_any(&spaced, COUNTS) || spaced.split(' ').any(is_number_word),
        }
    }
}

/// Words by which a sentence denies, so that a denying question may be answered with it.
const DENYING: &[&str] = &["not", "no", "never", "without", "despite", "limited", "however", "neither", "nor", "lack"];
/// Words by which a sentence tells a time, however loosely.
const TIMES: &[&str] = &[
    "recently",
    "recent",
    "today",
    "yesterday",
    "year",
    "years",
    "month",
    "months",
    "week",
    "weeks",
    "day",
    "days",
    "since",
    "during",
    "era",
    "century",
    "decade",
    "decades",
    "period",
    "periods",
    "now",
    "currently",
    "first",
    "after",
    "before",
    "following",
    "when",
    "until",
    "spring",
    "summer",
    "autumn",
    "winter",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "historically",
    "past",
    "future",
    "often",
    "over",
    "ongoing",
    "amid",
    "contemporary",
    "time",
    "times",
    "war",
    "daily",
    "every",
];
/// Words by which a sentence tells a place that has no name.
const PLACES: &[&str] = &["border", "borders", "region", "area", "capital", "city", "town", "coast", "abroad"];
/// Words by which a sentence counts, however loosely.
const COUNTS: &[&str] = &["one", "two", "both", "several", "many", "often", "once", "twice", "number", "every", "each"];

/// The sentences that a question is answered with.
pub(super) struct Cited<'k> {
    texts: Vec<(&'k str, &'k Lexicon)>,
}

impl<'k> Cited<'k> {
    /// `None` where none is accepted.
    pub(super) fn of(sample: &Sample, knowledge: &'k KnowledgeBase) -> Option<Cited<'k>> {
        let texts: Vec<_> = sample
            .accept
            .iter()
            .filter_map(|place| {
                let document = knowledge.document_by_id(&place.document)?;
                Some((document.text_of(document.sentence(place.sentence)?), document.lexicon()))
            })
            .collect();
        (!texts.is_empty()).then_some(Cited { texts })
    }
}

/// The words of a question in normal form with where each stands, a possessive's ending left out.
pub(super) fn pieces(question: &str) -> Vec<(String, Range<usize>)> {
    let found = question.unicode_word_indices().map(|(at, word)| {
        let own = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        (joined(own), at..at + own.len())
    });
    found.filter(|(normal, _)| !normal.is_empty()).collect()
}

/// A term's name and its aliases.
pub(super) fn names_of(term: &Term) -> impl Iterator<Item = &str> {
    std::iter::once(term.name.as_str()).chain(term.aliases.iter().map(String::as_str))
}

/// The words of a text joined by single spaces, in normal form.
pub(super) fn joined(text: &str) -> String {
    words(&normalise(text)).iter().map(|word| &*word.text).collect::<Vec<_>>().join(" ")
}

/// Whether a word is a year of these thousand years.
pub(super) fn is_year(word: &str) -> bool {
    let digits = word.strip_suffix('s').unwrap_or(word);
    digits.len() == 4
        && digits.bytes().all(|b| b.is_ascii_digit())
        && (digits.starts_with('1') || digits.starts_with("20"))
}

/// The same with a space at either end, so that whole words can be looked for.
pub(super) fn spaced(text: &str) -> String {
    format!(" {} ", joined(text))
}

fn has_any(spaced: &str, words: &[&str]) -> bool {
    spaced.split(' ').any(|word| words.contains(&word))
}
