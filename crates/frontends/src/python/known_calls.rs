//! Calls of the library that only say otherwise what the language can say itself: `attrgetter("a.b")` and its kin are
//! functions that read attributes or elements or call a method, `import_module("a.b")` is an import, `staticmethod(f)`
//! is `f`. Takes the call and gives the operations that it stands for.

use ir::{Arg, ArgKind, BindingTarget, Callee, Constant, Elem, FunctionBuilder, Op};
use ir::{Param, ParamKind, SequenceKind, Span, Symbol, Terminator, Value};
use ruff_python_ast::{self as ast, ArgOrKeyword, Expr};

use super::scopes::Place;
use super::{Lowerer, span_of};

/// A function that is known by its dotted name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KnownCall {
    Partial,
    Attribute,
    Item,
    Method,
    Import,
    /// `staticmethod`, a name that every module has.
    Static,
}

/// The functions: module, name.
const KNOWN: [(&str, &str, KnownCall); 5] = [
    ("functools", "partial", KnownCall::Partial),
    ("operator", "attrgetter", KnownCall::Attribute),
    ("operator", "itemgetter", KnownCall::Item),
    ("operator", "methodcaller", KnownCall::Method),
    ("importlib", "import_module", KnownCall::Import),
];

impl<'a> Lowerer<'a> {
    /// Notes an import that one of the functions may come by.
    pub(super) fn note_known(&mut self, path: &str, name: Symbol) {
        let is_one = KNOWN.iter().any(|(module, function, _)| {
            path == *module || path.strip_prefix(module).and_then(|rest| rest.strip_prefix('.')) == Some(function)
        });
        if is_one && !self.known_imports.contains(&name) {
            self.known_imports.push(name);
        }
    }

    /// Which of the functions is called, when it is called in a way that is understood.
    pub(super) fn known_call(&mut self, node: &ast::ExprCall) -> Option<KnownCall> {
        let arguments = &node.arguments;
        if let (Expr::Name(name), [only]) = (&*node.func, &arguments.args[..])
            && name.id.as_str() == "staticmethod"
        {
            let plain = arguments.keywords.is_empty() && !only.is_starred_expr();
            return (plain && self.is_builtin(name)).then_some(KnownCall::Static);
        }
        if self.known_imports.is_empty() {
            return None;
        }
        let (name, function) = match &*node.func {
            Expr::Name(name) => (name, None),
            Expr::Attribute(attribute) => match &*attribute.value {
                Expr::Name(name) => (name, Some(attribute.attr.as_str())),
                _ => return None,
            },
            _ => return None,
        };
        let symbol = self.name_symbol(name);
        if !self.known_imports.contains(&symbol) || self.scopes.place(self.frame.scope, symbol) != Place::Global {
            return None;
        }
        let mut paths =
            self.bindings.iter().filter(|binding| binding.name == symbol).map(|binding| match binding.target {
                BindingTarget::Import(imported) => Some(self.symbols.text(imported)),
                _ => None,
            });
        let path = paths.next()??;
        if !paths.all(|other| other == Some(path)) {
            return None;
        }
        let (_, _, known) = KNOWN.iter().find(|(module, name, _)| match function {
            Some(function) => path == *module && function == *name,
            None => path.strip_prefix(module).and_then(|rest| rest.strip_prefix('.')) == Some(name),
        })?;
        is_understood(*known, arguments).then_some(*known)
    }

    /// Lowers what [`Self::known_call`] found.
    pub(super) fn lower_known(&mut self, node: &'a ast::ExprCall, known: KnownCall) -> Value {
        let span = span_of(node);
        match known {
            KnownCall::Partial => self.partial(node),
            KnownCall::Import => {
                let path = self.symbols.intern(node.arguments.args.first().and_then(written).unwrap_or_default());
                self.push(Op::Import(path), span)
            }
            KnownCall::Static => match node.arguments.args.first() {
                Some(function) => self.expr(function),
                None => self.push(Op::Undefined, span),
            },
            KnownCall::Attribute | KnownCall::Item => self.getter(node, known, span),
            KnownCall::Method => self.method_caller(node, span),
        }
    }

    /// A function that reads attributes or elements of what it is given: of several, it gives all in a row.
    fn getter(&mut self, node: &ast::ExprCall, known: KnownCall, span: Span) -> Value {
        let mut builder = FunctionBuilder::new();
        let of = builder.push(Op::Param(0), span);
        let mut read = Vec::with_capacity(node.arguments.args.len());
        for argument in &node.arguments.args {
            let value = if known == KnownCall::Attribute {
                written(argument).unwrap_or_default().split('.').fold(of, |base, name| {
                    let name = self.symbols.intern(name);
                    builder.push(Op::Load(base, Elem::Field(name)), span)
                })
            } else {
                let id = self.constants.intern(constant_of(argument).unwrap_or(Constant::Null));
                let key = builder.push(Op::Const(id), span);
                builder.push(Op::Load(of, Elem::Item(key)), span)
            };
            read.push(value);
        }
        let result = if let [only] = read[..] {
            only
        } else {
            let list = builder.pools.add_values(&read);
            builder.push(Op::Sequence(SequenceKind::Tuple, list), span)
        };
        builder.terminate(Terminator::Return(result));
        self.small_function(builder, "<getter>", Vec::new(), &[], span)
    }

    /// A function that calls a method of what it is given, with arguments that it brings along.
    fn method_caller(&mut self, node: &'a ast::ExprCall, span: Span) -> Value {
        let mut builder = FunctionBuilder::new();
        let of = builder.push(Op::Param(0), span);
        let mut args = Vec::new();
        let mut brought = Vec::new();
        let mut names = Vec::new();
        for argument in node.arguments.iter_source_order().skip(1) {
            let (expr, kind) = match argument {
                ArgOrKeyword::Arg(argument) => (argument, ArgKind::Positional),
                ArgOrKeyword::Keyword(keyword) => {
                    let name = keyword.arg.as_ref().map(|name| self.symbols.intern(name.as_str()));
                    (&keyword.value, name.map_or(ArgKind::SpreadNamed, ArgKind::Named))
                }
            };
            let value = builder.push(Op::Capture(brought.len() as u32), span);
            args.push(Arg { value, kind });
            brought.push(self.expr(expr));
            names.push(self.symbols.intern("<argument>"));
        }
        let name = self.symbols.intern(node.arguments.args.first().and_then(written).unwrap_or_default());
        let args = builder.pools.add_args(&args);
        let result = builder.push(Op::Call(Callee::Method(of, name), args), span);
        builder.terminate(Terminator::Return(result));
        self.small_function(builder, "<caller>", names, &brought, span)
    }

    /// A function of one parameter that the code does not write out itself, as a value.
    fn small_function(
        &mut self,
        builder: FunctionBuilder,
        name: &str,
        captures: Vec<Symbol>,
        brought: &[Value],
        span: Span,
    ) -> Value {
        let name = self.symbols.intern(name);
        let param = Param {
            name: self.symbols.intern("of"),
            kind: ParamKind::PositionalOnly,
            types: Vec::new(),
            has_default: false,
        };
        let id = self.unwritten_function(builder, name, vec![param], captures, span);
        let captures = self.values(brought);
        let defaults = self.values(&[]);
        self.push(Op::Closure { function: id, captures, defaults }, span)
    }
}

/// Whether the arguments are such that the call can be lowered.
fn is_understood(known: KnownCall, arguments: &ast::Arguments) -> bool {
    let plain = !arguments.args.iter().any(Expr::is_starred_expr);
    match known {
        KnownCall::Partial => arguments.args.first().is_some_and(|first| !first.is_starred_expr()),
        KnownCall::Static => true,
        KnownCall::Import => {
            let absolute = |path: &str| !path.is_empty() && !path.starts_with('.');
            matches!(&arguments.args[..], [path] if written(path).is_some_and(absolute))
                && arguments.keywords.is_empty()
        }
        KnownCall::Attribute => {
            let names =
                |argument: &Expr| written(argument).is_some_and(|path| path.split('.').all(|part| !part.is_empty()));
            !arguments.args.is_empty() && arguments.args.iter().all(names) && arguments.keywords.is_empty()
        }
        KnownCall::Item => {
            let keys = |argument: &Expr| constant_of(argument).is_some();
            !arguments.args.is_empty() && arguments.args.iter().all(keys) && arguments.keywords.is_empty()
        }
        KnownCall::Method => plain && arguments.args.first().and_then(written).is_some_and(|name| !name.is_empty()),
    }
}

/// The text that an expression is.
fn written(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::StringLiteral(text) => Some(text.value.to_str()),
        _ => None,
    }
}

/// The constant text or number that an expression is.
fn constant_of(expr: &Expr) -> Option<Constant> {
    match expr {
        Expr::StringLiteral(text) => Some(Constant::Str(text.value.to_str().into())),
        Expr::NumberLiteral(number) => match &number.value {
            ast::Number::Int(int) => int.as_i64().map(Constant::Int),
            _ => None,
        },
        _ => None,
    }
}
