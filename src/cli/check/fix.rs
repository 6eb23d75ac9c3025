//! `ibid check --fix`: mends the files of a folder in place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::lint::fix;

/// Mends what can be mended in all files of a knowledge base, and says which were.
pub(super) fn all(base: &Path) -> io::Result<Vec<PathBuf>> {
    let mut fixed = Vec::new();
    for entry in sorted(base)? {
        let files = if entry.is_dir() { sorted(&entry)? } else { vec![entry] };
        for file in files {
            if one(&file)? {
                fixed.push(file);
            }
        }
    }
    Ok(fixed)
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).map_err(named)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    paths.retain(|path| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')));
    paths.sort();
    Ok(paths)
}

/// Mends one file, if it is one that is mended; says whether anything was.
fn one(path: &Path) -> io::Result<bool> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_entries =
        matches!(&*name, "facts.toml" | "lexicon.toml") || (name.starts_with("talk.") && name.ends_with(".toml"));
    // What is no text is for the check to report.
    let Ok(text) = fs::read_to_string(path) else { return Ok(false) };
    let mended = match () {
        () if name == "document.md" => Some(fix::document(&text)),
        () if is_entries => fix::entries(&text),
        () => None,
    };
    let Some(mended) = mended.filter(|mended| *mended != text && !mended.is_empty()) else { return Ok(false) };
    let fresh = path.with_file_name(format!(".{name}.new"));
    fs::write(&fresh, mended)?;
    fs::rename(&fresh, path)?;
    Ok(true)
}
