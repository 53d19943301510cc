//! The JSON and SARIF outputs against their schemas, and the JSON against the review it is of.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod reviews;

use std::fs;
use std::path::Path;

use flawline_report::{Versions, json, sarif};
use jsonschema::Validator;
use serde_json::Value;

fn versions() -> Versions {
    Versions { program: "0.1.0".to_owned(), catalogue: "4.20".to_owned() }
}

fn schema(path: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn validator(path: &str) -> Validator {
    jsonschema::validator_for(&schema(path)).unwrap()
}

fn check(validator: &Validator, name: &str, text: &str) -> Value {
    let value: Value = serde_json::from_str(text).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
    value
}

const REVIEW: &str = "../../docs/review.schema.json";

#[test]
fn every_review_fits_the_schema() {
    let validator = validator(REVIEW);
    for (name, review) in reviews::all() {
        check(&validator, name, &json(&review, &versions()));
    }
}

#[test]
fn the_schema_refuses_a_missing_and_an_unknown_field() {
    let validator = validator(REVIEW);
    let (_, review) = reviews::all().swap_remove(0);
    let whole: Value = serde_json::from_str(&json(&review, &versions())).unwrap();
    assert!(validator.is_valid(&whole));
    for pointer in
        ["", "/program", "/settings", "/findings/0", "/findings/0/location", "/findings/0/flow/0", "/coverage"]
    {
        let fields: Vec<String> = whole.pointer(pointer).unwrap().as_object().unwrap().keys().cloned().collect();
        for field in fields {
            let mut broken = whole.clone();
            broken.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(&field);
            assert!(!validator.is_valid(&broken), "{pointer} without {field}");
        }
        let mut broken = whole.clone();
        broken.pointer_mut(pointer).unwrap().as_object_mut().unwrap().insert("more".to_owned(), Value::Null);
        assert!(!validator.is_valid(&broken), "{pointer} with more");
    }
}

#[test]
fn the_schema_describes_every_property() {
    fn visit(value: &Value, at: &str) {
        if let Some(properties) = value.get("properties").and_then(Value::as_object) {
            assert_eq!(value.get("additionalProperties"), Some(&Value::Bool(false)), "{at}");
            for (name, property) in properties {
                assert!(property.get("description").is_some() || property.get("$ref").is_some(), "{at}/{name}");
            }
        }
        if let Some(fields) = value.as_object() {
            for (name, field) in fields {
                visit(field, &format!("{at}/{name}"));
            }
        }
    }
    visit(&schema(REVIEW), "");
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
fn every_sarif_log_fits_the_standards_schema() {
    let validator = validator("tests/data/sarif-2.1.0.json");
    for (name, review) in reviews::all() {
        check(&validator, name, &sarif(&review, &versions()));
    }
}

#[test]
fn indices_in_a_sarif_log_point_at_what_they_name() {
    for (name, review) in reviews::all() {
        let log: Value = serde_json::from_str(&sarif(&review, &versions())).unwrap();
        let run = &log["runs"][0];
        let at = |list: &Value, index: &Value| list[index.as_u64().unwrap() as usize]["id"].clone();
        let taxa = &run["taxonomies"][0]["taxa"];
        let none = Vec::new();
        for result in run["results"].as_array().unwrap() {
            assert_eq!(at(&run["tool"]["driver"]["rules"], &result["ruleIndex"]), result["ruleId"], "{name}");
            assert_eq!(at(taxa, &result["taxa"][0]["index"]), result["taxa"][0]["id"], "{name}");
        }
        for rule in run["tool"]["driver"]["rules"].as_array().unwrap_or(&none) {
            let target = &rule["relationships"][0]["target"];
            assert_eq!(at(taxa, &target["index"]), target["id"], "{name}");
        }
        for notification in run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap() {
            let descriptor = &notification["descriptor"];
            assert_eq!(at(&run["tool"]["driver"]["notifications"], &descriptor["index"]), descriptor["id"], "{name}");
        }
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
