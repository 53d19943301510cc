//! A review to bytes: for a terminal, as Markdown, as JSON and as SARIF.
//!
//! Each format is one folder and one function. Nothing is decided here, no file is read, and no clock: equal reviews
//! give equal bytes. A review holds text that others wrote (code, file names, comments); it reaches the output only
//! through the types in `sink`, so that it can neither command the reader's terminal, nor the machine that keeps the
//! log, nor the program that shows the report.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly"))]

pub mod audited;
pub mod checked;
mod json;
mod lines;
mod markdown;
mod rederived;
mod sarif;
mod sink;
mod summary;
mod terminal;
mod words;
mod written;

#[cfg(test)]
#[path = "../tests/reviews/mod.rs"]
mod reviews;

pub use json::json;
pub use markdown::markdown;
pub use rederived::rederived;
pub use sarif::sarif;
pub use sink::{is_hidden, opens_command};
pub use terminal::{TerminalOptions, terminal};
pub use written::{Written, written};

/// The versions that a report names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions {
    /// The program's, such as `0.1.0`.
    pub program: String,
    /// The weakness catalogue's, such as `4.20`.
    pub catalogue: String,
}

/// The program's name in reports.
const PROGRAM: &str = "Flawline";

/// Where the program lives.
const HOMEPAGE: &str = "https://github.com/flawline/flawline";
