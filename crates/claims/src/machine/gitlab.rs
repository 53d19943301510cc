//! GitLab's report of a security scanner.
//!
//! Takes a report; gives claims.

use serde_json::Value;

use super::gather::Gather;
use super::json::{lines, list, text};
use super::texts::{MOST, quote, say, symbols, title};
use super::{ids, levels, texts, uri};
use crate::claim::{Claimed, ClaimedPlace, ClaimedWeakness, Claims, Format};

/// Types of identifiers that are no rule's.
const CATALOGUES: [&str; 5] = ["cwe", "owasp", "cve", "ghsa", "wasc"];

/// Whether a report is one for GitLab.
pub(super) fn is_one(report: &Value) -> bool {
    let Some(results) = report["vulnerabilities"].as_array() else { return false };
    report["scan"].is_object()
        || results.iter().any(|result| result["identifiers"].is_array())
        || results.is_empty() && report["version"].is_string()
}

/// Reads a report.
pub(super) fn read(report: &Value) -> Claims {
    let mut gather = Gather::new(Format::GitLab);
    gather.each(list(&report["vulnerabilities"]), |result, _| claimed(result));
    gather.end()
}

fn claimed(result: &Value) -> Claimed {
    let identifiers = list(&result["identifiers"]);
    let identifiers = &identifiers[..identifiers.len().min(MOST)];
    let kind = |one: &Value| text(&one["type"]).map(str::to_lowercase).unwrap_or_default();
    let mut weaknesses = Vec::new();
    for one in identifiers.iter().filter(|one| kind(one) == "cwe") {
        ids::merge(&mut weaknesses, weakness(one));
    }
    // What it is called by is the id of the scanner's rule, not that of a catalogue.
    let mut rules = identifiers.iter().filter(|one| !CATALOGUES.contains(&kind(one).as_str()));
    let label = rules.find_map(|one| text(&one["value"]).or_else(|| text(&one["name"])));
    let (name, message, description) = (text(&result["name"]), text(&result["message"]), text(&result["description"]));
    let mut words = String::new();
    [message, description].into_iter().flatten().for_each(|text| say(&mut words, text));
    let said = symbols(&words);
    // A flag tells a doubt of the program, which has reported it all the same.
    for flag in list(&result["flags"]).iter().take(MOST) {
        say(&mut words, text(&flag["description"]).unwrap_or_default());
    }
    if weaknesses.is_empty() {
        weaknesses = ids::mentioned(&words);
    }
    let location = &result["location"];
    let place = ClaimedPlace {
        path: text(&location["file"]).map(uri::written),
        is_carried: false,
        is_mentioned: false,
        lines: lines(&location["start_line"], &location["end_line"], &Value::Null).into_iter().collect(),
        quotes: text(&result["raw_source_code_extract"]).and_then(quote).into_iter().collect(),
        route: None,
    };
    Claimed {
        label: label.map(texts::label),
        title: name.or(message).or(label).or(description).map(title).unwrap_or_default(),
        weaknesses,
        places: Some(place).filter(|place| *place != ClaimedPlace::default()).into_iter().collect(),
        symbols: said,
        words,
        severity: levels::word(&result["severity"]),
        mitigation: text(&result["solution"]).map(|text| text.trim().to_owned()).unwrap_or_default(),
        ..Claimed::default()
    }
}

/// The weakness of an identifier: the number in its value, the name in its name.
fn weakness(identifier: &Value) -> Vec<ClaimedWeakness> {
    let mut found = ids::of_value(&identifier["value"]);
    for key in ["name", "url"] {
        ids::merge(&mut found, text(&identifier[key]).map(ids::of_text).unwrap_or_default());
    }
    found
}
