//! Which blocks every way from the entry passes (the method of Cooper, Harvey and Kennedy, "A Simple, Fast Dominance
//! Algorithm", 2001).

use crate::{BlockId, Function};

const UNREACHED: u32 = u32::MAX;

/// The dominator tree of the blocks that control reaches from block 0: for who asks about many pairs of blocks.
/// [`Function::dominates`] answers for one.
pub struct Dominators {
    /// For each block its number in reverse postorder.
    order: Vec<u32>,
    /// By number in reverse postorder: the range of preorder numbers of the block and those that it dominates.
    ranges: Vec<(u32, u32)>,
}

impl Dominators {
    /// Of the blocks of a function.
    pub fn of(function: &Function) -> Self {
        let blocks = &function.blocks;
        let mut starts = vec![0; blocks.len() + 1];
        for from in blocks.iter().flat_map(|block| &block.predecessors) {
            starts[from.index() + 1] += 1;
        }
        for at in 0..blocks.len() {
            starts[at + 1] += starts[at];
        }
        let mut free = starts.clone();
        let mut targets = vec![0; starts[blocks.len()]];
        for (to, block) in blocks.iter().enumerate() {
            for from in &block.predecessors {
                targets[free[from.index()]] = to as u32;
                free[from.index()] += 1;
            }
        }
        Self::new(&starts, &targets)
    }

    /// Whether control always passes one block on its way to another, which it reaches; a block passes itself.
    pub fn passes(&self, first: BlockId, second: BlockId) -> bool {
        self.is_reached(first.0) && self.is_reached(second.0) && self.dominates(first.0, second.0)
    }

    /// Of a graph: `successors` of block `b` are `targets[starts[b]..starts[b + 1]]`.
    pub(crate) fn new(starts: &[usize], targets: &[u32]) -> Self {
        let postorder = postorder(starts, targets);
        let count = postorder.len();
        let mut order = vec![UNREACHED; starts.len().saturating_sub(1)];
        for (number, &block) in postorder.iter().rev().enumerate() {
            order[block as usize] = number as u32;
        }
        let predecessors = predecessors(starts, targets, &postorder, &order);
        let idoms = immediate(&predecessors);
        // Sizes of subtrees from the leaves up (an immediate dominator stands earlier in the order), then preorder
        // numbers from the root down.
        let mut sizes = vec![1; count];
        for at in (1..count).rev() {
            sizes[idoms[at] as usize] += sizes[at];
        }
        let mut ranges = vec![(0, 0); count];
        let mut free = vec![1; count];
        for at in 0..count {
            let first = if at == 0 {
                0
            } else {
                let slot = &mut free[idoms[at] as usize];
                let first = *slot;
                *slot += sizes[at];
                first
            };
            free[at] = first + 1;
            ranges[at] = (first, first + sizes[at]);
        }
        Self { order, ranges }
    }

    pub(crate) fn is_reached(&self, block: u32) -> bool {
        self.order[block as usize] != UNREACHED
    }

    /// Whether every way to `block` passes `by`. Both must be reached.
    pub(crate) fn dominates(&self, by: u32, block: u32) -> bool {
        let (first, end) = self.ranges[self.order[by as usize] as usize];
        let (at, _) = self.ranges[self.order[block as usize] as usize];
        first <= at && at < end
    }
}

fn postorder(starts: &[usize], targets: &[u32]) -> Vec<u32> {
    let mut postorder = Vec::new();
    let mut seen = vec![false; starts.len().saturating_sub(1)];
    let mut stack = Vec::new();
    if let Some(entry) = seen.first_mut() {
        *entry = true;
        stack.push((0, starts[0]));
    }
    while let Some((block, next)) = stack.pop() {
        if next == starts[block as usize + 1] {
            postorder.push(block);
            continue;
        }
        stack.push((block, next + 1));
        let to = targets[next];
        if !std::mem::replace(&mut seen[to as usize], true) {
            stack.push((to, starts[to as usize]));
        }
    }
    postorder
}

/// By number in reverse postorder: the numbers of the predecessors, the highest first.
fn predecessors(starts: &[usize], targets: &[u32], postorder: &[u32], order: &[u32]) -> Vec<Vec<u32>> {
    let mut predecessors = vec![Vec::new(); postorder.len()];
    // Postorder is the descending order of the numbers, so that each list comes out sorted.
    for &block in postorder {
        for &to in &targets[starts[block as usize]..starts[block as usize + 1]] {
            predecessors[order[to as usize] as usize].push(order[block as usize]);
        }
    }
    predecessors
}

/// By number in reverse postorder: the number of the immediate dominator.
fn immediate(predecessors: &[Vec<u32>]) -> Vec<u32> {
    let mut idoms = vec![UNREACHED; predecessors.len()];
    let Some(root) = idoms.first_mut() else { return idoms };
    *root = 0;
    let mut changed = true;
    while changed {
        changed = false;
        for (at, from) in predecessors.iter().enumerate().skip(1) {
            // Meeting the highest first keeps a handler of many blocks in a row linear: each step goes up by one.
            let mut known = from.iter().copied().filter(|&from| idoms[from as usize] != UNREACHED);
            let Some(mut idom) = known.next() else { continue };
            for from in known {
                idom = meet(&idoms, idom, from);
            }
            if idoms[at] != idom {
                idoms[at] = idom;
                changed = true;
            }
        }
    }
    idoms
}

/// The nearest block that dominates both.
fn meet(idoms: &[u32], mut left: u32, mut right: u32) -> u32 {
    while left != right {
        if left > right {
            left = idoms[left as usize];
        } else {
            right = idoms[right as usize];
        }
    }
    left
}
