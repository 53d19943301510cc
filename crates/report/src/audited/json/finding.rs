//! A finding of a review with all verdicts on it.

use audit::{Audited, AuditedPlace, AuditedReach, AuditedWeakness};
use serde::{Deserialize, Serialize};

use crate::audited::said;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Finding {
    index: usize,
    label: Option<String>,
    title: String,
    review_lines: [u32; 2],
    stance: String,
    cwe: Vec<Weakness>,
    locations: Vec<Location>,
    unknown_symbols: Vec<String>,
    support: Support,
    claimed_severity: Option<String>,
    severity_verdict: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reach: Option<Reach>,
    shown_severity: Option<String>,
    mitigation_verdict: String,
    mitigation_reason: Option<String>,
    repair: Option<String>,
    repair_example: Option<String>,
    duplicate_of: Option<usize>,
    verdict: String,
    reason: String,
    corrections: Vec<String>,
    notes: Vec<String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reach {
    claimed: String,
    seen: String,
    verdict: String,
    text: String,
    words: Vec<String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Weakness {
    id: u32,
    claimed_name: Option<String>,
    name_verdict: String,
    former_until: Option<String>,
    other: Option<u32>,
    official_name: Option<String>,
    kind: Option<String>,
    mapping_usage: Option<String>,
    refused: Option<String>,
    suggested: Vec<u32>,
    fits_words: Option<bool>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Location {
    path: Option<String>,
    path_verdict: String,
    found_path: Option<String>,
    cited_lines: Option<[u32; 2]>,
    quote: Option<String>,
    quote_verdict: String,
    line_verdict: String,
    found_lines: Option<[u32; 2]>,
    offset: Option<i64>,
    instead: Option<String>,
    other_file: Option<FileLine>,
    other_revision: Option<RevisionLine>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileLine {
    path: String,
    line: u32,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RevisionLine {
    commit: String,
    date: String,
    line: u32,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Support {
    verdict: String,
    reason: String,
    evidence: Vec<Evidence>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Evidence {
    rule: Option<String>,
    cwe: Option<u32>,
    path: Option<String>,
    line: Option<u32>,
    quote: String,
    text: String,
    flow: Vec<Step>,
    severity: Option<String>,
    confidence: Option<String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    path: String,
    line: u32,
    quote: String,
    note: String,
}

impl Finding {
    pub(super) fn of(finding: &Audited) -> Self {
        contained::at(contained::Step::Write, finding.index);
        Self {
            index: finding.index,
            label: finding.label.clone(),
            title: finding.title.clone(),
            review_lines: [finding.lines.0, finding.lines.1],
            stance: if said::defends(finding) { "defends" } else { "accuses" }.to_owned(),
            cwe: finding.weaknesses.iter().map(Weakness::of).collect(),
            locations: finding.places.iter().map(Location::of).collect(),
            unknown_symbols: finding.unknown_symbols.clone(),
            support: Support {
                verdict: finding.support.verdict.word().to_owned(),
                reason: finding.support.reason.to_owned(),
                evidence: finding.support.evidence.iter().map(Evidence::of).collect(),
            },
            claimed_severity: finding.claimed_severity.as_ref().map(|(_, word)| word.clone()),
            severity_verdict: finding.severity.word().to_owned(),
            reach: finding.reach.as_ref().map(Reach::of),
            shown_severity: finding.shown_severity.map(|severity| severity.word().to_owned()),
            mitigation_verdict: finding.mitigation.word().to_owned(),
            mitigation_reason: finding.mitigation_reason.clone(),
            repair: finding.repair.clone(),
            repair_example: finding.shown.as_ref().and_then(|own| own.mitigation.example.clone()),
            duplicate_of: finding.duplicate_of,
            verdict: finding.verdict.word().to_owned(),
            reason: finding.reason.clone(),
            corrections: finding.corrections.clone(),
            notes: finding.notes.clone(),
        }
    }
}

impl Reach {
    fn of(reach: &AuditedReach) -> Self {
        Self {
            claimed: reach.claimed.word().to_owned(),
            seen: reach.seen.word().to_owned(),
            verdict: reach.verdict.word().to_owned(),
            text: reach.text.clone(),
            words: reach.words.clone(),
        }
    }
}

impl Weakness {
    fn of(weakness: &AuditedWeakness) -> Self {
        Self {
            id: weakness.id,
            claimed_name: weakness.claimed_name.clone(),
            name_verdict: weakness.name.word().to_owned(),
            former_until: weakness.until.clone(),
            other: weakness.other,
            official_name: weakness.official_name.map(str::to_owned),
            kind: weakness.kind.map(str::to_owned),
            mapping_usage: weakness.mapping_usage.map(str::to_owned),
            refused: weakness.refused.clone(),
            suggested: weakness.suggested.clone(),
            fits_words: weakness.fits_words,
        }
    }
}

impl Location {
    fn of(place: &AuditedPlace) -> Self {
        let pair = |(first, last): (u32, u32)| [first, last];
        let file = |(path, line): &(String, u32)| FileLine { path: path.clone(), line: *line };
        let revision = |(commit, date, line): &(String, String, u32)| RevisionLine {
            commit: commit.clone(),
            date: date.clone(),
            line: *line,
        };
        Self {
            path: place.cited_path.clone(),
            path_verdict: place.path.word().to_owned(),
            found_path: place.found_path.clone(),
            cited_lines: place.cited_lines.map(pair),
            quote: place.quote.clone(),
            quote_verdict: place.quote_verdict.word().to_owned(),
            line_verdict: place.line.word().to_owned(),
            found_lines: place.found_lines.map(pair),
            offset: place.offset,
            instead: place.instead.clone(),
            other_file: place.other_file.as_ref().map(file),
            other_revision: place.other_revision.as_ref().map(revision),
        }
    }
}

impl Evidence {
    fn of(evidence: &audit::Evidence) -> Self {
        let step = |step: &review::WhyStep| Step {
            path: step.place.path.clone(),
            line: step.place.line,
            quote: step.quote.clone(),
            note: step.note.clone(),
        };
        Self {
            rule: evidence.rule.clone(),
            cwe: evidence.cwe,
            path: evidence.place.as_ref().map(|place| place.path.clone()),
            line: evidence.place.as_ref().map(|place| place.line),
            quote: evidence.quote.clone(),
            text: evidence.text.clone(),
            flow: evidence.flow.iter().map(step).collect(),
            severity: evidence.levels.map(|(severity, _)| severity.word().to_owned()),
            confidence: evidence.levels.map(|(_, confidence)| confidence.word().to_owned()),
        }
    }
}
