//! The report as one HTML file: charts as SVG inside of it, nothing from elsewhere, no script at all.

mod chart;

use std::fmt::Write;

use super::mutate::Mutated;
use super::report::per_cent;
use super::tables::account_parts;
use super::{Changed, Comparison, Curve, Figures, LeftOut, Report, Run, SHARES};

/// How the page looks, light and dark, wide and narrow.
const STYLE: &str = include_str!("html/report.css");

/// The whole page.
pub fn html(report: &Report, run: &Run<'_, '_>) -> String {
    let mut page = String::new();
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>ibid eval</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <h1>Sample questions</h1>\n"
    );
    push_figures(&mut page, report);
    if let Some(curve) = &report.curve {
        push_curve(&mut page, curve);
    }
    if let Some(mutated) = &report.mutated {
        push_mutated(&mut page, mutated);
    }
    if let Some(left_out) = &report.leave_one_out {
        push_left_out(&mut page, left_out);
    }
    if let Some(comparison) = &report.against {
        push_comparison(&mut page, comparison);
    }
    push_wrong(&mut page, run);
    page.push_str("</body>\n</html>\n");
    page
}

/// Text as it must be written in a page.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

// Writing to a string cannot fail, so the results of `write!` are dropped throughout.

fn push_figures(page: &mut String, report: &Report) {
    let summary = &report.summary;
    page.push_str("<div class=\"scroll\"><table>\n<thead><tr><th>category</th><th>questions</th>");
    for (name, _) in SHARES {
        let _ = write!(page, "<th>{}</th>", name.replace('_', " "));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    let row = |page: &mut String, name: &str, figures: &Figures| {
        let _ = write!(page, "<tr><th>{}</th><td>{}</td>", escaped(name), figures.questions);
        for (_, share) in SHARES {
            let _ = write!(page, "<td>{}</td>", per_cent(share(figures)));
        }
        page.push_str("</tr>\n");
    };
    for (name, figures) in &summary.categories {
        row(page, name, figures);
    }
    page.push_str("</tbody>\n<tfoot>");
    row(page, "all", &summary.all);
    let _ = writeln!(
        page,
        "</tfoot></table></div>\n<p>A question: half within {} µs, 99 of 100 within {} µs; when first asked {} and {} µs. \
         Loading: {} ms.</p>",
        summary.latency_us.p50,
        summary.latency_us.p99,
        summary.first_latency_us.p50,
        summary.first_latency_us.p99,
        summary.load_ms
    );
}

fn push_curve(page: &mut String, curve: &Curve) {
    let _ = write!(
        page,
        "<h2>What confidence is worth</h2>\n<div class=\"charts\">\n<figure>{}<figcaption>Risk and coverage: the share of wrong \
         answers against the share of questions answered. The dot is the threshold in use, {:.2}; the ring the one that costs \
         least on these questions, {:.2}.</figcaption></figure>\n<figure>{}<figcaption>Reliability: of the answers with a \
         confidence, the share that is right. On the diagonal it means what it says. Larger dots stand for more \
         questions.</figcaption></figure>\n</div>\n<p>Confidence is off by {:.3} on average (Brier {:.3}). A false answer counts {} \
         times a missing one; so the threshold in use costs {:.3} a question, the best one {:.3}.</p>\n",
        chart::risk(curve),
        curve.threshold,
        curve.best_threshold,
        chart::reliability(curve),
        curve.calibration_error,
        curve.brier,
        curve.caution,
        curve.cost,
        curve.best_cost
    );
}

fn push_mutated(page: &mut String, mutated: &Mutated) {
    let _ = write!(
        page,
        "<h2>Near misses</h2>\n<p>{} of {} are met with silence or corrected; {} of those whose own question is \
         answered.</p>\n<figure>{}<figcaption>By what was changed in the question.</figcaption></figure>\n",
        per_cent(mutated.all.share()),
        mutated.all.tried,
        per_cent(mutated.of_answered.share()),
        chart::mutations(mutated)
    );
    let items = mutated.taken.iter().map(|tried| {
        let cited = tried.cited.as_deref().unwrap_or("-");
        let note = format!(
            "{} changed, of “{}”: answered {cited} with {:.2}",
            tried.mutation.id(),
            tried.of,
            tried.confidence
        );
        (tried.question.clone(), note)
    });
    push_list(page, "Taken for true", items.collect());
}

fn push_left_out(page: &mut String, left_out: &LeftOut) {
    let _ = write!(
        page,
        "<h2>Phrasings left out one at a time</h2>\n<p>{} of {} find their fact ({}); {} are answered with it.</p>\n",
        left_out.found,
        left_out.tried,
        per_cent(left_out.share()),
        left_out.answered
    );
    let items = left_out.stolen.iter().map(|stolen| {
        let found = stolen.found.as_deref().unwrap_or("nothing");
        (stolen.question.clone(), format!("of {}, found {found}", stolen.fact))
    });
    push_list(page, "Lost", items.collect());
}

fn push_comparison(page: &mut String, comparison: &Comparison) {
    let Comparison { fixed, broken, still_wrong, unchanged } = comparison;
    let _ = writeln!(page, "<h2>Against the other base</h2>\n<p>{unchanged} unchanged.</p>");
    for (name, all) in [("Fixed", fixed), ("Broken", broken), ("Wrong in another way", still_wrong)] {
        let item = |changed: &Changed| (changed.question.clone(), format!("{} → {}", changed.before, changed.after));
        push_list(page, name, all.iter().map(item).collect());
    }
}

fn push_wrong(page: &mut String, run: &Run<'_, '_>) {
    page.push_str("<h2>Wrong answers</h2>\n");
    let wrong = run.verdicts.iter().filter(|verdict| !verdict.right);
    let items = wrong.map(|verdict| {
        let (expected, got) = account_parts(verdict.sample, &verdict.answer);
        (verdict.sample.question.clone(), format!("{}: expected {expected}, got {got}", verdict.sample.category))
    });
    push_list(page, "Wrong", items.collect());
}

/// Questions with what is to be said of each, folded away where they are many.
fn push_list(page: &mut String, name: &str, items: Vec<(String, String)>) {
    /// As many are shown at once.
    const OPEN: usize = 12;
    let open = if items.len() <= OPEN { " open" } else { "" };
    let _ = write!(page, "<details{open}><summary>{name}: {}</summary>\n<ul>\n", items.len());
    for (question, note) in items {
        let _ = writeln!(page, "<li>{}<small>{}</small></li>", escaped(&question), escaped(&note));
    }
    page.push_str("</ul></details>\n");
}
