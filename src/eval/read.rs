//! Reading files of questions.

use std::path::Path;

use super::places::Places;
use super::{Fault, Sample, json_lines, toml_file};
use crate::knowledge::KnowledgeBase;

/// Reads every file, or reports every fault of all of them.
pub fn read<P: AsRef<Path>>(paths: &[P], knowledge: &KnowledgeBase) -> Result<Vec<Sample>, Vec<Fault>> {
    let (mut samples, mut faults) = (Vec::new(), Vec::new());
    for path in paths {
        let path = path.as_ref();
        match read_one(path, knowledge) {
            Ok(read) => samples.extend(read),
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() { Ok(samples) } else { Err(faults) }
}

fn read_one(path: &Path, knowledge: &KnowledgeBase) -> Result<Vec<Sample>, Vec<Fault>> {
    let whole = |what: String| vec![Fault::of_file(path, what)];
    let text = std::fs::read_to_string(path).map_err(|error| whole(error.to_string()))?;
    let places = Places::new(knowledge).with_list_beside(path).map_err(whole)?;
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("toml") => toml_file::read(path, &text, &places),
        Some("jsonl" | "ndjson" | "json") => json_lines::read(path, &text, &places),
        _ => Err(whole("questions are read from .toml and .jsonl files".to_owned())),
    }
}

/// The name of a file without its ending: the category of questions that name none.
pub(super) fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(|| "questions".to_owned(), |stem| stem.to_string_lossy().into_owned())
}
