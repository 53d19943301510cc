//! Numbers of weaknesses in a line: behind the word CWE, behind a key for them, and in addresses of MITRE's pages.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::limits;

/// `CWE-89`, `cwe_089`, `CWE: 89`.
static ID: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)(?:^|[^\p{L}\p{N}])(CWE(?:[-‐‑–—_ :#]|\s){0,2})([0-9]{1,10})").ok());

/// `cwe_id = 89`, `"cwe": [89, "79"]`, `CWE ID: 89`; the list is taken apart.
static KEYED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let key =
        r#"(?i)(?:^|[^\p{L}\p{N}])(?:[a-z]{1,12}[_-])?cwe(?:[-_ ]?(?:ids?|numbers?))?["'*`]{0,3}\s{0,3}[:=]\s{0,3}"#;
    Regex::new(&format!(r#"{key}((?:\[\s{{0,3}})?["']?[0-9]{{1,6}}(?:["']?\s{{0,3}},\s{{0,3}}["']?[0-9]{{1,6}})*)"#))
        .ok()
});

/// An entry of a list, and nothing else.
static ENTRY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"^\s*-\s+["']?([0-9]{1,6})["']?\s*(?:#.*)?$"#).ok());

/// Where the pages of weaknesses are.
static PAGE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"cwe\.mitre\.org/data/definitions/([0-9]{1,10})").ok());

/// A number of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) id: u32,
    /// Where it begins, with the word before it, and ends, in bytes.
    pub(super) at: Range<usize>,
    /// Whether it stands as in `CWE-89`, so that a name may follow.
    pub(super) is_spelt: bool,
}

/// The numbers of a line, in its order, not many more than are read of a text. `is_list` says that it may be an entry of a list of them.
pub(super) fn numbers(line: &str, is_list: bool) -> Vec<Number> {
    let mut all = Vec::new();
    let mut ends = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for found in ID.iter().flat_map(|pattern| pattern.captures_iter(line)) {
        let (Some(word), Some(digits)) = (found.get(1), found.get(2)) else { continue };
        let between = word.as_str().get(3..).unwrap_or_default();
        let behind = &line[digits.end()..];
        // The name of a list: "CWE 2023", `cwe2022-top25`.
        let is_spaced = between.chars().all(char::is_whitespace);
        let is_list =
            behind.trim_start_matches(['-', '_', ' ']).get(..3).is_some_and(|word| word.eq_ignore_ascii_case("top"));
        // "CWE: 25 weaknesses" counts.
        let is_count = between.contains(':') && behind.trim_start().starts_with(char::is_alphabetic);
        if goes_on(behind) || is_count || (is_spaced || is_list) && is_year(digits.as_str()) {
            continue;
        }
        let id = number(digits.as_str());
        all.push(Number { id, at: word.start()..digits.end(), is_spelt: true });
        ends.insert(digits.end());
        ids.insert(id);
        if all.len() > limits::MENTIONS {
            return all;
        }
    }
    let page = PAGE.iter().flat_map(|pattern| pattern.captures_iter(line)).filter_map(|found| found.get(1));
    for digits in page {
        let id = number(digits.as_str());
        // The page behind an id says nothing new.
        if ids.insert(id) && all.len() <= limits::MENTIONS {
            ends.insert(digits.end());
            all.push(Number { id, at: digits.range(), is_spelt: false });
        }
    }
    let list = KEYED.iter().flat_map(|pattern| pattern.captures_iter(line)).filter_map(|found| found.get(1));
    let entry = ENTRY.iter().filter(|_| is_list).filter_map(|pattern| pattern.captures(line)?.get(1));
    for list in list.chain(entry) {
        let behind = &line[list.end()..];
        if goes_on(behind) || behind.trim_start().starts_with(char::is_alphabetic) {
            continue;
        }
        let mut from = 0;
        while let Some(start) = list.as_str()[from..].find(|letter: char| letter.is_ascii_digit()).map(|at| from + at) {
            let rest = &list.as_str()[start..];
            let end = start + rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
            let at = list.start() + start..list.start() + end;
            if all.len() <= limits::MENTIONS && ends.insert(at.end) {
                all.push(Number { id: number(&list.as_str()[start..end]), at, is_spelt: false });
            }
            from = end;
        }
    }
    all.sort_by_key(|number| number.at.start);
    all
}

/// Whether digits are only the beginning of something else: of a word, or of a version as in "CWE 4.20".
fn goes_on(behind: &str) -> bool {
    let mut letters = behind.chars();
    match letters.next() {
        Some('.') => letters.next().is_some_and(|letter| letter.is_ascii_digit()),
        Some(letter) => letter.is_alphanumeric(),
        None => false,
    }
}

/// "CWE 2023" is a year of a list.
fn is_year(digits: &str) -> bool {
    digits.parse().is_ok_and(|year: u32| (2001..2100).contains(&year))
}

/// What has more digits than any number is a number all the same.
pub(super) fn number(digits: &str) -> u32 {
    digits.parse().unwrap_or(u32::MAX)
}
