//! Which code of a function can run at all, as far as its own branches tell: a branch on a literal has one outcome.

use ir::{BlockId, Constant, Function, Op, Terminator, UnaryOp, Value};
use program::{FuncId, Program};

/// The reachable blocks of a function.
pub(crate) struct Reach<'a> {
    function: &'a Function,
    live: Vec<bool>,
}

impl<'a> Reach<'a> {
    pub(crate) fn new(program: &'a Program<'_>, id: FuncId) -> Self {
        let function = program.function(id);
        let mut live = vec![false; function.blocks.len()];
        let mut stack = vec![BlockId(0)];
        while let Some(id_of_block) = stack.pop() {
            let Some(known) = live.get_mut(id_of_block.index()) else { continue };
            if std::mem::replace(known, true) {
                continue;
            }
            let block = &function.blocks[id_of_block.index()];
            stack.extend(&block.handlers);
            match block.terminator {
                Terminator::Jump(to) => stack.push(to),
                Terminator::Branch { condition, then, otherwise } => match truth(program, id, condition) {
                    Some(true) => stack.push(then),
                    Some(false) => stack.push(otherwise),
                    None => stack.extend([then, otherwise]),
                },
                Terminator::Return(_) | Terminator::Raise(_) | Terminator::Unreachable => {}
            }
        }
        Self { function, live }
    }

    /// The operations that may run, in order.
    pub(crate) fn values(&self) -> impl Iterator<Item = Value> + '_ {
        let blocks = self.function.blocks.iter().zip(&self.live);
        blocks.filter(|(_, live)| **live).flat_map(|(block, _)| block.values())
    }

    /// Whether an operation may run.
    pub(crate) fn holds(&self, value: Value) -> bool {
        self.function.block_of(value).is_some_and(|block| self.live[block.index()])
    }
}

/// Whether a literal counts as true.
fn truth(program: &Program<'_>, id: FuncId, condition: Value) -> Option<bool> {
    match program.function(id).op(condition) {
        Op::Const(constant) => match program.module(program.module_of(id)).constants.get(constant) {
            Constant::Null => Some(false),
            Constant::Bool(value) => Some(*value),
            Constant::Int(value) => Some(*value != 0),
            Constant::Str(text) => Some(!text.is_empty()),
            Constant::Bytes(bytes) => Some(!bytes.is_empty()),
            Constant::Number(_) => None,
        },
        Op::Unary(UnaryOp::Not, of) if of < condition => truth(program, id, of).map(|truth| !truth),
        _ => None,
    }
}

/// Whether control may come from one operation to another, and always passes the first on the way: the first's block
/// dominates the second's.
pub(crate) fn follows(function: &Function, first: Value, second: Value) -> bool {
    let (Some(a), Some(b)) = (function.block_of(first), function.block_of(second)) else { return false };
    if a == b {
        return first < second;
    }
    // Walk back from the use; if the entry can be reached without passing the check, the check does not dominate.
    let mut seen = vec![false; function.blocks.len()];
    let mut stack = vec![b];
    let mut meets = false;
    while let Some(block) = stack.pop() {
        if block == a {
            meets = true;
            continue;
        }
        if std::mem::replace(&mut seen[block.index()], true) {
            continue;
        }
        if block == BlockId(0) {
            return false;
        }
        stack.extend(&function.blocks[block.index()].predecessors);
    }
    meets
}

/// For each operation, whether anything is made of its result.
pub(crate) fn used(function: &Function) -> Vec<bool> {
    let mut used = vec![false; function.ops.len()];
    for op in &function.ops {
        op.for_each_operand(&function.pools, |operand| used[operand.index()] = true);
    }
    for block in &function.blocks {
        if let Terminator::Branch { condition: of, .. } | Terminator::Return(of) | Terminator::Raise(Some(of)) =
            block.terminator
        {
            used[of.index()] = true;
        }
    }
    used
}
