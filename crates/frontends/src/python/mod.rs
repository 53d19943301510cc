//! Python: takes a file's text and gives its module.
//!
//! The parser's tree is walked twice: [`bind`] finds what every name means, then the `Lowerer` of this folder builds
//! the functions, a file for each idea: statements, expressions, calls, and so on.

mod assignments;
mod attributes;
mod bind;
mod calls;
mod classes;
mod comprehensions;
mod conditions;
mod control;
mod depth;
mod dismantle;
mod exceptions;
mod expressions;
mod formats;
mod frame;
mod functions;
mod imports;
mod known_calls;
mod library;
mod managers;
mod names;
mod partial;
mod patterns;
mod statements;
mod strings;
#[cfg(test)]
mod tests;
mod types;
mod unseen;

mod scopes;

use ir::{
    Binding, BindingTarget, Class, ClassId, ConstId, ConstPool, Constant, Function, FunctionId, FunctionKind, Interner,
    Module, NoteKind, Op, SourceFile, Span, Symbol, Value,
};
use ruff_python_ast::{Mod, PythonVersion};
use ruff_python_parser::{Mode, ParseOptions, Parsed, parse_unchecked};
use ruff_text_size::{Ranged, TextRange};
use rustc_hash::{FxHashMap, FxHashSet};

use frame::Frame;
use scopes::{ScopeId, Scopes};

use crate::notebook::without_broken_cells;
use crate::notes::Notes;

pub(crate) use library::{imported, lacking};
pub(crate) use unseen::UNSEEN_METHODS;

/// Lowers one file.
pub(crate) fn lower(file: &SourceFile, module_name: &str, is_package: bool) -> Module {
    let text = file.text.as_str();
    if let Some(span) = depth::too_deep(text) {
        let mut lowerer = Lowerer::new(text, module_name, is_package);
        lowerer.note(NoteKind::Depth, span, "nested too deeply to be read".into());
        return lowerer.module(&[]);
    }
    // The latest version: every older one's checks would only cost time.
    let options = ParseOptions::from(Mode::Module).with_target_version(PythonVersion::latest());
    let parsed = parse_unchecked(text, options);
    let (module, deepest) = lower_parsed(text, &parsed, module_name, is_package);
    if deepest > depth::MAX_PLAIN_DROP {
        dismantle::drop_without_recursion(parsed.into_syntax());
    }
    module
}

/// Lowers the cells of a notebook: magics and commands of the system are opaque, and cells that cannot be parsed are left out.
pub(crate) fn lower_notebook(file: &SourceFile, module_name: &str) -> Module {
    let text = file.text.as_str();
    if let Some(span) = depth::too_deep(text) {
        let mut lowerer = Lowerer::new(text, module_name, false);
        lowerer.note(NoteKind::Depth, span, "nested too deeply to be read".into());
        return lowerer.module(&[]);
    }
    let parse = |text: &str| {
        parse_unchecked(text, ParseOptions::from(Mode::Ipython).with_target_version(PythonVersion::latest()))
    };
    let broken = |cell: &str| {
        let parsed = parse(cell);
        let first = parsed.errors().first().map(|error| (error.location.to_std_range(), error.error.to_string()));
        dismantle::drop_without_recursion(parsed.into_syntax());
        first
    };
    let mut parsed = parse(text);
    let (kept, left_out);
    let text = if parsed.errors().is_empty() {
        left_out = Vec::new();
        text
    } else {
        dismantle::drop_without_recursion(parsed.into_syntax());
        (kept, left_out) = without_broken_cells(text, broken);
        parsed = parse(&kept);
        &kept
    };
    let (mut module, deepest) = lower_parsed(text, &parsed, module_name, false);
    let notes = left_out.into_iter().map(|(span, what)| {
        let text = format!("this cell was left out: {what}");
        ir::Note { kind: NoteKind::Syntax, span, text }
    });
    module.notes.extend(notes);
    if deepest > depth::MAX_PLAIN_DROP {
        dismantle::drop_without_recursion(parsed.into_syntax());
    }
    module
}

/// Gives the module and how deep the tree is.
fn lower_parsed(text: &str, parsed: &Parsed<Mod>, module_name: &str, is_package: bool) -> (Module, u32) {
    let mut lowerer = Lowerer::new(text, module_name, is_package);
    for error in parsed.errors() {
        lowerer.note(NoteKind::Syntax, span(error.location), error.error.to_string());
    }
    let body = match parsed.syntax() {
        Mod::Module(module) => &module.body[..],
        Mod::Expression(_) => &[],
    };
    let (scopes, deepest) = bind::bind(body, &mut lowerer.symbols);
    lowerer.scopes = scopes;
    (lowerer.module(body), deepest)
}

/// A range of the syntax tree as a span.
fn span(range: TextRange) -> Span {
    Span::new(range.start().to_u32(), range.end().to_u32())
}

/// Where a node stands.
fn span_of(node: &impl Ranged) -> Span {
    span(node.range())
}

/// The module under construction, and the function of it that is being lowered.
struct Lowerer<'a> {
    text: &'a str,
    name: Symbol,
    is_package: bool,
    symbols: Interner,
    constants: ConstPool,
    /// `None` while a function is being lowered.
    functions: Vec<Option<Function>>,
    classes: Vec<Option<Class>>,
    bindings: Vec<Binding>,
    computed: FxHashSet<Symbol>,
    star_imports: Vec<Symbol>,
    /// Names that imports bound to functions of the library that are known, or to their modules.
    known_imports: Vec<Symbol>,
    exported: Option<Vec<Symbol>>,
    notes: Notes,
    scopes: Scopes,
    /// The functions and classes of scopes that were entered already; a `finally` body is lowered several times.
    function_ids: Vec<Option<FunctionId>>,
    class_ids: Vec<Option<ClassId>>,
    /// By a class's qualified name: the attributes that stand for the places of a pattern.
    places_of_classes: FxHashMap<Symbol, Vec<Symbol>>,
    temporaries: Vec<Symbol>,
    is_temporary: FxHashSet<Symbol>,
    frame: Frame,
    /// Classes of the file whose instances may swallow exceptions when they are left.
    swallowing: FxHashSet<&'a str>,
    depth: u32,
    /// How many `finally` bodies are around the current statement.
    finally_depth: u32,
}

impl<'a> Lowerer<'a> {
    fn new(text: &'a str, module_name: &str, is_package: bool) -> Self {
        let mut symbols = Interner::default();
        let name = symbols.intern(module_name);
        let module = symbols.intern("<module>");
        Self {
            text,
            name,
            is_package,
            symbols,
            constants: ConstPool::default(),
            functions: vec![None],
            classes: Vec::new(),
            bindings: Vec::new(),
            computed: FxHashSet::default(),
            star_imports: Vec::new(),
            known_imports: Vec::new(),
            exported: None,
            notes: Notes::default(),
            scopes: Scopes::default(),
            function_ids: vec![Some(FunctionId(0))],
            class_ids: Vec::new(),
            places_of_classes: FxHashMap::default(),
            temporaries: Vec::new(),
            is_temporary: FxHashSet::default(),
            frame: Frame::new(FunctionId(0), ScopeId(0), FunctionKind::ModuleBody, module),
            swallowing: FxHashSet::default(),
            depth: 0,
            finally_depth: 0,
        }
    }

    /// Lowers the module's statements and gives the finished module.
    fn module(mut self, body: &'a [ruff_python_ast::Stmt]) -> Module {
        self.find_swallowing(body);
        self.block(body);
        let whole = Span::new(0, self.text.len() as u32);
        self.return_none(Span::new(whole.end, whole.end));
        let name = self.frame.name;
        let function = Function {
            name,
            qualified_name: name,
            kind: FunctionKind::ModuleBody,
            parent: None,
            span: whole,
            name_span: Span::new(0, 0),
            ..Function::empty(name)
        };
        let frame =
            std::mem::replace(&mut self.frame, Frame::new(FunctionId(0), ScopeId(0), FunctionKind::ModuleBody, name));
        self.finish(frame, function);
        self.constants.freeze();
        Module {
            name: self.name,
            is_package: self.is_package,
            // Every place was filled when its function or class was finished.
            functions: self.functions.into_iter().flatten().collect(),
            classes: self.classes.into_iter().flatten().collect(),
            symbols: self.symbols,
            constants: self.constants,
            bindings: self.bindings,
            star_imports: self.star_imports,
            exported: self.exported,
            notes: self.notes.finish(whole),
        }
    }

    fn note(&mut self, kind: NoteKind, span: Span, text: String) {
        self.notes.add(kind, span, text);
    }

    /// What stands for a construct that is not understood.
    fn opaque(&mut self, name: &str, operands: &[Value], span: Span) -> Value {
        self.note(NoteKind::Opaque, span, format!("not understood: {name}"));
        let name = self.symbols.intern(name);
        let list = self.frame.builder.pools.add_values(operands);
        self.push(Op::Opaque(name, list), span)
    }

    /// What stands for code that is nested deeper than the limit.
    fn too_deep(&mut self, span: Span) -> Value {
        self.note(NoteKind::Depth, span, "nested too deeply to be lowered".into());
        let name = self.symbols.intern("too deep");
        self.push(Op::Opaque(name, ir::List::default()), span)
    }

    fn push(&mut self, op: Op, span: Span) -> Value {
        self.frame.builder.push(op, span)
    }

    fn constant(&mut self, constant: Constant, span: Span) -> Value {
        let id: ConstId = self.constants.intern(constant);
        self.push(Op::Const(id), span)
    }

    fn text_constant(&mut self, text: &str, span: Span) -> Value {
        self.constant(Constant::Str(text.into()), span)
    }

    fn null(&mut self, span: Span) -> Value {
        self.constant(Constant::Null, span)
    }

    /// A number of an element, or of elements.
    fn index(&mut self, index: usize, span: Span) -> Value {
        self.constant(Constant::Int(i64::try_from(index).unwrap_or(i64::MAX)), span)
    }

    /// The number of an element, counted from 1 backwards from the end.
    fn index_from_end(&mut self, distance: usize, span: Span) -> Value {
        self.constant(Constant::Int(i64::try_from(distance).map_or(i64::MIN, |distance| -distance)), span)
    }

    fn values(&mut self, values: &[Value]) -> ir::List {
        self.frame.builder.pools.add_values(values)
    }

    /// Records what a name of the module is bound to.
    fn bind(&mut self, name: Symbol, target: BindingTarget) {
        if target == BindingTarget::Computed && !self.computed.insert(name) {
            return;
        }
        let binding = Binding { name, target };
        if self.bindings.last() != Some(&binding) {
            self.bindings.push(binding);
        }
    }
}
