//! `ibid eval`: sample questions, and the figures that say how good the answers are.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use serde::Serialize;

use super::{Error, Verdict, json, load, tell};
use crate::eval::{Figures, Run, SHARES, Summary, read, run, tables};
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
    /// Write a JSON line a question to this file
    #[arg(long, value_name = "FILE")]
    predictions: Option<PathBuf>,
    /// Fail where a figure is below this many per cent, as in answered_right=85; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse_bound)]
    fail_under: Vec<Bound>,
}

/// The least that a figure may be.
#[derive(Clone, Debug)]
struct Bound {
    name: &'static str,
    figure: fn(&Figures) -> Option<f64>,
    per_cent: f64,
}

fn parse_bound(text: &str) -> Result<Bound, String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE, as in answered_right=85")?;
    let Some(&(name, figure)) = SHARES.iter().find(|(known, _)| *known == name) else {
        return Err(format!("there is no figure {name:?}; there are {}", SHARES.map(|(known, _)| known).join(", ")));
    };
    match value.trim_end_matches('%').parse::<f64>() {
        Ok(per_cent) if (0.0..=100.0).contains(&per_cent) => Ok(Bound { name, figure, per_cent }),
        _ => Err(format!("{value:?} is not a number of per cent, 0 to 100")),
    }
}

impl Eval {
    pub(super) fn run(&self, settings: &Settings) -> Result<Verdict, Error> {
        let start = Instant::now();
        let engine = load::engine(settings)?;
        let load = start.elapsed();
        let samples = read(&self.files, engine.knowledge())
            .map_err(|faults| Error::Report(faults.iter().map(|fault| format!("{fault}\n")).collect()))?;
        let run = run(&samples, &engine, load);
        let summary = Summary::of(&run);
        if let Some(path) = &self.predictions {
            predict(path, &run, engine.knowledge())
                .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
        }
        let text = if self.json { json::to_line(&summary).map_err(io::Error::from)? } else { tables(&run, &summary) };
        io::stdout().lock().write_all(text.as_bytes())?;
        Ok(self.judge(&summary.all))
    }

    /// Names each figure that is missed.
    fn judge(&self, figures: &Figures) -> Verdict {
        let mut verdict = Verdict::Pass;
        for bound in &self.fail_under {
            let missed = match (bound.figure)(figures) {
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

fn predict(path: &Path, run: &Run<'_, '_>, knowledge: &KnowledgeBase) -> io::Result<()> {
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
    file.flush()
}
