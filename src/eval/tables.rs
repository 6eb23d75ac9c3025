//! A run for people: the figures as a table, the wrong answers one by one, and what was taken for what.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Figures, Place, Run, SHARES, Sample, Summary};
use crate::answer::{Answer, Outcome};

/// The whole account of a run.
pub fn tables(run: &Run<'_, '_>, summary: &Summary) -> String {
    let mut text = String::new();
    push_figures(&mut text, summary);
    push_timing(&mut text, summary);
    push_wrong(&mut text, run);
    push_confusions(&mut text, run);
    text
}

// Writing to a string cannot fail, so the results of `write!` are dropped throughout.

fn push_figures(text: &mut String, summary: &Summary) {
    let width = summary.categories.keys().map(|name| name.chars().count()).max().unwrap_or(0).max("category".len());
    let _ = write!(text, "{:<width$}  {:>9}", "category", "questions");
    for (name, _) in SHARES {
        let _ = write!(text, "  {name:>14}");
    }
    text.push('\n');
    let rows = summary.categories.iter().map(|(name, figures)| (name.as_str(), figures));
    for (name, figures) in rows.chain([("all", &summary.all)]) {
        push_row(text, name, width, figures);
    }
}

fn push_row(text: &mut String, name: &str, width: usize, figures: &Figures) {
    let _ = write!(text, "{name:<width$}  {:>9}", figures.questions);
    for (_, share) in SHARES {
        let shown = share(figures).map_or_else(|| "-".to_owned(), |share| format!("{:.1} %", 100.0 * share));
        let _ = write!(text, "  {shown:>14}");
    }
    text.push('\n');
}

fn push_timing(text: &mut String, summary: &Summary) {
    let _ = writeln!(
        text,
        "\na question: half within {} µs, 99 of 100 within {} µs (when first asked: {} and {} µs); loading: {} ms",
        summary.latency_us.p50,
        summary.latency_us.p99,
        summary.first_latency_us.p50,
        summary.first_latency_us.p99,
        summary.load_ms
    );
}

fn push_wrong(text: &mut String, run: &Run<'_, '_>) {
    let wrong: Vec<_> = run.verdicts.iter().filter(|verdict| !verdict.right).collect();
    if wrong.is_empty() {
        let _ = writeln!(text, "\nnothing wrong");
        return;
    }
    let _ = writeln!(text, "\nwrong: {} of {}", wrong.len(), run.verdicts.len());
    for verdict in wrong {
        let sample = verdict.sample;
        let _ = writeln!(text, "- {}  ({}, {})", account(sample, &verdict.answer), sample.id, sample.category);
    }
}

/// What was asked and expected, and what came of it, on two lines.
pub fn account(sample: &Sample, answer: &Answer<'_>) -> String {
    /// Longer questions are cut: their file has the whole.
    const SHOWN: usize = 160;
    let question: String = sample.question.chars().take(SHOWN).collect();
    let (expected, got) = account_parts(sample, answer);
    format!("{question:?}\n    expected {expected}, got {got}")
}

/// What was expected, and what came of it.
pub(super) fn account_parts(sample: &Sample, answer: &Answer<'_>) -> (String, String) {
    let accept: Vec<String> = sample.accept.iter().map(Place::to_string).collect();
    let best = answer.why.candidates.first();
    let best = best
        .map(|best| format!("; best candidate {} ({})", best.label(), Place::of(&best.citation)))
        .unwrap_or_default();
    let expected = format!("{} {}", sample.expect.id(), accept.join(" or "));
    let got = format!("{} (confidence {:.2}{best})", outcome(answer), answer.confidence);
    (expected.trim_end().to_owned(), got)
}

/// The outcome in short: what was cited, or why there is silence.
pub(super) fn outcome(answer: &Answer<'_>) -> String {
    match &answer.outcome {
        Outcome::Answer(citations) => {
            let cited: Vec<String> = citations.iter().map(|citation| Place::of(citation).to_string()).collect();
            format!("answer {}", cited.join(", "))
        }
        Outcome::Clarify => "clarify".to_owned(),
        Outcome::NoAnswer { reason, .. } => format!("no_answer {reason:?}"),
        Outcome::SmallTalk(intent) => format!("small_talk {intent:?}"),
    }
}

/// What was taken for what, the most frequent first: the first accepted sentence against what was cited first, or the
/// kinds of outcome where nothing was.
fn push_confusions(text: &mut String, run: &Run<'_, '_>) {
    /// Rarer ones stand among the wrong answers anyway.
    const SHOWN: usize = 30;
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for verdict in run.verdicts.iter().filter(|verdict| !verdict.right) {
        let expected =
            verdict.sample.accept.first().map_or_else(|| verdict.sample.expect.id().to_owned(), Place::to_string);
        let got = match &verdict.answer.outcome {
            Outcome::Answer(citations) => {
                citations.first().map_or_else(|| "answer".to_owned(), |first| Place::of(first).to_string())
            }
            Outcome::Clarify => "clarify".to_owned(),
            Outcome::NoAnswer { .. } => "no_answer".to_owned(),
            Outcome::SmallTalk(_) => "small_talk".to_owned(),
        };
        *counts.entry((expected, got)).or_default() += 1;
    }
    if counts.is_empty() {
        return;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let _ = writeln!(text, "\nconfusions (expected -> got)");
    for ((expected, got), count) in counts.into_iter().take(SHOWN) {
        let _ = writeln!(text, "{count:>4}  {expected} -> {got}");
    }
}
