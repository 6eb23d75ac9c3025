//! Whether a text that is said to be a quotation stands in a document: word for word, altered, or not at all.
//!
//! Nothing is judged but words: whether the text is true is not asked, and a text that merely speaks of the same things
//! is not called altered.

mod words;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::answer::Citation;
use crate::knowledge::{Document, KnowledgeBase};
use crate::text::{is_function_word, sentences};
use words::{Rarity, Words};

/// One sentence of a text that was checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece<'k> {
    /// As it was given.
    pub text: String,
    /// What was found.
    pub verdict: Verdict<'k>,
}

/// What was found of a piece.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict<'k> {
    /// Its words stand in these sentences, in this order and one behind the other; never empty.
    Exact {
        /// The sentences, with the words highlighted.
        citations: Vec<Citation<'k>>,
        /// In how far.
        likeness: Likeness,
    },
    /// Most of it stands in this sentence, with these differences.
    Altered {
        /// The sentence, with the words highlighted that the piece is made of.
        citation: Citation<'k>,
        /// What differs, in order; never empty.
        changes: Vec<Change>,
    },
    /// No sentence is like it.
    Absent,
}

/// How nearly the words are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// Character by character.
    Verbatim,
    /// In all but capitals and punctuation.
    Words,
    /// But for what was left out where the piece has dots.
    Shortened,
}

/// One place where a piece and the sentence differ. One of the two may be empty, never both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What the piece says.
    pub claimed: String,
    /// What the sentence says.
    pub said: String,
}

/// How much of the piece and of the sentence must be common to both, weighed by how rare the words are, for the one to be
/// the other, altered. Below it are texts that only share their subject.
const ALTERED: f64 = 0.6;

/// As many words that carry meaning must be common to both.
const COMMON: usize = 4;

/// Checks `text` against all documents. If it is no quotation as a whole, each of its sentences is checked by itself; a
/// text without words has none.
///
/// ```
/// use ibid::knowledge::KnowledgeBase;
/// use ibid::quote::{Verdict, check};
///
/// let knowledge = KnowledgeBase::built_in();
/// let pieces = check("“convened in Beijing for a low-level meeting”", &knowledge);
/// let Verdict::Altered { changes, .. } = &pieces[0].verdict else { panic!("one word is another") };
/// assert_eq!((changes[0].claimed.as_str(), changes[0].said.as_str()), ("low", "high"));
/// ```
pub fn check<'k>(text: &str, knowledge: &'k KnowledgeBase) -> Vec<Piece<'k>> {
    let whole = bare(text);
    if Words::of(whole).is_empty() {
        return Vec::new();
    }
    let lines: Vec<Line<'k>> = knowledge.documents().iter().flat_map(Line::of_document).collect();
    let rarity = Rarity::of(lines.iter().map(|line| &line.words));
    let piece = |text: &str| Piece { text: text.to_owned(), verdict: verdict(text, &lines, &rarity) };
    let first = piece(whole);
    let parts = sentences(whole, "en");
    if parts.len() < 2 || matches!(first.verdict, Verdict::Exact { .. }) {
        return vec![first];
    }
    parts.into_iter().map(bare).filter(|part| !Words::of(part).is_empty()).map(piece).collect()
}

/// The text without white space and the quotation marks around all of it.
fn bare(text: &str) -> &str {
    let text = text.trim();
    let pairs = [("“", "”"), ("\"", "\""), ("«", "»"), ("„", "“"), ("‘", "’"), ("'", "'"), ("「", "」")];
    let inner = pairs.iter().find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close));
    inner.filter(|inner| !inner.contains(['“', '”', '"'])).map_or(text, str::trim)
}

/// A sentence of a document, read.
struct Line<'k> {
    document: &'k Document,
    number: u32,
    text: &'k str,
    words: Words,
}

impl<'k> Line<'k> {
    fn of_document(document: &'k Document) -> impl Iterator<Item = Line<'k>> {
        document.sentences().iter().map(move |sentence| {
            let text = document.text_of(sentence);
            Line { document, number: sentence.number, text, words: Words::of(text) }
        })
    }

    /// Cites it with the words from `first` to `last` highlighted.
    fn cite(&self, first: usize, last: usize) -> Option<Citation<'k>> {
        let range = self.words.ranges[first].start..self.words.ranges[last].end;
        Citation::of_piece(self.document, self.number, range)
    }
}

fn verdict<'k>(text: &str, lines: &[Line<'k>], rarity: &Rarity) -> Verdict<'k> {
    exact(text, lines).or_else(|| altered(&Words::of(text), text, lines, rarity)).unwrap_or(Verdict::Absent)
}

/// The sentences in which all words of `text` stand in one run, or in several where it has dots.
fn exact<'k>(text: &str, lines: &[Line<'k>]) -> Option<Verdict<'k>> {
    let text = text.replace("[…]", "…").replace("[...]", "…").replace("...", "…");
    let runs: Vec<Words> = text.split('…').map(Words::of).filter(|run| !run.is_empty()).collect();
    let found: Vec<(&Line<'k>, Citation<'k>)> = lines
        .iter()
        .filter_map(|line| {
            let (first, last) = line.words.find_runs(&runs)?;
            Some((line, line.cite(first, last)?))
        })
        .collect();
    let marks = |c: char| !c.is_alphanumeric();
    let likeness = match () {
        () if runs.len() > 1 => Likeness::Shortened,
        () if found.iter().all(|(line, _)| line.text.contains(text.trim_matches(marks))) => Likeness::Verbatim,
        () => Likeness::Words,
    };
    let citations: Vec<_> = found.into_iter().map(|(_, citation)| citation).collect();
    (!citations.is_empty()).then_some(Verdict::Exact { citations, likeness })
}

/// The sentence that most of the words of a piece stand in, in the same order, if there is one.
fn altered<'k>(claim: &Words, text: &str, lines: &[Line<'k>], rarity: &Rarity) -> Option<Verdict<'k>> {
    let best = lines.iter().filter_map(|line| Some((Alignment::of(claim, &line.words, rarity)?, line)));
    // The first of the best ones.
    let best = best.fold(None, |best: Option<(Alignment, &Line<'k>)>, next| match best {
        Some(best) if best.0.likeness >= next.0.likeness => Some(best),
        _ => Some(next),
    });
    let (alignment, line) = best.filter(|(alignment, _)| alignment.likeness >= ALTERED)?;
    let changes = alignment.changes(claim, text, line);
    let citation = line.cite(alignment.first, alignment.last)?;
    (!changes.is_empty()).then_some(Verdict::Altered { citation, changes })
}

/// How a piece and a sentence go together, word by word.
struct Alignment {
    ops: Vec<(DiffTag, std::ops::Range<usize>, std::ops::Range<usize>)>,
    /// The words of the sentence that the piece is made of: from the first to the last.
    first: usize,
    last: usize,
    likeness: f64,
}

impl Alignment {
    fn of(claim: &Words, sentence: &Words, rarity: &Rarity) -> Option<Alignment> {
        let is_telling = |word: &String| !is_function_word(word);
        // Comparing costs more than seeing that there is nothing to compare.
        let shared = claim.words.iter().filter(|word| is_telling(word) && sentence.words.contains(word)).count();
        if shared < COMMON {
            return None;
        }
        let ops: Vec<_> = capture_diff_slices(Algorithm::Myers, &claim.words, &sentence.words)
            .iter()
            .map(similar::DiffOp::as_tag_tuple)
            .collect();
        let equal = || ops.iter().filter(|(tag, ..)| *tag == DiffTag::Equal);
        let (begin, end) = (equal().next()?.clone(), equal().next_back()?.clone());
        // What the piece has before the first and after the last common word stands for as much of the sentence.
        let first = begin.2.start.saturating_sub(begin.1.start);
        let last = (end.2.end + (claim.words.len() - end.1.end)).min(sentence.words.len()) - 1;
        let weight = |words: &[String]| words.iter().map(|word| rarity.of_word(word)).sum::<f64>();
        let common: Vec<String> = equal().flat_map(|(_, range, _)| claim.words[range.clone()].to_vec()).collect();
        if common.iter().filter(|word| is_telling(word)).count() < COMMON {
            return None;
        }
        let likeness = 2.0 * weight(&common) / (weight(&claim.words) + weight(&sentence.words[first..=last]));
        Some(Alignment { ops, first, last, likeness })
    }

    /// What differs between the first and the last word that the piece is made of.
    fn changes(&self, claim: &Words, text: &str, line: &Line<'_>) -> Vec<Change> {
        let changes = self.ops.iter().filter(|(tag, ..)| *tag != DiffTag::Equal).map(|(_, claimed, said)| Change {
            claimed: claim.slice(text, claimed.clone()).to_owned(),
            said: line.words.slice(line.text, said.start.max(self.first)..said.end.min(self.last + 1)).to_owned(),
        });
        // A quotation may begin and end anywhere in its sentence.
        changes.filter(|change| !(change.claimed.is_empty() && change.said.is_empty())).collect()
    }
}
