//! Reviews that programs write.
//!
//! Takes a text; gives claims, where the text is in a form for machines, or is the one that Bandit prints. The form is told by how
//! the text begins, and then by what the JSON holds. What begins like JSON is never read as a document: it is told as unread where
//! it is broken or of another form.

mod bandit;
mod flawline;
mod gather;
mod github;
mod gitlab;
mod ids;
mod json;
mod levels;
mod sarif;
mod semgrep;
mod texts;
mod uri;

use serde_json::Value;
use serde_json::error::Category;

use self::texts::clip;
use crate::claim::{Claims, Unread};
use crate::limits;

/// Reads a text, if it is one for machines.
pub(crate) fn read(text: &str) -> Option<Claims> {
    let text = text.trim_start_matches('\u{feff}');
    if begins_like_json(text.trim()) {
        return Some(read_json(text));
    }
    bandit::is_text(text).then(|| bandit::read_text(text))
}

/// Whether a text begins as an object does, or a list of objects; a link in Markdown begins otherwise.
pub(crate) fn begins_like_json(text: &str) -> bool {
    if let Some(inside) = text.strip_prefix('{') {
        return inside.trim_start().starts_with(['"', '}']);
    }
    let Some(inside) = text.strip_prefix('[').map(str::trim_start) else { return false };
    let inside = inside.strip_prefix('[').map_or(inside, str::trim_start);
    inside.starts_with('{') || text == "[]"
}

fn read_json(text: &str) -> Claims {
    let mut values = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        match value {
            Ok(value) => values.push(value),
            Err(error) => return broken(text, &error),
        }
    }
    if let [one @ Value::Object(_)] = values.as_slice() {
        return read_object(one).unwrap_or_else(|| unknown(text));
    }
    // Pages of alerts, one after another or in a list.
    let alerts: Vec<Value> = values.into_iter().flat_map(members).flat_map(members).collect();
    if alerts.iter().any(github::is_one) { github::read(&alerts) } else { unknown(text) }
}

/// The members of a list; anything else alone.
fn members(value: Value) -> Vec<Value> {
    match value {
        Value::Array(values) => values,
        other => vec![other],
    }
}

fn read_object(report: &Value) -> Option<Claims> {
    let schema = report["$schema"].as_str().unwrap_or_default();
    if report["runs"].is_array() || clip(schema, limits::PATH).to_lowercase().contains("sarif") {
        Some(sarif::read(report))
    } else if flawline::is_one(report) {
        Some(flawline::read(report))
    } else if gitlab::is_one(report) {
        Some(gitlab::read(report))
    } else if semgrep::is_one(report) {
        Some(semgrep::read(report))
    } else if bandit::is_one(report) {
        Some(bandit::read(report))
    } else {
        github::is_one(report).then(|| github::read(std::slice::from_ref(report)))
    }
}

/// What cannot be read as JSON, and where.
fn broken(text: &str, error: &serde_json::Error) -> Claims {
    let why = match error.classify() {
        Category::Eof => "it is JSON that ends before its end",
        _ if error.to_string().starts_with("recursion limit") => "it is JSON that is nested too deeply",
        _ => "it begins like JSON and is none",
    };
    let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
    let at = line.floor_char_boundary(error.column().saturating_sub(limits::BEGINNING / 2));
    untold(u32::try_from(error.line()).unwrap_or(u32::MAX).max(1), &line[at..], why)
}

fn unknown(text: &str) -> Claims {
    untold(1, text.trim_start(), "it is JSON of a form that is not known")
}

fn untold(line: u32, text: &str, why: &'static str) -> Claims {
    let text = clip(text, limits::BEGINNING).to_owned();
    Claims { unread: vec![Unread { line, text, why }], ..Claims::default() }
}

#[cfg(test)]
mod tests;
