//! Elements: what checks of each element of a collection show of all of them.
//!
//! Takes a loop, or a collection that a loop makes of conditions; what was shown in every turn of the value that the turn
//! was about holds of all elements. Where one turn is said to have come out so, it shows what it would show if that were
//! the turn.

use ir::{BlockId, CompareOp, Elem, Op, SequenceKind, Terminator, Value};
use knowledge::{Effect, KindSet, RowId};

use crate::collections::hands_on;
use crate::interpret::Interpreter;
use crate::port::values_at;
use crate::state::State;
use program::Given;

/// A loop over the elements of a value.
struct Turns {
    /// The block to which every turn comes back.
    head: BlockId,
    /// What is iterated over.
    over: Value,
    /// The element that a turn is about.
    element: Value,
}

impl Interpreter<'_, '_> {
    /// The loop to whose head a block is.
    fn turns(&self, head: BlockId) -> Option<Turns> {
        let block = &self.function.blocks[head.index()];
        let Terminator::Branch { condition, then, .. } = block.terminator else { return None };
        let Op::HasNext(over) = self.function.op(condition) else { return None };
        let mut values = self.function.blocks[then.index()].values();
        let element = values.find(|&value| matches!(self.function.op(value), Op::Next(of) if of == over))?;
        Some(Turns { head, over, element })
    }

    /// The blocks from which control comes back for another turn.
    fn ends_of_turns(&self, head: BlockId) -> impl Iterator<Item = BlockId> + '_ {
        let from = self.function.blocks[head.index()].predecessors.iter().copied();
        from.filter(move |from| from.index() >= head.index())
    }

    /// A loop has come to its end by itself: every turn has been taken, and has come back.
    pub(in crate::interpret) fn assume_all_turns(&mut self, state: &mut State, condition: Value) {
        let Some(turns) = self.turns(self.block_of(condition)) else { return };
        let mut shown: Option<KindSet> = None;
        for from in self.ends_of_turns(turns.head) {
            let Some(end) = self.edge(from, turns.head) else { continue };
            let here = self.guarded_with_copies(end, turns.element);
            shown = Some(shown.map_or(here, |known| known.intersection(here)));
        }
        let shown = shown.unwrap_or(KindSet::EMPTY);
        if !shown.is_empty() && !self.checking.contains(&turns.head) {
            self.checking.push(turns.head);
            self.forget_after(turns.head);
        }
        self.shown_of_each(state, turns.over, shown);
    }

    /// What was found behind a loop before it was known that the loop checks is found anew.
    fn forget_after(&mut self, head: BlockId) {
        let Terminator::Branch { otherwise, .. } = self.function.blocks[head.index()].terminator else { return };
        let mut pending = vec![otherwise];
        let mut seen = vec![false; self.function.blocks.len()];
        seen[head.index()] = true;
        while let Some(block) = pending.pop() {
            if !std::mem::replace(&mut seen[block.index()], true) {
                if block > head {
                    self.left[block.index()] = None;
                }
                pending.extend(self.function.successors(block));
            }
        }
    }

    /// What has been shown of the element of a turn, or of a copy of it that waiting gives.
    fn guarded_with_copies(&self, state: &State, element: Value) -> KindSet {
        let next = Value(element.0 + 1);
        let is_copy =
            self.function.ops.get(next.index()).is_some_and(|op| matches!(*op, Op::Await(of) if of == element));
        let of_copy = if is_copy { state.guarded(next) } else { KindSet::EMPTY };
        state.guarded(element).union(of_copy)
    }

    /// Every element of a value is harmless for these kinds.
    pub(in crate::interpret) fn shown_of_each(&self, state: &mut State, of: Value, kinds: KindSet) {
        if kinds.is_empty() {
            return;
        }
        self.shown_of_part(state, of, Elem::Any, kinds);
        self.shown_of_each_part(state, of, kinds);
        // A text is made of its letters.
        if kinds != KindSet::ALL {
            self.shown_of_text(state, of, self.cx.texts.of_each_letter(kinds));
        }
    }

    /// What a call shows, by such rows, of the conditions that are the elements of what it is given.
    pub(in crate::interpret) fn assume_every(
        &mut self,
        state: &mut State,
        (call, given): (Value, &Given),
        rows: &[RowId],
        outcome: bool,
        depth: usize,
    ) {
        let program = self.cx.program;
        for &row in rows {
            let Effect::Every { of, outcome: of_all } = &program.apis.row(row).effect else { continue };
            for (elements, _) in values_at(program, given, call, of) {
                if let Some((turns, condition)) = self.conditions(elements) {
                    let is_every = outcome == *of_all;
                    self.assume_turn(state, &turns, (condition, outcome), is_every, depth);
                }
            }
        }
    }

    /// The loop that makes a collection, and what each turn puts into it.
    fn conditions(&self, elements: Value) -> Option<(Turns, Value)> {
        let Op::Sequence(SequenceKind::Generator | SequenceKind::List, list) =
            self.function.op(self.original(elements))
        else {
            return None;
        };
        let [collected] = self.function.values(list) else { return None };
        let Op::Phi(list) = self.function.op(*collected) else { return None };
        let is_given = |of: &&Value| **of != *collected && !matches!(self.function.op(**of), Op::Undefined);
        let mut given = self.function.values(list).iter().filter(is_given);
        let (Some(&condition), None) = (given.next(), given.next()) else { return None };
        Some((self.turns(self.block_of(*collected))?, condition))
    }

    /// Every turn, or some turn, gave a condition that came out so.
    fn assume_turn(
        &mut self,
        state: &mut State,
        turns: &Turns,
        (condition, outcome): (Value, bool),
        is_every: bool,
        depth: usize,
    ) {
        let mut turn = state.clone();
        self.assume_within(&mut turn, condition, outcome, depth + 1);
        if is_every {
            // A turn that is left early, because of a filter, has shown nothing; and those of an inner loop are many.
            let is_simple = self.ends_of_turns(turns.head).count() == 1;
            let is_inner = matches!(self.function.op(condition), Op::Phi(_))
                && self.ends_of_turns(self.block_of(condition)).next().is_some();
            if is_simple && !is_inner {
                self.shown_of_each(state, turns.over, self.guarded_with_copies(&turn, turns.element));
            }
            return;
        }
        // Operations stand in the order of blocks: what comes before the loop is the same in all turns.
        let first = self.function.blocks[turns.head.index()].first;
        for &(value, kinds) in turn.guards().iter().filter(|(value, _)| value.0 < first) {
            state.guard(value, kinds);
        }
    }

    /// A set whose elements are all in another is made of that other's elements.
    pub(in crate::interpret) fn assume_subset(
        &self,
        state: &mut State,
        operator: CompareOp,
        left: Value,
        right: Value,
    ) {
        let (small, large) = match operator {
            CompareOp::Less | CompareOp::LessEq => (left, right),
            CompareOp::Greater | CompareOp::GreaterEq => (right, left),
            _ => return,
        };
        let call = self.original(small);
        if !matches!(self.function.op(call), Op::Call(..))
            || !self.cx.program.is_set(self.id, small)
            || !hands_on(self.cx.program, self.id, call)
        {
            return;
        }
        let Some(&elements) = self.cx.program.given(self.id, call).positional.first() else { return };
        if let Some(letters) = self.letters_listed(large) {
            self.shown_of_text(state, elements, self.cx.texts.of_letters(&letters));
        }
        if self.holds_only_constants(large) {
            self.shown_of_each(state, elements, KindSet::ALL);
        }
    }
}
