//! Two documents side by side: values in the order in which a reader looks at them, lists of findings as pairs.

use std::collections::BTreeSet;

use review::{masked, merged, secret_spans};
use serde_json::{Map, Value};

use super::pairs::{finding, pairs};
use super::standing::{Files, Quoted};
use super::{Difference, DifferenceKind, Rederived};
use crate::limits;

/// The keys that are looked at first, in this order; the others follow in that of the alphabet.
const FIRST: [&str; 13] = [
    "finding",
    "rule",
    "title",
    "cwe",
    "id",
    "name",
    "location",
    "path",
    "line",
    "quote",
    "masks",
    "flow",
    "fingerprints",
];

/// Lists of findings, and of what is said of comments.
const LISTS: [&str; 5] = ["findings", "elsewhere", "suppressed", "stale_suppressions", "foreign_suppressions"];

/// What else is compared. Which files are passed over, and where they lie, is not the same in every copy of a project.
const OTHERS: [&str; 14] = [
    "/complete",
    "/withheld",
    "/configuration",
    "/coverage/languages",
    "/coverage/functions",
    "/coverage/calls",
    "/coverage/gaps",
    "/coverage/cuts",
    "/coverage/opaque",
    "/coverage/unresolved_calls",
    "/coverage/versions",
    "/coverage/unsettled_versions",
    "/coverage/looked_for",
    "/coverage/not_looked_for",
];

/// What is not there.
static NOTHING: Value = Value::Null;

/// The entries of a list; none, where there is no list.
fn entries<'v>(document: &'v Value, list: &str) -> &'v [Value] {
    document[list].as_array().map_or(&[], Vec::as_slice)
}

/// A comparison as it goes on.
pub(super) struct Comparison<'a> {
    files: Files<'a>,
    out: Rederived,
    /// The finding that is looked at.
    finding: Option<String>,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(files: Files<'a>) -> Self {
        Self { files, out: Rederived::default(), finding: None }
    }

    pub(super) fn end(self, causes: Vec<String>) -> Rederived {
        Rederived { causes, ..self.out }
    }

    /// Compares two reviews.
    pub(super) fn documents(&mut self, said: &Value, given: &Value) {
        for list in LISTS {
            self.list(&format!("/{list}"), entries(said, list), entries(given, list));
        }
        for pointer in OTHERS {
            let (said, given) = (said.pointer(pointer).unwrap_or(&NOTHING), given.pointer(pointer).unwrap_or(&NOTHING));
            self.values(pointer, said, given);
        }
    }

    /// Compares two lists of findings.
    fn list(&mut self, pointer: &str, said: &[Value], given: &[Value]) {
        let pairs = pairs(said, given);
        for (at, entry) in said.iter().enumerate() {
            let pointer = format!("{pointer}/{at}");
            self.finding = Some(label(entry));
            self.count(entry);
            if let Some(other) = pairs[at] {
                self.values(&pointer, entry, &given[other]);
                continue;
            }
            let quoted = finding(entry);
            let stands = || "Its quote stands at its place.".to_owned();
            let has_quote = quoted.get("quote").is_some();
            let remark = has_quote.then(|| self.stands(quoted).err().unwrap_or_else(stands));
            self.differ(pointer, DifferenceKind::NotFoundAgain, Some(brief(entry)), None, remark);
        }
        let taken: BTreeSet<usize> = pairs.iter().copied().flatten().collect();
        for (at, entry) in given.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
            self.finding = Some(label(entry));
            let remark = Some(format!("It is number {} of the list that the code gives.", at + 1));
            self.differ(pointer.to_owned(), DifferenceKind::NotInTheReview, None, Some(brief(entry)), remark);
        }
        self.finding = None;
        let order: Vec<usize> = pairs.into_iter().flatten().collect();
        if !order.is_sorted() {
            self.differ(pointer.to_owned(), DifferenceKind::Order, None, None, None);
        }
    }

    /// Counts what a finding says.
    fn count(&mut self, entry: &Value) {
        let finding = finding(entry);
        if finding.get("fingerprints").is_none() {
            return;
        }
        let steps = |name: &str| finding[name].as_array().map_or(0, Vec::len);
        self.out.findings += 1;
        self.out.steps += steps("flow") + steps("checks");
    }

    /// Compares two values. How deep they go is bounded by the reader of JSON.
    fn values(&mut self, pointer: &str, said: &Value, given: &Value) {
        match (said, given) {
            (Value::Object(said), Value::Object(given)) => self.objects(pointer, said, given),
            (Value::Array(said), Value::Array(given)) => {
                for (at, (said, given)) in said.iter().zip(given).enumerate() {
                    self.values(&format!("{pointer}/{at}"), said, given);
                }
                for (at, said) in said.iter().enumerate().skip(given.len()) {
                    self.differ(
                        format!("{pointer}/{at}"),
                        DifferenceKind::NotFoundAgain,
                        Some(brief(said)),
                        None,
                        None,
                    );
                }
                for (at, given) in given.iter().enumerate().skip(said.len()) {
                    self.differ(
                        format!("{pointer}/{at}"),
                        DifferenceKind::NotInTheReview,
                        None,
                        Some(brief(given)),
                        None,
                    );
                }
            }
            _ if said == given => {}
            _ => self.differ(pointer.to_owned(), DifferenceKind::Other, Some(brief(said)), Some(brief(given)), None),
        }
    }

    fn objects(&mut self, pointer: &str, said: &Map<String, Value>, given: &Map<String, Value>) {
        let mut keys: Vec<&String> = said.keys().chain(given.keys()).collect();
        let rank = |key: &str| FIRST.iter().position(|first| *first == key).unwrap_or(FIRST.len());
        keys.sort_by_key(|key| (rank(key), key.as_str()));
        keys.dedup();
        let is_quote = said.contains_key("quote") && given.contains_key("quote") && given.contains_key("masks");
        for key in keys {
            match key.as_str() {
                "quote" if is_quote => {
                    self.quotes(pointer, said, given);
                    continue;
                }
                "masks" if is_quote => continue,
                _ => {}
            }
            let at = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
            match (said.get(key), given.get(key)) {
                (Some(said), Some(given)) => self.values(&at, said, given),
                (Some(said), None) => self.differ(at, DifferenceKind::NotFoundAgain, Some(brief(said)), None, None),
                (None, Some(given)) => self.differ(at, DifferenceKind::NotInTheReview, None, Some(brief(given)), None),
                (None, None) => {}
            }
        }
    }

    /// Compares two quotes, and looks up the one of the review.
    fn quotes(&mut self, pointer: &str, said: &Map<String, Value>, given: &Map<String, Value>) {
        let masks = |value: &Map<String, Value>| value.get("masks").map(ranges).unwrap_or_default();
        let text =
            |value: &Map<String, Value>| value.get("quote").and_then(Value::as_str).unwrap_or_default().to_owned();
        let (own, others) = (masks(said), masks(given));
        let all = union(&own, &others);
        let (one, other) = (Quoted::new(&text(said), &all), Quoted::new(&text(given), &all));
        let stands = self.stands(&Value::Object(said.clone()));
        if !one.is_like(&other) {
            // Where what is hidden has moved, nobody knows what of the review's text is to be hidden.
            let shown = if own == others { one.shown() } else { HIDDEN.to_owned() };
            let given = Quoted::new(&text(given), &others).shown();
            self.differ(format!("{pointer}/quote"), DifferenceKind::Other, Some(shown), Some(given), stands.err());
        } else if own != others {
            let shown = |ranges: &[(usize, usize)]| format!("hidden: {}", spelt(ranges));
            self.differ(
                format!("{pointer}/masks"),
                DifferenceKind::Other,
                Some(shown(&own)),
                Some(shown(&others)),
                None,
            );
        } else if let Err(why) = stands {
            self.differ(format!("{pointer}/quote"), DifferenceKind::NotInTheFile, Some(one.shown()), None, Some(why));
        }
    }

    /// Whether the quote of an object stands where it says: the object has a place, or is one.
    fn stands(&mut self, object: &Value) -> Result<(), String> {
        let location = if object.get("location").is_some() { &object["location"] } else { object };
        let Some(quote) = object["quote"].as_str() else { return Ok(()) };
        self.out.quotes += 1;
        self.files.holds(location, &Quoted::new(quote, &ranges(&object["masks"])))
    }

    fn differ(
        &mut self,
        pointer: String,
        kind: DifferenceKind,
        said: Option<String>,
        given: Option<String>,
        remark: Option<String>,
    ) {
        self.out.count += 1;
        if self.out.differences.len() < limits::DIFFERENCES {
            let finding = self.finding.clone();
            let said = said.map(|text| without_secrets(&text));
            let given = given.map(|text| without_secrets(&text));
            self.out.differences.push(Difference { pointer, finding, kind, said, given, remark });
        }
    }
}

/// Stands for a text of which it is not known what of it is to be hidden.
const HIDDEN: &str = "(a quote with a hidden part)";

/// Ranges of code points.
fn ranges(value: &Value) -> Vec<(usize, usize)> {
    let number = |value: &Value| value.as_u64().and_then(|number| usize::try_from(number).ok());
    let range = |range: &Value| Some((number(&range[0])?, number(&range[1])?)).filter(|(start, end)| start < end);
    let mut ranges: Vec<(usize, usize)> = value.as_array().into_iter().flatten().filter_map(range).collect();
    ranges.sort_unstable();
    ranges
}

/// Two lists of ranges as one.
fn union(one: &[(usize, usize)], other: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut all = [one, other].concat();
    all.sort_unstable();
    all.dedup();
    // They may overlap: what ends first may be left first, so the later ones are cut.
    let mut end = 0;
    all.retain_mut(|range| {
        range.0 = range.0.max(end);
        end = end.max(range.1);
        range.0 < range.1
    });
    all
}

fn spelt(ranges: &[(usize, usize)]) -> String {
    let parts: Vec<String> = ranges.iter().take(10).map(|(start, end)| format!("{start}-{end}")).collect();
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") }
}

/// Rule, id and place of a finding.
fn label(entry: &Value) -> String {
    let finding = finding(entry);
    let text = |pointer: &str| finding.pointer(pointer).and_then(Value::as_str).unwrap_or("?").to_owned();
    let line = finding.pointer("/location/line").map_or_else(String::new, |line| format!(":{line}"));
    let what = match (finding.get("rule"), finding.pointer("/cwe/id")) {
        (Some(_), Some(id)) => format!("{} (CWE-{id})", text("/rule")),
        _ => "a comment".to_owned(),
    };
    format!("{what} at {}{line}", text("/location/path"))
}

/// A value as it may be shown: hidden parts hidden, and no longer than a reader wants.
fn brief(value: &Value) -> String {
    let shown = match (finding(value).get("quote").and_then(Value::as_str), value) {
        (Some(quote), _) => {
            let finding = finding(value);
            let quote = Quoted::new(quote, &ranges(&finding["masks"])).shown();
            match finding["message"].as_str().or(finding["note"].as_str()) {
                Some(words) => format!("{quote} — {words}"),
                None => quote,
            }
        }
        (None, Value::String(text)) => text.clone(),
        (None, other) => other.to_string(),
    };
    let end = shown.char_indices().nth(limits::SHOWN).map_or(shown.len(), |(at, _)| at);
    if end < shown.len() { format!("{}…", &shown[..end]) } else { shown }
}

/// A text with what has the form of a secret hidden.
fn without_secrets(text: &str) -> String {
    masked(text, 0, &merged(secret_spans(text))).0
}
