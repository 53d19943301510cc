//! The house is tidy: what the pages about its building promise, and no compiler checks.
//!
//! `project` lists the files, `rust_text` tells code from comments and strings; every other module holds tests.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod crates;
mod files;
mod knowledge_files;
mod pages;
mod project;
mod rust_text;
mod walls;

/// Fails with all complaints at once, each a line.
fn none(what: &str, complaints: &[String]) {
    assert!(complaints.is_empty(), "{what}:\n{}\n", complaints.join("\n"));
}
