//! The built program, as a shell sees it: arguments in; output, messages and exit code out.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod arguments;
mod audit;
mod beside_code;
mod catalogue;
mod cwe_check;
mod golden;
mod import;
mod knowledge;
mod output;
mod review;
mod run;
mod taught;
mod verify;
mod versions;
mod why_not;
