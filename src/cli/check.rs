//! `ibid check`: every fault of a knowledge base.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::{Error, Verdict, is_coloured};
use crate::knowledge::{KnowledgeBase, Report};
use crate::settings::Settings;

/// What `ibid check` is given.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// The folder that holds one folder a document; without it, the one of the settings
    dir: Option<PathBuf>,
}

impl Check {
    pub(super) fn run(&self, settings: &Settings) -> Result<Verdict, Error> {
        let colour = is_coloured(settings.terminal.colour);
        let mut out = io::stdout().lock();
        match self.dir.as_deref().or(settings.knowledge.path()) {
            None => writeln!(out, "{}", summary(0, 0, Some(&KnowledgeBase::built_in())))?,
            Some(path) => match KnowledgeBase::load(path) {
                Ok(loaded) => {
                    out.write_all(loaded.report.render(colour).as_bytes())?;
                    writeln!(out, "{}", of_report(&loaded.report, Some(&loaded.knowledge)))?;
                }
                Err(report) => {
                    out.write_all(report.render(colour).as_bytes())?;
                    writeln!(out, "{}", of_report(&report, None))?;
                    return Ok(Verdict::Fail);
                }
            },
        }
        Ok(Verdict::Pass)
    }
}

fn of_report(report: &Report, knowledge: Option<&KnowledgeBase>) -> String {
    summary(report.errors().count(), report.warnings().count(), knowledge)
}

/// The last line. What did not load cannot be counted.
fn summary(errors: usize, warnings: usize, knowledge: Option<&KnowledgeBase>) -> String {
    let found = format!("{}, {}", count(errors, "error"), count(warnings, "warning"));
    let Some(knowledge) = knowledge else { return found };
    let phrasings = knowledge.facts().iter().map(|fact| fact.questions().len()).sum();
    let (documents, facts) = (count(knowledge.documents().len(), "document"), count(knowledge.facts().len(), "fact"));
    format!("{found} in {documents}, {facts}, {}", count(phrasings, "phrasing"))
}

fn count(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
