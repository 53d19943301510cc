//! Lists of weaknesses that stand as data: rows of ids, each with why it is there.

use serde::Deserialize;

use crate::kin::is_one;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    row: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    ids: Vec<u32>,
    #[cfg_attr(not(test), expect(dead_code, reason = "for readers"))]
    why: String,
}

/// The ids of a list.
pub(crate) struct Listed(Vec<u32>);

impl Listed {
    /// Reads a list; a test of each list sees to it that it can be read.
    pub(crate) fn read(text: &str) -> Self {
        let rows = toml::from_str::<Table>(text).map(|table| table.row).unwrap_or_default();
        Self(rows.into_iter().flat_map(|row| row.ids).collect())
    }

    /// Whether a weakness is one of the list, or a special case of one.
    pub(crate) fn holds(&self, id: u32) -> bool {
        self.0.iter().any(|&known| is_one(id, known))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Whether each row of a list is of weaknesses that exist, each once, and says why.
    pub(crate) fn check(text: &str) {
        let table: Table = toml::from_str(text).unwrap();
        let listed = Listed::read(text);
        let mut ids: Vec<u32> = table.row.iter().flat_map(|row| row.ids.clone()).collect();
        assert!(table.row.iter().all(|row| !row.why.is_empty() && !row.ids.is_empty()));
        for &id in &ids {
            assert!(cwe::Catalogue::official().get(id).is_some() && listed.holds(id), "CWE-{id}");
        }
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count, "an id stands twice");
    }
}
