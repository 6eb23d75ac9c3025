//! The question inside a message: what the whole does not say, one of its sentences or stretches may.

use std::collections::{HashMap, HashSet};

use super::{Engine, Reading};
use crate::answer::{Answer, Outcome};
use crate::matching::{Candidate, Ranking};
use crate::question::{Part, Question, Sentence};
use crate::text::Word;

/// So many parts are asked at most: with each further one a little more is answered, and as much more wrongly.
const MOST_ASKED: usize = 2;

impl Engine {
    /// What is asked behind the greeting that a message opens with, where the `whole` is no more than a courtesy.
    pub(super) fn behind_greeting(
        &self,
        message: &Question,
        whole: &Answer<'_>,
        rank: impl Fn(&Question) -> Ranking,
    ) -> Option<Reading<'_>> {
        let says_nothing = |answer: &Answer<'_>| match &answer.outcome {
            Outcome::Answer(_) => false,
            Outcome::SmallTalk(intent) => intent.is_courtesy(),
            Outcome::Clarify | Outcome::NoAnswer { .. } => true,
        };
        let behind = says_nothing(whole).then(|| message.behind_greeting()).flatten()?;
        let ranking = rank(&behind);
        let answer = self.decide(&behind, &ranking);
        (!says_nothing(&answer)).then_some(Reading { answer, ranking })
    }

    /// The answer to the part of a message of these sentences that promises most, of those that are answered; `whole` is what
    /// `rank` found for the whole message.
    pub(super) fn inside(
        &self,
        message: &Question,
        sentences: &[Sentence<'_>],
        whole: &Ranking,
        rank: impl Fn(&Question) -> Ranking,
    ) -> Option<Answer<'_>> {
        // Who or what year is asked about must not be lost with the rest.
        let distinct: HashSet<&str> =
            whole.pieces.iter().filter(|piece| piece.distinct).flat_map(|piece| piece.text.split(' ')).collect();
        let parts = message.parts(sentences, |word| distinct.contains(&**word.typed()));
        if parts.is_empty() {
            return None;
        }
        let said = Said::of(whole);
        let mut parts: Vec<(Worth, Part<'_>)> = parts.into_iter().map(|part| (said.worth(&part.words), part)).collect();
        // Beside what has a question mark all else tells a story. Of parts that say the same the longest goes first: it is more
        // likely to end where the question does.
        parts.sort_by(|(a, part_a), (b, part_b)| {
            let longer = || part_b.words.len().cmp(&part_a.words.len());
            part_b.is_asked.cmp(&part_a.is_asked).then(b.promise().total_cmp(&a.promise())).then_with(longer)
        });
        let mut asked: Vec<&Worth> = Vec::with_capacity(MOST_ASKED);
        for (worth, part) in &parts {
            if asked.iter().any(|other| other.telling == worth.telling) {
                continue;
            }
            if asked.len() == MOST_ASKED {
                break;
            }
            asked.push(worth);
            let part = Question::of_part(part.words.iter().copied());
            let ranking = rank(&part);
            if self.answering(&ranking).is_some() {
                return Some(self.decide(&part, &ranking));
            }
        }
        None
    }
}

/// How much a part of a message says, by what the document's candidates for the whole message explain.
#[derive(Debug)]
struct Worth {
    /// The pieces it has that say anything, in order.
    telling: Vec<usize>,
    /// How much these say together …
    all: f32,
    /// … and of that, what a single candidate explains.
    explained: f32,
}

impl Worth {
    /// How likely it is that the part is answered, and with much: what says something else beside is less likely to be.
    fn promise(&self) -> f32 {
        self.explained - (self.all - self.explained)
    }
}

/// What the words of a message say, and the document's candidates for all of it.
struct Said<'r> {
    /// The piece that a word is of, and how much the word says.
    words: HashMap<&'r str, (usize, f32)>,
    candidates: Vec<&'r Candidate>,
}

impl<'r> Said<'r> {
    fn of(whole: &'r Ranking) -> Said<'r> {
        let mut words = HashMap::new();
        for (at, piece) in whole.pieces.iter().enumerate().filter(|(_, piece)| piece.weight > 0.0) {
            let each = piece.weight / piece.words as f32;
            words.extend(piece.text.split(' ').map(|word| (word, (at, each))));
        }
        // Small talk may have been found by itself, with other pieces.
        let candidates = whole.candidates.iter().filter(|candidate| candidate.is_of_document()).collect();
        Said { words, candidates }
    }

    fn worth(&self, part: &[&Word]) -> Worth {
        let words: Vec<(usize, f32)> =
            part.iter().filter_map(|word| self.words.get(&**word.typed())).copied().collect();
        let by = |candidate: &&Candidate| words.iter().map(|&(at, each)| each * candidate.explained[at]).sum::<f32>();
        Worth {
            telling: words.iter().map(|(at, _)| *at).collect(),
            all: words.iter().map(|(_, each)| each).sum(),
            explained: self.candidates.iter().map(by).fold(0.0, f32::max),
        }
    }
}
