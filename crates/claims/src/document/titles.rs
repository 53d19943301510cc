//! Titles of findings: label, name, level and what is said of how things stand.

use std::sync::LazyLock;

use regex::Regex;

use crate::weakness::ids;
use crate::words::{List, Side, begins_like, closing, folded, is_overview, level, side};

static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:[^\w\s\[(#]+\s*)?[\[(]?\s*((?i:finding|issue|vulnerability|vuln|bug|temuan|发现|漏洞|问题)\s*#?\s*\d{1,4}(?:\.\d+)?|#\d{1,4}|[A-Z][A-Za-z]{2,14} ?#\d{1,4}|[A-Z][A-Za-z]{0,11}(?:[-_][A-Z]{1,8})?[-_ ]?\d{1,4}(?:\.\d+)?|\d{1,3}(?:\.\d+)*(?:\s*(?:&|\+|and)\s*\d{1,3}(?:\.\d+)*)*)(?:[\])]|\b)\s*[\]):：.—–|-]*\s*").ok()
});

/// An entry of a list of known holes at the beginning of a title.
static HOLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\W*\[?(CVE-\d{4}-\d{3,7}|GHSA(?:-[0-9a-z]{4}){3})\b[\])]?\s*[):：.—–|-]*\s*").ok());

/// Whether a title begins with an entry of a list of known holes.
pub(crate) fn begins_with_hole(title: &str) -> bool {
    HOLE.as_ref().is_some_and(|hole| hole.is_match(title))
}

/// The label that a title begins with, and what stands behind it.
pub(crate) fn label(title: &str) -> Option<(&str, &str)> {
    if let Some(found) = HOLE.as_ref().and_then(|hole| hole.captures(title)) {
        return Some((found.get(1)?.as_str(), &title[found.get(0)?.end()..]));
    }
    let found = LABEL.as_ref()?.captures(title)?;
    let (whole, label) = (found.get(0)?, found.get(1)?);
    let is_word = label.as_str().starts_with(|letter: char| letter.is_ascii_alphabetic());
    let known = label.as_str().to_lowercase();
    // An id is no label, nor is the line of a place or the name of a method.
    if is_word && begins_like(List::Counter, &known) {
        return None;
    }
    let rest = &title[whole.end()..];
    // "P1 — High (this week)" says how urgent what follows is.
    if is_word && level_word(&known) && says_level(rest) {
        return None;
    }
    Some((label.as_str(), rest))
}

/// Whether a word is one for a level, as `P1` is.
fn level_word(word: &str) -> bool {
    level(word).is_some_and(|(_, known)| known == folded(word))
}

/// Whether a text is a level, with nothing behind it but what stands in brackets.
fn says_level(text: &str) -> bool {
    let bare = text.split(['(', '（', '[']).next().unwrap_or_default();
    let words = folded(bare);
    !words.is_empty() && level(bare).is_some_and(|(_, known)| words == known || words == format!("{known} priority"))
}

/// Whether a title begins with a label that is more than a number.
pub(crate) fn is_labelled(title: &str) -> bool {
    if begins_with_hole(title) {
        return false;
    }
    let is_label = |(label, rest): (&str, &str)| !rest.trim().is_empty() && label.chars().any(char::is_alphabetic);
    label(title).is_some_and(is_label) && !is_overview(title)
}

/// Whether a title begins with how things stand, and then says of what: "✅ PASS — Static files".
pub(crate) fn begins_with_verdict(title: &str) -> bool {
    let mut pieces = pieces(title.trim()).into_iter().filter(|piece| !folded(piece).is_empty());
    let Some(first) = pieces.next() else { return false };
    let is_word = side(first).is_some_and(|(_, word)| word == folded(first));
    is_word && pieces.next().is_some()
}

/// Whether a title begins with how bad something is, and whether it then says what: "CRITICAL — Open API", "Low / informational".
pub(crate) fn begins_with_level(title: &str) -> Option<bool> {
    let is_level = |piece: &str| {
        let words = folded(piece);
        !words.is_empty() && words.split(' ').all(|word| level(word).is_some_and(|(_, known)| known == word))
    };
    let all: Vec<&str> = pieces(title.trim()).into_iter().filter(|piece| !folded(piece).is_empty()).collect();
    let (first, rest) = all.split_first()?;
    let is_status = |piece: &str| side(piece).is_some_and(|(_, word)| word == folded(piece));
    // What stands in brackets says which of them are meant.
    let says = |piece: &str| !piece.trim_start().starts_with(['(', '[']) && !is_level(piece) && !is_status(piece);
    is_level(first).then(|| rest.iter().any(|piece| says(piece)))
}

/// A title, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Title {
    pub(crate) label: Option<String>,
    pub(crate) name: String,
    pub(crate) level: Option<(crate::Level, String)>,
    /// The word by which it says that nothing is wrong (any more).
    pub(crate) defence: Option<String>,
}

/// Takes a title apart.
pub(crate) fn title(text: &str) -> Title {
    let (label, rest) = match label(text) {
        Some((label, rest)) if !rest.trim().is_empty() => (Some(label.to_owned()), rest),
        _ => (None, text),
    };
    let mut title = Title { label, ..Title::default() };
    let mut name: Vec<&str> = Vec::new();
    let rest = rest.trim();
    for part in pieces(rest) {
        let bare = part.trim_matches([' ', '*', '_', '(', ')', '[', ']', '✅', '❌']);
        let words = folded(bare);
        let count = words.split(' ').filter(|word| !word.is_empty()).count();
        let is_whole = part.len() == rest.len();
        if part.trim().is_empty() {
            name.push(part);
            continue;
        }
        if count == 0 || !without_ids(bare).contains(char::is_alphanumeric) {
            continue;
        }
        let said = side(bare).filter(|(_, word)| !is_whole && folded(word) == words);
        if let Some((Side::Defends, word)) = said {
            title.defence = Some(word);
        } else if said.is_some() {
        } else if let Some(found) = level(bare)
            .filter(|_| count <= 2 && !is_whole || count == 1 && bare.chars().all(|letter| !letter.is_lowercase()))
        {
            title.level = title.level.or(Some(found));
        } else {
            name.push(part);
        }
    }
    title.name = without_ids(closed(&name.concat()));
    title.defence = title.defence.or_else(|| closing(&title.name));
    title
}

/// A name without a bracket at its end that is not closed: what closed it said how things stand.
fn closed(name: &str) -> &str {
    let opens = name.rfind(['(', '[']).filter(|&at| !name[at..].contains([')', ']']));
    opens.map_or(name, |at| &name[..at])
}

/// A title in the pieces that signs part.
fn pieces(title: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, letter) in title.char_indices() {
        let parts = match letter {
            ')' | ']' => {
                pieces.push(&title[start..=at]);
                start = at + 1;
                false
            }
            ':' => !title[at..].starts_with("://"),
            '(' | '[' | '—' | '–' | '|' | '：' | ',' | '✅' | '✔' | '❌' | '⚠' => true,
            '-' => title[..at].ends_with(' '),
            _ => false,
        };
        if parts && at > start {
            pieces.push(&title[start..at]);
            start = at;
        }
    }
    if start < title.len() {
        pieces.push(&title[start..]);
    }
    pieces
}

/// A name without the ids that stand in it.
fn without_ids(name: &str) -> String {
    let mut rest = String::new();
    let mut at = 0;
    for found in ids(name) {
        rest.push_str(&name[at..found.start]);
        at = found.end;
    }
    rest.push_str(&name[at..]);
    let rest =
        rest.replace("()", "").replace("[]", "").split_whitespace().collect::<Vec<_>>().join(" ").replace(" :", ":");
    rest.trim_matches([' ', ':', '-', '–', '—', ',', '|', '*', '/', '：']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Level;

    fn read(text: &str) -> (Option<String>, String, Option<Level>, Option<String>) {
        let title = title(text);
        (title.label, title.name, title.level.map(|(level, _)| level), title.defence)
    }

    #[test]
    fn titles_are_taken_apart() {
        let some = |text: &str| Some(text.to_owned());
        let cases = [
            (
                "F01 — Hard-coded key (High, CWE-798)",
                (some("F01"), "Hard-coded key".to_owned(), Some(Level::High), None),
            ),
            ("VULN-001: SQL injection in login", (some("VULN-001"), "SQL injection in login".to_owned(), None, None)),
            (
                "VUL-01 — CRITICAL: Open redirect",
                (some("VUL-01"), "Open redirect".to_owned(), Some(Level::Critical), None),
            ),
            (
                "INJ-001 — Search by name (CWE-89) — CRITICAL",
                (some("INJ-001"), "Search by name".to_owned(), Some(Level::Critical), None),
            ),
            ("CWE-200: Information Exposure", (None, "Information Exposure".to_owned(), None, None)),
            ("3. Weak hash [FIXED]", (some("3"), "Weak hash".to_owned(), None, some("fixed"))),
            (
                "Finding 4: Secure cookies are missing",
                (some("Finding 4"), "Secure cookies are missing".to_owned(), None, None),
            ),
            ("🔴 H-2: Debug mode", (some("H-2"), "Debug mode".to_owned(), None, None)),
            (
                "F-3: MEDIUM — Plain connections (ws://) — ⚠️ ACCEPTED RISK",
                (some("F-3"), "Plain connections (ws://)".to_owned(), Some(Level::Medium), None),
            ),
            ("F-6: Old keys — NOT RESOLVED", (some("F-6"), "Old keys".to_owned(), None, None)),
            (
                "F-4: LOW (POSITIVE) — Commands are lists",
                (some("F-4"), "Commands are lists".to_owned(), Some(Level::Low), some("positive")),
            ),
            (
                "F-5: SQL injection properly mitigated",
                (some("F-5"), "SQL injection properly mitigated".to_owned(), None, some("properly mitigated")),
            ),
            (
                "1. SQL Injection (CWE-89) ✅ PROTECTED",
                (some("1"), "SQL Injection".to_owned(), None, some("protected")),
            ),
            ("8. Markup (XSS) N/A", (some("8"), "Markup (XSS)".to_owned(), None, some("n a"))),
            ("Observation #2: Memory", (some("Observation #2"), "Memory".to_owned(), None, None)),
            ("CVE-2024-37891 (urllib3) - Leaks", (some("CVE-2024-37891"), "(urllib3) - Leaks".to_owned(), None, None)),
            (
                "5 & 6. No limit / weak check of endings",
                (some("5 & 6"), "No limit / weak check of endings".to_owned(), None, None),
            ),
            ("7. No login — Low (documented, not fixed)", (some("7"), "No login".to_owned(), Some(Level::Low), None)),
            ("8. K403 (LOW): A key", (some("8"), "K403: A key".to_owned(), Some(Level::Low), None)),
            ("Unsafe deserialisation", (None, "Unsafe deserialisation".to_owned(), None, None)),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn verdicts_begin_titles() {
        for text in ["✅ PASS — API keys", "PASS: static files", "[FAIL] Cookies", "❌ Vulnerable - Redirects"] {
            assert!(begins_with_verdict(text), "{text}");
        }
        for text in ["✅ PASS", "Safe defaults", "Fixed issues — 2024", "Open redirect", "Static files — PASS"] {
            assert!(!begins_with_verdict(text), "{text}");
        }
        assert_eq!(read("✅ PASS — API keys").3.as_deref(), Some("pass"));
    }

    #[test]
    fn levels_begin_titles() {
        for text in ["CRITICAL — Open API", "HIGH: No limit of length", "[Low] A key"] {
            assert_eq!(begins_with_level(text), Some(true), "{text}");
        }
        for text in ["Low / informational", "CRITICAL", "High", "MEDIUM (defence in depth)", "High — fixed"] {
            assert_eq!(begins_with_level(text), Some(false), "{text}");
        }
        for text in ["High risk of loss", "Critical issues", "Findings — High", "Highlights"] {
            assert_eq!(begins_with_level(text), None, "{text}");
        }
    }

    #[test]
    fn labels_are_told_from_other_words() {
        for text in [
            "F01 — x",
            "VULN-001: x",
            "[SEC-12] x",
            "Finding 3: x",
            "#4 x and y",
            "AUTH-VULN-01: x",
            "ALLOC-1: x",
            "P1: Shell",
        ] {
            assert!(label(text).is_some(), "{text}");
        }
        for text in [
            "CWE-89: x",
            "Phase 2: Manual review",
            "Line 12: x",
            "Python3 is used",
            "The end",
            "Top 3 Chains",
            "All 35 files",
            "Scenario 1: x",
            "P0 - Critical (0-24 hours)",
        ] {
            assert_eq!(label(text), None, "{text}");
        }
        assert!(!is_labelled("3. Weak hash"));
        assert!(!is_labelled("Top 3 Most Dangerous Attack Chains"));
    }
}
