//! Statements: takes a block of them and adds its operations to the current function.

use ir::{Arg, ArgKind, BindingTarget, Callee, Op, Span, Terminator};
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::Ranged;

use super::depth::MAX_NESTING;
use super::{Lowerer, span_of};

impl<'a> Lowerer<'a> {
    pub(super) fn block(&mut self, statements: &'a [Stmt]) {
        let mut rest = statements;
        while let [first, after @ ..] = rest {
            rest = after;
            if self.frame.builder.handler().is_some() {
                // Handlers see the variables as they are between statements.
                self.split();
            }
            if let (Stmt::Expr(word), [Stmt::Expr(operand), after @ ..]) = (first, rest)
                && let Some(word) = self.python2_statement(&word.value, &operand.value)
            {
                self.python2_call(word, &operand.value);
                rest = after;
                continue;
            }
            self.statement(first);
        }
    }

    fn statement(&mut self, statement: &'a Stmt) {
        if self.depth >= MAX_NESTING {
            self.too_deep(span_of(statement));
            return;
        }
        self.depth += 1;
        self.shallow_statement(statement);
        self.depth -= 1;
    }

    fn shallow_statement(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(node) => self.function_def(node),
            Stmt::ClassDef(node) => self.class_def(node),
            Stmt::Return(node) => {
                let span = span_of(node);
                let value = match &node.value {
                    Some(value) => self.expr(value),
                    None => self.null(span),
                };
                self.leave_function(value);
            }
            Stmt::Delete(node) => {
                for target in &node.targets {
                    self.delete(target);
                }
            }
            Stmt::TypeAlias(node) => {
                let value = self.expr(&node.value);
                self.assign(&node.name, value);
            }
            Stmt::Assign(node) => {
                self.exports(statement);
                self.assign_statement(node);
            }
            Stmt::AugAssign(node) => {
                self.exports(statement);
                self.augmented(node);
            }
            Stmt::AnnAssign(node) => {
                self.exports(statement);
                self.annotated(node);
            }
            Stmt::For(node) => self.for_loop(node),
            Stmt::While(node) => self.while_loop(node),
            Stmt::If(node) => self.if_statement(node),
            Stmt::With(node) => self.with(node),
            Stmt::Match(node) => self.match_statement(node),
            Stmt::Raise(node) => {
                let exception = node.exc.as_deref().map(|exception| self.expr(exception));
                if let Some(cause) = &node.cause {
                    let cause = self.expr(cause);
                    // Of a class that is raised, the instance is not there yet.
                    if let (Some(exception), Some(Expr::Call(_))) = (exception, node.exc.as_deref()) {
                        let field = self.symbols.intern("__cause__");
                        self.push(Op::Store(exception, ir::Elem::Field(field), cause), span_of(node));
                    }
                }
                self.terminate(Terminator::Raise(exception));
            }
            Stmt::Try(node) => self.try_statement(node),
            Stmt::Assert(node) => self.assert(node),
            Stmt::Import(node) => self.import(node),
            Stmt::ImportFrom(node) => self.import_from(node),
            Stmt::Global(_) | Stmt::Nonlocal(_) | Stmt::Pass(_) => {}
            Stmt::Expr(node) => {
                self.exports(statement);
                self.expr(&node.value);
            }
            Stmt::Break(_) => self.leave_loop(true),
            Stmt::Continue(_) => self.leave_loop(false),
            Stmt::IpyEscapeCommand(node) => {
                self.opaque("escape command", &[], span_of(node));
            }
        }
    }

    fn assert(&mut self, node: &'a ast::StmtAssert) {
        let (then, otherwise) = (self.frame.builder.new_block(), self.frame.builder.new_block());
        self.condition(&node.test, then, otherwise);
        self.go_on_in(otherwise);
        self.frame.builder.mark_omissible();
        if let Some(message) = &node.msg {
            self.expr(message);
        }
        self.terminate(Terminator::Raise(None));
        self.go_on_in(then);
    }

    fn delete(&mut self, target: &'a Expr) {
        let span = span_of(target);
        match target {
            Expr::Name(name) => self.delete_name(name),
            Expr::Attribute(node) => {
                let base = self.expr(&node.value);
                let name = self.symbols.intern(node.attr.as_str());
                self.push(Op::Delete(base, ir::Elem::Field(name)), span);
            }
            Expr::Subscript(node) => {
                let base = self.expr(&node.value);
                let elem = self.elem(&node.slice);
                self.push(Op::Delete(base, elem), span);
            }
            Expr::Tuple(ast::ExprTuple { elts, .. }) | Expr::List(ast::ExprList { elts, .. })
                if self.depth < MAX_NESTING =>
            {
                self.depth += 1;
                for element in elts {
                    self.delete(element);
                }
                self.depth -= 1;
            }
            _ => {
                self.expr(target);
            }
        }
    }

    /// The word of a `print x` or `exec x` of Python 2, which the parser reads as two statements.
    fn python2_statement(&self, word: &'a Expr, operand: &Expr) -> Option<&'a ast::ExprName> {
        let Expr::Name(name) = word else { return None };
        if !matches!(name.id.as_str(), "print" | "exec") {
            return None;
        }
        let (start, end) = (word.end().to_usize(), operand.start().to_usize());
        let between = self.text.get(start..end)?;
        // The operand may stand in parentheses.
        (!between.is_empty() && between.trim_end_matches('(').chars().all(|c| c == ' ' || c == '\t')).then_some(name)
    }

    fn python2_call(&mut self, word: &'a ast::ExprName, operand: &'a Expr) {
        let callee = self.read_name(word);
        let mut args = Vec::new();
        match operand {
            Expr::Tuple(tuple) => {
                for element in tuple {
                    args.push(self.element(element));
                }
            }
            // `exec code in names`.
            Expr::Compare(node) if word.id.as_str() == "exec" => {
                args.push(self.expr(&node.left));
                for comparator in &node.comparators {
                    args.push(self.expr(comparator));
                }
            }
            _ => args.push(self.expr(operand)),
        }
        let args: Vec<Arg> = args.into_iter().map(|value| Arg { value, kind: ArgKind::Positional }).collect();
        let args = self.frame.builder.pools.add_args(&args);
        let span: Span = span_of(word).cover(span_of(operand));
        self.push(Op::Call(Callee::Value(callee), args), span);
    }

    /// Binds a plain name that stands in a declaration or handler.
    pub(super) fn write_identifier(&mut self, name: &ast::Identifier, value: ir::Value) {
        self.write_text(name.as_str(), value, BindingTarget::Computed, span_of(name));
    }
}
