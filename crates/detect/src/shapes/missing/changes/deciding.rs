//! Which branches decide by what a request says whether an operation is reached, and how.

use ir::{BlockId, Callee, CompareOp, Dominators, Elem, Function, Op, Terminator, UnaryOp, Value};
use program::{FuncId, Program};

/// How a branch decides by what a request says, least telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Decides {
    /// Somehow.
    Otherwise,
    /// By whether a field is there that the code names.
    ByField,
    /// By whether it is a certain word.
    ByWord,
}

/// The branches of a function that decide by what a request says.
pub(super) struct Deciding {
    /// Where an outcome leads, and nothing else does; the condition; how it decides. What says most comes first.
    outcomes: Vec<(BlockId, Value, Decides)>,
    dominators: Dominators,
}

impl Deciding {
    /// Of a function of which it is known what holds what a request says.
    pub(super) fn of(program: &Program<'_>, id: FuncId, told: &[bool]) -> Self {
        let function = program.function(id);
        let mut outcomes = Vec::new();
        for block in &function.blocks {
            let Terminator::Branch { condition, then, otherwise } = block.terminator else { continue };
            if !told[condition.index()] {
                continue;
            }
            let how = decides(program, id, condition);
            let is_only = |outcome: &BlockId| function.blocks[outcome.index()].predecessors.len() == 1;
            outcomes.extend([then, otherwise].into_iter().filter(is_only).map(|outcome| (outcome, condition, how)));
        }
        outcomes.sort_by_key(|(.., how)| std::cmp::Reverse(*how));
        Self { outcomes, dominators: Dominators::of(function) }
    }

    /// The branch that decides whether an operation is reached; of several the one that says most.
    pub(super) fn about(&self, function: &Function, value: Value) -> Option<(Value, Decides)> {
        let block = function.block_of(value)?;
        let mut outcomes = self.outcomes.iter();
        let (_, condition, how) = outcomes.find(|(outcome, ..)| self.dominators.passes(*outcome, block))?;
        Some((*condition, *how))
    }
}

/// How a branch decides.
fn decides(program: &Program<'_>, id: FuncId, condition: Value) -> Decides {
    let function = program.function(id);
    let mut at = function.original(condition);
    while let Op::Unary(UnaryOp::Not, of) = function.op(at) {
        at = function.original(of);
    }
    match function.op(at) {
        Op::Compare(CompareOp::Eq | CompareOp::NotEq | CompareOp::In | CompareOp::NotIn, left, right) => {
            let is_word = |value: Value| program.written_text(id, value).is_some_and(|text| !text.is_empty());
            if is_word(left) || is_word(right) || is_words(program, function, id, right) {
                Decides::ByWord
            } else {
                Decides::Otherwise
            }
        }
        Op::Load(_, Elem::Item(key)) if program.written_text(id, key).is_some() => Decides::ByField,
        Op::Call(Callee::Method(..), args) => match function.pools.args(args).first() {
            Some(arg) if program.written_text(id, arg.value).is_some() => Decides::ByField,
            _ => Decides::Otherwise,
        },
        _ => Decides::Otherwise,
    }
}

fn is_words(program: &Program<'_>, function: &Function, id: FuncId, value: Value) -> bool {
    match function.op(function.original(value)) {
        Op::Sequence(_, list) => {
            list.len > 0 && function.values(list).iter().all(|&of| program.written_text(id, of).is_some())
        }
        _ => false,
    }
}
