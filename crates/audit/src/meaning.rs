//! What weakness the words of a finding are about, whatever its id says.

use std::sync::LazyLock;

use claims::{Claimed, folded};
use cwe::{Catalogue, NameVerdict};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    meaning: Vec<Meaning>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Meaning {
    ids: Vec<u32>,
    words: Vec<String>,
}

static MEANINGS: LazyLock<Vec<(String, Vec<u32>)>> = LazyLock::new(|| {
    let table = toml::from_str::<Table>(include_str!("meanings.toml"));
    let all = table.map(|table| table.meaning).unwrap_or_default();
    let mut phrases: Vec<(String, Vec<u32>)> =
        all.iter().flat_map(|one| one.words.iter().map(|phrase| (phrase.clone(), one.ids.clone()))).collect();
    phrases.sort_by_key(|(phrase, _)| (std::cmp::Reverse(phrase.len()), phrase.clone()));
    phrases
});

/// Letters of prose that may tell what a finding is about.
const PROSE: usize = 800;
/// Phrases of a text that are counted.
const MOST: usize = 3;

/// The ids that a finding is about by its words: those of what it is called by, of its title and of the names that it gives, else those of
/// its prose, or of the headings above it.
pub(crate) fn meaning(claimed: &Claimed) -> Vec<u32> {
    // "XSS-2", or what a check of a program is called by: its title may be a word of its own.
    let mut ids: Vec<u32> = of_label(claimed);
    if ids.is_empty() {
        ids.extend(called(&claimed.title));
    }
    ids.extend(of_text(&claimed.title));
    for weakness in &claimed.weaknesses {
        let Some(name) = &weakness.name else { continue };
        ids.extend(of_text(name));
        match Catalogue::official().compare_name(weakness.id, name) {
            NameVerdict::Exact | NameVerdict::Short | NameVerdict::Former { .. } => ids.push(weakness.id),
            NameVerdict::NameOfAnother { id } => ids.push(id),
            NameVerdict::Mismatch { nearest: Some(id) } if ids.is_empty() => ids.push(id),
            _ => {}
        }
    }
    if ids.is_empty() {
        let first: String = claimed.words.chars().take(PROSE).collect();
        ids = of_text(&first);
    }
    // What is gathered below "SQL injection" is about that, where it does not say otherwise.
    if ids.is_empty() {
        ids = claimed.headings.iter().map(|heading| of_text(heading)).find(|ids| !ids.is_empty()).unwrap_or_default();
    }
    let mut seen = Vec::new();
    ids.retain(|id| {
        let is_new = !seen.contains(id);
        seen.push(*id);
        is_new
    });
    ids
}

/// Whether nothing but prose tells what a finding is about: it names no weakness, and its title none that is known.
pub(crate) fn is_by_prose_alone(claimed: &Claimed) -> bool {
    claimed.weaknesses.is_empty()
        && called(&claimed.title).is_none()
        && of_text(&claimed.title).is_empty()
        && of_label(claimed).is_empty()
}

/// The ids that a finding is about by what it is called by.
fn of_label(claimed: &Claimed) -> Vec<u32> {
    claimed.label.as_deref().map(of_text).unwrap_or_default()
}

/// The weakness that a title is a name of.
fn called(title: &str) -> Option<u32> {
    /// Any id will do: whose name it is, is asked.
    const ANY: u32 = 1;
    match Catalogue::official().compare_name(ANY, title) {
        NameVerdict::NameOfAnother { id } if Catalogue::official().get(id).is_some_and(cwe::Entry::is_citable) => {
            Some(id)
        }
        _ => None,
    }
}

/// The ids that the phrases of a text are about, the longest phrase first.
fn of_text(text: &str) -> Vec<u32> {
    let folded = format!(" {} ", folded(text));
    let mut rest = folded.clone();
    let mut ids = Vec::new();
    let mut count = 0;
    for (phrase, meant) in MEANINGS.iter() {
        // A phrase may be the beginning of a word, as "cryptograph" is of "cryptographic".
        let at = if phrase.is_ascii() { rest.find(&format!(" {phrase}")) } else { rest.find(phrase.as_str()) };
        let is_word = at.is_some_and(|at| {
            let behind = rest[at..].trim_start().get(phrase.len()..).unwrap_or_default();
            phrase.len() > 5 || !phrase.is_ascii() || behind.starts_with(' ')
        });
        if !is_word {
            continue;
        }
        ids.extend(meant);
        count += 1;
        if count == MOST {
            break;
        }
        rest = rest.replacen(phrase.as_str(), " ", 1);
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_means_what_it_says() {
        assert!(MEANINGS.len() > 100);
        for (phrase, ids) in MEANINGS.iter() {
            for id in ids {
                assert!(Catalogue::official().get(*id).is_some(), "CWE-{id}");
            }
            let found = of_text(phrase);
            assert!(found.iter().any(|id| ids.contains(id)), "{phrase}: {found:?}");
        }
    }

    #[test]
    fn names_and_titles_tell_the_meaning() {
        let of = |title: &str| of_text(title).first().copied();
        assert_eq!(of("SQL Injection in search"), Some(89));
        assert_eq!(of("Use of eval() on input"), Some(95));
        assert_eq!(of("Information Exposure Through Logging"), Some(532));
        assert_eq!(of("Insecure Permissions on File or Directory"), Some(732));
        assert_eq!(of("Insufficient Logging and Monitoring"), Some(778));
        assert_eq!(of("Evaluation of things"), None);
        assert_eq!(called("Improper Neutralization of Special Elements Used in a Template Engine"), Some(1336));
        assert_eq!(called("Line of a file"), None);
        assert_eq!(called("Configuration"), None, "a category");
    }
}
