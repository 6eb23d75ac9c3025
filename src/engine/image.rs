//! What indexing finds, kept over restarts: reading it back takes a tenth of the time.

use std::convert::Infallible;
use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::knowledge::{Content, ENGLISH, KnowledgeBase, Report, Tongue, Unread};
use crate::matching::{InParts, Library, Memo, Parts, ToKeep, remembered};

/// What is kept of a knowledge base itself.
struct Image {
    library: Library,
    content: Content,
}

impl InParts for Image {
    fn write(&self, parts: &mut ToKeep) {
        self.library.write(parts);
        parts.part(&self.content);
    }

    fn read(parts: &mut Parts) -> Option<Self> {
        Some(Image { library: Library::read(parts)?, content: parts.part()? })
    }
}

/// A knowledge base and its index as it is asked for in English, remembered or made.
pub(super) fn english(unread: Unread, memo: &dyn Memo) -> Result<(KnowledgeBase, Library), Report> {
    let key = unread.fingerprint().map(|fingerprint| key(fingerprint, ENGLISH));
    let Image { content, library } = remembered_if(Some(memo), key, ENGLISH, || {
        let knowledge = unread.clone().read()?.knowledge;
        let library = Library::new(&knowledge, knowledge.english());
        Ok(Image { content: knowledge.into_content(), library })
    })?;
    Ok((unread.recall(content), library))
}

/// The index of a knowledge base as it is asked for in another language, remembered or made.
pub(super) fn translated(knowledge: &KnowledgeBase, tongue: Tongue<'_>, memo: Option<&dyn Memo>) -> Library {
    let key = knowledge.fingerprint().map(|fingerprint| key(fingerprint, tongue.language()));
    let make = || Ok::<_, Infallible>(Library::new(knowledge, tongue));
    let Ok(library) = remembered_if(memo, key, tongue.language(), make);
    library
}

/// The same as [`remembered`] where there is a memo, and a key: there is none for a base that is not what any files say.
fn remembered_if<T: InParts, E>(
    memo: Option<&dyn Memo>,
    key: Option<u64>,
    language: &str,
    make: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    match memo.zip(key) {
        Some((memo, key)) => remembered(memo, key, language, make),
        None => make(),
    }
}

/// A number for all that an index depends on.
fn key(fingerprint: u64, language: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u64(fingerprint);
    hasher.write(language.as_bytes());
    hasher.finish()
}
