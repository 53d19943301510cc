//! A worker that dies, or answers with what is no module, costs its file, and the review says so; where none can be started,
//! the program does the work itself.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use std::fs;
use std::path::PathBuf;

use flawline_review::{DiscoverOptions, Isolation, Project, Review, Settings, Silent, Workshop, pool, review_in};
use knowledge::Knowledge;

/// A review of one file with a finding, by workers that are that program.
fn reviewed_by(program: &str, isolation: Isolation) -> Review {
    let folder = tempfile::tempdir().unwrap();
    let text = "import os\nfrom flask import request\n\ndef run():\n    os.system(request.args['a'])\n";
    fs::write(folder.path().join("app.py"), text).unwrap();
    let project = Project::discover(&[folder.path().to_owned()], &DiscoverOptions::default()).unwrap();
    let knowledge = Knowledge::built_in().unwrap();
    let workshop = Workshop::new(isolation, PathBuf::from(program), Vec::new());
    let run = || review_in(&workshop, &project, &knowledge, &Settings::default(), &Silent);
    pool(Some(1)).unwrap().install(run)
}

fn assert_left_out(review: &Review) {
    assert!(review.findings.is_empty() && !review.is_complete());
    let [gap] = review.coverage.gaps.as_slice() else { panic!("{:?}", review.coverage.gaps) };
    assert_eq!(gap.place.path, "app.py");
    assert!(gap.text.contains("the file was left out"), "{}", gap.text);
    assert_eq!(review.coverage.files, 1);
}

#[test]
fn a_worker_that_ends_at_once_costs_its_file() {
    assert_left_out(&reviewed_by("/usr/bin/true", Isolation::Always));
}

#[test]
fn a_worker_that_answers_with_nonsense_costs_its_file() {
    assert_left_out(&reviewed_by("/usr/bin/cat", Isolation::Always));
}

#[test]
fn where_no_worker_can_be_started_the_program_does_it() {
    let review = reviewed_by("/no/such/program", Isolation::Always);
    assert!(review.is_complete());
    assert_eq!(review.findings.len(), 1);
}

#[test]
fn ordinary_files_need_no_worker() {
    let review = reviewed_by("/usr/bin/true", Isolation::Unusual);
    assert!(review.is_complete());
    assert_eq!(review.findings.len(), 1);
}
