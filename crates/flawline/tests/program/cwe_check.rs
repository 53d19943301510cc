//! `flawline cwe check`: a text in, every id that stands in it out, with an exit code; its JSON against its schema.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use crate::run::{Ran, command, finish, flawline_in};

const WRONG: &str = "\
# Findings

## CWE-98: SQL Injection
The page CWE-200 of MITRE says more.

- CWE-9999
- CWE-16: Configuration
- CWE-89: SQL Injection
";

const RULES: &str = "\
rules:
  - id: raw-query
    metadata:
      cwe:
        - 'CWE-89: Improper Neutralization of Special Elements used in an SQL Command
          (''SQL Injection'')'
        - \"CWE-328: Reversible One-Way Hash\"
";

const SCAN: &str = r#"{"version": "2.1.0", "runs": [{"taxonomies": [{"name": "CWE", "taxa": [{"id": "79", "name": "SQL Injection"}]}],
  "results": [{"ruleId": "x", "properties": {"tags": ["external/cwe/cwe-089"]}}]}]}"#;

fn checked(text: &str, arguments: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("input"), text).unwrap();
    flawline_in(folder.path(), &[&["cwe", "check", "input"], arguments].concat())
}

fn json(text: &str) -> Value {
    serde_json::from_str(&checked(text, &["--format", "json"]).out).unwrap()
}

fn schema() -> jsonschema::Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/cwe-check.schema.json");
    jsonschema::validator_for(&serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()).unwrap()
}

#[test]
fn wrong_ids_and_names_end_with_1_and_discouraged_ones_only_when_asked() {
    assert_eq!(checked(WRONG, &[]).code, 1);
    for wrong in ["CWE-9999", "CWE-16", "CWE-1000", "CWE-534", "CWE-391", "CWE-89: Cross-site Scripting"] {
        assert_eq!(checked(wrong, &[]).code, 1, "{wrong}");
    }
    for right in ["CWE-89", "CWE-200", "CWE-89: SQL Injection", "CWE-328: Reversible One-Way Hash", "nothing", RULES] {
        assert_eq!(checked(right, &[]).code, 0, "{right}");
    }
    assert_eq!(checked("CWE-200", &["--strict"]).code, 1);
}

#[test]
fn every_id_is_told_in_its_order_with_its_line() {
    let answer = json(WRONG);
    let ids: Vec<(u64, u64, &str)> = answer["ids"]
        .as_array()
        .unwrap()
        .iter()
        .map(|id| (id["line"].as_u64().unwrap(), id["id"].as_u64().unwrap(), id["standing"].as_str().unwrap()))
        .collect();
    assert_eq!(ids, [(3, 98, "error"), (4, 200, "warning"), (6, 9999, "error"), (7, 16, "error"), (8, 89, "ok")]);
    assert_eq!(answer["ids"][0]["slip"]["of"], 89);
    assert_eq!(answer["counts"]["error"], 3);
}

#[test]
fn every_answer_fits_the_schema_and_the_schema_is_closed() {
    let schema = schema();
    for text in [WRONG, RULES, SCAN, ""] {
        let answer = json(text);
        let errors: Vec<String> =
            schema.iter_errors(&answer).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{text}: {errors:#?}");
    }
    let whole = json(WRONG);
    for pointer in ["", "/program", "/counts", "/ids/0", "/ids/0/slip"] {
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
fn rules_and_scans_are_read() {
    let verdicts = |text: &str| -> Vec<String> {
        let answer = json(text);
        answer["ids"].as_array().unwrap().iter().map(|id| format!("{} {}", id["id"], id["name_verdict"])).collect()
    };
    assert_eq!(verdicts(RULES), ["89 \"exact\"", "328 \"former\""]);
    assert_eq!(verdicts(SCAN), ["79 \"name-of-another\"", "89 \"none\""]);
}

#[test]
fn standard_input_is_read_and_json_may_be_asked_for_in_both_ways() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("input"), WRONG).unwrap();
    let file = fs::File::open(folder.path().join("input")).unwrap();
    let ran = finish(command(folder.path()).args(["cwe", "check", "-", "--json"]).stdin(Stdio::from(file)));
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(serde_json::from_str::<Value>(&ran.out).unwrap(), json(WRONG));
}

#[test]
fn a_text_cannot_command_the_terminal() {
    let ran = checked("CWE-89: \u{1b}[2JInjection \u{202e}Of SQL ##[error]x\n::set-output CWE-9999\n", &[]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(!ran.out.contains(['\u{1b}', '\u{202e}']) && !ran.out.contains("##["), "{}", ran.out);
}

#[test]
fn what_cannot_be_read_ends_with_2() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(flawline_in(folder.path(), &["cwe", "check", "nowhere"]).code, 2);
    assert_eq!(flawline_in(folder.path(), &["cwe", "check", "."]).code, 2);
    assert_eq!(flawline_in(folder.path(), &["cwe", "check"]).code, 2);
    let large = fs::File::create(folder.path().join("large")).unwrap();
    large.set_len((64 << 20) + 1).unwrap();
    let ran = flawline_in(folder.path(), &["cwe", "check", "large"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("more than 64 MiB"), "{}", ran.err);
}
