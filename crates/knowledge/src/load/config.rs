//! Reads `flawline.toml`.

use super::config_keys::CONFIG;
use super::table::{Table, with_document};
use super::text::{At, Law, Text};
use crate::config::{Config, CountedAs, FailOn, LeftOut, Position, RuleChange, Said};
use crate::error::Gathered;
use crate::{Confidence, KnowledgeErrors, KnowledgeFile, PathPattern, Scope, Severity, Threat};

/// How many patterns of paths there may be: each is held against every file.
const MOST_PATTERNS: usize = 200;
/// How long a reason may be, in bytes.
const LONGEST_REASON: usize = 500;

/// What the file says, or everything that is wrong with it.
pub(crate) fn load_config(file: &KnowledgeFile) -> Result<Config, KnowledgeErrors> {
    let errors = Gathered::default();
    let text = Text::new(file, &file.text, 1, Law::None, &errors);
    let read = with_document(&text, &CONFIG, |document| config(&document));
    errors.into_result()?;
    Ok(read.unwrap_or_default())
}

fn config(document: &Table<'_>) -> Config {
    let one = |key| document.string(key);
    Config {
        file: Some(document.text.file.to_owned()),
        confidence: one("confidence").and_then(|word| said(document, word, Confidence::from_word)),
        severity: one("severity").and_then(|word| said(document, word, Severity::from_word)),
        threats: all(document, "threat-model", Threat::from_word),
        scopes: all(document, "scope", Scope::from_word),
        fail_on: one("fail-on").and_then(|word| said(document, word, FailOn::from_word)),
        knowledge: one("knowledge").and_then(|folder| folder_of(document, folder)),
        left_out: document.tables("leave-out").iter().map(left_out).collect(),
        counted_as: document.tables("count-as").iter().filter_map(counted_as).collect(),
        rules: document.tables("rule").iter().filter_map(rule).collect(),
    }
}

fn said<T>(table: &Table<'_>, word: At<&str>, meaning: impl Fn(&str) -> Option<T>) -> Option<Said<T>> {
    Some(Said { value: meaning(word.value)?, at: position(table, word.at) })
}

/// All words of a list, in order and each once.
fn all<T: Ord>(table: &Table<'_>, key: &str, meaning: impl Fn(&str) -> Option<T>) -> Option<Said<Vec<T>>> {
    if !table.has(key) {
        return None;
    }
    let mut value: Vec<T> = table.strings(key).iter().filter_map(|word| meaning(word.value)).collect();
    value.sort_unstable();
    value.dedup();
    Some(Said { value, at: position(table, table.at_key(key)) })
}

fn position(table: &Table<'_>, at: usize) -> Position {
    Position { line: table.text.line(at), column: table.text.column(at) }
}

/// A folder below the one in which the file stands.
fn folder_of(document: &Table<'_>, folder: At<&str>) -> Option<Said<String>> {
    let names: Vec<&str> = folder.value.split('/').filter(|name| !name.is_empty() && *name != ".").collect();
    let leads_out = folder.value.starts_with('/') || folder.value.contains(['\\', ':']) || names.contains(&"..");
    if leads_out || names.is_empty() {
        let hint = "a folder below the one in which flawline.toml stands, with `/` between names";
        document.text.error(folder.at, "`knowledge` names no folder of the project", Some(hint.to_owned()));
        return None;
    }
    Some(Said { value: names.join("/"), at: position(document, folder.at) })
}

fn left_out(table: &Table<'_>) -> LeftOut {
    LeftOut { paths: patterns(table), reason: reason(table), at: position(table, table.at) }
}

fn counted_as(table: &Table<'_>) -> Option<CountedAs> {
    let scope = table.string("scope").and_then(|word| Scope::from_word(word.value))?;
    Some(CountedAs { scope, paths: patterns(table), reason: reason(table), at: position(table, table.at) })
}

fn rule(table: &Table<'_>) -> Option<RuleChange> {
    let severity = table.string("severity").and_then(|word| Severity::from_word(word.value));
    Some(RuleChange {
        id: table.owned("id")?,
        severity,
        paths: patterns(table),
        reason: reason(table),
        at: position(table, table.at),
    })
}

fn patterns(table: &Table<'_>) -> Vec<PathPattern> {
    let mut read = Vec::new();
    for text in table.strings("paths") {
        if table.text.count_pattern() > MOST_PATTERNS {
            let message = format!("there are more than {MOST_PATTERNS} patterns of paths");
            table.text.error(text.at, message, Some("name folders".to_owned()));
            break;
        }
        match PathPattern::new(text.value) {
            Ok(pattern) => read.push(pattern),
            Err(why) => {
                let message = format!("\"{}\" is not a pattern of paths", shortened(text.value));
                table.text.error(text.at, message, Some(why.to_owned()));
            }
        }
    }
    read
}

fn reason(table: &Table<'_>) -> String {
    let reason = table.owned("reason").unwrap_or_default();
    if reason.len() > LONGEST_REASON {
        table.error("reason", format!("the reason is longer than {LONGEST_REASON} bytes"), None);
    } else if !reason.is_empty() && !reason.chars().any(char::is_alphanumeric) {
        table.error("reason", "this is no reason", Some("say why in words".to_owned()));
    }
    reason
}

fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}
