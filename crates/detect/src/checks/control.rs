//! The ways of control: which conditions had to come out how, so that control got to a place.

use engine::Hop;
use ir::{BlockId, CompareOp, Constant, Function, Op, Terminator, UnaryOp, Value};
use knowledge::Effect;
use program::{FuncId, Program};

/// How deep conditions are looked into.
const DEPTH: usize = 16;
/// In larger functions the ways of control are not looked at.
const BLOCKS: usize = 2_000;

/// A place that control gets to: a block, or the way from one block to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Block(BlockId),
    Edge(BlockId, BlockId),
}

/// A condition came out so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) of: Value,
    pub(super) came: bool,
}

/// The ways of control in one function.
pub(super) struct Control<'a> {
    pub(super) function: &'a Function,
    /// For each block whether control never gets to its end: it calls what never returns.
    stops: Vec<bool>,
}

impl<'a> Control<'a> {
    pub(super) fn new(program: &'a Program<'_>, id: FuncId) -> Self {
        let function = program.function(id);
        let is_stop = |effect: &Effect| matches!(effect, Effect::Stops);
        let never_returns = |target: &program::Target| match target {
            program::Target::Api(node) => {
                program.apis.api(*node).rows.iter().any(|&row| is_stop(&program.apis.row(row).effect))
            }
            _ => false,
        };
        let mut control = Self { function, stops: vec![false; function.blocks.len()] };
        for call in program.calls(id) {
            if !call.targets.is_empty() && call.targets.iter().all(never_returns) {
                let block = control.block_of(call.value);
                if let Some(stops) = control.stops.get_mut(block.index()) {
                    *stops = true;
                }
            }
        }
        control
    }

    /// The block of a value.
    pub(super) fn block_of(&self, value: Value) -> BlockId {
        self.function.block_of(value).unwrap_or(BlockId(0))
    }

    /// The places at which the data goes on from a hop to the next in the function: where the operation stands, or the
    /// way into it for one of several values.
    pub(super) fn onward(&self, from: &Hop, to: &Hop) -> Vec<Target> {
        let function = self.function;
        let block = self.block_of(to.value);
        let Op::Phi(list) = function.op(to.value) else { return vec![Target::Block(block)] };
        let operands = function.values(list).iter().zip(&function.blocks[block.index()].predecessors);
        operands
            .filter(|(operand, _)| function.original(**operand) == function.original(from.value))
            .map(|(_, from)| Target::Edge(*from, block))
            .collect()
    }

    /// The places at which the data of a hop is given back.
    pub(super) fn back(&self, from: &Hop) -> Vec<Target> {
        let function = self.function;
        let value = function.original(from.value);
        let is_it =
            |block: &ir::Block| matches!(block.terminator, Terminator::Return(of) if function.original(of) == value);
        let blocks = (0..).zip(&function.blocks).filter(|(_, block)| is_it(block));
        blocks.map(|(index, _)| Target::Block(BlockId(index))).collect()
    }

    /// What had to come out how, so that control got there.
    pub(super) fn outcomes_at(&self, target: Target) -> Vec<Outcome> {
        let function = self.function;
        let mut outcomes = Vec::new();
        if function.blocks.len() > BLOCKS {
            return outcomes;
        }
        for (index, block) in function.blocks.iter().enumerate() {
            let Terminator::Branch { condition, then, otherwise } = block.terminator else { continue };
            let from = BlockId(index as u32);
            let came = match target {
                Target::Edge(last, to) if last == from => match (then == to, otherwise == to) {
                    (true, false) => Some(true),
                    (false, true) => Some(false),
                    _ => None,
                },
                Target::Edge(to, _) | Target::Block(to) => self.decision((from, then, otherwise), to),
            };
            if let Some(came) = came {
                outcomes.push(Outcome { of: condition, came });
            }
        }
        outcomes
    }

    /// Which way out of a branch leads to a block that control cannot get to without it.
    fn decision(&self, (from, then, otherwise): (BlockId, BlockId, BlockId), to: BlockId) -> Option<bool> {
        if from == to || self.gets_to(BlockId(0), to, from) {
            return None;
        }
        match (self.gets_to(then, to, from), self.gets_to(otherwise, to, from)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    }

    /// Whether control can get from a block to another and not pass a third.
    fn gets_to(&self, from: BlockId, to: BlockId, without: BlockId) -> bool {
        if from == without {
            return false;
        }
        let mut seen = vec![false; self.function.blocks.len()];
        let mut pending = vec![from];
        while let Some(block) = pending.pop() {
            if block == to {
                return true;
            }
            if block == without || std::mem::replace(&mut seen[block.index()], true) {
                continue;
            }
            if self.stops[block.index()] {
                pending.extend(&self.function.blocks[block.index()].handlers);
            } else {
                pending.extend(self.function.successors(block).filter(|next| !seen[next.index()]));
            }
        }
        false
    }

    /// Whether control has passed an operation before it gets to a place.
    pub(super) fn is_passed(&self, operation: Value, target: Target) -> bool {
        let at = self.block_of(operation);
        let (Target::Block(to) | Target::Edge(to, _)) = target;
        self.function.blocks.len() <= BLOCKS && (at == to || !self.gets_to(BlockId(0), to, at))
    }
}

/// What it says of simpler conditions that one came out so, itself first.
pub(super) fn simpler(program: &Program<'_>, id: FuncId, outcome: Outcome) -> Vec<Outcome> {
    let function = program.function(id);
    let constants = &program.module(program.module_of(id)).constants;
    let mut all = vec![outcome];
    for at in 0..DEPTH {
        let Some(&Outcome { of, came }) = all.get(at) else { break };
        match function.op(of) {
            Op::Copy(of) | Op::Await(of) => all.push(Outcome { of, came }),
            Op::Unary(UnaryOp::Not, of) => all.push(Outcome { of, came: !came }),
            Op::Compare(operator, left, right) => {
                let Op::Const(right) = function.op(function.original(right)) else { continue };
                let equal = match operator {
                    CompareOp::Eq | CompareOp::Is => came,
                    CompareOp::NotEq | CompareOp::IsNot => !came,
                    _ => continue,
                };
                match constants.get(right) {
                    Constant::Bool(truth) => all.push(Outcome { of: left, came: equal == *truth }),
                    Constant::Null => all.push(Outcome { of: left, came: !equal }),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    all
}

/// Whether a comparison asks that something is not so.
pub(super) fn is_negated(function: &Function, value: Value) -> bool {
    matches!(function.op(value), Op::Compare(CompareOp::NotIn, ..))
}

/// Whether a comparison that came out so says that its sides are equal.
pub(super) fn says_equal(operator: CompareOp, came: bool) -> bool {
    match operator {
        CompareOp::Eq | CompareOp::Is => came,
        CompareOp::NotEq | CompareOp::IsNot => !came,
        _ => false,
    }
}
