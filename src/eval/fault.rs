//! What is wrong with a file of questions.

use std::fmt;
use std::path::{Path, PathBuf};

/// One fault, shown as `path:line: what`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub path: PathBuf,
    /// The line, counted from 1; `None` where the whole file is at fault.
    pub line: Option<usize>,
    /// What is wrong, and where it helps what to write instead.
    pub what: String,
}

impl Fault {
    pub(super) fn of_file(path: &Path, what: impl Into<String>) -> Self {
        Fault { path: path.to_owned(), line: None, what: what.into() }
    }

    pub(super) fn at(path: &Path, line: usize, what: impl Into<String>) -> Self {
        Fault { path: path.to_owned(), line: Some(line), what: what.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.path.display(), self.what),
            None => write!(f, "{}: {}", self.path.display(), self.what),
        }
    }
}
