//! Rules and models: whatever their texts, they are loaded, or all that is wrong is said with file and line.

use std::borrow::Cow;

use knowledge::{Knowledge, KnowledgeFile};

const KINDS: &str = include_str!("../../models/kinds.toml");

/// Reads bytes as the vocabulary, as a model, as a rule's page and as a page of examples.
pub fn knowledge(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    loaded(&[file("models/kinds.toml", text.clone())]);
    for path in ["models/python/thing.toml", "rules/cwe-79-thing/rule.md"] {
        loaded(&[file("models/kinds.toml", KINDS.to_owned()), file(path, text.clone())]);
    }
}

fn loaded(files: &[KnowledgeFile]) {
    let Err(errors) = Knowledge::load(files) else { return };
    assert!(!errors.0.is_empty(), "it is not loaded, and not said why");
    for error in &errors.0 {
        assert!(!error.message.is_empty() && !error.to_string().is_empty(), "nothing is said of {}", error.file);
        let lines = files.iter().find(|file| file.path == error.file).map_or(0, |file| file.text.lines().count());
        assert!(error.line as usize <= lines + 1, "{error}: there are {lines} lines");
    }
}

fn file(path: &'static str, text: String) -> KnowledgeFile {
    KnowledgeFile { path: Cow::Borrowed(path), text: Cow::Owned(text), trusted: false, local: None }
}
