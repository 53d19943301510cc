//! The values of a function that are made of the address which an answer names.

use ir::{BinaryOp, Callee, ConstId, Constant, Function, Op, UnaryOp, Value};
use program::FuncId;

use super::Question;

/// How often a function is gone through, so that what a loop brings back is seen.
const ROUNDS: usize = 4;
/// The parts of an address that do not say which host it is at.
const PARTS: [&str; 4] = ["path", "query", "fragment", "params"];
/// How methods begin that get something out.
const GETTING: [&str; 2] = ["get", "pop"];

/// The values that are made of such an address.
pub(super) struct Addresses {
    /// The first that is read.
    pub(super) read: Value,
    made: Vec<bool>,
}

impl Addresses {
    pub(super) fn of(question: &Question<'_, '_>, id: FuncId) -> Option<Self> {
        let function = question.program().function(id);
        let first = (0..function.ops.len() as u32).map(Value).find(|&value| reads_one(question, id, function, value));
        let read = first?;
        let mut made = vec![false; function.ops.len()];
        for (at, made) in made.iter_mut().enumerate().skip(read.index()) {
            *made = reads_one(question, id, function, Value(at as u32));
        }
        for _ in 0..ROUNDS {
            let mut grows = false;
            for at in 0..function.ops.len() {
                if !made[at] && is_made(question, function, &made, function.ops[at]) {
                    made[at] = true;
                    grows = true;
                }
            }
            if !grows {
                break;
            }
        }
        Some(Self { read, made })
    }

    pub(super) fn holds(&self, value: Value) -> bool {
        self.made[value.index()]
    }
}

/// Whether a function gives such an address.
pub(super) fn gives_one(question: &Question<'_, '_>, id: FuncId) -> bool {
    let Some(addresses) = Addresses::of(question, id) else { return false };
    let blocks = &question.program().function(id).blocks;
    blocks.iter().any(|block| matches!(block.terminator, ir::Terminator::Return(value) if addresses.holds(value)))
}

fn reads_one(question: &Question<'_, '_>, id: FuncId, function: &Function, value: Value) -> bool {
    let program = question.program();
    let is_address = |key: Value| {
        let Op::Const(constant) = function.op(key) else { return false };
        is_name(question, program.module_of(id), constant)
    };
    match function.op(value) {
        Op::Load(_, ir::Elem::Item(key)) => is_address(key),
        Op::Call(Callee::Method(_, name), args) => {
            let first = function.pools.args(args).first();
            question.readers.contains(&name)
                || first.is_some_and(|arg| arg.kind == ir::ArgKind::Positional && is_address(arg.value))
                    && GETTING.iter().any(|begin| program.text(name).starts_with(begin))
        }
        _ => false,
    }
}

/// Whether a constant is the name of an entry that names an address.
pub(super) fn is_name(question: &Question<'_, '_>, module: program::ModuleId, constant: ConstId) -> bool {
    match question.program().module(module).constants.get(constant) {
        Constant::Str(text) => question.asked.names_address(text.as_bytes()),
        Constant::Bytes(bytes) => question.asked.names_address(bytes),
        _ => false,
    }
}

fn is_made(question: &Question<'_, '_>, function: &Function, made: &[bool], op: Op) -> bool {
    let any = |list| function.values(list).iter().any(|of: &Value| made[of.index()]);
    match op {
        Op::Load(_, ir::Elem::Field(part)) if PARTS.contains(&question.program().text(part)) => false,
        Op::Copy(of) | Op::Await(of) | Op::Next(of) | Op::Unary(UnaryOp::Text, of) | Op::Load(of, _) => {
            made[of.index()]
        }
        Op::Phi(list) | Op::Template(list) | Op::Sequence(_, list) => any(list),
        Op::Binary(BinaryOp::Add | BinaryOp::Mod, left, right) => made[left.index()] || made[right.index()],
        Op::Call(callee, args) => {
            let of_callee = matches!(callee, Callee::Method(of, _) if made[of.index()]);
            of_callee || function.pools.args(args).iter().any(|arg| made[arg.value.index()])
        }
        _ => false,
    }
}
