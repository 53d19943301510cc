//! The text form of a module: complete, for people to read, and read back by [`crate::parse_module`].
//!
//! ```text
//! module shop.web package
//! star os.path
//! exports [Store, limit]
//! bind requests = import requests
//! bind Store = c0
//! bind limit = computed
//! note syntax @90..97 "an expression is missing"
//!
//! class c0 Store @40..380 {
//!   name Store
//!   body f1
//!   bases [models.Model]
//!   field title: str | None
//!   method find = f2 instance
//! }
//!
//! fn f0 <module>() @0..400 {
//!   name <module>
//!   kind module
//! b0:
//!   v0 = global models.Model
//!   v1 = class c0 [v0] as Store                   @40..380
//!   v2 = call v1()
//!   v3 = const null
//!   return v3
//! }
//!
//! fn f1 Store(<class>) @40..380 {
//!   name Store
//!   kind class c0
//!   parent f0
//! b0:
//!   v0 = const ""
//!   v1 = closure f2 captures [] defaults [v0]     @120..340
//!   return v1
//! }
//!
//! fn f2 Store.find(self, title: str = default, *rest) -> str | None @120..340 {
//!   name find @124..128
//!   kind method c0
//!   parent f1
//!   async
//! b0: handlers b2
//!   v0 = param 0 as self                          @129..133
//!   v1 = param 1 as title                         @135..140
//!   v2 = const "SELECT " as query, text           @150..159
//!   v3 = v2 + v1                                  @150..167
//!   v4 = call v0.execute(v3, name: v1, *v2)       @170..190
//!   branch v4 then b1 else b3
//! b1: from b0
//!   jump b3
//! b2: from b0
//!   v5 = caught []
//!   raise v5
//! b3: from b0, b1
//!   v6 = phi [v4, v3]
//!   return v6
//! }
//! ```
//!
//! # Grammar
//!
//! One item a line. Indentation and empty lines mean nothing; `;` outside a string begins a comment. Functions,
//! classes, blocks and values (`f1`, `c0`, `b2`, `v3`) stand in the order of their numbers, which are written out.
//!
//! ```text
//! line      = "module" name ["package"] | "star" name | "exports" names
//!           | "bind" name "=" ("import" name | f | c | "computed")
//!           | "note" ("syntax" | "depth" | "opaque") [span] string
//!           | "class" c name [span] "{" … "}"        the name is the qualified one
//!           | "fn" f name "(" params ")" ["->" types] [span] "{" … "}"
//! in class  = "name" name | "body" f | "bases" names | "decorators" names | "field" name [":" types]
//!           | "method" name "=" f ("instance" | "class" | "static" | "property" | "setter")
//! in fn     = "name" name [span] | "kind" ("module" | "class" c | "plain" | "method" c | "lambda") | "parent" f
//!           | "captures" names | "decorators" values | "generator" | "async", then the blocks
//! param     = ["positional" | "named" | "*" | "**"] name [":" types] ["=" "default"]
//! block     = b ":" ["from" b, …] ["handlers" b, …] ["omissible"], then operations, then one terminator
//! operation = v "=" op ["as" name, …] [span]         the names are those of variables
//! end       = "jump" b | "branch" v "then" b "else" b | "return" v | "raise" [v] | "unreachable"
//! op        = "const" constant | "param" n | "capture" n | "phi" values | "copy" v | "undefined"
//!           | "global" name | "set_global" name "=" v | "shared" f "." name | "set_shared" f "." name "=" v
//!           | "import" name | "closure" f "captures" values "defaults" values | "class" c values
//!           | ("not" | "minus" | "plus" | "invert" | "spread" | "text" | "number_text") v
//!           | v ("+" | "-" | "*" | "/" | "//" | "%" | "**" | "<<" | ">>" | "&" | "|" | "^" | "@") v
//!           | v ("==" | "!=" | "<" | "<=" | ">" | ">=" | "is" | "is not" | "in" | "not in") v
//!           | v "isa" v | "load" part | "store" part "=" v | "delete" part | "template" values
//!           | ("list" | "tuple" | "set" | "generator") values | "map" "{" v ":" v, … "}"
//!           | "call" ["super"] v ["." name] "(" (v | name ":" v | "*" v | "**" v), … ")"
//!           | "next" v | "has_next" v | "enter" v "." name | "exit" v | "yield" v | "await" v
//!           | "caught" values | "opaque" name values
//! part      = v "." name | v "[" v "]" | v "[:]" (a slice) | v "[*]" (any element)
//! constant  = "null" | "true" | "false" | integer | "number" string | string | "b" string
//! span      = "@" n ".." n                           left out when it is 0..0
//! names     = "[" name, … "]"      values = "[" v, … "]"      types = name "|" …
//! ```
//!
//! # Names and escapes
//!
//! A name stands bare when it is ASCII, begins with a letter or one of `_ < $ ?` and goes on with letters, digits
//! and `_ < > $ ? .`; any other name is a string. A string stands in double quotes; in it `\"`, `\\`, `\n`, `\r` and
//! `\t` are escapes, and every other character that is no printable one (control and format characters, line and
//! paragraph separators, combining marks, invisible letters, what is unassigned) is `\u{hex}`. In bytes,
//! all but printable ASCII is `\xhh`. So no name and no literal can end its line, hide, or reorder what people see.
//!
//! # What is not in the text
//!
//! The numbers of symbols and constants, constants that no operation uses, and where a list lies in its pool.
//! A symbol that the module's interner does not hold (after linking it holds none) is printed as `?` and its number.
//! Where a broken module points nowhere, a lone `?` stands, which the parser refuses.

mod name;
mod op;
mod words;

use std::fmt::{self, Write};

use crate::{
    BindingTarget, Block, BlockId, Class, ClassId, Function, FunctionId, FunctionKind, Module, Param, ParamKind, Span,
    Symbol, Terminator, Value,
};

pub(crate) use name::{Name, Quoted, QuotedBytes, is_bare_start, is_bare_tail};
pub(crate) use words::*;

/// The column at which the spans of operations stand, when the operation is shorter.
const SPAN_COLUMN: usize = 48;

/// The text form of a module.
pub fn print_module(module: &Module) -> String {
    let mut out = String::new();
    let printer = Printer { module, function: None };
    let written = printer.module(&mut out);
    debug_assert!(written.is_ok(), "writing to a string cannot fail");
    out
}

/// The text form of one function of a module.
pub fn print_function(module: &Module, function: &Function) -> String {
    let mut out = String::new();
    let number = module.functions.iter().position(|other| std::ptr::eq(other, function));
    let printer = Printer { module, function: Some(function) };
    let written = printer.function(&mut out, number, function);
    debug_assert!(written.is_ok(), "writing to a string cannot fail");
    out
}

/// The name of a symbol as the text form writes it.
pub(crate) fn display_symbol(module: &Module, symbol: Symbol) -> Name<'_> {
    if symbol.index() < module.symbols.len() {
        Name(module.symbols.text(symbol).into())
    } else {
        Name(format!("?{}", symbol.0).into())
    }
}

/// Prints parts of a module; `function` is the one that pools and values belong to.
#[derive(Clone, Copy)]
struct Printer<'a> {
    module: &'a Module,
    function: Option<&'a Function>,
}

impl<'a> Printer<'a> {
    fn name(self, symbol: Symbol) -> Name<'a> {
        display_symbol(self.module, symbol)
    }

    fn module(self, out: &mut String) -> fmt::Result {
        let module = self.module;
        writeln!(out, "module {}{}", self.name(module.name), if module.is_package { " package" } else { "" })?;
        for &star in &module.star_imports {
            writeln!(out, "star {}", self.name(star))?;
        }
        if let Some(exported) = &module.exported {
            out.push_str("exports ");
            self.names(out, exported)?;
            out.push('\n');
        }
        for binding in &module.bindings {
            write!(out, "bind {} = ", self.name(binding.name))?;
            match binding.target {
                BindingTarget::Import(name) => writeln!(out, "import {}", self.name(name))?,
                BindingTarget::Function(FunctionId(number)) => writeln!(out, "f{number}")?,
                BindingTarget::Class(ClassId(number)) => writeln!(out, "c{number}")?,
                BindingTarget::Computed => out.push_str("computed\n"),
            }
        }
        for note in &module.notes {
            write!(out, "note {}", note_word(note.kind))?;
            print_span(out, note.span)?;
            writeln!(out, " {}", Quoted(&note.text))?;
        }
        for (number, class) in module.classes.iter().enumerate() {
            out.push('\n');
            self.class(out, number, class)?;
        }
        for (number, function) in module.functions.iter().enumerate() {
            out.push('\n');
            Self { function: Some(function), ..self }.function(out, Some(number), function)?;
        }
        Ok(())
    }

    fn class(self, out: &mut String, number: usize, class: &Class) -> fmt::Result {
        write!(out, "class c{number} {}", self.name(class.qualified_name))?;
        print_span(out, class.span)?;
        writeln!(out, " {{\n  name {}\n  body f{}", self.name(class.name), class.body.0)?;
        self.names_line(out, "bases", &class.bases)?;
        self.names_line(out, "decorators", &class.decorators)?;
        for field in &class.fields {
            write!(out, "  field {}", self.name(field.name))?;
            self.types(out, ":", &field.types)?;
            out.push('\n');
        }
        for method in &class.methods {
            let kind = method_word(method.kind);
            writeln!(out, "  method {} = f{} {kind}", self.name(method.name), method.function.0)?;
        }
        out.push_str("}\n");
        Ok(())
    }

    fn function(self, out: &mut String, number: Option<usize>, function: &Function) -> fmt::Result {
        match number {
            Some(number) => write!(out, "fn f{number} {}(", self.name(function.qualified_name))?,
            None => write!(out, "fn f? {}(", self.name(function.qualified_name))?,
        }
        for (at, param) in function.params.iter().enumerate() {
            out.push_str(if at == 0 { "" } else { ", " });
            self.param(out, param)?;
        }
        out.push(')');
        self.types(out, " ->", &function.returns)?;
        print_span(out, function.span)?;
        write!(out, " {{\n  name {}", self.name(function.name))?;
        print_span(out, function.name_span)?;
        out.push('\n');
        match function.kind {
            FunctionKind::ModuleBody => out.push_str("  kind module\n"),
            FunctionKind::ClassBody(ClassId(class)) => writeln!(out, "  kind class c{class}")?,
            FunctionKind::Plain => {}
            FunctionKind::Method(ClassId(class)) => writeln!(out, "  kind method c{class}")?,
            FunctionKind::Lambda => out.push_str("  kind lambda\n"),
        }
        if let Some(FunctionId(parent)) = function.parent {
            writeln!(out, "  parent f{parent}")?;
        }
        self.names_line(out, "captures", &function.captures)?;
        if !function.decorators.is_empty() {
            out.push_str("  decorators ");
            print_values(out, &function.decorators)?;
            out.push('\n');
        }
        out.push_str(if function.is_generator { "  generator\n" } else { "" });
        out.push_str(if function.is_async { "  async\n" } else { "" });
        // A module that breaks the order of names still prints; the verifier tells.
        let mut names = function.names.clone();
        names.sort_by_key(|(value, _)| *value);
        for (number, block) in function.blocks.iter().enumerate() {
            self.block(out, number, block, &names)?;
        }
        out.push_str("}\n");
        Ok(())
    }

    fn param(self, out: &mut String, param: &Param) -> fmt::Result {
        out.push_str(match param.kind {
            ParamKind::Normal => "",
            ParamKind::PositionalOnly => "positional ",
            ParamKind::NamedOnly => "named ",
            ParamKind::Rest => "*",
            ParamKind::RestNamed => "**",
        });
        write!(out, "{}", self.name(param.name))?;
        self.types(out, ":", &param.types)?;
        out.push_str(if param.has_default { " = default" } else { "" });
        Ok(())
    }

    fn block(self, out: &mut String, number: usize, block: &Block, names: &[(Value, Symbol)]) -> fmt::Result {
        write!(out, "b{number}:")?;
        print_blocks(out, " from", &block.predecessors)?;
        print_blocks(out, " handlers", &block.handlers)?;
        out.push_str(if block.is_omissible { " omissible" } else { "" });
        out.push('\n');
        let ops = self.function.map_or(&[][..], |function| &function.ops);
        let start = (block.first as usize).min(ops.len());
        let end = start.saturating_add(block.len as usize).min(ops.len());
        let mut named = names.partition_point(|(value, _)| value.index() < start);
        let mut line = String::new();
        for (index, &op) in (start..).zip(&ops[start..end]) {
            line.clear();
            write!(line, "  v{index} = ")?;
            self.op(&mut line, op)?;
            let mut before = " as ";
            while let Some((_, name)) = names.get(named).filter(|(value, _)| value.index() == index) {
                write!(line, "{before}{}", self.name(*name))?;
                before = ", ";
                named += 1;
            }
            let span = self.function.and_then(|function| function.spans.get(index)).copied().unwrap_or_default();
            if span != Span::default() {
                let width = line.chars().count();
                line.extend(std::iter::repeat_n(' ', SPAN_COLUMN.saturating_sub(width + 1)));
                print_span(&mut line, span)?;
            }
            out.push_str(&line);
            out.push('\n');
        }
        match block.terminator {
            Terminator::Jump(to) => writeln!(out, "  jump b{}", to.0),
            Terminator::Branch { condition, then, otherwise } => {
                writeln!(out, "  branch v{} then b{} else b{}", condition.0, then.0, otherwise.0)
            }
            Terminator::Return(value) => writeln!(out, "  return v{}", value.0),
            Terminator::Raise(Some(value)) => writeln!(out, "  raise v{}", value.0),
            Terminator::Raise(None) => writeln!(out, "  raise"),
            Terminator::Unreachable => writeln!(out, "  unreachable"),
        }
    }

    fn names(self, out: &mut String, names: &[Symbol]) -> fmt::Result {
        out.push('[');
        for (at, &name) in names.iter().enumerate() {
            write!(out, "{}{}", if at == 0 { "" } else { ", " }, self.name(name))?;
        }
        out.push(']');
        Ok(())
    }

    fn names_line(self, out: &mut String, word: &str, names: &[Symbol]) -> fmt::Result {
        if !names.is_empty() {
            write!(out, "  {word} ")?;
            self.names(out, names)?;
            out.push('\n');
        }
        Ok(())
    }

    fn types(self, out: &mut String, before: &str, types: &[Symbol]) -> fmt::Result {
        for (at, &name) in types.iter().enumerate() {
            write!(out, "{} {}", if at == 0 { before } else { " |" }, self.name(name))?;
        }
        Ok(())
    }
}

fn print_span(out: &mut String, span: Span) -> fmt::Result {
    if span == Span::default() { Ok(()) } else { write!(out, " @{}..{}", span.start, span.end) }
}

fn print_blocks(out: &mut String, before: &str, blocks: &[BlockId]) -> fmt::Result {
    for (at, block) in blocks.iter().enumerate() {
        write!(out, "{} b{}", if at == 0 { before } else { "," }, block.0)?;
    }
    Ok(())
}

fn print_values(out: &mut String, values: &[Value]) -> fmt::Result {
    out.push('[');
    for (at, value) in values.iter().enumerate() {
        write!(out, "{}v{}", if at == 0 { "" } else { ", " }, value.0)?;
    }
    out.push(']');
    Ok(())
}
