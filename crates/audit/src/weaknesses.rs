//! The ids of a finding: whether each exists, may be cited, is called so, and is what the words are about.

use claims::Claimed;
use cwe::{Catalogue, Mapping, NameVerdict};

use crate::kin::kinship;
use crate::outcome::{AuditedWeakness, NameWord};

/// So many better ids are offered.
const MOST: usize = 5;

/// Words that may be about more weaknesses do not tell which.
const MOST_MEANT: usize = 3;

/// Judges the ids of a finding. `meant` are the ids that its words are about.
pub(crate) fn weaknesses(claimed: &Claimed, meant: &[u32]) -> Vec<AuditedWeakness> {
    claimed.weaknesses.iter().map(|weakness| weakness_of(weakness.id, weakness.name.as_deref(), meant)).collect()
}

/// Judges one id with the name that is given to it.
pub(crate) fn weakness_of(id: u32, name: Option<&str>, meant: &[u32]) -> AuditedWeakness {
    let catalogue = Catalogue::official();
    let entry = catalogue.get(id);
    let (word, until, other) = match name.map(|name| catalogue.compare_name(id, name)) {
        None if entry.is_none() => (NameWord::NoSuchId, None, None),
        None | Some(NameVerdict::NotCompared) => (NameWord::None, None, None),
        Some(NameVerdict::Exact) => (NameWord::Exact, None, None),
        Some(NameVerdict::Short) => (NameWord::Short, None, None),
        Some(NameVerdict::Former { until }) => (NameWord::Former, Some(until), None),
        Some(NameVerdict::NameOfAnother { id }) => (NameWord::NameOfAnother, None, Some(id)),
        Some(NameVerdict::Paraphrase) => (NameWord::Paraphrase, None, None),
        Some(NameVerdict::Mismatch { nearest }) => (NameWord::Mismatch, None, nearest),
        Some(NameVerdict::NoSuchId) => (NameWord::NoSuchId, None, None),
    };
    let mapping = catalogue.judge_mapping(id);
    let refused = match &mapping {
        Mapping::Refused { .. } => Some(mapping.to_string()),
        Mapping::Fine | Mapping::NeedsReason => None,
    };
    let fits = (!meant.is_empty() && entry.is_some()).then(|| meant.iter().any(|&other| kinship(id, other).is_some()));
    let mut suggested: Vec<u32> = Vec::new();
    // What the words are about comes before what the catalogue offers for the number.
    if refused.is_some() || fits == Some(false) || matches!(word, NameWord::Mismatch | NameWord::NameOfAnother) {
        // A name that is another id's says more than words; one that is only near to it says less.
        let (first, second) = if word == NameWord::NameOfAnother { (other, None) } else { (None, other) };
        suggested.extend(first);
        suggested.extend(meant);
        suggested.extend(second);
    }
    let is_offered = |other: &u32| *other != id && catalogue.get(*other).is_some_and(cwe::Entry::is_citable);
    // Words that may be about many things tell none of them.
    let is_sure = meant.len() <= MOST_MEANT && suggested.iter().any(is_offered);
    if let Mapping::Refused { instead, .. } = &mapping {
        suggested.extend(instead);
    }
    suggested.retain(is_offered);
    let mut seen = Vec::new();
    suggested.retain(|&other| {
        let is_new = !seen.contains(&other);
        seen.push(other);
        is_new
    });
    suggested.truncate(MOST);
    AuditedWeakness {
        id,
        claimed_name: name.map(str::to_owned),
        name: word,
        until,
        other,
        official_name: entry.map(|entry| entry.name.as_str()),
        kind: entry.map(|entry| entry.kind.word()),
        mapping_usage: entry.map(|entry| entry.usage.word()),
        refused,
        suggested,
        is_sure,
        fits_words: fits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_names_are_judged() {
        let one = |id, name| weakness_of(id, Some(name), &[]);
        assert_eq!(one(89, "SQL Injection").name, NameWord::Short);
        assert_eq!(one(9999, "SQL Injection").name, NameWord::NoSuchId);
        assert_eq!(one(89, "Cross-site Scripting").name, NameWord::NameOfAnother);
        assert_eq!(one(89, "Cross-site Scripting").suggested, [79]);
        let exposed = weakness_of(200, Some("Information Exposure Through Debugging"), &[489, 215]);
        assert!(matches!(
            exposed.name,
            NameWord::Mismatch | NameWord::NameOfAnother | NameWord::Former | NameWord::Paraphrase
        ));
        assert!(exposed.refused.is_some());
        assert!(exposed.suggested.contains(&215) || exposed.suggested.contains(&489));
        assert_eq!(weakness_of(307, None, &[732]).fits_words, Some(false));
        assert_eq!(weakness_of(16, None, &[]).kind, Some("category"));
    }
}
