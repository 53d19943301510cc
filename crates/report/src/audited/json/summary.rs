//! What a review does not mention and what could not be read in it, the counts, and what was looked at.

use std::collections::BTreeMap;

use audit::Audit;
use serde::{Deserialize, Serialize};

use crate::audited::score::{Score, Tally};
use crate::json::{Cut, Cwe, Gap, Parsed, Skip};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Unread {
    line: u32,
    text: String,
    why: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Missed {
    rule: String,
    title: String,
    cwe: Cwe,
    severity: String,
    confidence: String,
    path: String,
    lines: [u32; 2],
    quote: String,
    message: String,
    repair: String,
    repair_example: Option<String>,
}

/// How often each word was given.
type Counts = BTreeMap<String, usize>;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scorecard {
    verdicts: Counts,
    support: Counts,
    names: Counts,
    paths: Counts,
    lines: Counts,
    quotes: Counts,
    severities: Counts,
    mitigations: Counts,
    duplicates: usize,
    missed: usize,
    unread: usize,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Coverage {
    complete: bool,
    files: usize,
    languages: Vec<Parsed>,
    functions: usize,
    calls: usize,
    not_analysed: Vec<Skip>,
    gaps: Vec<Gap>,
    cuts: Vec<Cut>,
}

impl Unread {
    pub(super) fn of(unread: &claims::Unread) -> Self {
        Self { line: unread.line, text: unread.text.clone(), why: unread.why.to_owned() }
    }
}

impl Missed {
    pub(super) fn of(missed: &audit::Missed) -> Self {
        let finding = &missed.finding;
        contained::at(contained::Step::Write, finding.place.line as usize);
        Self {
            rule: finding.rule.clone(),
            title: finding.title.clone(),
            cwe: Cwe::of(&finding.cwe),
            severity: finding.severity.word().to_owned(),
            confidence: finding.confidence.word().to_owned(),
            path: finding.place.path.clone(),
            lines: [finding.place.line, finding.place.end_line],
            quote: finding.quote.clone(),
            message: finding.message.clone(),
            repair: finding.mitigation.text.clone(),
            repair_example: finding.mitigation.example.clone(),
        }
    }
}

impl Scorecard {
    pub(super) fn of(audit: &Audit) -> Self {
        let score = Score::of(audit);
        let counts = |tally: Tally| tally.into_iter().map(|(word, count)| (word.to_owned(), count)).collect();
        Self {
            verdicts: counts(score.verdicts),
            support: counts(score.support),
            names: counts(score.names),
            paths: counts(score.paths),
            lines: counts(score.lines),
            quotes: counts(score.quotes),
            severities: counts(score.severities),
            mitigations: counts(score.mitigations),
            duplicates: score.duplicates,
            missed: audit.missed.len(),
            unread: audit.unread.len(),
        }
    }
}

impl Coverage {
    pub(super) fn of(coverage: &review::Coverage) -> Self {
        let missing = coverage.skipped.iter().filter(|skip| skip.reason.is_incomplete());
        Self {
            complete: coverage.is_complete(),
            files: coverage.files,
            languages: coverage.languages.iter().map(Parsed::of).collect(),
            functions: coverage.functions,
            calls: coverage.calls,
            not_analysed: missing.map(Skip::of).collect(),
            gaps: coverage.gaps.iter().map(Gap::of).collect(),
            cuts: coverage.cuts.iter().map(Cut::of).collect(),
        }
    }
}
