//! What a crate must not know, looked for in its code and its strings.

use std::collections::BTreeSet;

use knowledge::Knowledge;
use regex::Regex;

use crate::none;
use crate::project::{ProjectFile, product, root};
use crate::rust_text::{Parts, product_parts};

/// The product's files of some crates, taken apart.
fn parts_of(crates: &[&str]) -> Vec<(&'static ProjectFile, Parts)> {
    crates.iter().flat_map(|name| product(name)).map(|file| (file, product_parts(&file.text))).collect()
}

/// Complaints about what the pattern finds in the code.
fn found(files: &[(&'static ProjectFile, Parts)], pattern: &str, why: &str) -> Vec<String> {
    let pattern = Regex::new(pattern).unwrap();
    let mut complaints = Vec::new();
    for (file, parts) in files {
        for (at, line) in parts.code.lines().enumerate() {
            if let Some(found) = pattern.find(line) {
                complaints.push(format!("{}:{}: `{}`; {why}", file.path, at + 1, found.as_str()));
            }
        }
    }
    complaints
}

fn knowledge() -> Knowledge {
    Knowledge::from_folder(&root()).unwrap()
}

#[test]
fn only_frontends_know_a_parser() {
    let others = [
        "ir",
        "cwe",
        "knowledge",
        "program",
        "engine",
        "detect",
        "review",
        "claims",
        "audit",
        "report",
        "mdtest",
        "flawline",
    ];
    none("parsers", &found(&parts_of(&others), r"\bruff_\w+", "only `frontends` sees syntax trees"));
}

#[test]
fn the_engine_knows_no_weakness_and_no_rule() {
    let files = parts_of(&["ir", "frontends", "program", "engine"]);
    let mut complaints = found(&files, r"(?i)\bcwes?\b", "weaknesses are `detect`'s");
    complaints.extend(found(&files, r"\bRule(Id)?\b", "rules are `detect`'s"));
    let number = Regex::new(r"(?i)\bcwe\b").unwrap();
    for (file, parts) in &files {
        for literal in parts.literals.iter().filter(|literal| number.is_match(&literal.text)) {
            complaints.push(format!("{}:{}: {:?}; weaknesses are `detect`'s", file.path, literal.line, literal.text));
        }
    }
    none("weaknesses below `detect`", &complaints);
}

#[test]
fn the_engine_knows_no_library() {
    let knowledge = knowledge();
    // Names such as `html` are words, too; a dotted name or one that is no word of the language can only be a library.
    let libraries: BTreeSet<&str> = knowledge
        .models
        .iter()
        .map(|model| model.library.as_str())
        .filter(|name| !["html", "http"].contains(name))
        .collect();
    let mut complaints = Vec::new();
    for (file, parts) in parts_of(&["ir", "program", "engine"]) {
        for literal in &parts.literals {
            let mut words = literal.text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            if let Some(word) = words.find(|word| libraries.contains(word)) {
                complaints.push(format!("{}:{}: {word:?}; libraries are the models'", file.path, literal.line));
            }
        }
    }
    none("libraries in the engine", &complaints);
}

#[test]
fn frontends_do_not_know_what_is_dangerous() {
    let knowledge = knowledge();
    // Kinds in one word (`path`, `code`) are words of languages, too.
    let kinds: BTreeSet<&str> =
        knowledge.kinds.all.iter().map(|kind| kind.name.as_str()).filter(|name| name.contains('-')).collect();
    let mut complaints = Vec::new();
    for (file, parts) in parts_of(&["ir", "frontends"]) {
        for literal in parts.literals.iter().filter(|literal| kinds.contains(literal.text.as_str())) {
            complaints.push(format!("{}:{}: {:?} is a kind", file.path, literal.line, literal.text));
        }
    }
    none("kinds in the frontends", &complaints);
}

#[test]
fn between_reading_and_reporting_there_is_no_disk_no_clock_no_environment_no_network() {
    let mut files =
        parts_of(&["ir", "cwe", "knowledge", "frontends", "program", "engine", "detect", "claims", "audit", "report"]);
    // The one place where knowledge is read from a folder.
    files.retain(|(file, _)| file.path != "crates/knowledge/src/files.rs");
    let pattern = r"\bstd::(fs|env|net|process|time)\b|\b(fs|env|net|process)::|\b(Instant|SystemTime)\b|use std::\{[^}]*\b(fs|env|net|process|time)\b";
    none("the world in the analysis", &found(&files, pattern, "same input, same bytes"));
}

#[test]
fn what_is_iterated_has_an_order_of_its_own() {
    let files = parts_of(&[
        "ir",
        "knowledge",
        "frontends",
        "program",
        "engine",
        "detect",
        "review",
        "claims",
        "audit",
        "report",
    ]);
    let pattern =
        r"\bstd::collections::(HashMap|HashSet)\b|use std::collections::\{[^}]*\bHash(Map|Set)\b|\bRandomState\b";
    none("hash tables with chance in them", &found(&files, pattern, "use `FxHashMap` or `BTreeMap`"));
}

#[test]
fn what_the_analysis_computes_derives_no_outer_form() {
    let files = parts_of(&["ir", "program", "engine", "detect"]);
    none(
        "outer forms",
        &found(&files, r"\b(Serialize|Deserialize|serde)\b", "what leaves has its own type in `report`"),
    );
}
