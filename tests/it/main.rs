//! The integration tests, one binary: they use the library and run the program as anybody else would.

#[path = "../fake/mod.rs"]
mod fake;

mod answers;
mod cli;
mod conversation;
mod docs;
mod knowledge;
mod repl;
mod replies;
mod store;
mod telegram;
mod tidy;
