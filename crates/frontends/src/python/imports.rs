//! Imports: every imported name as the absolute dotted name of what it stands for.

use ir::{BindingTarget, FunctionKind, Op, Span, Symbol, Value};
use ruff_python_ast as ast;
use ruff_python_ast::{Expr, Stmt};

use super::{Lowerer, span_of};

impl<'a> Lowerer<'a> {
    pub(super) fn import(&mut self, node: &ast::StmtImport) {
        for alias in &node.names {
            let span = span_of(alias);
            let path = alias.name.as_str();
            if path.is_empty() {
                continue;
            }
            if let Some(name) = &alias.asname {
                self.import_as(path, name.as_str(), span);
                continue;
            }
            let first = path.split('.').next().unwrap_or(path);
            if first.len() < path.len() {
                // The module inside is loaded too, though no name stands for it.
                let whole = self.symbols.intern(path);
                self.push(Op::Import(whole), span);
            }
            self.import_as(first, first, span);
        }
    }

    fn import_as(&mut self, path: &str, name: &str, span: Span) {
        let bound = self.symbols.intern(name);
        self.note_known(path, bound);
        let path = self.symbols.intern(path);
        let value = self.push(Op::Import(path), span);
        self.write_text(name, value, BindingTarget::Import(path), span);
    }

    pub(super) fn import_from(&mut self, node: &ast::StmtImportFrom) {
        let module = self.absolute(node.level, node.module.as_ref().map_or("", |module| module.as_str()));
        for alias in &node.names {
            let span = span_of(alias);
            let name = alias.name.as_str();
            if name == "*" {
                let module = self.symbols.intern(&module);
                self.push(Op::Import(module), span);
                if !self.star_imports.contains(&module) {
                    self.star_imports.push(module);
                }
                continue;
            }
            let bound = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
            if name.is_empty() || bound.is_empty() {
                continue;
            }
            let path = if module.is_empty() { name.to_owned() } else { format!("{module}.{name}") };
            self.import_as(&path, bound, span);
        }
    }

    /// The absolute name of a module that is named with so many leading dots.
    fn absolute(&self, level: u32, module: &str) -> String {
        if level == 0 {
            return module.to_owned();
        }
        let mut package = self.symbols.text(self.name);
        let up = level - u32::from(self.is_package);
        for _ in 0..up {
            // More dots than packages: what is left is the root.
            package = package.rsplit_once('.').map_or("", |(package, _)| package);
        }
        match (package, module) {
            ("", _) => module.to_owned(),
            (_, "") => package.to_owned(),
            _ => format!("{package}.{module}"),
        }
    }

    /// Notes what a statement of the module's body says about `__all__`.
    pub(super) fn exports(&mut self, statement: &'a Stmt) {
        if self.frame.kind != FunctionKind::ModuleBody {
            return;
        }
        let is_all = |expr: &Expr| matches!(expr, Expr::Name(name) if name.id.as_str() == "__all__");
        match statement {
            Stmt::Assign(node) if node.targets.iter().any(is_all) => {
                self.exported = None;
                self.add_exports(&node.value);
            }
            Stmt::AnnAssign(node) if is_all(&node.target) => {
                if let Some(value) = &node.value {
                    self.exported = None;
                    self.add_exports(value);
                }
            }
            Stmt::AugAssign(node) if is_all(&node.target) => self.add_exports(&node.value),
            Stmt::Expr(node) => {
                if let Expr::Call(call) = &*node.value
                    && let Expr::Attribute(method) = &*call.func
                    && is_all(&method.value)
                    && let [argument] = &call.arguments.args[..]
                {
                    match method.attr.as_str() {
                        "extend" => self.add_exports(argument),
                        "append" => self.add_export(argument),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn add_exports(&mut self, value: &Expr) {
        match value {
            Expr::List(list) => list.elts.iter().for_each(|name| self.add_export(name)),
            Expr::Tuple(tuple) => tuple.elts.iter().for_each(|name| self.add_export(name)),
            Expr::BinOp(node) if node.op == ast::Operator::Add => {
                // Left-hand chains are followed in a loop.
                let mut parts = vec![&*node.right];
                let mut left = &*node.left;
                while let Expr::BinOp(inner) = left {
                    parts.push(&inner.right);
                    left = &inner.left;
                }
                parts.push(left);
                for part in parts.into_iter().rev() {
                    if !matches!(part, Expr::BinOp(_)) {
                        self.add_exports(part);
                    }
                }
            }
            _ => {}
        }
        if matches!(value, Expr::List(_) | Expr::Tuple(_)) {
            self.exported.get_or_insert_default();
        }
    }

    fn add_export(&mut self, name: &Expr) {
        if let Expr::StringLiteral(text) = name {
            let symbol: Symbol = self.symbols.intern(text.value.to_str());
            self.exported.get_or_insert_default().push(symbol);
        }
    }

    /// The value of the builtin or module name of that text.
    pub(super) fn builtin(&mut self, name: &str, span: Span) -> Value {
        let symbol = self.symbols.intern(name);
        self.push(Op::Global(symbol), span)
    }
}
