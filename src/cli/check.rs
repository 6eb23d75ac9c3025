//! `ibid check`: every fault of a knowledge base, and what makes its answers worse.

mod fix;
mod format;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Error, Verdict, is_coloured, load, progress};
use crate::knowledge::{KnowledgeBase, Report};
use crate::lint;
use crate::settings::Settings;

/// What `ibid check` is given.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// The folder that holds one folder a document; without it, the one of the settings
    dir: Option<PathBuf>,
    /// Also ask every phrasing of a base that does not hold it, which takes seconds
    #[arg(long)]
    deep: bool,
    /// First mend what is mechanical: spacing, order of keys, what is listed twice
    #[arg(long)]
    fix: bool,
    /// How to report
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// How problems are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, with the text at fault
    Text,
    /// One JSON object
    Json,
    /// Annotations of a workflow of GitHub
    Github,
}

impl Check {
    pub(super) fn run(&self, settings: &Settings) -> Result<Verdict, Error> {
        let path = self.dir.as_deref().or(settings.knowledge.path());
        let mut out = io::stdout().lock();
        if self.fix {
            let path = path.ok_or_else(|| Error::Report("ibid: --fix needs a folder: name it".to_owned()))?;
            for fixed in fix::all(path)? {
                // What a program reads must hold nothing else.
                if self.format == Format::Text {
                    writeln!(out, "mended {}", fixed.display())?;
                }
            }
        }
        let loaded = match path {
            None => Ok(KnowledgeBase::load_built_in()),
            Some(path) => KnowledgeBase::load_with(path, load::drafts(settings)),
        };
        let (report, knowledge) = match loaded {
            Err(report) => (report, None),
            Ok(loaded) => {
                let mut found = lint::quick(&loaded);
                if self.deep {
                    let bar = progress::bar("phrasings");
                    found.extend(lint::deep(&loaded, settings.matching.caution, &mut |of| progress::tick(&bar, of)));
                    bar.finish_and_clear();
                }
                (loaded.report.with(found, &loaded.sources), Some(loaded.knowledge))
            }
        };
        match self.format {
            Format::Text => {
                out.write_all(report.render(is_coloured(settings.terminal.colour)).as_bytes())?;
                writeln!(out, "{}", summary(&report, knowledge.as_ref()))?;
            }
            Format::Json => out.write_all(format::json(&report).map_err(io::Error::from)?.as_bytes())?,
            Format::Github => out.write_all(format::github(&report).as_bytes())?,
        }
        Ok(if report.has_errors() { Verdict::Fail } else { Verdict::Pass })
    }
}

/// The last line. What did not load cannot be counted.
fn summary(report: &Report, knowledge: Option<&KnowledgeBase>) -> String {
    let (errors, warnings) = (report.errors().count(), report.warnings().count());
    let found = format!("{}, {}", count(errors, "error"), count(warnings, "warning"));
    let Some(knowledge) = knowledge else { return found };
    let phrasings = knowledge.facts().iter().map(|fact| fact.questions().len()).sum();
    let (documents, facts) = (count(knowledge.documents().len(), "document"), count(knowledge.facts().len(), "fact"));
    format!("{found} in {documents}, {facts}, {}", count(phrasings, "phrasing"))
}

fn count(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
