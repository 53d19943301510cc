//! The program as a worker of itself: it lowers the files that a review does not read in its own process.

use std::io;

use ::review::{Isolation, Workshop, serve};

use crate::exit::Exit;

/// What a worker is told by; no command of a user's begins like it.
const ARGUMENT: &str = "--internal-lower";

/// Whether this process is to be a worker.
pub(crate) fn is_asked_for() -> bool {
    std::env::args_os().nth(1).is_some_and(|argument| argument == ARGUMENT)
}

/// Does what it is told on standard input, until that ends.
pub(crate) fn run() -> Exit {
    match serve(io::stdin(), io::stdout()) {
        Ok(()) => Exit::Clean,
        Err(_) => Exit::Internal,
    }
}

/// A workshop whose workers are this program.
pub(crate) fn workshop(isolation: Isolation) -> Workshop {
    match std::env::current_exe() {
        Ok(program) => Workshop::new(isolation, program, vec![ARGUMENT.to_owned()]),
        Err(_) => Workshop::none(),
    }
}
