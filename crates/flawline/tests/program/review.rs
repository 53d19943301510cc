//! `flawline review`: a project in, a review and an exit code out.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use crate::run::{Ran, command, finish, flawline_in};

const VULNERABLE: &str = "\
import sqlite3
from flask import Flask, request

app = Flask(__name__)


@app.route('/user')
def user():
    db = sqlite3.connect('users.db')
    name = request.args['name']
    return str(db.execute(f\"SELECT * FROM user WHERE name = '{name}'\").fetchall())
";

const SAFE: &str = "\
def double(number: int) -> int:
    return 2 * number
";

const BROKEN: &str = "\
def double(number:
    return 2 *
";

/// A project of these files.
fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files.iter().chain(&[("pyproject.toml", "[project]\nname = \"example\"\n")]) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn code(folder: &tempfile::TempDir, arguments: &[&str]) -> i32 {
    let ran = review(folder.path(), arguments);
    assert!(!ran.err.contains("error: flawline"), "{}", ran.err);
    ran.code
}

fn review(folder: &Path, arguments: &[&str]) -> Ran {
    flawline_in(folder, &[&["review"], arguments].concat())
}

fn from_stdin(arguments: &[&str], text: &str) -> Ran {
    let folder = project(&[("input", text)]);
    let file = fs::File::open(folder.path().join("input")).unwrap();
    finish(command(folder.path()).arg("review").args(arguments).stdin(Stdio::from(file)))
}

#[test]
fn a_clean_project_ends_with_0_and_one_with_findings_with_1() {
    assert_eq!(code(&project(&[("app.py", SAFE)]), &[]), 0);
    assert_eq!(code(&project(&[("app.py", VULNERABLE)]), &[]), 1);
}

#[test]
fn the_severity_that_fails_can_be_chosen() {
    let folder = project(&[("app.py", VULNERABLE)]);
    assert_eq!(code(&folder, &["--fail-on", "low"]), 1);
    assert_eq!(code(&folder, &["--fail-on", "none"]), 0);
}

#[test]
fn what_is_not_parsed_whole_ends_with_4_unless_there_are_findings() {
    assert_eq!(code(&project(&[("app.py", BROKEN)]), &[]), 4);
    assert_eq!(code(&project(&[("app.py", BROKEN), ("web.py", VULNERABLE)]), &[]), 1);
    assert_eq!(code(&project(&[("app.py", BROKEN), ("web.py", VULNERABLE)]), &["--fail-on", "none"]), 4);
}

#[test]
fn findings_outside_production_are_shown_and_count_only_when_asked() {
    let folder = project(&[("app.py", SAFE), ("tests/test_app.py", VULNERABLE)]);
    let ran = review(folder.path(), &["--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("tests/test_app.py"));
    assert_eq!(code(&folder, &["--scope", "production,test"]), 1);
}

#[test]
fn a_project_without_any_readable_file_is_not_called_clean_in_silence() {
    let folder = project(&[("notes.txt", "nothing")]);
    let ran = review(folder.path(), &["--quiet"]);
    // `pyproject.toml` is configuration.
    assert!(ran.err.contains("only secrets were looked for"), "{ran:?}");
}

#[test]
fn standard_input_is_reviewed_under_its_name() {
    let ran = from_stdin(&["-", "--stdin-filename", "web/app.py", "--format", "json"], VULNERABLE);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("web/app.py"), "{}", ran.out);
    assert_eq!(from_stdin(&["-", "--stdin-filename", "app.py"], SAFE).code, 0);
}

#[test]
fn the_output_file_tells_the_format_and_is_the_whole_review() {
    let folder = project(&[("app.py", VULNERABLE)]);
    for (name, format) in [("review.json", "json"), ("review.sarif", "sarif"), ("review.md", "markdown")] {
        let ran = review(folder.path(), &["app.py", "--output", name]);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{name}: {}", ran.err);
        assert!(ran.err.contains(name), "{name}: {}", ran.err);
        let printed = review(folder.path(), &["app.py", "--format", format]);
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), printed.out, "{name}");
    }
    let mut names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["app.py", "pyproject.toml", "review.json", "review.md", "review.sarif"]);
}

#[test]
fn an_output_file_that_cannot_be_written_ends_with_2_and_leaves_the_old_one() {
    let folder = project(&[("app.py", SAFE)]);
    assert_eq!(code(&folder, &["--output", "missing/review.json"]), 2);
    fs::create_dir(folder.path().join("review.json")).unwrap();
    assert_eq!(code(&folder, &["--output", "review.json"]), 2);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let folder = project(&[("app.py", VULNERABLE), ("web.py", VULNERABLE), ("safe.py", SAFE)]);
    let one = review(folder.path(), &["--format", "json", "--threads", "1"]);
    let many = review(folder.path(), &["--format", "json", "--threads", "16"]);
    assert_eq!(one.out, many.out);
    let review: Value = serde_json::from_str(&one.out).unwrap();
    assert!(review["schema_version"].is_string() || review["schema_version"].is_number(), "{review}");
}

#[test]
fn a_review_in_a_pipe_has_no_colour_and_one_that_asks_for_it_has() {
    let folder = project(&[("app.py", VULNERABLE)]);
    assert!(!review(folder.path(), &[]).out.contains('\u{1b}'));
    assert!(review(folder.path(), &["--color", "always"]).out.contains('\u{1b}'));
    assert_eq!(review(folder.path(), &[]).err, "");
}

#[test]
fn a_path_outside_the_root_is_refused() {
    let (folder, other) = (project(&[("app.py", SAFE)]), project(&[("app.py", SAFE)]));
    let ran = review(folder.path(), &["--root", ".", other.path().to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.starts_with("error: "), "{}", ran.err);
}
