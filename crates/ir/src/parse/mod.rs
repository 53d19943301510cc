//! Reads the text form of a module; the grammar stands in `print/mod.rs`.
//!
//! The parser sees to the form only: numbers that point nowhere are the verifier's business. It goes line by line
//! and never recurses, and what it makes is not larger than the text by more than a constant factor.

mod line;
mod op;

use std::fmt;

use crate::print::{read_method, read_note};
use crate::{
    Binding, BindingTarget, Block, BlockId, Class, ClassId, ConstPool, Field, Function, FunctionId, FunctionKind,
    Interner, Method, Module, Note, Param, ParamKind, Symbol, Terminator, Value,
};
use line::{Found, Line};

/// Why a text is no module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// The line, from 1.
    pub line: u32,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for ParseError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for ParseError {}

/// Reads a module from its text form.
pub fn parse_module(text: &str) -> Result<Module, ParseError> {
    let mut parser =
        Parser { lines: text.lines(), number: 0, symbols: Interner::default(), constants: ConstPool::default() };
    let parsed = parser.module();
    parsed.map_err(|message| ParseError { line: parser.number, message })
}

struct Parser<'t> {
    lines: std::str::Lines<'t>,
    /// The number of the line that was read last.
    number: u32,
    symbols: Interner,
    constants: ConstPool,
}

impl<'t> Parser<'t> {
    /// The next line that says something.
    fn next_line(&mut self) -> Option<Line<'t>> {
        loop {
            let line = self.lines.next()?;
            self.number = self.number.saturating_add(1);
            let line = Line::new(line);
            if !line.is_done() {
                return Some(line);
            }
        }
    }

    fn inner_line(&mut self) -> Found<Line<'t>> {
        self.next_line().ok_or_else(|| "the text ends before `}`".to_owned())
    }

    fn name(&mut self, line: &mut Line<'_>) -> Found<Symbol> {
        Ok(self.symbols.intern(&line.name()?))
    }

    /// Names in brackets.
    fn names(&mut self, line: &mut Line<'_>) -> Found<Vec<Symbol>> {
        let mut names = Vec::new();
        line.list("[", "]", |line| {
            names.push(self.name(line)?);
            Ok(())
        })?;
        Ok(names)
    }

    /// Types after `before`, if that stands there.
    fn types(&mut self, line: &mut Line<'_>, before: &str) -> Found<Vec<Symbol>> {
        let mut types = Vec::new();
        let mut more = line.eat(before);
        while more {
            types.push(self.name(line)?);
            more = line.eat("|");
        }
        Ok(types)
    }

    fn module(&mut self) -> Found<Module> {
        let mut line = self.next_line().ok_or("the text holds no module")?;
        line.expect_word("module")?;
        let name = self.name(&mut line)?;
        let is_package = line.eat_word("package");
        line.end()?;
        let mut module = Module {
            name,
            is_package,
            symbols: Interner::default(),
            constants: ConstPool::default(),
            functions: Vec::new(),
            classes: Vec::new(),
            bindings: Vec::new(),
            star_imports: Vec::new(),
            exported: None,
            notes: Vec::new(),
        };
        while let Some(mut line) = self.next_line() {
            match line.word() {
                "star" => module.star_imports.push(self.name(&mut line)?),
                "exports" if module.exported.is_some() => return Err("`exports` stands twice".to_owned()),
                "exports" => module.exported = Some(self.names(&mut line)?),
                "bind" => module.bindings.push(self.binding(&mut line)?),
                "note" => {
                    let kind = read_note(line.word()).ok_or("expected `syntax`, `depth` or `opaque`")?;
                    module.notes.push(Note { kind, span: line.span()?, text: line.string()?.into_owned() });
                }
                "class" => {
                    let class = self.class(line, module.classes.len())?;
                    module.classes.push(class);
                    continue;
                }
                "fn" => {
                    let function = self.function(line, module.functions.len())?;
                    module.functions.push(function);
                    continue;
                }
                other => return Err(format!("expected a part of the module, found `{}`", line::excerpt(other))),
            }
            line.end()?;
        }
        module.symbols = std::mem::take(&mut self.symbols);
        module.constants = std::mem::take(&mut self.constants);
        Ok(module)
    }

    fn binding(&mut self, line: &mut Line<'_>) -> Found<Binding> {
        let name = self.name(line)?;
        line.expect("=")?;
        let target = if line.eat_word("import") {
            BindingTarget::Import(self.name(line)?)
        } else if line.eat_word("computed") {
            BindingTarget::Computed
        } else if let Some(number) = line.find_id('f')? {
            BindingTarget::Function(FunctionId(number))
        } else {
            BindingTarget::Class(ClassId(line.id('c', "`import`, `computed`, a function or a class")?))
        };
        Ok(Binding { name, target })
    }

    fn class(&mut self, mut line: Line<'_>, number: usize) -> Found<Class> {
        line.next_id('c', number)?;
        let qualified_name = self.name(&mut line)?;
        let span = line.span()?;
        line.expect("{")?;
        line.end()?;
        let mut name = None;
        let mut body = None;
        let (mut bases, mut methods, mut fields, mut decorators) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        loop {
            let mut line = self.inner_line()?;
            if line.eat("}") {
                line.end()?;
                break;
            }
            match line.word() {
                "name" => name = Some(self.name(&mut line)?),
                "body" => body = Some(FunctionId(line.id('f', "a function")?)),
                "bases" => bases = self.names(&mut line)?,
                "decorators" => decorators = self.names(&mut line)?,
                "field" => {
                    let name = self.name(&mut line)?;
                    fields.push(Field { name, types: self.types(&mut line, ":")? });
                }
                "method" => {
                    let name = self.name(&mut line)?;
                    line.expect("=")?;
                    let function = FunctionId(line.id('f', "a function")?);
                    let kind = read_method(line.word()).ok_or("expected how the method is bound")?;
                    methods.push(Method { name, function, kind });
                }
                other => return Err(format!("expected a part of the class, found `{}`", line::excerpt(other))),
            }
            line.end()?;
        }
        let name = name.ok_or("the class has no `name`")?;
        let body = body.ok_or("the class has no `body`")?;
        Ok(Class { name, qualified_name, bases, methods, fields, body, decorators, span })
    }

    fn function(&mut self, mut line: Line<'_>, number: usize) -> Found<Function> {
        line.next_id('f', number)?;
        let qualified_name = self.name(&mut line)?;
        let mut params = Vec::new();
        line.list("(", ")", |line| {
            params.push(self.param(line)?);
            Ok(())
        })?;
        let returns = self.types(&mut line, "->")?;
        let span = line.span()?;
        line.expect("{")?;
        line.end()?;
        let mut name = None;
        let mut function = Function { params, returns, span, ..Function::empty(qualified_name) };
        let mut line = self.inner_line()?;
        while !line.starts_block() && !line.eat("}") {
            match line.word() {
                "name" => {
                    name = Some(self.name(&mut line)?);
                    function.name_span = line.span()?;
                }
                "kind" => function.kind = function_kind(&mut line)?,
                "parent" => function.parent = Some(FunctionId(line.id('f', "a function")?)),
                "captures" => function.captures = self.names(&mut line)?,
                "decorators" => {
                    line.list("[", "]", |line| {
                        function.decorators.push(line.value()?);
                        Ok(())
                    })?;
                }
                "generator" => function.is_generator = true,
                "async" => function.is_async = true,
                other => return Err(format!("expected a part of the function, found `{}`", line::excerpt(other))),
            }
            line.end()?;
            line = self.inner_line()?;
        }
        function.name = name.ok_or("the function has no `name`")?;
        while line.starts_block() {
            self.block(&mut line, &mut function)?;
            line = self.inner_line()?;
            if !line.starts_block() {
                line.expect("}")?;
            }
        }
        line.end()?;
        Ok(function)
    }

    fn param(&mut self, line: &mut Line<'_>) -> Found<Param> {
        let (kind, name) = if line.eat("**") {
            (ParamKind::RestNamed, self.name(line)?)
        } else if line.eat("*") {
            (ParamKind::Rest, self.name(line)?)
        } else {
            // `positional` and `named` may be names themselves: they are only said before another name.
            let word = line.word();
            match word {
                "positional" if line.starts_name() => (ParamKind::PositionalOnly, self.name(line)?),
                "named" if line.starts_name() => (ParamKind::NamedOnly, self.name(line)?),
                "" => (ParamKind::Normal, self.name(line)?),
                _ => (ParamKind::Normal, self.symbols.intern(word)),
            }
        };
        let types = self.types(line, ":")?;
        let has_default = line.eat("=");
        if has_default {
            line.expect_word("default")?;
        }
        Ok(Param { name, kind, types, has_default })
    }

    /// A block with its operations and its terminator.
    fn block(&mut self, line: &mut Line<'_>, function: &mut Function) -> Found<()> {
        line.next_id('b', function.blocks.len())?;
        line.expect(":")?;
        let predecessors = line.blocks("from")?;
        let handlers = line.blocks("handlers")?;
        let is_omissible = line.eat_word("omissible");
        line.end()?;
        let first = function.ops.len() as u32;
        let terminator = loop {
            let mut line = self.inner_line()?;
            let end = terminator(&mut line)?;
            if end.is_none() {
                self.operation(&mut line, function)?;
            }
            line.end()?;
            if let Some(end) = end {
                break end;
            }
        };
        let len = function.ops.len() as u32 - first;
        function.blocks.push(Block { first, len, terminator, is_omissible, handlers, predecessors });
        Ok(())
    }

    fn operation(&mut self, line: &mut Line<'_>, function: &mut Function) -> Found<()> {
        let number = function.ops.len();
        line.next_id('v', number)?;
        line.expect("=")?;
        let op = self.op(line, &mut function.pools)?;
        let mut more = line.eat_word("as");
        while more {
            let name = self.name(line)?;
            function.names.push((Value(number as u32), name));
            more = line.eat(",");
        }
        function.ops.push(op);
        function.spans.push(line.span()?);
        Ok(())
    }
}

fn function_kind(line: &mut Line<'_>) -> Found<FunctionKind> {
    Ok(match line.word() {
        "module" => FunctionKind::ModuleBody,
        "class" => FunctionKind::ClassBody(ClassId(line.id('c', "a class")?)),
        "plain" => FunctionKind::Plain,
        "method" => FunctionKind::Method(ClassId(line.id('c', "a class")?)),
        "lambda" => FunctionKind::Lambda,
        other => return Err(format!("expected what the function is, found `{}`", line::excerpt(other))),
    })
}

/// The terminator, if the line holds one.
fn terminator(line: &mut Line<'_>) -> Found<Option<Terminator>> {
    let block = |line: &mut Line<'_>| line.id('b', "a block").map(BlockId);
    Ok(Some(if line.eat_word("jump") {
        Terminator::Jump(block(line)?)
    } else if line.eat_word("branch") {
        let condition = line.value()?;
        line.expect_word("then")?;
        let then = block(line)?;
        line.expect_word("else")?;
        Terminator::Branch { condition, then, otherwise: block(line)? }
    } else if line.eat_word("return") {
        Terminator::Return(line.value()?)
    } else if line.eat_word("raise") {
        Terminator::Raise(line.find_id('v')?.map(Value))
    } else if line.eat_word("unreachable") {
        Terminator::Unreachable
    } else {
        return Ok(None);
    }))
}
