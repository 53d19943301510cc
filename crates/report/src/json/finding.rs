//! Findings, and findings that comments allow.

use std::ops::Range;

use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Finding {
    rule: String,
    title: String,
    cwe: Cwe,
    severity: String,
    confidence: String,
    location: Location,
    quote: String,
    masks: Vec<[usize; 2]>,
    function: String,
    message: String,
    flow: Vec<Step>,
    checks: Vec<Check>,
    impact: String,
    mitigation: Mitigation,
    assumptions: Vec<String>,
    scope: String,
    fingerprints: Fingerprints,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cwe {
    id: u16,
    name: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Location {
    path: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    path: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    quote: String,
    masks: Vec<[usize; 2]>,
    note: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Check {
    path: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    quote: String,
    masks: Vec<[usize; 2]>,
    note: String,
    passes: Option<String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mitigation {
    text: String,
    example: Option<String>,
    language: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fingerprints {
    #[serde(rename = "code/v1")]
    code: String,
    #[serde(rename = "place/v1")]
    place: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Suppressed {
    finding: Finding,
    reason: String,
    line: u32,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stale {
    location: Location,
    text: String,
    why: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Foreign {
    location: Location,
    text: String,
    rule: String,
    obeyed: bool,
}

impl Finding {
    pub(super) fn of(finding: &review::Finding) -> Self {
        let mitigation = &finding.mitigation;
        Self {
            rule: finding.rule.clone(),
            title: finding.title.clone(),
            cwe: Cwe::of(&finding.cwe),
            severity: finding.severity.word().to_owned(),
            confidence: finding.confidence.word().to_owned(),
            location: Location::of(&finding.place),
            quote: finding.quote.clone(),
            masks: pairs(&finding.masks),
            function: finding.function.clone(),
            message: finding.message.clone(),
            flow: finding.flow.iter().map(Step::of).collect(),
            checks: finding.checks.iter().map(Check::of).collect(),
            impact: finding.impact.clone(),
            mitigation: Mitigation {
                text: mitigation.text.clone(),
                example: mitigation.example.clone(),
                language: mitigation.language.clone(),
            },
            assumptions: finding.assumptions.clone(),
            scope: finding.scope.word().to_owned(),
            fingerprints: Fingerprints {
                code: finding.fingerprints.code.clone(),
                place: finding.fingerprints.place.clone(),
            },
        }
    }
}

impl Cwe {
    pub(super) fn of(cwe: &review::Cwe) -> Self {
        Self { id: cwe.id, name: cwe.name.clone() }
    }
}

impl Location {
    pub(super) fn of(place: &review::Place) -> Self {
        Self {
            path: place.path.clone(),
            line: place.line,
            column: place.column,
            end_line: place.end_line,
            end_column: place.end_column,
        }
    }
}

impl Step {
    fn of(step: &review::Step) -> Self {
        let place = &step.place;
        Self {
            path: place.path.clone(),
            line: place.line,
            column: place.column,
            end_line: place.end_line,
            end_column: place.end_column,
            quote: step.quote.clone(),
            masks: pairs(&step.masks),
            note: step.note.clone(),
        }
    }
}

impl Check {
    fn of(check: &review::Check) -> Self {
        let place = &check.place;
        Self {
            path: place.path.clone(),
            line: place.line,
            column: place.column,
            end_line: place.end_line,
            end_column: place.end_column,
            quote: check.quote.clone(),
            masks: pairs(&check.masks),
            note: check.note.clone(),
            passes: check.passes.clone(),
        }
    }
}

impl Suppressed {
    pub(super) fn of(suppressed: &review::Suppressed) -> Self {
        Self { finding: Finding::of(&suppressed.finding), reason: suppressed.reason.clone(), line: suppressed.line }
    }
}

impl Stale {
    pub(super) fn of(stale: &review::StaleSuppression) -> Self {
        Self { location: Location::of(&stale.place), text: stale.text.clone(), why: stale.why.clone() }
    }
}

impl Foreign {
    pub(super) fn of(foreign: &review::ForeignSuppression) -> Self {
        Self {
            location: Location::of(&foreign.place),
            text: foreign.text.clone(),
            rule: foreign.rule.clone(),
            obeyed: foreign.obeyed,
        }
    }
}

fn pairs(masks: &[Range<usize>]) -> Vec<[usize; 2]> {
    masks.iter().map(|mask| [mask.start, mask.end]).collect()
}
