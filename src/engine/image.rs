//! What indexing finds, kept over restarts: reading it back takes a tenth of the time.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::knowledge::{ENGLISH, KnowledgeBase, Tongue};
use crate::matching::{InParts, Library, Memo, Parts, ToKeep, remembered};
use crate::text::Reader;

/// What is kept of a knowledge base itself.
struct Image {
    library: Library,
    reader: Reader,
}

impl InParts for Image {
    fn write(&self, parts: &mut ToKeep) {
        self.library.write(parts);
        parts.part(&self.reader);
    }

    fn read(parts: &mut Parts) -> Option<Self> {
        Some(Image { library: Library::read(parts)?, reader: parts.part()? })
    }
}

/// The index of a knowledge base as it is asked for in English, remembered or made. The words of a base that was not
/// read come with it.
pub(super) fn english(knowledge: &mut KnowledgeBase, memo: Option<&dyn Memo>) -> Library {
    let key = key(knowledge, knowledge.english());
    let Image { reader, library } = remembered_if(memo, key, ENGLISH, || {
        knowledge.learn();
        let library = Library::new(knowledge, knowledge.english());
        Image { reader: knowledge.recall(Reader::default()), library }
    });
    knowledge.recall(reader);
    library
}

/// The index of a knowledge base as it is asked for in another language, remembered or made.
pub(super) fn translated(knowledge: &KnowledgeBase, tongue: Tongue<'_>, memo: Option<&dyn Memo>) -> Library {
    remembered_if(memo, key(knowledge, tongue), tongue.language(), || Library::new(knowledge, tongue))
}

/// The same as [`remembered`] where there is a memo, and a key.
fn remembered_if<T: InParts>(memo: Option<&dyn Memo>, key: Option<u64>, language: &str, make: impl FnOnce() -> T) -> T {
    match memo.zip(key) {
        Some((memo, key)) => remembered(memo, key, language, make),
        None => make(),
    }
}

/// A number for all that an index depends on; `None` where the base is not what any files say.
fn key(knowledge: &KnowledgeBase, tongue: Tongue<'_>) -> Option<u64> {
    let mut hasher = FxHasher::default();
    hasher.write_u64(knowledge.fingerprint()?);
    hasher.write(tongue.language().as_bytes());
    Some(hasher.finish())
}
