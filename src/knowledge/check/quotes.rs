//! A quote is a verbatim piece of exactly one sentence: finding it, and saying what is wrong where it is not.

use std::cell::OnceCell;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::finder::Finder;
use crate::knowledge::document::announces;
use crate::knowledge::parse::{DocumentParts, Text, has_words};
use crate::knowledge::problem::{Place, Problem};
use crate::knowledge::source::File;
use crate::knowledge::{DocumentIndex, Quote, Sentence};
use crate::text::normalise;

/// Finds the quotes of one facts file in its document.
pub(super) struct Quotes<'d> {
    index: DocumentIndex,
    /// `document.md` and what is in it.
    document: &'d File,
    parts: &'d DocumentParts,
    finder: Finder<'d>,
    /// The file whose quotes these are.
    facts: &'d File,
    /// The sentences in normal form: only needed for quotes that are not found.
    normal: OnceCell<Vec<String>>,
    /// How many more quotes are worth comparing with every sentence.
    patience: usize,
}

/// A file with more wrong quotes was not copied from this document: help for each would take long and help nobody.
const PATIENCE: usize = 100;

/// How much of a quote's words a sentence must hold to be called near.
const NEAR: f64 = 0.5;

/// How alike a quote and a piece of a sentence must be for the one to be meant by the other.
const MEANT: f64 = 0.7;

impl<'d> Quotes<'d> {
    pub(super) fn new(index: DocumentIndex, document: &'d File, parts: &'d DocumentParts, facts: &'d File) -> Self {
        let finder = Finder::new(&document.text);
        Quotes { index, document, parts, finder, facts, normal: OnceCell::new(), patience: PATIENCE }
    }

    /// The quote that `text` is, or a problem.
    pub(super) fn resolve(&mut self, text: &Text, problems: &mut Vec<Problem>) -> Option<Quote> {
        let result = self.find(text.get_ref());
        result.map_err(|wrong| problems.push(self.problem(text, wrong))).ok()
    }

    fn find(&self, text: &str) -> Result<Quote, Wrong> {
        if !has_words(text) {
            return Err(Wrong::NoWords);
        }
        let ranges: Vec<_> = self.finder.find(text).into_iter().map(|start| start..start + text.len()).collect();
        let mut found = ranges.iter().filter_map(|range| Some((self.sentence_around(range)?, range)));
        match (found.next(), found.next()) {
            (Some((sentence, _)), None) if announces(&self.document.text[sentence.range()]) => {
                Err(Wrong::Announcing(sentence.number))
            }
            (Some((sentence, range)), None) => {
                Ok(Quote { document: self.index, sentence: sentence.number, span: range.clone().into() })
            }
            (Some(_), Some(_)) => Err(Wrong::Several(ranges)),
            (None, _) => match ranges.into_iter().next() {
                Some(range) if self.parts.headings.iter().any(|heading| overlap(heading, &range)) => {
                    Err(Wrong::Heading(range))
                }
                Some(range) if self.parts.sentences.iter().any(|sentence| overlap(&sentence.range(), &range)) => {
                    Err(Wrong::Spanning(range))
                }
                Some(range) => Err(Wrong::FrontMatter(range)),
                None => Err(Wrong::NotFound),
            },
        }
    }

    /// The sentence that holds all of `range`.
    fn sentence_around(&self, range: &Range<usize>) -> Option<&'d Sentence> {
        let sentences = &self.parts.sentences;
        let at = sentences.partition_point(|sentence| sentence.range().end < range.end);
        sentences.get(at).filter(|sentence| sentence.range().start <= range.start)
    }

    fn problem(&mut self, text: &Text, wrong: Wrong) -> Problem {
        let error = |message: &str| Problem::error(Place::span(self.facts, text.span()), message);
        let there = |range: Range<usize>| Place::span(self.document, range);
        match wrong {
            Wrong::NoWords => error("a quote without words").with_help("quote the words that answer"),
            Wrong::Announcing(number) => {
                error(&format!("a quote of sentence {number}, which only announces what follows it"))
                    .with_related(there(self.parts.sentences[number as usize - 1].range()), "it ends in a colon")
                    .with_help("quote the sentences that follow it")
            }
            Wrong::Heading(range) => error("a quote of a heading, which is no sentence and cannot be cited")
                .with_related(there(range), "here")
                .with_help("quote a sentence below it"),
            Wrong::Spanning(range) => error("a quote that is longer than its sentence")
                .with_related(there(range), "here")
                .with_help("make a quote of each sentence's piece"),
            Wrong::FrontMatter(range) => error("a quote of something that is no sentence")
                .with_related(there(range), "here")
                .with_help("quote a sentence of the text"),
            Wrong::Several(ranges) => {
                let numbers: Vec<_> =
                    ranges.iter().filter_map(|range| self.sentence_around(range)).map(|s| s.number).collect();
                let problem = error(&format!("a quote that is found {}", how_often(&numbers)));
                let ranges = ranges.into_iter().filter(|range| self.sentence_around(range).is_some());
                ranges
                    .take(SHOWN)
                    .fold(problem, |problem, range| problem.with_related(there(range), "here"))
                    .with_help("make it longer, until it stands in one place only")
            }
            Wrong::NotFound => {
                let problem = error("a quote that no sentence holds");
                self.with_nearest(text.get_ref(), problem)
            }
        }
    }

    /// Adds what may have been meant by a quote that is not found.
    fn with_nearest(&mut self, quote: &str, problem: Problem) -> Problem {
        const COPY: &str = "copy it from the document byte for byte";
        if self.patience == 0 {
            return problem.with_help(COPY);
        }
        self.patience -= 1;
        let Some(sentence) = self.nearest(quote) else {
            return problem.with_help(format!("{COPY}; no sentence is like it"));
        };
        let range = sentence.range();
        match nearest_piece(quote, &self.document.text[range.clone()]) {
            Some(piece) => {
                let piece = range.start + piece.start..range.start + piece.end;
                let help = format!("did you mean “{}”?", &self.document.text[piece.clone()]);
                problem.with_related(Place::span(self.document, piece), "like it").with_help(help)
            }
            None => {
                let help = format!("{COPY}; sentence {} comes nearest", sentence.number);
                problem.with_related(Place::span(self.document, range), "the nearest sentence").with_help(help)
            }
        }
    }

    /// The sentence that holds most of the quote's words, if it holds enough of them.
    fn nearest(&self, quote: &str) -> Option<&'d Sentence> {
        let sentences = &self.parts.sentences;
        let text = |sentence: &Sentence| normalise(&self.document.text[sentence.range()]);
        let normal = self.normal.get_or_init(|| sentences.iter().map(text).collect());
        let quote = normalise(quote);
        let words: Vec<_> = quote.unicode_words().collect();
        let held = |sentence: &str| {
            let of_sentence: Vec<_> = sentence.unicode_words().collect();
            words.iter().filter(|word| of_sentence.contains(word)).count()
        };
        // The first of the best ones.
        let (at, held) =
            normal.iter().map(|sentence| held(sentence)).enumerate().rev().max_by_key(|&(_, held)| held)?;
        (held as f64 >= NEAR * words.len() as f64).then(|| &sentences[at])
    }
}

/// At most as many places are shown of a quote that stands in several.
const SHOWN: usize = 3;

/// What is wrong with a quote.
enum Wrong {
    NoWords,
    NotFound,
    Several(Vec<Range<usize>>),
    Announcing(u32),
    Heading(Range<usize>),
    Spanning(Range<usize>),
    FrontMatter(Range<usize>),
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// "twice in sentence 3" or "in sentences 3, 5 and 8".
fn how_often(numbers: &[u32]) -> String {
    let mut distinct = numbers.to_vec();
    distinct.dedup();
    match distinct.as_slice() {
        [] => "nowhere".to_owned(),
        [only] if numbers.len() == 2 => format!("twice in sentence {only}"),
        [only] => format!("{} times in sentence {only}", numbers.len()),
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(u32::to_string).collect();
            format!("in sentences {} and {last}", first.join(", "))
        }
    }
}

/// The piece of `sentence` with about as many words as `quote` that is most like it, if it is like it at all.
fn nearest_piece(quote: &str, sentence: &str) -> Option<Range<usize>> {
    let normal = normalise(quote);
    let count = quote.unicode_words().count();
    let words: Vec<_> = sentence.unicode_word_indices().map(|(start, word)| start..start + word.len()).collect();
    let mut best = (MEANT, None);
    for count in count.saturating_sub(1).max(1)..=count + 1 {
        for piece in words.windows(count) {
            let piece = piece[0].start..piece[count - 1].end;
            let likeness = strsim::normalized_levenshtein(&normal, &normalise(&sentence[piece.clone()]));
            if likeness > best.0 {
                best = (likeness, Some(piece));
            }
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_piece_is_as_long_as_the_quote() {
        let sentence = "President Xi emphasised China’s dedication to advancing development.";
        for (quote, expected) in [
            ("China's dedication", Some("China’s dedication")),
            ("emphasized China's dedication", Some("emphasised China’s dedication")),
            ("xi EMPHASISED", Some("Xi emphasised")),
            ("dedication towards advancing", Some("dedication to advancing")),
            ("entirely other words", None),
        ] {
            assert_eq!(nearest_piece(quote, sentence).map(|piece| &sentence[piece]), expected, "{quote}");
        }
    }

    #[test]
    fn how_often_is_said_in_words() {
        for (numbers, expected) in [
            (&[3, 3][..], "twice in sentence 3"),
            (&[3, 3, 3][..], "3 times in sentence 3"),
            (&[3, 5][..], "in sentences 3 and 5"),
            (&[3, 3, 5, 8][..], "in sentences 3, 5 and 8"),
        ] {
            assert_eq!(how_often(numbers), expected);
        }
    }
}
