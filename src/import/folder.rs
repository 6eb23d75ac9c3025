//! The folder of a document on disk: made once, brought up to date ever after, and never overwritten without a copy.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::draft::{self, Line};
use super::update::{self, Changes};
use super::{Fault, Source, document, text_of};
use crate::knowledge::{File, Parsed};

/// What an import did.
#[derive(Clone, Debug)]
pub enum Imported {
    /// A folder was made.
    Made {
        /// Sentences in the document.
        sentences: usize,
        /// Facts drafted.
        drafts: usize,
        /// Whether the source names neither title nor language: what was put in their place has to be looked at.
        guessed: Vec<&'static str>,
    },
    /// The folder was there, and the source is still the same.
    Unchanged,
    /// The folder was there, and was brought up to date.
    Updated {
        /// What changed.
        changes: Changes,
        /// Where the files are as they were.
        kept: Vec<PathBuf>,
    },
}

/// What keeps a source from being imported.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It cannot be read.
    #[error("{}: {fault}", path.display())]
    Source {
        /// The source.
        path: PathBuf,
        /// Why not.
        fault: Fault,
    },
    /// A file cannot be read or written.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why not.
        error: io::Error,
    },
    /// A file of the folder has faults, so nobody can tell what of it is to be kept.
    #[error("{}: {what}: mend it first, see `ibid check`", path.display())]
    Folder {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// Its name has nothing that an id can be made of.
    #[error("{}: its name has no letters a-z or figures in it: give it one that has", .0.display())]
    NoName(PathBuf),
}

/// Imports the source at `path` into a folder of `base`. `language` is that of a source that does not say it and is too
/// short to guess. `tick` is called for each sentence drafted, with how many there are.
pub fn import(
    path: &Path,
    base: &Path,
    language: &str,
    tick: impl FnMut(usize),
) -> Result<(PathBuf, Source, Imported), Error> {
    let bytes = fs::read(path).map_err(|error| io_error(path, error))?;
    let source = super::read(path, &bytes).map_err(|fault| Error::Source { path: path.to_owned(), fault })?;
    let slug = draft::kebab(&path.file_stem().unwrap_or_default().to_string_lossy());
    if slug.is_empty() {
        return Err(Error::NoName(path.to_owned()));
    }
    let folder = base.join(&slug);
    let imported = if folder.join("document.md").exists() {
        update(&folder, &slug, &source, tick)?
    } else {
        make(&folder, path, &slug, &source, language, tick)?
    };
    Ok((folder, source, imported))
}

fn make(
    folder: &Path,
    path: &Path,
    slug: &str,
    source: &Source,
    language: &str,
    mut tick: impl FnMut(usize),
) -> Result<Imported, Error> {
    let title = path.file_stem().unwrap_or_default().to_string_lossy().replace(['-', '_'], " ");
    let text = document(source, &title, language);
    let parsed = Parsed::read(&File::new("document.md", text.clone()))
        .map_err(|what| Error::Folder { path: folder.join("document.md"), what })?;
    let lines = lines(&parsed);
    let drafts =
        draft::drafts(&lines, &parsed.metadata().language, slug, &Default::default(), |_| true, || tick(lines.len()));
    let facts = format!(
        "# Drafts, made of the document's own words: rewrite them as people ask, and take `draft` out.\n{}",
        draft::to_toml(&drafts)
    );
    fs::create_dir_all(folder).map_err(|error| io_error(folder, error))?;
    write_new(&folder.join("document.md"), &text)?;
    if !drafts.is_empty() {
        write_new(&folder.join("facts.toml"), &facts)?;
    }
    let metadata = &source.metadata;
    let guessed = [("title", metadata.title.is_none()), ("language", metadata.language.is_none())];
    let guessed = guessed.into_iter().filter(|(_, is)| *is).map(|(what, _)| what).collect();
    Ok(Imported::Made { sentences: lines.len(), drafts: drafts.len(), guessed })
}

fn update(folder: &Path, slug: &str, source: &Source, mut tick: impl FnMut(usize)) -> Result<Imported, Error> {
    let (document, facts) = (folder.join("document.md"), folder.join("facts.toml"));
    let old_text = fs::read_to_string(&document).map_err(|error| io_error(&document, error))?;
    let fault = |what| Error::Folder { path: document.clone(), what };
    let old = Parsed::read(&File::new("document.md", old_text.clone())).map_err(fault)?;
    // The front matter is the curator's by now.
    let new_text = format!("{}\n{}", &old_text[..old.front_matter_end()], text_of(source, &old.metadata().language));
    let new = Parsed::read(&File::new("document.md", new_text.clone())).map_err(fault)?;
    let old_sentences: Vec<&str> = old.sentences().collect();
    let new_lines = lines(&new);
    let new_sentences: Vec<&str> = new.sentences().collect();
    tick(new_sentences.len());
    let (mut changes, fates) = Changes::between(&old_sentences, &new_sentences);
    if changes.is_nothing() {
        return Ok(Imported::Unchanged);
    }
    let mut kept = Vec::new();
    if facts.exists() {
        let text = fs::read_to_string(&facts).map_err(|error| io_error(&facts, error))?;
        let text =
            update::facts(&text, &old_sentences, &new_lines, &new.metadata().language, slug, &mut changes, &fates)
                .map_err(|what| Error::Folder { path: facts.clone(), what })?;
        kept.push(replace(&facts, &text)?);
    }
    kept.push(replace(&document, &new_text)?);
    Ok(Imported::Updated { changes, kept })
}

fn lines(parsed: &Parsed) -> Vec<Line<'_>> {
    parsed.sentences().zip(parsed.headings()).map(|(text, heading)| Line { text, heading }).collect()
}

/// Writes a file that is not there yet.
fn write_new(path: &Path, text: &str) -> Result<(), Error> {
    let written = fs::File::create_new(path).and_then(|mut file| io::Write::write_all(&mut file, text.as_bytes()));
    written.map_err(|error| io_error(path, error))
}

/// Writes a file anew, after what was in it is safe beside it under a hidden name with the next number that is free.
fn replace(path: &Path, text: &str) -> Result<PathBuf, Error> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let kept = (1..).map(|n| path.with_file_name(format!(".{name}.{n}"))).find(|kept| !kept.exists());
    let kept = kept.expect("there is always a number that is free");
    fs::copy(path, &kept).map_err(|error| io_error(&kept, error))?;
    // Written beside it and renamed, so that nobody ever reads half of it.
    let fresh = path.with_file_name(format!(".{name}.new"));
    fs::write(&fresh, text).and_then(|()| fs::rename(&fresh, path)).map_err(|error| io_error(path, error))?;
    Ok(kept)
}

fn io_error(path: &Path, error: io::Error) -> Error {
    Error::Io { path: path.to_owned(), error }
}
