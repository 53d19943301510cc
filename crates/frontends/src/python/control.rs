//! Branches, loops and managed resources, and the jumps out of them.

use ir::{BlockId, FunctionBuilder, Op, Symbol, Terminator, Value};
use ruff_python_ast::{self as ast, Stmt};
use rustc_hash::FxHashSet;

use super::frame::Region;
use super::{Lowerer, span_of};

/// How many ways meet in one block at most; more meet group by group. The cost of adding a way grows with those that
/// are there, and long tables written as `elif` or `case` occur.
const MAX_WAYS: usize = 128;

/// Where many ways meet.
#[derive(Default)]
pub(super) struct Joins {
    blocks: Vec<BlockId>,
    in_last: usize,
}

impl Joins {
    /// The block that the next way jumps to.
    pub(super) fn next(&mut self, builder: &mut FunctionBuilder) -> BlockId {
        match self.blocks.last() {
            Some(&block) if self.in_last < MAX_WAYS => {
                self.in_last += 1;
                block
            }
            _ => {
                let block = builder.new_block();
                self.blocks.push(block);
                self.in_last = 1;
                block
            }
        }
    }

    /// Goes on in the block where all ways have met.
    pub(super) fn meet(mut self, lowerer: &mut Lowerer<'_>) {
        if self.blocks.is_empty() {
            self.blocks.push(lowerer.frame.builder.new_block());
        }
        while self.blocks.len() > 1 {
            let mut outer = Self::default();
            for block in std::mem::take(&mut self.blocks) {
                lowerer.go_on_in(block);
                let to = outer.next(&mut lowerer.frame.builder);
                lowerer.jump(to);
            }
            self = outer;
        }
        lowerer.go_on_in(self.blocks[0]);
    }
}

/// Names that are bound on every way that was seen.
#[derive(Default)]
pub(super) struct Common(Option<Vec<Symbol>>);

impl Common {
    /// Adds a way that binds these names and goes on.
    pub(super) fn meet(&mut self, names: Vec<Symbol>) {
        self.0 = Some(match self.0.take() {
            None => names,
            Some(mut before) => {
                let names: FxHashSet<Symbol> = names.into_iter().collect();
                before.retain(|name| names.contains(name));
                before
            }
        });
    }

    pub(super) fn names(self) -> Vec<Symbol> {
        self.0.unwrap_or_default()
    }
}

impl<'a> Lowerer<'a> {
    pub(super) fn if_statement(&mut self, node: &'a ast::StmtIf) {
        let mut after = Joins::default();
        let mut common = Common::default();
        let clauses = node.elif_else_clauses.iter().map(|clause| (clause.test.as_ref(), &clause.body[..]));
        let first = (Some(&*node.test), &node.body[..]);
        let mut has_else = false;
        for (test, body) in std::iter::once(first).chain(clauses) {
            let mark = self.bound_mark();
            let next = match test {
                Some(test) => {
                    let (then, otherwise) = (self.frame.builder.new_block(), self.frame.builder.new_block());
                    self.condition(test, then, otherwise);
                    self.go_on_in(then);
                    Some(otherwise)
                }
                None => None,
            };
            let to = after.next(&mut self.frame.builder);
            self.arm(body, to, mark, &mut common);
            match next {
                Some(next) => self.go_on_in(next),
                None => has_else = true,
            }
        }
        if !has_else {
            common.meet(Vec::new());
            let to = after.next(&mut self.frame.builder);
            self.jump(to);
        }
        after.meet(self);
        self.surely_bound(common.names());
    }

    /// One of several ways that meet in `after`.
    pub(super) fn arm(&mut self, body: &'a [Stmt], after: BlockId, mark: usize, common: &mut Common) {
        self.block(body);
        let goes_on = self.is_live();
        self.jump(after);
        let names = self.forget_bound(mark);
        if goes_on {
            common.meet(names);
        }
    }

    pub(super) fn while_loop(&mut self, node: &'a ast::StmtWhile) {
        let [head, body, otherwise] = [(); 3].map(|()| self.frame.builder.new_block());
        let mark = self.bound_mark();
        self.jump(head);
        self.frame.builder.switch_to(head);
        if Self::is_always_true(&node.test) {
            self.jump(body);
        } else {
            self.condition(&node.test, body, otherwise);
        }
        self.go_on_in(body);
        self.loop_body(&node.body, &node.orelse, head, otherwise, mark);
    }

    pub(super) fn for_loop(&mut self, node: &'a ast::StmtFor) {
        let iterable = self.expr(&node.iter);
        let [head, body, otherwise] = [(); 3].map(|()| self.frame.builder.new_block());
        let mark = self.bound_mark();
        self.jump(head);
        self.frame.builder.switch_to(head);
        let span = span_of(&*node.iter);
        let more = self.push(Op::HasNext(iterable), span);
        self.branch(more, body, otherwise);
        self.go_on_in(body);
        let mut next = self.push(Op::Next(iterable), span);
        if node.is_async {
            next = self.push(Op::Await(next), span);
        }
        self.assign(&node.target, next);
        self.loop_body(&node.body, &node.orelse, head, otherwise, mark);
    }

    /// The body of a loop from the current block on, and what runs when the loop ends by itself.
    fn loop_body(&mut self, body: &'a [Stmt], orelse: &'a [Stmt], head: BlockId, otherwise: BlockId, mark: usize) {
        let exit = self.frame.builder.new_block();
        self.frame.regions.push(Region::Loop { head, exit });
        self.block(body);
        self.frame.regions.pop();
        self.jump(head);
        self.frame.builder.seal(head);
        self.forget_bound(mark);
        self.go_on_in(otherwise);
        self.block(orelse);
        self.jump(exit);
        self.forget_bound(mark);
        self.go_on_in(exit);
    }

    /// Returns from the function, by way of the `finally` bodies around.
    pub(super) fn leave_function(&mut self, value: Value) {
        for index in (0..self.frame.regions.len()).rev() {
            match self.frame.regions[index] {
                Region::Loop { .. } => {}
                Region::With { resource, span } => {
                    self.push(Op::Exit(resource), span);
                }
                Region::Finally { on_return, .. } => {
                    let (block, result) = match on_return {
                        Some(known) => known,
                        None => (self.frame.builder.new_block(), self.temporary()),
                    };
                    if let Region::Finally { on_return, .. } = &mut self.frame.regions[index] {
                        *on_return = Some((block, result));
                    }
                    self.frame.builder.write(result, value);
                    self.jump(block);
                    return;
                }
            }
        }
        self.terminate(Terminator::Return(value));
    }

    /// Jumps out of the innermost loop, or to its next round, by way of the `finally` bodies between.
    pub(super) fn leave_loop(&mut self, is_break: bool) {
        for index in (0..self.frame.regions.len()).rev() {
            match self.frame.regions[index] {
                Region::Loop { head, exit } => {
                    self.jump(if is_break { exit } else { head });
                    return;
                }
                Region::With { resource, span } => {
                    self.push(Op::Exit(resource), span);
                }
                Region::Finally { on_break, on_continue, .. } => {
                    let known = if is_break { on_break } else { on_continue };
                    let block = known.unwrap_or_else(|| self.frame.builder.new_block());
                    if let Region::Finally { on_break, on_continue, .. } = &mut self.frame.regions[index] {
                        *(if is_break { on_break } else { on_continue }) = Some(block);
                    }
                    self.jump(block);
                    return;
                }
            }
        }
        // Outside of a loop, which the parser told of: control goes on.
    }
}
