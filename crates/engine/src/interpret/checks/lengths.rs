//! How long a text is: what a comparison of its length shows, and what shows where no limit is set.
//!
//! Takes comparisons and how they came out; puts down of the texts that were measured how long they are at most.

use std::rc::Rc;

use ir::{CompareOp, Constant, Op, Value};
use knowledge::{Effect, KindSet, StringEffect};
use program::Values;

use crate::fact::Fact;
use crate::interpret::Interpreter;
use crate::origin::Origin;
use crate::state::State;

/// For each limit that no constant is: the text whose length is compared with it.
pub(in crate::interpret) type Limits = Rc<[(Value, Value)]>;

impl Interpreter<'_, '_> {
    /// The length of a text was compared with a number.
    pub(in crate::interpret) fn assume_length(
        &self,
        state: &mut State,
        operator: CompareOp,
        [left, right]: [Value; 2],
        outcome: bool,
    ) {
        for (length, number, is_turned) in [(left, right, false), (right, left, true)] {
            let length = self.original(length);
            if !matches!(self.function.op(length), Op::Call(..)) {
                continue;
            }
            let states = match self.constant(number) {
                Some(&Constant::Int(number)) => most(operator, is_turned, outcome, number)
                    .map_or(KindSet::EMPTY, |most| self.cx.texts.at_most(most)),
                None if is_ordering(operator) && most(operator, is_turned, outcome, 0).is_some() => {
                    if self.is_chosen_by_others(number) { KindSet::EMPTY } else { self.cx.texts.bounded() }
                }
                _ => KindSet::EMPTY,
            };
            if states.is_empty() {
                continue;
            }
            for text in self.measured(length) {
                self.shown_of_text(state, text, states);
            }
        }
    }

    /// No limit is set: then none is meant for the texts whose length is compared with it where there is one.
    pub(in crate::interpret) fn assume_unset(&mut self, state: &mut State, limit: Value) {
        let bounded = self.cx.texts.bounded();
        let limit = self.original(limit);
        if bounded.is_empty() || !matches!(self.function.op(limit), Op::Load(..) | Op::Param(_) | Op::Call(..)) {
            return;
        }
        let limits = self.limits.clone().unwrap_or_else(|| self.limits_of_lengths().into());
        self.limits = Some(Rc::clone(&limits));
        for &(other, text) in limits.iter() {
            if other == limit || self.reads_alike(limit, other) {
                self.shown_of_text(state, text, bounded);
            }
        }
    }

    /// The limits with which this function compares the lengths of texts.
    fn limits_of_lengths(&self) -> Vec<(Value, Value)> {
        let function = self.function;
        let mut limits = Vec::new();
        for op in &function.ops {
            let &Op::Compare(operator, left, right) = op else { continue };
            if !is_ordering(operator) {
                continue;
            }
            for (length, limit) in [(left, right), (right, left)] {
                let length = function.original(length);
                if matches!(function.op(length), Op::Call(..)) && self.constant(limit).is_none() {
                    limits.extend(self.measured(length).into_iter().map(|text| (function.original(limit), text)));
                }
            }
        }
        limits
    }

    /// What is so of the first part of a text, up to a position.
    pub(in crate::interpret) fn shown_by_cut(&self, to: Value) -> KindSet {
        match self.constant(to) {
            Some(&Constant::Int(to)) if to >= 0 => self.cx.texts.at_most(to),
            Some(_) => KindSet::EMPTY,
            None if self.is_chosen_by_others(to) => KindSet::EMPTY,
            None => self.cx.texts.bounded(),
        }
    }

    fn is_chosen_by_others(&self, number: Value) -> bool {
        self.whole(number).iter().any(|fact: &Fact| matches!(fact.origin, Origin::Source(_)))
    }

    /// The values of which a call gives how long they are.
    fn measured(&self, call: Value) -> Vec<Value> {
        let program = self.cx.program;
        let given = program.given(self.id, call);
        let rows = self.rows_of_call(call).into_iter();
        let measured = rows.filter_map(|row| match &program.apis.row(row).effect {
            Effect::Pass { from, string: StringEffect::Length, .. } => Some(from),
            _ => None,
        });
        measured.flatten().flat_map(|port| program::base_values(program, &given, call, port)).collect()
    }
}

fn is_ordering(operator: CompareOp) -> bool {
    matches!(operator, CompareOp::Less | CompareOp::LessEq | CompareOp::Greater | CompareOp::GreaterEq)
}

/// How long something is at most whose length came out so in a comparison with a number, or, `turned`, of the number with it.
fn most(operator: CompareOp, is_turned: bool, outcome: bool, number: i64) -> Option<i64> {
    use CompareOp::{Eq, Greater, GreaterEq, Is, IsNot, Less, LessEq, NotEq};
    let turned = match operator {
        Less if is_turned => Greater,
        LessEq if is_turned => GreaterEq,
        Greater if is_turned => Less,
        GreaterEq if is_turned => LessEq,
        other => other,
    };
    match (turned, outcome) {
        (Less, true) | (GreaterEq, false) => number.checked_sub(1),
        (LessEq | Eq | Is, true) | (Greater | NotEq | IsNot, false) => Some(number),
        _ => None,
    }
}
