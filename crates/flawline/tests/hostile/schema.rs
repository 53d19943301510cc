//! Just enough of JSON Schema to hold a log against the schema of SARIF. A keyword that is not known here fails.

use std::path::Path;

use serde_json::{Map, Value};

/// What in a SARIF log the standard's schema does not allow.
pub(crate) fn sarif_complaints(log: &Value) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../report/tests/data/sarif-2.1.0.json");
    let whole: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let mut complaints = Vec::new();
    check(&whole, &whole, log, "", &mut complaints);
    complaints
}

fn check(whole: &Value, schema: &Value, value: &Value, at: &str, out: &mut Vec<String>) {
    let Some(schema) = schema.as_object() else { return };
    let number = |value: &Value| value.as_f64();
    for (keyword, wanted) in schema {
        let is_fine = match keyword.as_str() {
            "$schema" | "title" | "description" | "default" | "definitions" | "format" | "pattern" => true,
            "$ref" => {
                let target = whole.pointer(wanted.as_str().unwrap().trim_start_matches('#')).unwrap();
                check(whole, target, value, at, out);
                true
            }
            "type" => match wanted {
                Value::Array(types) => types.iter().any(|wanted| is_of(value, wanted.as_str().unwrap())),
                wanted => is_of(value, wanted.as_str().unwrap()),
            },
            "enum" => wanted.as_array().unwrap().contains(value),
            "minimum" => number(value).is_none_or(|value| value >= number(wanted).unwrap()),
            "maximum" => number(value).is_none_or(|value| value <= number(wanted).unwrap()),
            "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= wanted.as_u64().unwrap()),
            "uniqueItems" => {
                let all = value.as_array().map_or(&[][..], Vec::as_slice);
                let mut texts: Vec<String> = all.iter().map(Value::to_string).collect();
                texts.sort();
                wanted == &Value::Bool(false) || texts.windows(2).all(|pair| pair[0] != pair[1])
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(whole, wanted, item, &format!("{at}/{index}"), out);
                }
                true
            }
            "required" => value.as_object().is_none_or(|object| {
                wanted.as_array().unwrap().iter().all(|name| object.contains_key(name.as_str().unwrap()))
            }),
            "properties" => {
                for (name, field) in value.as_object().into_iter().flatten() {
                    if let Some(schema) = wanted.get(name) {
                        check(whole, schema, field, &format!("{at}/{name}"), out);
                    }
                }
                true
            }
            "additionalProperties" => more(whole, schema, wanted, value, at, out),
            "anyOf" | "oneOf" => {
                let fitting = wanted.as_array().unwrap().iter().filter(|schema| {
                    let mut inner = Vec::new();
                    check(whole, schema, value, at, &mut inner);
                    inner.is_empty()
                });
                let count = fitting.count();
                count == 1 || (count > 1 && keyword == "anyOf")
            }
            other => panic!("the schema has a keyword that this test does not know: {other}"),
        };
        if !is_fine {
            out.push(format!("{at}: {keyword} {wanted} does not hold"));
        }
    }
}

/// Checks the properties that the schema does not name.
fn more(
    whole: &Value,
    schema: &Map<String, Value>,
    wanted: &Value,
    value: &Value,
    at: &str,
    out: &mut Vec<String>,
) -> bool {
    let known = schema.get("properties");
    let mut is_fine = true;
    for (name, field) in value.as_object().into_iter().flatten() {
        if known.is_none_or(|known| known.get(name).is_none()) {
            is_fine &= wanted != &Value::Bool(false);
            check(whole, wanted, field, &format!("{at}/{name}"), out);
        }
    }
    is_fine
}

fn is_of(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("the schema has a type that this test does not know: {other}"),
    }
}

#[test]
fn what_the_schema_does_not_allow_is_found() {
    let log = |text: &str| sarif_complaints(&serde_json::from_str(text).unwrap());
    assert!(log(r#"{"version": "2.1.0", "runs": []}"#).is_empty());
    for wrong in [
        r#"{"runs": []}"#,
        r#"{"version": "2.1", "runs": []}"#,
        r#"{"version": "2.1.0", "runs": [{}]}"#,
        r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": 1}}}]}"#,
        r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x", "more": 1}}}]}"#,
        r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"level": "bad", "message": {"text": "x"}}]}]}"#,
    ] {
        assert!(!log(wrong).is_empty(), "{wrong}");
    }
}
