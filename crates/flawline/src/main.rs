//! The program: everything is in the library, so that the pages of help can be made from it.

use std::process::ExitCode;

/// Much is allocated and freed again: this allocator takes a tenth of the time off a review.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    flawline::main()
}
