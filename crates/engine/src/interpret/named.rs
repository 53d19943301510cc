//! What code says of a value: by a telling name that it gives to it, or by what it compares it with. Rows of the models
//! tell what that means.

use ir::{CompareOp, Value};
use knowledge::{Effect, OtherSide};
use program::Values as _;

use crate::fact::{Fact, Facts};
use crate::interpret::Interpreter;
use crate::origin::Origin;
use crate::reached::SinkSite;

impl Interpreter<'_, '_> {
    /// Takes down what the names that an operation gives say of the values.
    pub(super) fn reach_named(&mut self, value: Value) {
        if !self.recording || self.cx.program.apis.named.is_empty() {
            return;
        }
        let program = self.cx.program;
        for (name, given) in program.given_names(self.id, value) {
            self.reach_name(value, name, given);
        }
    }

    /// Takes down what one name says of a value. The name is believed: that is an assumption.
    pub(super) fn reach_name(&mut self, at: Value, name: &str, given: Value) {
        let names = self.cx.program.apis;
        let facts = self.facts(given);
        if names.named.is_empty() || facts.is_empty() {
            return;
        }
        let facts = self.taken_whole(given, &facts);
        for &row in &names.named {
            let Effect::Named { kind, context, names: patterns } = &names.row(row).effect else { continue };
            if patterns.iter().any(|pattern| pattern.is_match(name)) {
                let (kind, context) = (*kind, *context);
                self.reach(SinkSite { function: self.id, value: at, given, row, kind, context }, &facts, at, 1);
            }
        }
    }

    /// Takes down what a comparison for equality says of its sides.
    pub(super) fn reach_compared(&mut self, value: Value, operator: CompareOp, sides: [Value; 2]) {
        let names = self.cx.program.apis;
        let is_equality = matches!(operator, CompareOp::Eq | CompareOp::NotEq);
        if !self.recording || !is_equality || names.compared.is_empty() {
            return;
        }
        for (given, other) in [(sides[0], sides[1]), (sides[1], sides[0])] {
            let facts = self.whole(given);
            if facts.is_empty() {
                continue;
            }
            let others = self.whole(other);
            // A constant under a telling name is one of the values that something may have.
            let is_constant = self.constant(other).is_some();
            let read = if is_constant { None } else { self.cx.program.read_name(self.id, other) };
            // Whether something is another one than before is asked where it is then written.
            let (program, id) = (self.cx.program, self.id);
            let is_kept = |name: &String| program.writes_name(id, name);
            for &row in &names.compared {
                let Effect::Compared { kind, context, with } = &names.row(row).effect else { continue };
                let sink = SinkSite { function: self.id, value, given, row, kind: *kind, context: *context };
                match with {
                    OtherSide::Data(with) => {
                        let is_of_kind = |origin: Origin| match origin {
                            Origin::Source(site) => site.kind == *with,
                            Origin::Input(input, _) => self.outside.passes_of(input, *with),
                        };
                        let is_of = |fact: &Fact| fact.assumed == 0 && is_of_kind(fact.origin);
                        if others.iter().any(is_of) {
                            self.reach(sink, &facts, value, 0);
                        }
                    }
                    // The name is believed: that is an assumption.
                    OtherSide::Called { .. }
                        if read.as_ref().is_some_and(|name| with.is_called(name) && !is_kept(name)) =>
                    {
                        let apart = facts.iter().filter(|fact| !is_beside(fact, &others)).copied().collect();
                        self.reach(sink, &apart, value, 1);
                    }
                    OtherSide::Called { .. } => {}
                }
            }
        }
    }
}

/// Whether others hold data of the same source kind, or of the same input: two fields of one form.
fn is_beside(fact: &Fact, others: &Facts) -> bool {
    others.iter().any(|other| match (fact.origin, other.origin) {
        (Origin::Source(one), Origin::Source(another)) => one.kind == another.kind,
        (Origin::Input(one, _), Origin::Input(another, _)) => one == another,
        _ => false,
    })
}
