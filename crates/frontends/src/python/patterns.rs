//! `match`: each pattern as a row of tests, each with a branch to the next case, and the captures bound on the way.

use ir::{BlockId, CompareOp, Constant, Elem, Op, Terminator, Value};
use ruff_python_ast::{self as ast, Expr, Pattern, Singleton};

use super::control::{Common, Joins};
use super::depth::MAX_NESTING;
use super::{Lowerer, span_of};

/// Builtin classes whose one positional pattern takes the subject itself.
const SELF_MATCHING: &[&str] =
    &["bool", "bytearray", "bytes", "dict", "float", "frozenset", "int", "list", "set", "str", "tuple"];

impl<'a> Lowerer<'a> {
    pub(super) fn match_statement(&mut self, node: &'a ast::StmtMatch) {
        let subject = self.expr(&node.subject);
        let mut after = Joins::default();
        let (mut common, mark) = (Common::default(), self.bound_mark());
        for case in &node.cases {
            let next = self.frame.builder.new_block();
            self.pattern(&case.pattern, subject, next);
            if let Some(guard) = &case.guard {
                let then = self.frame.builder.new_block();
                self.condition(guard, then, next);
                self.go_on_in(then);
            }
            let to = after.next(&mut self.frame.builder);
            self.arm(&case.body, to, mark, &mut common);
            self.go_on_in(next);
        }
        let is_complete = node.cases.last().is_some_and(|case| case.guard.is_none() && case.pattern.is_irrefutable());
        if is_complete {
            self.terminate(Terminator::Unreachable);
        } else {
            common.meet(Vec::new());
            let to = after.next(&mut self.frame.builder);
            self.jump(to);
        }
        after.meet(self);
        self.surely_bound(common.names());
    }

    /// Goes on in a new block if the value matches, else to `otherwise`.
    fn pattern(&mut self, pattern: &'a Pattern, value: Value, otherwise: BlockId) {
        if self.depth >= MAX_NESTING {
            let condition = self.too_deep(span_of(pattern));
            return self.test(condition, otherwise);
        }
        self.depth += 1;
        self.shallow_pattern(pattern, value, otherwise);
        self.depth -= 1;
    }

    fn shallow_pattern(&mut self, pattern: &'a Pattern, value: Value, otherwise: BlockId) {
        let span = span_of(pattern);
        match pattern {
            Pattern::MatchValue(node) => {
                let wanted = self.expr(&node.value);
                let condition = self.push(Op::Compare(CompareOp::Eq, value, wanted), span);
                self.test(condition, otherwise);
            }
            Pattern::MatchSingleton(node) => {
                let wanted = self.constant(
                    match node.value {
                        Singleton::None => Constant::Null,
                        Singleton::True => Constant::Bool(true),
                        Singleton::False => Constant::Bool(false),
                    },
                    span,
                );
                let condition = self.push(Op::Compare(CompareOp::Is, value, wanted), span);
                self.test(condition, otherwise);
            }
            Pattern::MatchSequence(node) => self.sequence_pattern(node, value, otherwise),
            Pattern::MatchMapping(node) => self.mapping_pattern(node, value, otherwise),
            Pattern::MatchClass(node) => self.class_pattern(node, value, otherwise),
            // Only where the grammar does not allow it; inside a sequence it is taken there.
            Pattern::MatchStar(node) => {
                if let Some(name) = &node.name {
                    self.write_identifier(name, value);
                }
            }
            Pattern::MatchAs(node) => {
                if let Some(pattern) = &node.pattern {
                    self.pattern(pattern, value, otherwise);
                }
                if let Some(name) = &node.name {
                    self.write_identifier(name, value);
                }
            }
            Pattern::MatchOr(node) => {
                let mut found = Joins::default();
                for (index, alternative) in node.patterns.iter().enumerate() {
                    if index + 1 == node.patterns.len() {
                        self.pattern(alternative, value, otherwise);
                        let to = found.next(&mut self.frame.builder);
                        self.jump(to);
                    } else {
                        let next = self.frame.builder.new_block();
                        self.pattern(alternative, value, next);
                        let to = found.next(&mut self.frame.builder);
                        self.jump(to);
                        self.go_on_in(next);
                    }
                }
                found.meet(self);
            }
        }
    }

    fn test(&mut self, condition: Value, otherwise: BlockId) {
        let then = self.frame.builder.new_block();
        self.branch(condition, then, otherwise);
        self.go_on_in(then);
    }

    fn sequence_pattern(&mut self, node: &'a ast::PatternMatchSequence, value: Value, otherwise: BlockId) {
        let span = span_of(node);
        let star = node.patterns.iter().position(Pattern::is_match_star);
        let count = node.patterns.len() - usize::from(star.is_some());
        let op = if star.is_some() { CompareOp::GreaterEq } else { CompareOp::Eq };
        let callee = self.builtin("len", span);
        let args = self.frame.builder.pools.add_args(&[ir::Arg { value, kind: ir::ArgKind::Positional }]);
        let length = self.push(Op::Call(ir::Callee::Value(callee), args), span);
        let count = self.index(count, span);
        let condition = self.push(Op::Compare(op, length, count), span);
        self.test(condition, otherwise);
        for (index, pattern) in node.patterns.iter().enumerate() {
            let span = span_of(pattern);
            if let Pattern::MatchStar(rest) = pattern {
                if let Some(name) = &rest.name {
                    let between = self.between(index, node.patterns.len() - index - 1, span);
                    let rest = self.push(Op::Load(value, between), span);
                    self.write_identifier(name, rest);
                }
                continue;
            }
            if matches!(pattern, Pattern::MatchAs(node) if node.pattern.is_none() && node.name.is_none()) {
                continue;
            }
            let key = match star {
                Some(star) if star < index => self.index_from_end(node.patterns.len() - index, span),
                _ => self.index(index, span),
            };
            let element = self.push(Op::Load(value, Elem::Item(key)), span);
            self.pattern(pattern, element, otherwise);
        }
    }

    fn mapping_pattern(&mut self, node: &'a ast::PatternMatchMapping, value: Value, otherwise: BlockId) {
        let span = span_of(node);
        if node.keys.is_empty() {
            let class = self.builtin("dict", span);
            let condition = self.push(Op::TypeTest(value, class), span);
            self.test(condition, otherwise);
        }
        for (key, pattern) in node.keys.iter().zip(&node.patterns) {
            let place = span_of(key);
            let key = self.expr(key);
            let condition = self.push(Op::Compare(CompareOp::In, key, value), place);
            self.test(condition, otherwise);
            let element = self.push(Op::Load(value, Elem::Item(key)), span_of(pattern));
            self.pattern(pattern, element, otherwise);
        }
        if let Some(rest) = &node.rest {
            let spread = self.push(Op::Unary(ir::UnaryOp::Spread, value), span_of(rest));
            let list = self.values(&[spread, spread]);
            let map = self.push(Op::Map(list), span_of(rest));
            self.write_identifier(rest, map);
        }
    }

    fn class_pattern(&mut self, node: &'a ast::PatternMatchClass, value: Value, otherwise: BlockId) {
        let span = span_of(node);
        let class = self.expr(&node.cls);
        let condition = self.push(Op::TypeTest(value, class), span);
        self.test(condition, otherwise);
        let takes_itself = match &*node.cls {
            Expr::Name(name) => SELF_MATCHING.contains(&name.id.as_str()) && self.is_builtin(name),
            _ => false,
        };
        for (place, pattern) in node.arguments.patterns.iter().enumerate() {
            let part = if takes_itself {
                value
            } else {
                // Which field it is, only the class knows.
                let elem = self.attribute_in_place(&node.cls, place).map_or(Elem::Any, Elem::Field);
                self.push(Op::Load(value, elem), span_of(pattern))
            };
            self.pattern(pattern, part, otherwise);
        }
        for keyword in &node.arguments.keywords {
            let name = self.symbols.intern(keyword.attr.as_str());
            let part = self.push(Op::Load(value, Elem::Field(name)), span_of(keyword));
            self.pattern(&keyword.pattern, part, otherwise);
        }
    }
}
