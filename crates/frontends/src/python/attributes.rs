//! `getattr` and `setattr` with a constant name: the same as the dot. Takes the call and gives the attribute read, or
//! written, or the default where one is given. `vars`, and `setattr` with any other name, go by the map of all attributes.

use ir::{Elem, Op, Value};
use ruff_python_ast::{self as ast, Expr};

use super::control::Joins;
use super::{Lowerer, span_of};

/// A call that is the same as the dot.
pub(super) enum ByName<'a> {
    Read {
        base: &'a Expr,
        name: &'a str,
        default: Option<&'a Expr>,
    },
    Write {
        base: &'a Expr,
        name: &'a str,
        value: &'a Expr,
    },
    /// Into the attribute whose name is calculated.
    WriteAny {
        base: &'a Expr,
        name: &'a Expr,
        value: &'a Expr,
    },
    /// All attributes.
    All {
        base: &'a Expr,
    },
}

impl<'a> Lowerer<'a> {
    /// What the call is when it is `getattr` or `setattr` with a constant name.
    pub(super) fn by_name<'n>(&mut self, node: &'n ast::ExprCall) -> Option<ByName<'n>> {
        let Expr::Name(called) = &*node.func else { return None };
        let (is_read, is_all) = match called.id.as_str() {
            "getattr" => (true, false),
            "setattr" => (false, false),
            "vars" => (false, true),
            _ => return None,
        };
        let arguments = &node.arguments;
        let plain = arguments.keywords.is_empty() && !arguments.args.iter().any(Expr::is_starred_expr);
        if !plain || !self.is_builtin(called) {
            return None;
        }
        let named = |name: &'n Expr| match name {
            Expr::StringLiteral(text) => Some(text.value.to_str()),
            _ => None,
        };
        match &arguments.args[..] {
            [base, name] if is_read => Some(ByName::Read { base, name: named(name)?, default: None }),
            [base, name, default] if is_read => Some(ByName::Read { base, name: named(name)?, default: Some(default) }),
            [base, name, value] if !is_all => Some(match named(name) {
                Some(name) => ByName::Write { base, name, value },
                None => ByName::WriteAny { base, name, value },
            }),
            [base] if is_all => Some(ByName::All { base }),
            _ => None,
        }
    }

    /// Lowers what [`Self::by_name`] found.
    pub(super) fn attribute_by_name(&mut self, node: &'a ast::ExprCall, call: &ByName<'a>) -> Value {
        let span = span_of(node);
        match *call {
            ByName::Write { base, name, value } => {
                let base = self.expr(base);
                let value = self.expr(value);
                let name = self.symbols.intern(name);
                self.push(Op::Store(base, Elem::Field(name), value), span);
                self.null(span)
            }
            ByName::WriteAny { base, name, value } => {
                let base = self.expr(base);
                let name = self.expr(name);
                let value = self.expr(value);
                let all = self.attributes_of(base, span);
                self.push(Op::Store(all, Elem::Item(name), value), span);
                self.null(span)
            }
            ByName::All { base } => {
                let base = self.expr(base);
                self.attributes_of(base, span)
            }
            ByName::Read { base, name, default } => {
                let base = self.expr(base);
                let default = default.map(|default| self.expr(default));
                let name = self.symbols.intern(name);
                let read = self.push(Op::Load(base, Elem::Field(name)), span);
                let Some(default) = default else { return read };
                let result = self.temporary();
                self.frame.builder.write(result, read);
                let mut joins = Joins::default();
                let otherwise = self.frame.builder.new_block();
                let join = joins.next(&mut self.frame.builder);
                self.branch(read, join, otherwise);
                self.go_on_in(otherwise);
                self.frame.builder.write(result, default);
                let join = joins.next(&mut self.frame.builder);
                self.jump(join);
                self.read_result(joins, result)
            }
        }
    }
    /// The map of all attributes of a value.
    fn attributes_of(&mut self, base: Value, span: ir::Span) -> Value {
        let name = self.symbols.intern(super::unseen::ATTRIBUTES);
        self.push(Op::Load(base, Elem::Field(name)), span)
    }
}
