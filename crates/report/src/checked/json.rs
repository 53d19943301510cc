//! The ids of a text as JSON. Its schema is `docs/cwe-check.schema.json`.

use audit::{CheckedId, CheckedIds, Standing};
use serde_json::{Value, json};

use super::count;
use crate::sink::to_json;
use crate::{PROGRAM, Versions};

/// The version of the schema.
const SCHEMA_VERSION: &str = "1.0";

/// The ids as indented JSON with a line end.
pub fn json(checked: &CheckedIds, versions: &Versions) -> String {
    to_json(&json!({
        "schema_version": SCHEMA_VERSION,
        "program": {"name": PROGRAM, "version": versions.program, "catalogue": versions.catalogue},
        "read_as": if checked.is_json { "json" } else { "text" },
        "ids": checked.all.iter().map(one).collect::<Vec<_>>(),
        "counts": {
            "ok": count(checked, Standing::Fine),
            "warning": count(checked, Standing::Warning),
            "error": count(checked, Standing::Error),
        },
        "cuts": checked.cuts,
    }))
}

fn one(checked: &CheckedId) -> Value {
    let weakness = &checked.weakness;
    json!({
        "line": checked.line,
        "column": checked.column,
        "id": weakness.id,
        "standing": checked.standing.word(),
        "exists": weakness.official_name.is_some(),
        "official_name": weakness.official_name,
        "kind": weakness.kind,
        "status": checked.status,
        "mapping_usage": weakness.mapping_usage,
        "suggested": weakness.suggested,
        "claimed_name": weakness.claimed_name,
        "name_verdict": weakness.name.word(),
        "former_until": weakness.until,
        "other": weakness.other,
        "slip": checked.slip.map(|(of, slip)| json!({"of": of, "kind": slip.word()})),
        "remarks": checked.remarks,
    })
}
