//! `flawline why-not`: its JSON against `docs/why-not.schema.json`.

use std::path::Path;

use serde_json::Value;

use crate::run::{flawline, flawline_in};

fn schema() -> jsonschema::Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/why-not.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn answer(arguments: &[&str]) -> Value {
    let ran = flawline(&[&["why-not", "--root", "tests/why", "--format", "json"], arguments].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn every_answer_fits_the_schema() {
    let schema = schema();
    let mut reasons = Vec::new();
    for line in 1..=40 {
        let answer = answer(&[&format!("tests/why/shop.py:{line}")]);
        let errors: Vec<String> =
            schema.iter_errors(&answer).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "line {line}: {errors:#?}");
        for one in answer["answers"].as_array().unwrap() {
            reasons.push(format!("{} {}", one["verdict"].as_str().unwrap(), one["reason"].as_str().unwrap()));
        }
    }
    reasons.sort();
    reasons.dedup();
    let expected = [
        "refuted code-of-the-program",
        "refuted constant",
        "refuted dead",
        "refuted guarded",
        "refuted no-sink",
        "refuted no-source",
        "refuted other-use",
        "refuted sanitised",
        "refuted source-not-counted",
        "refuted surrounded",
        "supported below-confidence",
        "supported finding",
        "supported suppressed",
        "undecided not-modelled",
        "undecided unknown-call",
    ];
    assert_eq!(reasons, expected);
}

#[test]
fn the_schema_refuses_a_missing_and_an_unknown_field() {
    let schema = schema();
    let whole = answer(&["tests/why/shop.py:17", "CWE-89"]);
    assert!(schema.is_valid(&whole));
    assert!(whole["rules"].as_array().unwrap().contains(&"sql-injection".into()), "{}", whole["rules"]);
    for pointer in ["", "/program", "/answers/0", "/answers/0/cwe", "/answers/0/place", "/answers/0/flow/0"] {
        let fields: Vec<String> = whole.pointer(pointer).unwrap().as_object().unwrap().keys().cloned().collect();
        for field in fields {
            let mut broken = whole.clone();
            broken.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(&field);
            assert!(!schema.is_valid(&broken), "{pointer} without {field}");
        }
        let mut broken = whole.clone();
        broken.pointer_mut(pointer).unwrap().as_object_mut().unwrap().insert("more".to_owned(), Value::Null);
        assert!(!schema.is_valid(&broken), "{pointer} with more");
    }
}

#[test]
fn a_template_that_stands_first_does_not_change_what_the_language_calls_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.html"), "<p>{{ name }}</p>\n").unwrap();
    let code = "import os\nfrom flask import request\n\nclass Job:\n    def __init__(self, text):\n        self.text = text\n\n\
                def run():\n    os.system(Job(request.args['a']).text)\n";
    std::fs::write(folder.path().join("app.py"), code).unwrap();
    let ran = flawline_in(folder.path(), &["why-not", "app.py:9", "CWE-78", "--format", "json", "--root", "."]);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(answer["answers"][0]["verdict"], "supported", "{}", ran.out);
}
