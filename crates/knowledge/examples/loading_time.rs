//! Tells how long loading the built-in knowledge takes: `cargo run --release -p flawline-knowledge --example loading_time`.
#![allow(clippy::print_stdout, reason = "printing is its purpose")]

use std::time::Instant;

use flawline_knowledge::{Knowledge, KnowledgeErrors, built_in_files};

fn main() -> Result<(), KnowledgeErrors> {
    let files = built_in_files();
    for round in 0..5 {
        let start = Instant::now();
        let knowledge = Knowledge::load(&files)?;
        println!("round {round}: {} files, {} rows, {:?}", files.len(), knowledge.names.rows.len(), start.elapsed());
    }
    Ok(())
}
