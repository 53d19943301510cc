//! Calls: what is called, by which way the arguments go, and the few builtins that have an operation of their own.

use ir::{Arg, ArgKind, Callee, FunctionKind, Op, Symbol, Value};
use ruff_python_ast::{self as ast, ArgOrKeyword, Expr};
use smallvec::SmallVec;

use super::{Lowerer, span_of};

impl<'a> Lowerer<'a> {
    /// A call in a chain: `value` is the receiver of a method call, else what is called.
    pub(super) fn call(&mut self, node: &'a ast::ExprCall, value: Value) -> Value {
        let callee = match &*node.func {
            Expr::Attribute(method) => Callee::Method(value, self.symbols.intern(method.attr.as_str())),
            _ => Callee::Value(value),
        };
        self.call_with(node, callee)
    }

    pub(super) fn call_with(&mut self, node: &'a ast::ExprCall, callee: Callee) -> Value {
        let mut args: SmallVec<[Arg; 8]> = SmallVec::new();
        for argument in node.arguments.iter_source_order() {
            args.push(match argument {
                ArgOrKeyword::Arg(Expr::Starred(starred)) => {
                    Arg { value: self.expr(&starred.value), kind: ArgKind::Spread }
                }
                ArgOrKeyword::Arg(argument) => Arg { value: self.expr(argument), kind: ArgKind::Positional },
                ArgOrKeyword::Keyword(keyword) => {
                    let value = self.expr(&keyword.value);
                    let kind = match &keyword.arg {
                        Some(name) => ArgKind::Named(self.symbols.intern(name.as_str())),
                        None => ArgKind::SpreadNamed,
                    };
                    Arg { value, kind }
                }
            });
        }
        let args = self.frame.builder.pools.add_args(&args);
        self.push(Op::Call(callee, args), span_of(node))
    }

    /// Whether [`Self::special_call`] lowers the call.
    pub(super) fn is_special_call(&mut self, node: &ast::ExprCall) -> bool {
        if self.known_call(node).is_some() {
            return true;
        }
        match &*node.func {
            Expr::Attribute(method) => match &*method.value {
                Expr::StringLiteral(_) => method.attr.as_str() == "format",
                Expr::Call(inner) => self.super_receiver(inner).is_some(),
                _ => false,
            },
            Expr::Name(name) => {
                let tests = name.id.as_str() == "isinstance" && class_test(&node.arguments).is_some();
                (tests && self.is_builtin(name)) || self.by_name(node).is_some()
            }
            _ => false,
        }
    }

    pub(super) fn special_call(&mut self, node: &'a ast::ExprCall) -> Value {
        let span = span_of(node);
        if let Some(call) = self.by_name(node) {
            return self.attribute_by_name(node, &call);
        }
        if let Some(known) = self.known_call(node) {
            return self.lower_known(node, known);
        }
        match &*node.func {
            Expr::Attribute(method) => match &*method.value {
                Expr::StringLiteral(text) => {
                    if let Some(value) = self.str_format(text, node) {
                        return value;
                    }
                    let receiver = self.expr(&method.value);
                    self.call(node, receiver)
                }
                Expr::Call(inner) => {
                    let receiver = match self.super_receiver(inner) {
                        Some(SuperReceiver::First(value)) => value,
                        _ => match inner.arguments.args.get(1) {
                            Some(receiver) => self.expr(receiver),
                            None => self.push(Op::Undefined, span),
                        },
                    };
                    let name: Symbol = self.symbols.intern(method.attr.as_str());
                    self.call_with(node, Callee::Super(receiver, name))
                }
                _ => self.opaque("call", &[], span),
            },
            _ => match class_test(&node.arguments) {
                Some((value, class)) => {
                    let value = self.expr(value);
                    let class = self.expr(class);
                    self.push(Op::TypeTest(value, class), span)
                }
                None => self.opaque("call", &[], span),
            },
        }
    }

    /// If the call is `super()` in a method, or `super(C, x)`: who receives what is called on it.
    fn super_receiver(&mut self, node: &ast::ExprCall) -> Option<SuperReceiver> {
        let Expr::Name(name) = &*node.func else { return None };
        if name.id.as_str() != "super" || !node.arguments.keywords.is_empty() || !self.is_builtin(name) {
            return None;
        }
        match &node.arguments.args[..] {
            [] if matches!(self.frame.kind, FunctionKind::Method(_)) => self.frame.receiver.map(SuperReceiver::First),
            [class, receiver] if !class.is_starred_expr() && !receiver.is_starred_expr() => {
                Some(SuperReceiver::Argument)
            }
            _ => None,
        }
    }
}

enum SuperReceiver {
    /// The method's first parameter.
    First(Value),
    /// The call's second argument.
    Argument,
}

/// How many classes a test may name.
const CLASSES: usize = 32;

/// The value and the class of `isinstance(value, Class)` with a class that is named, or several: `(A, B)`, `A | B`.
fn class_test(arguments: &ast::Arguments) -> Option<(&Expr, &Expr)> {
    let [value, class] = &arguments.args[..] else { return None };
    if !arguments.keywords.is_empty() || value.is_starred_expr() {
        return None;
    }
    let mut pending = vec![class];
    for _ in 0..CLASSES {
        match pending.pop() {
            None => return Some((value, class)),
            Some(Expr::Name(_) | Expr::Attribute(_)) => {}
            Some(Expr::Tuple(several)) => pending.extend(&several.elts),
            Some(Expr::BinOp(either)) if either.op == ast::Operator::BitOr => {
                pending.extend([&*either.left, &*either.right]);
            }
            Some(_) => return None,
        }
    }
    None
}
