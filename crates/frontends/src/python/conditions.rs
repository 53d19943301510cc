//! Conditions as control flow: each atom of `a and not b` gets a branch of its own, in statements as in values.

use ir::{BlockId, Op, Terminator, Value, Variable};
use ruff_python_ast::{self as ast, BoolOp, Expr};

use super::control::Joins;
use super::depth::MAX_NESTING;
use super::expressions::comparison;
use super::{Lowerer, span_of};

impl<'a> Lowerer<'a> {
    /// Goes to `then` if the expression is true, else to `otherwise`. The caller seals both.
    pub(super) fn condition(&mut self, expr: &'a Expr, then: BlockId, otherwise: BlockId) {
        if self.depth >= MAX_NESTING {
            let condition = self.too_deep(span_of(expr));
            return self.branch(condition, then, otherwise);
        }
        self.depth += 1;
        match expr {
            Expr::BoolOp(node) => {
                if let Some((last, before)) = node.values.split_last() {
                    for value in before {
                        let next = self.frame.builder.new_block();
                        match node.op {
                            BoolOp::And => self.condition(value, next, otherwise),
                            BoolOp::Or => self.condition(value, then, next),
                        }
                        self.go_on_in(next);
                    }
                    self.condition(last, then, otherwise);
                }
            }
            Expr::UnaryOp(node) if node.op == ast::UnaryOp::Not => self.condition(&node.operand, otherwise, then),
            Expr::Compare(node) => {
                let mut left = self.expr(&node.left);
                let last = node.ops.len().saturating_sub(1);
                for (index, (op, right)) in node.ops.iter().zip(&node.comparators).enumerate() {
                    let right = self.expr(right);
                    let condition = self.push(Op::Compare(comparison(*op), left, right), span_of(node));
                    if index == last {
                        self.branch(condition, then, otherwise);
                    } else {
                        let next = self.frame.builder.new_block();
                        self.branch(condition, next, otherwise);
                        self.go_on_in(next);
                    }
                    left = right;
                }
            }
            _ => {
                let condition = self.expr(expr);
                self.branch(condition, then, otherwise);
            }
        }
        self.depth -= 1;
    }

    pub(super) fn branch(&mut self, condition: Value, then: BlockId, otherwise: BlockId) {
        self.terminate(Terminator::Branch { condition, then, otherwise });
    }

    pub(super) fn jump(&mut self, to: BlockId) {
        self.terminate(Terminator::Jump(to));
    }

    /// Seals a block, all of whose predecessors are known, and goes on there.
    pub(super) fn go_on_in(&mut self, block: BlockId) {
        self.frame.builder.seal(block);
        self.frame.builder.switch_to(block);
    }

    pub(super) fn read_result(&mut self, joins: Joins, result: Variable) -> Value {
        joins.meet(self);
        self.frame.builder.read(result)
    }

    pub(super) fn bool_op(&mut self, node: &'a ast::ExprBoolOp) -> Value {
        let Some((last, before)) = node.values.split_last() else { return self.null(span_of(node)) };
        let result = self.temporary();
        let mut joins = Joins::default();
        for value in before {
            let value = self.expr(value);
            self.frame.builder.write(result, value);
            let next = self.frame.builder.new_block();
            let join = joins.next(&mut self.frame.builder);
            match node.op {
                BoolOp::And => self.branch(value, next, join),
                BoolOp::Or => self.branch(value, join, next),
            }
            self.go_on_in(next);
        }
        let value = self.expr(last);
        self.frame.builder.write(result, value);
        let join = joins.next(&mut self.frame.builder);
        self.jump(join);
        self.read_result(joins, result)
    }

    pub(super) fn compare(&mut self, node: &'a ast::ExprCompare) -> Value {
        let left = self.expr(&node.left);
        if let ([op], [right]) = (&node.ops[..], &node.comparators[..]) {
            let right = self.expr(right);
            return self.push(Op::Compare(comparison(*op), left, right), span_of(node));
        }
        let result = self.temporary();
        let mut joins = Joins::default();
        let mut left = left;
        let last = node.ops.len().saturating_sub(1);
        for (index, (op, right)) in node.ops.iter().zip(&node.comparators).enumerate() {
            let right = self.expr(right);
            let value = self.push(Op::Compare(comparison(*op), left, right), span_of(node));
            self.frame.builder.write(result, value);
            if index < last {
                let next = self.frame.builder.new_block();
                let join = joins.next(&mut self.frame.builder);
                self.branch(value, next, join);
                self.go_on_in(next);
            }
            left = right;
        }
        let join = joins.next(&mut self.frame.builder);
        self.jump(join);
        self.read_result(joins, result)
    }

    /// `a if b else c`; a chain of them in a loop.
    pub(super) fn ternary(&mut self, node: &'a ast::ExprIf) -> Value {
        let result = self.temporary();
        let mut joins = Joins::default();
        let mut node = node;
        loop {
            let (then, otherwise) = (self.frame.builder.new_block(), self.frame.builder.new_block());
            self.condition(&node.test, then, otherwise);
            self.go_on_in(then);
            let value = self.expr(&node.body);
            self.frame.builder.write(result, value);
            let join = joins.next(&mut self.frame.builder);
            self.jump(join);
            self.go_on_in(otherwise);
            if let Expr::If(next) = &*node.orelse {
                node = next;
                continue;
            }
            let value = self.expr(&node.orelse);
            self.frame.builder.write(result, value);
            let join = joins.next(&mut self.frame.builder);
            self.jump(join);
            return self.read_result(joins, result);
        }
    }

    /// Whether a loop's condition is a literal that is always true.
    pub(super) fn is_always_true(expr: &Expr) -> bool {
        match expr {
            Expr::BooleanLiteral(node) => node.value,
            Expr::NumberLiteral(node) => matches!(&node.value, ast::Number::Int(number) if *number != 0u8),
            _ => false,
        }
    }
}
