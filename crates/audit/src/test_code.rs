//! Which weaknesses count in tests; the table is `test_code.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::kin::{Kinship, kinship};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    harms: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    ids: Vec<u32>,
    #[cfg_attr(not(test), expect(dead_code, reason = "for readers"))]
    why: String,
}

static HARMS: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let rows = toml::from_str::<Table>(include_str!("test_code.toml")).map(|table| table.harms).unwrap_or_default();
    rows.into_iter().flat_map(|row| row.ids).collect()
});

/// Whether a weakness harms whoever runs the test in which it is.
pub(crate) fn harms_who_runs_it(id: u32) -> bool {
    HARMS.iter().any(|&known| matches!(kinship(id, known), Some(Kinship::Same | Kinship::Special)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_of_weaknesses_that_exist() {
        let table: Table = toml::from_str(include_str!("test_code.toml")).unwrap();
        for row in &table.harms {
            assert!(!row.why.is_empty() && !row.ids.is_empty());
            for &id in &row.ids {
                assert!(cwe::Catalogue::official().get(id).is_some(), "CWE-{id}");
                assert!(harms_who_runs_it(id));
            }
        }
        for id in [798, 259, 89, 78, 295, 327, 770, 400, 703] {
            assert!(!harms_who_runs_it(id), "CWE-{id}");
        }
    }
}
