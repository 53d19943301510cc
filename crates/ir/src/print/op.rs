//! Prints one operation.

use std::fmt::{self, Write};

use super::{Printer, Quoted, QuotedBytes, binary_word, compare_word, print_values, sequence_word, unary_word};
use crate::{Arg, ArgKind, Callee, ConstId, Constant, Elem, List, Op, Value};

impl Printer<'_> {
    pub(super) fn op(self, out: &mut String, op: Op) -> fmt::Result {
        match op {
            Op::Const(id) => self.constant(out, id),
            Op::Param(number) => write!(out, "param {number}"),
            Op::Capture(number) => write!(out, "capture {number}"),
            Op::Phi(list) => self.list(out, "phi ", list),
            Op::Copy(value) => write!(out, "copy v{}", value.0),
            Op::Global(name) => write!(out, "global {}", self.name(name)),
            Op::SetGlobal(name, value) => write!(out, "set_global {} = v{}", self.name(name), value.0),
            Op::Shared(owner, name) => write!(out, "shared f{}.{}", owner.0, self.name(name)),
            Op::SetShared(owner, name, value) => {
                write!(out, "set_shared f{}.{} = v{}", owner.0, self.name(name), value.0)
            }
            Op::Import(name) => write!(out, "import {}", self.name(name)),
            Op::Closure { function, captures, defaults } => {
                write!(out, "closure f{}", function.0)?;
                self.list(out, " captures ", captures)?;
                self.list(out, " defaults ", defaults)
            }
            Op::Class { class, bases } => {
                write!(out, "class c{}", class.0)?;
                self.list(out, " ", bases)
            }
            Op::Unary(operator, value) => write!(out, "{} v{}", unary_word(operator), value.0),
            Op::Binary(operator, left, right) => write!(out, "v{} {} v{}", left.0, binary_word(operator), right.0),
            Op::Compare(operator, left, right) => write!(out, "v{} {} v{}", left.0, compare_word(operator), right.0),
            Op::TypeTest(value, class) => write!(out, "v{} isa v{}", value.0, class.0),
            Op::Template(list) => self.list(out, "template ", list),
            Op::Load(base, part) => self.part(out, "load", base, part),
            Op::Store(base, part, value) => {
                self.part(out, "store", base, part)?;
                write!(out, " = v{}", value.0)
            }
            Op::Delete(base, part) => self.part(out, "delete", base, part),
            Op::Sequence(kind, list) => {
                out.push_str(sequence_word(kind));
                self.list(out, " ", list)
            }
            Op::Map(list) => self.map(out, list),
            Op::Call(callee, list) => self.call(out, callee, list),
            Op::Next(value) => write!(out, "next v{}", value.0),
            Op::HasNext(value) => write!(out, "has_next v{}", value.0),
            Op::Enter(value, name) => write!(out, "enter v{}.{}", value.0, self.name(name)),
            Op::Exit(value) => write!(out, "exit v{}", value.0),
            Op::Yield(value) => write!(out, "yield v{}", value.0),
            Op::Await(value) => write!(out, "await v{}", value.0),
            Op::Caught(list) => self.list(out, "caught ", list),
            Op::Opaque(name, list) => {
                write!(out, "opaque {}", self.name(name))?;
                self.list(out, " ", list)
            }
            Op::Undefined => write!(out, "undefined"),
        }
    }

    fn constant(self, out: &mut String, id: ConstId) -> fmt::Result {
        out.push_str("const ");
        if id.0 as usize >= self.module.constants.len() {
            return write!(out, "?");
        }
        match self.module.constants.get(id) {
            Constant::Null => write!(out, "null"),
            Constant::Bool(truth) => write!(out, "{truth}"),
            Constant::Int(number) => write!(out, "{number}"),
            Constant::Number(text) => write!(out, "number {}", Quoted(text)),
            Constant::Str(text) => write!(out, "{}", Quoted(text)),
            Constant::Bytes(bytes) => write!(out, "{}", QuotedBytes(bytes)),
        }
    }

    fn part(self, out: &mut String, word: &str, base: Value, part: Elem) -> fmt::Result {
        write!(out, "{word} v{}", base.0)?;
        match part {
            Elem::Field(name) => write!(out, ".{}", self.name(name)),
            Elem::Item(key) => write!(out, "[v{}]", key.0),
            Elem::Slice => write!(out, "[:]"),
            Elem::Range(from, to) => write!(out, "[v{}:v{}]", from.0, to.0),
            Elem::Any => write!(out, "[*]"),
        }
    }

    fn call(self, out: &mut String, callee: Callee, list: List) -> fmt::Result {
        match callee {
            Callee::Value(value) => write!(out, "call v{}(", value.0)?,
            Callee::Method(value, name) => write!(out, "call v{}.{}(", value.0, self.name(name))?,
            Callee::Super(value, name) => write!(out, "call super v{}.{}(", value.0, self.name(name))?,
        }
        match self.args(list) {
            None => out.push('?'),
            Some(args) => {
                for (at, arg) in args.iter().enumerate() {
                    out.push_str(if at == 0 { "" } else { ", " });
                    match arg.kind {
                        ArgKind::Positional => {}
                        ArgKind::Named(name) => write!(out, "{}: ", self.name(name))?,
                        ArgKind::Spread => out.push('*'),
                        ArgKind::SpreadNamed => out.push_str("**"),
                    }
                    write!(out, "v{}", arg.value.0)?;
                }
            }
        }
        out.push(')');
        Ok(())
    }

    fn map(self, out: &mut String, list: List) -> fmt::Result {
        out.push_str("map {");
        match self.values(list) {
            None => out.push('?'),
            Some(values) => {
                for (at, value) in values.iter().enumerate() {
                    out.push_str(match at {
                        0 => "",
                        _ if at % 2 == 1 => ": ",
                        _ => ", ",
                    });
                    write!(out, "v{}", value.0)?;
                }
            }
        }
        out.push('}');
        Ok(())
    }

    fn list(self, out: &mut String, before: &str, list: List) -> fmt::Result {
        out.push_str(before);
        match self.values(list) {
            Some(values) => print_values(out, values),
            None => write!(out, "[?]"),
        }
    }

    fn values(&self, list: List) -> Option<&[Value]> {
        self.function.and_then(|function| run(&function.pools.values, list))
    }

    fn args(&self, list: List) -> Option<&[Arg]> {
        self.function.and_then(|function| run(&function.pools.args, list))
    }
}

/// A list's entries; `None` if it does not lie in its pool.
fn run<T>(pool: &[T], list: List) -> Option<&[T]> {
    pool.get(list.start as usize..)?.get(..list.len as usize)
}
