//! The command line: one file a subcommand, and the only place that sees everything else.

mod ask;
mod bot;
mod cache;
mod check;
mod eval;
mod import;
mod index;
mod journal;
pub mod json;
mod load;
mod log;
mod progress;
mod propose;
mod quote;
mod repl;
mod schema;
mod store;
mod token;
mod webhook;

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;
use clap::{Args, Parser, Subcommand};

use crate::settings::{Colour, Flags, Settings, SettingsError};

/// Answers questions about a document in the document's own, cited words, or says that it is silent.
#[derive(Debug, Parser)]
#[command(name = "ibid", version, about, long_about = None)]
pub struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Flags that every subcommand takes.
#[derive(Debug, Args)]
struct Global {
    /// A settings file; config/default.toml explains the settings
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder that holds one folder a document, instead of the built-in knowledge base
    #[arg(long, global = true, value_name = "DIR")]
    knowledge: Option<PathBuf>,
    /// Answer with facts that are marked as drafts too
    #[arg(long, global = true)]
    drafts: bool,
    /// When to colour: auto, always or never
    #[arg(long, global = true, value_name = "WHEN", hide_possible_values = true, value_parser = colours())]
    colour: Option<Colour>,
}

/// Parses `--colour`.
fn colours() -> impl TypedValueParser<Value = Colour> {
    PossibleValuesParser::new(Colour::ALL.map(|(word, _)| word)).map(|word| {
        Colour::ALL.into_iter().find(|&(known, _)| known == word).map_or(Colour::Auto, |(_, colour)| colour)
    })
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Hold a conversation (what ibid does when no command is named)
    Repl(repl::Repl),
    /// Answer each question by itself
    Ask(ask::Ask),
    /// Serve people in Telegram
    Bot(bot::Bot),
    /// Tell Telegram where to send updates
    Webhook(webhook::Webhook),
    /// Show what people asked the bot in vain, and how its answers were judged
    Journal(journal::Journal),
    /// Show every fault of a knowledge base
    Check(check::Check),
    /// Print the JSON Schemas of the files of a knowledge base, for editors
    Schema(schema::Schema),
    /// Ask sample questions and measure the answers
    Eval(eval::Eval),
    /// Work out beforehand what answering needs, so that a start takes milliseconds
    Index(index::Index),
    /// Turn what was asked in vain into phrasings that break nothing
    Propose(propose::Propose),
    /// Say whether a text is a quotation: exact, altered, or not in the documents
    Quote(quote::Quote),
    /// Make a document of a source, or bring it up to date
    Import(import::Import),
}

/// How a command ends where nothing went wrong with running it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// As hoped.
    Pass,
    /// Faults were found, or a figure was missed.
    Fail,
}

/// What keeps a command from running.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The report says what is wrong, in full.
    #[error("{0}")]
    Report(String),
    /// There is no token, or it is not a bot's.
    #[error("{0}")]
    Token(String),
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// Runs what the command line asks for, and says how it went: 0 well, 1 not, 2 when a command was wrongly called or has no token.
pub fn run(cli: Cli) -> ExitCode {
    match dispatch(cli) {
        Ok(Verdict::Pass) => ExitCode::SUCCESS,
        Ok(Verdict::Fail) => ExitCode::FAILURE,
        // Whoever read our output has seen enough.
        Err(Error::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Error::Report(report)) => {
            tell(&report);
            ExitCode::FAILURE
        }
        Err(Error::Token(fault)) => {
            tell(&format!("ibid: {fault}"));
            ExitCode::from(2)
        }
        Err(error) => {
            for line in error.to_string().lines() {
                tell(&format!("ibid: {line}"));
            }
            ExitCode::FAILURE
        }
    }
}

fn dispatch(cli: Cli) -> Result<Verdict, Error> {
    let flags = Flags {
        config: cli.global.config,
        knowledge: cli.global.knowledge,
        drafts: cli.global.drafts,
        colour: cli.global.colour,
    };
    let read = Settings::read(&flags, std::env::vars_os())?;
    for warning in &read.warnings {
        tell(&format!("ibid: warning: {warning}"));
    }
    match cli.command.unwrap_or(Command::Repl(repl::Repl::default())) {
        Command::Repl(repl) => repl.run(&read.settings),
        Command::Ask(ask) => ask.run(&read.settings),
        Command::Bot(bot) => bot.run(&read.settings, &flags),
        Command::Webhook(webhook) => webhook.run(&read.settings),
        Command::Journal(journal) => journal.run(&read.settings),
        Command::Check(check) => check.run(&read.settings),
        Command::Schema(schema) => schema.run(),
        Command::Eval(eval) => eval.run(&read.settings),
        Command::Index(index) => index.run(&read.settings),
        Command::Propose(propose) => propose.run(&read.settings),
        Command::Quote(quote) => quote.run(&read.settings),
        Command::Import(import) => import.run(),
    }
}

/// Writes a line to standard error; that it cannot be read is no reason to stop.
fn tell(line: &str) {
    use std::io::Write;
    let _ = writeln!(io::stderr(), "{}", line.trim_end());
}

/// Whether to colour what goes to standard output.
fn is_coloured(colour: Colour) -> bool {
    match colour {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => io::stdout().is_terminal() && AutoStream::choice(&io::stdout()) != ColorChoice::Never,
    }
}
