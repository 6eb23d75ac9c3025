//! Everything that was measured, together: the figures, what confidence is worth, and what was asked for besides.

use std::fmt::Write;

use serde::Serialize;

use super::mutate::{Mutated, Tally};
use super::{Changed, Comparison, Curve, Figures, LeftOut, SHARES, Summary, Typos};

/// The account of an evaluation. What was not asked for is absent.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The figures.
    #[serde(flatten)]
    pub summary: Summary,
    /// What confidence is worth.
    pub curve: Option<Curve>,
    /// The near misses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mutated: Option<Mutated>,
    /// The questions with a slip of the fingers in each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub typos: Option<Typos>,
    /// Phrasings left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leave_one_out: Option<LeftOut>,
    /// The comparison with another base.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<Comparison>,
}

/// The name of a share of a report, and how to read it.
type ReportShare = (&'static str, fn(&Report) -> Option<f64>);

/// The shares that are not [`SHARES`].
const MORE_SHARES: [ReportShare; 3] = [
    ("mutated", |report| report.mutated.as_ref()?.all.share()),
    ("typos", |report| report.typos.as_ref()?.with.right),
    ("leave_one_out", |report| report.leave_one_out.as_ref()?.share()),
];

impl Report {
    /// The names of all shares, those that were not measured among them.
    pub fn share_names() -> impl Iterator<Item = &'static str> {
        SHARES.iter().map(|(name, _)| *name).chain(MORE_SHARES.iter().map(|(name, _)| *name))
    }

    /// The share of that name; `None` where there is none or nothing counts towards it.
    pub fn share(&self, name: &str) -> Option<f64> {
        let of_figures = |(_, read): &(_, fn(&Figures) -> Option<f64>)| read(&self.summary.all);
        let figures = SHARES.iter().find(|(known, _)| *known == name);
        let more = MORE_SHARES.iter().find(|(known, _)| *known == name);
        figures.map_or_else(|| more.and_then(|(_, read)| read(self)), of_figures)
    }

    /// What stands below the tables: confidence, near misses, phrasings left out, the comparison.
    pub fn text(&self) -> String {
        let mut text = String::new();
        if let Some(curve) = &self.curve {
            push_curve(&mut text, curve);
        }
        if let Some(mutated) = &self.mutated {
            push_mutated(&mut text, mutated);
        }
        if let Some(typos) = &self.typos {
            push_typos(&mut text, typos);
        }
        if let Some(left_out) = &self.leave_one_out {
            push_left_out(&mut text, left_out);
        }
        if let Some(comparison) = &self.against {
            push_comparison(&mut text, comparison);
        }
        text
    }
}

/// A share in per cent, or a dash.
pub(super) fn per_cent(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{:.1} %", 100.0 * share))
}

// Writing to a string cannot fail, so the results of `write!` are dropped throughout.

fn push_curve(text: &mut String, curve: &Curve) {
    let _ = writeln!(
        text,
        "\nconfidence: off by {:.3} on average (Brier {:.3}), mean risk over all coverages {:.3}\nthreshold: {:.2} is in use (caution {}), \
         costing {:.3} a question; {:.2} would cost {:.3} on these questions",
        curve.calibration_error,
        curve.brier,
        curve.area,
        curve.threshold,
        curve.caution,
        curve.cost,
        curve.best_threshold,
        curve.best_cost
    );
}

fn push_mutated(text: &mut String, mutated: &Mutated) {
    let _ = writeln!(
        text,
        "\nnear misses: {} silent or corrected ({} of those whose own question is answered)",
        per_cent(mutated.all.share()),
        per_cent(mutated.of_answered.share())
    );
    let _ = writeln!(
        text,
        "{:<9}  {:>6}  {:>7}  {:>9}  {:>6}  {:>8}  {:>14}",
        "changed", "tried", "silent", "corrected", "taken", "left out", "right"
    );
    let rows = mutated.kinds.iter().map(|(mutation, tally)| (mutation.id(), tally));
    for (name, tally) in rows.chain([("all", &mutated.all)]) {
        let Tally { tried, silent, corrected, taken, left_out } = tally;
        let share = per_cent(tally.share());
        let _ = writeln!(
            text,
            "{name:<9}  {tried:>6}  {silent:>7}  {corrected:>9}  {taken:>6}  {left_out:>8}  {share:>14}"
        );
    }
    if !mutated.taken.is_empty() {
        let _ = writeln!(text, "\ntaken for true: {}", mutated.taken.len());
    }
    for tried in &mutated.taken {
        let _ = writeln!(
            text,
            "- {}: {:?}\n    of {:?}, answered {} (confidence {:.2})",
            tried.mutation.id(),
            tried.question,
            tried.of,
            tried.cited.as_deref().unwrap_or("-"),
            tried.confidence
        );
    }
}

fn push_typos(text: &mut String, Typos { without, with }: &Typos) {
    let _ = writeln!(text, "\nwith a slip in a word of each of {} questions:", with.questions);
    for (name, read) in SHARES {
        if let (Some(before), Some(after)) = (read(without), read(with)) {
            let _ = writeln!(text, "{name:<14}  {:>8} -> {:>8}", per_cent(Some(before)), per_cent(Some(after)));
        }
    }
}

fn push_left_out(text: &mut String, left_out: &LeftOut) {
    /// The rest is in the JSON.
    const SHOWN: usize = 40;
    let _ = writeln!(
        text,
        "\nphrasings left out one at a time: {} of {} find their fact ({}), {} are answered with it",
        left_out.found,
        left_out.tried,
        per_cent(left_out.share()),
        left_out.answered
    );
    for stolen in left_out.stolen.iter().take(SHOWN) {
        let found = stolen.found.as_deref().unwrap_or("nothing");
        let _ = writeln!(text, "- {:?}\n    of {}, found {found}", stolen.question, stolen.fact);
    }
    if left_out.stolen.len() > SHOWN {
        let _ = writeln!(text, "- and {} more", left_out.stolen.len() - SHOWN);
    }
}

fn push_comparison(text: &mut String, comparison: &Comparison) {
    let Comparison { fixed, broken, still_wrong, unchanged } = comparison;
    let _ = writeln!(
        text,
        "\nagainst the other base: {} fixed, {} broken, {} wrong in another way, {unchanged} unchanged",
        fixed.len(),
        broken.len(),
        still_wrong.len()
    );
    for (name, all) in [("fixed", fixed), ("broken", broken), ("still wrong", still_wrong)] {
        for Changed { question, before, after } in all {
            let _ = writeln!(text, "- {name}: {question:?}\n    {before} -> {after}");
        }
    }
}
