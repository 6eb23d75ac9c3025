//! The journal: questions that were asked in vain or answered badly, one JSON object a line, as `ibid journal export` and
//! the terminal's `/wrong` write them.
//!
//! ```json
//! {"kind":"unanswered","question":"what town was it","reason":"unsure","fact":"meeting-place","times":3}
//! ```
//!
//! `reason` is why there was no answer; or `down_voted`, where `fact` is the answer that was found bad; or `chosen`, where
//! `fact` is what was chosen when several were offered. Lines of another kind are left alone.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// Why a question stands in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Its asker chose a fact when several were offered.
    Chosen,
    /// Its answer was found bad.
    DownVoted,
    /// It got no answer.
    Unanswered,
}

/// A question of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// As it was typed.
    pub question: String,
    /// Why it is here.
    pub reason: Reason,
    /// The fact that was chosen, found bad, or nearest.
    pub fact: Option<String>,
    /// How often it was asked.
    pub times: u64,
}

#[derive(Deserialize, Serialize)]
struct Line<'l> {
    kind: &'l str,
    #[serde(default)]
    question: Option<String>,
    #[serde(default)]
    reason: Option<String>,
    #[serde(default)]
    fact: Option<String>,
    #[serde(default)]
    times: Option<u64>,
}

/// Reads a journal, or says on which lines it is none.
pub fn read(path: &Path) -> Result<Vec<Asked>, Vec<String>> {
    let text = fs::read_to_string(path).map_err(|error| vec![format!("{}: {error}", path.display())])?;
    let (mut asked, mut faults) = (Vec::new(), Vec::new());
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str::<Line<'_>>(line) {
            Ok(line) => asked.extend(of_line(line)),
            Err(error) => faults.push(format!("{}:{number}: {error}: write one JSON object a line", path.display())),
        }
    }
    if faults.is_empty() { Ok(asked) } else { Err(faults) }
}

/// `None` of what is no question, or whose words were not kept.
fn of_line(line: Line<'_>) -> Option<Asked> {
    let question = line.question.filter(|question| line.kind == "unanswered" && !question.trim().is_empty())?;
    let reason = match line.reason.as_deref() {
        Some("chosen") => Reason::Chosen,
        Some("down_voted") => Reason::DownVoted,
        _ => Reason::Unanswered,
    };
    Some(Asked { question, reason, fact: line.fact, times: line.times.unwrap_or(1) })
}

/// Adds a question whose answer was found bad.
pub fn note(path: &Path, question: &str, fact: Option<&str>) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let line = Line {
        kind: "unanswered",
        question: Some(question.to_owned()),
        reason: Some("down_voted".to_owned()),
        fact: fact.map(str::to_owned),
        times: Some(1),
    };
    let line = serde_json::to_string(&line)? + "\n";
    OpenOptions::new().create(true).append(true).open(path)?.write_all(line.as_bytes())
}
