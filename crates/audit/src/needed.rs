//! What code has to hold somewhere for a weakness to be possible in it at all; the table is `needed.toml`.
//!
//! Takes ids and where signs stand; gives in words what nothing does, where that rules each of the ids out.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use crate::kin::is_one;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    need: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    ids: Vec<u32>,
    signs: String,
    what: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "tests read it"))]
    examples: Vec<String>,
}

static NEEDS: LazyLock<Vec<(Row, Regex)>> = LazyLock::new(|| {
    let rows = toml::from_str::<Table>(include_str!("needed.toml")).map(|table| table.need).unwrap_or_default();
    let made = |row: Row| Regex::new(&row.signs).ok().map(|signs| (row, signs));
    rows.into_iter().filter_map(made).collect()
});

/// What nothing does that each of some weaknesses needs; nothing where one of them needs nothing that is known. `is_there` tells
/// whether a sign stands anywhere.
pub(crate) fn missing(ids: &[u32], is_there: impl Fn(&Regex) -> bool) -> Option<&'static str> {
    // A weakness that is listed itself needs more than the one that it is a special case of.
    let need_of = |&id: &u32| {
        let listed = NEEDS.iter().position(|(row, _)| row.ids.contains(&id));
        listed.or_else(|| NEEDS.iter().position(|(row, _)| row.ids.iter().any(|&known| is_one(id, known))))
    };
    let needs: Vec<usize> = ids.iter().map(need_of).collect::<Option<_>>()?;
    let first = *needs.first()?;
    (!needs.iter().any(|&need| is_there(&NEEDS[need].1))).then_some(NEEDS[first].0.what.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_of_weaknesses_that_exist_and_fits_its_examples() {
        let table: Table = toml::from_str(include_str!("needed.toml")).unwrap();
        assert_eq!(NEEDS.len(), table.need.len());
        for (row, signs) in NEEDS.iter() {
            for &id in &row.ids {
                assert!(cwe::Catalogue::official().get(id).is_some(), "CWE-{id}");
                assert!(
                    crate::operations::are_known(&[id]),
                    "CWE-{id}: what it needs is only asked where its operations are known"
                );
            }
            for example in &row.examples {
                assert!(signs.is_match(example), "{example}");
                assert_eq!(missing(&row.ids, |sign| sign.is_match(example)), None, "{example}");
            }
            assert_eq!(missing(&row.ids, |sign| sign.is_match("total = price * count")), Some(row.what.as_str()));
        }
    }

    #[test]
    fn each_weakness_has_to_be_ruled_out() {
        let queries = |sign: &Regex| sign.is_match("cursor.execute(text)");
        assert_eq!(missing(&[502, 89], queries), None);
        assert!(missing(&[502], queries).is_some());
        assert_eq!(missing(&[20], queries), None, "nothing is known that it needs");
        assert_eq!(missing(&[], queries), None);
    }
}
