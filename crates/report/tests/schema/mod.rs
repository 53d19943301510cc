//! A schema, documents that have to fit it, and what every schema of ours and every log has to keep to.

use std::fs;
use std::path::Path;

use jsonschema::Validator;
use serde_json::Value;

/// The schema of the standard.
pub(crate) const SARIF: &str = "tests/data/sarif-2.1.0.json";

/// A schema, by its path from the crate.
pub(crate) struct Schema {
    pub(crate) text: Value,
    validator: Validator,
}

impl Schema {
    pub(crate) fn read(path: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let text: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let validator = jsonschema::validator_for(&text).unwrap();
        Self { text, validator }
    }

    /// Fails when a document does not fit; gives it.
    pub(crate) fn check(&self, name: &str, document: &str) -> Value {
        let value: Value = serde_json::from_str(document).unwrap();
        let errors: Vec<String> =
            self.validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        value
    }

    /// Fails when the schema lets one of these objects of a document have a field less or more.
    pub(crate) fn assert_it_refuses_missing_and_unknown_fields(&self, document: &str, pointers: &[&str]) {
        let whole = self.check("whole", document);
        for pointer in pointers {
            let fields: Vec<String> = whole.pointer(pointer).unwrap().as_object().unwrap().keys().cloned().collect();
            for field in fields {
                let mut broken = whole.clone();
                broken.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(&field);
                assert!(!self.validator.is_valid(&broken), "{pointer} without {field}");
            }
            let mut broken = whole.clone();
            broken.pointer_mut(pointer).unwrap().as_object_mut().unwrap().insert("more".to_owned(), Value::Null);
            assert!(!self.validator.is_valid(&broken), "{pointer} with more");
        }
    }

    /// Fails when a property has no description, or an object may have others.
    pub(crate) fn assert_it_describes_every_property(&self) {
        fn visit(value: &Value, at: &str) {
            if let Some(properties) = value.get("properties").and_then(Value::as_object) {
                assert_eq!(value.get("additionalProperties"), Some(&Value::Bool(false)), "{at}");
                for (name, property) in properties {
                    assert!(property.get("description").is_some() || property.get("$ref").is_some(), "{at}/{name}");
                }
            }
            for (name, field) in value.as_object().into_iter().flatten() {
                visit(field, &format!("{at}/{name}"));
            }
        }
        visit(&self.text, "");
    }
}

/// Fails when an index in a log of SARIF points at something else than what stands beside it.
pub(crate) fn assert_indices_point_at_what_they_name(name: &str, log: &Value) {
    let run = &log["runs"][0];
    let driver = &run["tool"]["driver"];
    let taxa = &run["taxonomies"][0]["taxa"];
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let points = |at: &Value, index: &Value, id: &Value| {
        assert_eq!(&at[index.as_u64().unwrap() as usize]["id"], id, "{name}");
    };
    for result in list(&run["results"]) {
        points(&driver["rules"], &result["ruleIndex"], &result["ruleId"]);
        for taxon in list(&result["taxa"]) {
            points(taxa, &taxon["index"], &taxon["id"]);
        }
    }
    for rule in list(&driver["rules"]) {
        for relationship in list(&rule["relationships"]) {
            points(taxa, &relationship["target"]["index"], &relationship["target"]["id"]);
        }
    }
    for notification in list(&run["invocations"][0]["toolExecutionNotifications"]) {
        let descriptor = &notification["descriptor"];
        points(&driver["notifications"], &descriptor["index"], &descriptor["id"]);
    }
}
