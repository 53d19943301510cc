//! Flows and uses to findings, by fifteen shapes.
//!
//! Takes a program, its analysis and the rules; gives [`Finding`]s in canonical order. A finding says everything in
//! words about this code; nothing here reads a file or prints.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly"))]

mod assumptions;
mod below;
mod checks;
mod finding;
mod fingerprint;
mod manner;
mod names;
mod origin;
mod reach;
mod reading;
mod scan;
mod shapes;
mod shell;
mod slots;
mod steps;
mod taken_out;
mod tried;
mod why;

pub use checks::Check;
pub use finding::{Finding, Spot, Step};
pub use origin::{Login, Origin, login};
pub use shapes::{Detected, FOR_SOMETHING, detect};
pub use why::{Answer, Asked, Evidence, Standing, functions_at, lines_of, why};
