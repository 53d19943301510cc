//! Ids of weaknesses in a text, and the names that the text gives them.

use std::sync::LazyLock;

use regex::Regex;

use crate::claim::ClaimedWeakness;
use crate::words::{folded, level, side};

/// Longer names are no names, in bytes.
const LONGEST: usize = 160;

static ID: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)\bCWE(?:[-‐‑–—_ :#]|\s){0,2}(\d{1,5})\b").ok());

/// Stands for code in a text in which ids are named; a name ends there.
pub(crate) const CODE: char = '\u{1}';

/// What separates an id from its name; a bracket is kept.
static LEAD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"^[\]\)*`]*\s*(?:(\()|[:：–—-]+|["“])?"#).ok());

/// Where in a text an id stands.
pub(crate) struct Found {
    /// The number.
    pub(crate) id: u32,
    /// Its place, in bytes.
    pub(crate) start: usize,
    /// The end of its place.
    pub(crate) end: usize,
}

/// All ids of a text, in its order.
pub(crate) fn ids(text: &str) -> Vec<Found> {
    let Some(pattern) = ID.as_ref() else { return Vec::new() };
    let found = pattern.captures_iter(text).filter_map(|found| {
        let (whole, number) = (found.get(0)?, found.get(1)?);
        Some(Found { id: number.as_str().parse().ok()?, start: whole.start(), end: whole.end() })
    });
    found.collect()
}

/// Whether a text holds an id.
pub(crate) fn has_id(text: &str) -> bool {
    ID.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// The ids of a text, with the names that stand behind them where the text is one that gives names: a heading, or what stands
/// behind a key.
pub(crate) fn weaknesses(text: &str, gives_names: bool) -> Vec<ClaimedWeakness> {
    let found = ids(text);
    let mut all: Vec<ClaimedWeakness> = Vec::new();
    for (at, one) in found.iter().enumerate() {
        let end = found.get(at + 1).map_or(text.len(), |next| next.start);
        let name = if gives_names { name(&text[one.end..end]) } else { None };
        match all.iter_mut().find(|known| known.id == one.id) {
            Some(known) => known.name = known.name.take().or(name),
            None => all.push(ClaimedWeakness { id: one.id, name }),
        }
    }
    all
}

/// The name that a text begins with that stands behind an id.
pub(crate) fn name(behind: &str) -> Option<String> {
    let lead = LEAD.as_ref()?.captures(behind)?;
    let is_in_brackets = lead.get(1).is_some();
    let rest = &behind[lead.get(0)?.end()..];
    let mut end = rest.len();
    let mut open = 0_i32;
    for (at, letter) in rest.char_indices() {
        match letter {
            '(' => open += 1,
            ')' if open == 0 && is_in_brackets => end = at,
            ')' => open -= 1,
            ';' | '|' | '\n' | '[' | '"' | '“' | '”' | CODE => end = at,
            '.' if rest[at..].starts_with(". ") => end = at,
            _ => {}
        }
        if end != rest.len() {
            break;
        }
    }
    let is_cut = rest[end..].starts_with(CODE);
    let name = rest[..end].trim();
    // "Eval Injection in `calc`"
    let name = if is_cut { without_last(name) } else { name };
    let name = without_level(name)
        .trim_matches([' ', '*', '_', '`', '/', ',', '&', '+', ':', '-', '–', '—', '(', '{', '，', '、']);
    let name = if open_brackets(name) { format!("{name})") } else { name.to_owned() };
    let first = name.split_whitespace().next().unwrap_or_default().to_lowercase();
    let is_level = name.split_whitespace().count() == 1 && level(&name).is_some();
    let is_name = !is_level
        && !is_status(&name)
        && name.chars().filter(|letter| letter.is_alphabetic()).count() >= 2
        && !GOES_ON.contains(&first.as_str());
    (is_name && name.len() <= LONGEST).then_some(name)
}

/// Words by which a sentence goes on behind an id.
const GOES_ON: [&str; 20] = [
    "and", "or", "in", "at", "is", "with", "to", "for", "as", "by", "of", "via", "because", "since", "dan", "on",
    "from", "pada", "di", "within",
];

/// A name without the words that lead to what follows it.
fn without_last(name: &str) -> &str {
    match name.rsplit_once(' ') {
        Some((before, last)) if GOES_ON.contains(&last.to_lowercase().as_str()) => before.trim_end(),
        _ => name,
    }
}

/// Whether a text says how things stand, and nothing else.
fn is_status(text: &str) -> bool {
    side(text).is_some_and(|(_, word)| folded(text) == word)
}

fn open_brackets(name: &str) -> bool {
    name.matches('(').count() > name.matches(')').count()
}

/// A name without the level that a heading puts behind it: "… (High)", "… — CRITICAL".
fn without_level(name: &str) -> &str {
    let Some((before, last)) = name.rsplit_once(['(', '[', '—', '–', '|', '-']) else { return name };
    let word = last.trim_matches([' ', ')', ']', '*']);
    let is_level = word.split_whitespace().count() <= 2 && level(word).is_some();
    if (is_level || is_status(word)) && !before.trim().is_empty() { before.trim_end() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<(u32, Option<String>)> {
        weaknesses(text, true).into_iter().map(|weakness| (weakness.id, weakness.name)).collect()
    }

    fn some(id: u32, name: &str) -> (u32, Option<String>) {
        (id, Some(name.to_owned()))
    }

    #[test]
    fn names_are_read_behind_ids() {
        assert_eq!(
            named("CWE-200: Information Exposure Through Debugging"),
            [some(200, "Information Exposure Through Debugging")]
        );
        assert_eq!(
            named("CWE-22 (Path Traversal), CWE-73 (External Control)"),
            [some(22, "Path Traversal"), some(73, "External Control")]
        );
        assert_eq!(
            named("CWE-862 Missing Authorization / CWE-770 Allocation"),
            [some(862, "Missing Authorization"), some(770, "Allocation")]
        );
        assert_eq!(named("CWE-79 — Cross-site Scripting (XSS) — HIGH"), [some(79, "Cross-site Scripting (XSS)")]);
        assert_eq!(named("[CWE-89](SQL Injection)"), [some(89, "SQL Injection")]);
        assert_eq!(named("SQL injection (CWE-89) - CRITICAL"), [(89, None)]);
        assert_eq!(named("CWE-22, CWE-59"), [(22, None), (59, None)]);
        assert_eq!(named("cwe 95 and CWE_78"), [(95, None), (78, None)]);
        assert_eq!(
            named("CWE-95: Improper Neutralization of Directives in Dynamically Evaluated Code ('Eval Injection')"),
            [some(95, "Improper Neutralization of Directives in Dynamically Evaluated Code ('Eval Injection')")]
        );
        assert_eq!(
            named("**CWE-327**: Use of a Broken or Risky Cryptographic Algorithm. It is weak."),
            [some(327, "Use of a Broken or Risky Cryptographic Algorithm")]
        );
        assert_eq!(named("CWE-798：使用硬编码的凭证"), [some(798, "使用硬编码的凭证")]);
    }

    #[test]
    fn what_is_no_id_is_none() {
        assert!(ids("CWES-12 and CWE-").is_empty());
        assert_eq!(ids("CWE-99999")[0].id, 99_999);
        assert_eq!(named("see CWE-89 in the login, and CWE-89: SQL Injection"), [some(89, "SQL Injection")]);
    }
}
