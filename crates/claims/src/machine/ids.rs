//! Ids of weaknesses as programs write them: `external/cwe/cwe-089`, `CWE-89: Name`, 89, an address of MITRE's, or a list of these.

use serde_json::Value;

use super::json::{number, text};
use super::texts::{LONGEST, MOST, clip};
use crate::claim::ClaimedWeakness;
use crate::weakness::{has_id, weaknesses};

/// Where the pages of weaknesses are; their number follows.
const PAGES: &str = "cwe.mitre.org/data/definitions/";

/// The weaknesses of a value that stands behind a key for them.
pub(super) fn of_value(value: &Value) -> Vec<ClaimedWeakness> {
    let mut all = Vec::new();
    match value {
        Value::Array(values) => values.iter().for_each(|value| merge(&mut all, of_one(value))),
        one => merge(&mut all, of_one(one)),
    }
    all
}

fn of_one(value: &Value) -> Vec<ClaimedWeakness> {
    if let Value::Object(object) = value {
        let key = ["id", "cwe_id", "cweId", "value"].iter().find_map(|key| object.get(*key));
        let mut found = key.map(of_scalar).unwrap_or_default();
        if let ([one], Some(name)) = (found.as_mut_slice(), text(&value["name"])) {
            one.name = one.name.take().or_else(|| name_of(one.id, name));
        }
        return found;
    }
    of_scalar(value)
}

fn of_scalar(value: &Value) -> Vec<ClaimedWeakness> {
    match (number(value), value.as_str()) {
        (Some(id), _) => one(id).into_iter().collect(),
        (None, Some(text)) => of_text(text),
        _ => Vec::new(),
    }
}

/// The weaknesses of a tag, a label or another text that names them alone.
pub(super) fn of_text(text: &str) -> Vec<ClaimedWeakness> {
    let text = clip(text, LONGEST);
    if has_id(text) { named(weaknesses(text, true)) } else { of_address(text).into_iter().collect() }
}

/// The weaknesses that a text mentions, without names.
pub(super) fn mentioned(text: &str) -> Vec<ClaimedWeakness> {
    let text = clip(text, LONGEST);
    let mut all = named(weaknesses(text, false));
    merge(&mut all, of_address(text).into_iter().collect());
    all
}

/// The weakness to whose page an address leads.
fn of_address(text: &str) -> Option<ClaimedWeakness> {
    let (_, behind) = text.split_once(PAGES)?;
    let end = behind.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(behind.len());
    one(behind[..end].parse().ok()?)
}

/// A weakness without a name.
pub(super) fn one(id: u32) -> Option<ClaimedWeakness> {
    (id > 0).then_some(ClaimedWeakness { id, name: None })
}

/// A name that stands beside an id, without the id.
pub(super) fn name_of(id: u32, name: &str) -> Option<String> {
    let name = clip(name, LONGEST);
    if has_id(name) {
        return weaknesses(name, true).into_iter().find(|one| one.id == id)?.name;
    }
    let name = name.trim().trim_end_matches('.');
    name.contains(|letter: char| letter.is_alphabetic()).then(|| name.to_owned())
}

fn named(mut all: Vec<ClaimedWeakness>) -> Vec<ClaimedWeakness> {
    all.retain(|one| one.id > 0);
    all
}

/// Adds weaknesses to others; each stands once.
pub(super) fn merge(all: &mut Vec<ClaimedWeakness>, more: Vec<ClaimedWeakness>) {
    for weakness in more {
        let has_room = all.len() < MOST;
        match all.iter_mut().find(|known| known.id == weakness.id) {
            Some(known) => known.name = known.name.take().or(weakness.name),
            None if has_room => all.push(weakness),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn brief(value: &Value) -> Vec<(u32, Option<String>)> {
        of_value(value).into_iter().map(|one| (one.id, one.name)).collect()
    }

    #[test]
    fn ids_are_read_as_programs_write_them() {
        let named = |id: u32, name: &str| (id, Some(name.to_owned()));
        for (value, expected) in [
            (json!("external/cwe/cwe-089"), vec![(89, None)]),
            (json!("CWE-89: SQL Injection"), vec![named(89, "SQL Injection")]),
            (
                json!(["CWE-78: OS Command Injection", "CWE-88", 78]),
                vec![named(78, "OS Command Injection"), (88, None)],
            ),
            (json!(502), vec![(502, None)]),
            (json!("502"), vec![(502, None)]),
            (
                json!({"id": 502, "name": "Deserialization of Untrusted Data"}),
                vec![named(502, "Deserialization of Untrusted Data")],
            ),
            (json!({"id": "CWE-22", "name": "CWE-22"}), vec![(22, None)]),
            (json!("https://cwe.mitre.org/data/definitions/79.html"), vec![(79, None)]),
            (json!("security"), vec![]),
            (json!({}), vec![]),
            (json!(0), vec![]),
            (json!([[89], null, true]), vec![]),
        ] {
            assert_eq!(brief(&value), expected, "{value}");
        }
    }
}
