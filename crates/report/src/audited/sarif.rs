//! An audit as SARIF 2.1.0: one result for each finding of the review, at the place where it was found.
//!
//! A finding that the code bears out is of kind `fail`, one that it does not bear out `pass`; `open` is what the code does not tell,
//! and `review` what Flawline cannot judge and a person has to. The message is the reason; all verdicts stand in the properties. What
//! the review does not mention, what could not be read in it and what was not looked at are notifications of the run.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use audit::{Audit, Audited, SupportVerdict};
use cwe::Catalogue;
use serde::Serialize;

use super::{Asked, said};
use crate::sarif::document::{
    AuditedReport, CodeFlow, Descriptor, DescriptorReference, Help, Location, Message, Notification, Result,
    RuleProperties, RunProperties, ThreadFlowLocation,
};
use crate::sarif::notifications::{NotificationKind, Notifications, descriptors};
use crate::sarif::region::{file, line_of, lines_of, location};
use crate::sarif::{address, code_flows, driver, level, log, pascal, taxonomy};
use crate::sink::{OneByOne, SarifText, visible, write_json};
use crate::{HOMEPAGE, Versions, summary, words};

/// The kinds of notifications, in the order of the tool's list.
const KINDS: [NotificationKind; 6] = [
    ("FLW/gap", "Gap", "A place in an analysed file could not be parsed or understood."),
    ("FLW/limit", "Limit", "A limit was reached, and the audit went on with less precision."),
    ("FLW/not-analysed", "NotAnalysed", "A supported file could not be analysed."),
    ("FLW/looked-at", "LookedAt", "What of the code was parsed."),
    (
        "FLW/not-mentioned",
        "NotMentioned",
        "Flawline finds a weakness in a file of the review, and the review does not mention it.",
    ),
    ("FLW/not-read", "NotRead", "Something in the review could not be read as a finding."),
];

/// The rule of findings that name no id.
const NO_ID: &str = "no-id";

/// Reasons for an undecided support that only a person can go on from.
const FOR_PEOPLE: [&str; 4] = ["no-rule", "language", "no-place", "gap"];

/// Writes the audit as SARIF.
pub fn sarif(audit: &Audit, asked: &Asked, versions: &Versions, out: &mut dyn Write) -> io::Result<()> {
    let rules = Rules::of(audit);
    let tool = driver(versions, rules.descriptors(), descriptors(&KINDS));
    let taxonomy = taxonomy(rules.names.iter().map(|(&id, name)| (id, name.as_str())), versions);
    let results = OneByOne { from: &audit.findings, make: |finding: &Audited| result(finding, &rules) };
    let mut log = log(tool, "The root of the audited code.", notifications(audit), taxonomy, results);
    let format = audit.format.words();
    let audited_report = AuditedReport { path: visible(&asked.review), format, findings: audit.findings.len() };
    log.runs[0].properties = Some(RunProperties { audited_report });
    write_json(&log, out)
}

/// The ids that results refer to.
struct Rules {
    /// All that are rules, by number; none for findings without an id.
    ids: Vec<Option<u32>>,
    /// The official names of those that exist.
    names: BTreeMap<u32, String>,
}

impl Rules {
    fn of(audit: &Audit) -> Self {
        let mut ids: Vec<Option<u32>> = audit.findings.iter().map(id).collect();
        ids.sort_unstable();
        ids.dedup();
        let catalogue = Catalogue::official();
        let all = audit.findings.iter().flat_map(|finding| &finding.weaknesses).map(|weakness| weakness.id);
        let all = all.chain(ids.iter().flatten().copied());
        let names = all.filter_map(|id| Some((id, catalogue.get(id)?.name.clone()))).collect();
        Self { ids, names }
    }

    fn descriptors(&self) -> Vec<Descriptor> {
        self.ids.iter().map(|&id| self.descriptor(id)).collect()
    }

    fn descriptor(&self, id: Option<u32>) -> Descriptor {
        let entry = id.and_then(|id| Some((id, self.names.get(&id)?)));
        let Some((id, name)) = entry else {
            let text = match id {
                Some(id) => format!("CWE-{id}, which the catalogue does not have."),
                None => "A finding of the review without an id.".to_owned(),
            };
            return Descriptor {
                id: rule_id(id),
                name: Some(pascal(&rule_id(id))),
                short_description: Some(Message { text: SarifText::sentence(&text) }),
                help_uri: Some(HOMEPAGE.to_owned()),
                ..Descriptor::default()
            };
        };
        let text = format!("CWE-{id}: {name}.");
        Descriptor {
            id: rule_id(Some(id)),
            name: Some(pascal(name)),
            short_description: Some(Message { text: SarifText::sentence(name) }),
            full_description: Some(Message { text: SarifText::sentence(&text) }),
            help: Some(Help { text: SarifText::sentence(&text), markdown: format!("[CWE-{id}]({})", address(id)) }),
            help_uri: Some(address(id)),
            properties: Some(RuleProperties {
                tags: vec!["security".to_owned(), format!("external/cwe/cwe-{id:03}")],
                precision: None,
                security_severity: None,
            }),
            ..Descriptor::default()
        }
    }

    fn index(&self, id: Option<u32>) -> usize {
        self.ids.partition_point(|&other| other < id)
    }

    /// The weaknesses of a finding in the taxonomy.
    fn taxa(&self, finding: &Audited) -> Vec<DescriptorReference> {
        let mut seen = Vec::new();
        let known = finding.weaknesses.iter().map(|weakness| weakness.id).filter(|id| {
            let is_new = self.names.contains_key(id) && !seen.contains(id);
            seen.push(*id);
            is_new
        });
        known.map(|id| DescriptorReference::weakness(id, self.names.range(..id).count())).collect()
    }
}

/// The id that a finding is a result of: its first, else that of what the code shows.
fn id(finding: &Audited) -> Option<u32> {
    let shown = || finding.support.evidence.first().and_then(|evidence| evidence.cwe);
    finding.weaknesses.first().map(|weakness| weakness.id).or_else(shown)
}

fn rule_id(id: Option<u32>) -> String {
    id.map_or_else(|| NO_ID.to_owned(), |id| format!("CWE-{id}"))
}

/// All verdicts on a finding.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AuditProperties {
    index: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    title: String,
    review_lines: [u32; 2],
    verdict: &'static str,
    support: &'static str,
    support_reason: &'static str,
    severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reach: Option<ReachProperties>,
    mitigation: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    mitigation_reason: Option<String>,
    cwe: Vec<IdProperties>,
    places: Vec<PlaceProperties>,
    corrections: Vec<String>,
    notes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duplicate_of: Option<usize>,
}

#[derive(Serialize)]
struct ReachProperties {
    claimed: &'static str,
    seen: &'static str,
    verdict: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct IdProperties {
    id: String,
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    mapping_usage: Option<&'static str>,
    suggested: Vec<String>,
}

#[derive(Serialize)]
struct PlaceProperties {
    path: &'static str,
    line: &'static str,
    quote: &'static str,
}

fn result(finding: &Audited, rules: &Rules) -> Result<AuditProperties> {
    contained::at(contained::Step::Write, finding.index);
    let kind = match finding.support.verdict {
        SupportVerdict::Supported => "fail",
        SupportVerdict::Refuted => "pass",
        SupportVerdict::Undecided if FOR_PEOPLE.contains(&finding.support.reason) => "review",
        SupportVerdict::Undecided => "open",
    };
    let shown = finding.shown_severity.map_or("warning", level);
    let mut places = places(finding);
    let locations: Vec<Location> = if places.is_empty() { Vec::new() } else { vec![places.remove(0)] };
    Result {
        rule_id: rule_id(id(finding)),
        rule_index: rules.index(id(finding)),
        kind,
        level: if kind == "fail" { shown } else { "none" },
        message: Message { text: SarifText::sentence(&finding.reason) },
        locations,
        code_flows: flow(finding),
        related_locations: places,
        partial_fingerprints: BTreeMap::new(),
        taxa: rules.taxa(finding),
        suppressions: Vec::new(),
        properties: properties(finding),
    }
}

fn properties(finding: &Audited) -> AuditProperties {
    let ids = finding.weaknesses.iter().map(|weakness| IdProperties {
        id: format!("CWE-{}", weakness.id),
        name: weakness.name.word(),
        mapping_usage: weakness.mapping_usage,
        suggested: weakness.suggested.iter().map(|id| format!("CWE-{id}")).collect(),
    });
    let places = finding.places.iter().map(|place| PlaceProperties {
        path: place.path.word(),
        line: place.line.word(),
        quote: place.quote_verdict.word(),
    });
    AuditProperties {
        index: finding.index,
        label: finding.label.as_deref().map(visible),
        title: visible(&finding.title),
        review_lines: [finding.lines.0, finding.lines.1],
        verdict: finding.verdict.word(),
        support: finding.support.verdict.word(),
        support_reason: finding.support.reason,
        severity: finding.severity.word(),
        reach: finding.reach.as_ref().map(|reach| ReachProperties {
            claimed: reach.claimed.word(),
            seen: reach.seen.word(),
            verdict: reach.verdict.word(),
        }),
        mitigation: finding.mitigation.word(),
        mitigation_reason: finding.mitigation_reason.as_deref().map(visible),
        cwe: ids.collect(),
        places: places.collect(),
        corrections: finding.corrections.iter().map(|text| visible(text)).collect(),
        notes: finding.notes.iter().map(|text| visible(text)).collect(),
        duplicate_of: finding.duplicate_of,
    }
}

/// The places that were found: that of the finding that bears it out first, else that of the quote, else the cited one.
fn places(finding: &Audited) -> Vec<Location> {
    let mut all = Vec::new();
    if let Some(own) = &finding.shown {
        all.push(location(&own.place, &own.excerpt));
    }
    let mut seen = BTreeSet::new();
    for place in &finding.places {
        let Some(path) = &place.found_path else { continue };
        let lines = place.found_lines.or(place.cited_lines.filter(|_| place.line != audit::LineVerdict::BeyondEnd));
        let standing = said::standing(place);
        // The standard wants every location once.
        if !seen.insert((path, lines, standing.clone())) {
            continue;
        }
        let at = lines.map_or_else(|| file(path), |lines| lines_of(path, lines));
        all.push(if standing.is_empty() { at } else { at.saying(SarifText::sentence(&standing)) });
    }
    all
}

/// The way that data takes, where the code bears a finding out by one.
fn flow(finding: &Audited) -> Vec<CodeFlow> {
    if let Some(own) = &finding.shown {
        return code_flows(own);
    }
    let is_supported = finding.support.verdict == SupportVerdict::Supported;
    let Some(evidence) = finding.support.evidence.first().filter(|_| is_supported) else { return Vec::new() };
    CodeFlow::of(evidence.flow.iter().map(|step| ThreadFlowLocation {
        location: line_of(&step.place).saying(SarifText::new(&step.note)),
        importance: "important",
    }))
}

fn notifications(audit: &Audit) -> Vec<Notification> {
    let coverage = &audit.coverage;
    let unit = said::unit(audit.format);
    let mut all = Notifications::of(&KINDS);
    all.gaps(&coverage.gaps);
    for cut in &audit.cuts {
        all.limit(cut, None);
    }
    for cut in &coverage.cuts {
        all.limit(&cut.text, Some(&cut.place));
    }
    for skip in coverage.skipped.iter().filter(|skip| skip.reason.is_incomplete()) {
        all.not_analysed(skip);
    }
    all.add(3, "note", &format!("Parsed {}.", summary::parsed(coverage, str::to_owned)), Vec::new());
    for missed in &audit.missed {
        let finding = &missed.finding;
        contained::at(contained::Step::Write, finding.place.line as usize);
        let message = words::sentence(words::unended(&finding.message));
        let text = format!("CWE-{}, {}: {message}", finding.cwe.id, finding.severity.word());
        all.add(4, "note", &text, vec![location(&finding.place, &finding.excerpt)]);
    }
    for unread in &audit.unread {
        let text = format!("In {unit} {}: '{}': {}.", unread.line, unread.text, unread.why);
        all.add(5, "note", &text, Vec::new());
    }
    all.all
}
