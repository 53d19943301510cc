//! Whether a check refuses: one of its outcomes ends the function by an exception, or at once, and the other does not. Takes a
//! function and the check's call in it; a check that only chooses between two ways of going on refuses nothing.

use ir::{BlockId, Function, Op, Terminator, Value};
use knowledge::Effect;
use program::{FuncId, Program, Target};

/// How many blocks behind a branch belong to its outcome.
const NEAR: usize = 4;

/// Whether a branch on a check has an outcome that refuses, and another on which `later` may run.
pub(super) fn refuses(program: &Program<'_>, id: FuncId, check: Value, later: Value) -> bool {
    let function = program.function(id);
    let Some(used_in) = function.block_of(later) else { return false };
    let told = told_by(function, check);
    function.blocks.iter().enumerate().any(|(branch, block)| {
        let Terminator::Branch { condition, then, otherwise } = block.terminator else { return false };
        told[condition.index()]
            && [(then, otherwise), (otherwise, then)].into_iter().any(|(here, there)| {
                // A loop comes back to the check: that is another question.
                let stays = from(function, there, Some(BlockId(branch as u32)), usize::MAX);
                let raises = |at: &BlockId| !stays[at.index()] && is_end(program, id, *at);
                let ends = |at: BlockId| !stays[at.index()] && returns_at_once(function, at);
                stays[used_in.index()] && (ends(here) || near(function, here).iter().any(raises))
            })
    })
}

/// For each value, whether it is made of what the check says.
fn told_by(function: &Function, check: Value) -> Vec<bool> {
    let mut told = vec![false; function.ops.len()];
    told[check.index()] = true;
    for (at, op) in function.ops.iter().enumerate().skip(check.index() + 1) {
        let mut is_told = false;
        op.for_each_operand(&function.pools, |operand| is_told |= told[operand.index()]);
        told[at] = is_told;
    }
    told
}

/// The blocks that control may reach from one without passing another, exceptions apart.
fn from(function: &Function, first: BlockId, without: Option<BlockId>, most: usize) -> Vec<bool> {
    let mut reached = vec![false; function.blocks.len()];
    let mut stack = vec![first];
    let mut count = 0;
    while let Some(at) = stack.pop() {
        if count >= most || Some(at) == without || std::mem::replace(&mut reached[at.index()], true) {
            continue;
        }
        count += 1;
        stack.extend(ways_on(function, at));
    }
    reached
}

/// The blocks next behind one, itself included.
fn near(function: &Function, first: BlockId) -> Vec<BlockId> {
    let reached = from(function, first, None, NEAR);
    (0..function.blocks.len() as u32).map(BlockId).filter(|block| reached[block.index()]).collect()
}

fn ways_on(function: &Function, at: BlockId) -> Vec<BlockId> {
    match function.blocks[at.index()].terminator {
        Terminator::Jump(to) => vec![to],
        Terminator::Branch { then, otherwise, .. } => vec![then, otherwise],
        Terminator::Return(_) | Terminator::Raise(_) | Terminator::Unreachable => Vec::new(),
    }
}

/// Whether a block only leaves the function.
fn returns_at_once(function: &Function, at: BlockId) -> bool {
    let block = &function.blocks[at.index()];
    let does_nothing = |value: Value| !matches!(function.op(value), Op::Call(..) | Op::Store(..));
    matches!(block.terminator, Terminator::Return(_)) && block.values().all(does_nothing)
}

/// Whether control leaves a block by an exception, or by a call that never returns.
fn is_end(program: &Program<'_>, id: FuncId, at: BlockId) -> bool {
    let block = &program.function(id).blocks[at.index()];
    let stops = |call: Value| {
        let targets = program.call(id, call).map_or(&[][..], |site| site.targets.as_slice());
        let is_stop = |target: &Target| match *target {
            Target::Api(node) => {
                let rows = &program.apis.api(node).rows;
                rows.iter().any(|&row| matches!(program.apis.row(row).effect, Effect::Stops))
            }
            _ => false,
        };
        !targets.is_empty() && targets.iter().all(is_stop)
    };
    matches!(block.terminator, Terminator::Raise(_)) || block.values().any(stops)
}
