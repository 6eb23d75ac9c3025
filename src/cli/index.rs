//! `ibid index`: what answering needs, worked out beforehand.

use std::io::{self, Write};

use clap::Args;

use super::{Error, Verdict, load};
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
        let languages: Vec<&str> = engine.languages().collect();
        let wanted = self.language.as_ref().map_or_else(|| languages.clone(), |language| vec![language]);
        for language in &wanted {
            if !engine.prepare(language) {
                let there_are = languages.join(", ");
                return Err(Error::Report(format!("ibid: there is no language {language:?}: there are {there_are}")));
            }
        }
        writeln!(io::stdout(), "indexed: {}", wanted.join(", "))?;
        Ok(Verdict::Pass)
    }
}
