//! `ibid ask`: each question by itself.

use std::ffi::OsString;
use std::io::{self, Write};
use std::mem::ManuallyDrop;

use clap::Args;

use super::{Error, Verdict, is_coloured, json, load};
use crate::engine::Engine;
use crate::repl::paint::paint;
use crate::repl::{Lines, ReadLines};
use crate::reply;
use crate::settings::Settings;

/// What `ibid ask` is given.
#[derive(Debug, Args)]
pub(super) struct Ask {
    /// The question; without it, one a line is read from standard input
    question: Vec<OsString>,
    /// Ask this document only, by the name of its folder
    #[arg(long = "in", value_name = "DOCUMENT")]
    within: Option<String>,
    /// Print one JSON object a line, one for each question; `answers` has the answers to a line of several questions
    #[arg(long)]
    json: bool,
}

impl Ask {
    pub(super) fn run(&self, settings: &Settings) -> Result<Verdict, Error> {
        // The system takes back the memory of a process at its end quicker than the process gives it back.
        let engine = ManuallyDrop::new(load::engine(settings)?);
        if let Some(id) = self.within.as_deref().filter(|id| engine.knowledge().document_by_id(id).is_none()) {
            let known: Vec<_> = engine.knowledge().documents().iter().map(|document| document.id()).collect();
            return Err(Error::Report(format!("ibid: there is no document {id:?}; there are {}", known.join(", "))));
        }
        let colour = is_coloured(settings.terminal.colour);
        let mut out = io::stdout().lock();
        if !self.question.is_empty() {
            let words: Vec<_> = self.question.iter().map(|word| word.to_string_lossy()).collect();
            out.write_all(self.show(&words.join(" "), &engine, colour)?.as_bytes())?;
            return Ok(Verdict::Pass);
        }
        let mut lines = ReadLines::new(io::stdin().lock());
        let mut is_first = true;
        while let Some(line) = lines.next_line()? {
            if line.trim().is_empty() {
                continue;
            }
            // Replies may have several lines, so a blank one stands between two; objects have one each.
            if !self.json && !is_first {
                out.write_all(b"\n")?;
            }
            is_first = false;
            out.write_all(self.show(&line, &engine, colour)?.as_bytes())?;
            out.flush()?;
        }
        Ok(Verdict::Pass)
    }

    fn show(&self, question: &str, engine: &Engine, colour: bool) -> io::Result<String> {
        let answer = match &self.within {
            Some(id) => engine.ask(&format!("in {id}: {question}")),
            None => engine.ask(question),
        };
        if self.json {
            return Ok(json::to_line(&json::of_answer(question, &answer, engine.knowledge()))?);
        }
        Ok(paint(&reply::to_answer(&answer, engine.knowledge()), colour))
    }
}
