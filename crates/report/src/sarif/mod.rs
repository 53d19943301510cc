//! As SARIF 2.1.0, for code hosts, editors and whatever else reads results of analyses.
//!
//! Findings outside the counted scopes are results of kind `informational`; what was not looked at is said in the
//! invocation's notifications. Nothing names the machine or the time.

pub(crate) mod document;
pub(crate) mod notifications;
pub(crate) mod region;
mod rules;

use std::collections::BTreeMap;

use review::{Check, Finding, Review, Step, Suppressed};

use crate::sink::{SarifText, to_json, visible};
use crate::{HOMEPAGE, PROGRAM, Versions, words};
use document::{
    CodeFlow, Component, ComponentReference, Descriptor, Invocation, Location, Log, LogicalLocation, Message,
    Notification, Result, ResultProperties, Run, Suppression, ThreadFlowLocation, Tool, UriBase,
};
use region::{ROOT, location};
use rules::Rules;

pub(crate) use rules::{address, level, pascal, taxonomy};

/// Where the standard's schema is published.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The review as SARIF.
pub fn sarif(review: &Review, versions: &Versions) -> String {
    let rules = Rules::of(review);
    let counted = review.findings.iter().map(|finding| result(finding, true, None, &rules));
    let elsewhere = review.elsewhere.iter().map(|finding| result(finding, false, None, &rules));
    let suppressed = review.suppressed.iter().map(|suppressed| {
        let counts = review.settings.scopes.contains(&suppressed.finding.scope);
        result(&suppressed.finding, counts, Some(suppressed), &rules)
    });
    let tool = driver(versions, rules.descriptors(), notifications::descriptors(&notifications::KINDS));
    let results: Vec<Result> = counted.chain(elsewhere).chain(suppressed).collect();
    let told = notifications::notifications(review);
    to_json(&log(tool, "The root of the reviewed project.", told, rules.taxonomy(versions), results))
}

/// A log of one run: by which tool, what its root is, what it tells besides its results, the weaknesses and the results.
pub(crate) fn log<R>(tool: Component, root: &str, told: Vec<Notification>, taxonomy: Component, results: R) -> Log<R> {
    let description = Message { text: SarifText::new(root) };
    Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver: tool },
            invocations: [Invocation { execution_successful: true, tool_execution_notifications: told }],
            original_uri_base_ids: BTreeMap::from([(ROOT, UriBase { description })]),
            column_kind: "utf16CodeUnits",
            taxonomies: vec![taxonomy],
            results,
            properties: None,
        }],
    }
}

/// The program as a log names it, with its rules and kinds of notifications.
pub(crate) fn driver(versions: &Versions, rules: Vec<Descriptor>, notifications: Vec<Descriptor>) -> Component {
    Component {
        name: PROGRAM,
        full_name: Some(format!("{PROGRAM} {}", versions.program)),
        semantic_version: Some(versions.program.clone()),
        version: Some(versions.program.clone()),
        information_uri: HOMEPAGE,
        rules: Some(rules),
        notifications,
        supported_taxonomies: vec![ComponentReference { name: "CWE", index: 0 }],
        ..Component::default()
    }
}

/// All findings that become results.
fn findings(review: &Review) -> impl Iterator<Item = &Finding> {
    let suppressed = review.suppressed.iter().map(|suppressed| &suppressed.finding);
    review.findings.iter().chain(&review.elsewhere).chain(suppressed)
}

fn result(finding: &Finding, counts: bool, suppressed: Option<&Suppressed>, rules: &Rules<'_>) -> Result {
    contained::at(contained::Step::Write, finding.place.line as usize);
    let mut place = location(&finding.place, &finding.excerpt);
    if !finding.function.is_empty() {
        place.logical_locations = vec![LogicalLocation { fully_qualified_name: visible(&finding.function) }];
    }
    if let Some(cell) = finding.place.cell {
        let name = format!("cell {}, line {}", cell.cell, cell.line);
        place.logical_locations.push(LogicalLocation { fully_qualified_name: name });
    }
    let suppressions = suppressed.map(|suppressed| Suppression {
        kind: "inSource",
        status: "accepted",
        justification: visible(&suppressed.reason),
        location: region::line(&finding.place.path, suppressed.line.max(1)),
    });
    let mitigation = &finding.mitigation;
    Result {
        rule_id: finding.rule.clone(),
        rule_index: rules.index(finding),
        kind: if counts { "fail" } else { "informational" },
        level: if counts { rules::level(finding.severity) } else { "none" },
        message: Message { text: message(finding) },
        locations: vec![place],
        code_flows: code_flows(finding),
        related_locations: finding.checks.iter().map(check).collect(),
        partial_fingerprints: BTreeMap::from([
            ("flawline/code/v1", finding.fingerprints.code.clone()),
            ("flawline/place/v1", finding.fingerprints.place.clone()),
        ]),
        taxa: vec![rules.weakness(finding.cwe.id)],
        suppressions: suppressions.into_iter().collect(),
        properties: ResultProperties {
            severity: finding.severity.word(),
            confidence: finding.confidence.word(),
            scope: finding.scope.word(),
            assumptions: finding.assumptions.iter().map(|assumption| visible(assumption)).collect(),
            impact: visible(&finding.impact),
            mitigation: visible(&mitigation.text),
            example: mitigation.example.clone(),
        },
    }
}

/// What was seen, what it leads to, and what to do: viewers show little else.
fn message(finding: &Finding) -> SarifText {
    // The flow is not in the message, so what announces it ends here.
    let mut parts = vec![words::sentence(words::unended(&finding.message))];
    parts.extend(finding.checks.iter().map(|check| {
        format!("Checked in {} on line {}: {}.", check.place.path, check.place.line, words::unended(&check.note))
    }));
    parts.push(words::sentence(words::unended(&finding.impact)));
    let mitigation = words::unended(&finding.mitigation.text);
    if !mitigation.is_empty() {
        parts.push(format!("To mitigate this risk, {mitigation}."));
    }
    parts.retain(|part| !part.trim().is_empty());
    SarifText::sentence(&parts.join(" "))
}

/// The flow of a finding, where it has one.
pub(crate) fn code_flows(finding: &Finding) -> Vec<CodeFlow> {
    CodeFlow::of(finding.flow.iter().enumerate().map(|(at, step)| flow_step(step, at, finding.flow.len())))
}

fn check(check: &Check) -> Location {
    location(&check.place, &check.excerpt).saying(SarifText::new(&check.note))
}

fn flow_step(step: &Step, at: usize, steps: usize) -> ThreadFlowLocation {
    let location = location(&step.place, &step.excerpt).saying(SarifText::new(&step.note));
    let is_end = at == 0 || at + 1 == steps;
    ThreadFlowLocation { location, importance: if is_end { "essential" } else { "important" } }
}
