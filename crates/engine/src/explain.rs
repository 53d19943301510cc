//! Why a flow ends at a place, or why none does.
//!
//! Takes what an ordinary analysis gave, an examination of the function in which the place stands, and a question: an
//! operation, a kind of sink, and the sources that count. Gives one answer: it is so, with the way that data takes; it
//! is not, with the reason; or it is not known, with what keeps it from being known.

use ir::{Callee, Op, Value};
use knowledge::{ContextId, Effect, KindId, KindSet, Kinds, Role, RowId, StringEffect};
use program::{FuncId, Program, Target};

use crate::analysis::Analysis;
use crate::examine::Examination;
use crate::examined::Shown;
use crate::found::{Flow, FlowSink};
use crate::origins::{Callable, Origin, OriginKind, callable, origins};
use crate::text::TextStates;
use crate::trace::HopKind;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The function in which the operation stands.
    pub function: FuncId,
    /// The operation.
    pub value: Value,
    /// The kind of sink.
    pub kind: KindId,
    /// Its contexts; empty for all.
    pub contexts: &'a [ContextId],
    /// The kinds of sources that count.
    pub sources: KindSet,
}

/// The answer to a question.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// Data of others reaches the place, this way.
    Supported(Flow),
    /// No such data does harm there.
    Refuted(Reason),
    /// It cannot be told.
    Undecided(Limit),
}

/// Why no flow ends at a place.
#[derive(Clone, Debug)]
pub enum Reason {
    /// What stands there is known, and is nothing of the kind; a call may run these functions of the program.
    NoSink(Vec<FuncId>),
    /// It would be of the kind if it were used in another way, says the row.
    OtherUse(RowId),
    /// Control never comes there.
    Dead,
    /// Only constants go in.
    Constant(Vec<Origin>),
    /// Nothing is known of the call, and it is given these constants alone.
    GivenConstants(Vec<Origin>),
    /// Nothing from outside is seen to go in; where what goes in comes from, nearest first.
    NoSource(Vec<Origin>),
    /// This call makes what goes in harmless.
    Sanitised {
        /// The call.
        at: (FuncId, Value),
        /// The way to the place.
        flow: Flow,
    },
    /// This condition or call has shown that what goes in is harmless.
    Guarded {
        /// The condition or call.
        at: (FuncId, Value),
        /// What is shown to be harmless.
        value: Value,
        /// The outcome that shows it; none for a call that returns.
        outcome: Option<bool>,
        /// The way to the place.
        flow: Flow,
    },
    /// It comes in as something that carries no harm: a parameter that takes numbers.
    Typed {
        /// The parameter.
        at: (FuncId, Value),
        /// The way to the place.
        flow: Flow,
    },
    /// The text around it makes it harmless: an address whose host is fixed.
    Surrounded {
        /// Where the texts are put together.
        at: (FuncId, Value),
        /// The way to the place.
        flow: Flow,
    },
    /// It is harmless for a reason that the way does not show.
    Harmless(Flow),
    /// Data reaches it, but of a source that does not count.
    SourceNotCounted(Flow),
}

/// What keeps an answer from being given.
#[derive(Clone, Debug)]
pub enum Limit {
    /// What goes in comes from a call of which nothing is known.
    UnknownCall {
        /// The call.
        at: (FuncId, Value),
    },
    /// What goes in comes from a parameter, and it is not known whether this call runs the function.
    UnknownCaller {
        /// The call.
        at: (FuncId, Value),
        /// The parameter.
        parameter: (FuncId, Value),
    },
    /// Nothing is known of the call itself.
    NotModelled,
    /// A limit of the analysis was reached.
    Cut(&'static str),
    /// The way rests on more assumptions than are followed.
    TooManyAssumptions(Flow),
}

/// An answer, and the sink that it is about.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The answer.
    pub verdict: Verdict,
    /// The sink; none when there is none of the kind at the place.
    pub sink: Option<FlowSink>,
}

/// Answers a question about an operation of a function that was examined.
pub fn explain(
    program: &Program<'_>,
    kinds: &Kinds,
    analysis: &Analysis,
    examination: &Examination,
    question: Question<'_>,
) -> Explanation {
    let explain = Explain { program, kinds, analysis, examination, question, texts: TextStates::new(kinds) };
    let (verdict, sink) = explain.verdict();
    Explanation { verdict, sink }
}

struct Explain<'a, 'k> {
    program: &'a Program<'k>,
    kinds: &'a Kinds,
    analysis: &'a Analysis,
    examination: &'a Examination,
    question: Question<'a>,
    texts: TextStates,
}

impl Explain<'_, '_> {
    fn verdict(&self) -> (Verdict, Option<FlowSink>) {
        let Question { function, value, .. } = self.question;
        if let Some(flow) = self.best(&self.analysis.flows, |flow| self.counts(flow)) {
            return (Verdict::Supported(flow.clone()), Some(flow.sink));
        }
        let cut = self.analysis.cuts.iter().find(|cut| cut.function == function).map(|cut| cut.limit);
        if !self.examination.runs(function, value) {
            let is_whole = self.examination.run.iter().any(|(of, _)| *of == function);
            return match cut {
                Some(limit) if !is_whole => (Verdict::Undecided(Limit::Cut(limit)), None),
                _ => (Verdict::Refuted(Reason::Dead), None),
            };
        }
        let sites: Vec<FlowSink> = self.examination.sites.iter().copied().filter(|sink| self.is_asked(sink)).collect();
        let Some(&site) = sites.first() else { return (self.no_sink(), None) };
        let all: Vec<&Flow> = self.examination.analysis.flows.iter().collect();
        let stopped = |is_harmless: bool| {
            let here = self.examination.stopped.iter().filter(move |stopped| stopped.is_harmless == is_harmless);
            here.map(|stopped| &stopped.flow).collect::<Vec<_>>()
        };
        let verdict = if self.best(all.iter().copied(), |flow| self.counts(flow)).is_some() {
            Verdict::Undecided(Limit::Cut("the ordinary analysis and the examination do not agree"))
        } else if let Some(flow) = self.best(stopped(false), |flow| self.counts(flow)) {
            Verdict::Undecided(Limit::TooManyAssumptions(flow.clone()))
        } else if let Some(flow) = self.best(stopped(true), |flow| self.counts(flow)) {
            Verdict::Refuted(self.harmless(flow))
        } else if let Some(flow) = self.best(all.iter().copied(), |flow| self.is_source(flow)) {
            Verdict::Refuted(Reason::SourceNotCounted(flow.clone()))
        } else {
            match (self.without_source(&sites, cut), self.best(stopped(true), |flow| self.is_source(flow))) {
                (Verdict::Refuted(_), Some(flow)) => Verdict::Refuted(self.harmless(flow)),
                (verdict, _) => verdict,
            }
        };
        (verdict, Some(site))
    }

    /// The flow to the place that assumes least.
    fn best<'f>(&self, flows: impl IntoIterator<Item = &'f Flow>, fits: impl Fn(&Flow) -> bool) -> Option<&'f Flow> {
        let here = flows.into_iter().filter(|flow| self.is_asked(&flow.sink) && fits(flow));
        here.min_by_key(|flow| (flow.assumed, flow.trace.len()))
    }

    fn counts(&self, flow: &Flow) -> bool {
        self.question.sources.contains(flow.source.kind)
    }

    /// Whether data comes from somebody whom a threat model may count; states of objects are followed as data is.
    fn is_source(&self, flow: &Flow) -> bool {
        let kind = self.kinds.get(flow.source.kind);
        kind.role == Role::Source && kind.threat.is_some()
    }

    fn is_asked(&self, sink: &FlowSink) -> bool {
        let Question { function, value, kind, contexts, .. } = self.question;
        let fits = contexts.is_empty() || sink.context.is_some_and(|context| contexts.contains(&context));
        (sink.function, sink.value, sink.kind) == (function, value, kind) && fits
    }

    fn no_sink(&self) -> Verdict {
        let Question { function, value, kind, contexts, .. } = self.question;
        if !matches!(self.program.function(function).op(value), Op::Call(..)) {
            return Verdict::Refuted(Reason::NoSink(Vec::new()));
        }
        let targets = self.program.call(function, value).map(|site| site.targets.as_slice()).unwrap_or_default();
        match callable(self.program, function, value) {
            Callable::Unknown if self.registers(function, value) => Verdict::Refuted(Reason::NoSink(Vec::new())),
            Callable::Unknown => match self.given_constants(function, value) {
                Some(ends) => Verdict::Refuted(Reason::GivenConstants(ends)),
                None => Verdict::Undecided(Limit::NotModelled),
            },
            Callable::Program => {
                let runs = targets.iter().filter_map(|target| match *target {
                    Target::Function { function, .. } | Target::Construct { constructor: Some(function), .. } => {
                        Some(function)
                    }
                    _ => None,
                });
                Verdict::Refuted(Reason::NoSink(runs.collect()))
            }
            Callable::Modelled => {
                let rows = targets.iter().flat_map(|target| match *target {
                    Target::Api(node) => self.program.apis.api(node).rows.as_slice(),
                    _ => &[],
                });
                let is_one = |row: &&RowId| match self.program.apis.row(**row).effect {
                    Effect::Sink { kind: of, context, .. } => {
                        of == kind && (contexts.is_empty() || context.is_some_and(|of| contexts.contains(&of)))
                    }
                    _ => false,
                };
                let mut rows = rows;
                match rows.find(is_one) {
                    Some(&row) => Verdict::Refuted(Reason::OtherUse(row)),
                    None => Verdict::Refuted(Reason::NoSink(Vec::new())),
                }
            }
        }
    }

    /// Whether a call hands nothing but a function or class to what a modelled API gave: it registers or wraps it.
    fn registers(&self, function: FuncId, value: Value) -> bool {
        let code = self.program.function(function);
        let Op::Call(Callee::Value(callee), args) = code.op(value) else { return false };
        let [only] = code.pools.args(args) else { return false };
        let targets = self.program.call(function, callee).map(|site| site.targets.as_slice()).unwrap_or_default();
        let is_known =
            |target: &Target| matches!(*target, Target::Api(node) if !self.program.apis.api(node).rows.is_empty());
        matches!(code.op(only.value), Op::Closure { .. } | Op::Class { .. }) && targets.iter().any(is_known)
    }

    /// The constants that are all that an unknown call is given: whatever it does with them, nobody else has written them. None where
    /// it is given something else, is called on a value, or where it is not about what goes in.
    fn given_constants(&self, function: FuncId, value: Value) -> Option<Vec<Origin>> {
        let code = self.program.function(function);
        let Op::Call(callee, args) = code.op(value) else { return None };
        let is_free = match callee {
            Callee::Value(_) => true,
            Callee::Method(receiver, _) => matches!(code.op(receiver), Op::Import(..)),
            Callee::Super(..) => false,
        };
        if !is_free || self.kinds.get(self.question.kind).role != Role::Sink {
            return None;
        }
        let mut ends: Vec<Origin> = Vec::new();
        for arg in code.pools.args(args) {
            ends.extend(origins(self.program, function, arg.value));
        }
        let is_constant = !ends.is_empty() && ends.iter().all(|end| end.kind == OriginKind::Constant);
        is_constant.then_some(ends)
    }

    /// Nothing from outside is seen to reach the sinks.
    fn without_source(&self, sites: &[FlowSink], cut: Option<&'static str>) -> Verdict {
        let mut ends: Vec<Origin> = Vec::new();
        for site in sites {
            for end in origins(self.program, site.function, site.given) {
                if !ends.contains(&end) {
                    ends.push(end);
                }
            }
        }
        if let Some(end) = ends.iter().find(|end| end.kind == OriginKind::UnknownCall) {
            return Verdict::Undecided(Limit::UnknownCall { at: (end.function, end.value) });
        }
        for end in &ends {
            if let OriginKind::UnknownCaller(caller, call) = end.kind {
                let parameter = (end.function, end.value);
                return Verdict::Undecided(Limit::UnknownCaller { at: (caller, call), parameter });
            }
        }
        if let Some(limit) = cut {
            return Verdict::Undecided(Limit::Cut(limit));
        }
        if ends.iter().any(|end| end.kind == OriginKind::TooMany) {
            return Verdict::Undecided(Limit::Cut("what goes in comes from more places than are looked at"));
        }
        Verdict::Refuted(if ends.iter().all(|end| end.kind == OriginKind::Constant) {
            Reason::Constant(ends)
        } else {
            Reason::NoSource(ends)
        })
    }

    // --- what made it harmless ----------------------------------------------------------------------------------

    /// What on the way has made data harmless: what was surely done to it before what was shown of it.
    fn harmless(&self, flow: &Flow) -> Reason {
        self.turn(flow, false).or_else(|| self.turn(flow, true)).unwrap_or_else(|| Reason::Harmless(flow.clone()))
    }

    /// The hop at which data becomes harmless for good, as far as the hops tell.
    fn turn(&self, flow: &Flow, with_guards: bool) -> Option<Reason> {
        let mut known = KindSet::EMPTY;
        let mut reason: Option<Reason> = None;
        for (at, hop) in flow.trace.iter().enumerate() {
            let mut found: Option<Reason> = None;
            let before = known;
            if let HopKind::Passed(row) = hop.kind {
                known = self.passed(known, row, flow.source.kind);
                if self.program.function(hop.function).ops.len() > hop.value.index() {
                    found = Some(Reason::Sanitised { at: (hop.function, hop.value), flow: flow.clone() });
                }
            } else if self.is_longer(hop.function, hop.value) && hop.kind == HopKind::Operand {
                known = self.texts.in_longer(known);
            }
            let next = flow.trace.get(at + 1).filter(|next| next.function == hop.function).map(|next| next.value);
            for shown in self.shown(hop.function, hop.value) {
                let is_made = shown.by == shown.value;
                let counts = is_made || with_guards && self.holds(shown, next);
                if !counts {
                    continue;
                }
                let was = self.texts.is_harmless(known, flow.sink.kind);
                known = known.union(shown.kinds);
                if !was && self.texts.is_harmless(known, flow.sink.kind) {
                    found = Some(self.told(shown, flow));
                }
            }
            match (self.texts.is_harmless(before, flow.sink.kind), self.texts.is_harmless(known, flow.sink.kind)) {
                (false, true) => reason = found,
                (_, false) => reason = None,
                (true, true) => {}
            }
        }
        reason
    }

    fn told(&self, shown: &Shown, flow: &Flow) -> Reason {
        let at = (shown.function, shown.by);
        let flow = flow.clone();
        if shown.by != shown.value {
            return Reason::Guarded { at, value: shown.value, outcome: shown.outcome, flow };
        }
        match self.program.function(shown.function).op(shown.by) {
            Op::Param(_) => Reason::Typed { at, flow },
            Op::Call(..) => Reason::Sanitised { at, flow },
            _ => Reason::Surrounded { at, flow },
        }
    }

    /// What is harmless after a row has passed it on.
    fn passed(&self, known: KindSet, row: RowId, source: KindId) -> KindSet {
        match &self.program.apis.row(row).effect {
            Effect::Sanitizer { kinds, .. } => known.union(*kinds),
            Effect::Pass { string: StringEffect::Decode, becomes, .. } => *becomes,
            Effect::Pass { string: StringEffect::Number | StringEffect::Whole, .. }
                if self.kinds.get(source).numbers =>
            {
                known.union(self.kinds.safe_from_numbers())
            }
            effect if effect.is_without_text() => KindSet::ALL,
            Effect::Pass { string: StringEffect::Same | StringEffect::Text, becomes, .. } => known.union(*becomes),
            Effect::Pass { becomes, turns, .. } => {
                self.texts.in_longer(known).union(crate::text::turned(known, turns)).union(*becomes)
            }
            _ => known,
        }
    }

    fn is_longer(&self, function: FuncId, value: Value) -> bool {
        match self.program.function(function).op(value) {
            Op::Template(list) => self.program.function(function).values(list).len() > 1,
            Op::Binary(ir::BinaryOp::Add, ..) => true,
            _ => false,
        }
    }

    fn shown(&self, function: FuncId, value: Value) -> &[Shown] {
        let all = &self.examination.shown;
        let from = all.partition_point(|shown| (shown.function, shown.value) < (function, value));
        let count = all[from..].partition_point(|shown| (shown.function, shown.value) == (function, value));
        &all[from..from + count]
    }

    /// Whether what was shown of a value holds where it is used next.
    fn holds(&self, shown: &Shown, next: Option<Value>) -> bool {
        let Some(next) = next else { return false };
        let function = self.program.function(shown.function);
        let Some(used) = function.block_of(next) else { return false };
        match shown.from {
            Some(from) => function.dominates(from, used),
            None => function
                .block_of(shown.by)
                .is_some_and(|from| if from == used { shown.by < next } else { function.dominates(from, used) }),
        }
    }
}
