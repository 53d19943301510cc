//! Flawline's own JSON: `docs/review.schema.json`.
//!
//! Takes a review; gives claims: the findings that count, those in other scopes, and those that a comment allows, which defend.
//! The steps of a flow are no places. Where a quote hides a secret, what is hidden is left out of it.

use serde_json::Value;

use super::gather::Gather;
use super::json::{lines, list, number, text};
use super::texts::{quote, say, symbols};
use super::{ids, levels, texts, uri};
use crate::claim::{Claimed, ClaimedPlace, Claims, Format, Quote, Stance};

/// Whether a report is a review by Flawline.
pub(super) fn is_one(report: &Value) -> bool {
    report["findings"].is_array() && report["program"]["name"] == "Flawline"
}

/// Reads a review.
pub(super) fn read(review: &Value) -> Claims {
    let mut gather = Gather::new(Format::Flawline);
    gather.each(list(&review["findings"]), |finding, _| claimed(finding));
    gather.each(list(&review["elsewhere"]), |finding, _| claimed(finding));
    gather.each(list(&review["suppressed"]), |allowed, _| {
        let mut claimed = claimed(&allowed["finding"]);
        if claimed != Claimed::default() {
            claimed.stance = Stance::Defends("suppressed".to_owned());
            say(&mut claimed.words, text(&allowed["reason"]).unwrap_or_default());
        }
        claimed
    });
    gather.end()
}

fn claimed(finding: &Value) -> Claimed {
    let said = text(&finding["message"]).unwrap_or_default();
    let mut words = String::new();
    say(&mut words, said);
    say(&mut words, text(&finding["impact"]).unwrap_or_default());
    let location = &finding["location"];
    let shown = text(&finding["quote"]).and_then(|shown| without_hidden(shown, list(&finding["masks"])));
    let place = ClaimedPlace {
        path: text(&location["path"]).map(uri::written),
        is_carried: false,
        is_mentioned: false,
        lines: lines(&location["line"], &location["end_line"], &location["end_column"]).into_iter().collect(),
        quotes: shown.into_iter().collect(),
        route: None,
    };
    let mitigation = &finding["mitigation"];
    let label = text(&finding["rule"]);
    Claimed {
        label: label.map(texts::label),
        title: text(&finding["title"]).or(label).map(texts::title).unwrap_or_default(),
        weaknesses: ids::of_value(&finding["cwe"]),
        places: Some(place).filter(|place| *place != ClaimedPlace::default()).into_iter().collect(),
        symbols: symbols(said),
        words,
        severity: levels::word(&finding["severity"]),
        mitigation: text(&mitigation["text"]).unwrap_or_default().to_owned(),
        offered: text(&mitigation["example"]).map(|code| code.trim_end().to_owned()).into_iter().collect(),
        ..Claimed::default()
    }
}

/// A quote in runs between what is hidden in it: ranges of letters, counted from 0, in their order.
fn without_hidden(shown: &str, masks: &[Value]) -> Option<Quote> {
    if masks.is_empty() {
        return quote(shown);
    }
    let mut runs = Vec::new();
    let mut run = String::new();
    let mut masks = masks.iter().filter_map(|mask| Some((number(&mask[0])?, number(&mask[1])?))).peekable();
    for (at, letter) in (0_u32..).zip(shown.chars()) {
        while masks.next_if(|(_, end)| *end <= at).is_some() {}
        if masks.peek().is_some_and(|(start, _)| *start <= at) {
            if !run.is_empty() {
                runs.push(std::mem::take(&mut run));
            }
        } else {
            run.push(letter);
        }
    }
    runs.push(run);
    texts::shown(runs.iter().map(String::as_str))
}
