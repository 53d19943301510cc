//! Sinks: that facts reach one in this function, or below a callee.
//!
//! Takes the facts that go in; gives flows where they come from outside the program, and rows of the summary where they
//! come from the caller.

use ir::Value;
use knowledge::KindSet;

use crate::fact::{Fact, Facts, Origin};
use crate::interpret::Interpreter;
use crate::summary::{Reached, SinkSite};
use crate::trace::HopKind;

impl Interpreter<'_, '_> {
    /// Takes down that facts reach a sink in this function.
    pub(super) fn reach(&mut self, sink: SinkSite, facts: &Facts, at: Value, edge: u8) {
        if !self.recording {
            return;
        }
        self.examine_site(sink);
        let is_asked = self.is_asked(&sink);
        for fact in facts.iter() {
            let is_harmless = self.cx.texts.is_harmless(fact.cleaned, sink.kind);
            if is_harmless && !is_asked {
                continue;
            }
            let last = self.step(at, HopKind::Sink(sink.row), Some(fact.step), None);
            self.reached(sink, fact, last, None, (fact.assumed.saturating_add(edge), is_harmless));
        }
    }

    /// Takes down that facts reach a sink in or below a callee that would stop them.
    pub(super) fn stop_below(&mut self, call: Value, reached: &Reached, facts: &Facts, edge: u8) {
        if !self.recording {
            return;
        }
        for fact in facts.iter() {
            let cleaned = self.known_through(fact.cleaned, &reached.trace).union(reached.cleaned);
            let is_harmless = self.cx.texts.is_harmless(cleaned, reached.sink.kind);
            self.reached_by_call(call, reached, fact, edge, is_harmless);
        }
    }

    /// Takes down that facts reach a sink in or below a callee.
    pub(super) fn reach_below(&mut self, call: Value, reached: &Reached, facts: &Facts, edge: u8) {
        if !self.recording {
            return;
        }
        let is_asked = self.is_asked(&reached.sink);
        for fact in facts.iter() {
            let cleaned = self.known_through(fact.cleaned, &reached.trace).union(reached.cleaned);
            let is_harmless = self.cx.texts.is_harmless(cleaned, reached.sink.kind);
            if !is_harmless || is_asked {
                self.reached_by_call(call, reached, fact, edge, is_harmless);
            }
        }
    }

    fn reached_by_call(&mut self, call: Value, reached: &Reached, fact: &Fact, edge: u8, is_harmless: bool) {
        let into = self.steps.add(crate::trace::Step {
            hop: crate::trace::Hop { function: self.id, value: call, kind: HopKind::Into },
            before: Some(fact.step),
            inner: None,
        });
        let assumed = fact.assumed.saturating_add(reached.assumed).saturating_add(edge);
        self.reached(reached.sink, fact, into, Some(reached), (assumed, is_harmless));
    }

    fn reached(
        &mut self,
        sink: SinkSite,
        fact: &Fact,
        last: crate::trace::StepId,
        below: Option<&Reached>,
        (assumed, is_harmless): (u8, bool),
    ) {
        let is_stopped = is_harmless || assumed > crate::limits::ASSUMPTIONS;
        if is_stopped && !self.is_asked(&sink) {
            return;
        }
        let mut hops = self.steps.trace(last).to_vec();
        let cleaned = below.map_or(KindSet::EMPTY, |reached| reached.cleaned);
        hops.extend(below.into_iter().flat_map(|reached| reached.trace.iter().copied()));
        if hops.len() > crate::limits::HOPS {
            self.cut("a flow is longer than is followed");
            return;
        }
        match fact.origin {
            Origin::Source(source) if !self.cx.harm.may(source.kind, sink.kind) => {}
            Origin::Source(source) => {
                let flow = crate::found::Flow::new(source, sink, assumed, hops.into());
                if is_stopped {
                    self.examine_stopped(flow, is_harmless);
                } else {
                    self.out.flows.push(flow);
                }
            }
            Origin::Input(input, path) => {
                let asked = self.cx.texts.asked_by(sink.kind);
                let cleaned = fact.cleaned.union(cleaned);
                if is_stopped {
                    let cleaned = cleaned.intersection(asked.union(KindSet::one(sink.kind)));
                    let stopped = Reached { input, path, sink, cleaned, assumed, trace: hops.into() };
                    self.out.summary.stopped.push(stopped);
                    return;
                }
                let cleaned = cleaned.intersection(asked);
                self.out.summary.sinks.push(Reached { input, path, sink, cleaned, assumed, trace: hops.into() });
            }
        }
    }
}
