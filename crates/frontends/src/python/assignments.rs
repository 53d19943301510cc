//! Assignments: to names, parts of values, and patterns of targets; plain, augmented and annotated.

use ir::{BindingTarget, Elem, FunctionKind, Op, SequenceKind, Span, Value};
use ruff_python_ast::{self as ast, Expr};

use super::depth::MAX_NESTING;
use super::expressions::binary;
use super::{Lowerer, span_of};

impl<'a> Lowerer<'a> {
    pub(super) fn assign_statement(&mut self, node: &'a ast::StmtAssign) {
        if let FunctionKind::ClassBody(class) = self.frame.kind {
            for target in &node.targets {
                if let Expr::Name(name) = target {
                    let name = self.name_symbol(name);
                    self.declare_field(class, name, Vec::new());
                    self.declare_property(class, name, &node.value);
                }
            }
        }
        let display = plain_elements(&node.value);
        let fits = |target: &Expr| plain_elements(target).map(<[Expr]>::len) == display.map(<[Expr]>::len);
        let Some(elements) = display.filter(|_| node.targets.iter().any(fits)) else {
            let value = self.expr(&node.value);
            for target in &node.targets {
                self.assign(target, value);
            }
            return;
        };
        let values: Vec<Value> = elements.iter().map(|element| self.expr(element)).collect();
        let mut whole = None;
        for target in &node.targets {
            if let Some(targets) = plain_elements(target).filter(|_| fits(target)) {
                for (target, value) in targets.iter().zip(&values) {
                    self.assign(target, *value);
                }
                continue;
            }
            let value = if let Some(value) = whole {
                value
            } else {
                let kind = if node.value.is_list_expr() { SequenceKind::List } else { SequenceKind::Tuple };
                let list = self.values(&values);
                self.push(Op::Sequence(kind, list), span_of(&*node.value))
            };
            whole = Some(value);
            self.assign(target, value);
        }
    }

    pub(super) fn assign(&mut self, target: &'a Expr, value: Value) {
        if self.depth >= MAX_NESTING {
            self.too_deep(span_of(target));
            return;
        }
        self.depth += 1;
        let span = span_of(target);
        match target {
            Expr::Name(name) => {
                if !name.id.is_empty() {
                    let name = self.name_symbol(name);
                    self.write_symbol(name, value, BindingTarget::Computed, span);
                }
            }
            Expr::Attribute(node) => {
                let base = self.expr(&node.value);
                let name = self.symbols.intern(node.attr.as_str());
                self.push(Op::Store(base, Elem::Field(name), value), span);
            }
            Expr::Subscript(node) => {
                let base = self.expr(&node.value);
                let elem = self.elem(&node.slice);
                self.push(Op::Store(base, elem, value), span);
            }
            Expr::Tuple(ast::ExprTuple { elts, .. }) | Expr::List(ast::ExprList { elts, .. }) => {
                self.unpack(elts, value);
            }
            Expr::Starred(node) => self.assign(&node.value, value),
            // Only where the grammar does not allow it.
            _ => {
                self.expr(target);
            }
        }
        self.depth -= 1;
    }

    fn unpack(&mut self, targets: &'a [Expr], value: Value) {
        let starred = targets.iter().position(Expr::is_starred_expr);
        for (index, target) in targets.iter().enumerate() {
            let span = span_of(target);
            let elem = match starred {
                Some(at) if at == index => self.between(index, targets.len() - index - 1, span),
                // Counted from the end.
                Some(at) if at < index => Elem::Item(self.index_from_end(targets.len() - index, span)),
                _ => Elem::Item(self.index(index, span)),
            };
            let element = self.push(Op::Load(value, elem), span);
            self.assign(target, element);
        }
    }

    /// The elements behind the first so many and before the last so many.
    pub(super) fn between(&mut self, before: usize, behind: usize, span: Span) -> Elem {
        let from = self.index(before, span);
        let to = if behind == 0 { self.null(span) } else { self.index_from_end(behind, span) };
        Elem::Range(from, to)
    }

    pub(super) fn augmented(&mut self, node: &'a ast::StmtAugAssign) {
        let (whole, op) = (span_of(node), binary(node.op));
        let target = &*node.target;
        let span = span_of(target);
        let (base, elem) = match target {
            Expr::Attribute(attribute) => {
                let base = self.expr(&attribute.value);
                (base, Elem::Field(self.symbols.intern(attribute.attr.as_str())))
            }
            Expr::Subscript(subscript) => {
                let base = self.expr(&subscript.value);
                (base, self.elem(&subscript.slice))
            }
            _ => {
                let before = self.expr(target);
                let value = self.expr(&node.value);
                let after = self.push(Op::Binary(op, before, value), whole);
                if target.is_name_expr() {
                    self.assign(target, after);
                }
                return;
            }
        };
        let before = self.push(Op::Load(base, elem), span);
        let value = self.expr(&node.value);
        let after = self.push(Op::Binary(op, before, value), whole);
        self.push(Op::Store(base, elem, after), span);
    }

    pub(super) fn annotated(&mut self, node: &'a ast::StmtAnnAssign) {
        match (&*node.target, self.frame.kind) {
            (Expr::Name(name), FunctionKind::ClassBody(class)) => {
                let types = self.types(&node.annotation);
                let name = self.name_symbol(name);
                self.declare_field(class, name, types);
            }
            (Expr::Attribute(attribute), FunctionKind::Method(class)) => {
                if let Expr::Name(base) = &*attribute.value
                    && Some(self.name_symbol(base)) == self.frame.receiver_name
                {
                    let types = self.types(&node.annotation);
                    let name = self.symbols.intern(attribute.attr.as_str());
                    self.declare_field(class, name, types);
                }
            }
            _ => {}
        }
        if let Some(value) = &node.value {
            let value = self.expr(value);
            self.assign(&node.target, value);
        }
    }
}

/// The elements of a tuple or list display, or of such a target, without a starred one.
fn plain_elements(expr: &Expr) -> Option<&[Expr]> {
    let elements = match expr {
        Expr::Tuple(tuple) => &tuple.elts[..],
        Expr::List(list) => &list.elts[..],
        _ => return None,
    };
    (!elements.iter().any(Expr::is_starred_expr)).then_some(elements)
}
