//! `ibid import`: a folder of a knowledge base from a source file.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::{Error, Verdict, progress, tell};
use crate::import::folder::{Imported, import};
use crate::import::update::Changes;

/// What `ibid import` is given.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// Sources: .txt, .md, .html, .epub or .docx
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The knowledge base in which each source gets a folder of its name, or brings up to date the one it has
    #[arg(long, value_name = "DIR", default_value = "knowledge")]
    into: PathBuf,
    /// The language of sources that do not name one and are too short to tell, as a BCP 47 tag
    #[arg(long, value_name = "TAG", default_value = "en")]
    language: String,
}

impl Import {
    pub(super) fn run(&self) -> Result<Verdict, Error> {
        let mut out = io::stdout().lock();
        let mut verdict = Verdict::Pass;
        for file in &self.files {
            let bar = progress::bar("sentences");
            let imported = import(file, &self.into, &self.language, |of| progress::tick(&bar, of));
            bar.finish_and_clear();
            match imported {
                Ok((folder, source, imported)) => {
                    writeln!(out, "{}", heading(&folder.display().to_string(), &imported))?;
                    for left_out in &source.left_out {
                        writeln!(out, "  left out: {left_out}")?;
                    }
                    out.write_all(details(&imported).as_bytes())?;
                }
                Err(error) => {
                    tell(&format!("ibid: {error}"));
                    verdict = Verdict::Fail;
                }
            }
        }
        Ok(verdict)
    }
}

fn heading(folder: &str, imported: &Imported) -> String {
    match imported {
        Imported::Made { sentences, drafts, .. } => {
            format!("{folder}: made, with {} and {}", count(*sentences, "sentence"), count(*drafts, "draft"))
        }
        Imported::Unchanged => format!("{folder}: nothing has changed, nothing was written"),
        Imported::Updated { changes, .. } => format!(
            "{folder}: {} unchanged, {} moved, {} edited, {} removed, {} added; {} quarantined, {}",
            count(changes.unchanged, "sentence"),
            changes.moved,
            changes.edited.len(),
            changes.removed.len(),
            changes.added.len(),
            count(changes.quarantined.len(), "fact"),
            count(changes.drafts, "draft"),
        ),
    }
}

fn details(imported: &Imported) -> String {
    let lines: Vec<String> = match imported {
        Imported::Made { guessed, .. } => guessed
            .iter()
            .map(|what| format!("the source does not say its {what}: look at what document.md says of it"))
            .collect(),
        Imported::Unchanged => Vec::new(),
        Imported::Updated { changes, kept } => {
            let kept = kept.iter().map(|path| format!("as it was: {}", path.display()));
            of_changes(changes).into_iter().chain(kept).collect()
        }
    };
    lines.into_iter().map(|line| format!("  {line}\n")).collect()
}

fn of_changes(changes: &Changes) -> Vec<String> {
    let mut lines = Vec::new();
    for (before, after) in &changes.edited {
        lines.push(format!("edited: {before}"));
        lines.push(format!("     -> {after}"));
    }
    lines.extend(changes.removed.iter().map(|sentence| format!("removed: {sentence}")));
    lines.extend(changes.added.iter().map(|sentence| format!("added: {sentence}")));
    lines.extend(changes.quarantined.iter().map(|(id, quote)| {
        format!(
            "quarantined: {id}, whose quote “{quote}” no longer stands as it did: mend it, then take `quarantined` out"
        )
    }));
    lines.extend(
        changes.to_look_at.iter().map(|id| format!("look at: {id}, whose sentence was edited around its quote")),
    );
    lines
}

fn count(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
