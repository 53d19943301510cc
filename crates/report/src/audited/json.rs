//! An audit as JSON. Its schema is `docs/audit.schema.json`.

use audit::{Audit, Audited, AuditedPlace, AuditedWeakness, Evidence};
use claims::Stance;
use serde_json::{Value, json};

use crate::sink::to_json;
use crate::{PROGRAM, Versions};

/// The version of the schema.
const SCHEMA_VERSION: &str = "1.0";

/// An audit as indented JSON with a line end.
pub fn json(audit: &Audit, versions: &Versions) -> String {
    let findings: Vec<Value> = audit.findings.iter().map(finding).collect();
    let unread: Vec<Value> =
        audit.unread.iter().map(|unread| json!({"line": unread.line, "text": unread.text, "why": unread.why})).collect();
    let missed: Vec<Value> = audit
        .missed
        .iter()
        .map(|missed| {
            let finding = &missed.finding;
            json!({
                "rule": finding.rule,
                "cwe": {"id": finding.cwe.id, "name": finding.cwe.name},
                "severity": finding.severity.word(),
                "confidence": finding.confidence.word(),
                "path": finding.place.path,
                "lines": [finding.place.line, finding.place.end_line],
                "quote": finding.quote,
                "message": finding.message,
            })
        })
        .collect();
    let value = json!({
        "schema_version": SCHEMA_VERSION,
        "program": {"name": PROGRAM, "version": versions.program, "catalogue": versions.catalogue},
        "review_format": audit.format.words(),
        "findings": findings,
        "unread": unread,
        "missed": missed,
        "cuts": audit.cuts,
    });
    to_json(&value)
}

fn finding(finding: &Audited) -> Value {
    let evidence: Vec<Value> = finding.support.evidence.iter().map(evidence).collect();
    json!({
        "index": finding.index,
        "label": finding.label,
        "title": finding.title,
        "review_lines": [finding.lines.0, finding.lines.1],
        "stance": match &finding.stance { Stance::Accuses => "accuses", Stance::Defends(_) => "defends" },
        "cwe": finding.weaknesses.iter().map(weakness).collect::<Vec<_>>(),
        "locations": finding.places.iter().map(place).collect::<Vec<_>>(),
        "unknown_symbols": finding.unknown_symbols,
        "support": {"verdict": finding.support.verdict.word(), "reason": finding.support.reason, "evidence": evidence},
        "claimed_severity": finding.claimed_severity.as_ref().map(|(_, word)| word),
        "severity_verdict": finding.severity.word(),
        "shown_severity": finding.shown_severity.map(knowledge::Severity::word),
        "mitigation_verdict": finding.mitigation.word(),
        "repair": finding.repair,
        "duplicate_of": finding.duplicate_of,
        "verdict": finding.verdict.word(),
        "reason": finding.reason,
        "corrections": finding.corrections,
        "notes": finding.notes,
    })
}

fn weakness(weakness: &AuditedWeakness) -> Value {
    json!({
        "id": weakness.id,
        "claimed_name": weakness.claimed_name,
        "name_verdict": weakness.name.word(),
        "former_until": weakness.until,
        "other": weakness.other,
        "official_name": weakness.official_name,
        "kind": weakness.kind,
        "mapping_usage": weakness.mapping_usage,
        "suggested": weakness.suggested,
        "fits_words": weakness.fits_words,
    })
}

fn pair(lines: Option<(u32, u32)>) -> Value {
    lines.map_or(Value::Null, |(first, last)| json!([first, last]))
}

fn place(place: &AuditedPlace) -> Value {
    json!({
        "path": place.cited_path,
        "path_verdict": place.path.word(),
        "found_path": place.found_path,
        "cited_lines": pair(place.cited_lines),
        "quote": place.quote,
        "quote_verdict": place.quote_verdict.word(),
        "line_verdict": place.line.word(),
        "found_lines": pair(place.found_lines),
        "offset": place.offset,
        "instead": place.instead,
        "other_file": place.other_file.as_ref().map(|(path, line)| json!({"path": path, "line": line})),
        "other_revision": place.other_revision.as_ref().map(|(commit, date, line)| json!({"commit": commit, "date": date, "line": line})),
    })
}

fn evidence(evidence: &Evidence) -> Value {
    let flow: Vec<Value> = evidence
        .flow
        .iter()
        .map(|step| json!({"path": step.place.path, "line": step.place.line, "quote": step.quote, "note": step.note}))
        .collect();
    json!({
        "rule": evidence.rule,
        "cwe": evidence.cwe,
        "path": evidence.place.as_ref().map(|place| &place.path),
        "line": evidence.place.as_ref().map(|place| place.line),
        "quote": evidence.quote,
        "text": evidence.text,
        "flow": flow,
        "severity": evidence.levels.map(|(severity, _)| severity.word()),
        "confidence": evidence.levels.map(|(_, confidence)| confidence.word()),
    })
}
