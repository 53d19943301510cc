//! Which finding of one review is which of the other: by what is most telling first, so that what differs in one is shown as a
//! difference, and not as one finding that is gone and another that has come.

use std::collections::{BTreeMap, VecDeque};

use serde_json::Value;

/// What tells an entry, the most telling first.
const KEYS: [&[&str]; 8] = [
    &["/fingerprints/place~1v1", "/fingerprints/code~1v1", "/location/path", "/location/line", "/location/column"],
    &["/rule", "/location/path", "/location/line", "/location/column"],
    &["/fingerprints/place~1v1", "/rule"],
    &["/fingerprints/code~1v1", "/rule"],
    &["/rule", "/location/path", "/quote"],
    &["/location/path", "/location/line", "/location/column"],
    &["/rule", "/location/path", "/function"],
    &["/location/path", "/location/line"],
];

/// The finding in an entry of a list: an entry may be one that a comment allows.
pub(super) fn finding(entry: &Value) -> &Value {
    entry.get("finding").unwrap_or(entry)
}

/// For each entry of `said` the entry of `given` that it is, by their numbers.
pub(super) fn pairs(said: &[Value], given: &[Value]) -> Vec<Option<usize>> {
    let mut pairs: Vec<Option<usize>> = vec![None; said.len()];
    let mut is_taken = vec![false; given.len()];
    for key in KEYS {
        let mut open: BTreeMap<Vec<String>, VecDeque<usize>> = BTreeMap::new();
        for (at, entry) in given.iter().enumerate().filter(|(at, _)| !is_taken[*at]) {
            if let Some(told) = told(entry, key) {
                open.entry(told).or_default().push_back(at);
            }
        }
        for (at, entry) in said.iter().enumerate() {
            if pairs[at].is_some() {
                continue;
            }
            let other = told(entry, key).and_then(|told| open.get_mut(&told)?.pop_front());
            if let Some(other) = other {
                pairs[at] = Some(other);
                is_taken[other] = true;
            }
        }
    }
    pairs
}

/// The values of a key; none when one of them is missing.
fn told(entry: &Value, key: &[&str]) -> Option<Vec<String>> {
    let finding = finding(entry);
    key.iter().map(|pointer| finding.pointer(pointer).map(Value::to_string)).collect()
}
