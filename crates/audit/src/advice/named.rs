//! Names of APIs in code and in advice.

use std::collections::BTreeSet;

/// So many names are kept.
const MOST: usize = 400;

/// Names in code that say more than a single word: `a.b`, `a_b`, what is called, and names of settings; of dotted ones also the last part.
pub(super) fn names(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for Word { name, is_called, is_set } in words(code) {
        if name.len() > 2 && (is_called || is_set || name.contains(['.', '_'])) {
            found.insert(name.to_owned());
            if let Some((_, last)) = name.rsplit_once('.').filter(|(_, last)| last.len() > 3) {
                found.insert(last.to_owned());
            }
        }
        if found.len() > MOST {
            break;
        }
    }
    found
}

/// The dotted names in code, in the order in which they stand, each once.
pub(super) fn dotted(code: &str) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for Word { name, .. } in words(code).filter(|word| word.name.contains('.')) {
        if found.len() < MOST && !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

/// The words in code, in the order in which they stand, each once.
pub(super) fn all(code: &str) -> BTreeSet<&str> {
    words(code).take(10 * MOST).map(|word| word.name).collect()
}

/// A name in code.
struct Word<'a> {
    name: &'a str,
    is_called: bool,
    /// Whether it is given a value.
    is_set: bool,
}

fn words(code: &str) -> impl Iterator<Item = Word<'_>> {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.');
    let mut rest = code;
    std::iter::from_fn(move || {
        let start = rest.find(|letter: char| letter.is_alphabetic() || letter == '_')?;
        rest = &rest[start..];
        let end = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end);
        rest = behind;
        Some(Word {
            name: name.trim_matches('.'),
            is_called: behind.starts_with('('),
            is_set: behind.starts_with('=') && !behind.starts_with("=="),
        })
    })
}

/// The parts of a text that are code; the document's marks are gone, so what looks like code counts.
pub(super) fn code_in(text: &str) -> String {
    let is_code = |word: &&str| {
        let bare = word.trim_end_matches(['.', ',', ';', ':']);
        bare.contains(['(', '_', '=']) || bare.trim_matches('.').contains('.') && !bare.contains("://")
    };
    text.split_whitespace().filter(is_code).collect::<Vec<_>>().join(" ")
}
