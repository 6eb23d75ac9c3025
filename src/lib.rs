//! ibid answers questions about a document in the document's own words: cited, verbatim sentences, or silence with
//! its reason. No language model takes part.
//!
//! ```
//! use ibid::answer::Outcome;
//! use ibid::engine::Engine;
//! use ibid::knowledge::KnowledgeBase;
//!
//! let engine = Engine::new(KnowledgeBase::built_in(), 2.0);
//! let answer = engine.ask("Where did Xi and Putin meet?");
//! let Outcome::Answer(citations) = answer.outcome else { panic!("the document says it") };
//! assert_eq!(citations[0].quote(), "convened in Beijing");
//! ```
//!
//! Modules are listed in the order in which they build on one another; imports point one way only.

mod chance;

pub mod text;

pub mod knowledge;

pub mod question;

pub mod import;

pub mod matching;

pub mod answer;

pub mod quote;

pub mod conversation;

pub mod engine;

pub mod lint;

pub mod reply;

pub mod eval;

pub mod propose;
pub mod settings;

pub mod repl;

pub mod store;

pub mod telegram;

pub mod cli;
