//! `ibid index`: what answering needs, worked out beforehand.

use std::io::{self, Write};

use clap::Args;

use super::{Error, Verdict, load};
use crate::knowledge::ENGLISH;
use crate::settings::Settings;

/// What `ibid index` is given.
#[derive(Debug, Args)]
pub(super) struct Index {
    /// Only this language, by its tag: en, ru
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
}

impl Index {
    pub(super) fn run(&self, settings: &Settings) -> Result<Verdict, Error> {
        // This is the process that others have it done by.
        let engine = load::engine_by_itself(settings)?;
        let all = || std::iter::once(ENGLISH).chain(engine.knowledge().languages().iter().map(|spoken| spoken.tag()));
        let wanted: Vec<&str> = self.language.as_deref().map_or_else(|| all().collect(), |language| vec![language]);
        for language in &wanted {
            engine.prepare(language).map_err(|known| {
                Error::Report(format!("ibid: there is no language {language:?}: there are {}", known.join(", ")))
            })?;
        }
        writeln!(io::stdout(), "indexed: {}", wanted.join(", "))?;
        Ok(Verdict::Pass)
    }
}
