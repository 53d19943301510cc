//! Small programs through the whole line: what is found in them, how it is worded, and what identifies it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod calls;
mod fingerprints;
mod flow;
mod named;
mod order;
mod repeated;
mod steps;
mod support;
mod value;
