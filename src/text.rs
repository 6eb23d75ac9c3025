//! Text without meaning: normal forms, words, stems, spelling. Knows nothing of facts or documents.
//!
//! Everything that is compared passes through [`normalise`]; what is *cited* never does.

mod asides;
mod capitals;
mod english;
mod language;
mod list;
mod normal;
mod script;
mod sentences;
mod slips;
mod small;
mod sound;
mod strange;
mod words;

pub use capitals::mark_capitals;
pub use english::{Commonness, commonness};
pub use language::{Language, Meaning, Segmentation};
pub use normal::normalise;
pub use script::{Script, script};
pub use sentences::sentences;
pub(crate) use slips::{LETTERS_A_SLIP, letters, slips};
pub use sound::sound;
pub use strange::{cut_run, retyped, transliterated, unstretched};
pub use words::{
    Reader, Reading, Reads, Word, WordClass, is_chat_spelling, is_function_word, is_number_word, key, stem, words,
};
