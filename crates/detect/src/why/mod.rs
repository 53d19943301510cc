//! Why a finding stands at a line, or why none does, in words.
//!
//! Takes a program with what was found in it, an examination of the functions at the line, and the rules that are asked
//! about (or none, for all that have to do with what stands there); gives an [`Answer`] for each rule and operation.

use std::ops::RangeInclusive;

use engine::{Analysis, Examination, Explanation, HopKind, Limit, Question, Reason, Verdict};
use ir::{Op, SourceFile, Value};
use knowledge::{KindSet, Knowledge, Role, Rule, Shape};
use program::{FuncId, ModuleId, Program};

use crate::names::Names;
use crate::reading::{Read, Readings};
use crate::{Finding, Origin, Spot, Step};

mod other;
mod words;

/// What is known of a rule at an operation.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The rule's place in the loaded rules; none when nothing there has to do with any rule.
    pub rule: Option<usize>,
    /// The weakness.
    pub cwe: Option<u16>,
    /// Whether there is a finding.
    pub standing: Standing,
    /// Why, as a word for machines: `flow`, `sanitised`, `unknown-call` …
    pub reason: &'static str,
    /// The operation.
    pub spot: Spot,
    /// Why, in sentences.
    pub text: String,
    /// What would have to be different, in a sentence; empty when there is nothing to say.
    pub change: String,
    /// The way that data takes to it, also when it is stopped.
    pub steps: Vec<Step>,
    /// Where the data of that way begins, and who writes it.
    pub origin: Option<Origin>,
    /// The finding, by its place among the findings.
    pub finding: Option<usize>,
    /// The operation in the program, where there is no finding.
    pub(crate) at: Option<(FuncId, Value)>,
}

/// Whether there is a finding at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// There is.
    Supported,
    /// It cannot be told whether there should be.
    Undecided,
    /// There is none, and that is known.
    Refuted,
}

impl Standing {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Undecided => "undecided",
            Self::Refuted => "refuted",
        }
    }
}

/// What is asked.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The file.
    pub module: ModuleId,
    /// The line, from 1.
    pub line: u32,
    /// The rules, by their places; none for all that have to do with what stands there.
    pub rules: Option<&'a [usize]>,
    /// The source kinds that count.
    pub sources: KindSet,
}

/// What answers are made of.
#[derive(Clone, Copy)]
pub struct Evidence<'a, 'k> {
    /// The program.
    pub program: &'a Program<'k>,
    /// The modules' files.
    pub files: &'a [&'a SourceFile],
    /// The knowledge.
    pub knowledge: &'a Knowledge,
    /// What an ordinary analysis gave.
    pub analysis: &'a Analysis,
    /// What was found in it.
    pub found: &'a [Finding],
}

/// The functions of a file of which something stands at one of the lines.
pub fn functions_at(
    program: &Program<'_>,
    files: &[&SourceFile],
    module: ModuleId,
    asked: RangeInclusive<u32>,
) -> Vec<FuncId> {
    let names = Names { program, files };
    let functions = program.functions().filter(|&id| program.module_of(id) == module);
    let touches = |&id: &FuncId| {
        let count = program.function(id).ops.len() as u32;
        (0..count).any(|index| {
            let (first, last) = lines(names, id, Value(index));
            first <= *asked.end() && *asked.start() <= last
        })
    };
    functions.filter(touches).collect()
}

/// The name of a function and the lines on which something of it is done, first and last; none for the body of a file.
pub fn lines_of(program: &Program<'_>, files: &[&SourceFile], id: FuncId) -> Option<(String, u32, u32)> {
    let names = Names { program, files };
    let name = names.function(id);
    let count = program.function(id).ops.len() as u32;
    let all = (0..count).map(|index| lines(names, id, Value(index)));
    let (first, last) = all.reduce(|(first, last), (from, to)| (first.min(from), last.max(to)))?;
    (!name.is_empty()).then_some((name, first, last))
}

/// The answers for a line; none when nothing is done there that rules could speak of.
pub fn why(evidence: Evidence<'_, '_>, examination: &Examination, asked: Asked<'_>) -> Vec<Answer> {
    let names = Names { program: evidence.program, files: evidence.files };
    let why = Why { names, evidence, examination, asked };
    let mut answers = Vec::new();
    for (function, value) in why.operations() {
        answers.extend(why.at(function, value));
    }
    answers.extend(why.found_elsewhere(&answers));
    why.settled(answers)
}

/// Whether an operation stands on a line.
fn covers(names: Names<'_, '_>, id: FuncId, value: Value, line: u32) -> bool {
    let (first, last) = lines(names, id, value);
    (first..=last).contains(&line)
}

fn lines(names: Names<'_, '_>, id: FuncId, value: Value) -> (u32, u32) {
    let file = names.files[names.program.module_of(id).index()];
    let span = names.span(id, value);
    let first = file.lines.line(span.start).max(1);
    (first, file.lines.line(span.end.saturating_sub(1).max(span.start)).max(first))
}

pub(crate) struct Why<'a, 'k> {
    names: Names<'a, 'k>,
    evidence: Evidence<'a, 'k>,
    examination: &'a Examination,
    asked: Asked<'a>,
}

/// How much an answer says about its rule: the least is told when nothing else is.
fn weight(answer: &Answer) -> u8 {
    match (answer.standing, answer.reason) {
        (Standing::Supported, _) => 0,
        (
            _,
            "not-modelled" | "given-constants" | "no-earlier-use" | "no-literal" | "harmless-literal" | "no-setting",
        ) => 3,
        (Standing::Undecided, _) => 1,
        (Standing::Refuted, "no-sink" | "code-of-the-program") => 5,
        (Standing::Refuted, "dead") => 4,
        (Standing::Refuted, _) => 2,
    }
}

impl Why<'_, '_> {
    /// The operations on the line: sinks, and the calls that begin there, or, where none does, the innermost around it.
    fn operations(&self) -> Vec<(FuncId, Value)> {
        let program = self.evidence.program;
        let mut calls: Vec<(FuncId, Value)> = Vec::new();
        for id in functions_at(program, self.evidence.files, self.asked.module, self.asked.line..=self.asked.line) {
            for (index, op) in program.function(id).ops.iter().enumerate() {
                let value = Value(index as u32);
                if matches!(op, Op::Call(..)) && covers(self.names, id, value, self.asked.line) {
                    calls.push((id, value));
                }
            }
        }
        let begins = |&&(id, value): &&(FuncId, Value)| lines(self.names, id, value).0 == self.asked.line;
        let mut all: Vec<(FuncId, Value)> = calls.iter().filter(begins).copied().collect();
        if all.is_empty() {
            let length = |&(id, value): &(FuncId, Value)| {
                let span = self.names.span(id, value);
                span.end - span.start
            };
            all.extend(calls.iter().copied().min_by_key(length));
        }
        for sink in self.examination.sites() {
            let is_here = program.module_of(sink.function) == self.asked.module
                && covers(self.names, sink.function, sink.value, self.asked.line);
            if is_here {
                all.push((sink.function, sink.value));
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The answers for an operation.
    fn at(&self, function: FuncId, value: Value) -> Vec<Answer> {
        let rules = &self.evidence.knowledge.rules;
        let spot = self.names.spot(function, value);
        let is_found = |index: usize| self.evidence.found.iter().any(|found| found.rule == index && found.spot == spot);
        let is_of_call = |index: &usize| other::is_decided_at_a_call(&rules[*index].shape) || is_found(*index);
        let all: Vec<usize> = (0..rules.len()).filter(is_of_call).collect();
        let asked = self.asked.rules.unwrap_or(&all);
        asked.iter().map(|&index| self.answer(index, &rules[index], function, value)).collect()
    }

    fn answer(&self, index: usize, rule: &Rule, function: FuncId, value: Value) -> Answer {
        let spot = self.names.spot(function, value);
        if let Some(at) = self.evidence.found.iter().position(|found| found.rule == index && found.spot == spot) {
            return self.supported(at);
        }
        if let Some(answer) = self.other_shape(index, rule, function, value) {
            return answer;
        }
        if !other::is_decided_at_a_call(&rule.shape) {
            return Answer {
                rule: Some(index),
                cwe: rule.cases.first().map(|case| case.cwe),
                standing: Standing::Undecided,
                reason: "beyond-the-call",
                text: format!(
                    "What `{}` speaks of is decided by more than what stands at one call. A review looks at that, and has found nothing here.",
                    rule.id
                ),
                ..self.nothing(function, value)
            };
        }
        let sources = match &rule.shape {
            Shape::Flow { sources, .. } => sources.intersection(self.asked.sources),
            _ => KindSet::EMPTY,
        };
        let answers = rule.cases.iter().map(|case| {
            let question = Question { function, value, kind: case.kind, contexts: &case.contexts, sources };
            let Explanation { verdict, .. } = engine::explain(
                self.evidence.program,
                &self.evidence.knowledge.kinds,
                self.evidence.analysis,
                self.examination,
                question,
            );
            Answer {
                rule: Some(index),
                cwe: Some(case.cwe),
                ..self.worded(rule, case.kind, (function, value), &verdict)
            }
        });
        let answers: Vec<Answer> = answers.collect();
        let best = answers.into_iter().min_by_key(weight).unwrap_or_else(|| self.nothing(function, value));
        if best.reason == "code-of-the-program" {
            return self.on_the_way(index, rule, (function, value)).unwrap_or(best);
        }
        best
    }

    /// The finding to which data comes by a call of the program's own code: of several ways to one place a review tells one.
    fn on_the_way(&self, index: usize, rule: &Rule, call: (FuncId, Value)) -> Option<Answer> {
        let passes = |flow: &&engine::Flow| {
            rule.case(flow.sink.kind, flow.sink.context).is_some()
                && flow.trace.iter().any(|hop| (hop.function, hop.value) == call && hop.kind == HopKind::Into)
        };
        self.evidence.analysis.flows.iter().filter(passes).find_map(|flow| {
            let spot = self.names.spot(flow.sink.function, flow.sink.value);
            let at = self.evidence.found.iter().position(|found| found.rule == index && found.spot == spot)?;
            Some(self.supported(at))
        })
    }

    fn nothing(&self, function: FuncId, value: Value) -> Answer {
        Answer {
            rule: None,
            cwe: None,
            standing: Standing::Refuted,
            reason: "no-sink",
            spot: self.names.spot(function, value),
            text: String::new(),
            change: String::new(),
            steps: Vec::new(),
            origin: None,
            finding: None,
            at: Some((function, value)),
        }
    }

    /// A finding.
    fn supported(&self, at: usize) -> Answer {
        let found = &self.evidence.found[at];
        let assumed = match found.assumptions.as_slice() {
            [] => String::new(),
            all => format!(" It assumes that {}.", all.join("; and that ")),
        };
        Answer {
            rule: Some(found.rule),
            cwe: Some(found.cwe),
            standing: Standing::Supported,
            reason: "finding",
            spot: found.spot,
            text: format!("{}{assumed}", found.message),
            change: format!("To mitigate this risk, {}.", found.repair.trim_end_matches('.')),
            steps: found.steps.clone(),
            origin: found.origin.clone(),
            finding: Some(at),
            at: None,
        }
    }

    /// Findings on the line that stand at no operation of the above: literals.
    fn found_elsewhere(&self, answers: &[Answer]) -> Vec<Answer> {
        let file = self.evidence.files[self.asked.module.index()];
        let is_asked = |found: &Finding| {
            let (start, end) = (found.spot.span.start, found.spot.span.end.saturating_sub(1));
            found.spot.module == self.asked.module
                && (file.lines.line(start)..=file.lines.line(end.max(start))).contains(&self.asked.line)
                && self.asked.rules.is_none_or(|rules| rules.contains(&found.rule))
        };
        let all = self.evidence.found.iter().enumerate();
        all.filter(|(at, found)| is_asked(found) && answers.iter().all(|answer| answer.finding != Some(*at)))
            .map(|(at, _)| self.supported(at))
            .collect()
    }

    /// What says something about a rule; if nothing does, one answer for the line.
    fn settled(&self, mut answers: Vec<Answer>) -> Vec<Answer> {
        answers.sort_by_key(|answer| (answer.spot, answer.rule, weight(answer)));
        // Code that a frontend lowers several times is one place all the same.
        answers.dedup_by(|b, a| (a.spot, a.rule) == (b.spot, b.rule));
        let telling: Vec<Answer> = answers.iter().filter(|answer| weight(answer) <= 2).cloned().collect();
        if !telling.is_empty() {
            return telling;
        }
        let Some(least) = answers.iter().map(weight).min() else { return Vec::new() };
        // The outermost call says it for those in it.
        let length = |answer: &Answer| answer.spot.span.end - answer.spot.span.start;
        let mut rest: Vec<Answer> = answers.into_iter().filter(|answer| weight(answer) == least).collect();
        if self.asked.rules.is_none() {
            rest.sort_by_key(|answer| (answer.spot, answer.rule));
            rest.dedup_by(|b, a| a.spot == b.spot);
            let is_of_none = |answer: &&mut Answer| {
                matches!(answer.reason, "not-modelled" | "given-constants" | "no-sink" | "dead" | "code-of-the-program")
            };
            for answer in rest.iter_mut().filter(is_of_none) {
                *answer = self.of_no_rule(answer);
            }
        } else if least >= 4 {
            let longest = rest.iter().map(length).max().unwrap_or_default();
            rest.retain(|answer| length(answer) == longest);
        }
        rest
    }

    /// What is asked of no rule: whether anything is known of it.
    fn of_no_rule(&self, answer: &Answer) -> Answer {
        let callee = answer.at.map(|(function, value)| self.names.callee(function, value)).unwrap_or_default();
        let (text, change) = match answer.reason {
            "no-sink" => (
                format!("`{callee}` is known, and it is nothing that a rule speaks of."),
                "If a rule should speak of it, its model lacks a row.".to_owned(),
            ),
            "not-modelled" => (format!("Nothing is known of `{callee}`."), answer.change.clone()),
            "given-constants" => {
                (format!("Nothing is known of `{callee}`, and it is given constants alone."), answer.change.clone())
            }
            _ => (answer.text.clone(), answer.change.clone()),
        };
        Answer { rule: None, cwe: None, text, change, ..answer.clone() }
    }

    /// Whether a kind is something that a call does, and not a place where data goes.
    fn is_use(&self, kind: knowledge::KindId) -> bool {
        self.evidence.knowledge.kinds.get(kind).role == Role::Use
    }

    fn worded(
        &self,
        rule: &Rule,
        kind: knowledge::KindId,
        (function, value): (FuncId, Value),
        verdict: &Verdict,
    ) -> Answer {
        let counted_out = self.counted_out(rule, verdict);
        let is_quick = self.is_read_quickly(verdict);
        let (standing, reason) = match verdict {
            _ if is_quick => (Standing::Refuted, "quick-pattern"),
            _ if counted_out.is_some() => (Standing::Refuted, "source-not-counted"),
            Verdict::Supported(_) => (Standing::Supported, "finding"),
            Verdict::Refuted(Reason::NoSource(ends)) if self.is_of_template(ends) => {
                (Standing::Undecided, "unknown-caller")
            }
            Verdict::Refuted(reason) => (Standing::Refuted, reason_word(reason)),
            Verdict::Undecided(limit) => (Standing::Undecided, limit_word(limit)),
        };
        let flow = match verdict {
            Verdict::Supported(flow)
            | Verdict::Undecided(Limit::TooManyAssumptions(flow))
            | Verdict::Refuted(
                Reason::Sanitised { flow, .. }
                | Reason::Guarded { flow, .. }
                | Reason::Typed { flow, .. }
                | Reason::Surrounded { flow, .. }
                | Reason::Harmless(flow)
                | Reason::SourceNotCounted(flow),
            ) => Some(flow),
            _ => None,
        };
        let analysis = &self.examination.analysis;
        let steps = flow.map(|flow| crate::steps::of_flow(self.names, self.evidence.knowledge, analysis, flow));
        let origin = flow.and_then(|flow| crate::origin::of_flow(self.names, &self.evidence.knowledge.kinds, flow));
        let (text, change) = match counted_out {
            _ if is_quick => {
                let text = "The text is read by a pattern of which nothing says that it takes long.";
                (text.to_owned(), "The pattern would have to have several ways through one text.".to_owned())
            }
            Some(flow) => (self.counted_otherwise(rule, flow), String::new()),
            None => self.sentences(rule, kind, (function, value), verdict),
        };
        Answer {
            standing,
            reason,
            text,
            change,
            steps: steps.unwrap_or_default(),
            origin,
            ..self.nothing(function, value)
        }
    }
}

impl Why<'_, '_> {
    /// Whether a flow gets there, and ends where a text is read by a pattern that is not slow.
    fn is_read_quickly(&self, verdict: &Verdict) -> bool {
        let Verdict::Supported(flow) = verdict else { return false };
        let kinds = &self.evidence.knowledge.kinds;
        let read = Readings::default().of(self.evidence.program, kinds, self.evidence.analysis, flow);
        matches!(read, Read::Fast)
    }

    /// Whether something comes from what a template is given, and no call is seen that shows the template.
    fn is_of_template(&self, ends: &[engine::Origin]) -> bool {
        let program = self.evidence.program;
        ends.iter().any(|end| matches!(end.kind, engine::OriginKind::Parameter) && program.is_template(end.function))
    }

    /// The flow that gets there, but not in a manner in which data of its source counts.
    fn counted_out<'v>(&self, rule: &Rule, verdict: &'v Verdict) -> Option<&'v engine::Flow> {
        let Verdict::Supported(flow) = verdict else { return None };
        let case = rule.case(flow.sink.kind, flow.sink.context)?;
        (!crate::manner::counts(self.names, &self.examination.analysis, case, flow)).then_some(flow)
    }
}

fn reason_word(reason: &Reason) -> &'static str {
    match reason {
        Reason::NoSink(runs) if !runs.is_empty() => "code-of-the-program",
        Reason::NoSink(_) => "no-sink",
        Reason::OtherUse(_) => "other-use",
        Reason::Dead => "dead",
        Reason::Constant(_) => "constant",
        Reason::GivenConstants(_) => "given-constants",
        Reason::NoSource(_) => "no-source",
        Reason::Sanitised { .. } => "sanitised",
        Reason::Guarded { .. } => "guarded",
        Reason::Typed { .. } => "typed",
        Reason::Surrounded { .. } => "surrounded",
        Reason::Harmless(_) => "harmless",
        Reason::SourceNotCounted(_) => "source-not-counted",
    }
}

fn limit_word(limit: &Limit) -> &'static str {
    match limit {
        Limit::UnknownCall { .. } => "unknown-call",
        Limit::UnknownCaller { .. } => "unknown-caller",
        Limit::NotModelled => "not-modelled",
        Limit::Cut(_) => "limit",
        Limit::TooManyAssumptions(_) => "too-many-assumptions",
    }
}
