//! `flawline verify`: a review and its code in, the same or the first difference out.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::run::{Ran, flawline_in};

const KEY: &str = "qv7Xk29Lm4Rt8Wz3Bn6Yp1Hc5";

fn code() -> String {
    format!(
        "\
import sqlite3
from flask import Flask, request

app = Flask(__name__)
app.config['SECRET_KEY'] = '{KEY}'


@app.route('/user')
def user():
    db = sqlite3.connect('users.db')
    name = request.args['name']
    return str(db.execute(f\"SELECT * FROM user WHERE name = '{{name}}'\").fetchall())


@app.route('/old')
def old():
    db = sqlite3.connect('users.db')
    # flawline: allow sql-injection until 2090-01-01 — the page goes
    return str(db.execute('SELECT * FROM user WHERE id = ' + request.args['id']).fetchall())
"
    )
}

/// A project with its review.
struct Reviewed {
    folder: tempfile::TempDir,
    review: Value,
}

fn reviewed(options: &[&str]) -> Reviewed {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("shop")).unwrap();
    fs::write(folder.path().join("shop/app.py"), code()).unwrap();
    fs::write(folder.path().join("pyproject.toml"), "[project]\nname = \"example\"\n").unwrap();
    let ran = flawline_in(folder.path(), &[&["review", "--format", "json"], options].concat());
    let review: Value = serde_json::from_str(&ran.out).unwrap();
    assert!(review["findings"].as_array().unwrap().len() >= 2, "{ran:?}");
    Reviewed { folder, review }
}

impl Reviewed {
    /// Verifies the review as it is, or as it was edited.
    fn verify(&self, review: &Value, options: &[&str]) -> Ran {
        fs::write(self.folder.path().join("review.json"), review.to_string()).unwrap();
        flawline_in(self.folder.path(), &[&["verify", "review.json"], options].concat())
    }

    fn app(&self) -> std::path::PathBuf {
        self.folder.path().join("shop/app.py")
    }

    fn edited(&self, pointer: &str, value: Value) -> Ran {
        let mut review = self.review.clone();
        *review.pointer_mut(pointer).unwrap() = value;
        self.verify(&review, &[])
    }
}

/// The number of the finding of a rule.
fn of_rule(review: &Value, rule: &str) -> usize {
    review["findings"].as_array().unwrap().iter().position(|finding| finding["rule"] == rule).unwrap()
}

#[test]
fn a_review_of_this_code_is_the_same() {
    let reviewed = reviewed(&[]);
    let ran = reviewed.verify(&reviewed.review, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    assert!(ran.out.starts_with("the same: ") && ran.out.lines().count() == 1, "{}", ran.out);
    assert_eq!(reviewed.review["suppressed"].as_array().unwrap().len(), 1);
}

#[test]
fn the_settings_of_the_review_hold() {
    for options in [
        &["--confidence", "low", "--severity", "medium"] as &[&str],
        &["--threat-model", "local", "--scope", "test,production", "--no-ignore"],
        &["shop/app.py", "--max-file-bytes", "5000", "--fail-on", "none"],
        &["shop", "--respect-foreign-suppressions", "--no-config"],
    ] {
        let folder = reviewed(&[]).folder;
        let ran = flawline_in(folder.path(), &[&["review", "--format", "json"], options].concat());
        fs::write(folder.path().join("review.json"), &ran.out).unwrap();
        let ran = flawline_in(folder.path(), &["verify", "review.json", "--all"]);
        assert_eq!(ran.code, 0, "{options:?}: {ran:?}");
    }
}

#[test]
fn the_code_may_lie_elsewhere() {
    let reviewed = reviewed(&["shop"]);
    let review = reviewed.folder.path().join("review.json");
    fs::write(&review, reviewed.review.to_string()).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let code = reviewed.folder.path().to_str().unwrap();
    let ran = flawline_in(elsewhere.path(), &["verify", review.to_str().unwrap(), "--code", code]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(flawline_in(elsewhere.path(), &["verify", review.to_str().unwrap(), "--code", "no"]).code, 2);
}

#[test]
fn a_folder_without_a_mark_is_verified_from_above_and_from_within() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("loose")).unwrap();
    fs::write(folder.path().join("loose/app.py"), code()).unwrap();
    let ran = flawline_in(folder.path(), &["review", "loose/app.py", "--format", "json"]);
    fs::write(folder.path().join("review.json"), &ran.out).unwrap();
    for code in [".", "loose"] {
        let ran = flawline_in(folder.path(), &["verify", "review.json", "--code", code]);
        assert_eq!(ran.code, 0, "{code}: {ran:?}");
    }
}

#[test]
fn every_edit_of_the_review_is_shown_with_both_sides_and_its_pointer() {
    let reviewed = reviewed(&[]);
    let at = of_rule(&reviewed.review, "sql-injection");
    for (place, value, shown) in [
        ("quote", json!("return str(db.execute(query))"), "return str(db.execute(query))"),
        ("location/line", json!(3), "3"),
        ("cwe/id", json!(79), "79"),
        ("cwe/name", json!("Injection of SQL"), "Injection of SQL"),
        ("fingerprints/code~1v1", json!("0123"), "0123"),
        ("message", json!("Nothing is wrong."), "Nothing is wrong."),
        ("flow/0/note", json!("it appears"), "it appears"),
        ("flow/0/quote", json!("name = 'x'"), "name = 'x'"),
        ("severity", json!("low"), "low"),
    ] {
        let pointer = format!("/findings/{at}/{place}");
        let ran = reviewed.edited(&pointer, value);
        assert_eq!(ran.code, 1, "{pointer}: {ran:?}");
        assert!(ran.out.starts_with(&format!("different: {pointer}\n")), "{pointer}: {}", ran.out);
        let said = ran.out.lines().find(|line| line.starts_with("  the review says")).unwrap();
        assert!(said.contains(shown), "{pointer}: {}", ran.out);
        assert!(ran.out.contains("\n  the code gives "), "{pointer}: {}", ran.out);
    }
}

#[test]
fn a_finding_that_was_dropped_and_one_that_was_made_up_are_shown() {
    let reviewed = reviewed(&[]);
    let mut dropped = reviewed.review.clone();
    dropped["findings"].as_array_mut().unwrap().remove(0);
    let ran = reviewed.verify(&dropped, &["--all"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("not in the review: /findings\n"), "{}", ran.out);
    let mut more = reviewed.review.clone();
    let mut copy = more["findings"][0].clone();
    copy["location"]["line"] = json!(2);
    copy["rule"] = json!("code-injection");
    copy["fingerprints"] = json!({"code/v1": "1", "place/v1": "2"});
    more["findings"].as_array_mut().unwrap().push(copy);
    let ran = reviewed.verify(&more, &[]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("not found again: /findings/"), "{}", ran.out);
    assert!(ran.out.contains("nothing of the kind"), "{}", ran.out);
}

#[test]
fn code_that_has_changed_is_seen() {
    let reviewed = reviewed(&[]);
    fs::write(reviewed.app(), format!("import os\n{}", code())).unwrap();
    let moved = reviewed.verify(&reviewed.review, &[]);
    assert_eq!(moved.code, 1, "{moved:?}");
    assert!(moved.out.contains("/location/line"), "{}", moved.out);
    fs::write(reviewed.app(), code().replace("f\"SELECT * FROM user WHERE name = '{name}'\"", "'SELECT 1'")).unwrap();
    let mended = reviewed.verify(&reviewed.review, &["--all"]);
    assert_eq!(mended.code, 1);
    assert!(mended.out.contains("not found again: /findings/"), "{}", mended.out);
    assert!(mended.out.contains("The quote does not stand in line"), "{}", mended.out);
}

#[test]
fn a_secret_is_neither_compared_nor_shown() {
    let reviewed = reviewed(&[]);
    let at = reviewed.review["findings"].as_array().unwrap().iter().position(|one| one["masks"] != json!([])).unwrap();
    // Another secret of the same form: the review cannot tell.
    let other = KEY.replace('9', "8").replace('4', "7");
    fs::write(reviewed.app(), code().replace(KEY, &other)).unwrap();
    assert_eq!(reviewed.verify(&reviewed.review, &["--all"]).code, 0);
    // One of another length is another quote.
    let longer = format!("{KEY}{KEY}");
    fs::write(reviewed.app(), code().replace(KEY, &longer)).unwrap();
    let changed = reviewed.verify(&reviewed.review, &["--all"]);
    assert_eq!(changed.code, 1);
    // A review that shows it is another review, and what it shows is not shown again.
    fs::write(reviewed.app(), code()).unwrap();
    let mut open = reviewed.review.clone();
    open["findings"][at]["quote"] = json!(format!("app.config['SECRET_KEY'] = '{KEY}'"));
    open["findings"][at]["masks"] = json!([]);
    let opened = reviewed.verify(&open, &["--all"]);
    assert_eq!(opened.code, 1);
    for ran in [changed, opened] {
        assert!(!ran.out.contains(&KEY[6..]), "{}", ran.out);
    }
}

#[test]
fn another_version_is_told_first() {
    let reviewed = reviewed(&[]);
    let mut other = reviewed.review.clone();
    other["program"]["version"] = json!("0.0.1");
    let same = reviewed.verify(&other, &[]);
    assert_eq!(same.code, 0, "{same:?}");
    assert!(same.out.starts_with("note: The review names 0.0.1"), "{}", same.out);
    other["findings"][0]["severity"] = json!("low");
    let different = reviewed.verify(&other, &[]);
    assert_eq!(different.code, 1);
    assert!(different.out.starts_with("note: "), "{}", different.out);
}

#[test]
fn a_comment_that_has_run_out_is_a_difference_unless_the_day_is_said() {
    let reviewed = reviewed(&["--today", "2027-01-01"]);
    assert_eq!(reviewed.verify(&reviewed.review, &["--today", "2089-12-31"]).code, 0);
    assert_eq!(reviewed.verify(&reviewed.review, &["--today", "2091-01-01"]).code, 1);
}

#[test]
fn one_difference_is_shown_unless_all_are_wanted() {
    let reviewed = reviewed(&[]);
    let mut other = reviewed.review.clone();
    for finding in other["findings"].as_array_mut().unwrap() {
        finding["impact"] = json!("None.");
        finding["title"] = json!("\u{1b}[2JNo");
    }
    let count = |ran: &Ran| ran.out.matches("different: /").count();
    let one = reviewed.verify(&other, &[]);
    assert_eq!((one.code, count(&one)), (1, 1), "{}", one.out);
    let all = reviewed.verify(&other, &["--all"]);
    assert_eq!(count(&all), 2 * other["findings"].as_array().unwrap().len(), "{}", all.out);
    assert!(!all.out.contains('\u{1b}'), "{}", all.out);
}

#[test]
fn what_is_no_review_ends_with_2_and_says_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |text: &str, wanted: &str| {
        fs::write(folder.path().join("review.json"), text).unwrap();
        let ran = flawline_in(folder.path(), &["verify", "review.json"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{text}: {ran:?}");
        assert!(ran.err.contains(wanted), "{text}: {}", ran.err);
    };
    refused("{\"a\": ", "it is no JSON");
    refused("{\"runs\": []}", "not of flawline review");
    let reviewed = reviewed(&[]);
    let mut broken = reviewed.review.clone();
    broken["settings"]["confidence"] = json!("some");
    refused(&broken.to_string(), "/settings/confidence should be");
    let mut above = reviewed.review.clone();
    above["root"] = json!("..");
    refused(&above.to_string(), "does not tell where");
    assert_eq!(flawline_in(Path::new("."), &["verify", "nowhere.json"]).code, 2);
}
