//! Line editing, history and completion, for a person at a terminal.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;

use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::Validator;
use rustyline::{CompletionType, Config, Context, Editor, Helper};

use super::Lines;
use crate::knowledge::KnowledgeBase;
use crate::reply::command::Name;

/// What stands before the cursor.
const PROMPT: &str = "> ";

/// Lines typed at a terminal.
pub struct Typed {
    editor: Editor<Words, FileHistory>,
    history: Option<PathBuf>,
}

impl Typed {
    /// Takes over the terminal. What is typed is kept in `history` from one time to the next.
    pub fn new(knowledge: &KnowledgeBase, history: Option<PathBuf>) -> io::Result<Self> {
        let config = Config::builder()
            .completion_type(CompletionType::List)
            .auto_add_history(true)
            .history_ignore_space(true)
            .build();
        let mut editor = Editor::with_config(config).map_err(into_io)?;
        editor.set_helper(Some(Words::of(knowledge)));
        if let Some(path) = &history {
            // There is none the first time.
            let _ = editor.load_history(path);
        }
        Ok(Typed { editor, history })
    }

    /// Keeps what was typed. A history that cannot be kept is worth a word, but not a failure.
    pub fn save(&mut self) -> Result<(), String> {
        let Some(path) = &self.history else { return Ok(()) };
        let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        let kept = folder
            .map_err(|error| error.to_string())
            .and_then(|()| self.editor.save_history(path).map_err(|error| error.to_string()));
        kept.map_err(|error| format!("{}: {error}", path.display()))
    }
}

impl Lines for Typed {
    fn next_line(&mut self) -> io::Result<Option<String>> {
        loop {
            match self.editor.readline(PROMPT) {
                Ok(line) => return Ok(Some(line)),
                // Ctrl-C drops the line; Ctrl-D leaves.
                Err(ReadlineError::Interrupted) => {}
                Err(ReadlineError::Eof) => return Ok(None),
                Err(error) => return Err(into_io(error)),
            }
        }
    }
}

fn into_io(error: ReadlineError) -> io::Error {
    match error {
        ReadlineError::Io(error) => error,
        other => io::Error::other(other),
    }
}

/// Where what is typed is kept: `ibid/history` in the user's folder for state.
pub fn history_path(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let folder = |name| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = folder("XDG_STATE_HOME")
        .or_else(|| folder("HOME").map(|home| home.join(".local/state")))
        .or_else(|| folder("LOCALAPPDATA"))?;
    Some(state.join("ibid").join("history"))
}

/// What Tab completes: commands and, behind `/topic`, topics.
struct Words {
    commands: Vec<String>,
    topics: Vec<String>,
}

impl Words {
    fn of(knowledge: &KnowledgeBase) -> Self {
        Words {
            commands: Name::ALL.iter().map(|name| format!("/{}", name.id())).collect(),
            topics: knowledge.topics().map(str::to_owned).collect(),
        }
    }

    /// Where the word at the end of `typed` begins, and what it may become.
    fn complete(&self, typed: &str) -> (usize, Vec<String>) {
        let topic = format!("/{} ", Name::Topic.id());
        let (start, words) = match typed.strip_prefix(&topic) {
            Some(_) => (topic.len(), &self.topics),
            None => (0, &self.commands),
        };
        let begun = &typed[start..];
        // An empty line is about to be a question, not a command.
        if typed.is_empty() {
            return (0, Vec::new());
        }
        (start, words.iter().filter(|word| word.starts_with(begun)).cloned().collect())
    }
}

impl Completer for Words {
    type Candidate = String;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        Ok(self.complete(&line[..at]))
    }
}

impl Hinter for Words {
    type Hint = String;
}

impl Highlighter for Words {}

impl Validator for Words {}

impl Helper for Words {}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: (usize, &[&str])) {
        let words = Words {
            commands: vec!["/topics".into(), "/topic".into(), "/why".into()],
            topics: vec!["energy".into(), "trade".into()],
        };
        let (start, found) = words.complete(typed);
        assert_eq!(
            (start, found.as_slice()),
            (expected.0, expected.1.iter().map(|&w| w.to_owned()).collect::<Vec<_>>().as_slice()),
            "{typed:?}"
        );
    }

    #[test]
    fn tab_completes_commands_and_topics() {
        check("", (0, &[]));
        check("/", (0, &["/topics", "/topic", "/why"]));
        check("/w", (0, &["/why"]));
        check("/topic ", (7, &["energy", "trade"]));
        check("/topic en", (7, &["energy"]));
        check("where", (0, &[]));
    }

    #[track_caller]
    fn check_path(variables: &[(&str, &str)], expected: Option<&str>) {
        let find = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into());
        assert_eq!(history_path(find), expected.map(PathBuf::from), "{variables:?}");
    }

    #[test]
    fn history_lives_among_the_users_state() {
        check_path(&[("XDG_STATE_HOME", "/state"), ("HOME", "/home/me")], Some("/state/ibid/history"));
        check_path(&[("HOME", "/home/me")], Some("/home/me/.local/state/ibid/history"));
        check_path(&[("XDG_STATE_HOME", "relative"), ("HOME", "/home/me")], Some("/home/me/.local/state/ibid/history"));
        check_path(&[], None);
    }
}
