//! Files of data that code reads by a constant name and that are not read here: the review says which and why, once, and
//! is not complete.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use std::fs;

use flawline_review::{DiscoverOptions, Project, Review, Settings, Silent, pool, review};
use knowledge::Knowledge;

const CODE: &str = "import json\nONE = json.load(open('conf.json'))\nTWO = json.load(open('conf.json'))\n";

fn reviewed(content: &[u8]) -> Review {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("app.py"), CODE).unwrap();
    fs::write(folder.path().join("conf.json"), content).unwrap();
    let project = Project::discover(&[folder.path().to_owned()], &DiscoverOptions::default()).unwrap();
    let knowledge = Knowledge::built_in().unwrap();
    pool(Some(1)).unwrap().install(|| review(&project, &knowledge, &Settings::default(), &Silent))
}

fn gap(content: &[u8]) -> String {
    let review = reviewed(content);
    assert!(!review.is_complete());
    let [gap] = review.coverage.gaps.as_slice() else { panic!("{:?}", review.coverage.gaps) };
    assert_eq!((gap.place.path.as_str(), gap.place.line), ("app.py", 2));
    gap.text.clone()
}

#[test]
fn a_file_that_is_well_formed_is_told_nothing_of() {
    assert!(reviewed(b"{\"a\": 1}").is_complete());
}

#[test]
fn a_file_that_is_not_well_formed_is_told_once() {
    assert!(gap(b"{\"a\": ").starts_with("what conf.json holds is not known: "));
}

#[test]
fn a_file_that_is_too_large_or_no_text_is_told() {
    assert_eq!(gap(&vec![b' '; 300 * 1024]), "what conf.json holds is not known: larger than the limit");
    assert_eq!(gap(b"{\"a\": \"\xff\"}"), "what conf.json holds is not known: not text");
}

#[test]
fn a_file_that_is_too_deep_is_told() {
    let deep = format!("{}1{}", "[".repeat(20), "]".repeat(20));
    assert!(gap(deep.as_bytes()).ends_with("it has more entries, or deeper ones, than are kept"));
}
