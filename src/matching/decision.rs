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
        let certainty = CERTAINTY.iter().zip(certainty).map(|(&(name, weight), value)| (name, value, weight)).collect();
        Ranking {
            candidates,
            pieces,
            exact,
            probability,
            certainty,
            is_small_talk,
            gap_fits,
            is_ambiguous,
            others: Vec::new(),
        }
    }
}

/// Measures how far the best citing candidate stands above the others and how much of the question it leaves open.
fn certainty(candidates: &[Candidate], pieces: &[Piece]) -> Certainty {
    let Some(best) = candidates.iter().find(|c| c.target.cites()) else { return Certainty::default() };
    let over = |other: Option<&Candidate>| other.map_or(2.0, |other| best.score - other.score).clamp(-2.0, 2.0);
    let open = || pieces.iter().zip(&best.explained).map(|(piece, explained)| (piece.weight, 1.0 - explained));
    [
        best.score,
        over(candidates.iter().find(|c| !c.target.cites())),
        over(candidates.iter().filter(|c| c.target.cites()).nth(1)),
        best.signals[signal::COVERED],
        best.signals[signal::ASKED],
        open().map(|(weight, open)| weight * open).fold(0.0, f32::max),
        open().filter(|(weight, _)| *weight >= 1.0).map(|(_, open)| open).sum::<f32>().min(2.0),
        pieces.iter().map(|piece| piece.weight).sum::<f32>().min(1.0),
    ]
}
