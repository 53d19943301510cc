//! The schemas for editors, `docs/model.schema.json` and `docs/rule.schema.json`: made of the same declaration that the
//! reader checks tables against, and held against every model and rule. `FLAWLINE_UPDATE=1 cargo test` writes them.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::config_keys::CONFIG;
use super::keys::{Key, Keys, MODEL, Takes};
use super::page::split_rule;
use super::rule_keys::{RULE, SHAPE_KEYS, SHAPES};
use super::text::{Law, Text};
use crate::error::Gathered;
use crate::{KnowledgeFile, read_folder};

/// Goes up when a schema refuses what an earlier one took.
const VERSION: u32 = 1;

const WORD: &str = r"[\p{L}_$][\p{L}\p{N}_$]*";

/// The schema of a table as a whole document.
fn document(keys: &'static Keys, id: &str) -> Value {
    let mut schema = table(keys);
    let head = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "x-schema-version": VERSION,
        "title": id.trim_end_matches(".schema.json"),
        "description": keys.says,
        "$defs": definitions(),
    });
    merge(&mut schema, head);
    schema
}

fn merge(into: &mut Value, more: Value) {
    if let (Value::Object(into), Value::Object(more)) = (into, more) {
        into.extend(more);
    }
}

/// What keys of one kind have in common.
fn definitions() -> Value {
    json!({
        "text": { "type": "string", "pattern": r"\S" },
        "name": { "type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$" },
        "dotted": { "type": "string", "pattern": format!(r"^{WORD}(\.{WORD})*$") },
        "api": { "type": "string", "pattern": format!(r"^(\?\.{WORD}|{WORD}(\.{WORD})*)$") },
        "port": {
            "type": "string",
            "pattern": format!(
                r"^(\*\*?|[0-9]{{1,3}}(\.\.|:{WORD})?|(arg:)?{WORD})(\.{WORD}|\.\*|\[[^\]]*\]|\([0-9]{{0,3}}\))*$"
            ),
            "description": "A base (value, return, receiver, 0, 0:sql, sql, *, 2.., **) and steps (.field, [key], [], (1), ()).",
        },
        "pattern": { "type": "string", "pattern": r"^[^/\\:\[\]{}!][^\\:\[\]{}!]*$", "maxLength": 200 },
        "regex": { "type": "string", "pattern": r"\S" },
        "versions": {
            "type": "string",
            "pattern": r"^\s*(==|!=|<=|>=|<|>|~=)\s*[0-9][0-9a-z.]*(\.\*)?\s*(,\s*(==|!=|<=|>=|<|>|~=)\s*[0-9][0-9a-z.]*(\.\*)?\s*)*$",
        },
        "version": { "type": "string", "pattern": r"^[0-9]+\.[0-9]+\.[0-9]+$" },
        "literal": {
            "anyOf": [
                { "type": ["string", "integer", "boolean"] },
                { "type": "object", "properties": { "null": { "const": true } }, "required": ["null"], "additionalProperties": false },
            ],
        },
        "condition": table(condition()),
    })
}

/// The table of conditions, as the rows name it.
fn condition() -> &'static Keys {
    let rows = MODEL.own.iter().find_map(|key| if let Takes::Tables(row) = key.takes { Some(row) } else { None });
    match rows.and_then(|row| row.find("when")).map(|key| key.takes) {
        Some(Takes::Tables(condition)) => condition,
        _ => panic!("rows have conditions"),
    }
}

fn table(keys: &'static Keys) -> Value {
    let properties: serde_json::Map<String, Value> =
        keys.all().map(|key| (key.name.to_owned(), property(key))).collect();
    let required: Vec<&str> = keys.all().filter(|key| key.required).map(|key| key.name).collect();
    let mut schema = json!({
        "type": "object",
        "description": keys.says,
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    let mut all: Vec<Value> = Vec::new();
    for group in keys.one_of {
        let alone: Vec<Value> = group.iter().map(|key| json!({ "required": [key] })).collect();
        all.push(json!({ "oneOf": alone }));
    }
    if keys.find("receivers").is_some() {
        let unknown = json!({ "pattern": r"^\?\." });
        all.push(json!({
            "if": { "anyOf": [
                { "required": ["api"], "properties": { "api": unknown } },
                { "required": ["apis"], "properties": { "apis": { "contains": unknown } } },
            ] },
            "then": { "required": ["receivers"] },
            "else": { "not": { "required": ["receivers"] } },
        }));
    }
    if std::ptr::eq(keys, &raw const RULE) {
        all.extend(SHAPES.iter().copied().map(shape));
    }
    if !all.is_empty() {
        merge(&mut schema, json!({ "allOf": all }));
    }
    schema
}

/// The keys that go with a shape.
fn shape(shape: &str) -> Value {
    let fits = |(_, _, shapes): &&(bool, &str, &[&str])| shapes.contains(&shape);
    let required: Vec<&str> = SHAPE_KEYS.iter().filter(fits).filter(|key| key.0).map(|key| key.1).collect();
    let foreign: Vec<Value> =
        SHAPE_KEYS.iter().filter(|key| !fits(key)).map(|key| json!({ "required": [key.1] })).collect();
    json!({
        "if": { "properties": { "shape": { "const": shape } } },
        "then": { "required": required, "not": { "anyOf": foreign } },
    })
}

fn property(key: &Key) -> Value {
    let mut schema = value(key.takes);
    merge(&mut schema, json!({ "description": key.says }));
    schema
}

fn value(takes: Takes) -> Value {
    let one = |name: &str| json!({ "$ref": format!("#/$defs/{name}") });
    let list = |name: &str, least: u32| json!({ "type": "array", "items": one(name), "minItems": least });
    match takes {
        Takes::Text => one("text"),
        Takes::Api => one("api"),
        Takes::Name => one("name"),
        Takes::Port => one("port"),
        Takes::Regex => one("regex"),
        Takes::Versions => one("versions"),
        Takes::Version => one("version"),
        Takes::Dotted => one("dotted"),
        Takes::Names => list("name", 0),
        Takes::Regexes => list("regex", 0),
        Takes::SomeTexts => list("text", 1),
        Takes::SomeDotted => list("dotted", 1),
        Takes::Apis => list("api", 1),
        Takes::SomeNames => list("name", 1),
        Takes::DottedOrMore => json!({ "anyOf": [one("dotted"), list("dotted", 1)] }),
        Takes::Ports => json!({ "anyOf": [one("port"), list("port", 1)] }),
        Takes::Literals => json!({ "anyOf": [one("literal"), list("literal", 1)] }),
        Takes::Patterns => list("pattern", 1),
        Takes::SomeOf(words) => json!({ "type": "array", "items": { "enum": words }, "minItems": 1 }),
        Takes::OneOf(words) => json!({ "enum": words }),
        Takes::Flag => json!({ "type": "boolean" }),
        Takes::True => json!({ "const": true }),
        Takes::Whole => json!({ "type": "integer" }),
        Takes::Number(most) => json!({ "type": "integer", "minimum": 0, "maximum": most }),
        Takes::Table(keys) => table(keys),
        Takes::Tables(keys) if std::ptr::eq(keys, condition()) => list("condition", 1),
        Takes::Tables(keys) => json!({ "type": "array", "items": table(keys), "minItems": 1 }),
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The schema as it stands in `docs/`, after comparing it with the declaration.
fn committed(name: &str, keys: &'static Keys) -> Value {
    let made = document(keys, name);
    let file = root().join("docs").join(name);
    if std::env::var_os("FLAWLINE_UPDATE").is_some() {
        std::fs::create_dir_all(root().join("docs")).unwrap();
        std::fs::write(&file, serde_json::to_string_pretty(&made).unwrap() + "\n").unwrap();
    }
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    let found: Value = serde_json::from_str(&text).unwrap_or_default();
    assert!(found == made, "docs/{name} is not what the declaration says; FLAWLINE_UPDATE=1 writes it");
    found
}

fn complaints(schema: &Value, toml: &str) -> Vec<String> {
    let value: Value = toml::from_str(toml).unwrap();
    let validator = jsonschema::validator_for(schema).unwrap();
    validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// The declaration of a rule's page.
fn declaration(page: &str) -> String {
    let errors = Gathered::default();
    let file = KnowledgeFile { path: "rule.md".into(), text: page.to_owned().into(), trusted: false, local: None };
    let text = Text::new(&file, page, 1, Law::Rule, &errors);
    split_rule(&text).declaration.map(|(toml, _)| toml.to_owned()).unwrap()
}

#[test]
fn every_model_validates() {
    let schema = committed("model.schema.json", &MODEL);
    for file in read_folder(&root()).unwrap() {
        if file.path.ends_with(".toml") && file.path != "models/kinds.toml" {
            assert_eq!(complaints(&schema, &file.text), Vec::<String>::new(), "{}", file.path);
        }
    }
}

#[test]
fn every_rule_validates() {
    let schema = committed("rule.schema.json", &RULE);
    for file in read_folder(&root()).unwrap().iter().filter(|file| file.path.ends_with("/rule.md")) {
        assert_eq!(complaints(&schema, &declaration(&file.text)), Vec::<String>::new(), "{}", file.path);
    }
    assert_eq!(complaints(&schema, &declaration(super::tests::SQL_RULE)), Vec::<String>::new());
}

#[test]
fn what_the_reader_refuses_by_form_the_schema_refuses_too() {
    let model = document(&MODEL, "model.schema.json");
    let head = "library = \"l\"\nhomepage = \"h\"\n";
    for rows in [
        "cwe = 89",
        "[[sanitiser]]\napi = \"l.x\"",
        "[[clean]]",
        "[[clean]]\napi = \"l.x\"\napis = [\"l.y\"]",
        "[[clean]]\napi = \"l.x()\"",
        "[[clean]]\napi = \"?.x\"",
        "[[clean]]\napi = \"l.x\"\nreceivers = [\"x\"]",
        "[[clean]]\napi = \"l.x\"\nversions = \"2\"",
        "[[clean]]\napi = \"l.x\"\nwhen = [{ port = \"0\", is = 1, given = true }]",
        "[[clean]]\napi = \"l.x\"\nwhen = [{ port = \"0[\", is = 1 }]",
        "[[route]]\napi = \"l.x\"\ndecorator = false",
    ] {
        assert_ne!(complaints(&model, &format!("{head}{rows}")), Vec::<String>::new(), "{rows}");
    }
    let rule = document(&RULE, "rule.schema.json");
    let good = declaration(super::tests::SQL_RULE);
    for (part, by) in
        [("since", "api = \"x\"\nsince"), ("sources", "lacks"), ("\"high\"", "\"hihg\""), ("cwe = 89", "")]
    {
        assert_ne!(complaints(&rule, &good.replace(part, by)), Vec::<String>::new(), "{part}");
    }
}

#[test]
fn what_the_manual_shows_validates() {
    let model = document(&MODEL, "model.schema.json");
    let row = r#"
library = "flask"
homepage = "https://flask.palletsprojects.com"
[[source]]
api = "?.execute"
receivers = ["cursor", "cur"]
kind = "remote-input"
to = "1(0)"
versions = ">=2,<3"
origin = "generated"
repair = "r"
example = "e"
fact = "f"
when = [
  { port = "shell", is = true }, { port = "0", is = ["md5", "sha1"] }, { port = "0:x", is_not = { null = true } },
  { port = "2..", matches = "a" }, { port = "1:Loader", refers = ["yaml.SafeLoader"] },
  { port = "*", given = false }, { port = "receiver.a[b][](1)()", constant = true },
]
[[use]]
api = "x.y"
kind = "cookie"
settings = [{ kind = "http-only", when = [{ port = "httponly", is = true }] }]
[[route]]
api = "x.z"
methods_of_base = ["get", "post"]
returns = { kind = "html", context = "response" }
[[wiring]]
api = "x.w"
invokes = "0"
arguments = [{ from = "1[]", to = 0 }]
"#;
    assert_eq!(complaints(&model, row), Vec::<String>::new());
}

#[test]
fn flawline_toml_validates_as_it_is_read() {
    let schema = committed("config.schema.json", &CONFIG);
    let good = "fail-on = \"high\"\nthreat-model = [\"local\"]\n[[leave-out]]\npaths = [\"a/**\"]\nreason = \"b\"\n\
                [[count-as]]\nscope = \"test\"\npaths = [\"a\"]\nreason = \"b\"\n[[rule]]\nid = \"weak-hash\"\noff = true\nreason = \"b\"";
    assert_eq!(complaints(&schema, good), Vec::<String>::new());
    for bad in [
        "fail_on = \"high\"",
        "threat-model = []",
        "scope = \"test\"",
        "[[leave-out]]\npaths = [\"a\"]",
        "[[leave-out]]\npaths = [\"/a\"]\nreason = \"b\"",
        "[[rule]]\nid = \"weak-hash\"\nreason = \"b\"",
    ] {
        assert_ne!(complaints(&schema, bad), Vec::<String>::new(), "{bad}");
        assert!(crate::Config::read("flawline.toml", bad).is_err(), "{bad}");
    }
}
