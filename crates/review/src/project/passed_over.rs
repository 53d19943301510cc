//! Files of configuration that are not looked at, by the names of their folders and their own: what programs have written down
//! for themselves, texts for people in other languages, and what tests have recorded. The names stand in
//! `passed_over.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::SkipReason;
use crate::scope::matches;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    left_out: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    #[serde(rename = "as")]
    reason: String,
    #[serde(default)]
    folders: Vec<String>,
    #[serde(default)]
    files: Vec<String>,
}

static ROWS: LazyLock<Vec<(SkipReason, Row)>> = LazyLock::new(|| {
    let rows = toml::from_str::<Table>(include_str!("passed_over.toml")).map(|table| table.left_out);
    let reason = |row: &Row| match row.reason.as_str() {
        "lock" => Some(SkipReason::Lock),
        "translation" => Some(SkipReason::Translation),
        "recorded" => Some(SkipReason::Recorded),
        _ => None,
    };
    rows.unwrap_or_default().into_iter().filter_map(|row| reason(&row).map(|reason| (reason, row))).collect()
});

/// Why a file of configuration is not looked at, if it is not.
pub(super) fn left_out(path: &str) -> Option<SkipReason> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let fits = |row: &Row| {
        folders.split('/').any(|folder| row.folders.iter().any(|known| known == folder))
            || row.files.iter().any(|pattern| matches(pattern, name))
    };
    ROWS.iter().find(|(_, row)| fits(row)).map(|(reason, _)| *reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_is_left_out() {
        assert_eq!(left_out("web/package-lock.json"), Some(SkipReason::Lock));
        assert_eq!(left_out("app/translations/de.json"), Some(SkipReason::Translation));
        assert_eq!(left_out("tests/fixtures/answer.json"), Some(SkipReason::Recorded));
        for path in ["config.json", "locale.yml", "deploy/values.yaml", ".env", "lock.json"] {
            assert_eq!(left_out(path), None, "{path}");
        }
        let table: Table = toml::from_str(include_str!("passed_over.toml")).unwrap();
        assert_eq!(ROWS.len(), table.left_out.len());
    }
}
