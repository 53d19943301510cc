//! The JSON and SARIF outputs against their schemas, and the JSON against the review it is of.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod reviews;
mod schema;

use flawline_report::{Versions, json, sarif};
use schema::{SARIF, Schema, assert_indices_point_at_what_they_name};
use serde_json::Value;

fn versions() -> Versions {
    Versions { program: "0.1.0".to_owned(), catalogue: "4.20".to_owned() }
}

fn schema() -> Schema {
    Schema::read("../../docs/review.schema.json")
}

#[test]
fn every_review_fits_the_schema() {
    let schema = schema();
    for (name, review) in reviews::all() {
        schema.check(name, &json(&review, &versions()));
    }
}

#[test]
fn the_schema_refuses_a_missing_and_an_unknown_field() {
    let (_, review) = reviews::all().swap_remove(0);
    schema().assert_it_refuses_missing_and_unknown_fields(
        &json(&review, &versions()),
        &["", "/program", "/settings", "/findings/0", "/findings/0/location", "/findings/0/flow/0", "/coverage"],
    );
}

#[test]
fn the_schema_describes_every_property() {
    schema().assert_it_describes_every_property();
}

#[test]
fn json_keeps_hostile_text_as_it_was() {
    let (_, review) = reviews::all().pop().unwrap();
    let value: Value = serde_json::from_str(&json(&review, &versions())).unwrap();
    assert_eq!(value["root"], review.root);
    for (found, finding) in value["findings"].as_array().unwrap().iter().zip(&review.findings) {
        assert_eq!(found["location"]["path"], finding.place.path);
        assert_eq!(found["quote"], finding.quote);
        assert_eq!(found["message"], finding.message);
        assert_eq!(found["assumptions"][1], finding.assumptions[1]);
        for (found, step) in found["flow"].as_array().unwrap().iter().zip(&finding.flow) {
            assert_eq!(found["note"], step.note);
            assert_eq!(found["quote"], step.quote);
        }
    }
}

#[test]
fn every_log_fits_the_standards_schema_and_its_indices_point_at_what_they_name() {
    let schema = Schema::read(SARIF);
    for (name, review) in reviews::all() {
        let log = schema.check(name, &sarif(&review, &versions()));
        assert_indices_point_at_what_they_name(name, &log);
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert!(results.iter().all(|result| result["taxa"].as_array().unwrap().len() == 1), "{name}");
        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().cloned().unwrap_or_default();
        assert!(rules.iter().all(|rule| !rule["relationships"].as_array().unwrap().is_empty()), "{name}");
    }
}

#[test]
fn a_suppressed_finding_is_a_suppressed_result_and_others_say_that_they_are_not() {
    let (_, review) = reviews::all().swap_remove(0);
    let log: Value = serde_json::from_str(&sarif(&review, &versions())).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let suppressed: Vec<&Value> =
        results.iter().filter(|result| !result["suppressions"].as_array().unwrap().is_empty()).collect();
    assert_eq!(suppressed.len(), 1);
    assert_eq!(suppressed[0]["suppressions"][0]["kind"], "inSource");
    assert_eq!(suppressed[0]["suppressions"][0]["justification"], "a key of the test environment, see the wiki");
}
