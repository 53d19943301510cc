//! What a function writes into a part of what a call gave it, before it hands that on.
//!
//! Takes a call and the steps to the part (`.mimetype`, `.headers[Content-Type]`); gives the constants of which one then stands
//! there, whichever way control has taken.

use ir::{Constant, Elem, Function, Op, Terminator, Value};
use knowledge::{Effect, Literal, PortStep};

use crate::{FuncId, Program};

/// The constants that a function writes into a part of one of its values, on every way on which it hands the value on. None
/// where something else than a constant is written there, or nothing on some way.
pub fn constants_written(program: &Program<'_>, id: FuncId, value: Value, steps: &[PortStep]) -> Vec<Constant> {
    let function = program.function(id);
    let literal = |value: Value| match function.op(function.original(value)) {
        Op::Const(constant) => Some(program.module(program.module_of(id)).constants.get(constant)),
        _ => None,
    };
    // Keys of texts are compared without regard to case, as those of headers are.
    let is_at = |elem: Elem, step: &PortStep| match (elem, step) {
        (Elem::Field(name), PortStep::Field(field)) => program.text(name) == field,
        (Elem::Item(key), PortStep::Key(wanted)) => {
            matches!(literal(key), Some(Constant::Str(key)) if key.eq_ignore_ascii_case(wanted))
        }
        _ => false,
    };
    let lies_at = |base: Value, steps: &[PortStep]| {
        let mut at = function.original(base);
        for step in steps.iter().rev() {
            match function.op(at) {
                Op::Load(of, elem) if is_at(elem, step) => at = function.original(of),
                _ => return false,
            }
        }
        at == value
    };
    let Some((last, before)) = steps.split_last() else { return Vec::new() };
    let writes = |op: &Op| match *op {
        Op::Store(base, elem, of) if is_at(elem, last) && lies_at(base, before) => Some(of),
        _ => None,
    };
    let mut is_written = vec![false; function.blocks.len()];
    let mut constants = Vec::new();
    for (number, block) in function.blocks.iter().enumerate() {
        for of in block.values().filter_map(|at| writes(&function.op(at))) {
            is_written[number] = true;
            let constant = literal(of).cloned().or_else(|| program.modelled_constant(id, of));
            let Some(constant) = constant else { return Vec::new() };
            constants.push(constant);
        }
    }
    if constants.is_empty() || is_handed_on(function, value, &is_written) { Vec::new() } else { constants }
}

impl Program<'_> {
    /// The constant that a model says that what is read always is.
    pub fn modelled_constant(&self, id: FuncId, value: Value) -> Option<Constant> {
        let mut rows = self.reads(id, value).flat_map(|node| &self.apis.api(node).rows);
        rows.find_map(|&row| match &self.apis.row(row).effect {
            Effect::Constant { is } => Some(constant_of(is)),
            _ => None,
        })
    }
}

/// The constant that a row writes.
pub fn constant_of(is: &Literal) -> Constant {
    match is {
        Literal::Null => Constant::Null,
        Literal::Bool(is) => Constant::Bool(*is),
        Literal::Int(is) => Constant::Int(*is),
        Literal::Str(is) => Constant::Str(is.as_str().into()),
    }
}

/// Whether control may come from where a value is made to where it is handed on by none of some blocks.
fn is_handed_on(function: &Function, value: Value, without: &[bool]) -> bool {
    let Some(start) = function.blocks.iter().position(|block| block.values().any(|at| at == value)) else {
        return true;
    };
    let is_of_value = |given: Value| {
        let given = function.original(given);
        let mut is_operand = given == value || matches!(function.op(given), Op::Phi(_));
        function.op(given).for_each_operand(&function.pools, |operand| is_operand |= operand == value);
        is_operand
    };
    let mut seen = without.to_vec();
    let mut pending = vec![start];
    while let Some(number) = pending.pop() {
        if std::mem::replace(&mut seen[number], true) {
            continue;
        }
        match function.blocks[number].terminator {
            Terminator::Jump(to) => pending.push(to.index()),
            Terminator::Branch { then, otherwise, .. } => pending.extend([then.index(), otherwise.index()]),
            Terminator::Return(given) if is_of_value(given) => return true,
            Terminator::Return(_) | Terminator::Raise(_) | Terminator::Unreachable => {}
        }
    }
    false
}
