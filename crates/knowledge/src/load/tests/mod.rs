//! Texts in, knowledge or messages out.

mod config;
mod files;
mod kinds;
mod local;
mod models;
mod names;
mod pages;
mod ports;
mod rules;

use std::borrow::Cow;

use crate::{Knowledge, KnowledgeErrors, KnowledgeFile};

const KINDS: &str = r#"
[[kind]]
name = "remote-input"
role = "source"
threat = "remote"
summary = "What a client sends."
noun = "the request"

[[kind]]
name = "sql"
role = "sink"
summary = "Text that a database parses."
noun = "an SQL statement"

[[kind]]
name = "shell"
role = "sink"
contexts = ["command-line", "program", "arguments"]
summary = "A command."
noun = "a command"

[[kind]]
name = "cookie"
role = "use"
summary = "A cookie."
noun = "a cookie"

[[kind]]
name = "weak-hash"
role = "use"
contexts = ["digest", "password"]
summary = "A weak hash."
noun = "a weak hash"

[[kind]]
name = "http-only"
role = "setting"
summary = "Hidden from scripts."
noun = "the HttpOnly flag"
"#;

pub(super) const SQL_RULE: &str = r#"# SQL injection

```toml
id = "sql-injection"
shape = "flow"
severity = "high"
since = "0.1.0"
sources = ["remote-input"]
message = "{source} becomes part of {sink}"
impact = "An attacker can read all data."
repair = "bind the value as a parameter of {api}"

[[case]]
kind = "sql"
cwe = 89
```

## What it finds

Queries put together from text.

## Why it matters

```python
## not a heading
```

## How to repair it

## What it misses, and where it is wrong

## References
"#;

const SQL_RULE_FILE: &str = "rules/cwe-89-sql-injection/rule.md";

const MODEL_FILE: &str = "models/python/lib.toml";

fn load(files: &[(&'static str, &str)]) -> Result<Knowledge, KnowledgeErrors> {
    let file = |(path, text): &(&'static str, &str)| KnowledgeFile {
        path: Cow::Borrowed(path),
        text: Cow::Owned((*text).to_owned()),
        trusted: false,
        local: None,
    };
    let mut files: Vec<KnowledgeFile> = files.iter().map(file).collect();
    if !files.iter().any(|file| file.path == "models/kinds.toml") {
        files.push(file(&("models/kinds.toml", KINDS)));
    }
    Knowledge::load(&files)
}

fn good(files: &[(&'static str, &str)]) -> Knowledge {
    load(files).unwrap_or_else(|errors| panic!("{errors}"))
}

/// All messages.
fn messages(files: &[(&'static str, &str)]) -> Vec<String> {
    load(files).expect_err("something is wrong with these texts").0.iter().map(ToString::to_string).collect()
}

/// The rows, below the head of a model; they begin on line 3.
fn with_head(rows: &str) -> String {
    format!("library = \"lib\"\nhomepage = \"https://lib.example\"\n{rows}")
}

fn good_model(rows: &str) -> Knowledge {
    good(&[(MODEL_FILE, &with_head(rows))])
}

/// The one message about these rows, without the file's name.
fn model_error(rows: &str) -> String {
    one(&messages(&[(MODEL_FILE, &with_head(rows))]), MODEL_FILE)
}

/// The one message about the rule on SQL after replacing a part of its text, without the file's name.
fn rule_error(part: &str, by: &str) -> String {
    one(&messages(&[(SQL_RULE_FILE, &changed_rule(part, by))]), SQL_RULE_FILE)
}

fn changed_rule(part: &str, by: &str) -> String {
    assert!(SQL_RULE.contains(part), "{part}");
    SQL_RULE.replace(part, by)
}

fn one(messages: &[String], file: &str) -> String {
    assert_eq!(messages.len(), 1, "{messages:#?}");
    messages[0].strip_prefix(&format!("{file}:")).unwrap_or(&messages[0]).to_owned()
}
