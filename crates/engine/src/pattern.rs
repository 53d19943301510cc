//! Regular expressions: which letters a match may hold, and which letters a replacement surely takes out.
//!
//! Takes a pattern as it is written; gives sets of letters, or nothing when the pattern is not understood.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look};

use crate::beginning::Beginning;

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
    // That only letters of ASCII are meant takes nothing away of what may be there.
    let pattern = pattern.replace("(?a)", "");
    ParserBuilder::new().nest_limit(NESTING).build().parse(&pattern).ok()
}

/// The letters that a text may hold which the pattern matches from beginning to end.
pub(crate) fn alphabet(pattern: &str) -> Option<ClassUnicode> {
    letters_of(&parse(pattern)?)
}

/// The same of a text of which the pattern matches the beginning, or, where it need not, some part: nothing unless the
/// pattern itself says that the text ends there, and begins there.
pub(crate) fn alphabet_between_ends(pattern: &str, at_start: bool) -> Option<ClassUnicode> {
    let hir = parse(pattern)?;
    ((at_start || is_at(&hir, Look::Start)) && is_at(&hir, Look::End)).then(|| letters_of(&hir)).flatten()
}

/// Whether every match begins, or ends, where the text does. The nesting of a pattern is bounded.
fn is_at(hir: &Hir, end: Look) -> bool {
    match hir.kind() {
        HirKind::Look(look) => *look == end,
        HirKind::Capture(capture) => is_at(&capture.sub, end),
        HirKind::Concat(parts) => {
            let outer = if end == Look::Start { parts.first() } else { parts.last() };
            outer.is_some_and(|part| is_at(part, end))
        }
        HirKind::Alternation(parts) => parts.iter().all(|part| is_at(part, end)),
        _ => false,
    }
}

/// The letters of what a group of a pattern stands for, by its number or name; the whole match is group 0.
pub(crate) fn alphabet_of_group(pattern: &str, number: Option<u32>, name: Option<&str>) -> Option<ClassUnicode> {
    let hir = parse(pattern)?;
    if number == Some(0) {
        return letters_of(&hir);
    }
    let mut pending = vec![&hir];
    while let Some(hir) = pending.pop() {
        match hir.kind() {
            HirKind::Capture(capture) => {
                if Some(capture.index) == number || name.is_some() && capture.name.as_deref() == name {
                    return letters_of(&capture.sub);
                }
                pending.push(&capture.sub);
            }
            HirKind::Repetition(repetition) => pending.push(&repetition.sub),
            HirKind::Concat(parts) | HirKind::Alternation(parts) => pending.extend(parts),
            _ => {}
        }
    }
    None
}

/// The letters of a text.
pub(crate) fn letters_in(text: &str) -> ClassUnicode {
    ClassUnicode::new(text.chars().map(|letter| ClassUnicodeRange::new(letter, letter)))
}

/// Whether all letters of one set are in another.
pub(crate) fn is_within(letters: &ClassUnicode, others: &ClassUnicode) -> bool {
    let mut rest = letters.clone();
    rest.difference(others);
    rest.ranges().is_empty()
}

/// The letters of what a part of a pattern matches.
fn letters_of(hir: &Hir) -> Option<ClassUnicode> {
    let mut letters = ClassUnicode::empty();
    let mut pending = vec![hir];
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

/// How a text begins of which a pattern matches the beginning: whether it is surely not with that letter. A pattern that says
/// that the text ends, before it has matched a letter, leaves nothing to begin with.
pub(crate) fn beginning(pattern: &str, letter: char) -> Beginning {
    let Some(hir) = parse(pattern) else { return Beginning::NotFound };
    let mut letters = Vec::new();
    let Some(first) = first_of(&hir, &mut letters) else { return Beginning::NotFound };
    let is_at_start = is_at(&hir, Look::Start) || letters.is_empty();
    match first {
        _ if !is_at_start || letters.iter().any(|set| holds(set, letter)) => Beginning::Open,
        First::Passes => Beginning::Following,
        First::Stands => Beginning::Own,
    }
}

/// Whether a part of a pattern may be passed without a letter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    Passes,
    Stands,
}

/// The letters with which what a part of a pattern matches may begin. The nesting of a pattern is bounded.
fn first_of(hir: &Hir, letters: &mut Vec<ClassUnicode>) -> Option<First> {
    Some(match hir.kind() {
        // Nothing comes behind the end.
        HirKind::Look(Look::End | Look::EndLF) => First::Stands,
        HirKind::Empty | HirKind::Look(_) => First::Passes,
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            letters.extend(text.chars().next().map(|letter| letters_in(letter.encode_utf8(&mut [0; 4]))));
            First::Stands
        }
        HirKind::Class(Class::Unicode(class)) => {
            letters.push(class.clone());
            First::Stands
        }
        HirKind::Class(Class::Bytes(_)) => return None,
        HirKind::Repetition(repetition) if repetition.max == Some(0) => First::Passes,
        HirKind::Repetition(repetition) => {
            let first = first_of(&repetition.sub, letters)?;
            if repetition.min == 0 { First::Passes } else { first }
        }
        HirKind::Capture(capture) => first_of(&capture.sub, letters)?,
        HirKind::Concat(parts) => {
            for part in parts {
                if first_of(part, letters)? == First::Stands {
                    return Some(First::Stands);
                }
            }
            First::Passes
        }
        HirKind::Alternation(parts) => {
            let mut all = First::Stands;
            for part in parts {
                if first_of(part, letters)? == First::Passes {
                    all = First::Passes;
                }
            }
            all
        }
    })
}

/// Whether a pattern matches one text alone, from beginning to end.
pub(crate) fn is_one_text(pattern: &str) -> bool {
    let Some(hir) = parse(pattern) else { return false };
    let is_plain = |part: &Hir| matches!(part.kind(), HirKind::Literal(_) | HirKind::Look(_) | HirKind::Empty);
    let is_one = match hir.kind() {
        HirKind::Concat(parts) => parts.iter().all(is_plain),
        _ => is_plain(&hir),
    };
    is_one && is_at(&hir, Look::Start) && is_at(&hir, Look::End)
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
    fn the_ends_of_a_text_are_those_of_a_match_that_says_so() {
        for (pattern, at_start, is) in [
            (r"^[a-z]+$", false, true),
            (r"(^a|^b)\Z", false, true),
            (r"[a-z]+$", true, true),
            (r"[a-z]+$", false, false),
            (r"^[a-z]+", false, false),
            (r"(?m)^[a-z]+$", false, false),
            (r"^a$|b", false, false),
            (r"^a+|b$", false, false),
        ] {
            assert_eq!(alphabet_between_ends(pattern, at_start).is_some(), is, "{pattern}");
        }
    }

    #[test]
    fn a_group_has_letters_of_its_own() {
        let pattern = r"(?P<key>[^=]+)=(\d+)";
        let number = alphabet_of_group(pattern, Some(2), None).unwrap();
        assert!(holds(&number, '7') && !holds(&number, '='));
        assert!(holds(&alphabet_of_group(pattern, None, Some("key")).unwrap(), '('));
        assert!(holds(&alphabet_of_group(pattern, Some(0), None).unwrap(), '='));
        assert!(alphabet_of_group(pattern, Some(3), None).is_none());
    }

    #[test]
    fn a_text_begins_as_the_pattern_says_that_matches_its_beginning() {
        for (pattern, begins) in [
            (r"^entries/$", Beginning::Own),
            (r"^(?P<year>[^/]+)/notes$", Beginning::Own),
            (r"^(?:(?P<language>[a-z]{2})/)?shop/", Beginning::Own),
            (r"^$", Beginning::Own),
            (r"^(?P<name>[^/]*)$", Beginning::Own),
            (r"^(?P<name>[^/]*)", Beginning::Following),
            (r"^", Beginning::Following),
            (r"", Beginning::Following),
            (r"(?P<nothing>[_]{0})", Beginning::Following),
            (r"^(?P<path>.*)$", Beginning::Open),
            (r"^(?P<path>.+)/edit$", Beginning::Open),
            (r"^a?/b$", Beginning::Open),
            (r"shop/$", Beginning::Open),
            (r"^(?!admin)", Beginning::NotFound),
        ] {
            assert_eq!(beginning(pattern, '/'), begins, "{pattern}");
        }
        assert!(is_one_text("^entries/$") && is_one_text("^$"));
        assert!(!is_one_text("^entries/") && !is_one_text(r"^(\d+)/$") && !is_one_text("^a*$"));
    }

    #[test]
    fn only_what_matches_alone_is_gone() {
        assert!(holds(&removes(r"[^\w.]").unwrap(), '/'));
        assert!(holds(&removes(r"(/|\\)+").unwrap(), '\\'));
        assert!(removes(r"\.\./").is_none());
        assert!(removes(r"(?:ab){2}").is_none());
    }
}
