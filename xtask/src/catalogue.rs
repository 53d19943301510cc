//! Writes the catalogue that the program carries: takes the full file of facts about CWE and gives the compact one
//! in `crates/cwe/data`, one entry a line, in a fixed order, so that the same source always gives the same bytes.
//! Facts that stand twice in the source (ranks and OWASP lists) are written once, after checking that both agree.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

/// The fields of an entry that are carried over, as (name in the source, name in the compact file), in writing order.
const FIELDS: [(&str, &str); 18] = [
    ("id", "id"),
    ("name", "name"),
    ("kind", "kind"),
    ("abstraction", "abstraction"),
    ("status", "status"),
    ("mapping_usage", "usage"),
    ("mapping_reasons", "reasons"),
    ("mapping_suggestions", "suggestions"),
    ("mapping_see", "see"),
    ("parents", "parents"),
    ("members", "members"),
    ("peers", "peers"),
    ("can_precede", "can_precede"),
    ("can_also_be", "can_also_be"),
    ("previous_names", "former_names"),
    ("alternate_terms", "alternate_terms"),
    ("languages", "languages"),
    ("since", "since"),
];

/// Makes the compact catalogue from `source` and writes it to `target`; with `check` it only compares.
pub(crate) fn write(source: &Path, target: &Path, check: bool) -> Result<()> {
    let text = fs::read_to_string(source).with_context(|| format!("cannot read {}", source.display()))?;
    let full: Value = serde_json::from_str(&text).with_context(|| format!("{} is not JSON", source.display()))?;
    let compact = compact(&full).with_context(|| format!("{} is not the catalogue", source.display()))?;
    if check {
        let present = fs::read_to_string(target).with_context(|| format!("cannot read {}", target.display()))?;
        ensure!(
            present == compact,
            "{} is out of date; run `cargo xtask catalogue {}`",
            target.display(),
            source.display()
        );
        return Ok(());
    }
    fs::write(target, compact).with_context(|| format!("cannot write {}", target.display()))
}

fn compact(full: &Value) -> Result<String> {
    let entries = full["entries"].as_array().context("no entries")?;
    agree(full, entries)?;
    let mut out = String::from("{\n");
    for field in ["version", "date", "relations_from", "relations_date"] {
        let value = full["cwe"][field].as_str().with_context(|| format!("cwe.{field} is missing"))?;
        writeln!(out, "\"{field}\":{},", quoted(value)?)?;
    }
    writeln!(out, "\"notice\":{},", quoted(full["notice"].as_str().context("no notice")?)?)?;
    for field in ["top25", "owasp_2021", "owasp_2025"] {
        let lists = full[field].as_object().with_context(|| format!("no {field}"))?;
        let mut keys: Vec<&String> = lists.keys().collect();
        keys.sort();
        writeln!(out, "\"{field}\":{{")?;
        for (at, key) in keys.iter().enumerate() {
            let end = if at + 1 == keys.len() { "" } else { "," };
            writeln!(out, "{}:{}{end}", quoted(key)?, list(&lists[*key])?)?;
        }
        out.push_str("},\n");
    }
    out.push_str("\"entries\":[\n");
    let mut last = 0;
    for (at, entry) in entries.iter().enumerate() {
        let id = entry["id"].as_u64().context("an entry without id")?;
        ensure!(id > last, "CWE-{id} is out of order");
        last = id;
        let end = if at + 1 == entries.len() { "" } else { "," };
        writeln!(out, "{}{end}", line(entry).with_context(|| format!("CWE-{id}"))?)?;
    }
    out.push_str("]\n}\n");
    Ok(out)
}

/// One list of the Top 25 (ids in rank order) or of OWASP (a name and ids).
fn list(value: &Value) -> Result<String> {
    match value {
        Value::Array(_) => Ok(serde_json::to_string(value)?),
        Value::Object(_) => {
            let name = value["name"].as_str().context("an OWASP list without name")?;
            Ok(format!("{{\"name\":{},\"ids\":{}}}", quoted(name)?, value["cwes"]))
        }
        _ => bail!("neither a list nor a named list"),
    }
}

/// One entry on one line. What the reader takes for granted is left out: the kind of a weakness, empty lists.
fn line(entry: &Value) -> Result<String> {
    let mut out = String::from("{");
    for (from, to) in FIELDS {
        let Some(value) = entry.get(from) else { continue };
        if value.is_null() || (to == "kind" && value == "weakness") {
            continue;
        }
        // An empty list of members is a fact (the group is empty); a missing one means a filter, or unknown.
        if to != "members" && value.as_array().is_some_and(Vec::is_empty) {
            continue;
        }
        if to == "parents" {
            parents(&mut out, entry)?;
            continue;
        }
        if to == "former_names" {
            former_names(&mut out, value)?;
            continue;
        }
        field(&mut out, to, &serde_json::to_string(value)?)?;
    }
    out.push('}');
    Ok(out)
}

/// The parents in the research view, the primary one first, and those in the simplified view.
fn parents(out: &mut String, entry: &Value) -> Result<()> {
    let ids = |view: &str| -> Vec<u64> {
        entry["parents"][view].as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
    };
    let mut research = ids("1000");
    let primary = entry["primary_parent"].as_u64();
    ensure!(primary.is_none_or(|id| research.contains(&id)), "the primary parent is not a parent");
    research.sort_by_key(|id| (Some(*id) != primary, *id));
    if !research.is_empty() {
        field(out, "parents", &serde_json::to_string(&research)?)?;
    }
    let simplified = ids("1003");
    if !simplified.is_empty() {
        field(out, "parents_simplified", &serde_json::to_string(&simplified)?)?;
    }
    Ok(())
}

fn former_names(out: &mut String, value: &Value) -> Result<()> {
    let mut text = String::from("[");
    for (at, former) in value.as_array().context("previous_names is no list")?.iter().enumerate() {
        let name = former["name"].as_str().context("a former name without name")?;
        let until = former["until"].as_str().context("a former name without date")?;
        let comma = if at == 0 { "" } else { "," };
        write!(text, "{comma}{{\"name\":{},\"until\":{}}}", quoted(name)?, quoted(until)?)?;
    }
    text.push(']');
    field(out, "former_names", &text)
}

fn field(out: &mut String, name: &str, json: &str) -> Result<()> {
    let comma = if out.len() > 1 { "," } else { "" };
    write!(out, "{comma}\"{name}\":{json}")?;
    Ok(())
}

fn quoted(text: &str) -> Result<String> {
    Ok(serde_json::to_string(text)?)
}

/// The ranks and OWASP ids of each entry must follow from the lists at the top of the source.
fn agree(full: &Value, entries: &[Value]) -> Result<()> {
    for entry in entries {
        let id = &entry["id"];
        for (year, rank) in entry["top25"].as_object().into_iter().flatten() {
            let rank = rank.as_u64().and_then(|rank| usize::try_from(rank).ok()).unwrap_or(0);
            let listed = rank.checked_sub(1).and_then(|at| full["top25"][year].get(at));
            ensure!(listed == Some(id), "CWE-{id} is not at rank {rank} of the Top 25 of {year}");
        }
        for edition in ["owasp_2021", "owasp_2025"] {
            for key in entry[edition].as_array().into_iter().flatten().filter_map(Value::as_str) {
                let listed = full[edition][key]["cwes"].as_array().is_some_and(|ids| ids.contains(id));
                ensure!(listed, "CWE-{id} is not in {key} of {edition}");
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_entry_is_one_line_with_the_primary_parent_first_and_no_empty_lists() {
        let entry = json!({
            "id": 98, "name": "A \"quoted\" name", "kind": "weakness", "abstraction": "Variant", "status": "Draft",
            "mapping_usage": "Allowed", "parents": {"1000": [706, 829]}, "primary_parent": 829, "peers": [],
            "previous_names": [{"name": "Old", "until": "2008-04-11"}], "consequences": {"Other": ["Other"]}
        });
        let expected = "{\"id\":98,\"name\":\"A \\\"quoted\\\" name\",\"abstraction\":\"Variant\",\"status\":\"Draft\",\
                        \"usage\":\"Allowed\",\"parents\":[829,706],\
                        \"former_names\":[{\"name\":\"Old\",\"until\":\"2008-04-11\"}]}";
        assert_eq!(line(&entry).ok().as_deref(), Some(expected));
    }

    #[test]
    fn a_rank_that_the_list_does_not_show_is_refused() {
        let full = json!({"top25": {"2025": [79]}, "entries": [{"id": 89, "top25": {"2025": 1}}]});
        assert!(compact(&full).is_err());
    }
}
