//! Of which weaknesses Flawline knows what has to stand in the code for them; the table is `operations.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::kin::{Kinship, kinship};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    known: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    ids: Vec<u32>,
    #[cfg_attr(not(test), expect(dead_code, reason = "for readers"))]
    why: String,
}

static KNOWN: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let rows = toml::from_str::<Table>(include_str!("operations.toml")).map(|table| table.known).unwrap_or_default();
    rows.into_iter().flat_map(|row| row.ids).collect()
});

/// Whether Flawline knows what would have to be done for each of some weaknesses: then they are not where nothing of that is done.
pub(crate) fn are_known(ids: &[u32]) -> bool {
    let is_known =
        |id: &u32| KNOWN.iter().any(|&known| matches!(kinship(*id, known), Some(Kinship::Same | Kinship::Special)));
    !ids.is_empty() && ids.iter().all(is_known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_of_weaknesses_that_exist() {
        let table: Table = toml::from_str(include_str!("operations.toml")).unwrap();
        for row in &table.known {
            assert!(!row.why.is_empty() && !row.ids.is_empty());
            for &id in &row.ids {
                assert!(cwe::Catalogue::official().get(id).is_some(), "CWE-{id}");
                assert!(are_known(&[id]));
            }
        }
        let mut ids = KNOWN.clone();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), KNOWN.len(), "an id stands twice");
    }

    #[test]
    fn what_is_not_done_is_in_no_row() {
        for id in [352, 306, 862, 307, 521, 770, 693, 778, 285] {
            assert!(!are_known(&[id]), "CWE-{id}");
        }
        assert!(!are_known(&[]));
        assert!(!are_known(&[89, 352]));
        assert!(are_known(&[564]));
    }
}
