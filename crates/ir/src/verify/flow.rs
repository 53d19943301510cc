//! Checks a function's blocks: what they hold, where they lead, and that no value is used before it is made.

use super::{Place, Verifier};
use crate::dominators::Dominators;
use crate::{Block, BlockId, Function, FunctionId, List, Op, Terminator, Value};

/// Where control goes: the targets of block `b` are `targets[starts[b]..starts[b + 1]]`, each once, ascending.
struct Graph {
    starts: Vec<usize>,
    targets: Vec<u32>,
}

impl Graph {
    fn of(&self, block: usize) -> &[u32] {
        &self.targets[self.starts[block]..self.starts[block + 1]]
    }
}

impl Verifier<'_> {
    pub(super) fn flow(&mut self, id: FunctionId, function: &Function) {
        let place = Place::function(id);
        self.check(!function.blocks.is_empty(), place, || "it has no entry block".to_owned());
        if let Some(entry) = function.blocks.first() {
            let place = place.block(BlockId(0));
            self.check(entry.predecessors.is_empty(), place, || "the entry has predecessors".to_owned());
        }
        let graph = self.graph(function, place);
        self.predecessors(function, &graph, place);
        if self.partition(function, place) {
            self.phis(function, place);
            self.dominance(function, &graph, place);
        }
    }

    /// The edges between blocks that exist; reports those to others.
    fn graph(&mut self, function: &Function, place: Place) -> Graph {
        let count = function.blocks.len();
        let mut graph = Graph { starts: vec![0], targets: Vec::new() };
        for number in 0..count as u32 {
            let place = place.block(BlockId(number));
            let start = graph.targets.len();
            for to in function.successors(BlockId(number)) {
                let exists = to.index() < count;
                self.check(exists, place, || format!("it leads to b{}, which does not exist", to.0));
                if exists {
                    graph.targets.push(to.0);
                }
            }
            graph.targets[start..].sort_unstable();
            let mut kept = start;
            for at in start..graph.targets.len() {
                if at == start || graph.targets[at] != graph.targets[kept - 1] {
                    graph.targets[kept] = graph.targets[at];
                    kept += 1;
                }
            }
            graph.targets.truncate(kept);
            graph.starts.push(kept);
        }
        graph
    }

    /// Predecessors are exactly the blocks that lead there, each once.
    fn predecessors(&mut self, function: &Function, graph: &Graph, place: Place) {
        let count = function.blocks.len();
        let mut wanted: Vec<(u32, u32)> = Vec::with_capacity(graph.targets.len());
        for from in 0..count {
            wanted.extend(graph.of(from).iter().map(|&to| (to, from as u32)));
        }
        wanted.sort_unstable();
        let mut listed: Vec<(u32, u32)> = Vec::with_capacity(wanted.len());
        for (number, block) in function.blocks.iter().enumerate() {
            listed.extend(block.predecessors.iter().map(|from| (number as u32, from.0)));
        }
        listed.sort_unstable();
        for pair in listed.windows(2).filter(|pair| pair[0] == pair[1]) {
            let (to, from) = pair[0];
            self.check(false, place.block(BlockId(to)), || format!("b{from} stands twice among its predecessors"));
        }
        listed.dedup();
        let (mut wanted, mut listed) = (wanted.into_iter().peekable(), listed.into_iter().peekable());
        loop {
            let next = match (wanted.peek(), listed.peek()) {
                (None, None) => break,
                (Some(&edge), None) | (None, Some(&edge)) => edge,
                (Some(&left), Some(&right)) => left.min(right),
            };
            let is_wanted = wanted.next_if_eq(&next).is_some();
            let is_listed = listed.next_if_eq(&next).is_some();
            let (to, from) = next;
            let place = place.block(BlockId(to));
            self.check(is_wanted, place, || format!("its predecessor b{from} does not lead there"));
            self.check(is_listed, place, || format!("b{from} leads there but is not among its predecessors"));
        }
    }

    /// Whether the blocks hold the operations exactly, in order.
    fn partition(&mut self, function: &Function, place: Place) -> bool {
        let mut end = 0_usize;
        let mut holds = true;
        for (number, block) in function.blocks.iter().enumerate() {
            let fits = block.first as usize == end;
            let place = place.block(BlockId(number as u32));
            self.check(fits, place, || format!("it begins at v{} instead of v{end}", block.first));
            holds &= fits;
            end = (block.first as usize).saturating_add(block.len as usize);
        }
        let count = function.ops.len();
        self.check(end == count, place, || format!("its blocks end at v{end}, its operations at v{count}"));
        holds && end == count
    }

    /// Phis stand first and have an operand for each predecessor.
    fn phis(&mut self, function: &Function, place: Place) {
        for (number, block) in function.blocks.iter().enumerate() {
            let place = place.block(BlockId(number as u32));
            let mut before_others = true;
            for value in block.values() {
                let Op::Phi(List { len, .. }) = function.op(value) else {
                    before_others = false;
                    continue;
                };
                let place = place.value(value);
                self.check(before_others, place, || "a phi stands after another operation".to_owned());
                let predecessors = block.predecessors.len();
                self.check(len as usize == predecessors, place, || {
                    format!("the phi has {len} operands, its block {predecessors} predecessors")
                });
            }
        }
    }

    /// Every use where control can get is dominated by its definition. The blocks hold the operations in order.
    fn dominance(&mut self, function: &Function, graph: &Graph, place: Place) {
        let dominators = Dominators::new(&graph.starts, &graph.targets);
        let mut home = Vec::with_capacity(function.ops.len());
        for (number, block) in function.blocks.iter().enumerate() {
            home.resize(home.len() + block.len as usize, number as u32);
        }
        let uses = Uses { function, home, dominators };
        for (number, block) in function.blocks.iter().enumerate() {
            let number = number as u32;
            if self.is_full() {
                return;
            }
            if !uses.dominators.is_reached(number) {
                continue;
            }
            let place = place.block(BlockId(number));
            for value in block.values() {
                let place = place.value(value);
                uses.unmade(block, number, value, |operand, from| {
                    self.check(false, place, || match from {
                        Some(BlockId(from)) => format!("v{} may be unmade when control comes from b{from}", operand.0),
                        None => format!("v{} may be unmade when it is used", operand.0),
                    });
                });
            }
            if let Terminator::Branch { condition: value, .. }
            | Terminator::Return(value)
            | Terminator::Raise(Some(value)) = block.terminator
            {
                let made = uses.is_made_at_end(value, number);
                self.check(made, place, || format!("v{} may be unmade when the block ends", value.0));
            }
        }
    }
}

/// What is needed to judge a use.
struct Uses<'f> {
    function: &'f Function,
    /// The block of each value.
    home: Vec<u32>,
    dominators: Dominators,
}

impl Uses<'_> {
    /// Whether a value is surely made before the end of a reached block. Values that do not exist were reported.
    fn is_made_at_end(&self, value: Value, block: u32) -> bool {
        self.home
            .get(value.index())
            .is_none_or(|&home| self.dominators.is_reached(home) && self.dominators.dominates(home, block))
    }

    /// Calls `report` for each operand of `user` (in the reached block `number`) that may be unmade there, with the
    /// predecessor for a phi's.
    fn unmade(&self, block: &Block, number: u32, user: Value, mut report: impl FnMut(Value, Option<BlockId>)) {
        let pools = &self.function.pools;
        let op = self.function.op(user);
        if !super::ops::lists_fit(op, pools) {
            return;
        }
        if let Op::Phi(list) = op {
            for (&operand, &from) in pools.values(list).iter().zip(&block.predecessors) {
                let reached = from.index() < self.function.blocks.len() && self.dominators.is_reached(from.0);
                if reached && !self.is_made_at_end(operand, from.0) {
                    report(operand, Some(from));
                }
            }
            return;
        }
        op.for_each_operand(pools, |operand| {
            let here = self.home.get(operand.index()) == Some(&number);
            let made = if here { operand < user } else { self.is_made_at_end(operand, number) };
            if !made {
                report(operand, None);
            }
        });
    }
}
