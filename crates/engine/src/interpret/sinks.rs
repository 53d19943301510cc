//! Sinks: that facts reach one in this function, or below a callee.
//!
//! Takes the facts that go in; gives flows where they come from outside the program, and rows of the summary where they
//! come from the caller.

use ir::Value;
use knowledge::KindSet;

use crate::fact::{Fact, Facts};
use crate::interpret::Interpreter;
use crate::origin::Origin;
use crate::reached::{Reached, SinkSite};
use crate::steps::Steps;
use crate::trace::HopKind;
use crate::way::Way;

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
            let last = self.step(at, HopKind::Sink(sink.row), Some(fact.step));
            let fact = Fact { assumed: fact.assumed.saturating_add(edge), ..*fact };
            self.reached(sink, &fact, is_harmless, |steps| steps.way(last));
        }
    }

    /// Takes down that facts reach a sink in or below a callee that would stop them.
    pub(super) fn stop_below(&mut self, call: Value, reached: &Reached, facts: &Facts, edge: u8) {
        if !self.recording {
            return;
        }
        for fact in facts.iter().filter(|fact| fact.path.is_empty()) {
            let cleaned = self.known_through(fact.cleaned, &reached.way).union(reached.cleaned);
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
        for fact in facts.iter().filter(|fact| fact.path.is_empty()) {
            let cleaned = self.known_through(fact.cleaned, &reached.way).union(reached.cleaned);
            let is_harmless = self.cx.texts.is_harmless(cleaned, reached.sink.kind);
            if !is_harmless || is_asked {
                self.reached_by_call(call, reached, fact, edge, is_harmless);
            }
        }
    }

    fn reached_by_call(&mut self, call: Value, reached: &Reached, fact: &Fact, edge: u8, is_harmless: bool) {
        let assumed = fact.assumed.saturating_add(reached.assumed).saturating_add(edge);
        let below = Fact { assumed, cleaned: fact.cleaned.union(reached.cleaned), ..*fact };
        self.reached(reached.sink, &below, is_harmless, |steps| steps.way_below(fact.step, call, &reached.way));
    }

    /// Takes down that a fact reaches a sink, as it is there, by that way.
    fn reached(&mut self, sink: SinkSite, fact: &Fact, is_harmless: bool, way: impl FnOnce(&Steps) -> Option<Way>) {
        let Fact { assumed, cleaned, .. } = *fact;
        let is_stopped = is_harmless || assumed > crate::limits::ASSUMPTIONS;
        if is_stopped && !self.is_asked(&sink) {
            return;
        }
        let Some(way) = way(&self.steps) else {
            self.cut("a flow is longer than is followed");
            return;
        };
        match fact.origin {
            Origin::Source(source) if !self.cx.harm.may(source.kind, sink.kind) => {}
            Origin::Source(source) => {
                let flow = crate::found::Flow::new(source, sink, assumed, way.trace());
                if is_stopped {
                    self.examine_stopped(flow, is_harmless);
                } else {
                    self.out.flows.push(flow);
                }
            }
            Origin::Input(input, path) => {
                let asked = self.cx.texts.asked_by(sink.kind);
                if is_stopped {
                    let cleaned = cleaned.intersection(asked.union(KindSet::one(sink.kind)));
                    self.out.summary.stopped.push(Reached { input, path, sink, cleaned, assumed, way });
                    return;
                }
                let cleaned = cleaned.intersection(asked);
                self.out.summary.sinks.push(Reached { input, path, sink, cleaned, assumed, way });
            }
        }
    }
}
