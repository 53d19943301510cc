//! Alerts of GitHub's code scanning, as its interface gives them: one, or a list.
//!
//! Takes alerts; gives claims. An alert that was dismissed, or that was fixed, defends.

use serde_json::Value;

use super::gather::Gather;
use super::json::{lines, list, message, text};
use super::texts::{MOST, say, symbols, title, without_links};
use super::{ids, levels, texts, uri};
use crate::claim::{Claimed, ClaimedPlace, Claims, Format, Stance};

/// Whether a value is an alert.
pub(super) fn is_one(value: &Value) -> bool {
    let rule = &value["rule"];
    value["most_recent_instance"].is_object()
        || rule.is_object() && value["state"].is_string() && (value["number"].is_u64() || value["tool"].is_object())
}

/// Reads alerts.
pub(super) fn read(alerts: &[Value]) -> Claims {
    let mut gather = Gather::new(Format::GitHub);
    gather.each(alerts, |alert, _| claimed(alert));
    gather.end()
}

fn claimed(alert: &Value) -> Claimed {
    let (rule, instance) = (&alert["rule"], &alert["most_recent_instance"]);
    let label = text(&rule["id"]).or_else(|| text(&rule["name"]));
    let said = without_links(message(&instance["message"]).unwrap_or_default());
    let short = text(&rule["description"]);
    let mut words = String::new();
    for text in [Some(said.as_str()), short, text(&rule["full_description"]), text(&rule["help"])].into_iter().flatten()
    {
        say(&mut words, text);
    }
    let mut weaknesses = label.map(ids::mentioned).unwrap_or_default();
    for tag in list(&rule["tags"]).iter().filter_map(Value::as_str).take(MOST) {
        ids::merge(&mut weaknesses, ids::of_text(tag));
    }
    if weaknesses.is_empty() {
        weaknesses = ids::mentioned(&words);
    }
    let stance = stance(alert);
    if let (Stance::Defends(_), Some(comment)) = (&stance, text(&alert["dismissed_comment"])) {
        say(&mut words, comment);
    }
    let location = &instance["location"];
    let place = ClaimedPlace {
        path: text(&location["path"]).map(uri::written),
        is_carried: false,
        is_mentioned: false,
        lines: lines(&location["start_line"], &location["end_line"], &location["end_column"]).into_iter().collect(),
        quotes: Vec::new(),
        route: None,
    };
    Claimed {
        label: label.map(texts::label),
        title: short.or(label).map(title).unwrap_or_default(),
        weaknesses,
        places: Some(place).filter(|place| *place != ClaimedPlace::default()).into_iter().collect(),
        symbols: symbols(&said),
        words,
        severity: levels::word(&rule["security_severity_level"]).or_else(|| levels::of_three(&rule["severity"])),
        stance,
        ..Claimed::default()
    }
}

fn stance(alert: &Value) -> Stance {
    let state = text(&alert["state"]).or_else(|| text(&alert["most_recent_instance"]["state"]));
    match state {
        Some("dismissed") => Stance::Defends(match text(&alert["dismissed_reason"]) {
            Some(reason) => format!("dismissed: {}", title(reason)),
            None => "dismissed".to_owned(),
        }),
        Some("fixed") => Stance::Defends("fixed".to_owned()),
        _ => Stance::Accuses,
    }
}
