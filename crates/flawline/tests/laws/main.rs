//! Laws that hold for every program: what may change without changing the findings, what must end them, and what a
//! run in the real language shows that a review must show, too.
//!
//! Programs come from the pages of `rules/` and `constructs/`, and by chance from `programs/`. How many are tried is
//! for a test run between two cups of coffee; `FLAWLINE_LAWS=20` tries twenty times as many.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]
#![allow(
    clippy::format_push_string,
    clippy::format_collect,
    reason = "programs are put together line by line, and speed does not matter"
)]

mod bench;
mod chance;
mod edits;
mod fingerprints;
mod knowledge_edits;
mod one_answer;
mod oracle;
mod programs;
mod same_findings;
mod witnesses;
