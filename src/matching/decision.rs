//! From candidates to a decision: how sure it is that the best of them is right.

use super::targets::Target;
use super::weights::{self, CERTAINTY, Certainty, signal};
use super::{Candidate, Piece, Ranking};

impl Ranking {
    /// Judges candidates that are sorted, best first.
    pub(super) fn new(candidates: Vec<Candidate>, pieces: Vec<Piece>, exact: bool) -> Ranking {
        let certainty = certainty(&candidates, &pieces);
        let first_cites = candidates.first().is_some_and(|c| c.target.cites());
        let probability = if exact { f32::from(u8::from(first_cites)) } else { weights::probability(&certainty) };
        let first_covered = candidates.first().map_or(0.0, |c| c.signals[signal::COVERED]);
        let is_small_talk = matches!(candidates.first(), Some(c) if matches!(c.target, Target::Talk(_)))
            && first_covered >= weights::TALK_COVERED;
        let gap_fits = matches!(candidates.first(), Some(c) if matches!(c.target, Target::Gap(_)))
            && first_covered >= weights::GAP_COVERED;
        let is_ambiguous = first_cites && certainty[3] >= 0.99 && probability >= weights::CLARIFY_FROM;
        let certainty = CERTAINTY.iter().zip(certainty).map(|(&(name, _), value)| (name, value)).collect();
        Ranking { candidates, pieces, exact, probability, certainty, is_small_talk, gap_fits, is_ambiguous }
    }
}

/// Measures how far the best citing candidate stands above the others and how much of the question it leaves open.
fn certainty(candidates: &[Candidate], pieces: &[Piece]) -> Certainty {
    let Some(best) = candidates.iter().find(|c| c.target.cites()) else { return Certainty::default() };
    let over = |other: Option<&Candidate>| other.map_or(2.0, |other| best.score - other.score).clamp(-2.0, 2.0);
    let gap = candidates.iter().find(|c| !c.target.cites());
    let next = candidates.iter().filter(|c| c.target.cites()).nth(1);
    let open = |keep: &dyn Fn(&Piece) -> bool| {
        pieces
            .iter()
            .zip(&best.explained)
            .filter(|(p, _)| keep(p))
            .map(|(p, e)| p.weight * (1.0 - e))
            .fold(0.0, f32::max)
    };
    [
        best.score,
        over(gap),
        over(next),
        best.signals[signal::COVERED],
        best.signals[signal::ASKED],
        best.signals[signal::NAMES],
        open(&|_| true),
        open(&|p| !p.mentioned),
        pieces.iter().zip(&best.explained).map(|(p, e)| p.weight * (1.0 - e)).sum::<f32>().min(3.0),
        pieces.iter().zip(&best.explained).filter(|(p, _)| p.weight >= 1.0).map(|(_, e)| 1.0 - e).sum::<f32>().min(2.0),
        pieces
            .iter()
            .zip(&best.explained)
            .filter(|(p, _)| p.weight >= 1.0 && !p.mentioned)
            .map(|(_, e)| 1.0 - e)
            .sum::<f32>()
            .min(2.0),
        pieces.iter().map(|p| p.weight).sum::<f32>().min(1.0),
        best.signals[signal::NEAREST_COVERED],
        best.signals[signal::MISPLACED],
        best.signals[signal::NEAREST_EXPLAINS],
        best.signals[signal::FIRST_COVERED],
        f32::from(u8::from(is_personal(pieces))),
    ]
}

/// Whether somebody speaks of themselves or to the bot ("my plans", "are you", "do i"), beyond the courtesy of "can you
/// tell me": documents speak of neither.
fn is_personal(pieces: &[Piece]) -> bool {
    let text = |at: usize| pieces.get(at).map_or("", |p| p.text.as_str());
    (0..pieces.len()).any(|at| match text(at) {
        "my" | "mine" | "myself" | "your" | "yours" | "yourself" => true,
        "i" | "you" => matches!(text(at.wrapping_sub(1)), "do" | "are" | "should" | "did" | "am" | "will" | "have"),
        "me" => matches!(text(at.wrapping_sub(1)), "for" | "to" | "love" | "about"),
        _ => false,
    })
}
