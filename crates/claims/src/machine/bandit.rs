//! What Bandit writes: JSON, and the text for people.
//!
//! Takes a report; gives claims. Of the lines that are shown, those are quoted that the finding is about; the lines around them
//! are not.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::gather::Gather;
use super::json::{lines, list, number, text};
use super::texts::{clip, quote, say, symbols, title};
use super::{ids, levels, texts, uri};
use crate::claim::{Claimed, ClaimedPlace, Claims, Format, Quote};
use crate::limits;

/// Whether a report is one of Bandit.
pub(super) fn is_one(report: &Value) -> bool {
    let results = list(&report["results"]);
    let is_of_it = |result: &Value| result["test_id"].is_string() || result["issue_text"].is_string();
    results.iter().any(is_of_it) || report["results"].is_array() && report["metrics"].is_object()
}

/// Reads a report in JSON.
pub(super) fn read(report: &Value) -> Claims {
    let mut gather = Gather::new(Format::BanditJson);
    gather.each(list(&report["results"]), |result, _| claimed(result));
    gather.end()
}

fn claimed(result: &Value) -> Claimed {
    let label = text(&result["test_id"]).or_else(|| text(&result["test_name"]));
    let said = text(&result["issue_text"]).unwrap_or_default();
    let last = list(&result["line_range"]).iter().filter_map(number).max();
    let range = lines(&result["line_number"], &last.map_or(Value::Null, Value::from), &Value::Null);
    let place = ClaimedPlace {
        path: text(&result["filename"]).map(uri::written),
        is_carried: false,
        is_mentioned: false,
        lines: range.into_iter().collect(),
        quotes: text(&result["code"]).and_then(|code| quoted(code, range)).into_iter().collect(),
        route: None,
    };
    let mut claimed = accused(label, said);
    claimed.weaknesses = ids::of_value(&result["issue_cwe"]);
    claimed.severity = levels::word(&result["issue_severity"]);
    claimed.places.extend(Some(place).filter(|place| *place != ClaimedPlace::default()));
    claimed
}

fn accused(label: Option<&str>, said: &str) -> Claimed {
    let mut words = String::new();
    say(&mut words, said);
    let title = if said.is_empty() { label.map(title).unwrap_or_default() } else { title(said) };
    Claimed { label: label.map(texts::label), title, symbols: symbols(said), words, ..Claimed::default() }
}

/// The lines of a range, out of lines with their numbers; all lines, where not all have one.
fn quoted(code: &str, range: Option<(u32, u32)>) -> Option<Quote> {
    let shown: Option<Vec<(u32, &str)>> = code.lines().map(numbered).collect();
    let Some(shown) = shown else { return quote(code) };
    let is_meant = |number: u32| range.is_none_or(|(first, last)| (first..=last).contains(&number));
    let meant: Vec<&str> = shown.iter().filter(|(number, _)| is_meant(*number)).map(|(_, line)| *line).collect();
    quote(&meant.join("\n"))
}

/// A line and its number, which one blank or tab parts from it.
fn numbered(line: &str) -> Option<(u32, &str)> {
    let end = line.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(line.len());
    let (number, rest) = line.split_at(end);
    let rest = rest.strip_prefix(['\t', ' ']).or_else(|| rest.is_empty().then_some(rest))?;
    Some((number.parse().ok()?, rest))
}

/// How a finding begins in the text for people.
const ISSUE: &str = ">> Issue: ";

/// What may stand before the first finding in it.
const HEADS: [&str; 5] = ["Run started", "Test results", "Working...", "Files in scope", "Files excluded"];

/// Colours of a terminal.
static COLOUR: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("\u{1b}\\[[0-9;]*m").ok());

static HEAD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\[([A-Z]\d+)(?::[^\]]*)?\]\s*(.*)$").ok());

static PLACE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^(.+?):(\d+)(?::\d+)?$").ok());

/// Whether a text is one that Bandit prints for people.
pub(super) fn is_text(text: &str) -> bool {
    let mut lines = text.lines().map(without_colour).filter(|line| !line.trim().is_empty());
    let Some(first) = lines.next() else { return false };
    let is_issue = |line: &str| line.trim_start().starts_with(ISSUE);
    let is_logged = first.starts_with('[') && first.contains("]\t");
    let is_head = is_logged || HEADS.iter().any(|head| first.starts_with(head));
    is_issue(&first) || is_head && lines.any(|line| is_issue(&line) || line.trim() == "No issues identified.")
}

/// A line without the colours of a terminal.
fn without_colour(line: &str) -> Cow<'_, str> {
    match COLOUR.as_ref().filter(|_| line.contains('\u{1b}')) {
        Some(colour) => colour.replace_all(line, ""),
        None => line.into(),
    }
}

/// Reads a text for people.
pub(super) fn read_text(report: &str) -> Claims {
    let mut gather = Gather::new(Format::BanditText);
    let mut finding: Option<Printed> = None;
    for line in report.lines() {
        let line = without_colour(line);
        if let Some(issue) = line.trim_start().strip_prefix(ISSUE) {
            end(finding.take(), &mut gather);
            if gather.is_full() {
                return gather.end();
            }
            finding = Some(Printed::of(issue.trim()));
        } else if line.starts_with("-----") || line.starts_with("Code scanned:") {
            end(finding.take(), &mut gather);
        } else if let Some(finding) = finding.as_mut() {
            finding.line(&line);
        }
    }
    end(finding.take(), &mut gather);
    gather.end()
}

fn end(finding: Option<Printed>, gather: &mut Gather) {
    if let Some(finding) = finding {
        let (claimed, issue) = finding.end();
        gather.add(claimed, || issue);
    }
}

/// A finding as it is printed, so far.
struct Printed {
    claimed: Claimed,
    place: ClaimedPlace,
    /// The lines that are shown, with their numbers.
    code: String,
    issue: String,
}

impl Printed {
    fn of(issue: &str) -> Self {
        let head = HEAD.as_ref().and_then(|head| head.captures(issue));
        let part = |at: usize| head.as_ref().and_then(|head| head.get(at)).map(|part| part.as_str());
        Self {
            claimed: accused(part(1), part(2).unwrap_or(issue)),
            place: ClaimedPlace::default(),
            code: String::new(),
            issue: clip(issue, limits::BEGINNING).to_owned(),
        }
    }

    fn line(&mut self, line: &str) {
        let bare = line.trim();
        let is_placed = self.place.path.is_some();
        if is_placed {
            // Behind its place stand the lines alone.
            if numbered(line).is_some() {
                self.code.push_str(line);
                self.code.push('\n');
            }
        } else if let Some(levels) = bare.strip_prefix("Severity:") {
            let word = levels.split("Confidence:").next().unwrap_or(levels).trim();
            self.claimed.severity = levels::word(&Value::from(word));
        } else if let Some(id) = bare.strip_prefix("CWE:") {
            self.claimed.weaknesses = ids::mentioned(id);
        } else if let Some(place) = bare.strip_prefix("Location:") {
            let place = place.trim();
            let found = PLACE.as_ref().and_then(|pattern| pattern.captures(place));
            let part = |at: usize| found.as_ref().and_then(|found| found.get(at)).map(|part| part.as_str());
            self.place.path = Some(uri::written(part(1).unwrap_or(place)));
            let line = part(2).and_then(|line| line.parse().ok()).filter(|line| *line > 0);
            self.place.lines = line.map(|line| (line, line)).into_iter().collect();
        }
    }

    fn end(mut self) -> (Claimed, String) {
        self.place.quotes = quoted(&self.code, self.place.lines.first().copied()).into_iter().collect();
        self.claimed.places.extend(Some(self.place).filter(|place| *place != ClaimedPlace::default()));
        (self.claimed, self.issue)
    }
}
