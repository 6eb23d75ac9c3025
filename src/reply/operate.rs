//! What is said to those who look after the bot.

use std::time::Duration;

use super::{Reply, Style};

/// The commands for them. They are listed nowhere, and to anybody else there are no such commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// How much has been answered.
    Stats,
    /// What was asked in vain.
    Unanswered,
    /// Loads the knowledge base anew.
    Reload,
    /// What is running.
    Version,
}

impl Operation {
    /// The command of that name.
    pub fn of(name: &str) -> Option<Operation> {
        Some(match name {
            "stats" => Operation::Stats,
            "unanswered" => Operation::Unanswered,
            "reload" => Operation::Reload,
            "version" => Operation::Version,
            _ => return None,
        })
    }
}

/// What is running.
#[derive(Clone, Debug)]
pub struct Running {
    /// The version of the knowledge base.
    pub knowledge: String,
    /// How many facts and documents it has.
    pub facts: usize,
    /// Its documents.
    pub documents: usize,
    /// How long the bot has been running.
    pub since: Duration,
}

/// How much there has been since the start, and what is in the journal.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stats {
    /// Answers given.
    pub answers: u64,
    /// Clarifications.
    pub clarifications: u64,
    /// Silences.
    pub silences: u64,
    /// Small talk.
    pub small_talk: u64,
    /// Different unanswered questions, thumbs up and thumbs down; `None` if the store does not tell.
    pub journal: Option<(i64, i64, i64)>,
}

/// A question asked in vain, and others like it.
#[derive(Clone, Debug)]
pub struct Vain {
    /// The question, where texts are kept.
    pub question: Option<String>,
    /// Why there was no answer.
    pub reason: String,
    /// The fact that was nearest.
    pub fact: Option<String>,
    /// How often it was asked, with those like it.
    pub times: i64,
    /// How many others are like it.
    pub others: usize,
}

/// What is running.
pub fn version(running: &Running) -> Reply {
    Reply::of_text(format!(
        "ibid {}\nknowledge {}: {} documents, {} facts\nrunning for {}",
        env!("CARGO_PKG_VERSION"),
        running.knowledge,
        running.documents,
        running.facts,
        span(running.since)
    ))
}

/// How much there has been.
pub fn stats(stats: &Stats, since: Duration) -> Reply {
    let mut reply = Reply::default();
    reply.push(Style::Strong, format!("In {}, by this process:", span(since)));
    reply.text(format!(
        "\nanswers {}\nclarifications {}\nsilences {}\nsmall talk {}",
        stats.answers, stats.clarifications, stats.silences, stats.small_talk
    ));
    reply.text(match stats.journal {
        Some((unanswered, good, bad)) => {
            format!("\n\nIn the journal:\nunanswered questions {unanswered}\n👍 {good}  👎 {bad}")
        }
        None => "\n\nThe store does not answer, so there is no journal just now.".to_owned(),
    });
    reply
}

/// What was asked in vain; `None` if the store does not tell.
pub fn vain(questions: Option<&[Vain]>) -> Reply {
    let Some(questions) = questions else {
        return Reply::of_text("The store does not answer, so there is no journal just now.");
    };
    if questions.is_empty() {
        return Reply::of_text("Nothing was asked in vain.");
    }
    let mut reply = Reply::default();
    reply.push(Style::Strong, "Asked in vain, the most frequent first:");
    for vain in questions {
        let others = if vain.others > 0 { format!(" (and {} like it)", vain.others) } else { String::new() };
        let question = vain.question.as_deref().unwrap_or("(words are not kept: journal.questions)");
        let fact = vain.fact.as_deref().map(|fact| format!("; nearest: {fact}")).unwrap_or_default();
        reply.text(format!("\n{} × {question}{others}\n    {}{fact}", vain.times, vain.reason));
    }
    reply
}

/// The knowledge base is being loaded.
pub fn loading() -> Reply {
    Reply::of_text("Loading.")
}

/// How the loading went.
pub fn loaded(outcome: Result<&Running, &str>) -> Reply {
    match outcome {
        Ok(running) => Reply::of_text(format!(
            "Loaded: knowledge {}, {} documents, {} facts.",
            running.knowledge, running.documents, running.facts
        )),
        Err(faults) => Reply::of_text(format!("Not loaded; I go on with what I had.\n\n{}", faults.trim_end())),
    }
}

/// A length of time, in its two largest units.
fn span(time: Duration) -> String {
    let minutes = time.as_secs() / 60;
    match (minutes / 1440, minutes / 60 % 24, minutes % 60) {
        (0, 0, 0) => format!("{} s", time.as_secs()),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_short() {
        for (seconds, said) in [(5, "5 s"), (300, "5 min"), (7260, "2 h 1 min"), (90_000, "1 d 1 h")] {
            assert_eq!(span(Duration::from_secs(seconds)), said);
        }
    }
}
