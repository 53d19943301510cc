//! `try`: handlers as blocks that the body's blocks may continue at, and `finally` bodies, which are lowered once for
//! each way through them.

use ir::{BlockId, Op, Span, Terminator, Value, Variable};
use ruff_python_ast::{self as ast, ExceptHandler, Expr};

use super::bind::python2_caught;
use super::control::Common;
use super::frame::Region;
use super::{Lowerer, span_of};

/// Inside so many `finally` bodies, a further one is lowered once for all ways: copies multiply with the nesting.
const MAX_COPIED_FINALLY: u32 = 3;

/// Where control goes on after a `finally` body.
enum Onwards {
    Normally,
    Raise,
    Return(Variable),
    Break,
    Continue,
}

impl<'a> Lowerer<'a> {
    pub(super) fn try_statement(&mut self, node: &'a ast::StmtTry) {
        let end = self.frame.builder.new_block();
        // What stands before is not in the handlers' reach.
        self.split();
        let on_raise = (!node.finalbody.is_empty()).then(|| self.frame.builder.new_block());
        if let Some(on_raise) = on_raise {
            self.frame.builder.push_handler(on_raise);
            self.frame.regions.push(Region::Finally { on_return: None, on_break: None, on_continue: None });
        }
        let (mut common, mark) = (Common::default(), self.bound_mark());
        let handler = (!node.handlers.is_empty()).then(|| self.frame.builder.new_block());
        if let Some(handler) = handler {
            self.frame.builder.push_handler(handler);
        }
        self.block(&node.body);
        if handler.is_some() {
            // Also when the body is empty, a block of it leads to the handlers.
            let next = self.frame.builder.new_block();
            let goes_on = self.is_live();
            self.jump(next);
            self.frame.builder.pop_handler();
            if goes_on || !node.orelse.is_empty() {
                self.go_on_in(next);
            }
        }
        let mut reaches_end = self.is_live();
        self.arm(&node.orelse, end, mark, &mut common);
        if let Some(handler) = handler {
            self.go_on_in(handler);
            reaches_end |= self.handlers(&node.handlers, end, mark, &mut common);
        }
        match on_raise {
            None => self.go_on_in(end),
            Some(on_raise) => {
                self.frame.builder.pop_handler();
                let region = self.frame.regions.pop();
                let after = self.frame.builder.new_block();
                let mut ways = Vec::new();
                if reaches_end {
                    ways.push((end, Onwards::Normally));
                }
                if let Some(Region::Finally { on_return, on_break, on_continue }) = region {
                    ways.extend(on_return.map(|(block, result)| (block, Onwards::Return(result))));
                    ways.extend(on_break.map(|block| (block, Onwards::Break)));
                    ways.extend(on_continue.map(|block| (block, Onwards::Continue)));
                }
                // The body is lowered even if control never gets there.
                if self.is_reached(on_raise) || ways.is_empty() {
                    ways.push((on_raise, Onwards::Raise));
                }
                self.finally(node, ways, after, &mut common);
                self.go_on_in(after);
            }
        }
        self.surely_bound(common.names());
    }

    /// Lowers the handlers from the block that exceptions come to; tells whether one of them goes on to `end`.
    fn handlers(&mut self, handlers: &'a [ExceptHandler], end: BlockId, mark: usize, common: &mut Common) -> bool {
        let mut reaches_end = false;
        for ExceptHandler::ExceptHandler(handler) in handlers {
            let mut bound = handler.name.as_ref().map(|name| (name.as_str(), span_of(name)));
            let mut classes: Vec<Value> = Vec::new();
            match handler.type_.as_deref() {
                None => {}
                Some(type_) => match (python2_caught(type_), type_) {
                    (Some((class, name)), _) if self.is_python2_name(name) => {
                        classes.push(self.expr(class));
                        bound = Some((name.id.as_str(), span_of(name)));
                    }
                    (_, Expr::Tuple(tuple)) => {
                        for class in tuple {
                            classes.push(self.element(class));
                        }
                    }
                    _ => classes.push(self.element(type_)),
                },
            }
            let start = handler.range.start().to_u32();
            let place = handler.type_.as_deref().map_or(Span::new(start, start + 6), span_of);
            let list = self.values(&classes);
            let caught = self.push(Op::Caught(list), place);
            let next = handler.type_.is_some().then(|| {
                let (then, next) = (self.frame.builder.new_block(), self.frame.builder.new_block());
                self.branch(caught, then, next);
                self.go_on_in(then);
                next
            });
            if let Some((name, place)) = bound {
                self.write_text(name, caught, ir::BindingTarget::Computed, place);
            }
            self.block(&handler.body);
            reaches_end |= self.is_live();
            self.arm(&[], end, mark, common);
            if let Some(next) = next {
                self.go_on_in(next);
            }
        }
        // No handler fits: on to the ones around.
        self.terminate(Terminator::Raise(None));
        reaches_end
    }

    /// Whether the second name in `except X, e:` is not the name of something to catch.
    fn is_python2_name(&mut self, name: &ast::ExprName) -> bool {
        let symbol = self.name_symbol(name);
        !self.bindings.iter().any(|binding| binding.name == symbol && binding.target != ir::BindingTarget::Computed)
    }

    fn finally(&mut self, node: &'a ast::StmtTry, ways: Vec<(BlockId, Onwards)>, after: BlockId, common: &mut Common) {
        let place = node.finalbody.first().map(span_of).unwrap_or_default();
        let place = Span::new(place.start, place.start);
        let mark = self.bound_mark();
        if self.finally_depth < MAX_COPIED_FINALLY {
            for (block, onwards) in ways {
                self.go_on_in(block);
                let caught =
                    matches!(onwards, Onwards::Raise).then(|| self.push(Op::Caught(ir::List::default()), place));
                self.finally_body(node);
                let names = self.forget_bound(mark);
                if matches!(onwards, Onwards::Normally) && !self.frame.builder.is_terminated() {
                    // On this way both the names of the statement and of this body are bound.
                    let mut all = std::mem::take(common).names();
                    all.extend(names);
                    common.meet(all);
                }
                self.go_onwards(&onwards, caught, after);
            }
            return;
        }
        let merged = self.frame.builder.new_block();
        for (block, _) in &ways {
            self.go_on_in(*block);
            self.jump(merged);
        }
        self.go_on_in(merged);
        self.finally_body(node);
        self.forget_bound(mark);
        let last = ways.len().saturating_sub(1);
        for (index, (_, onwards)) in ways.iter().enumerate() {
            if index == last {
                self.go_onwards(onwards, None, after);
            } else {
                let (then, next) = (self.frame.builder.new_block(), self.frame.builder.new_block());
                let unknown = self.push(Op::Undefined, place);
                self.branch(unknown, then, next);
                self.go_on_in(then);
                self.go_onwards(onwards, None, after);
                self.go_on_in(next);
            }
        }
    }

    fn finally_body(&mut self, node: &'a ast::StmtTry) {
        self.finally_depth += 1;
        self.block(&node.finalbody);
        self.finally_depth -= 1;
    }

    fn go_onwards(&mut self, onwards: &Onwards, caught: Option<Value>, after: BlockId) {
        if self.frame.builder.is_terminated() {
            // The body itself left, which overrules.
            return;
        }
        match *onwards {
            Onwards::Normally => self.jump(after),
            Onwards::Raise => self.terminate(Terminator::Raise(caught)),
            Onwards::Return(result) => {
                let value = self.frame.builder.read(result);
                self.leave_function(value);
            }
            Onwards::Break => self.leave_loop(true),
            Onwards::Continue => self.leave_loop(false),
        }
    }
}
