//! From candidates to a decision: how sure it is that the best of them is right.

use super::targets::Target;
use super::weights::{self, CERTAINTY, Certainty, FARTHEST, decisive, signal};
use super::{Candidate, Piece, Ranking, Sum};

impl Ranking {
    /// Judges candidates that are sorted, best first. Who `wants_passage`, and not what it means, is not told of a gap where
    /// a sentence has all the words.
    pub(super) fn new(
        candidates: Vec<Candidate>,
        pieces: Vec<Piece>,
        shares: &[f32],
        exact: bool,
        wants_passage: bool,
    ) -> Ranking {
        let mut certainty = certainty(&candidates, &pieces);
        let best = candidates.iter().find(|c| c.target.cites());
        let is_literal = |best: &Candidate| best.signals[signal::FIRST_COVERED] >= weights::LITERAL_FROM;
        let is_passage = wants_passage && best.is_some_and(is_literal);
        if is_passage {
            certainty[decisive::OVER_GAPS] = FARTHEST;
        }
        let weights = best.map_or(&weights::SENTENCES, |best| best.weights);
        let first_cites = candidates.first().is_some_and(|c| c.target.cites());
        let probability = if exact { f32::from(u8::from(first_cites)) } else { weights.probability(&certainty) };
        let first_covered = candidates.first().map_or(0.0, |c| c.signals[signal::COVERED]);
        let is_small_talk = matches!(candidates.first(), Some(c) if matches!(c.target, Target::Talk(_)))
            && first_covered >= weights::TALK_COVERED;
        let gap_fits = matches!(candidates.first(), Some(c) if matches!(c.target, Target::Gap(_)))
            && first_covered >= weights::GAP_COVERED
            && !is_passage;
        let is_ambiguous = first_cites && certainty[decisive::COVERED] >= 0.99 && probability >= weights::CLARIFY_FROM;
        let without = match best {
            Some(best) if !exact => without(best, &certainty, &pieces, shares),
            _ => vec![probability; pieces.len()],
        };
        let certainty = Sum::new(&CERTAINTY, &certainty, &weights.certainty);
        Ranking {
            candidates,
            pieces,
            exact,
            probability,
            without,
            certainty,
            is_small_talk,
            gap_fits,
            is_ambiguous,
            others: Vec::new(),
        }
    }
}

/// The probability that there would be if the best candidate did not explain a piece of the question, for each piece.
fn without(best: &Candidate, certainty: &Certainty, pieces: &[Piece], shares: &[f32]) -> Vec<f32> {
    let lost = |at: usize| {
        let (piece, explained) = (&pieces[at], best.explained[at]);
        let mut certainty = *certainty;
        certainty[decisive::COVERED] -= shares[at] * explained;
        let score = best.weights.signals[signal::COVERED] * shares[at] * explained;
        let over_gaps = &mut certainty[decisive::OVER_GAPS];
        *over_gaps = (*over_gaps - score).max(-FARTHEST);
        let unexplained = &mut certainty[decisive::UNEXPLAINED];
        *unexplained = unexplained.max(piece.weight);
        if piece.weight >= 1.0 {
            let open_names = &mut certainty[decisive::OPEN_NAMES];
            *open_names = (*open_names + explained).min(2.0);
        }
        if piece.distinct {
            let foreign = &mut certainty[decisive::FOREIGN];
            *foreign = (*foreign + explained).min(2.0);
        }
        best.weights.probability(&certainty)
    };
    (0..pieces.len()).map(lost).collect()
}

/// Measures how far the best citing candidate stands above the others and how much of the question it leaves open.
fn certainty(candidates: &[Candidate], pieces: &[Piece]) -> Certainty {
    let Some(best) = candidates.iter().find(|c| c.target.cites()) else { return Certainty::default() };
    let over =
        |other: Option<&Candidate>| other.map_or(2.0, |other| best.score - other.score).clamp(-FARTHEST, FARTHEST);
    let topic = open_topic(pieces, &best.explained);
    let open = || pieces.iter().zip(&best.explained).map(|(piece, explained)| (piece.weight, 1.0 - explained));
    [
        best.signals[signal::WORDS],
        best.signals[signal::VECTOR],
        best.signals[signal::NEAREST_WORDS],
        best.signals[signal::NEAREST_VECTOR],
        best.signals[signal::COVERED],
        best.signals[signal::ASKED],
        best.signals[signal::FITTED],
        over(candidates.iter().find(|c| !c.target.cites())),
        over(candidates.iter().filter(|c| c.target.cites()).nth(1)),
        open().map(|(weight, open)| weight * open).fold(0.0, f32::max),
        (topic + open().filter(|(weight, _)| *weight >= 1.0).map(|(_, open)| open).sum::<f32>()).min(2.0),
        pieces.iter().map(|piece| piece.weight).sum::<f32>().min(1.0),
        best.signals[signal::RARE_COVERED],
        best.signals[signal::PARAGRAPH],
        best.signals[signal::DENIED],
        (topic + best.signals[signal::FOREIGN]).min(2.0),
        best.signals[signal::KIND_MISSING],
        agreement(candidates, best),
        best.signals[signal::FOCUS],
        best.signals[signal::DEGREE],
    ]
}

/// The share that other candidates with the same first sentence as the best have in the softmax of all scores: several facts
/// of a sentence that look alike make it likelier that the sentence is right, and not less likely as rivals do.
fn agreement(candidates: &[Candidate], best: &Candidate) -> f32 {
    let chance = |candidate: &Candidate| (candidate.score - best.score).exp();
    let agree = candidates.iter().filter(|candidate| candidate.sentence == best.sentence);
    // The best one itself has a chance of 1 of these.
    (agree.map(chance).sum::<f32>() - 1.0) / candidates.iter().map(chance).sum::<f32>()
}

/// 1 where a question says what it is about, as in "what did he say about tea", and the candidate does not explain half of
/// that: all the rest, who said it above all, fits many a question with an answer. It is as itself or nothing as a name is.
fn open_topic(pieces: &[Piece], explained: &[f32]) -> f32 {
    let opens = |piece: &Piece| matches!(&*piece.text, "about" | "regarding" | "concerning");
    let Some(at) = pieces.iter().rposition(opens) else { return 0.0 };
    let behind = pieces[at + 1..].iter().zip(&explained[at + 1..]);
    // Before anything else "about" stands alone: "what were the talks about in general terms".
    let leads = |piece: &Piece| {
        matches!(&*piece.text, "the" | "a" | "an" | "any" | "some" | "this" | "that" | "his" | "her" | "its" | "their")
    };
    let topic = behind.skip_while(|(piece, _)| leads(piece)).take_while(|(piece, _)| piece.weight > 0.0);
    let (said, open) = topic.fold((0.0, 0.0), |(said, open), (piece, explained)| {
        (said + piece.weight, open + piece.weight * (1.0 - explained))
    });
    f32::from(u8::from(said >= weights::TOPIC_FROM && open > said / 2.0))
}
