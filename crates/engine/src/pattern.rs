//! Regular expressions: which letters a match may hold, and which letters a replacement surely takes out.
//!
//! Takes a pattern as it is written; gives sets of letters, or nothing when the pattern is not understood.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind};

/// Longer patterns are not looked into, in bytes.
const LENGTH: usize = 2_048;
/// Nor are those that are nested deeper.
const NESTING: u32 = 32;

fn parse(pattern: &str) -> Option<Hir> {
    if pattern.len() > LENGTH {
        return None;
    }
    // Some languages write the end of the text with a capital.
    let pattern = pattern.replace("\\Z", "\\z");
    ParserBuilder::new().nest_limit(NESTING).build().parse(&pattern).ok()
}

/// The letters that a text may hold which the pattern matches from beginning to end.
pub(crate) fn alphabet(pattern: &str) -> Option<ClassUnicode> {
    let hir = parse(pattern)?;
    let mut letters = ClassUnicode::empty();
    let mut pending = vec![&hir];
    while let Some(hir) = pending.pop() {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => {
                for letter in std::str::from_utf8(&literal.0).ok()?.chars() {
                    letters.push(ClassUnicodeRange::new(letter, letter));
                }
            }
            HirKind::Class(Class::Unicode(class)) => letters.union(class),
            HirKind::Class(Class::Bytes(_)) => return None,
            HirKind::Repetition(repetition) => pending.push(&repetition.sub),
            HirKind::Capture(capture) => pending.push(&capture.sub),
            HirKind::Concat(parts) | HirKind::Alternation(parts) => pending.extend(parts),
        }
    }
    Some(letters)
}

/// The letters of which none is left when every match of the pattern is replaced: those that match alone.
pub(crate) fn removes(pattern: &str) -> Option<ClassUnicode> {
    let hir = parse(pattern)?;
    let mut letters = ClassUnicode::empty();
    let mut pending = vec![&hir];
    while let Some(hir) = pending.pop() {
        match hir.kind() {
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).ok()?;
                let mut one = text.chars();
                if let (Some(letter), None) = (one.next(), one.next()) {
                    letters.push(ClassUnicodeRange::new(letter, letter));
                }
            }
            HirKind::Class(Class::Unicode(class)) => letters.union(class),
            HirKind::Repetition(repetition) if repetition.min <= 1 && repetition.max.is_none_or(|most| most > 0) => {
                pending.push(&repetition.sub);
            }
            HirKind::Capture(capture) => pending.push(&capture.sub),
            HirKind::Alternation(parts) => pending.extend(parts),
            _ => {}
        }
    }
    (!letters.ranges().is_empty()).then_some(letters)
}

/// Whether a letter is in a set.
pub(crate) fn holds(letters: &ClassUnicode, letter: char) -> bool {
    letters.ranges().iter().any(|range| range.start() <= letter && letter <= range.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alphabet_is_what_a_match_may_hold() {
        for (pattern, has, lacks) in
            [(r"[a-z0-9_]+", "az09_", "/'.A"), (r"^\d{4}-\d\d$", "09-", "a/"), (r"(foo|ba[rz])\Z", "fobarz", "c/")]
        {
            let letters = alphabet(pattern).unwrap();
            assert!(has.chars().all(|letter| holds(&letters, letter)), "{pattern}");
            assert!(!lacks.chars().any(|letter| holds(&letters, letter)), "{pattern}");
        }
        assert!(holds(&alphabet(".*").unwrap(), '/'));
        assert!(alphabet(r"(?=a)b").is_none(), "looking ahead is not understood");
    }

    #[test]
    fn only_what_matches_alone_is_gone() {
        assert!(holds(&removes(r"[^\w.]").unwrap(), '/'));
        assert!(holds(&removes(r"(/|\\)+").unwrap(), '\\'));
        assert!(removes(r"\.\./").is_none());
        assert!(removes(r"(?:ab){2}").is_none());
    }
}
