//! Questions in TOML.

use std::path::Path;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

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
    category: Option<String>,
    unsolved: Option<String>,
}

/// Reads every question, or reports every fault.
pub(super) fn read(path: &Path, text: &str, places: &Places<'_>) -> Result<Vec<Sample>, Vec<Fault>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut faults: Vec<Fault> = errors.iter().map(|error| fault(path, text, error, 0)).collect();
    let mut samples = Vec::new();
    for (key, value) in table.into_inner() {
        let at = key.span().start;
        match (key.get_ref().as_ref(), value.into_inner()) {
            ("question", DeValue::Array(questions)) => {
                for question in questions {
                    let at = question.span().start;
                    match sample(path, line_of(text, at), samples.len() + 1, question, places) {
                        Ok(sample) => samples.push(sample),
                        Err(Trouble::Toml(error)) => faults.push(fault(path, text, &error, at)),
                        Err(Trouble::Meaning(found)) => faults.extend(found),
                    }
                }
            }
            ("question", _) => {
                faults.push(Fault::at(path, line_of(text, at), "write [[question]] above each question"));
            }
            (other, _) => faults.push(Fault::at(
                path,
                line_of(text, at),
                format!("unknown key `{other}`: questions stand under [[question]]"),
            )),
        }
    }
    if faults.is_empty() { Ok(samples) } else { Err(faults) }
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
    match (raw.silent, raw.accept.is_empty()) {
        (true, false) => {
            faults.push(Fault::at(path, line, "a silent question accepts no sentence: leave out `silent` or `accept`"));
        }
        (false, true) => {
            faults.push(Fault::at(path, line, "nothing is expected: write `accept = [N]` or `silent = true`"));
        }
        _ => {}
    }
    if !faults.is_empty() {
        return Err(Trouble::Meaning(faults));
    }
    let stem = stem(path);
    Ok(Sample {
        id: format!("{stem}-{count}"),
        question: raw.ask,
        expect: if raw.silent { Expect::Abstain } else { Expect::Answer },
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
