//! Questions as JSON lines, as other tools write them; keys not known here are left alone.

use std::path::Path;

use serde::Deserialize;

use super::places::{Places, RawPlace};
use super::read::stem;
use super::{Expect, Fault, Sample};

/// One line.
#[derive(Deserialize)]
struct Line {
    id: Option<String>,
    /// A conversation instead of one question.
    turns: Option<Vec<RawSample>>,
    #[serde(flatten)]
    single: Single,
}

/// What a line holds that is no conversation: everything may be missing from a line that is one.
#[derive(Deserialize)]
struct Single {
    question: Option<String>,
    expect: Option<Expect>,
    #[serde(default)]
    accept: Vec<RawPlace>,
    #[serde(default)]
    also: Vec<Expect>,
    category: Option<String>,
    lang: Option<String>,
}

/// One question of a conversation.
#[derive(Deserialize)]
struct RawSample {
    question: String,
    expect: Expect,
    #[serde(default)]
    accept: Vec<RawPlace>,
    #[serde(default)]
    also: Vec<Expect>,
    kind: Option<String>,
}

/// Reads every question, or reports every fault.
pub(super) fn read(path: &Path, text: &str, places: &Places<'_>) -> Result<Vec<Sample>, Vec<Fault>> {
    let (mut samples, mut faults) = (Vec::new(), Vec::new());
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match read_line(path, index + 1, line, places) {
            Ok(read) => samples.extend(read),
            Err(found) => faults.extend(found.into_iter().map(|what| Fault::at(path, index + 1, what))),
        }
    }
    if faults.is_empty() { Ok(samples) } else { Err(faults) }
}

fn read_line(path: &Path, line: usize, text: &str, places: &Places<'_>) -> Result<Vec<Sample>, Vec<String>> {
    let read: Line = serde_json::from_str(text).map_err(|error| vec![format!("{error} (in this line)")])?;
    let stem = stem(path);
    let id = read.id.unwrap_or_else(|| format!("{stem}-{line}"));
    let raw = match (read.turns, read.single) {
        (Some(turns), _) => turns
            .into_iter()
            .enumerate()
            .map(|(turn, raw)| {
                let category = raw.kind.as_deref().map_or_else(|| stem.clone(), |kind| format!("{stem}/{kind}"));
                (format!("{id}.{}", turn + 1), category, raw)
            })
            .collect(),
        (None, single) => {
            let (Some(question), Some(expect)) = (single.question, single.expect) else {
                return Err(vec!["a line needs `question` and `expect`, or `turns`".to_owned()]);
            };
            let category = single.category.or(single.lang.map(|lang| format!("{stem}/{lang}"))).unwrap_or(stem);
            vec![(id, category, RawSample { question, expect, accept: single.accept, also: single.also, kind: None })]
        }
    };
    let (mut samples, mut faults) = (Vec::new(), Vec::new());
    for (id, category, raw) in raw {
        let mut accept = Vec::new();
        for place in &raw.accept {
            match places.resolve(place) {
                Ok(place) => accept.push(place),
                Err(what) => faults.push(what),
            }
        }
        if raw.expect.needs_accept() && raw.accept.is_empty() {
            faults.push("an answer is expected, but `accept` names no sentence".to_owned());
        }
        let (question, expect, also) = (raw.question, raw.expect, raw.also);
        samples.push(Sample {
            id,
            question,
            follows: !samples.is_empty(),
            expect,
            also,
            accept,
            category,
            unsolved: None,
            path: path.to_owned(),
            line,
        });
    }
    if faults.is_empty() { Ok(samples) } else { Err(faults) }
}
