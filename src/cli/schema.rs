//! `ibid schema`: what the files of a knowledge base hold, for editors that complete and check while one types.

use std::io::{self, Write};

use clap::{Args, ValueEnum};

use super::{Error, Verdict};

/// What `ibid schema` is given.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// The file whose schema to print; without it, all of them as one object
    file: Option<File>,
}

/// The files there are schemas of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum File {
    /// The front matter of document.md
    Document,
    /// facts.toml
    Facts,
    /// lexicon.toml
    Lexicon,
    /// talk.LANGUAGE.toml
    Talk,
}

impl File {
    fn schema(self) -> &'static str {
        match self {
            File::Document => include_str!("../../schema/document.json"),
            File::Facts => include_str!("../../schema/facts.json"),
            File::Lexicon => include_str!("../../schema/lexicon.json"),
            File::Talk => include_str!("../../schema/talk.json"),
        }
    }
}

impl Schema {
    pub(super) fn run(&self) -> Result<Verdict, Error> {
        let text = match self.file {
            Some(file) => file.schema().to_owned(),
            None => {
                let schemas = File::value_variants().iter().filter_map(|file| {
                    Some(format!("{:?}: {}", file.to_possible_value()?.get_name(), file.schema().trim_end()))
                });
                format!("{{\n{}\n}}\n", schemas.collect::<Vec<_>>().join(",\n"))
            }
        };
        io::stdout().lock().write_all(text.as_bytes())?;
        Ok(Verdict::Pass)
    }
}
