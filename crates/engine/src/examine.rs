//! An examination: a program is analysed once more, to answer questions about some of its functions.

use ir::Value;
use knowledge::Kinds;
use program::{FuncId, Program};

use crate::analysis::{Analysis, run};
use crate::examined::{Asked, Examined, Shown, Stopped};
use crate::found::FlowSink;

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
