//! `ibid repl`: a conversation, edited at a terminal or read from a pipe.

use std::io::{self, IsTerminal, Write};

use clap::Args;

use super::{Error, Verdict, is_coloured, json, load, tell};
use crate::engine::Engine;
use crate::knowledge::ENGLISH;
use crate::propose::journal;
use crate::repl::editor::{Typed, history_path};
use crate::repl::paint::paint;
use crate::repl::{ReadLines, Response, converse};
use crate::reply;
use crate::settings::Settings;

/// What `ibid repl` is given.
#[derive(Debug, Default, Args)]
pub(super) struct Repl {
    /// Print one JSON object a line, one for each line that is read; `taken_as` says how a follow-up was understood,
    /// `answers` has the answers to a message of several questions
    #[arg(long)]
    json: bool,
}

impl Repl {
    pub(super) fn run(&self, settings: &Settings) -> Result<Verdict, Error> {
        let engine = load::engine(settings)?;
        let is_typed = !self.json && io::stdin().is_terminal() && io::stdout().is_terminal();
        let colour = is_coloured(settings.terminal.colour);
        let mut out = io::stdout();
        if is_typed {
            typed(&engine, settings, colour, &mut out)?;
        } else if self.json {
            converse(
                &engine,
                &mut ReadLines::new(io::stdin().lock()),
                &mut out,
                &|line, response| object(line, response, &engine),
                &note,
            )?;
        } else {
            converse(
                &engine,
                &mut ReadLines::new(io::stdin().lock()),
                &mut out,
                &|_, response| text(response, &engine, colour),
                &note,
            )?;
        }
        Ok(Verdict::Pass)
    }
}

fn typed(engine: &Engine, settings: &Settings, colour: bool, out: &mut dyn Write) -> Result<(), Error> {
    out.write_all(paint(&reply::welcome(engine.knowledge(), engine.knowledge().wording(ENGLISH)), colour).as_bytes())?;
    let history = settings.terminal.history.then(|| history_path(|name| std::env::var_os(name))).flatten();
    let mut lines = Typed::new(engine.knowledge(), history)?;
    converse(engine, &mut lines, out, &|_, response| text(response, engine, colour), &note)?;
    if let Err(fault) = lines.save() {
        tell(&format!("ibid: the history is not kept: {fault}"));
    }
    Ok(())
}

/// Notes a question for the curator, beside the history; `ibid propose` reads it.
fn note(question: &str, fact: Option<&str>) -> bool {
    let Some(history) = history_path(|name| std::env::var_os(name)) else { return false };
    let path = history.with_file_name("wrong.jsonl");
    match journal::note(&path, question, fact) {
        Ok(()) => true,
        Err(fault) => {
            tell(&format!("ibid: {}: {fault}", path.display()));
            false
        }
    }
}

/// A reply and the blank line that parts it from the next.
fn text(response: &Response<'_>, engine: &Engine, colour: bool) -> String {
    paint(&response.reply(engine.knowledge()), colour) + "\n"
}

fn object(line: &str, response: &Response<'_>, engine: &Engine) -> String {
    let object = match response {
        Response::Answered(answer) => json::to_line(&json::of_answer(line, answer, engine.knowledge())),
        Response::Told(reply, language) => json::to_line(&json::of_command(line, reply, language)),
    };
    // Strings and numbers always serialise; were it otherwise, the line would still be accounted for.
    object.unwrap_or_else(|_| "{}\n".to_owned())
}
