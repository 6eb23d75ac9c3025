//! A directory to sources: the only code here that touches the file system.
//!
//! What it reads is bounded, is text, and lies inside the directory; whatever is not so becomes a problem.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::problem::{Place, Problem, Spot, nearest};
use super::source::{File, Folder, Sources, is_language_tag};

/// A larger file is not read: it is no text that somebody curates.
pub const MAX_FILE_BYTES: u64 = 16 * 1024 * 1024;

/// The files of a document's folder.
const FILES: [&str; 3] = ["document.md", "facts.toml", "lexicon.toml"];

/// Reads everything in `directory` that belongs to a knowledge base, in order of name.
pub(super) fn read(directory: &Path) -> (Sources, Vec<Problem>) {
    let shown = directory.display().to_string();
    let mut reader = Reader { root: PathBuf::new(), problems: Vec::new() };
    let mut sources = Sources::default();
    match directory.canonicalize() {
        Ok(root) => reader.root = root,
        Err(error) => reader.error(&shown, cannot("be read", &error), "name a folder that holds one folder a document"),
    }
    if !reader.problems.is_empty() {
        return (sources, reader.problems);
    }
    let mut has_folder = false;
    for entry in reader.entries(directory, &shown) {
        match entry.kind {
            Kind::Folder => {
                has_folder = true;
                sources.folders.extend(reader.folder(entry));
            }
            Kind::File if entry.name.starts_with("talk.") && entry.name.ends_with(".toml") => {
                sources.talk.extend(reader.file(&entry));
            }
            Kind::File if entry.name.starts_with("wording.") && entry.name.ends_with(".toml") => {
                sources.wordings.extend(reader.file(&entry));
            }
            Kind::File if entry.name.starts_with("language.") && entry.name.ends_with(".toml") => {
                sources.languages.extend(reader.file(&entry));
            }
            Kind::File if entry.name == "README.md" => {}
            Kind::File => reader.unknown_file(&entry, &["talk.en.toml", "wording.en.toml", "language.ru.toml"]),
        }
    }
    if !has_folder && reader.problems.is_empty() {
        reader.error(&shown, "no document", "make a folder in it that holds a document.md");
    }
    (sources, reader.problems)
}

/// Something in a folder.
struct Entry {
    name: String,
    path: PathBuf,
    /// The path as reports show it.
    shown: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
}

struct Reader {
    /// Where the knowledge base really is: nothing outside is read.
    root: PathBuf,
    problems: Vec<Problem>,
}

impl Reader {
    fn error(&mut self, shown: &str, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(Problem::error(Place::whole(shown), message).with_help(help));
    }

    /// What is in a folder, in order of name. Hidden entries are not knowledge; they are what editors, version control
    /// and mounts leave behind.
    fn entries(&mut self, folder: &Path, shown: &str) -> Vec<Entry> {
        let names = fs::read_dir(folder).and_then(|entries| entries.map(|entry| Ok(entry?.file_name())).collect());
        let mut names: Vec<_> = match names {
            Ok(names) => names,
            Err(error) => {
                self.error(shown, cannot("be read", &error), "make it a folder that the program may read");
                return Vec::new();
            }
        };
        names.sort_unstable();
        let mut entries = Vec::new();
        for name in names {
            let path = folder.join(&name);
            let shown = format!("{}/{}", shown.trim_end_matches('/'), name.display());
            match name.into_string() {
                Ok(name) if name.starts_with('.') => {}
                Ok(name) => entries.extend(self.entry(name, path, shown)),
                Err(_) => self.error(&shown, "a name that is not UTF-8", "give it another name"),
            }
        }
        entries
    }

    fn entry(&mut self, name: String, path: PathBuf, shown: String) -> Option<Entry> {
        let metadata = match path.canonicalize().and_then(|real| Ok((fs::metadata(&real)?, real))) {
            Ok((metadata, real)) if real.starts_with(&self.root) => metadata,
            Ok(_) => {
                let message = "a link that leads out of the knowledge base";
                self.error(&shown, message, "put a copy of what it leads to in its place");
                return None;
            }
            Err(error) => {
                self.error(&shown, cannot("be read", &error), "mend it or take it away");
                return None;
            }
        };
        let kind = match () {
            () if metadata.is_dir() => Kind::Folder,
            () if metadata.is_file() => Kind::File,
            // To open a pipe or a device could wait for ever.
            () => {
                self.error(&shown, "neither a file nor a folder", "take it away");
                return None;
            }
        };
        Some(Entry { name, path, shown, kind })
    }

    fn folder(&mut self, folder: Entry) -> Option<Folder> {
        let mut files = FILES.map(|_| None);
        let (mut has_document, mut translations) = (false, Vec::new());
        for entry in self.entries(&folder.path, &folder.shown) {
            match FILES.iter().position(|name| *name == entry.name) {
                Some(at) => {
                    has_document |= at == 0;
                    files[at] = self.file(&entry);
                }
                None if entry.kind == Kind::File && is_translation(&entry.name) => {
                    translations.extend(self.file(&entry));
                }
                None if entry.kind == Kind::File && entry.name == "README.md" => {}
                None => self.unknown_file(&entry, &FILES),
            }
        }
        if !has_document {
            self.error(&folder.shown, "no document.md in it", "write one, or take the folder away");
        }
        let [document, facts, lexicon] = files;
        Some(Folder { id: folder.name, path: folder.shown, document: document?, facts, lexicon, translations })
    }

    fn unknown_file(&mut self, entry: &Entry, known: &[&str]) {
        let help = match nearest(&entry.name, known.iter().copied()) {
            Some(near) => format!("did you mean {near}?"),
            None => "take it away, or hide it with a full stop before its name".to_owned(),
        };
        let problem = Problem::warning(Place::whole(&entry.shown), "nothing reads this");
        self.problems.push(problem.with_help(help));
    }

    fn file(&mut self, entry: &Entry) -> Option<File> {
        let shown = &entry.shown;
        let bytes = match read_bounded(&entry.path) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.error(shown, cannot("be read", &error), "make it a file that the program may read");
                return None;
            }
        };
        if bytes.len() as u64 > MAX_FILE_BYTES {
            let message = format!("larger than {} MiB", MAX_FILE_BYTES / (1024 * 1024));
            self.error(shown, message, "split the document into several");
            return None;
        }
        if bytes.is_empty() {
            self.error(shown, "an empty file", "write something in it or take it away");
            return None;
        }
        let (bad, message, help) = match String::from_utf8(bytes) {
            Ok(text) => match text.find('\0') {
                None => return Some(File::new(shown, text)),
                Some(at) => (text[..at].to_owned(), "a NUL byte", "take it out: it is no text"),
            },
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let before = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
                (before, "not UTF-8 from here on", "save the file as UTF-8")
            }
        };
        let line = bad.matches('\n').count() + 1;
        let column = bad.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let place = Place { path: shown.clone(), spot: Spot::Position { line, column } };
        self.problems.push(Problem::error(place, message).with_help(help));
        None
    }
}

/// Whether a file's name is that of what a document's folder has in another language: `facts.ru.toml`.
fn is_translation(name: &str) -> bool {
    let tag = name.strip_prefix("facts.").or_else(|| name.strip_prefix("lexicon."));
    tag.and_then(|tag| tag.strip_suffix(".toml")).is_some_and(is_language_tag)
}

/// The file's bytes: at most one more than the limit, however much there is.
fn read_bounded(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn cannot(what: &str, error: &io::Error) -> String {
    format!("it cannot {what}: {error}")
}
