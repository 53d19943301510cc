//! The shapes: one file or folder each.

mod absence;
mod asserted;
mod call;
mod carried;
mod default;
mod evidence;
mod filter;
mod flow;
mod format;
mod literals;
mod look;
mod missing;
mod nearby;
mod order;
mod pattern;
mod refusal;
mod repeated;
mod same;
mod script;
mod trial;
mod value;
mod words;

pub use call::FOR_SOMETHING;
pub(crate) use missing::{Stood, stood};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use contained::contained;
use engine::{Analysis, FlowSource, UseSite};
use ir::{SourceFile, Value};
use knowledge::{Case, Confidence, ContextId, KindId, Knowledge, RowId, Rule, Scope, Severity, Shape};
use program::{FuncId, Program};
use rustc_hash::FxHashMap;

use crate::fingerprint;
use crate::names::Names;
use crate::reading::Readings;
use crate::slots::fill;
use crate::{Finding, Spot, Step};

/// What every shape works with.
pub(crate) struct Scene<'a, 'k> {
    pub(crate) names: Names<'a, 'k>,
    pub(crate) knowledge: &'a Knowledge,
    pub(crate) analysis: &'a Analysis,
    readings: Readings,
    units: Units,
}

impl<'a, 'k> Scene<'a, 'k> {
    pub(crate) fn new(names: Names<'a, 'k>, knowledge: &'a Knowledge, analysis: &'a Analysis) -> Self {
        Self { names, knowledge, analysis, readings: Readings::default(), units: Units::default() }
    }
}

/// The places that have been looked at, and those where an error of our own kept them from being told.
#[derive(Default)]
struct Units {
    begun: Cell<usize>,
    failures: RefCell<BTreeSet<FuncId>>,
}

/// What the rules say of a program.
#[derive(Default)]
pub struct Detected {
    /// In the order of place and rule.
    pub findings: Vec<Finding>,
    /// The functions where something was left out because of an error of our own, each once.
    pub failures: Vec<FuncId>,
}

/// A finding before it is numbered among its equals.
pub(crate) struct Draft {
    pub(crate) finding: Finding,
    pub(crate) identity: String,
}

/// What a shape has seen at one place.
pub(crate) struct Seen<'a> {
    pub(crate) rule: usize,
    pub(crate) case: &'a Case,
    pub(crate) function: FuncId,
    pub(crate) value: Value,
    pub(crate) row: Option<RowId>,
    pub(crate) slots: Vec<(&'static str, String)>,
    pub(crate) steps: Vec<Step>,
    pub(crate) assumptions: Vec<String>,
    pub(crate) source: Option<FlowSource>,
    pub(crate) secrets: Vec<Spot>,
    /// What identifies the place, instead of the statement as it is written.
    pub(crate) statement: Option<String>,
    /// Where it is told, instead of at the value.
    pub(crate) spot: Option<Spot>,
}

impl<'a> Seen<'a> {
    /// What is seen at a value, and nothing besides.
    pub(crate) fn of(
        rule: usize,
        case: &'a Case,
        (function, value): (FuncId, Value),
        slots: Vec<(&'static str, String)>,
    ) -> Self {
        Self {
            rule,
            case,
            function,
            value,
            row: None,
            slots,
            steps: Vec::new(),
            assumptions: Vec::new(),
            source: None,
            secrets: Vec::new(),
            statement: None,
            spot: None,
        }
    }

    /// What a use tells by itself.
    pub(crate) fn at(rule: usize, case: &'a Case, site: &UseSite, slots: Vec<(&'static str, String)>) -> Self {
        Self { row: Some(site.row), ..Self::of(rule, case, (site.function, site.value), slots) }
    }
}

/// All findings of all rules. `files` are the modules' files, `scopes` what kind of file each of them is.
pub fn detect(
    program: &Program<'_>,
    (files, scopes): (&[&SourceFile], &[Scope]),
    knowledge: &Knowledge,
    analysis: &Analysis,
) -> Detected {
    let scene = Scene::new(Names { program, files }, knowledge, analysis);
    let mut drafts = Vec::new();
    for (index, rule) in knowledge.rules.iter().enumerate() {
        drafts.extend(match &rule.shape {
            Shape::Flow { sources, asking } => flow::find(&scene, index, rule, (*sources, asking)),
            Shape::Call { telling } => call::find(&scene, index, rule, telling),
            Shape::Value { .. } => value::find(&scene, index, rule),
            Shape::Absence { lacks, names, refused } => absence::find(&scene, index, rule, (*lacks, names, *refused)),
            Shape::Order { before, contexts } => order::find(&scene, index, rule, *before, contexts),
            Shape::Filter(filters) => filter::find(&scene, index, rule, filters),
            Shape::Default => default::find(&scene, index, rule),
            Shape::Pattern { own_texts } => pattern::find(&scene, index, rule, own_texts),
            Shape::Look { letters, pairs } => look::find(&scene, index, rule, (letters, pairs)),
            Shape::Script { marks, commands } => script::find(&scene, index, rule, (marks, commands)),
            Shape::Trial { marks, trials } => trial::find(&scene, index, rule, (marks, trials)),
            Shape::Repeated { apart } => repeated::find(&scene, index, rule, apart, scopes),
            Shape::Missing(asked) => missing::find(&scene, index, rule, asked),
            Shape::Asserted { not_names, whose } => asserted::find(&scene, index, rule, (not_names, whose)),
            Shape::Carried(asked) => carried::find(&scene, index, rule, asked),
        });
    }
    missing::give_way(knowledge, &mut drafts);
    trial::give_way(knowledge, &mut drafts);
    drafts.sort_by(|a, b| {
        (a.finding.spot, a.finding.rule, &a.identity).cmp(&(b.finding.spot, b.finding.rule, &b.identity))
    });
    // Code that a frontend lowers several times (the body of a `finally`) is one place all the same.
    drafts.dedup_by(|b, a| (a.finding.spot, a.finding.rule) == (b.finding.spot, b.finding.rule));
    let mut equals: FxHashMap<String, usize> = FxHashMap::default();
    let findings = drafts
        .into_iter()
        .map(|draft| {
            program.at_function(contained::Step::Identity, draft.finding.function);
            let ordinal = equals.entry(draft.identity.clone()).or_default();
            let code_fingerprint = fingerprint::hash(&draft.identity, *ordinal);
            *ordinal += 1;
            Finding { code_fingerprint, ..draft.finding }
        })
        .collect();
    Detected { findings, failures: scene.units.failures.into_inner().into_iter().collect() }
}

impl Scene<'_, '_> {
    /// Looks at one place of a function; `None` when an error of our own came in between, which is noted.
    pub(crate) fn contained<T>(&self, function: FuncId, work: impl FnOnce() -> T) -> Option<T> {
        let unit = self.units.begun.get();
        self.units.begun.set(unit + 1);
        let done = contained(contained::Step::Detect, unit, work);
        if done.is_none() {
            self.units.failures.borrow_mut().insert(function);
        }
        done
    }

    /// Words a finding.
    pub(crate) fn draft(&self, rule: &Rule, seen: Seen<'_>) -> Draft {
        let Seen { rule: index, case, function, value, row, mut slots, steps, mut assumptions, source, .. } = seen;
        let row = row.map(|row| self.names.program.apis.row(row));
        for assumed in row.into_iter().flat_map(crate::assumptions::of_row) {
            if !assumptions.contains(&assumed) {
                assumptions.push(assumed);
            }
        }
        // Texts have backticks around the slot; what has no name goes without.
        let within = self.names.function_in_words(function);
        slots.push(("function", within.trim_matches('`').to_owned()));
        slots.push(("api", row.map(|row| row.api.trim_start_matches("?.").to_owned()).unwrap_or_default()));
        slots.push((
            "fact",
            row.and_then(|row| row.fact.as_ref()).map(|fact| format!(", and {fact}")).unwrap_or_default(),
        ));
        let filled = |text: &str| {
            let text = fill(text, &slots);
            if within.starts_with('`') { text } else { text.replace(&format!("`{within}`"), &within) }
        };
        let pick = |of_case: &Option<String>, of_rule: &str| filled(of_case.as_deref().unwrap_or(of_rule));
        let source_kind = source.map(|source| self.knowledge.kinds.get(source.kind));
        let statement = seen.statement.unwrap_or_else(|| fingerprint::statement(self.names, function, value));
        let source_name = source_kind.map_or("", |kind| kind.name.as_str());
        let identity = fingerprint::identity(self.names, &rule.id, function, &statement, source_name);
        let repair = match row.and_then(|row| row.repair.as_deref()) {
            Some(repair) => filled(repair),
            None => pick(&case.repair, &rule.repair),
        };
        let threat = source_kind.and_then(|kind| kind.threat);
        let finding = Finding {
            rule: index,
            cwe: case.cwe,
            severity: adjusted(case.severity.unwrap_or(rule.severity), threat),
            confidence: Confidence::after(assumptions.len()).min(case.confidence),
            spot: seen.spot.unwrap_or_else(|| self.names.spot(function, value)),
            function,
            message: pick(&case.message, &rule.message),
            steps,
            origin: None,
            checks: Vec::new(),
            impact: pick(&case.impact, &rule.impact),
            repair,
            example: row.and_then(|row| row.example.clone()),
            assumptions,
            secrets: seen.secrets,
            code_fingerprint: String::new(),
        };
        Draft { finding, identity }
    }

    /// The noun of a kind.
    pub(crate) fn noun(&self, kind: KindId) -> String {
        self.knowledge.kinds.get(kind).noun.clone()
    }
}

/// What only whoever runs the program controls is one level less severe.
fn adjusted(severity: Severity, threat: Option<knowledge::Threat>) -> Severity {
    match (threat, severity) {
        (Some(knowledge::Threat::Local), Severity::Critical) => Severity::High,
        (Some(knowledge::Threat::Local), Severity::High) => Severity::Medium,
        (Some(knowledge::Threat::Local), Severity::Medium) => Severity::Low,
        (_, severity) => severity,
    }
}

/// Whether a context is among these; none named means any.
pub(crate) fn in_contexts(contexts: &[ContextId], context: Option<ContextId>) -> bool {
    contexts.is_empty() || context.is_some_and(|context| contexts.contains(&context))
}
