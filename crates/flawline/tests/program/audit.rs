//! `flawline audit`: a review of somebody else in, verdicts and an exit code out.

use std::fs;
use std::process::Stdio;

use serde_json::Value;

use crate::run::{command, finish, flawline, flawline_in};

const SHOP: [&str; 2] = ["--code", "../../examples/shop"];

fn audit(arguments: &[&str]) -> crate::run::Ran {
    flawline(&[&["audit", "tests/audit/review.md"], &SHOP[..], arguments].concat())
}

#[test]
fn the_exit_code_says_what_was_asked_for() {
    assert_eq!(audit(&["--quiet"]).code, 0);
    assert_eq!(audit(&["--quiet", "--fail-on", "reject"]).code, 1);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("app.py"), "import yaml\n\n\ndef double(number):\n    return 2 * number\n").unwrap();
    let review = "## Doubling (CWE-20)\n\n`other.py:3`\n\n```python\nreturn 3 * number\n```\n";
    fs::write(folder.path().join("review.md"), review).unwrap();
    assert_eq!(flawline_in(folder.path(), &["audit", "review.md", "--fail-on", "reject"]).code, 1);
    assert_eq!(flawline_in(folder.path(), &["audit", "review.md", "--fail-on", "correction"]).code, 1);
    fs::write(folder.path().join("broken.py"), "def double(number:\n").unwrap();
    assert_eq!(flawline_in(folder.path(), &["audit", "review.md"]).code, 4, "what is not read whole is told");
    assert_eq!(flawline_in(folder.path(), &["audit", "nowhere.md"]).code, 2);
}

#[test]
fn standard_input_and_a_file_are_the_same_review() {
    let file = fs::File::open("tests/audit/review.md").unwrap();
    let from_file: Value = serde_json::from_str(&audit(&["--format", "json"]).out).unwrap();
    let mut command = command(std::path::Path::new(env!("CARGO_MANIFEST_DIR")));
    let arguments = [&["audit", "-"], &SHOP[..], &["--format", "json"]].concat();
    let ran = finish(command.args(arguments).stdin(Stdio::from(file)));
    let from_input: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(from_input["review"], "-");
    assert_eq!(from_input["findings"], from_file["findings"]);
    assert!(from_file["findings"].as_array().unwrap().len() > 5);
}

#[test]
fn the_end_of_the_output_files_name_tells_the_format() {
    let folder = tempfile::tempdir().unwrap();
    for (name, beginning) in
        [("audit.md", "Thank you"), ("audit.sarif", "{\n  \"$schema\""), ("audit.json", "{\n  \"schema_version\"")]
    {
        let path = folder.path().join(name);
        let ran = audit(&["--output", path.to_str().unwrap()]);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
        assert!(ran.err.contains("judged; the audit is in"), "{}", ran.err);
        assert!(fs::read_to_string(path).unwrap().starts_with(beginning), "{name}");
    }
}

#[test]
fn a_secret_of_the_code_is_hidden_where_the_review_quotes_it() {
    for format in ["terminal", "markdown", "json", "sarif"] {
        let ran = audit(&["--format", format]);
        assert!(ran.out.contains("F-7"), "{format}");
        assert!(!ran.out.contains("7713"), "{format}: {}", ran.out);
    }
}

#[test]
fn the_same_review_and_code_give_the_same_bytes() {
    assert_eq!(audit(&["--format", "sarif"]).out, audit(&["--format", "sarif"]).out);
}
