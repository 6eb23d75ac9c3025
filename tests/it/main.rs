//! The integration tests, one binary: they use the library and run the program as anybody else would.

#[path = "../fake/mod.rs"]
mod fake;

mod answers;
mod browser;
mod cli;
mod conversation;
mod docs;
mod documents;
mod import;
mod knowledge;
mod lint;
mod near_misses;
mod quotes;
mod repl;
mod replies;
mod sentences;
mod store;
mod telegram;
mod tidy;
