//! The program `flawline`: reads arguments, asks the crates below, writes their answers, and chooses the exit code.
//!
//! It is thin: one file for each command in `cli/`, and nothing here decides anything about code. Only this crate
//! prints. The one other thing it shows is [`command`], from which the documentation's pages of help are made.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly"))]

mod cli;
mod crash;
mod exit;
mod failure;
mod format;
mod output;
mod page;
mod progress;
mod row;
mod text;

use std::panic;
use std::process::ExitCode;

use exit::Exit;

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    crash::install();
    // What went wrong has been said by the hook; here it only becomes an exit code.
    panic::catch_unwind(cli::run).unwrap_or(Exit::Internal).into()
}

/// The program's arguments, as documentation needs them.
pub fn command() -> clap::Command {
    cli::command()
}
