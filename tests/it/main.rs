//! The integration tests, one binary: they use the library and run the program as anybody else would.

#[path = "../fake/mod.rs"]
mod fake;

mod answers;
mod browser;
mod cli;
mod docs;
mod documents;
mod knowledge;
mod near_misses;
mod repl;
mod replies;
mod telegram;
mod tidy;
