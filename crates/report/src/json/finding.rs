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
pub(crate) struct Cwe {
    id: u16,
    name: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Location {
    path: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cell: Option<Cell>,
}

/// A line of a cell of a notebook.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cell {
    number: u32,
    line: u32,
}

/// A place with its code, and what is said of it.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Step {
    #[serde(flatten)]
    location: Location,
    quote: String,
    masks: Vec<[usize; 2]>,
    note: String,
}

/// The same, and what still passes there.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Check {
    #[serde(flatten)]
    step: Step,
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
    until: Option<String>,
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
        contained::at(contained::Step::Write, finding.place.line as usize);
        let step = |step: &review::Step| Step::of(&step.place, &step.quote, &step.masks, &step.note);
        let check = |check: &review::Check| Check {
            step: Step::of(&check.place, &check.quote, &check.masks, &check.note),
            passes: check.passes.clone(),
        };
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
            flow: finding.flow.iter().map(step).collect(),
            checks: finding.checks.iter().map(check).collect(),
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
    pub(crate) fn of(cwe: &review::Cwe) -> Self {
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
            cell: place.cell.map(|cell| Cell { number: cell.cell, line: cell.line }),
        }
    }
}

impl Step {
    fn of(place: &review::Place, quote: &str, masks: &[Range<usize>], note: &str) -> Self {
        let (quote, note) = (quote.to_owned(), note.to_owned());
        Self { location: Location::of(place), quote, masks: pairs(masks), note }
    }
}

impl Suppressed {
    pub(super) fn of(suppressed: &review::Suppressed) -> Self {
        Self {
            finding: Finding::of(&suppressed.finding),
            reason: suppressed.reason.clone(),
            line: suppressed.line,
            until: suppressed.until.map(|until| until.to_string()),
        }
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
