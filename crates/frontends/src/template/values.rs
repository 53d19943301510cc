//! Expressions to values.

use ir::{Arg, ArgKind, BinaryOp, BlockId, Callee, CompareOp, Constant, Elem, Op, SequenceKind, Span, UnaryOp, Value};

use super::Lowerer;
use super::expression::{Expr, Given, How, Kind};
use super::pieces::Piece;
use super::tokens::{Token, tokens};

/// How many names of the context are read at the beginning of a template.
const MOST_READ: usize = 200;

/// Words of the language that are no names.
const WORDS: [&str; 19] = [
    "and", "as", "else", "false", "False", "if", "ignore", "import", "in", "is", "loop", "missing", "none", "None",
    "not", "only", "or", "true", "True",
];

impl<'a> Lowerer<'a> {
    /// The value of an expression.
    pub(super) fn value(&mut self, expr: &Expr<'a>) -> Value {
        let span = expr.span;
        match &expr.kind {
            Kind::Name(name) => self.name(name, span),
            Kind::Text(text) => self.constant(Constant::Str((*text).into()), span),
            Kind::Int(number) => self.constant(Constant::Int(*number), span),
            Kind::Number(number) => self.constant(Constant::Number((*number).into()), span),
            Kind::Bool(truth) => self.constant(Constant::Bool(*truth), span),
            Kind::Null => self.constant(Constant::Null, span),
            Kind::Attribute(base, name) => {
                let base = self.value(base);
                let field = self.symbols.intern(name);
                let read = self.push(Op::Load(base, Elem::Field(field)), span);
                let key = self.constant(Constant::Str((*name).into()), span);
                let item = self.push(Op::Load(base, Elem::Item(key)), span);
                self.own_call("either", &[read, item], span)
            }
            Kind::Item(base, key) => {
                let base = self.value(base);
                let key = self.value(key);
                self.push(Op::Load(base, Elem::Item(key)), span)
            }
            Kind::Slice(base) => {
                let base = self.value(base);
                self.push(Op::Load(base, Elem::Slice), span)
            }
            Kind::Call(callee, given) => self.call(callee, given, span),
            Kind::Filter(value, name, given) => {
                let value = self.value(value);
                let mut args = vec![Arg { value, kind: ArgKind::Positional }];
                args.extend(self.arguments(given));
                self.filter_call(name, &args, span)
            }
            Kind::Test(value) => {
                let value = self.value(value);
                self.own_call("test", &[value], span)
            }
            Kind::Not(value) => {
                let value = self.value(value);
                self.push(Op::Unary(UnaryOp::Not, value), span)
            }
            Kind::Both(left, right) | Kind::Either(left, right) => {
                let values = [self.value(left), self.value(right)];
                self.own_call("either", &values, span)
            }
            Kind::Compare(operator, left, right) => {
                let (left, right) = (self.value(left), self.value(right));
                let operator = match *operator {
                    "==" => CompareOp::Eq,
                    "!=" => CompareOp::NotEq,
                    "<" => CompareOp::Less,
                    "<=" => CompareOp::LessEq,
                    ">" => CompareOp::Greater,
                    ">=" => CompareOp::GreaterEq,
                    "in" => CompareOp::In,
                    _ => CompareOp::NotIn,
                };
                self.push(Op::Compare(operator, left, right), span)
            }
            Kind::Binary(operator, left, right) => {
                let (left, right) = (self.value(left), self.value(right));
                let operator = match *operator {
                    "~" => {
                        let list = self.frame.builder.pools.add_values(&[left, right]);
                        return self.push(Op::Template(list), span);
                    }
                    "+" => BinaryOp::Add,
                    "-" => BinaryOp::Sub,
                    "*" => BinaryOp::Mul,
                    "/" => BinaryOp::Div,
                    "//" => BinaryOp::FloorDiv,
                    "%" => BinaryOp::Mod,
                    _ => BinaryOp::Pow,
                };
                self.push(Op::Binary(operator, left, right), span)
            }
            Kind::Choice(condition, value, other) => self.choice(condition, value, other.as_deref(), span),
            Kind::List(all) => {
                let values: Vec<Value> = all.iter().map(|one| self.value(one)).collect();
                let list = self.frame.builder.pools.add_values(&values);
                self.push(Op::Sequence(SequenceKind::List, list), span)
            }
            Kind::Map(all) => {
                let values: Vec<Value> =
                    all.iter().flat_map(|(key, value)| [self.value(key), self.value(value)]).collect();
                let list = self.frame.builder.pools.add_values(&values);
                self.push(Op::Map(list), span)
            }
        }
    }

    /// A name: the template's own, one of the context, or one that is always there.
    pub(super) fn name(&mut self, name: &str, span: Span) -> Value {
        let symbol = self.symbols.intern(name);
        let mut values = Vec::new();
        if let Some(&bound) = self.frame.bound.get(&symbol) {
            let value = self.frame.builder.read(bound.variable);
            if bound.surely {
                return self.push(Op::Copy(value), span);
            }
            values.push(value);
        } else if self.macros.contains(&symbol) {
            // A macro of this file.
            return self.push(Op::Global(symbol), span);
        }
        match self.frame.read.get(&symbol) {
            Some(&value) if values.is_empty() => return self.push(Op::Copy(value), span),
            Some(&value) => values.push(value),
            None => values.push(self.name_of_context(name, span)),
        }
        self.own_call("either", &values, span)
    }

    /// A name of the context, or one that is always there.
    fn name_of_context(&mut self, name: &str, span: Span) -> Value {
        let symbol = self.symbols.intern(name);
        let key = self.constant(Constant::Str(name.into()), span);
        let given = self.push(Op::Load(self.frame.context, Elem::Item(key)), span);
        let always = self.push(Op::Load(self.frame.names, Elem::Field(symbol)), span);
        self.own_call("either", &[given, always], span)
    }

    /// Reads the names of the context at the beginning, each once, so that what a condition tells of one holds wherever it
    /// is read; the first [`MOST_READ`].
    pub(super) fn read_names(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            let (span, is_tag) = match piece {
                Piece::Hole(span) => (*span, false),
                Piece::Tag(span) => (*span, true),
                Piece::Text(_) | Piece::Open(_) => continue,
            };
            let words = tokens(self.text, span).unwrap_or_default();
            let mut before = is_tag.then_some(Token::Sign("."));
            for (at, (word, span)) in words.iter().enumerate() {
                let is_name = !matches!(before, Some(Token::Sign("." | "|")))
                    && !matches!(words.get(at + 1), Some((Token::Sign("=" | "("), _)));
                before = Some(*word);
                let Token::Name(name) = *word else { continue };
                if !is_name || WORDS.contains(&name) {
                    continue;
                }
                let symbol = self.symbols.intern(name);
                if !self.frame.read.contains_key(&symbol) {
                    if self.frame.read.len() >= MOST_READ {
                        return;
                    }
                    let value = self.name_of_context(name, *span);
                    self.frame.read.insert(symbol, value);
                }
            }
        }
    }

    fn choice(&mut self, condition: &Expr<'a>, value: &Expr<'a>, other: Option<&Expr<'a>>, span: Span) -> Value {
        let [then, otherwise, after] = [(); 3].map(|()| self.new_block());
        let variable = self.variable(None);
        self.condition(condition, then, otherwise);
        self.go_on_in(then);
        let value = self.value(value);
        self.frame.builder.write(variable, value);
        self.jump(after);
        self.go_on_in(otherwise);
        let value = match other {
            Some(other) => self.value(other),
            None => self.constant(Constant::Null, span),
        };
        self.frame.builder.write(variable, value);
        self.jump(after);
        self.go_on_in(after);
        let chosen = self.frame.builder.read(variable);
        self.push(Op::Copy(chosen), span)
    }

    /// Leaves the current block by the truth of an expression. Both blocks may get further edges.
    pub(super) fn condition(&mut self, expr: &Expr<'a>, then: BlockId, otherwise: BlockId) {
        match &expr.kind {
            Kind::Not(value) => self.condition(value, otherwise, then),
            Kind::Both(left, right) => {
                let next = self.new_block();
                self.condition(left, next, otherwise);
                self.go_on_in(next);
                self.condition(right, then, otherwise);
            }
            Kind::Either(left, right) => {
                let next = self.new_block();
                self.condition(left, then, next);
                self.go_on_in(next);
                self.condition(right, then, otherwise);
            }
            _ => {
                let value = self.value(expr);
                self.branch(value, then, otherwise);
            }
        }
    }

    fn call(&mut self, callee: &Expr<'a>, given: &[Given<'a>], span: Span) -> Value {
        let callee = match &callee.kind {
            Kind::Attribute(base, name) => {
                let base = self.value(base);
                Callee::Method(base, self.symbols.intern(name))
            }
            // What a macro was called with between `call` and its end was lowered there.
            Kind::Name("caller") => return self.constant(Constant::Null, span),
            Kind::Name(name) => match self.own_function(name, callee.span) {
                Some(value) => Callee::Value(value),
                None => Callee::Value(self.value(callee)),
            },
            _ => Callee::Value(self.value(callee)),
        };
        let args = self.arguments(given);
        let args = self.frame.builder.pools.add_args(&args);
        self.push(Op::Call(callee, args), span)
    }

    /// A function that is always there, unless the template has one of the name.
    fn own_function(&mut self, name: &str, span: Span) -> Option<Value> {
        let symbol = self.symbols.intern(name);
        let is_own = self.frame.bound.contains_key(&symbol) || self.macros.contains(&symbol);
        (!is_own).then(|| self.push(Op::Load(self.frame.names, Elem::Field(symbol)), span))
    }

    pub(super) fn arguments(&mut self, given: &[Given<'a>]) -> Vec<Arg> {
        let mut args = Vec::with_capacity(given.len());
        for given in given {
            let value = self.value(&given.value);
            let kind = match given.how {
                How::Position => ArgKind::Positional,
                How::Name(name) => ArgKind::Named(self.symbols.intern(name)),
                How::Spread => ArgKind::Spread,
                How::SpreadNamed => ArgKind::SpreadNamed,
            };
            args.push(Arg { value, kind });
        }
        args
    }
}
