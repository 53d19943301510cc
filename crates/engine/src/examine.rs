//! What an examination takes down besides what every analysis does: for the sinks of some functions, what reached them
//! and was harmless, what made it so, and which code was run at all. Only an examination pays for it.

use std::rc::Rc;

use ir::{BlockId, Value};
use knowledge::{KindSet, Kinds};
use program::{FuncId, Program};
use rustc_hash::FxHashSet;

use crate::analysis::{Analysis, run};
use crate::found::{Flow, FlowSink};
use crate::interpret::Interpreter;
use crate::state::State;
use crate::summary::SinkSite;

/// What is asked about: the operations of these functions.
pub(crate) struct Asked {
    functions: FxHashSet<FuncId>,
}

/// Data that reached a sink and is no flow.
#[derive(Clone, Debug)]
pub struct Stopped {
    /// How it got there.
    pub flow: Flow,
    /// Whether it is harmless there; else the way rests on more assumptions than are followed.
    pub is_harmless: bool,
}

/// Something that makes a value harmless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Shown {
    pub(crate) function: FuncId,
    pub(crate) value: Value,
    /// For which kinds, or which state its text is in.
    pub(crate) kinds: KindSet,
    /// The condition or call that shows it; the value itself when it was made so.
    pub(crate) by: Value,
    /// The outcome of the condition.
    pub(crate) outcome: Option<bool>,
    /// Where it begins to hold, for a condition.
    pub(crate) from: Option<BlockId>,
}

/// What was taken down of one function.
#[derive(Clone, Debug, Default)]
pub(crate) struct Examined {
    pub(crate) stopped: Vec<Stopped>,
    pub(crate) shown: Vec<Shown>,
    pub(crate) sites: Vec<FlowSink>,
    pub(crate) run: Vec<(FuncId, Value)>,
}

/// What an examination of some functions gives. Everything is in canonical order.
pub struct Examination {
    /// The flows from all sources, whoever controls them, and whatever else an analysis gives.
    pub analysis: Analysis,
    /// What reached the sinks of the functions that are asked about, and is no flow.
    pub stopped: Vec<Stopped>,
    pub(crate) shown: Vec<Shown>,
    pub(crate) sites: Vec<FlowSink>,
    pub(crate) run: Vec<(FuncId, Value)>,
}

/// Analyses a program once more to answer questions about some of its functions, with every kind of source.
pub fn examine(program: &Program<'_>, kinds: &Kinds, public: &[FuncId], functions: &[FuncId]) -> Examination {
    let sources = kinds.with_role(knowledge::Role::Source);
    let asked = Asked { functions: functions.iter().copied().collect() };
    let (analysis, examined) = run(program, kinds, sources, public, Some(asked));
    let Examined { mut stopped, mut shown, mut sites, mut run } = examined;
    let rank = |stopped: &Stopped| (stopped.flow.key(), stopped.is_harmless, stopped.flow.assumed);
    stopped.sort_by(|a, b| {
        let way = |stopped: &Stopped| (stopped.flow.trace.len(), stopped.flow.trace.clone());
        rank(a).cmp(&rank(b)).then_with(|| way(a).cmp(&way(b)))
    });
    stopped.dedup_by(|b, a| (a.flow.key(), a.is_harmless) == (b.flow.key(), b.is_harmless));
    shown.sort_unstable();
    shown.dedup();
    sites.sort_unstable();
    sites.dedup();
    run.sort_unstable();
    Examination { analysis, stopped, shown, sites, run }
}

impl Examination {
    /// The sinks of the functions that are asked about, as far as their code is run.
    pub fn sites(&self) -> &[FlowSink] {
        &self.sites
    }

    /// Whether control ever reaches an operation of a function that is asked about.
    pub fn runs(&self, function: FuncId, value: Value) -> bool {
        self.run.binary_search(&(function, value)).is_ok()
    }
}

impl Asked {
    pub(crate) fn is_about(&self, function: FuncId) -> bool {
        self.functions.contains(&function)
    }
}

impl Interpreter<'_, '_> {
    /// Whether what reaches a sink is asked about.
    pub(crate) fn is_asked(&self, sink: &SinkSite) -> bool {
        self.cx.asked.as_ref().is_some_and(|asked| asked.is_about(sink.function))
    }

    fn examined(&mut self) -> &mut Examined {
        self.out.examined.get_or_insert_default()
    }

    /// Takes down that an operation is run.
    pub(crate) fn examine_run(&mut self, value: Value) {
        if self.recording && self.cx.asked.as_ref().is_some_and(|asked| asked.is_about(self.id)) {
            let id = self.id;
            self.examined().run.push((id, value));
        }
    }

    /// Takes down a sink.
    pub(crate) fn examine_site(&mut self, sink: SinkSite) {
        if self.is_asked(&sink) {
            self.examined().sites.push(FlowSink::of(sink));
        }
    }

    /// Takes down data that is stopped at a sink.
    pub(crate) fn examine_stopped(&mut self, flow: Flow, is_harmless: bool) {
        self.examined().stopped.push(Stopped { flow, is_harmless });
    }

    /// Takes down that a value was made harmless where it is made.
    pub(crate) fn examine_made(&mut self, value: Value, kinds: KindSet) {
        if self.recording && self.cx.asked.is_some() && !kinds.is_empty() {
            let function = self.id;
            self.examined().shown.push(Shown { function, value, kinds, by: value, outcome: None, from: None });
        }
    }

    /// What is shown so far, when it is asked about.
    pub(crate) fn guards_before(&self, state: &State) -> Option<Rc<Vec<(Value, KindSet)>>> {
        (self.recording && self.cx.asked.is_some()).then(|| state.guards())
    }

    /// Takes down what an operation, or the outcome of a condition, has shown since.
    pub(crate) fn examine_shown(
        &mut self,
        before: Option<Rc<Vec<(Value, KindSet)>>>,
        state: &State,
        by: Value,
        outcome: Option<(bool, BlockId)>,
    ) {
        let Some(before) = before else { return };
        let after = state.guards();
        if Rc::ptr_eq(&before, &after) {
            return;
        }
        let function = self.id;
        for &(value, kinds) in after.iter() {
            let known = before.binary_search_by_key(&value, |(known, _)| *known).map(|at| before[at].1);
            let kinds = kinds.without(known.unwrap_or(KindSet::EMPTY));
            if !kinds.is_empty() {
                let (outcome, from) = outcome.unzip();
                self.examined().shown.push(Shown { function, value, kinds, by, outcome, from });
            }
        }
    }
}
