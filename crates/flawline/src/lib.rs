//! The program `flawline`: reads arguments, asks the crates below, writes their answers, and chooses the exit code.
//!
//! It is thin: one file for each command in `cli/`, and nothing here decides anything about code. Only this crate
//! prints. The one other thing it shows is [`command`], from which the documentation's pages of help are made.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly"))]

mod cli;
mod crash;
mod destination;
mod exit;
mod failure;
mod format;
mod import;
mod input;
mod output;
mod page;
mod progress;
mod row;
mod text;
mod today;
mod worker;

use std::panic::{self, UnwindSafe};
use std::process::ExitCode;

use exit::Exit;

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    crash::install();
    if worker::is_asked_for() {
        return ended(worker::run).unwrap_or(Exit::Internal).into();
    }
    ended(cli::run)
        .unwrap_or_else(|| {
            crash::give_up();
            Exit::Internal
        })
        .into()
}

/// How a run ended; nothing when it panicked, of which the hook has told.
fn ended(run: impl FnOnce() -> Exit + UnwindSafe) -> Option<Exit> {
    panic::catch_unwind(run).ok()
}

/// The program's arguments, as documentation needs them.
pub fn command() -> clap::Command {
    cli::command()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_on_a_thread_of_the_review_ends_the_run_and_not_the_process() {
        let exit = ended(|| review::pool(Some(2)).unwrap().install(|| panic!("an index out of bounds")));
        assert_eq!(exit, None);
        assert_eq!(Exit::Internal.code(), 3);
    }
}
