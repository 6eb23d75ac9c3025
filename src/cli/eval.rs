//! `ibid eval`: sample questions, and the figures that say how good the answers are.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use serde::Serialize;

use super::{Error, Verdict, json, load, tell};
use crate::engine::Engine;
use crate::eval::mutate::{Ending, Met, meet, mutate};
use crate::eval::{
    Comparison, Expect, Report, Run, Sample, Summary, compare, curve, html, leave_one_out, read, run, tables,
};
use crate::knowledge::KnowledgeBase;
use crate::settings::Settings;

/// What `ibid eval` is given.
#[derive(Debug, Args)]
pub(super) struct Eval {
    /// Questions, as .toml or .jsonl
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print the figures as one JSON object
    #[arg(long)]
    json: bool,
    /// Write a JSON line a question to this file, with --mutate a near miss too
    #[arg(long, value_name = "FILE")]
    predictions: Option<PathBuf>,
    /// Also ask near misses: each question with one thing in it changed to what the document does not say
    #[arg(long)]
    mutate: bool,
    /// Also leave every phrasing out once, and ask whether it still finds its fact
    #[arg(long)]
    leave_one_out: bool,
    /// Also ask the knowledge base in this folder, and tell what is fixed and what is broken since
    #[arg(long, value_name = "DIR")]
    against: Option<PathBuf>,
    /// Write a report with charts to this file
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Fail where a figure is below this many per cent, as in answered_right=85; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse_bound)]
    fail_under: Vec<Bound>,
}

/// The least that a figure may be.
#[derive(Clone, Debug)]
struct Bound {
    name: &'static str,
    per_cent: f64,
}

fn parse_bound(text: &str) -> Result<Bound, String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE, as in answered_right=85")?;
    let Some(name) = Report::share_names().find(|known| *known == name) else {
        let names: Vec<_> = Report::share_names().collect();
        return Err(format!("there is no figure {name:?}; there are {}", names.join(", ")));
    };
    match value.trim_end_matches('%').parse::<f64>() {
        Ok(per_cent) if (0.0..=100.0).contains(&per_cent) => Ok(Bound { name, per_cent }),
        _ => Err(format!("{value:?} is not a number of per cent, 0 to 100")),
    }
}

impl Eval {
    pub(super) fn run(&self, settings: &Settings) -> Result<Verdict, Error> {
        let start = Instant::now();
        let engine = load::engine(settings)?;
        let load = start.elapsed();
        let samples = self.samples(&engine)?;
        let run = run(&samples, &engine, load);
        let met = if self.mutate { meet(&samples, &engine) } else { Vec::new() };
        let caution = settings.matching.caution;
        let report = Report {
            summary: Summary::of(&run),
            curve: curve(&run, caution),
            mutated: self.mutate.then(|| mutate(&met, &engine)),
            leave_one_out: self.leave_one_out.then(|| leave_one_out(engine.knowledge(), caution)),
            against: self.against.as_deref().map(|path| self.compare(path, &run, caution)).transpose()?,
        };
        let named =
            |path: &Path, error: &io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
        if let Some(path) = &self.predictions {
            predict(path, &run, &met, engine.knowledge()).map_err(|error| named(path, &error))?;
        }
        if let Some(path) = &self.html {
            std::fs::write(path, html(&report, &run)).map_err(|error| named(path, &error))?;
        }
        let text = if self.json {
            json::to_line(&report).map_err(io::Error::from)?
        } else {
            tables(&run, &report.summary) + &report.text()
        };
        io::stdout().lock().write_all(text.as_bytes())?;
        Ok(self.judge(&report))
    }

    /// The questions, with the sentences they accept found in an engine's documents.
    fn samples(&self, engine: &Engine) -> Result<Vec<Sample>, Error> {
        read(&self.files, engine.knowledge())
            .map_err(|faults| Error::Report(faults.iter().map(|fault| format!("{fault}\n")).collect()))
    }

    /// Asks the same of the base in `path`.
    fn compare(&self, path: &Path, after: &Run<'_, '_>, caution: f64) -> Result<Comparison, Error> {
        let start = Instant::now();
        let loaded = KnowledgeBase::load(path).map_err(|report| Error::Report(report.render(false)))?;
        let engine = Engine::new(loaded.knowledge, caution);
        let load = start.elapsed();
        let samples = self.samples(&engine)?;
        Ok(compare(&run(&samples, &engine, load), after))
    }

    /// Names each figure that is missed.
    fn judge(&self, report: &Report) -> Verdict {
        let mut verdict = Verdict::Pass;
        for bound in &self.fail_under {
            let missed = match report.share(bound.name) {
                Some(share) if 100.0 * share >= bound.per_cent => continue,
                Some(share) => format!("{} is {:.2} %", bound.name, 100.0 * share),
                None => format!("{} was not measured, as no question counts towards it", bound.name),
            };
            tell(&format!("ibid: {missed}; at least {} % is asked for", bound.per_cent));
            verdict = Verdict::Fail;
        }
        verdict
    }
}

/// A line of `--predictions`.
#[derive(Serialize)]
struct Prediction<'a> {
    id: &'a str,
    category: &'a str,
    expect: &'static str,
    accept: Vec<String>,
    right: bool,
    #[serde(flatten)]
    line: json::Line<'a>,
    candidates: Vec<json::CandidateJson<'a>>,
}

fn predict(path: &Path, run: &Run<'_, '_>, met: &[Met<'_, '_>], knowledge: &KnowledgeBase) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for verdict in &run.verdicts {
        let prediction = Prediction {
            id: &verdict.sample.id,
            category: &verdict.sample.category,
            expect: verdict.sample.expect.id(),
            accept: verdict.sample.accept.iter().map(ToString::to_string).collect(),
            right: verdict.right,
            line: json::of_answer(&verdict.sample.question, &verdict.answer, knowledge),
            candidates: json::of_candidates(&verdict.answer.why.candidates),
        };
        file.write_all(json::to_line(&prediction)?.as_bytes())?;
    }
    for Met { sample, near_miss, answer, ending } in met.iter().filter(|met| met.ending != Ending::LeftOut) {
        let prediction = Prediction {
            id: &sample.id,
            category: &format!("near_miss:{}", near_miss.mutation.id()),
            expect: Expect::Abstain.id(),
            accept: Vec::new(),
            right: *ending != Ending::Taken,
            line: json::of_answer(&near_miss.question, answer, knowledge),
            candidates: json::of_candidates(&answer.why.candidates),
        };
        file.write_all(json::to_line(&prediction)?.as_bytes())?;
    }
    file.flush()
}
