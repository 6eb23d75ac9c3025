//! The files of a knowledge base before they are understood: where they are and what they say, byte for byte.

use std::borrow::Cow;
use std::hash::Hasher;

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

    /// The language in the name of a file such as `talk.en.toml`; empty if there is none.
    pub(crate) fn language(&self) -> &str {
        let tag = self.name().strip_suffix(".toml").and_then(|name| name.split_once('.')).map_or("", |(_, tag)| tag);
        if is_language_tag(tag) { tag } else { "" }
    }

    /// What stands before the first full stop of its name: "talk".
    pub(crate) fn kind(&self) -> &str {
        self.name().split('.').next().unwrap_or_default()
    }

    fn name(&self) -> &str {
        self.path.rsplit(['/', '\\']).next().unwrap_or_default()
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
    /// The `lexicon.<lang>.toml` and `facts.<lang>.toml` files.
    pub translations: Vec<File>,
}

/// All files of a knowledge base.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// One folder a document, in order.
    pub folders: Vec<Folder>,
    /// The `talk.<lang>.toml` files; the built-in ones stand in where there is none.
    pub talk: Vec<File>,
    /// The `wording.<lang>.toml` files; the built-in one of a language stands in where there is none.
    pub wordings: Vec<File>,
    /// The `language.<lang>.toml` files; likewise.
    pub languages: Vec<File>,
}

impl Sources {
    /// Every file, in order.
    pub(super) fn files(&self) -> impl Iterator<Item = &File> {
        self.folders.iter().flat_map(Folder::files).chain(&self.talk).chain(&self.wordings).chain(&self.languages)
    }
}

impl Sources {
    /// A number for all that a base is made of. It tells bases apart, and guards against nobody.
    pub(super) fn fingerprint(&self, drafts: super::Drafts) -> u64 {
        let mut hasher = rustc_hash::FxHasher::default();
        hasher.write_u8(u8::from(drafts == super::Drafts::Served));
        for file in self.files() {
            for text in [file.path.as_str(), &file.text] {
                hasher.write_usize(text.len());
                hasher.write(text.as_bytes());
            }
        }
        hasher.finish()
    }
}

impl Folder {
    fn files(&self) -> impl Iterator<Item = &File> {
        std::iter::once(&self.document).chain(&self.facts).chain(&self.lexicon).chain(&self.translations)
    }
}

/// Whether `tag` has the shape of a BCP 47 language tag: "en", "pt-BR", "zh-Hant-TW".
pub(super) fn is_language_tag(tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let language = subtags.next().unwrap_or_default();
    (2..=8).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && subtags
            .all(|subtag| (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}
