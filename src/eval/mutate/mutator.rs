//! What is known of a knowledge base when near misses are made of its questions.

use std::collections::HashSet;
use std::ops::Range;

use super::pieces::{Cited, Held, joined, names_of, pieces, spaced};
use super::strangers::{self, Stranger};
use super::{Ending, NearMiss, swaps};
use crate::answer::Answer;
use crate::eval::Sample;
use crate::knowledge::{KnowledgeBase, Term, TermKind};
use crate::question::Question;

/// Makes near misses of questions.
#[derive(Debug)]
pub struct Mutator<'k> {
    knowledge: &'k KnowledgeBase,
    /// Every name in words, the longest first, with what it names.
    names: Vec<(Vec<String>, &'k Term)>,
    /// All that the documents and their lexicons say, in normal form.
    said: String,
    /// The keys of all phrasings of facts.
    phrasings: HashSet<String>,
    /// The names that can be put in the place of another.
    others: Vec<&'k Term>,
}

/// A name that more than this share of the sentences has is what a document is about: where a sentence says "they", it may
/// well be meant.
const SUBJECT: f64 = 0.1;

/// A name in a question.
pub(super) struct Named<'k> {
    /// Where it stands, without what makes it a possessive.
    pub(super) range: Range<usize>,
    /// What it names.
    pub(super) term: &'k Term,
}

impl<'k> Mutator<'k> {
    /// Reads what near misses must not hold.
    pub fn new(knowledge: &'k KnowledgeBase) -> Mutator<'k> {
        let terms = knowledge.documents().iter().flat_map(|document| document.lexicon().terms());
        let words = |name| joined(name).split(' ').map(str::to_owned).collect::<Vec<_>>();
        let mut names: Vec<(Vec<String>, &Term)> =
            terms.flat_map(|term| names_of(term).map(move |name| (words(name), term))).collect();
        names.retain(|(words, _)| !words[0].is_empty());
        names.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        let texts = knowledge.documents().iter().map(|document| spaced(document.text()));
        let said = names.iter().map(|(words, _)| format!(" {} ", words.join(" "))).chain(texts).collect();
        let key = |phrasing: &String| Question::read(phrasing, knowledge.reader()).key().to_owned();
        let phrasings = knowledge.facts().iter().flat_map(|fact| fact.questions()).map(key).collect();
        let others = knowledge.documents().iter().flat_map(|document| {
            let texts: Vec<String> =
                document.sentences().iter().map(|sentence| spaced(document.text_of(sentence))).collect();
            document.lexicon().terms().iter().filter(move |term| {
                let names: Vec<String> = names_of(term).map(spaced).collect();
                let times = texts.iter().filter(|text| names.iter().any(|name| text.contains(name))).count();
                !term.name.contains(" and ") && times as f64 <= SUBJECT * texts.len() as f64
            })
        });
        Mutator { knowledge, names, said, phrasings, others: others.collect() }
    }

    /// The near misses of one question, always the same ones; none of a question that expects no answer.
    pub fn near_misses(&self, sample: &Sample) -> Vec<NearMiss> {
        let Some(cited) = Cited::of(sample, self.knowledge) else { return Vec::new() };
        let mut all = swaps::of_names(&sample.question, &cited, self);
        all.extend(swaps::of_numbers(&sample.question, &cited));
        all.extend(swaps::negated(&sample.question, &cited));
        all.extend(swaps::of_kind(&sample.question, &cited));
        all
    }

    /// What became of a near miss, in `answer`. What a curator has written a phrasing for shows nothing.
    pub fn ending(&self, near_miss: &NearMiss, answer: &Answer<'_>) -> Ending {
        let key = || Question::read(&near_miss.question, self.knowledge.reader()).key().to_owned();
        match near_miss.ending(answer) {
            Ending::Taken if self.phrasings.contains(&key()) => Ending::LeftOut,
            ending => ending,
        }
    }

    /// The names in a question, the longest ones first where several could be meant.
    pub(super) fn names(&self, question: &str) -> Vec<Named<'k>> {
        let pieces = pieces(question);
        let (mut names, mut at) = (Vec::new(), 0);
        while at < pieces.len() {
            let rest = &pieces[at..];
            let found = self.names.iter().find(|(words, _)| {
                words.len() <= rest.len() && words.iter().zip(rest).all(|(word, (normal, _))| word == normal)
            });
            // "us" is a pronoun far more often than a country.
            match found.filter(|(words, _)| words.len() > 1 || words[0] != "us") {
                Some((words, term)) => {
                    let range = rest[0].1.start..rest[words.len() - 1].1.end;
                    names.push(Named { range, term });
                    at += words.len();
                }
                None => at += 1,
            }
        }
        names
    }

    /// A name that no document has. Which one depends on the question alone, so that all of them are tried.
    pub(super) fn stranger(&self, kind: TermKind, question: &str) -> Option<&'static Stranger> {
        let is_known = |name: &str| self.said.contains(&spaced(name));
        let free: Vec<&Stranger> = strangers::of_kind(kind).iter().filter(|(name, _)| !is_known(name)).collect();
        let at = question.bytes().map(usize::from).sum::<usize>().checked_rem(free.len())?;
        Some(free[at])
    }

    /// Another name of the same kind that a document has, and neither the question nor the sentences that answer it.
    pub(super) fn other(&self, term: &Term, named: &[&Term], cited: &Cited<'_>) -> Option<&'k Term> {
        let others = self.others.iter().copied();
        let fitting: Vec<&Term> = others
            .filter(|other| other.kind == term.kind && !named.contains(other))
            .filter(|other| !Held::AnyOf(names_of(other).map(joined).collect()).is_in_any(cited))
            .collect();
        let at = term.name.bytes().map(usize::from).sum::<usize>().checked_rem(fitting.len())?;
        Some(fitting[at])
    }
}
