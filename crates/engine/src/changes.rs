//! Who changes what he is given: whether a function, or what models know of a call, writes to an object.
//!
//! Takes a value or a parameter of a function; looks at operations alone.

use ir::{Op, UnaryOp, Value};
use knowledge::{Effect, PortBase};
use program::{FuncId, Program, Target};

/// Whether a function may change the collection that a value is: by a write, by a method that changes its receiver, or,
/// when `deep`, by handing it to a function of the program that does.
pub(crate) fn may_change(program: &Program<'_>, id: FuncId, value: Value, deep: bool) -> bool {
    let function = program.function(id);
    function.ops.iter().enumerate().any(|(index, op)| match *op {
        Op::Store(base, ..) | Op::Delete(base, _) => base == value,
        Op::Call(callee, args) => {
            let call = Value(index as u32);
            let targets = program.call(id, call).map(|site| site.targets.as_slice()).unwrap_or_default();
            if matches!(callee, ir::Callee::Method(receiver, _) if receiver == value) {
                return targets.is_empty() || targets.iter().any(|target| changes_receiver(program, *target));
            }
            deep && function.pools.args(args).iter().enumerate().any(|(at, arg)| {
                arg.value == value && targets.iter().any(|target| changes_argument(program, *target, at))
            })
        }
        Op::Phi(list) => function.values(list).contains(&value),
        _ => false,
    })
}

pub(crate) fn changes_receiver(program: &Program<'_>, target: Target) -> bool {
    let Target::Api(node) = target else { return true };
    program.apis.api(node).rows.iter().any(|&row| match &program.apis.row(row).effect {
        Effect::Sequence { .. } => true,
        Effect::Pass { to, .. } | Effect::Sanitizer { to, .. } => to.base == PortBase::Receiver,
        _ => false,
    })
}

pub(crate) fn changes_argument(program: &Program<'_>, target: Target, at: usize) -> bool {
    let Target::Function { function, bound } = target else { return false };
    let param = at + usize::from(bound);
    let data = program.function(function);
    data.ops.iter().enumerate().any(|(index, op)| {
        matches!(op, Op::Param(number) if *number as usize == param)
            && may_change(program, function, Value(index as u32), false)
    })
}

/// Whether a function does nothing with a parameter but read it: it looks at elements, compares, iterates, and calls
/// what models know to change nothing.
pub(crate) fn only_reads(program: &Program<'_>, id: FuncId, param: usize) -> bool {
    let function = program.function(id);
    let params: Vec<Value> = (0..function.ops.len() as u32)
        .map(Value)
        .filter(|value| matches!(function.op(*value), Op::Param(number) if number as usize == param))
        .collect();
    let is_param = |value: Value| params.contains(&value);
    let returned = function
        .blocks
        .iter()
        .any(|block| matches!(block.terminator, ir::Terminator::Return(value) if is_param(value)));
    !returned
        && function.ops.iter().enumerate().all(|(index, op)| {
            let mut uses = false;
            op.for_each_operand(&function.pools, |operand| uses |= is_param(operand));
            if !uses {
                return true;
            }
            match *op {
                Op::Load(base, _) => is_param(base),
                Op::Compare(..) | Op::Next(_) | Op::HasNext(_) | Op::TypeTest(..) | Op::Template(_) => true,
                Op::Unary(operator, _) => operator != UnaryOp::Spread,
                Op::Call(callee, _) => {
                    let site = program.call(id, Value(index as u32));
                    let targets = site.map(|site| site.targets.as_slice()).unwrap_or_default();
                    let is_receiver = matches!(callee, ir::Callee::Method(receiver, _) if is_param(receiver));
                    !targets.is_empty()
                        && targets.iter().all(|target| {
                            matches!(target, Target::Api(_)) && !(is_receiver && changes_receiver(program, *target))
                        })
                }
                _ => false,
            }
        })
}
