//! The sentences of an answer: what stands there and why, and what would have to be different.

use engine::{Flow, Limit, Origin, OriginKind, Reason, Verdict};
use ir::Value;
use knowledge::{KindId, Manner, Rule, Shape};
use program::FuncId;

use super::Why;
use crate::steps;

/// How many places of origin are named.
const MOST: usize = 4;

const HOW_TO_MODEL: &str =
    "A model would have to say what it does: `flawline models` lists the libraries that have one.";

impl Why<'_, '_> {
    /// Why, and what would have to be different.
    pub(super) fn sentences(
        &self,
        rule: &Rule,
        kind: KindId,
        (function, value): (FuncId, Value),
        verdict: &Verdict,
    ) -> (String, String) {
        match verdict {
            Verdict::Supported(flow) => (format!("{} reaches it.", self.source(flow)), String::new()),
            Verdict::Refuted(reason) => self.reason(rule, kind, (function, value), reason),
            Verdict::Undecided(limit) => self.limit(kind, (function, value), limit),
        }
    }

    fn reason(&self, rule: &Rule, kind: KindId, at: (FuncId, Value), reason: &Reason) -> (String, String) {
        let noun = &self.evidence.knowledge.kinds.get(kind).noun;
        let callee = self.names.callee(at.0, at.1);
        match reason {
            Reason::NoSink(runs) if !runs.is_empty() => {
                let runs: Vec<String> = runs.iter().take(MOST).map(|&id| self.function(id)).collect();
                let text = format!("`{callee}` runs {}: code of this program.", runs.join(", or "));
                (text, "What that does is judged there: ask about its lines.".to_owned())
            }
            Reason::NoSink(_) => {
                let is_call = matches!(self.names.program.function(at.0).op(at.1), ir::Op::Call(..));
                let text = match (is_call, self.is_use(kind)) {
                    (false, _) => "What stands here is no call.".to_owned(),
                    (true, true) => format!("`{callee}` is known, and it is not {noun}."),
                    (true, false) => format!("`{callee}` is known, and nothing that goes into it is used as {noun}."),
                };
                (text, "If it is, its model lacks a row.".to_owned())
            }
            Reason::OtherUse(_) => {
                let text = format!("`{callee}` can take {noun}, but not as it is called here.");
                (text, "It would have to be called with other arguments.".to_owned())
            }
            Reason::Dead => (
                "Control never comes here: a condition before it always has the same outcome, or a call before it \
                 never returns."
                    .to_owned(),
                "The code before it would have to let control pass.".to_owned(),
            ),
            Reason::Constant(ends) => {
                (format!("What goes in is constant: {}.", self.ends(ends)), self.data_would_have_to_come(rule))
            }
            Reason::GivenConstants(ends) => (
                format!("Nothing is known of `{callee}`, but it is given constants alone: {}.", self.ends(ends)),
                self.data_would_have_to_come(rule),
            ),
            Reason::NoSource(ends) => {
                let others: Vec<Origin> = ends.iter().filter(|end| end.kind != OriginKind::Constant).copied().collect();
                let text = format!("No data of others is seen to go in. It comes from {}.", self.ends(&others));
                let is_parameter = others.iter().any(|end| end.kind == OriginKind::Parameter);
                let change = if is_parameter {
                    "Something would have to call the function with data of others, or `--threat-model` count \
                     `library`, if it is public in a package for others."
                        .to_owned()
                } else {
                    self.data_would_have_to_come(rule)
                };
                (text, change)
            }
            Reason::Sanitised { at, flow } => (
                format!("{} gets there, but {} makes it harmless as {noun}.", self.source(flow), self.value(*at)),
                "Without that call it would be a finding.".to_owned(),
            ),
            Reason::Guarded { at, outcome, flow, .. } => {
                let when = match outcome {
                    Some(true) => "is true",
                    Some(false) => "is false",
                    None => "has returned",
                };
                let text = format!(
                    "{} gets there only where {} {when}, which shows that it is harmless as {noun}.",
                    self.source(flow),
                    self.value(*at)
                );
                (text, "Without that check it would be a finding.".to_owned())
            }
            Reason::Typed { at, flow } => (
                format!(
                    "{} gets there, but what its declared type or its route lets through is harmless as {noun}.",
                    self.source(flow)
                ),
                format!("{} would have to take any text.", self.value(*at)),
            ),
            Reason::Surrounded { at, flow } => (
                format!(
                    "{} gets there, but the text around it in {} makes it harmless as {noun}.",
                    self.source(flow),
                    self.value(*at)
                ),
                "It would have to stand in another place of that text.".to_owned(),
            ),
            Reason::Harmless(flow) => (
                format!(
                    "{} gets there, but what happens to it on the way makes it harmless as {noun}.",
                    self.source(flow)
                ),
                String::new(),
            ),
            Reason::SourceNotCounted(flow) => self.not_counted(rule, flow),
        }
    }

    /// That data of a source counts in another manner alone.
    pub(super) fn counted_otherwise(&self, rule: &Rule, flow: &Flow) -> String {
        let noun = &self.evidence.knowledge.kinds.get(flow.source.kind).noun;
        let source = self.source(flow);
        let only = rule.case(flow.sink.kind, flow.sink.context).map(|case| case.only.as_slice()).unwrap_or_default();
        let manners = only.iter().filter(|(kind, _)| *kind == flow.source.kind).map(|(_, manner)| match manner {
            Manner::Part => "becomes a part of a longer text",
            Manner::Checked => "passes a check that does not hold",
            Manner::Leading => "is the beginning of the text",
            Manner::Below => "is checked and joined to a folder of the program's own",
        });
        let manners: Vec<&str> = manners.collect();
        format!("{source} reaches it, but what comes from {noun} counts only where it {}.", manners.join(" or "))
    }

    fn not_counted(&self, rule: &Rule, flow: &Flow) -> (String, String) {
        let kind = self.evidence.knowledge.kinds.get(flow.source.kind);
        let threat = kind.threat.map_or("", knowledge::Threat::word);
        let by_rule = matches!(&rule.shape, Shape::Flow { sources, .. } if !sources.contains(flow.source.kind));
        let source = self.source(flow);
        if by_rule {
            return (
                format!("{source} reaches it, but {} is no danger there, says the rule.", kind.noun),
                String::new(),
            );
        }
        (
            format!(
                "{source} reaches it, but comes from {}, and the threat model `{threat}` does not count.",
                kind.noun
            ),
            format!("`--threat-model {threat}` counts it."),
        )
    }

    fn limit(&self, kind: KindId, (function, value): (FuncId, Value), limit: &Limit) -> (String, String) {
        let noun = &self.evidence.knowledge.kinds.get(kind).noun;
        match limit {
            Limit::UnknownCall { at } => (
                format!("What goes in comes from {}, a call of which nothing is known.", self.value(*at)),
                HOW_TO_MODEL.to_owned(),
            ),
            Limit::UnknownCaller { at, parameter } => (
                format!(
                    "What goes in comes from the parameter {}, and {} may be a call of that function: what it is called \
                     on is not known.",
                    self.value(*parameter),
                    self.value(*at)
                ),
                "A declared type of what it is called on would tell.".to_owned(),
            ),
            Limit::NotModelled => {
                let callee = self.names.callee(function, value);
                (format!("Nothing is known of `{callee}`: it may be {noun}, or not."), HOW_TO_MODEL.to_owned())
            }
            Limit::Cut(limit) => (
                format!("A limit of the analysis was reached: {limit}."),
                "A smaller function, or fewer shared places, would be followed whole.".to_owned(),
            ),
            Limit::TooManyAssumptions(flow) => (
                format!(
                    "{} may get there, but the way rests on {} assumptions, and is not followed.",
                    self.source(flow),
                    flow.assumed
                ),
                "Models of the unknown calls on the way would replace assumptions by knowledge.".to_owned(),
            ),
        }
    }

    fn data_would_have_to_come(&self, rule: &Rule) -> String {
        let Shape::Flow { sources, .. } = &rule.shape else { return String::new() };
        let counts = sources.intersection(self.asked.sources);
        let mut nouns: Vec<&str> =
            counts.iter().map(|id| self.evidence.knowledge.kinds.get(id).noun.as_str()).collect();
        nouns.dedup();
        match nouns.split_last() {
            None => "`--threat-model` would have to count a source that the rule speaks of.".to_owned(),
            Some((last, [])) => format!("Data of {last} would have to go in."),
            Some((last, first)) => format!("Data of {} or {last} would have to go in.", first.join(", ")),
        }
    }

    /// Where data comes from, with its place.
    fn source(&self, flow: &Flow) -> String {
        let text = steps::source_text(self.names, flow);
        format!("`{text}` ({})", self.place(flow.source.function, flow.source.value))
    }

    fn value(&self, (function, value): (FuncId, Value)) -> String {
        format!("`{}` ({})", self.names.value(function, value), self.place(function, value))
    }

    fn function(&self, id: FuncId) -> String {
        let file = self.names.files[self.names.program.module_of(id).index()];
        let line = file.lines.line(self.names.program.function(id).name_span.start);
        format!("{} ({}:{line})", self.names.function_in_words(id), file.path)
    }

    fn place(&self, function: FuncId, value: Value) -> String {
        let file = self.names.files[self.names.program.module_of(function).index()];
        format!("{}:{}", file.path, self.names.line(function, value))
    }

    fn ends(&self, ends: &[Origin]) -> String {
        let mut told: Vec<String> = Vec::new();
        for end in ends {
            let value = self.value((end.function, end.value));
            let text = match end.kind {
                OriginKind::Parameter => {
                    format!(
                        "the parameter {value} of {}, which no call here is seen to run",
                        self.names.function_in_words(end.function)
                    )
                }
                OriginKind::Number => format!("{value}, which carries no text of others"),
                OriginKind::UnknownCaller(..)
                | OriginKind::Unwritten
                | OriginKind::Constant
                | OriginKind::KnownCall
                | OriginKind::UnknownCall
                | OriginKind::TooMany => value,
            };
            if !told.contains(&text) {
                told.push(text);
            }
        }
        let more = told.len().saturating_sub(MOST);
        told.truncate(MOST);
        if more > 0 {
            told.push(format!("{more} more"));
        }
        if told.is_empty() { "nowhere".to_owned() } else { told.join("; ") }
    }
}
