//! Templates of pages, in the language of Jinja and, as far as it is the same, of Django: takes a file's text and gives
//! its module.
//!
//! A file becomes one function, to which the module binds [`ir::TEMPLATE`] or [`ir::PLAIN_TEMPLATE`], and one for each macro. Its parameter is the
//! context; every hole becomes a call of the language's own operation for the place at which it stands
//! (`template.emit_text`, `template.emit_script`, …), every filter one of `template.filter.…`, and escaping, where it is
//! on, one of `template.escape`. What the tags mean that hand over to another file (`extends`, `include`, `import`) is
//! said by calls with the file's name as a constant. What is not understood becomes an opaque operation.

mod emit;
mod expression;
mod frame;
mod html;
mod pieces;
mod strings;
mod tags;
#[cfg(test)]
mod tests;
mod tokens;
mod values;

use ir::{
    Binding, BindingTarget, ConstPool, Constant, Function, FunctionId, FunctionKind, Interner, Module, NoteKind, Op,
    Param, ParamKind, SourceFile, Span, Symbol, Terminator, Value,
};

use rustc_hash::{FxHashMap, FxHashSet};

use frame::{Frame, Open, Parent};
pub(crate) use pieces::is_template;
use pieces::{Piece, pieces};

use crate::notes::Notes;
pub(crate) use strings::with_strings;

/// Endings of names of templates in which escaping is not on by itself.
const PLAIN_ENDINGS: [&str; 3] = ["jinja", "jinja2", "j2"];

/// Lowers one file.
pub(crate) fn lower(file: &SourceFile, module_name: &str) -> Module {
    let escaping = escapes(&file.path);
    let mut symbols = Interner::default();
    let name = symbols.intern(module_name);
    let page = symbols.intern(module_name.rsplit('/').next().unwrap_or(module_name));
    let bound = symbols.intern(if escaping { ir::TEMPLATE } else { ir::PLAIN_TEMPLATE });
    let mut lowerer = Lowerer::new(&file.text, symbols, page, escaping);
    lowerer.functions.push(None);
    lowerer.binds_macros = true;
    let whole = Span::new(0, file.text.len() as u32);
    let function = lowerer.template(whole);
    lowerer.bindings.push(Binding { name: bound, target: BindingTarget::Function(function) });
    lowerer.module(name, whole)
}

/// Whether escaping is on from the start: by the ending of the name.
fn escapes(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    !PLAIN_ENDINGS.iter().any(|plain| plain.eq_ignore_ascii_case(ending))
}

/// The module under construction, and the function of it that is being lowered.
struct Lowerer<'a> {
    text: &'a str,
    /// The name of the template's function.
    name: Symbol,
    symbols: Interner,
    constants: ConstPool,
    functions: Vec<Option<Function>>,
    bindings: Vec<Binding>,
    /// Whether the module binds the names of macros.
    binds_macros: bool,
    /// Those that it binds.
    macros: FxHashSet<Symbol>,
    notes: Notes,
    frame: Frame,
    /// The functions around the current one.
    outer: Vec<Frame>,
    /// What is open in the current function and those around it, the innermost last.
    open: Vec<Open>,
    /// Whether escaping is on here.
    escaping: bool,
    /// How many variables there were, for names of their own.
    variables: usize,
    /// The names of variables as they are written, by those of their own.
    written: FxHashMap<Symbol, Symbol>,
}

impl<'a> Lowerer<'a> {
    fn new(text: &'a str, symbols: Interner, name: Symbol, escaping: bool) -> Self {
        let declared = Declared { name, params: Vec::new(), captures: Vec::new() };
        Self {
            text,
            name,
            symbols,
            constants: ConstPool::default(),
            functions: Vec::new(),
            bindings: Vec::new(),
            binds_macros: false,
            macros: FxHashSet::default(),
            notes: Notes::default(),
            frame: Frame::new(FunctionId(0), declared, Span::new(0, 0)),
            outer: Vec::new(),
            open: Vec::new(),
            escaping,
            variables: 0,
            written: FxHashMap::default(),
        }
    }

    /// Lowers the template that a part of the text is, to a new function.
    fn template(&mut self, whole: Span) -> FunctionId {
        let id = FunctionId(self.functions.len() as u32);
        self.functions.push(None);
        let start = Span::new(whole.start, whole.start);
        let context = self.symbols.intern("context");
        let param = Param { name: context, kind: ParamKind::RestNamed, types: Vec::new(), has_default: false };
        let declared = Declared { name: self.name, params: vec![param], captures: Vec::new() };
        self.frame = Frame::new(id, declared, start);
        self.begin(Op::Param(0), start);
        let pieces = pieces(self.text.get(..whole.end as usize).unwrap_or(self.text), whole.start as usize);
        self.read_names(&pieces);
        for piece in pieces {
            self.piece(piece);
        }
        let end = Span::new(whole.end, whole.end);
        while let Some(open) = self.open.pop() {
            self.close(open, end);
        }
        if let Some((parent, span)) = self.frame.parent.take() {
            let parent = match parent {
                Parent::Named(name) => self.push(Op::Const(name), span),
                Parent::Computed(variable) => self.frame.builder.read(variable),
            };
            self.hand_over("extends", parent, &[], span);
        }
        let frame = self.end_function(end);
        self.finish(frame, FunctionKind::Plain, None, whole);
        id
    }

    /// Ends the current function, which gives nothing back.
    fn end_function(&mut self, end: Span) -> Frame {
        let nothing = self.constant(Constant::Null, end);
        self.frame.builder.terminate(Terminator::Return(nothing));
        let empty = Declared { name: self.name, params: Vec::new(), captures: Vec::new() };
        std::mem::replace(&mut self.frame, Frame::new(FunctionId(0), empty, end))
    }

    /// What every function begins with: its context, and the language's own names.
    fn begin(&mut self, context: Op, span: Span) {
        // They are written nowhere.
        let span = Span::new(span.start, span.start);
        let template = self.symbols.intern("template");
        let [filter, names] = ["filter", "names"].map(|name| self.symbols.intern(name));
        self.frame.context = self.push(context, span);
        self.frame.template = self.push(Op::Global(template), span);
        self.frame.filters = self.push(Op::Load(self.frame.template, ir::Elem::Field(filter)), span);
        self.frame.names = self.push(Op::Load(self.frame.template, ir::Elem::Field(names)), span);
    }

    fn piece(&mut self, piece: Piece) {
        match piece {
            Piece::Text(span) => self.frame.html.read(text_of(self.text, span)),
            Piece::Hole(span) => self.hole(span),
            Piece::Tag(span) => self.tag(span),
            Piece::Open(span) => {
                self.opaque("a brace that nothing closes", &[], span);
            }
        }
    }

    /// Gives the finished module. Its own body does nothing.
    fn module(mut self, name: Symbol, whole: Span) -> Module {
        self.name = self.symbols.intern("<module>");
        let mut frame = self.end_function(whole);
        frame.declared.name = self.name;
        self.finish(frame, FunctionKind::ModuleBody, None, whole);
        self.constants.freeze();
        Module {
            name,
            is_package: false,
            symbols: self.symbols,
            constants: self.constants,
            functions: self.functions.into_iter().flatten().collect(),
            classes: Vec::new(),
            bindings: self.bindings,
            star_imports: Vec::new(),
            exported: None,
            notes: self.notes.finish(whole),
        }
    }

    /// Stores a function whose statements have all been lowered.
    fn finish(&mut self, frame: Frame, kind: FunctionKind, parent: Option<FunctionId>, span: Span) {
        let built = frame.builder.finish(&[]);
        let mut names = built.names;
        for (_, name) in &mut names {
            *name = self.written.get(name).copied().unwrap_or(*name);
        }
        let name = frame.declared.name;
        self.functions[frame.id.0 as usize] = Some(Function {
            kind,
            parent,
            params: frame.declared.params,
            captures: frame.declared.captures,
            blocks: built.blocks,
            ops: built.ops,
            spans: built.spans,
            pools: built.pools,
            names,
            span,
            name_span: frame.name_span,
            ..Function::empty(name)
        });
    }

    fn note(&mut self, kind: NoteKind, span: Span, text: String) {
        self.notes.add(kind, span, text);
    }

    /// What stands for something that is not understood.
    fn opaque(&mut self, name: &str, operands: &[Value], span: Span) -> Value {
        self.note(NoteKind::Opaque, span, format!("not understood: {name}"));
        let name = self.symbols.intern(name);
        let list = self.frame.builder.pools.add_values(operands);
        self.push(Op::Opaque(name, list), span)
    }

    fn push(&mut self, op: Op, span: Span) -> Value {
        self.frame.builder.push(op, span)
    }

    fn constant(&mut self, constant: Constant, span: Span) -> Value {
        let id = self.constants.intern(constant);
        self.push(Op::Const(id), span)
    }
}

/// What a function is declared as.
#[derive(Clone)]
struct Declared {
    name: Symbol,
    params: Vec<Param>,
    captures: Vec<Symbol>,
}

fn text_of(text: &str, span: Span) -> &str {
    text.get(span.start as usize..span.end as usize).unwrap_or("")
}
