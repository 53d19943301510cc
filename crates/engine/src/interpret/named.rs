//! What code gives a telling name to: the value then is what the name says, which rows of the models tell.

use ir::Value;
use knowledge::Effect;

use super::Interpreter;
use crate::summary::SinkSite;

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
}
