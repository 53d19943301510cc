//! Outcomes that were kept: what it shows that a name which may hold several answers is true, or false, and which
//! constants such a name may hold.
//!
//! Takes a phi and the states on the ways that lead to it; gives what all ways show on which it may have come out so.

use ir::{BlockId, Constant, List, Op, Terminator, Value};
use knowledge::KindSet;
use smallvec::SmallVec;

use crate::fold;
use crate::interpret::Interpreter;
use crate::state::State;
use program::Values;

/// How many ways to a kept outcome are told apart.
const WAYS: usize = 8;
/// How deep kept outcomes are looked into that are made of others.
const DEPTH: usize = 2;
/// How many constants a value may be one of.
const ALTERNATIVES: usize = 4;

impl Interpreter<'_, '_> {
    /// The block in which an operation stands.
    pub(in crate::interpret) fn block_of(&self, value: Value) -> BlockId {
        self.function.block_of(value).unwrap_or(BlockId(0))
    }

    /// The ways to a phi that control takes: the block that each comes from, and the value that it brings. Nothing for
    /// one in a loop, which may speak of the turn before.
    fn ways_to(&self, phi: Value, list: List) -> Option<Vec<(BlockId, Value)>> {
        let id = self.block_of(phi);
        let from = &self.function.blocks[id.index()].predecessors;
        if from.len() > WAYS || from.iter().any(|from| from.index() >= id.index()) {
            return None;
        }
        let ways = from.iter().copied().zip(self.function.values(list).iter().copied());
        Some(ways.filter(|(from, _)| self.edge(*from, id).is_some()).collect())
    }

    /// Takes into the state what it shows that a phi came out so: what all ways show on which it may have.
    pub(in crate::interpret) fn assume_kept(
        &mut self,
        state: &mut State,
        phi: Value,
        list: List,
        outcome: bool,
        depth: usize,
    ) {
        if depth >= DEPTH {
            return;
        }
        let Some(ways) = self.ways_to(phi, list) else { return };
        let id = self.block_of(phi);
        let mut shown: Option<Vec<(Value, KindSet)>> = None;
        for (from, operand) in ways {
            let decided = self.decided_by(from, id, operand);
            let known = decided.or_else(|| self.constant(operand).and_then(fold::truth));
            if known == Some(!outcome) {
                continue;
            }
            let Some(mut way) = self.edge(from, id).cloned() else { continue };
            if known.is_none() {
                self.assume_within(&mut way, operand, outcome, depth + 1);
            }
            shown = Some(match shown {
                None => way.guards().to_vec(),
                Some(known) => {
                    let both = known.into_iter().map(|(value, kinds)| (value, kinds.intersection(way.guarded(value))));
                    both.filter(|(_, kinds)| !kinds.is_empty()).collect()
                }
            });
        }
        for (value, kinds) in shown.into_iter().flatten() {
            state.guard(value, kinds);
        }
    }

    /// The outcome of a value that decided that control went this way.
    fn decided_by(&self, from: BlockId, to: BlockId, value: Value) -> Option<bool> {
        let Terminator::Branch { condition, then, otherwise } = self.function.blocks[from.index()].terminator else {
            return None;
        };
        (then != otherwise && self.original(condition) == self.original(value)).then_some(then == to)
    }

    /// The constants of which a value surely is one; none when that is not known.
    pub(in crate::interpret) fn alternatives(&self, value: Value) -> SmallVec<[Constant; 4]> {
        let mut all: SmallVec<[Constant; 4]> = SmallVec::new();
        let mut pending: SmallVec<[(Value, usize); 4]> = SmallVec::new();
        pending.push((value, 0));
        while let Some((value, depth)) = pending.pop() {
            if let Some(constant) = self.constant(value) {
                if !all.contains(constant) {
                    all.push(constant.clone());
                }
                if all.len() > ALTERNATIVES {
                    return SmallVec::new();
                }
                continue;
            }
            let original = self.original(value);
            let Op::Phi(list) = self.function.op(original) else { return SmallVec::new() };
            let id = self.block_of(original);
            let from = &self.function.blocks[id.index()].predecessors;
            if depth >= DEPTH || from.len() > WAYS {
                return SmallVec::new();
            }
            for (&from, &operand) in from.iter().zip(self.function.values(list)) {
                if operand != original && self.edge(from, id).is_some() {
                    pending.push((operand, depth + 1));
                }
            }
        }
        all
    }

    /// What comparing two values gives whichever of their constants they are.
    pub(in crate::interpret) fn compared(
        &self,
        operator: ir::CompareOp,
        left: Value,
        right: Value,
    ) -> Option<Constant> {
        if let (Some(left), Some(right)) = (self.constant(left), self.constant(right)) {
            return fold::compare(operator, left, right);
        }
        let left = self.alternatives(left);
        if left.is_empty() {
            return None;
        }
        if matches!(operator, ir::CompareOp::In | ir::CompareOp::NotIn) {
            return self.member(&left, right).map(|is| Constant::Bool(is == (operator == ir::CompareOp::In)));
        }
        let right = self.alternatives(right);
        let mut pairs = left.iter().flat_map(|left| right.iter().map(move |right| (left, right)));
        let (first, second) = pairs.next()?;
        let result = fold::compare(operator, first, second)?;
        pairs.all(|(left, right)| fold::compare(operator, left, right).as_ref() == Some(&result)).then_some(result)
    }

    /// Whether each of some constants surely is, or surely is not, among the elements of a collection.
    fn member(&self, sought: &[Constant], collection: Value) -> Option<bool> {
        let listed = self.listed(collection)?;
        let is_same_sort = |a: &Constant, b: &Constant| std::mem::discriminant(a) == std::mem::discriminant(b);
        let mut answers = sought.iter().map(|sought| {
            if listed.iter().any(|element| matches!(&element[..], [only] if only == sought)) {
                return Some(true);
            }
            let differs = |constant: &Constant| is_same_sort(constant, sought) && constant != sought;
            let is_none = listed.iter().all(|element| !element.is_empty() && element.iter().all(differs));
            is_none.then_some(false)
        });
        let first = answers.next()??;
        answers.all(|answer| answer == Some(first)).then_some(first)
    }
}
