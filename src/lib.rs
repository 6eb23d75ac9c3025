//! ibid answers questions about a document in the document's own words: cited, verbatim sentences, or silence with
//! its reason. No language model takes part.

pub mod answer;
pub mod engine;
pub mod knowledge;
pub mod matching;
pub mod question;
pub mod text;
