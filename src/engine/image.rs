//! What indexing finds, kept over restarts: reading it back takes a tenth of the time.

use std::hash::Hasher;

use bitcode::{Decode, Encode};
use rustc_hash::FxHasher;

use crate::knowledge::{KnowledgeBase, Tongue};
use crate::matching::{Library, Memo, keep, recall};
use crate::text::Reader;

/// What is kept of a knowledge base itself.
#[derive(Encode, Decode)]
struct Image {
    reader: Reader,
    library: Library,
}

/// The index of a knowledge base as it is asked for in English, remembered or made. The words of a base that was not
/// read come with it.
pub(super) fn english(knowledge: &mut KnowledgeBase, memo: &dyn Memo) -> Library {
    let key = key(knowledge, knowledge.english());
    if let Some(Image { reader, library }) = key.and_then(|key| recall(memo, key)) {
        knowledge.recall(reader);
        return library;
    }
    knowledge.learn();
    let image = Image { library: Library::new(knowledge, knowledge.english()), reader: knowledge.reader().clone() };
    if let Some(key) = key {
        keep(memo, key, &image);
    }
    image.library
}

/// The index of a knowledge base as it is asked for in another language, remembered or made.
pub(super) fn translated(knowledge: &KnowledgeBase, tongue: Tongue<'_>, memo: &dyn Memo) -> Library {
    let key = key(knowledge, tongue);
    key.and_then(|key| recall(memo, key)).unwrap_or_else(|| {
        let library = Library::new(knowledge, tongue);
        if let Some(key) = key {
            keep(memo, key, &library);
        }
        library
    })
}

/// A number for all that an index depends on; `None` where the base is not what any files say.
fn key(knowledge: &KnowledgeBase, tongue: Tongue<'_>) -> Option<u64> {
    let mut hasher = FxHasher::default();
    hasher.write_u64(knowledge.fingerprint()?);
    hasher.write(tongue.language().as_bytes());
    Some(hasher.finish())
}
