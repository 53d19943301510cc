//! Runs the program in an environment that does not depend on the machine.

use std::path::Path;
use std::process::{Command, Stdio};

/// What a run gave.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The program, without the variables that change colours or progress.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flawline"));
    command.current_dir(folder).stdin(Stdio::null());
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI", "COLUMNS", "TERM"] {
        command.env_remove(name);
    }
    command
}

/// Runs the program with arguments.
pub(crate) fn flawline(arguments: &[&str]) -> Ran {
    flawline_in(Path::new(env!("CARGO_MANIFEST_DIR")), arguments)
}

/// Runs the program with arguments, in a folder.
pub(crate) fn flawline_in(folder: &Path, arguments: &[&str]) -> Ran {
    finish(command(folder).args(arguments))
}

/// Runs a command to its end.
pub(crate) fn finish(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().expect("it ended by itself"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
