//! The question inside a message: what the whole does not say, one of its sentences or stretches may.

use std::collections::{HashMap, HashSet};

use super::Engine;
use crate::answer::Answer;
use crate::matching::Ranking;
use crate::question::Question;

/// So many parts are asked at most, those first that seem to say most: with more, no sample question is answered better.
const MOST_ASKED: usize = 5;

impl Engine {
    /// The answer to the part of a message that says most of what is answered, if one is; `whole` is what `rank` found for the
    /// whole message.
    pub(super) fn inside(
        &self,
        message: &Question,
        whole: &Ranking,
        rank: impl Fn(&Question) -> Ranking,
    ) -> Option<Answer<'_>> {
        // Who or what year is asked about must not be lost with the rest.
        let distinct: HashSet<&str> =
            whole.pieces.iter().filter(|piece| piece.distinct).flat_map(|piece| piece.text.split(' ')).collect();
        let parts = message.parts(self.tongue().reader(), |word| distinct.contains(&*word.typed));
        if parts.is_empty() {
            return None;
        }
        let worth = worth(whole);
        let mut parts: Vec<(Worth, Question)> =
            parts.into_iter().map(|part| (Worth::of(&part, &worth), part)).collect();
        // What says something else beside is less likely to be answered.
        parts.sort_by(|(a, _), (b, _)| (b.explained - b.open).total_cmp(&(a.explained - a.open)));
        let mut best: Option<(f32, Ranking, Question)> = None;
        for (seems, part) in parts.into_iter().take(MOST_ASKED) {
            if best.as_ref().is_some_and(|(says, ..)| *says >= seems.explained) {
                continue;
            }
            let ranking = rank(&part);
            let says = substance(&ranking);
            if self.answering(&ranking).is_some() && best.as_ref().is_none_or(|(most, ..)| says > *most) {
                best = Some((says, ranking, part));
            }
        }
        best.map(|(_, ranking, part)| self.decide(&part, &ranking))
    }
}

/// How much something says: of what the document's candidates for the whole message explain, and of what none of them does.
#[derive(Clone, Copy, Debug, Default)]
struct Worth {
    explained: f32,
    open: f32,
}

impl Worth {
    /// That of a part of a message, from that of the message's words.
    fn of(part: &Question, words: &HashMap<&str, Worth>) -> Worth {
        let own = part.words().iter().filter_map(|word| words.get(&*word.typed));
        own.fold(Worth::default(), |sum, word| Worth {
            explained: sum.explained + word.explained,
            open: sum.open + word.open,
        })
    }
}

/// That of each word of a message.
fn worth(whole: &Ranking) -> HashMap<&str, Worth> {
    let mut worth = HashMap::new();
    // Small talk may have been found by itself, with other pieces.
    let of_document = || whole.candidates.iter().filter(|candidate| candidate.is_of_document());
    for (at, piece) in whole.pieces.iter().enumerate() {
        let explained = of_document().map(|candidate| candidate.explained[at]).fold(0.0, f32::max);
        let each = piece.weight / piece.words as f32;
        let of_word = Worth { explained: each * explained, open: each * (1.0 - explained) };
        worth.extend(piece.text.split(' ').map(|word| (word, of_word)));
    }
    worth
}

/// How sure a part of a message is answered, times how much it says: "when they met" is surer, but asks less, than the
/// question it stands in.
fn substance(ranking: &Ranking) -> f32 {
    let Some(best) = ranking.best_citing() else { return 0.0 };
    ranking.probability * ranking.pieces.iter().zip(&best.explained).map(|(piece, e)| piece.weight * e).sum::<f32>()
}
