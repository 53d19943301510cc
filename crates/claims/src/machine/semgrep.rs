//! The JSON of Semgrep.
//!
//! Takes a report; gives claims. The steps of a trace are no places.

use serde_json::Value;

use super::gather::Gather;
use super::json::{lines, list, message, text};
use super::texts::{quote, say, symbols, title};
use super::{ids, levels, texts, uri};
use crate::claim::{Claimed, ClaimedPlace, Claims, Format, Stance};

/// Whether a report is one of Semgrep.
pub(super) fn is_one(report: &Value) -> bool {
    let results = list(&report["results"]);
    results.iter().any(|result| result["check_id"].is_string())
        || results.is_empty() && report["results"].is_array() && report["paths"].is_object()
}

/// Reads a report.
pub(super) fn read(report: &Value) -> Claims {
    let mut gather = Gather::new(Format::Semgrep);
    gather.each(list(&report["results"]), |result, _| claimed(result));
    gather.end()
}

fn claimed(result: &Value) -> Claimed {
    let extra = &result["extra"];
    let label = text(&result["check_id"]);
    let said = message(&extra["message"]).unwrap_or_default();
    let mut words = String::new();
    say(&mut words, said);
    let mut weaknesses = ids::of_value(&extra["metadata"]["cwe"]);
    if weaknesses.is_empty() {
        weaknesses = ids::mentioned(said);
    }
    let place = ClaimedPlace {
        path: text(&result["path"]).map(uri::written),
        is_carried: false,
        is_mentioned: false,
        lines: lines(&result["start"]["line"], &result["end"]["line"], &result["end"]["col"]).into_iter().collect(),
        quotes: text(&extra["lines"]).and_then(quote).into_iter().collect(),
        route: None,
    };
    let is_ignored = extra["is_ignored"].as_bool() == Some(true);
    // An id is made of folders and a name.
    let name = label.map(|id| id.rsplit_once('.').map_or(id, |(_, name)| name));
    Claimed {
        label: label.map(texts::label),
        title: name.map(title).unwrap_or_default(),
        weaknesses,
        places: Some(place).filter(|place| *place != ClaimedPlace::default()).into_iter().collect(),
        symbols: symbols(said),
        words,
        severity: levels::of_three(&extra["severity"]),
        offered: text(&extra["fix"]).map(|code| code.trim_end().to_owned()).into_iter().collect(),
        stance: if is_ignored { Stance::Defends("ignored".to_owned()) } else { Stance::Accuses },
        ..Claimed::default()
    }
}
