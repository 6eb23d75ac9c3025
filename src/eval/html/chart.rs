//! Charts as SVG: drawn in the page's own colours, with their numbers as text for those who cannot see them.

use std::fmt::Write;

use crate::eval::Curve;
use crate::eval::mutate::{Mutated, Tally};

// The size of a square chart, and what its axes keep for their numbers.
const SIZE: f64 = 320.0;
const LEFT: f64 = 40.0;
const BELOW: f64 = 36.0;
const ABOVE: f64 = 12.0;

// Writing to a string cannot fail, so the results of `write!` are dropped throughout.

/// A square chart of shares, the upper end of the axis that goes up being `most_y`.
struct Plot {
    svg: String,
    most_y: f64,
}

impl Plot {
    fn new(title: &str, across: &str, most_y: f64) -> Plot {
        let mut svg =
            format!("<svg viewBox=\"0 0 {SIZE} {SIZE}\" role=\"img\" aria-label=\"{title}\"><title>{title}</title>");
        let plot = Plot { svg: String::new(), most_y };
        for tick in 0..=4 {
            let share = f64::from(tick) / 4.0;
            let (x, y) = (plot.x(share), plot.y(share * most_y));
            let (right, bottom) = (plot.x(1.0), plot.y(0.0));
            let _ = write!(
                svg,
                "<path class=\"grid\" d=\"M{LEFT} {y:.1}H{right:.1}M{x:.1} {ABOVE}V{bottom:.1}\"/>\
                 <text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{:.0}</text>\
                 <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{:.0} %</text>",
                bottom + 14.0,
                100.0 * share,
                LEFT - 4.0,
                y + 4.0,
                100.0 * share * most_y
            );
        }
        let (right, bottom) = (plot.x(1.0), plot.y(0.0));
        let _ = write!(
            svg,
            "<path class=\"axis\" d=\"M{LEFT} {ABOVE}V{bottom:.1}H{right:.1}\"/>\
             <text x=\"{right:.1}\" y=\"{:.1}\" text-anchor=\"end\">{across}</text>",
            bottom + 30.0
        );
        Plot { svg, most_y }
    }

    fn x(&self, share: f64) -> f64 {
        LEFT + share * (SIZE - LEFT - 12.0)
    }

    fn y(&self, share: f64) -> f64 {
        SIZE - BELOW - (share / self.most_y).min(1.0) * (SIZE - BELOW - ABOVE)
    }

    fn line(&mut self, class: &str, points: impl Iterator<Item = (f64, f64)>) {
        let mut path = String::new();
        for (x, y) in points {
            let _ = write!(path, "{}{:.1} {:.1}", if path.is_empty() { "M" } else { "L" }, self.x(x), self.y(y));
        }
        let _ = write!(self.svg, "<path class=\"{class}\" d=\"{path}\"/>");
    }

    fn circle(&mut self, class: &str, (x, y): (f64, f64), radius: f64, title: &str) {
        let (x, y) = (self.x(x), self.y(y));
        let _ = write!(
            self.svg,
            "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"><title>{title}</title></circle>"
        );
    }

    fn finish(self) -> String {
        self.svg + "</svg>"
    }
}

/// Risk against coverage, with the thresholds in use and best.
pub(super) fn risk(curve: &Curve) -> String {
    let highest = curve.points.iter().map(|point| point.risk).fold(0.0, f64::max);
    // Rounded up to a tenth, so that the numbers at the axis are readable.
    let mut plot = Plot::new("Risk against coverage", "per cent answered", ((highest * 10.0).ceil() / 10.0).max(0.1));
    plot.line("line", curve.points.iter().map(|point| (point.coverage, point.risk)));
    for (class, threshold, radius) in [("dot", curve.threshold, 5.0), ("ring", curve.best_threshold, 7.0)] {
        if let Some(point) = curve.points.iter().rfind(|point| point.threshold >= threshold) {
            let title = format!(
                "from {threshold:.2}: {:.0} % answered, {:.1} % wrong",
                100.0 * point.coverage,
                100.0 * point.risk
            );
            plot.circle(class, (point.coverage, point.risk), radius, &title);
        }
    }
    plot.finish()
}

/// The share right against confidence, a dot a bin.
pub(super) fn reliability(curve: &Curve) -> String {
    let mut plot = Plot::new("Share right against confidence", "confidence in per cent", 1.0);
    plot.line("axis", [(0.0, 0.0), (1.0, 1.0)].into_iter());
    plot.line("line", curve.bins.iter().map(|bin| (bin.confidence, bin.right)));
    for bin in &curve.bins {
        let radius = 3.0 + 12.0 * (bin.count as f64 / curve.questions as f64).sqrt();
        let title =
            format!("{} questions, confidence {:.2}: {:.0} % right", bin.count, bin.confidence, 100.0 * bin.right);
        plot.circle("dot", (bin.confidence, bin.right), radius, &title);
    }
    plot.finish()
}

/// A bar for each kind of near miss: silent, corrected, taken for true.
pub(super) fn mutations(mutated: &Mutated) -> String {
    const WIDE: f64 = 400.0;
    const ROW: f64 = 26.0;
    const NAMES: f64 = 60.0;
    let rows: Vec<(&str, &Tally)> = mutated.kinds.iter().map(|(kind, tally)| (kind.id(), tally)).collect();
    let high = ROW * rows.len() as f64 + 24.0;
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDE} {high}\" role=\"img\" aria-label=\"Near misses by kind\"><title>Near misses by kind</title>"
    );
    for (at, (name, tally)) in rows.iter().enumerate() {
        let top = ROW * at as f64;
        let _ = write!(svg, "<text x=\"0\" y=\"{:.1}\">{name}</text>", top + 17.0);
        let mut left = NAMES;
        for (class, count) in [("silent", tally.silent), ("corrected", tally.corrected), ("taken", tally.taken)] {
            let width = (WIDE - NAMES - 56.0) * count as f64 / tally.tried.max(1) as f64;
            let _ = write!(
                svg,
                "<rect class=\"{class}\" x=\"{left:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"18\"><title>{name}: {count} {class}</title></rect>",
                top + 4.0
            );
            left += width;
        }
        let share = tally.share().map_or_else(String::new, |share| format!("{:.1} %", 100.0 * share));
        let _ = write!(svg, "<text x=\"{WIDE}\" y=\"{:.1}\" text-anchor=\"end\">{share}</text>", top + 17.0);
    }
    let mut left = NAMES;
    for (class, name) in [("silent", "silent"), ("corrected", "corrected"), ("taken", "taken for true")] {
        let top = high - 16.0;
        let _ = write!(
            svg,
            "<rect class=\"{class}\" x=\"{left}\" y=\"{top}\" width=\"12\" height=\"12\"/><text x=\"{}\" y=\"{}\">{name}</text>",
            left + 18.0,
            top + 10.0
        );
        left += 110.0;
    }
    svg + "</svg>"
}
