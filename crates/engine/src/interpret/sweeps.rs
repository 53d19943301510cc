//! How a function is gone through: block by block, in sweeps, until nothing changes.
//!
//! Takes the states in which control enters a block; interprets its operations in order, and gives the states on the edges
//! that leave it.

use std::rc::Rc;

use ir::{Block, BlockId, Op, Terminator, Value};
use program::Values;
use smallvec::SmallVec;

use crate::contents::together;
use crate::interpret::{Abstract, Interpreter, Literal};
use crate::limits;
use crate::state::State;
use crate::trace::HopKind;

impl<'a> Interpreter<'a, '_> {
    pub(in crate::interpret) fn run(&mut self) {
        self.prepare_exceptions();
        let loops = self.has_loops();
        let mut sweeps = 0;
        // A function without loops needs one sweep, and that one records; else sweep until nothing changes and once
        // more to record.
        self.recording = !loops;
        loop {
            let changed = self.sweep();
            sweeps += 1;
            if self.recording {
                break;
            }
            if !changed || sweeps >= limits::SWEEPS {
                if changed {
                    self.cut("the loops of the function did not come to an end within the limit of sweeps");
                }
                self.recording = true;
            }
        }
    }

    fn has_loops(&self) -> bool {
        self.function
            .blocks
            .iter()
            .enumerate()
            .any(|(index, block)| block.predecessors.iter().any(|from| from.index() >= index))
    }

    /// Goes once through all blocks that control reaches. Gives whether anything changed.
    fn sweep(&mut self) -> bool {
        let mut changed = false;
        for index in 0..self.function.blocks.len() {
            let block = &self.function.blocks[index];
            let Some(state) = self.entering(BlockId(index as u32), block) else { continue };
            self.at = BlockId(index as u32);
            if !block.handlers.is_empty() {
                self.entered = state.clone();
            }
            self.state = state;
            self.stopped = false;
            for value in block.values() {
                if self.stopped {
                    break;
                }
                let op = self.function.op(value);
                let guards = self.guards_before(&self.state);
                let new = if let Op::Phi(list) = op {
                    self.phi(value, BlockId(index as u32), block, list)
                } else {
                    match self.unseen_of(value) {
                        [] => self.evaluate(value, op),
                        unseen => self.evaluate_unseen(value, op, unseen),
                    }
                };
                // What a shared place holds is read part by part: it has a limit of its own.
                let is_shared = matches!(op, Op::Global(_) | Op::Import(_) | Op::Shared(..));
                let most = if is_shared { limits::CELL_FACTS * limits::CELL_PARTS } else { limits::FACTS };
                let new = self.limited(new, most);
                if guards.is_some() {
                    let state = self.state.clone();
                    self.examine_shown(guards, &state, value, None);
                    self.examine_run(value);
                }
                let old = &self.values[value.index()];
                changed |= !old.facts.says_same(&new.facts)
                    || old.constant.is_some() != new.constant.is_some()
                    || old.alternatives != new.alternatives
                    || old.locations != new.locations;
                self.values[value.index()] = new;
                self.reach_named(value);
            }
            if let (Terminator::Return(_), false) = (block.terminator, self.stopped) {
                self.out.summary.returns_at_all = true;
                self.endings.insert(BlockId(index as u32), self.state.clone());
            }
            let left = self.leave(BlockId(index as u32), block);
            let same = self.left[index].as_ref().is_some_and(|old| {
                old.edges.len() == left.edges.len()
                    && old.edges.iter().zip(&left.edges).all(|(a, b)| a.0 == b.0 && a.1.says_same(&b.1))
            });
            changed |= !same;
            self.left[index] = Some(left);
        }
        changed
    }

    fn limited(&mut self, mut new: Abstract<'a>, most: usize) -> Abstract<'a> {
        if new.facts.limit(most) {
            self.cut("a value has more origins than are followed");
        }
        new
    }

    /// The state in which control enters a block; none when it does not.
    fn entering(&mut self, id: BlockId, block: &Block) -> Option<State> {
        if id == BlockId(0) {
            return Some(State::default());
        }
        let mut joined: Option<State> = None;
        let mut full = false;
        // Blocks that come later are those from which a loop comes back.
        let comes_back = |from: &&BlockId| **from >= id;
        for &from in block.predecessors.iter().filter(|from| !comes_back(from)) {
            if let Some(state) = self.edge(from, id) {
                match &mut joined {
                    Some(joined) => full |= joined.join(state, limits::HEAP_ENTRIES),
                    None => joined = Some(state.clone()),
                }
            }
        }
        if let (Some(joined), true) = (&mut joined, block.predecessors.iter().any(|from| comes_back(&from))) {
            let shown = joined.shown_before(Value(block.first));
            for state in block.predecessors.iter().filter(comes_back).filter_map(|&from| self.edge(from, id)) {
                full |= joined.join(state, limits::HEAP_ENTRIES);
            }
            joined.keep_shown(shown);
        }
        if full {
            self.cut("the function keeps more objects than are followed");
        }
        joined
    }

    pub(in crate::interpret) fn edge(&self, from: BlockId, to: BlockId) -> Option<&State> {
        let left = self.left[from.index()].as_ref()?;
        left.edges.iter().find(|(block, _)| *block == to).map(|(_, state)| state)
    }

    fn phi(&mut self, value: Value, id: BlockId, block: &Block, list: ir::List) -> Abstract<'a> {
        let mut new = Abstract::default();
        let mut first = true;
        let mut constant: Option<Literal<'a>> = None;
        let mut reached: SmallVec<[Value; 4]> = SmallVec::new();
        for (&from, &operand) in block.predecessors.iter().zip(self.function.values(list)) {
            let Some(state) = self.edge(from, id).cloned() else { continue };
            let before = std::mem::replace(&mut self.state, state);
            let facts = self.facts(operand);
            // What was checked on the way is text, and what its place holds has not been.
            let is_checked = !self.state.guarded(operand).is_empty();
            self.state = before;
            let facts = self.carried(value, &facts, HopKind::Operand);
            new.facts.add_all(&facts);
            for location in &self.values[operand.index()].locations {
                if !is_checked && !new.locations.contains(location) {
                    new.locations.push(*location);
                }
            }
            let known = self.values[operand.index()].constant.clone();
            reached.push(operand);
            constant = match (first, constant, known) {
                (true, _, known) => known,
                (false, Some(a), Some(b)) if a.get() == b.get() => Some(a),
                _ => None,
            };
            first = false;
        }
        new.locations.sort_unstable();
        if new.locations.len() > limits::LOCATIONS {
            new.locations.truncate(limits::LOCATIONS);
            self.cut("a value may be more objects than are followed");
        }
        let is_known = |of: &Value| {
            let known = &self.values[of.index()];
            known.constant.is_some() || known.alternatives.is_some()
        };
        if constant.is_none() && reached.iter().all(is_known) {
            let mut known = reached.iter().filter_map(|&of| self.known_to_be(of));
            new.alternatives =
                known.next().and_then(|first| known.try_fold(first, |all, other| together(&all, &other)));
        }
        new.constant = constant;
        new
    }

    /// Ends a block: the states on its edges.
    fn leave(&mut self, id: BlockId, block: &Block) -> Left {
        let mut left = Left::default();
        let mut full = false;
        let mut put = |left: &mut Left, to: BlockId, state: State| {
            if let Some((_, known)) = left.edges.iter_mut().find(|(block, _)| *block == to) {
                full |= known.join(&state, limits::HEAP_ENTRIES);
            } else {
                left.edges.push((to, state));
            }
        };
        match block.terminator {
            _ if self.stopped => {}
            Terminator::Jump(to) => put(&mut left, to, self.state.clone()),
            Terminator::Branch { condition, then, otherwise } => {
                let truth = self.constant(condition).and_then(crate::fold::truth);
                let truth = truth.or_else(|| self.is_handed_function(condition).then_some(true));
                let sorted = self.sorted_raised(condition);
                for (outcome, to) in [(true, then), (false, otherwise)] {
                    if truth != Some(!outcome) {
                        let mut state = self.state.clone();
                        let guards = self.guards_before(&state);
                        self.assume(&mut state, condition, outcome);
                        self.examine_shown(guards, &state, condition, Some((outcome, to)));
                        if let Some(sorted) = &sorted {
                            let Some(raised) = &sorted[usize::from(!outcome)] else { continue };
                            state.raised = Some(Rc::clone(raised));
                        }
                        put(&mut left, to, state);
                    }
                }
            }
            Terminator::Return(value) => self.leave_function(value),
            Terminator::Raise(raised) if block.handlers.is_empty() => self.leave_by_exception(raised),
            Terminator::Raise(_) | Terminator::Unreachable => {}
        }
        for &handler in &block.handlers {
            for state in self.leave_to_handler(id, block, handler) {
                put(&mut left, handler, state);
            }
        }
        if full {
            self.cut("the function keeps more objects than are followed");
        }
        left
    }
}

/// How control left a block.
#[derive(Clone, Default)]
pub(in crate::interpret) struct Left {
    /// The states on the edges to the blocks that control may go to.
    edges: Vec<(BlockId, State)>,
}
