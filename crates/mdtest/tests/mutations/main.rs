//! Damaged pages: the programs, templates, files of data, rules and models that stand on the pages, with words left out,
//! doubled, exchanged and put in, by chance that is the same in each run. What must hold whatever the text is what the
//! fuzzer's targets check, too: `fuzz/holds`.
//!
//! `FLAWLINE_MUTANTS=10` tries ten times as many. `FLAWLINE_SEEDS=fuzz/corpus` writes what is damaged for the fuzzer to begin with.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod corpus;
#[allow(unreachable_pub, reason = "the fuzzer has it as a library")]
#[path = "../../../../fuzz/holds/mod.rs"]
mod holds;
mod mutant;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use corpus::Corpus;
use holds::Reviewing;
use mutant::Mutants;

/// Tries that many mutants, as the fuzzer's target would; the one that breaks something is named by its number.
fn try_mutants(target: &str, corpus: &Corpus, count: u64, holds: impl Fn(&[u8]) + Sync) {
    if let Some(folder) = std::env::var_os("FLAWLINE_SEEDS") {
        return write_seeds(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder).join(target), corpus);
    }
    let times: u64 = std::env::var("FLAWLINE_MUTANTS").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    assert!(corpus.texts.len() >= 5, "there is hardly anything to damage");
    // One thread: chance is drawn in turns. Its stack is deep enough for whatever is nested.
    review::pool(Some(1)).unwrap().install(|| {
        for text in &corpus.texts {
            holds(text);
        }
        for number in 0..count * times {
            let mutant = Mutants::new(corpus, number).next();
            let held = catch_unwind(AssertUnwindSafe(|| holds(&mutant))).is_ok();
            assert!(held, "mutant {number} breaks it:\n{}", String::from_utf8_lossy(&mutant));
        }
    });
}

fn write_seeds(folder: &Path, corpus: &Corpus) {
    fs::create_dir_all(folder).unwrap();
    for (number, text) in corpus.texts.iter().enumerate() {
        fs::write(folder.join(format!("seed-{number}")), text).unwrap();
    }
}

#[test]
fn damaged_programs_become_modules() {
    try_mutants("python", &Corpus::python(), 1_500, holds::python);
}

#[test]
fn damaged_templates_become_modules() {
    try_mutants("template", &Corpus::templates(), 1_500, holds::template);
}

#[test]
fn damaged_notebooks_become_modules_or_are_refused() {
    try_mutants("notebook", &Corpus::notebooks(), 1_000, holds::notebook);
}

#[test]
fn damaged_files_of_configuration_become_modules() {
    try_mutants("configuration", &Corpus::configuration(), 300, holds::configuration);
}

#[test]
fn damaged_files_of_data_are_read_or_refused() {
    try_mutants("data", &Corpus::data(), 2_000, holds::data);
}

#[test]
fn damaged_patterns_are_judged() {
    try_mutants("pattern", &Corpus::patterns(), 12, holds::pattern);
}

#[test]
fn damaged_knowledge_is_loaded_or_refused() {
    try_mutants("knowledge", &Corpus::knowledge(), 400, holds::knowledge);
}

#[test]
fn damaged_bytes_of_modules_are_read_or_refused() {
    try_mutants("codec", &Corpus::modules(), 10_000, holds::codec);
}

#[test]
fn damaged_orders_are_done_or_refused() {
    try_mutants("orders", &Corpus::orders(), 500, holds::orders);
}

#[test]
fn damaged_programs_are_reviewed_to_the_end() {
    let reviewing = Reviewing::with(corpus::knowledge_of_constructs());
    try_mutants("review", &Corpus::python(), 500, |bytes| holds::review(bytes, &reviewing));
}
