//! What a file of Python binds, uses and imports, with places: takes a text, gives what renaming must know of it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::{Result, anyhow};
use ruff_python_ast::token::TokenKind;
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{
    ExceptHandler, Expr, ExprContext, Identifier, Keyword, ModModule, Parameter, Pattern, Stmt, StmtClassDef,
};
use ruff_python_parser::{Parsed, parse_module};
use ruff_text_size::Ranged;

/// Where a name is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scope {
    Module,
    Class,
    /// The number of the function or lambda in the file.
    Function(usize),
}

/// What is known of a name in a file.
#[derive(Debug, Default)]
pub(super) struct Name {
    /// Every place where it stands for itself.
    pub(super) places: Vec<Range<usize>>,
    pub(super) bound_in: BTreeSet<Scope>,
    pub(super) used_in: BTreeSet<Scope>,
    pub(super) bindings: usize,
    pub(super) is_parameter: bool,
    pub(super) is_imported: bool,
}

/// A part of an imported module's name, or of a chain of attributes that begins with a name.
#[derive(Debug)]
pub(super) struct Link {
    /// What stands before it, dotted; nothing when that is not names alone.
    pub(super) before: Option<String>,
    pub(super) text: String,
    pub(super) at: Range<usize>,
}

/// `from module import name`.
#[derive(Debug)]
pub(super) struct Taken {
    pub(super) module: String,
    pub(super) name: String,
    pub(super) at: Range<usize>,
    pub(super) has_alias: bool,
}

/// What renaming must know of a file.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) names: BTreeMap<String, Name>,
    pub(super) imported: Vec<Link>,
    /// The first parts that `import a.b` binds.
    pub(super) import_roots: BTreeSet<String>,
    pub(super) taken: Vec<Taken>,
    pub(super) attributes: Vec<Link>,
    /// Names of arguments in calls.
    pub(super) keywords: BTreeSet<String>,
    /// Methods that override nothing and are not decorated.
    pub(super) methods: Vec<(String, Range<usize>)>,
    /// The texts of literals, f-strings in their parts.
    pub(super) texts: Vec<Range<usize>>,
    scopes: Vec<Scope>,
    functions: usize,
}

/// The syntax tree of a text.
pub(super) fn parsed(text: &str) -> Result<Parsed<ModModule>> {
    parse_module(text).map_err(|error| anyhow!("{error}"))
}

impl Facts {
    pub(super) fn of(parsed: &Parsed<ModModule>) -> Self {
        let mut facts = Self { scopes: vec![Scope::Module], ..Self::default() };
        facts.visit_body(&parsed.syntax().body);
        let is_text = |kind| matches!(kind, TokenKind::String | TokenKind::FStringMiddle);
        facts.texts =
            parsed.tokens().iter().filter(|token| is_text(token.kind())).map(|token| range(&token.range())).collect();
        facts
    }

    fn scope(&self) -> Scope {
        self.scopes.last().copied().unwrap_or(Scope::Module)
    }

    fn bind(&mut self, name: &str, at: Range<usize>) -> &mut Name {
        let scope = self.scope();
        let name = self.names.entry(name.to_owned()).or_default();
        name.places.push(at);
        name.bound_in.insert(scope);
        name.bindings += 1;
        name
    }

    fn bind_some(&mut self, name: Option<&Identifier>) {
        if let Some(name) = name {
            self.bind(name, range(name));
        }
    }

    fn mention(&mut self, name: &str, at: Range<usize>) {
        let scope = self.scope();
        let name = self.names.entry(name.to_owned()).or_default();
        name.places.push(at);
        name.used_in.insert(scope);
    }

    /// The parts of a module's dotted name.
    fn module(&mut self, name: &Identifier) {
        let mut start = range(name).start;
        let mut before = String::new();
        for part in name.split('.') {
            let at = start..start + part.len();
            self.imported.push(Link { before: Some(before.clone()), text: part.to_owned(), at });
            start += part.len() + 1;
            before = joined(&before, part);
        }
    }

    fn inside(&mut self, look: impl FnOnce(&mut Self)) {
        self.functions += 1;
        self.scopes.push(Scope::Function(self.functions));
        look(self);
        self.scopes.pop();
    }

    fn class(&mut self, class: &StmtClassDef) {
        self.bind(&class.name, range(&class.name));
        for decorator in &class.decorator_list {
            self.visit_decorator(decorator);
        }
        let has_bases = class.arguments.as_ref().is_some_and(|given| !given.args.is_empty());
        if let Some(arguments) = &class.arguments {
            self.visit_arguments(arguments);
        }
        for statement in &class.body {
            if let Stmt::FunctionDef(function) = statement
                && !has_bases
                && function.decorator_list.is_empty()
            {
                self.methods.push((function.name.to_string(), range(&function.name)));
            }
        }
        self.scopes.push(Scope::Class);
        self.visit_body(&class.body);
        self.scopes.pop();
    }
}

impl<'a> Visitor<'a> for Facts {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(function) => {
                self.bind(&function.name, range(&function.name));
                for decorator in &function.decorator_list {
                    self.visit_decorator(decorator);
                }
                self.inside(|facts| {
                    facts.visit_parameters(&function.parameters);
                    if let Some(returns) = &function.returns {
                        facts.visit_annotation(returns);
                    }
                    facts.visit_body(&function.body);
                });
            }
            Stmt::ClassDef(class) => self.class(class),
            Stmt::Global(named) => named.names.iter().for_each(|name| self.mention(name, range(name))),
            Stmt::Nonlocal(named) => named.names.iter().for_each(|name| self.mention(name, range(name))),
            Stmt::Import(import) => {
                for alias in &import.names {
                    self.module(&alias.name);
                    let root = alias.name.split('.').next().unwrap_or_default();
                    if let Some(name) = &alias.asname {
                        self.bind(name, range(name)).is_imported = true;
                    } else {
                        self.import_roots.insert(root.to_owned());
                        self.names.entry(root.to_owned()).or_default().is_imported = true;
                    }
                }
            }
            Stmt::ImportFrom(import) => {
                if let Some(module) = &import.module {
                    self.module(module);
                }
                let module = import.module.as_ref().map(ToString::to_string).unwrap_or_default();
                for alias in &import.names {
                    let bound = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.names.entry(bound.to_string()).or_default().is_imported = true;
                    self.taken.push(Taken {
                        module: module.clone(),
                        name: alias.name.to_string(),
                        at: range(&alias.name),
                        has_alias: alias.asname.is_some(),
                    });
                }
            }
            _ => visitor::walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Name(name) if name.ctx == ExprContext::Load => self.mention(&name.id, range(name)),
            Expr::Name(name) => {
                self.bind(&name.id, range(name));
            }
            Expr::Lambda(_) => self.inside(|facts| visitor::walk_expr(facts, expression)),
            Expr::Attribute(attribute) => {
                let at = range(&attribute.attr);
                self.attributes.push(Link { before: dotted(&attribute.value), text: attribute.attr.to_string(), at });
                visitor::walk_expr(self, expression);
            }
            _ => visitor::walk_expr(self, expression),
        }
    }

    fn visit_parameter(&mut self, parameter: &'a Parameter) {
        self.bind(&parameter.name, range(&parameter.name)).is_parameter = true;
        visitor::walk_parameter(self, parameter);
    }

    fn visit_keyword(&mut self, keyword: &'a Keyword) {
        self.keywords.extend(keyword.arg.as_ref().map(ToString::to_string));
        visitor::walk_keyword(self, keyword);
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(caught) = handler;
        self.bind_some(caught.name.as_ref());
        visitor::walk_except_handler(self, handler);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        match pattern {
            Pattern::MatchAs(named) => self.bind_some(named.name.as_ref()),
            Pattern::MatchStar(named) => self.bind_some(named.name.as_ref()),
            Pattern::MatchMapping(named) => self.bind_some(named.rest.as_ref()),
            _ => {}
        }
        visitor::walk_pattern(self, pattern);
    }
}

/// The place of a node in bytes.
pub(super) fn range(node: &impl Ranged) -> Range<usize> {
    node.start().to_usize()..node.end().to_usize()
}

/// Two dotted names in one.
pub(super) fn joined(before: &str, part: &str) -> String {
    if before.is_empty() { part.to_owned() } else { format!("{before}.{part}") }
}

/// The dotted name that an expression is, if it is one.
fn dotted(mut expression: &Expr) -> Option<String> {
    let mut parts = Vec::new();
    loop {
        match expression {
            Expr::Attribute(attribute) => {
                parts.push(attribute.attr.as_str());
                expression = &attribute.value;
            }
            Expr::Name(name) => {
                parts.push(name.id.as_str());
                parts.reverse();
                return Some(parts.join("."));
            }
            _ => return None,
        }
    }
}
