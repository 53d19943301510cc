//! The program: everything is in the library, so that the pages of help can be made from it.

use std::process::ExitCode;

fn main() -> ExitCode {
    flawline::main()
}
