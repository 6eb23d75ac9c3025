//! The terminal conversation, over any source of lines and any sink.
//!
//! It knows neither what a terminal is nor how a reply is shown: `show` turns each response into the text to print, so
//! people and programs read the same conversation. Line editing is in [`editor`].

pub mod editor;
mod lines;
pub mod paint;

use std::io::{self, Write};

use crate::answer::Answer;
use crate::conversation::Conversation;
use crate::engine::Engine;
use crate::knowledge::{ENGLISH, Fact, KnowledgeBase};
use crate::reply::command::{Command, Name, noted, question_in, to_command};
use crate::reply::{self, Reply};

pub use lines::{Lines, ReadLines};

/// What a line led to.
#[derive(Debug)]
pub enum Response<'k> {
    /// A question was asked.
    Answered(Box<Answer<'k>>),
    /// A command said this, in this language.
    Told(Reply, &'k str),
}

impl Response<'_> {
    /// The response in words.
    pub fn reply(&self, knowledge: &KnowledgeBase) -> Reply {
        match self {
            Response::Answered(answer) => reply::to_answer(answer, knowledge),
            Response::Told(reply, _) => reply.clone(),
        }
    }
}

/// What says that nothing has been asked yet.
const WHY: Command<'static> = Command::Known(Name::Why, "");

/// Holds a conversation until the lines end or somebody leaves.
///
/// Blank lines are skipped, and `/new` says nothing. `show` gets each line with what it led to. `note` keeps a question
/// whose answer was found wrong, with the fact that it was, and says whether it could.
pub fn converse(
    engine: &Engine,
    lines: &mut dyn Lines,
    out: &mut dyn Write,
    show: &dyn Fn(&str, &Response<'_>) -> String,
    note: &dyn Fn(&str, Option<&str>) -> bool,
) -> io::Result<()> {
    let mut last: Option<Answer<'_>> = None;
    let mut conversation = Conversation::default();
    let mut asked = String::new();
    while let Some(line) = lines.next_line()? {
        if line.trim().is_empty() {
            continue;
        }
        let command = Command::parse(&line);
        let question = match command {
            Some(Command::Known(Name::In, argument)) => question_in(argument, engine.knowledge()),
            Some(_) => None,
            None => Some(line.clone()),
        };
        let response = match (question, command) {
            (None, Some(Command::Known(Name::New, _))) => {
                last = None;
                conversation = Conversation::default();
                continue;
            }
            (None, Some(command)) => {
                // A conversation goes on in the language it is held in.
                let language = last.as_ref().map_or(ENGLISH, |last| last.language);
                let wording = engine.knowledge().wording(language);
                let reply = match (command, &last) {
                    (Command::Known(Name::Wrong, _), Some(last)) => {
                        let fact = last.why.candidates.first().and_then(|candidate| candidate.fact);
                        noted(note(&asked, fact.map(Fact::id)), wording)
                    }
                    (Command::Known(Name::Wrong, _), None) => to_command(WHY, engine.knowledge(), None, wording),
                    (command, last) => to_command(command, engine.knowledge(), last.as_ref(), wording),
                };
                Response::Told(reply, language)
            }
            (question, _) => {
                asked = question.unwrap_or_default();
                let (answer, after) = engine.converse(&conversation, &asked);
                conversation = after;
                Response::Answered(Box::new(answer))
            }
        };
        out.write_all(show(&line, &response).as_bytes())?;
        out.flush()?;
        match response {
            Response::Answered(answer) => last = Some(*answer),
            Response::Told(..) if matches!(command, Some(Command::Known(Name::Quit, _))) => break,
            Response::Told(..) => {}
        }
    }
    Ok(())
}
