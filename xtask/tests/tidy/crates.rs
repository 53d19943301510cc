//! Which crate may use which: the manifests are the walls, and here is their plan.

use std::collections::BTreeSet;
use std::fs;

use crate::none;
use crate::project::root;

/// A crate, and the crates below it that it may use.
const FLOORS: [(&str, &[&str]); 15] = [
    ("contained", &[]),
    ("ir", &[]),
    ("backtracking", &[]),
    ("cwe", &[]),
    ("knowledge", &["cwe"]),
    ("frontends", &["ir"]),
    ("program", &["contained", "ir", "knowledge"]),
    ("engine", &["contained", "ir", "knowledge", "program"]),
    ("detect", &["contained", "ir", "backtracking", "cwe", "knowledge", "program", "engine"]),
    ("review", &["contained", "ir", "cwe", "knowledge", "frontends", "program", "engine", "detect"]),
    ("claims", &[]),
    ("audit", &["ir", "claims", "cwe", "knowledge", "review"]),
    ("report", &["audit", "claims", "contained", "cwe", "knowledge", "review"]),
    ("mdtest", &["cwe", "knowledge", "review"]),
    ("flawline", &["audit", "claims", "ir", "cwe", "knowledge", "frontends", "review", "report", "mdtest"]),
];

/// Dependencies that only these crates may have.
const RESERVED: [(&str, &[&str]); 4] = [
    ("ruff_", &["frontends"]),
    ("anyhow", &["flawline", "xtask"]),
    ("clap", &["flawline", "xtask"]),
    ("ignore", &["review"]),
];

/// Crates of which no type may leave the program as it is.
const UNWRITTEN: [&str; 4] = ["ir", "program", "engine", "detect"];

fn manifest(name: &str) -> toml::Table {
    fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap().parse().unwrap()
}

/// The names under one heading of a manifest.
fn names(manifest: &toml::Table, heading: &str) -> Vec<String> {
    manifest.get(heading).and_then(toml::Value::as_table).into_iter().flatten().map(|(name, _)| name.clone()).collect()
}

/// The crates in `crates/`.
fn crates() -> BTreeSet<String> {
    fs::read_dir(root().join("crates"))
        .unwrap()
        .map(Result::unwrap)
        .filter(|entry| entry.path().join("Cargo.toml").is_file())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect()
}

#[test]
fn every_crate_stands_in_the_plan() {
    let planned: BTreeSet<String> = FLOORS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(crates(), planned, "the folders (left) and the plan (right) differ");
}

#[test]
fn the_plan_has_no_circle() {
    for (at, (name, below)) in FLOORS.iter().enumerate() {
        for used in *below {
            let place = FLOORS.iter().position(|(other, _)| other == used);
            assert!(place.is_some_and(|place| place < at), "{name} uses {used}, which does not stand below it");
        }
    }
}

#[test]
fn arrows_between_crates_only_go_down() {
    let mut complaints = Vec::new();
    for (name, below) in FLOORS {
        let manifest = manifest(name);
        for used in ["dependencies", "build-dependencies"].iter().flat_map(|heading| names(&manifest, heading)) {
            let is_ours = FLOORS.iter().any(|(other, _)| *other == used);
            if is_ours && !below.contains(&used.as_str()) {
                complaints.push(format!("crates/{name}/Cargo.toml: {name} may not use {used}"));
            }
        }
    }
    none("arrows that go up", &complaints);
}

#[test]
fn some_dependencies_are_for_some_crates_alone() {
    let mut complaints = Vec::new();
    for name in crates() {
        let manifest = manifest(&name);
        let headings = ["dependencies", "build-dependencies", "dev-dependencies"];
        for used in headings.iter().flat_map(|heading| names(&manifest, heading)) {
            for (start, allowed) in RESERVED {
                if used.starts_with(start) && !allowed.contains(&name.as_str()) {
                    complaints.push(format!("crates/{name}/Cargo.toml: {used} is for {} alone", allowed.join(", ")));
                }
            }
        }
    }
    none("dependencies in the wrong crate", &complaints);
}

#[test]
fn what_the_analysis_computes_cannot_be_written_out_as_it_is() {
    for name in UNWRITTEN {
        let names = names(&manifest(name), "dependencies");
        assert!(
            !names.iter().any(|used| used.starts_with("serde")),
            "{name}: what leaves has its own type in `report`"
        );
    }
}
