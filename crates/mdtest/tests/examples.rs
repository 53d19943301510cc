//! The example programs are reviewed as users review them, and must say what their READMEs say.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use flawline_mdtest::{Folder, Planted, Program, Report, engine, planted};
use review::Settings;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The files of an example, by their paths below it.
fn files_of(folder: &Path, below: &str, files: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(Result::unwrap).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            files_of(&entry.path(), &format!("{path}/"), files);
        } else {
            files.push((path, fs::read_to_string(entry.path()).unwrap()));
        }
    }
}

/// What a review of an example reports, and what its README says.
fn reviewed(example: &str) -> (Vec<Report>, Vec<Planted>) {
    let folder = root().join("examples").join(example);
    let mut files = Vec::new();
    files_of(&folder, "", &mut files);
    let readme = files.iter().find(|(path, _)| path == "README.md").map(|(_, text)| planted(text));
    let knowledge = Folder::new(&root()).knowledge().unwrap_or_else(|errors| panic!("{errors}"));
    let program = Program { files, settings: Settings::default(), rendered: false };
    let pool = review::pool(None).unwrap();
    let outcome = pool.install(|| engine(&knowledge)(&program));
    assert!(outcome.unread.is_empty(), "examples/{example} is not understood whole: {:?}", outcome.unread);
    (outcome.reports, readme.unwrap_or_default())
}

/// Compares by rule, file and line; names each difference with a place that can be clicked.
fn assert_as_planted(example: &str) {
    let (reports, planted) = reviewed(example);
    let mut differences = String::new();
    for wanted in &planted {
        let here = |report: &&Report| {
            report.rule == wanted.rule && report.spot.path == wanted.path && report.spot.line == wanted.line
        };
        match reports.iter().filter(here).count() {
            1 => {}
            count => {
                let Planted { path, line, rule, .. } = wanted;
                let _ = writeln!(differences, "examples/{example}/{path}:{line}: `{rule}` is reported {count} times");
            }
        }
    }
    for report in &reports {
        let (path, line) = (&report.spot.path, report.spot.line);
        if !planted.iter().any(|wanted| (&wanted.rule, &wanted.path, wanted.line) == (&report.rule, path, line)) {
            let (rule, message) = (&report.rule, &report.message);
            let _ = writeln!(differences, "examples/{example}/{path}:{line}: `{rule}` is not planted: {message}");
        }
    }
    assert!(differences.is_empty(), "the review and the README differ\n{differences}");
}

#[test]
fn the_shop_has_its_planted_weaknesses_and_no_other() {
    assert_as_planted("shop");
}

#[test]
fn a_quiet_test_file_has_no_finding() {
    let (_, planted) = reviewed("quiet");
    assert!(planted.is_empty());
    assert_as_planted("quiet");
}

#[test]
fn the_twin_of_the_quiet_file_has_the_one() {
    let (_, planted) = reviewed("quiet_twin");
    assert_eq!(planted.len(), 1);
    assert_as_planted("quiet_twin");
}

#[test]
fn every_planted_weakness_names_a_line_that_exists_and_all_twelve_ids_are_there() {
    let shop = root().join("examples/shop");
    let planted = planted(&fs::read_to_string(shop.join("README.md")).unwrap());
    for weakness in &planted {
        let text = fs::read_to_string(shop.join(&weakness.path)).unwrap();
        let line = text.lines().nth(weakness.line as usize - 1).unwrap_or_default();
        assert!(line.trim().len() > 3, "examples/shop/{}:{} is empty", weakness.path, weakness.line);
    }
    let mut ids: Vec<u16> = planted.iter().map(|weakness| weakness.cwe).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids, [22, 78, 79, 89, 95, 328, 367, 502, 601, 798, 918, 1004]);
}

#[test]
fn the_rules_of_planted_weaknesses_have_those_ids() {
    let knowledge = Folder::new(&root()).knowledge().unwrap_or_else(|errors| panic!("{errors}"));
    for example in ["shop", "quiet_twin"] {
        let readme = fs::read_to_string(root().join("examples").join(example).join("README.md")).unwrap();
        for weakness in planted(&readme) {
            let rule = knowledge.rule(&weakness.rule);
            let has = rule.is_some_and(|rule| rule.cases.iter().any(|case| case.cwe == weakness.cwe));
            assert!(has, "examples/{example}: no rule `{}` with CWE-{}", weakness.rule, weakness.cwe);
        }
    }
}
