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
use crate::knowledge::{ENGLISH, KnowledgeBase};
use crate::reply::command::{Command, Name, to_command};
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

/// Holds a conversation until the lines end or somebody leaves.
///
/// Blank lines are skipped, and `/new` says nothing. `show` gets each line with what it led to.
pub fn converse(
    engine: &Engine,
    lines: &mut dyn Lines,
    out: &mut dyn Write,
    show: &dyn Fn(&str, &Response<'_>) -> String,
) -> io::Result<()> {
    let mut last: Option<Answer<'_>> = None;
    let mut conversation = Conversation::default();
    while let Some(line) = lines.next_line()? {
        if line.trim().is_empty() {
            continue;
        }
        let response = match Command::parse(&line) {
            Some(Command::Known(Name::New, _)) => {
                last = None;
                conversation = Conversation::default();
                continue;
            }
            Some(command) => {
                // A conversation goes on in the language it is held in.
                let language = last.as_ref().map_or(ENGLISH, |last| last.language);
                let wording = engine.knowledge().wording(language);
                Response::Told(to_command(command, engine.knowledge(), last.as_ref(), wording), language)
            }
            None => {
                let (answer, after) = engine.converse(&conversation, &line);
                conversation = after;
                Response::Answered(Box::new(answer))
            }
        };
        out.write_all(show(&line, &response).as_bytes())?;
        out.flush()?;
        match response {
            Response::Answered(answer) => last = Some(*answer),
            Response::Told(..) if matches!(Command::parse(&line), Some(Command::Known(Name::Quit, _))) => break,
            Response::Told(..) => {}
        }
    }
    Ok(())
}
