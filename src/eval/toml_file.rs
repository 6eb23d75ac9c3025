//! Questions in TOML.

use std::path::Path;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::places::{Places, RawPlace};
use super::read::stem;
use super::{Expect, Fault, Sample};

/// One `[[question]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuestion {
    ask: String,
    #[serde(default)]
    accept: Vec<RawPlace>,
    #[serde(default)]
    silent: bool,
    #[serde(default)]
    talk: bool,
    category: Option<String>,
    unsolved: Option<String>,
}

/// Reads every question, or reports every fault.
pub(super) fn read(path: &Path, text: &str, places: &Places<'_>) -> Result<Vec<Sample>, Vec<Fault>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut faults: Vec<Fault> = errors.iter().map(|error| fault(path, text, error, 0)).collect();
    let mut samples = Vec::new();
    let mut ask = |question: Spanned<DeValue<'_>>, category: Option<&str>, follows: bool| {
        let at = question.span().start;
        match sample(path, line_of(text, at), samples.len() + 1, question, places) {
            Ok(read) => {
                let category = category.map_or(read.category, str::to_owned);
                samples.push(Sample { category, follows, ..read });
            }
            Err(Trouble::Toml(error)) => faults.push(fault(path, text, &error, at)),
            Err(Trouble::Meaning(found)) => faults.extend(found),
        }
    };
    let mut misplaced = Vec::new();
    for (key, value) in table.into_inner() {
        let at = key.span().start;
        match (key.get_ref().as_ref(), value.into_inner()) {
            ("question", DeValue::Array(questions)) => {
                questions.into_iter().for_each(|question| ask(question, None, false));
            }
            ("conversation", DeValue::Array(conversations)) => {
                for conversation in conversations {
                    let at = conversation.span().start;
                    let Some((category, turns)) = turns(conversation.into_inner()) else {
                        misplaced
                            .push((at, "a conversation has `turns = [...]`, and if you like a `category`".to_owned()));
                        continue;
                    };
                    for (turn, question) in turns.into_iter().enumerate() {
                        ask(question, category.as_deref(), turn > 0);
                    }
                }
            }
            (known @ ("question" | "conversation"), _) => {
                misplaced.push((at, format!("write [[{known}]] above each {known}")));
            }
            (other, _) => {
                let what = format!("unknown key `{other}`: questions stand under [[question]] or [[conversation]]");
                misplaced.push((at, what));
            }
        }
    }
    faults.extend(misplaced.into_iter().map(|(at, what)| Fault::at(path, line_of(text, at), what)));
    if faults.is_empty() { Ok(samples) } else { Err(faults) }
}

/// The category and the questions of a `[[conversation]]`, if it has nothing else.
fn turns(conversation: DeValue<'_>) -> Option<(Option<String>, DeArray<'_>)> {
    let DeValue::Table(table) = conversation else { return None };
    let (mut category, mut turns) = (None, None);
    for (key, value) in table {
        match (key.get_ref().as_ref(), value.into_inner()) {
            ("category", DeValue::String(name)) => category = Some(name.into_owned()),
            ("turns", DeValue::Array(all)) if !all.is_empty() => turns = Some(all),
            _ => return None,
        }
    }
    Some((category, turns?))
}

/// Why a question cannot be asked.
enum Trouble {
    Toml(toml::de::Error),
    Meaning(Vec<Fault>),
}

fn sample(
    path: &Path,
    line: usize,
    count: usize,
    value: Spanned<DeValue<'_>>,
    places: &Places<'_>,
) -> Result<Sample, Trouble> {
    let raw = RawQuestion::deserialize(toml::de::ValueDeserializer::from(value)).map_err(Trouble::Toml)?;
    let mut faults = Vec::new();
    let mut accept = Vec::new();
    for place in &raw.accept {
        match places.resolve(place) {
            Ok(place) => accept.push(place),
            Err(what) => faults.push(Fault::at(path, line, what)),
        }
    }
    let expect = match (raw.silent, raw.talk, raw.accept.is_empty()) {
        (true, false, true) => Expect::Abstain,
        (false, true, true) => Expect::Smalltalk,
        (false, false, false) => Expect::Answer,
        (false, false, true) => {
            let what =
                "nothing is expected: write `accept = [N]` or `silent = true`, or in a conversation `talk = true`";
            return Err(Trouble::Meaning(vec![Fault::at(path, line, what)]));
        }
        (true, false, false) => {
            let what = "a silent question accepts no sentence: leave out `silent` or `accept`";
            return Err(Trouble::Meaning(vec![Fault::at(path, line, what)]));
        }
        _ => {
            let what = "small talk expects nothing else: leave out `talk`, or `silent` and `accept`";
            return Err(Trouble::Meaning(vec![Fault::at(path, line, what)]));
        }
    };
    if !faults.is_empty() {
        return Err(Trouble::Meaning(faults));
    }
    let stem = stem(path);
    Ok(Sample {
        id: format!("{stem}-{count}"),
        question: raw.ask,
        follows: false,
        expect,
        also: Vec::new(),
        accept,
        category: raw.category.unwrap_or(stem),
        unsolved: raw.unsolved,
        path: path.to_owned(),
        line,
    })
}

fn fault(path: &Path, text: &str, error: &toml::de::Error, otherwise: usize) -> Fault {
    Fault::at(path, line_of(text, error.span().map_or(otherwise, |span| span.start)), error.message())
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|&byte| byte == b'\n').count()
}
