//! Answers of checks that do not come alone: in a tuple, out of a generator, kept and combined with others.
//!
//! Takes a condition and its outcome; takes into the state what the answer that decided it shows.

use ir::{Elem, Op, SequenceKind, Value};
use knowledge::{Effect, PortBase, PortStep, StringEffect};
use program::Target;

use crate::interpret::Interpreter;
use crate::key::key_hash;
use crate::location::Root;
use crate::path::Part;
use crate::state::State;
use crate::summary::PartAnswer;
use program::Values;

/// How many elements of a returned tuple are asked what they show.
const PARTS: usize = 8;

impl Interpreter<'_, '_> {
    /// What it shows that the answer of a function came out so: its result, or a part of that.
    pub(in crate::interpret) fn assume_answer(
        &mut self,
        state: &mut State,
        call: Value,
        part: Option<Part>,
        outcome: bool,
    ) {
        let Some((function, bound)) = self.only_function(call) else { return };
        let Some(summary) = self.summary(function) else { return };
        let of_part = summary.answers.iter().filter(|answer| Some(answer.part) == part && answer.outcome == outcome);
        let of_part = of_part.map(|answer| answer.shown);
        let whole = if outcome { &summary.when_true } else { &summary.when_false };
        let whole = whole.iter().copied().filter(|_| part.is_none());
        for (input, below, kinds) in of_part.chain(whole) {
            match self.argument_of(call, function, bound, input) {
                Some(argument) if below.is_empty() => self.shown(state, argument, kinds),
                Some(argument) => self.shown_below(state, argument, below, kinds),
                None => {}
            }
        }
    }

    /// The answer that an element of something is, when it stands there as it came; else what is shown by the function
    /// whose result has that part.
    pub(in crate::interpret) fn answer_in(
        &mut self,
        state: &mut State,
        base: Value,
        elem: Elem,
        outcome: bool,
    ) -> Option<Value> {
        let base = self.original(base);
        let part = match elem {
            Elem::Item(key) => Part::Key(key_hash(self.constant(key)?)),
            Elem::Any => Part::Any,
            _ => return None,
        };
        match self.function.op(base) {
            Op::Call(..) => {
                self.assume_answer(state, base, Some(part), outcome);
                None
            }
            Op::Sequence(kind, list) => {
                let Elem::Item(key) = elem else { return None };
                if kind != SequenceKind::Tuple && !self.state.contents.is_untouched(Root::Made(base)) {
                    return None;
                }
                let operands = self.function.values(list);
                let spread = |value: &Value| matches!(self.function.op(*value), Op::Unary(ir::UnaryOp::Spread, _));
                if operands.iter().any(spread) {
                    return None;
                }
                let Some(ir::Constant::Int(position)) = self.constant(key) else { return None };
                operands.get(usize::try_from(*position).ok()?).copied()
            }
            Op::Map(list) => {
                if !self.state.contents.is_untouched(Root::Made(base)) {
                    return None;
                }
                let pairs = self.function.values(list).chunks_exact(2);
                let same = |pair: &&[Value]| self.constant(pair[0]).map(key_hash).map(Part::Key) == Some(part);
                pairs.rev().find(same).map(|pair| pair[1])
            }
            _ => None,
        }
    }

    /// The one value that a modelled call hands on as it is, or of which it tells whether it is true, and the part of it.
    pub(in crate::interpret) fn handed_answer(&self, call: Value) -> Option<(Value, Option<Elem>)> {
        let program = self.cx.program;
        let [Target::Api(node)] = program.call(self.id, call)?.targets[..] else { return None };
        let given = program.given(self.id, call);
        let mut found = None;
        for &row in &program.apis.api(node).rows {
            let Effect::Pass { from, to, string: StringEffect::Same | StringEffect::Truth, .. } =
                &program.apis.row(row).effect
            else {
                continue;
            };
            if to.base != PortBase::Return || !to.steps.is_empty() {
                continue;
            }
            for port in from {
                let part = match port.steps[..] {
                    [] => None,
                    [PortStep::Element] => Some(Elem::Any),
                    _ => return None,
                };
                for value in program::base_values(program, &given, call, port) {
                    if found.replace((value, part)).is_some() {
                        return None;
                    }
                }
            }
        }
        found
    }

    /// What the parts of a function's result show of its inputs: of a tuple each element, of what is yielded any.
    pub(in crate::interpret) fn conclude_parts(&mut self, inputs: &[(u16, Value)], returns: &[(Value, State)]) {
        let yielded = std::mem::take(&mut self.yielded_in);
        if !yielded.is_empty() {
            self.conclude_part(inputs, Part::Any, &yielded);
            return;
        }
        let mut tuples: Vec<(Vec<Value>, &State)> = Vec::new();
        for (value, state) in returns {
            let Op::Sequence(SequenceKind::Tuple, list) = self.function.op(self.original(*value)) else { return };
            tuples.push((self.function.values(list).to_vec(), state));
        }
        let length = tuples.iter().map(|(operands, _)| operands.len()).min().unwrap_or(0);
        for position in 0..length.min(PARTS) {
            let part: Vec<(Value, State)> =
                tuples.iter().map(|(operands, state)| (operands[position], (*state).clone())).collect();
            // A spread moves what stands behind it.
            if part.iter().any(|(value, _)| matches!(self.function.op(*value), Op::Unary(ir::UnaryOp::Spread, _))) {
                return;
            }
            self.conclude_part(inputs, Part::Key(crate::key::position_key(position)), &part);
        }
    }

    fn conclude_part(&mut self, inputs: &[(u16, Value)], part: Part, values: &[(Value, State)]) {
        for outcome in [true, false] {
            for shown in self.shown_of_inputs(inputs, values, Some(outcome)) {
                self.out.summary.answers.push(PartAnswer { part, outcome, shown });
            }
        }
    }
}
