//! The first walk over the syntax tree: finds the scopes, what each binds and uses, and in which order. It leaves the
//! scope's number at the node that opens it and the symbol at each name, so that lowering need not look them up.

use ir::{Interner, Symbol};
use ruff_python_ast::{self as ast, AtomicNodeIndex, Expr, ExprContext, NodeIndex, Pattern, Stmt};

use super::depth::MAX_NESTING;
use super::scopes::{ScopeId, ScopeKind, Scopes};

struct Binder<'a> {
    scopes: Scopes,
    symbols: &'a mut Interner,
    scope: ScopeId,
    /// Nesting as the limit counts it.
    depth: u32,
    /// Nesting in the tree: the links of chains count too.
    height: u32,
    /// The greatest height that was seen; the highest number if not all was seen.
    deepest: u32,
}

/// The number that the first walk left at a node.
pub(super) fn mark(node: &AtomicNodeIndex) -> Option<u32> {
    node.load().as_u32()
}

/// How deep an ordinary annotation is at most.
const MAX_SHALLOW: u32 = 50;

/// Whether an annotation is made of the usual parts and not deep; what is not may be deeper than it looks.
fn is_shallow(expr: &Expr, levels: u32) -> bool {
    let Some(levels) = levels.checked_sub(1) else { return false };
    let all = |exprs: &[Expr]| exprs.iter().all(|expr| is_shallow(expr, levels));
    match expr {
        Expr::Name(_)
        | Expr::StringLiteral(_)
        | Expr::BytesLiteral(_)
        | Expr::NumberLiteral(_)
        | Expr::BooleanLiteral(_)
        | Expr::NoneLiteral(_)
        | Expr::EllipsisLiteral(_) => true,
        Expr::Attribute(node) => is_shallow(&node.value, levels),
        Expr::Subscript(node) => is_shallow(&node.value, levels) && is_shallow(&node.slice, levels),
        Expr::BinOp(node) => is_shallow(&node.left, levels) && is_shallow(&node.right, levels),
        Expr::Starred(node) => is_shallow(&node.value, levels),
        Expr::Tuple(node) => all(&node.elts),
        Expr::List(node) => all(&node.elts),
        _ => false,
    }
}

/// Walks a module's statements. Gives the scopes, and how deep the tree is.
pub(super) fn bind(body: &[Stmt], symbols: &mut Interner) -> (Scopes, u32) {
    let mut scopes = Scopes::default();
    let scope = scopes.add(ScopeKind::Module, None);
    let mut binder = Binder { scopes, symbols, scope, depth: 0, height: 0, deepest: 0 };
    binder.body(body);
    let Binder { mut scopes, deepest, .. } = binder;
    scopes.resolve(symbols);
    (scopes, deepest)
}

/// The name that `except X, e:` of Python 2 binds: its grammar gives a tuple of two.
pub(super) fn python2_caught(type_: &Expr) -> Option<(&Expr, &ast::ExprName)> {
    let Expr::Tuple(tuple) = type_ else { return None };
    let [class, Expr::Name(name)] = &tuple.elts[..] else { return None };
    let short = name.id.len() <= 4 && name.id.starts_with(|c: char| c.is_ascii_lowercase());
    (!tuple.parenthesized && short).then_some((class, name))
}

impl Binder<'_> {
    fn symbol(&mut self, name: &ast::ExprName) -> Symbol {
        let symbol = self.symbols.intern(name.id.as_str());
        name.node_index.set(NodeIndex::from(symbol.0));
        symbol
    }

    fn write(&mut self, name: &str) {
        let symbol = self.symbols.intern(name);
        self.scopes.write(self.scope, symbol);
    }

    fn within(&mut self, kind: ScopeKind, node: &AtomicNodeIndex, walk: impl FnOnce(&mut Self)) {
        let scope = self.scopes.add(kind, Some(self.scope));
        node.set(NodeIndex::from(scope.0));
        let outer = std::mem::replace(&mut self.scope, scope);
        walk(self);
        self.scope = outer;
    }

    fn body(&mut self, body: &[Stmt]) {
        for statement in body {
            self.statement(statement);
        }
    }

    /// Walks one level further down, unless that is beyond the limit.
    fn deeper(&mut self, walk: impl FnOnce(&mut Self)) {
        if self.depth >= MAX_NESTING {
            self.deepest = u32::MAX;
            return;
        }
        let height = self.height;
        self.depth += 1;
        self.height += 1;
        walk(self);
        self.deepest = self.deepest.max(self.height);
        self.depth -= 1;
        self.height = height;
    }

    fn statement(&mut self, statement: &Stmt) {
        self.deeper(|binder| binder.shallow_statement(statement));
    }

    fn shallow_statement(&mut self, statement: &Stmt) {
        match statement {
            Stmt::FunctionDef(def) => {
                for decorator in &def.decorator_list {
                    self.expr(&decorator.expression);
                }
                self.defaults(&def.parameters);
                self.type_params(def.type_params.as_deref());
                self.annotation(def.returns.as_deref());
                self.within(ScopeKind::Function, &def.node_index, |binder| {
                    binder.parameters(&def.parameters);
                    binder.body(&def.body);
                });
                self.write(def.name.as_str());
            }
            Stmt::ClassDef(def) => {
                for decorator in &def.decorator_list {
                    self.expr(&decorator.expression);
                }
                if let Some(arguments) = &def.arguments {
                    self.arguments(arguments);
                }
                self.type_params(def.type_params.as_deref());
                self.within(ScopeKind::Class, &def.node_index, |binder| binder.body(&def.body));
                self.write(def.name.as_str());
            }
            Stmt::Return(node) => self.optional(node.value.as_deref()),
            Stmt::Delete(node) => self.exprs(&node.targets),
            Stmt::TypeAlias(node) => {
                self.type_params(node.type_params.as_deref());
                self.expr(&node.value);
                self.expr(&node.name);
            }
            Stmt::Assign(node) => {
                self.expr(&node.value);
                self.exprs(&node.targets);
            }
            Stmt::AugAssign(node) => {
                self.expr(&node.value);
                self.expr(&node.target);
            }
            Stmt::AnnAssign(node) => {
                self.annotation(Some(&node.annotation));
                self.optional(node.value.as_deref());
                self.expr(&node.target);
            }
            Stmt::For(node) => {
                self.expr(&node.iter);
                self.expr(&node.target);
                self.body(&node.body);
                self.body(&node.orelse);
            }
            Stmt::While(node) => {
                self.expr(&node.test);
                self.body(&node.body);
                self.body(&node.orelse);
            }
            Stmt::If(node) => {
                self.expr(&node.test);
                self.body(&node.body);
                for clause in &node.elif_else_clauses {
                    self.optional(clause.test.as_ref());
                    self.body(&clause.body);
                }
            }
            Stmt::With(node) => {
                for item in &node.items {
                    self.expr(&item.context_expr);
                    self.optional(item.optional_vars.as_deref());
                }
                self.body(&node.body);
            }
            Stmt::Match(node) => {
                self.expr(&node.subject);
                for case in &node.cases {
                    self.pattern(&case.pattern);
                    self.optional(case.guard.as_deref());
                    self.body(&case.body);
                }
            }
            Stmt::Raise(node) => {
                self.optional(node.exc.as_deref());
                self.optional(node.cause.as_deref());
            }
            Stmt::Try(node) => {
                self.body(&node.body);
                for ast::ExceptHandler::ExceptHandler(handler) in &node.handlers {
                    self.optional(handler.type_.as_deref());
                    if let Some((_, name)) = handler.type_.as_deref().and_then(python2_caught) {
                        self.write(name.id.as_str());
                    }
                    if let Some(name) = &handler.name {
                        self.write(name.as_str());
                    }
                    self.body(&handler.body);
                }
                self.body(&node.orelse);
                self.body(&node.finalbody);
            }
            Stmt::Assert(node) => {
                self.expr(&node.test);
                self.optional(node.msg.as_deref());
            }
            Stmt::Import(node) => {
                for alias in &node.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
                    self.write(name.split('.').next().unwrap_or(name));
                }
            }
            Stmt::ImportFrom(node) => {
                for alias in &node.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
                    if name != "*" {
                        self.write(name);
                    }
                }
            }
            Stmt::Global(node) => {
                for name in &node.names {
                    let symbol = self.symbols.intern(name.as_str());
                    self.scopes.declare_global(self.scope, symbol);
                }
            }
            Stmt::Nonlocal(node) => {
                for name in &node.names {
                    let symbol = self.symbols.intern(name.as_str());
                    self.scopes.declare_nonlocal(self.scope, symbol);
                }
            }
            Stmt::Expr(node) => self.expr(&node.value),
            Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) | Stmt::IpyEscapeCommand(_) => {}
        }
    }

    fn defaults(&mut self, parameters: &ast::Parameters) {
        for parameter in parameters.iter_non_variadic_params() {
            self.optional(parameter.default.as_deref());
        }
    }

    /// Annotations are not evaluated here, but they are part of the tree.
    fn annotation(&mut self, annotation: Option<&Expr>) {
        if annotation.is_some_and(|annotation| !is_shallow(annotation, MAX_SHALLOW)) {
            self.deepest = u32::MAX;
        }
    }

    fn type_params(&mut self, params: Option<&ast::TypeParams>) {
        for param in params.into_iter().flatten() {
            self.annotation(param.default());
            if let ast::TypeParam::TypeVar(param) = param {
                self.annotation(param.bound.as_deref());
            }
        }
    }

    fn parameters(&mut self, parameters: &ast::Parameters) {
        for parameter in parameters {
            self.annotation(parameter.annotation());
            self.write(parameter.as_parameter().name.as_str());
        }
    }

    fn arguments(&mut self, arguments: &ast::Arguments) {
        self.exprs(&arguments.args);
        for keyword in &arguments.keywords {
            self.expr(&keyword.value);
        }
    }

    fn optional(&mut self, expr: Option<&Expr>) {
        if let Some(expr) = expr {
            self.expr(expr);
        }
    }

    fn exprs(&mut self, exprs: &[Expr]) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    fn expr(&mut self, expr: &Expr) {
        self.deeper(|binder| binder.shallow_expr(expr));
    }

    /// Goes down the left side of chains in a loop, and calls itself for the rest.
    fn shallow_expr(&mut self, mut expr: &Expr) {
        loop {
            expr = match expr {
                Expr::Name(node) => {
                    let symbol = self.symbol(node);
                    match node.ctx {
                        ExprContext::Load | ExprContext::Invalid => self.scopes.read(self.scope, symbol),
                        ExprContext::Store | ExprContext::Del => self.scopes.write(self.scope, symbol),
                    }
                    break;
                }
                Expr::Attribute(node) => &node.value,
                Expr::Call(node) => {
                    self.arguments(&node.arguments);
                    &node.func
                }
                Expr::Subscript(node) => {
                    self.expr(&node.slice);
                    &node.value
                }
                Expr::BinOp(node) => {
                    self.expr(&node.right);
                    &node.left
                }
                Expr::UnaryOp(node) => {
                    self.expr(&node.operand);
                    break;
                }
                Expr::Await(node) => &node.value,
                Expr::Starred(node) => &node.value,
                Expr::Named(node) => {
                    self.expr(&node.value);
                    if let Expr::Name(name) = &*node.target {
                        let symbol = self.symbol(name);
                        self.scopes.write_outside_comprehensions(self.scope, symbol);
                    } else {
                        self.expr(&node.target);
                    }
                    break;
                }
                Expr::BoolOp(node) => {
                    self.exprs(&node.values);
                    break;
                }
                Expr::Compare(node) => {
                    self.expr(&node.left);
                    self.exprs(&node.comparators);
                    break;
                }
                Expr::If(node) => {
                    self.expr(&node.test);
                    self.expr(&node.body);
                    &node.orelse
                }
                Expr::Lambda(node) => {
                    if let Some(parameters) = &node.parameters {
                        self.defaults(parameters);
                    }
                    self.within(ScopeKind::Function, &node.node_index, |binder| {
                        if let Some(parameters) = &node.parameters {
                            binder.parameters(parameters);
                        }
                        binder.expr(&node.body);
                    });
                    break;
                }
                Expr::Dict(node) => {
                    for item in &node.items {
                        self.optional(item.key.as_ref());
                        self.expr(&item.value);
                    }
                    break;
                }
                Expr::Set(node) => {
                    self.exprs(&node.elts);
                    break;
                }
                Expr::List(node) => {
                    self.exprs(&node.elts);
                    break;
                }
                Expr::Tuple(node) => {
                    self.exprs(&node.elts);
                    break;
                }
                Expr::ListComp(node) => {
                    self.comprehension(&node.node_index, &node.generators, &[Some(&node.elt)]);
                    break;
                }
                Expr::SetComp(node) => {
                    self.comprehension(&node.node_index, &node.generators, &[Some(&node.elt)]);
                    break;
                }
                Expr::Generator(node) => {
                    self.comprehension(&node.node_index, &node.generators, &[Some(&node.elt)]);
                    break;
                }
                Expr::DictComp(node) => {
                    let parts = [node.key.as_deref(), Some(&*node.value)];
                    self.comprehension(&node.node_index, &node.generators, &parts);
                    break;
                }
                Expr::Yield(node) => {
                    self.optional(node.value.as_deref());
                    break;
                }
                Expr::YieldFrom(node) => &node.value,
                Expr::FString(node) => {
                    for part in &node.value {
                        if let ast::FStringPart::FString(part) = part {
                            self.interpolations(&part.elements);
                        }
                    }
                    break;
                }
                Expr::TString(node) => {
                    for part in &node.value {
                        self.interpolations(&part.elements);
                    }
                    break;
                }
                Expr::Slice(node) => {
                    for bound in [&node.lower, &node.upper, &node.step] {
                        self.optional(bound.as_deref());
                    }
                    break;
                }
                Expr::StringLiteral(_)
                | Expr::BytesLiteral(_)
                | Expr::NumberLiteral(_)
                | Expr::BooleanLiteral(_)
                | Expr::NoneLiteral(_)
                | Expr::EllipsisLiteral(_)
                | Expr::IpyEscapeCommand(_) => break,
            };
            self.height += 1;
        }
    }

    fn interpolations(&mut self, elements: &[ast::InterpolatedStringElement]) {
        for element in elements {
            if let ast::InterpolatedStringElement::Interpolation(element) = element {
                self.expr(&element.expression);
                if let Some(spec) = &element.format_spec {
                    self.deeper(|binder| binder.interpolations(&spec.elements));
                }
            }
        }
    }

    fn comprehension(&mut self, node: &AtomicNodeIndex, generators: &[ast::Comprehension], parts: &[Option<&Expr>]) {
        // The first iterable is evaluated outside.
        if let Some(first) = generators.first() {
            self.expr(&first.iter);
        }
        self.within(ScopeKind::Comprehension, node, |binder| {
            for (index, generator) in generators.iter().enumerate() {
                if index > 0 {
                    binder.expr(&generator.iter);
                }
                binder.expr(&generator.target);
                binder.exprs(&generator.ifs);
            }
            for part in parts {
                binder.optional(*part);
            }
        });
    }

    fn pattern(&mut self, pattern: &Pattern) {
        self.deeper(|binder| binder.shallow_pattern(pattern));
    }

    fn shallow_pattern(&mut self, pattern: &Pattern) {
        match pattern {
            Pattern::MatchValue(node) => self.expr(&node.value),
            Pattern::MatchSingleton(_) => {}
            Pattern::MatchSequence(node) => node.patterns.iter().for_each(|pattern| self.pattern(pattern)),
            Pattern::MatchMapping(node) => {
                self.exprs(&node.keys);
                node.patterns.iter().for_each(|pattern| self.pattern(pattern));
                if let Some(rest) = &node.rest {
                    self.write(rest.as_str());
                }
            }
            Pattern::MatchClass(node) => {
                self.expr(&node.cls);
                node.arguments.patterns.iter().for_each(|pattern| self.pattern(pattern));
                node.arguments.keywords.iter().for_each(|keyword| self.pattern(&keyword.pattern));
            }
            Pattern::MatchStar(node) => {
                if let Some(name) = &node.name {
                    self.write(name.as_str());
                }
            }
            Pattern::MatchAs(node) => {
                if let Some(pattern) = &node.pattern {
                    self.pattern(pattern);
                }
                if let Some(name) = &node.name {
                    self.write(name.as_str());
                }
            }
            Pattern::MatchOr(node) => node.patterns.iter().for_each(|pattern| self.pattern(pattern)),
        }
    }
}
