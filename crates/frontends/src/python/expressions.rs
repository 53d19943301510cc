//! Expressions: takes one and gives the value that holds its result. Chains that lean to the left (`a + b + c`,
//! `a.b().c`) are followed in a loop, everything else by recursion up to the limit.

use ir::{BinaryOp, CompareOp, Constant, Elem, Op, SequenceKind, UnaryOp, Value};
use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;
use smallvec::SmallVec;

use super::depth::MAX_NESTING;
use super::{Lowerer, span_of};

impl<'a> Lowerer<'a> {
    pub(super) fn expr(&mut self, expr: &'a Expr) -> Value {
        // Leaves need no bookkeeping.
        if let Expr::Name(name) = expr {
            return self.read_name(name);
        }
        if self.depth >= MAX_NESTING {
            return self.too_deep(span_of(expr));
        }
        self.depth += 1;
        let value = self.chain(expr);
        self.depth -= 1;
        value
    }

    /// An element of a display or of a base list: a starred one stands for its elements.
    pub(super) fn element(&mut self, expr: &'a Expr) -> Value {
        match expr {
            Expr::Starred(starred) => {
                let value = self.expr(&starred.value);
                self.push(Op::Unary(UnaryOp::Spread, value), span_of(expr))
            }
            _ => self.expr(expr),
        }
    }

    /// Goes down the left side to where the chain starts, then applies its links outwards.
    fn chain(&mut self, expr: &'a Expr) -> Value {
        let mut links: SmallVec<[&'a Expr; 8]> = SmallVec::new();
        let mut at = expr;
        loop {
            let next = match at {
                Expr::Attribute(node) => &*node.value,
                Expr::Subscript(node) => &*node.value,
                Expr::Await(node) => &*node.value,
                Expr::BinOp(node) if !Self::is_text_format(node) => &*node.left,
                Expr::Call(node) if !self.is_special_call(node) => match &*node.func {
                    Expr::Attribute(method) => &*method.value,
                    other => other,
                },
                _ => break,
            };
            links.push(at);
            at = next;
        }
        let mut value = match at {
            Expr::Name(name) => self.read_name(name),
            _ if links.is_empty() => self.root(at),
            // Counts as one more level, so that what stands at the start of chains cannot nest unseen.
            _ => self.expr(at),
        };
        for link in links.into_iter().rev() {
            value = self.link(link, value);
        }
        value
    }

    fn link(&mut self, link: &'a Expr, value: Value) -> Value {
        let span = span_of(link);
        match link {
            Expr::Attribute(node) => {
                let name = self.symbols.intern(node.attr.as_str());
                self.push(Op::Load(value, Elem::Field(name)), span)
            }
            Expr::Subscript(node) => {
                let elem = self.elem(&node.slice);
                self.push(Op::Load(value, elem), span)
            }
            Expr::Await(_) => self.push(Op::Await(value), span),
            Expr::BinOp(node) => {
                let right = self.expr(&node.right);
                self.push(Op::Binary(binary(node.op), value, right), span)
            }
            Expr::Call(node) => self.call(node, value),
            _ => value,
        }
    }

    /// What a subscript selects.
    pub(super) fn elem(&mut self, slice: &'a Expr) -> Elem {
        match slice {
            Expr::Slice(slice) => {
                if slice.step.is_some() {
                    self.slice_bounds(slice);
                    return Elem::Slice;
                }
                let span = span_of(slice);
                let mut bound = |bound: Option<&'a Expr>| match bound {
                    Some(bound) => self.expr(bound),
                    None => self.null(span),
                };
                let from = bound(slice.lower.as_deref());
                let to = bound(slice.upper.as_deref());
                Elem::Range(from, to)
            }
            _ => Elem::Item(self.element(slice)),
        }
    }

    fn slice_bounds(&mut self, slice: &'a ast::ExprSlice) {
        for bound in [&slice.lower, &slice.upper, &slice.step].into_iter().flatten() {
            self.expr(bound);
        }
    }

    fn root(&mut self, expr: &'a Expr) -> Value {
        let span = span_of(expr);
        match expr {
            Expr::StringLiteral(node) => self.text_constant(node.value.to_str(), span),
            Expr::BytesLiteral(node) => {
                let bytes = node.value.bytes().collect();
                self.constant(Constant::Bytes(bytes), span)
            }
            Expr::NumberLiteral(node) => self.number(node),
            Expr::BooleanLiteral(node) => self.constant(Constant::Bool(node.value), span),
            Expr::NoneLiteral(_) | Expr::EllipsisLiteral(_) => self.null(span),
            Expr::FString(node) => self.f_string(node),
            Expr::TString(node) => self.t_string(node),
            Expr::BinOp(node) => self.text_format(node),
            Expr::Call(node) => self.special_call(node),
            Expr::UnaryOp(node) => {
                let operand = self.expr(&node.operand);
                self.unary(node.op, operand, span)
            }
            Expr::BoolOp(node) => self.bool_op(node),
            Expr::Compare(node) => self.compare(node),
            Expr::If(node) => self.ternary(node),
            Expr::Named(node) => {
                let value = self.expr(&node.value);
                self.assign(&node.target, value);
                value
            }
            Expr::Lambda(node) => self.lambda(node),
            Expr::List(node) => self.sequence(SequenceKind::List, &node.elts, expr),
            Expr::Tuple(node) => self.sequence(SequenceKind::Tuple, &node.elts, expr),
            Expr::Set(node) => self.sequence(SequenceKind::Set, &node.elts, expr),
            Expr::Dict(node) => self.dict(node),
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => self.comprehension(expr),
            Expr::Yield(node) => {
                self.frame.is_generator = true;
                let value = match &node.value {
                    Some(value) => self.expr(value),
                    None => self.null(span),
                };
                self.push(Op::Yield(value), span)
            }
            Expr::YieldFrom(node) => {
                self.frame.is_generator = true;
                let iterable = self.expr(&node.value);
                let element = self.push(Op::Load(iterable, Elem::Any), span);
                self.push(Op::Yield(element), span);
                // It gives what the other one returns.
                self.push(Op::Await(iterable), span)
            }
            // Only where the grammar does not allow it.
            Expr::Starred(_) => self.element(expr),
            Expr::Slice(node) => {
                self.slice_bounds(node);
                self.null(span)
            }
            Expr::IpyEscapeCommand(_) => self.opaque("escape command", &[], span),
            Expr::Name(node) => self.read_name(node),
            Expr::Attribute(_) | Expr::Subscript(_) | Expr::Await(_) => self.opaque("expression", &[], span),
        }
    }

    fn number(&mut self, node: &ast::ExprNumberLiteral) -> Value {
        let constant = match &node.value {
            ast::Number::Int(number) => number.as_i64().map(Constant::Int),
            ast::Number::Float(_) | ast::Number::Complex { .. } => None,
        };
        let constant = constant.unwrap_or_else(|| {
            let text = self.text.get(node.range().to_std_range()).unwrap_or_default();
            Constant::Number(text.into())
        });
        self.constant(constant, span_of(node))
    }

    pub(super) fn unary(&mut self, op: ast::UnaryOp, operand: Value, span: ir::Span) -> Value {
        let op = match op {
            ast::UnaryOp::Not => UnaryOp::Not,
            ast::UnaryOp::USub => UnaryOp::Minus,
            ast::UnaryOp::UAdd => UnaryOp::Plus,
            ast::UnaryOp::Invert => UnaryOp::Invert,
        };
        if op == UnaryOp::Minus
            && let Op::Const(id) = self.frame.builder.op(operand)
            && let Constant::Int(number) = *self.constants.get(id)
            && let Some(negative) = number.checked_neg()
        {
            return self.constant(Constant::Int(negative), span);
        }
        self.push(Op::Unary(op, operand), span)
    }

    fn sequence(&mut self, kind: SequenceKind, elements: &'a [Expr], whole: &Expr) -> Value {
        let values: Vec<Value> = elements.iter().map(|element| self.element(element)).collect();
        let list = self.values(&values);
        self.push(Op::Sequence(kind, list), span_of(whole))
    }

    fn dict(&mut self, node: &'a ast::ExprDict) -> Value {
        let mut values = Vec::with_capacity(node.items.len() * 2);
        for item in &node.items {
            if let Some(key) = &item.key {
                let key = self.expr(key);
                values.extend([key, self.expr(&item.value)]);
            } else {
                let map = self.expr(&item.value);
                let spread = self.push(Op::Unary(UnaryOp::Spread, map), span_of(&item.value));
                values.extend([spread, spread]);
            }
        }
        let list = self.values(&values);
        self.push(Op::Map(list), span_of(node))
    }
}

pub(super) fn binary(op: ast::Operator) -> BinaryOp {
    match op {
        ast::Operator::Add => BinaryOp::Add,
        ast::Operator::Sub => BinaryOp::Sub,
        ast::Operator::Mult => BinaryOp::Mul,
        ast::Operator::MatMult => BinaryOp::MatMul,
        ast::Operator::Div => BinaryOp::Div,
        ast::Operator::Mod => BinaryOp::Mod,
        ast::Operator::Pow => BinaryOp::Pow,
        ast::Operator::LShift => BinaryOp::ShiftLeft,
        ast::Operator::RShift => BinaryOp::ShiftRight,
        ast::Operator::BitOr => BinaryOp::BitOr,
        ast::Operator::BitXor => BinaryOp::BitXor,
        ast::Operator::BitAnd => BinaryOp::BitAnd,
        ast::Operator::FloorDiv => BinaryOp::FloorDiv,
    }
}

pub(super) fn comparison(op: ast::CmpOp) -> CompareOp {
    match op {
        ast::CmpOp::Eq => CompareOp::Eq,
        ast::CmpOp::NotEq => CompareOp::NotEq,
        ast::CmpOp::Lt => CompareOp::Less,
        ast::CmpOp::LtE => CompareOp::LessEq,
        ast::CmpOp::Gt => CompareOp::Greater,
        ast::CmpOp::GtE => CompareOp::GreaterEq,
        ast::CmpOp::Is => CompareOp::Is,
        ast::CmpOp::IsNot => CompareOp::IsNot,
        ast::CmpOp::In => CompareOp::In,
        ast::CmpOp::NotIn => CompareOp::NotIn,
    }
}
