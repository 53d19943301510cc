//! Comprehensions and generator expressions: loops in the middle of the function around them, whose result is a
//! collection of the one value that stands for every element.

use ir::{Op, SequenceKind, Value, Variable};
use ruff_python_ast::{self as ast, AtomicNodeIndex, Expr};

use super::scopes::ScopeId;
use super::{Lowerer, bind, span_of};

/// What is collected.
enum Parts<'a> {
    Elements(SequenceKind, &'a Expr),
    Entries(Option<&'a Expr>, &'a Expr),
}

impl<'a> Lowerer<'a> {
    pub(super) fn comprehension(&mut self, expr: &'a Expr) -> Value {
        let (node, generators, parts): (&AtomicNodeIndex, &'a [ast::Comprehension], _) = match expr {
            Expr::ListComp(node) => {
                (&node.node_index, &node.generators, Parts::Elements(SequenceKind::List, &node.elt))
            }
            Expr::SetComp(node) => (&node.node_index, &node.generators, Parts::Elements(SequenceKind::Set, &node.elt)),
            Expr::Generator(node) => {
                (&node.node_index, &node.generators, Parts::Elements(SequenceKind::Generator, &node.elt))
            }
            Expr::DictComp(node) => {
                (&node.node_index, &node.generators, Parts::Entries(node.key.as_deref(), &node.value))
            }
            _ => return self.opaque("comprehension", &[], span_of(expr)),
        };
        let Some(scope) = bind::mark(node).map(ScopeId) else { return self.too_deep(span_of(expr)) };
        let span = span_of(expr);
        let results = [self.temporary(), self.temporary()];
        let nothing = self.push(Op::Undefined, span);
        for result in results {
            self.frame.builder.write(result, nothing);
        }
        let mark = self.bound_mark();
        self.generators(scope, generators, &parts, results);
        self.forget_bound(mark);
        let first = self.frame.builder.read(results[0]);
        match parts {
            Parts::Elements(kind, _) => {
                let list = self.values(&[first]);
                self.push(Op::Sequence(kind, list), span)
            }
            Parts::Entries(..) => {
                let second = self.frame.builder.read(results[1]);
                let list = self.values(&[first, second]);
                self.push(Op::Map(list), span)
            }
        }
    }

    fn generators(
        &mut self,
        scope: ScopeId,
        generators: &'a [ast::Comprehension],
        parts: &Parts<'a>,
        results: [Variable; 2],
    ) {
        let mut outer = None;
        let mut loops = Vec::with_capacity(generators.len());
        for generator in generators {
            // The first iterable is evaluated outside of the scope.
            let iterable = self.expr(&generator.iter);
            outer.get_or_insert(std::mem::replace(&mut self.frame.scope, scope));
            let head = self.frame.builder.new_block();
            let (body, exit) = (self.frame.builder.new_block(), self.frame.builder.new_block());
            self.jump(head);
            self.frame.builder.switch_to(head);
            let span = span_of(&generator.iter);
            let more = self.push(Op::HasNext(iterable), span);
            self.branch(more, body, exit);
            self.go_on_in(body);
            let mut next = self.push(Op::Next(iterable), span);
            if generator.is_async {
                next = self.push(Op::Await(next), span);
            }
            self.assign(&generator.target, next);
            for condition in &generator.ifs {
                let then = self.frame.builder.new_block();
                self.condition(condition, then, head);
                self.go_on_in(then);
            }
            loops.push((head, exit));
        }
        match parts {
            Parts::Elements(_, element) => {
                let value = self.element(element);
                self.frame.builder.write(results[0], value);
            }
            Parts::Entries(key, value) => {
                let key = key.map(|key| self.expr(key));
                let value = self.expr(value);
                self.frame.builder.write(results[0], key.unwrap_or(value));
                self.frame.builder.write(results[1], value);
            }
        }
        for (head, exit) in loops.into_iter().rev() {
            self.jump(head);
            self.frame.builder.seal(head);
            self.go_on_in(exit);
        }
        if let Some(outer) = outer {
            self.frame.scope = outer;
        }
    }
}
