//! What the interpreter takes down for an examination. Only an examination pays for it.

use std::rc::Rc;

use ir::{BlockId, Value};
use knowledge::KindSet;

use crate::examined::{Examined, Shown, Stopped};
use crate::found::{Flow, FlowSink};
use crate::interpret::Interpreter;
use crate::reached::SinkSite;
use crate::state::State;

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
