//! The `ibid` program: arguments in, exit code out.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    ibid::cli::run(ibid::cli::Cli::parse())
}
