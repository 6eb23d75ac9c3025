//! The figures: how good a run was, in all and in each category.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use super::sample::is_silent;
use super::{Expect, Run, Verdict};

/// The figures of some questions. A share is between 0 and 1, and `None` where no question counts towards it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Figures {
    /// How many questions.
    pub questions: usize,
    /// Of those that expect an answer: the best candidate is right, whatever was decided.
    pub top1_accuracy: Option<f64>,
    /// Of those that expect an answer: answered, and right.
    pub answered_right: Option<f64>,
    /// Of those that expect silence: not answered.
    pub silence: Option<f64>,
    /// Of the answers given: right.
    pub precision: Option<f64>,
    /// How well confidence tells questions with an answer from those without: 0.5 is chance, 1 perfect.
    pub auroc: Option<f64>,
    /// Of all: right, in the expected way or one that is as right.
    pub right: Option<f64>,
}

/// The name of a figure, and how to read it.
pub type Share = (&'static str, fn(&Figures) -> Option<f64>);

/// The figures that are shares.
pub const SHARES: [Share; 6] = [
    ("top1_accuracy", |f| f.top1_accuracy),
    ("answered_right", |f| f.answered_right),
    ("silence", |f| f.silence),
    ("precision", |f| f.precision),
    ("auroc", |f| f.auroc),
    ("right", |f| f.right),
];

/// How long the engine takes for a question, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Latency {
    /// Half of the questions take no longer.
    pub p50: f64,
    /// 99 of 100 take no longer.
    pub p99: f64,
}

/// Everything that is measured of a run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// All questions.
    #[serde(flatten)]
    pub all: Figures,
    /// How long a question takes in a process that goes on answering …
    pub latency_us: Latency,
    /// … and when it is asked for the first time in one that has just started.
    pub first_latency_us: Latency,
    /// How long loading and indexing the knowledge base took, in milliseconds.
    pub load_ms: f64,
    /// The questions of each category.
    pub categories: BTreeMap<String, Figures>,
}

impl Summary {
    /// Measures a run.
    pub fn of(run: &Run<'_, '_>) -> Summary {
        let mut categories: BTreeMap<String, Vec<&Verdict<'_, '_>>> = BTreeMap::new();
        for verdict in &run.verdicts {
            categories.entry(verdict.sample.category.clone()).or_default().push(verdict);
        }
        Summary {
            all: Figures::of(&run.verdicts.iter().collect::<Vec<_>>()),
            latency_us: latency(run.verdicts.iter().map(|verdict| verdict.took)),
            first_latency_us: latency(run.verdicts.iter().map(|verdict| verdict.took_first)),
            load_ms: tenths(run.load.as_secs_f64() * 1e3),
            categories: categories.into_iter().map(|(category, verdicts)| (category, Figures::of(&verdicts))).collect(),
        }
    }
}

impl Figures {
    pub(super) fn of(verdicts: &[&Verdict<'_, '_>]) -> Figures {
        let expecting = |expect: Expect| verdicts.iter().filter(move |v| v.sample.expect == expect);
        let given = verdicts.iter().filter(|v| !is_silent(&v.answer));
        let confidences = |expect| expecting(expect).map(|v| v.answer.confidence).collect::<Vec<_>>();
        Figures {
            questions: verdicts.len(),
            top1_accuracy: share(expecting(Expect::Answer).map(|v| v.sample.is_top1_right(&v.answer))),
            answered_right: share(expecting(Expect::Answer).map(|v| v.sample.is_answered_right(&v.answer))),
            silence: share(expecting(Expect::Abstain).map(|v| is_silent(&v.answer))),
            precision: share(given.map(|v| v.sample.is_answered_right(&v.answer))),
            auroc: auroc(&confidences(Expect::Answer), &confidences(Expect::Abstain)),
            right: share(verdicts.iter().map(|v| v.right)),
        }
    }
}

/// How many are true, of how many there are.
fn share(of: impl Iterator<Item = bool>) -> Option<f64> {
    let (mut all, mut right) = (0_u32, 0_u32);
    for is_right in of {
        all += 1;
        right += u32::from(is_right);
    }
    (all > 0).then(|| f64::from(right) / f64::from(all))
}

/// How often a value of `positive` is above one of `negative`; equal ones count half.
fn auroc(positive: &[f64], negative: &[f64]) -> Option<f64> {
    if positive.is_empty() || negative.is_empty() {
        return None;
    }
    let mut negative = negative.to_vec();
    negative.sort_by(f64::total_cmp);
    let wins: f64 = positive
        .iter()
        .map(|value| {
            let below = negative.partition_point(|n| n < value);
            let not_above = negative.partition_point(|n| n <= value);
            (below + not_above) as f64 / 2.0
        })
        .sum();
    Some(wins / (positive.len() as f64 * negative.len() as f64))
}

fn latency(times: impl Iterator<Item = Duration>) -> Latency {
    let mut times: Vec<f64> = times.map(|time| time.as_secs_f64() * 1e6).collect();
    times.sort_by(f64::total_cmp);
    Latency { p50: tenths(quantile(&times, 0.50)), p99: tenths(quantile(&times, 0.99)) }
}

/// The smallest value that at least this share of the sorted values does not exceed; 0 of none.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or(0.0)
}

fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_auroc(positive: &[f64], negative: &[f64], expected: Option<f64>) {
        assert_eq!(auroc(positive, negative), expected, "{positive:?} against {negative:?}");
    }

    #[test]
    fn auroc_counts_pairs() {
        check_auroc(&[0.9, 0.8], &[0.1, 0.2], Some(1.0));
        check_auroc(&[0.1], &[0.9], Some(0.0));
        check_auroc(&[0.5], &[0.5], Some(0.5));
        check_auroc(&[0.9, 0.3], &[0.5, 0.3], Some(0.625));
        check_auroc(&[], &[0.5], None);
        check_auroc(&[0.5], &[], None);
    }

    #[track_caller]
    fn check_quantile(sorted: &[f64], share: f64, expected: f64) {
        assert_eq!(quantile(sorted, share), expected, "{share} of {sorted:?}");
    }

    #[test]
    fn a_quantile_is_one_of_the_values() {
        check_quantile(&[], 0.5, 0.0);
        check_quantile(&[7.0], 0.99, 7.0);
        check_quantile(&[1.0, 2.0, 3.0, 4.0], 0.5, 2.0);
        check_quantile(&[1.0, 2.0, 3.0, 4.0], 0.99, 4.0);
    }
}
