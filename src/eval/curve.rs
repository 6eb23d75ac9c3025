//! What confidence is worth: how the risk falls with the threshold, and whether eight of ten answers given with 80 % are
//! right.

use serde::Serialize;

use super::{Expect, Run, Verdict};

/// How many bins a reliability diagram has.
const BINS: usize = 10;
/// How many points of the curve a report shows.
const POINTS: usize = 100;

/// Risk and coverage of answering from a confidence on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Point {
    /// The least confidence that is answered with.
    pub threshold: f64,
    /// The share of all questions that would be answered.
    pub coverage: f64,
    /// The share of those answers that would be wrong.
    pub risk: f64,
}

/// Answers of about the same confidence.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// The confidence it begins at.
    pub from: f64,
    /// How many questions.
    pub count: usize,
    /// Their mean confidence.
    pub confidence: f64,
    /// The share whose best candidate is right.
    pub right: f64,
}

/// What confidence is worth on some questions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Curve {
    /// How many questions count: those that expect an answer or silence, small talk aside.
    pub questions: usize,
    /// From answering hardly anything to answering everything.
    pub points: Vec<Point>,
    /// The mean risk over all coverages: 0 would be perfect.
    pub area: f64,
    /// Bins that hold at least one question, lowest first.
    pub bins: Vec<Bin>,
    /// The mean distance of confidence and share right, over all questions.
    pub calibration_error: f64,
    /// The mean square of what confidence is off by.
    pub brier: f64,
    /// How many times worse a false answer is than silence.
    pub caution: f64,
    /// The threshold that costs least on these questions at this caution.
    pub best_threshold: f64,
    /// What it costs a question.
    pub best_cost: f64,
    /// The threshold in use, `caution / (1 + caution)`.
    pub threshold: f64,
    /// What that costs a question.
    pub cost: f64,
}

/// A question with what confidence says of it.
#[derive(Clone, Copy)]
struct Judged {
    confidence: f64,
    is_right: bool,
    expects_answer: bool,
}

/// Measures the confidence of a run; `None` where nothing counts.
pub fn curve(run: &Run<'_, '_>, caution: f64) -> Option<Curve> {
    curve_of(run.verdicts.iter().filter_map(judged).collect(), caution)
}

fn judged(verdict: &Verdict<'_, '_>) -> Option<Judged> {
    let expects_answer = match verdict.sample.expect {
        Expect::Answer => true,
        Expect::Abstain => false,
        Expect::Smalltalk | Expect::Help | Expect::AnswerOrAbstain => return None,
    };
    let is_right = expects_answer && verdict.sample.is_top1_right(&verdict.answer);
    Some(Judged { confidence: verdict.answer.confidence, is_right, expects_answer })
}

fn curve_of(mut judged: Vec<Judged>, caution: f64) -> Option<Curve> {
    if judged.is_empty() {
        return None;
    }
    judged.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let all = judged.len() as f64;
    let answerable = judged.iter().filter(|j| j.expects_answer).count();
    // After each run of equal confidences there may be a threshold.
    let mut steps: Vec<(Point, f64)> =
        vec![(Point { threshold: 1.0, coverage: 0.0, risk: 0.0 }, answerable as f64 / all)];
    let (mut right, mut risks) = (0, 0.0);
    for (at, one) in judged.iter().enumerate() {
        right += usize::from(one.is_right);
        let given = at + 1;
        risks += (given - right) as f64 / given as f64;
        if judged.get(given).is_some_and(|next| next.confidence.total_cmp(&one.confidence).is_eq()) {
            continue;
        }
        let wrong = (given - right) as f64;
        let coverage = given as f64 / all;
        let point = Point { threshold: one.confidence, coverage, risk: wrong / given as f64 };
        steps.push((point, (caution * wrong + (answerable - right) as f64) / all));
    }
    let best = steps.iter().fold(&steps[0], |best, step| if step.1 < best.1 { step } else { best });
    let threshold = caution / (1.0 + caution);
    let here = steps.iter().rfind(|(point, _)| point.threshold >= threshold).unwrap_or(&steps[0]);
    let bins = bins(&judged);
    let off = |bin: &Bin| bin.count as f64 * (bin.confidence - bin.right).abs();
    let square = |j: &Judged| (j.confidence - f64::from(u8::from(j.is_right))).powi(2);
    Some(Curve {
        questions: judged.len(),
        area: risks / all,
        calibration_error: bins.iter().map(off).sum::<f64>() / all,
        brier: judged.iter().map(square).sum::<f64>() / all,
        bins,
        caution,
        best_threshold: best.0.threshold,
        best_cost: best.1,
        threshold,
        cost: here.1,
        points: thinned(steps.iter().map(|step| step.0).collect()),
    })
}

fn bins(judged: &[Judged]) -> Vec<Bin> {
    let bin_of = |j: &Judged| ((j.confidence * BINS as f64) as usize).min(BINS - 1);
    let bin = |at: usize| {
        let of_bin: Vec<&Judged> = judged.iter().filter(|j| bin_of(j) == at).collect();
        let count = of_bin.len() as f64;
        (!of_bin.is_empty()).then(|| Bin {
            from: at as f64 / BINS as f64,
            count: of_bin.len(),
            confidence: of_bin.iter().map(|j| j.confidence).sum::<f64>() / count,
            right: of_bin.iter().filter(|j| j.is_right).count() as f64 / count,
        })
    };
    (0..BINS).filter_map(bin).collect()
}

/// At most so many points as anybody can tell apart, the last one among them.
fn thinned(points: Vec<Point>) -> Vec<Point> {
    let step = points.len().div_ceil(POINTS).max(1);
    let last = points.len() - 1;
    points.into_iter().enumerate().filter(|(at, _)| at % step == 0 || *at == last).map(|(_, point)| point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(rows: &[(f64, bool, bool)]) -> Vec<Judged> {
        let row = |&(confidence, is_right, expects_answer)| Judged { confidence, is_right, expects_answer };
        rows.iter().map(row).collect()
    }

    #[track_caller]
    fn check(rows: &[(f64, bool, bool)], caution: f64, best_threshold: f64, best_cost: f64) {
        let curve = curve_of(judged(rows), caution).expect("there are questions");
        assert_eq!((curve.best_threshold, curve.best_cost), (best_threshold, best_cost), "{rows:?}");
        assert!(curve.cost >= best_cost, "{curve:?}");
    }

    #[test]
    fn the_best_threshold_costs_least() {
        // Everything right: answer all of it.
        check(&[(0.9, true, true), (0.3, true, true)], 2.0, 0.3, 0.0);
        // What is unsure is wrong: stay above it.
        check(&[(0.9, true, true), (0.3, false, false)], 2.0, 0.9, 0.0);
        // One wrong answer to get two right ones: it depends on what a wrong one costs.
        check(&[(0.9, false, false), (0.3, true, true), (0.2, true, true)], 1.0, 0.2, 1.0 / 3.0);
        check(&[(0.9, false, false), (0.3, true, true), (0.2, true, true)], 3.0, 1.0, 2.0 / 3.0);
        // Equal confidences cannot be told apart.
        check(&[(0.5, true, true), (0.5, false, false)], 3.0, 1.0, 0.5);
    }

    #[test]
    fn calibration_is_off_by_what_it_says_too_much() {
        let curve = curve_of(judged(&[(0.85, true, true), (0.85, false, true)]), 2.0).expect("there are questions");
        assert_eq!(curve.bins.len(), 1);
        assert!((curve.calibration_error - 0.35).abs() < 1e-9, "{curve:?}");
        assert!(curve_of(Vec::new(), 2.0).is_none());
    }
}
