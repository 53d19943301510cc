//! Small programs as values: what they are made of, and their text.
//!
//! Each statement has a number that it keeps while the program around it is changed; it stands behind the statement as
//! a comment (`# s7`), so that findings of two forms of one program can be compared.

mod grow;
mod words;

use std::fmt::Write as _;

pub(crate) use grow::{grow, straight};
pub(crate) use words::{HOLE, WRAPS};

/// What a name holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Text,
    /// A list of texts.
    List,
    /// A dictionary of texts under `"a"` and `"b"`.
    Map,
    /// An object with a text in it.
    Box,
    /// A function without parameters that gives a text.
    Giver,
}

/// An expression.
#[derive(Clone, Debug)]
pub(crate) enum Expr {
    /// Code without names of variables.
    Code(&'static str),
    Source,
    Name(usize),
    Plus(Box<Expr>, Box<Expr>),
    /// Text around an expression; the hole is where it stands.
    Wrapped(&'static str, Box<Expr>),
    /// Between two, by a condition.
    Choice(Box<Expr>, &'static str, Box<Expr>),
    /// A call of a function of the program.
    Call(usize, Vec<Expr>),
    /// A call of a name.
    Give(usize),
    List(Vec<Expr>),
    Map(Vec<Expr>),
    Item(Box<Expr>, &'static str),
    /// An object of a class.
    New(&'static str, Box<Expr>),
    /// A member of an object: `.value`, `.get()`.
    Member(Box<Expr>, &'static str),
}

/// A statement.
#[derive(Clone, Debug)]
pub(crate) struct Stmt {
    pub(crate) id: usize,
    pub(crate) kind: Kind,
}

/// What a statement does.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Set(usize, Expr),
    /// `v1 += …`
    Add(usize, Expr),
    Sink(Expr),
    /// A call for its effect; the hole is where the expression stands.
    Effect(usize, &'static str, Expr),
    Do(Expr),
    If(String, Vec<Stmt>, Vec<Stmt>),
    /// Over the texts of an expression.
    For(usize, Expr, Vec<Stmt>),
    /// A block under a head, and what comes after it: `while c0:` with `break`, `try:` with `finally:`.
    Block(&'static str, Vec<Stmt>, &'static str),
    /// A text is raised and caught.
    Raise(usize, Expr),
    /// A function inside a function, which gives what its expression gives.
    Giver(usize, Expr),
    Return(Expr),
    /// A line of code.
    Line(String),
}

/// A function.
#[derive(Clone, Debug)]
pub(crate) struct Func {
    pub(crate) name: String,
    pub(crate) params: Vec<usize>,
    pub(crate) body: Vec<Stmt>,
    pub(crate) decorators: Vec<&'static str>,
}

/// A program. The first function is run; each calls only those after it.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub(crate) funcs: Vec<Func>,
    /// The order in which the functions stand.
    pub(crate) order: Vec<usize>,
    /// From which function on they stand in a file of their own, with the classes.
    pub(crate) split: Option<usize>,
    /// Further code at the end.
    pub(crate) more: String,
    /// The first number that no statement has.
    pub(crate) next_stmt: usize,
    /// The first number that no variable has.
    pub(crate) next_name: usize,
}

const CLASSES: &str = "\
kept = \"\"
class Box:
    def __init__(self, value):
        self.value = value
    def get(self):
        return self.value
    def put(self, value):
        self.value = value
class Loud(Box):
    def get(self):
        return self.value + \"!\"
class Mute(Box):
    def get(self):
        return \"\"
class Case:
    def __init__(self, value):
        self.value = value
    def get(self):
        return self.value
    @property
    def shown(self):
        return self.value
class Lid(Case):
    def get(self):
        return \"\"
def same(x):
    return x
def each(xs):
    for x in xs:
        yield x
def fill(xs, x):
    xs.append(x)
def keep(x):
    global kept
    kept = x
def held():
    return kept
def decorated(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        return function(*args, **kwargs)
    return inner
";

/// Nobody knows `outside`.
const HEAD: &str = "\
import functools
import json
from construct import check, clean, require, sink, source
from outside import flag
";
const NAMES: &str = "Box, Loud, Mute, Case, same, each, fill, keep, held, decorated";

impl Program {
    /// The files of the program.
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        let own = |wanted: &dyn Fn(usize) -> bool| {
            let mut text = String::new();
            for &at in self.order.iter().filter(|at| wanted(**at)) {
                self.func(at, &mut text);
            }
            text
        };
        let Some(split) = self.split else {
            let text = format!("{HEAD}{CLASSES}{}{}", own(&|_| true), self.more);
            return vec![("app.py".to_owned(), text)];
        };
        let there: Vec<&str> = self.funcs[split..].iter().map(|func| func.name.as_str()).collect();
        let names = [&[NAMES], &there[..]].concat().join(", ");
        let app = format!("{HEAD}from parts import {names}\n{}{}", own(&|at| at < split), self.more);
        let parts = format!("{HEAD}{CLASSES}{}", own(&|at| at >= split));
        vec![("app.py".to_owned(), app), ("parts.py".to_owned(), parts)]
    }

    fn func(&self, at: usize, out: &mut String) {
        let func = &self.funcs[at];
        for decorator in &func.decorators {
            writeln!(out, "{decorator}").unwrap();
        }
        let params: Vec<String> = func.params.iter().map(|param| format!("v{param}")).collect();
        let params = if at == 0 { "c0, c1, c2".to_owned() } else { params.join(", ") };
        writeln!(out, "def {}({params}):", func.name).unwrap();
        if at > 0 {
            // Callees do not decide by what the entry is given.
            writeln!(out, "    c0, c1, c2 = flag(0), flag(1), flag(2)").unwrap();
        }
        self.block(&func.body, 1, out);
    }

    fn block(&self, body: &[Stmt], depth: usize, out: &mut String) {
        let pad = "    ".repeat(depth);
        if body.is_empty() {
            writeln!(out, "{pad}pass").unwrap();
        }
        for stmt in body {
            let label = format!("  # s{}", stmt.id);
            match &stmt.kind {
                Kind::Set(name, expr) => writeln!(out, "{pad}v{name} = {}{label}", self.expr(expr)),
                Kind::Add(name, expr) => writeln!(out, "{pad}v{name} += {}{label}", self.expr(expr)),
                Kind::Sink(expr) => writeln!(out, "{pad}sink({}){label}", self.expr(expr)),
                Kind::Effect(name, call, expr) => {
                    let call = call.replace(HOLE, &self.expr(expr)).replace('@', &format!("v{name}"));
                    writeln!(out, "{pad}{call}{label}")
                }
                Kind::Do(expr) => writeln!(out, "{pad}{}{label}", self.expr(expr)),
                Kind::If(condition, then, otherwise) => {
                    writeln!(out, "{pad}if {condition}:").unwrap();
                    self.block(then, depth + 1, out);
                    if !otherwise.is_empty() {
                        writeln!(out, "{pad}else:").unwrap();
                        self.block(otherwise, depth + 1, out);
                    }
                    Ok(())
                }
                Kind::For(name, of, body) => {
                    writeln!(out, "{pad}for v{name} in {}:{label}", self.expr(of)).unwrap();
                    self.block(body, depth + 1, out);
                    Ok(())
                }
                Kind::Block(head, body, end) => {
                    writeln!(out, "{pad}{head}").unwrap();
                    self.block(body, depth + 1, out);
                    for line in end.lines() {
                        writeln!(out, "{pad}{line}").unwrap();
                    }
                    Ok(())
                }
                Kind::Raise(name, expr) => {
                    let text = self.expr(expr);
                    writeln!(out, "{pad}try:\n{pad}    raise ValueError({text}){label}").unwrap();
                    writeln!(out, "{pad}except ValueError as error:\n{pad}    v{name} = str(error)")
                }
                Kind::Giver(name, expr) => {
                    writeln!(out, "{pad}def v{name}():\n{pad}    return {}{label}", self.expr(expr))
                }
                Kind::Return(expr) => writeln!(out, "{pad}return {}{label}", self.expr(expr)),
                Kind::Line(line) => writeln!(out, "{pad}{line}"),
            }
            .unwrap();
        }
    }

    fn expr(&self, expr: &Expr) -> String {
        let all = |exprs: &[Expr]| exprs.iter().map(|expr| self.expr(expr)).collect::<Vec<_>>();
        match expr {
            Expr::Code(code) => (*code).to_owned(),
            Expr::Source => "source()".to_owned(),
            Expr::Name(name) => format!("v{name}"),
            Expr::Plus(left, right) => format!("({} + {})", self.expr(left), self.expr(right)),
            Expr::Wrapped(text, inner) => {
                let inner = self.expr(inner);
                // Older versions allow no quotes in the slots of a text.
                let text = if text.starts_with("f\"") && inner.contains('"') { "\"{}\".format(§)" } else { text };
                text.replace(HOLE, &inner)
            }
            Expr::Choice(then, condition, otherwise) => {
                format!("({} if {condition} else {})", self.expr(then), self.expr(otherwise))
            }
            Expr::Call(func, args) => format!("{}({})", self.funcs[*func].name, all(args).join(", ")),
            Expr::Give(name) => format!("v{name}()"),
            Expr::List(items) => format!("[{}]", all(items).join(", ")),
            Expr::Map(items) => {
                let items: Vec<String> =
                    ["a", "b"].iter().zip(all(items)).map(|(key, item)| format!("\"{key}\": {item}")).collect();
                format!("{{{}}}", items.join(", "))
            }
            Expr::Item(of, key) => format!("{}[{key}]", self.expr(of)),
            Expr::New(class, value) => format!("{class}({})", self.expr(value)),
            Expr::Member(of, member) => format!("{}{member}", self.expr(of)),
        }
    }
}
