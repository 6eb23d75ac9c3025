//! `ibid journal`: what people asked in vain, and how the answers were judged.

use std::io::{self, Write};

use clap::{Args, Subcommand};
use serde::Serialize;

use super::{Error, Verdict, load, store};
use crate::engine::Engine;
use crate::settings::Settings;
use crate::store::{Cluster, Fault, Store, Unanswered, cluster};

/// How many questions are looked at for clusters: the most frequent ones.
const MOST: i64 = 20_000;

/// What `ibid journal` is given.
#[derive(Debug, Args)]
pub(super) struct Journal {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Show what was asked in vain, likes together, each with the fact that is nearest now
    Unanswered {
        /// How many to show
        #[arg(long, default_value_t = 30, value_name = "COUNT")]
        most: usize,
    },
    /// Show how the answers of each fact were judged
    Feedback,
    /// Print everything, one JSON object a line
    Export,
    /// Delete everything of a user, or all questions
    Forget {
        /// The number of the user
        #[arg(long, value_name = "NUMBER", required_unless_present = "questions")]
        user: Option<i64>,
        /// All questions that were asked in vain
        #[arg(long)]
        questions: bool,
    },
}

/// A line of an export.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Line<'l> {
    Unanswered { question: Option<&'l str>, reason: &'l str, fact: Option<&'l str>, times: i64, last: i64 },
    Feedback { fact: Option<&'l str>, good: bool, at: i64 },
}

impl Journal {
    pub(super) fn run(&self, settings: &Settings) -> Result<Verdict, Error> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let mut out = io::BufWriter::new(io::stdout().lock());
        runtime.block_on(async {
            let (store, _) = store::open(settings)?;
            match self.action {
                Action::Unanswered { most } => {
                    let questions = store.unanswered(MOST).await?;
                    unanswered(questions, most, &load::engine(settings)?, &mut out)?;
                }
                Action::Feedback => feedback(&store, &mut out).await?,
                Action::Export => export(&store, &mut out).await?,
                Action::Forget { user, questions } => {
                    if let Some(user) = user {
                        store.forget(user, None).await?;
                        writeln!(out, "everything of the user is deleted")?;
                    }
                    if questions {
                        store.forget_questions().await?;
                        writeln!(out, "all questions that were asked in vain are deleted")?;
                    }
                }
            }
            out.flush()?;
            Ok(Verdict::Pass)
        })
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Error {
        Error::Report(format!("ibid: the store does not work: {fault}"))
    }
}

fn unanswered(questions: Vec<Unanswered>, most: usize, engine: &Engine, out: &mut impl Write) -> io::Result<()> {
    let clusters = cluster(questions);
    if clusters.is_empty() {
        return writeln!(out, "nothing was asked in vain");
    }
    for Cluster { first, others, times } in clusters.iter().take(most) {
        let question = first.question.as_deref().unwrap_or("(words are not kept: journal.questions)");
        writeln!(out, "{times:>6} × {question}")?;
        for other in others.iter().take(3).filter_map(|other| other.question.as_deref()) {
            writeln!(out, "         {other}")?;
        }
        if others.len() > 3 {
            writeln!(out, "         and {} more", others.len() - 3)?;
        }
        writeln!(out, "         {}{}", first.reason, nearest(first, engine))?;
    }
    Ok(())
}

/// The fact that comes nearest by the knowledge base as it is now, or as it was where the words are not kept.
fn nearest(asked: &Unanswered, engine: &Engine) -> String {
    let now = asked.question.as_deref().map(|question| engine.ask(question));
    let fact = now.as_ref().and_then(|answer| answer.why.candidates.first()?.fact);
    match fact {
        Some(fact) => format!("; nearest: {} ({})", fact.id(), fact.questions().first().map_or("", String::as_str)),
        None => asked.fact.as_deref().map(|fact| format!("; nearest then: {fact}")).unwrap_or_default(),
    }
}

async fn feedback(store: &Store, out: &mut impl Write) -> Result<(), Error> {
    let tallies = store.feedback().await?;
    if tallies.is_empty() {
        writeln!(out, "no answer was judged")?;
    }
    for tally in tallies {
        let fact = tally.fact.as_deref().unwrap_or("(no fact)");
        writeln!(out, "{:>6} up {:>6} down  {fact}", tally.good, tally.bad)?;
    }
    Ok(())
}

async fn export(store: &Store, out: &mut impl Write) -> Result<(), Error> {
    // What cannot be written is found out at the end: pages come from a callback.
    let mut written = Ok(());
    let mut line = |line: &Line<'_>| {
        if written.is_ok() {
            written =
                serde_json::to_writer(&mut *out, line).map_err(io::Error::from).and_then(|()| out.write_all(b"\n"));
        }
    };
    let of_question = |asked: Unanswered, line: &mut dyn FnMut(&Line<'_>)| {
        let (question, fact) = (asked.question.as_deref(), asked.fact.as_deref());
        line(&Line::Unanswered { question, reason: &asked.reason, fact, times: asked.times, last: asked.last });
    };
    store.export_unanswered(|asked| of_question(asked, &mut line)).await?;
    store
        .export_feedback(|judged| {
            line(&Line::Feedback { fact: judged.fact.as_deref(), good: judged.good, at: judged.at });
        })
        .await?;
    Ok(written?)
}
