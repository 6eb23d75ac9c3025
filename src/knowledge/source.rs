//! The files of a knowledge base before they are understood: where they are and what they say, byte for byte.

use std::borrow::Cow;

/// A file as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it is, as reports show it.
    pub path: String,
    /// All of it. A byte-order mark is part of it; what is made of the file counts bytes from its first one.
    pub text: Cow<'static, str>,
}

impl File {
    /// Makes one from anything: a compiled-in text costs no copy.
    pub fn new(path: impl Into<String>, text: impl Into<Cow<'static, str>>) -> Self {
        File { path: path.into(), text: text.into() }
    }

    /// Where the text begins: after the byte-order mark, if there is one.
    pub(super) fn start(&self) -> usize {
        if self.text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 }
    }
}

/// The folder of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// Its name, which is the document's id.
    pub id: String,
    /// Where it is, as reports show it.
    pub path: String,
    /// `document.md`
    pub document: File,
    /// `facts.toml`
    pub facts: Option<File>,
    /// `lexicon.toml`
    pub lexicon: Option<File>,
}

/// All files of a knowledge base.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// One folder a document, in order.
    pub folders: Vec<Folder>,
    /// The `talk.<lang>.toml` files; the built-in ones stand in where there is none.
    pub talk: Vec<File>,
}

impl Sources {
    /// Every file, in order.
    pub(super) fn files(&self) -> impl Iterator<Item = &File> {
        self.folders.iter().flat_map(Folder::files).chain(&self.talk)
    }
}

impl Folder {
    fn files(&self) -> impl Iterator<Item = &File> {
        std::iter::once(&self.document).chain(&self.facts).chain(&self.lexicon)
    }
}
