//! Whether the number that a use is given stands there in digits, and which one it is: a literal, a sum or product of
//! literals, what a call makes of literals alone (a length of time), that added to something without digits (the time now), the
//! default of a parameter.
//! A name, even that of a local variable, is no digits. Takes a use; gives its number.

use engine::UseSite;
use ir::{ArgKind, Callee, Constant, Elem, Function, Op, Value};
use knowledge::{Effect, PortStep};
use program::Program;

use crate::names::Names;

/// How deep expressions are looked into.
const DEEPEST: usize = 6;
/// Nothing, and one, are no numbers that somebody has chosen.
const LEAST: i64 = 2;

/// The number that a use is given.
pub(super) struct Number {
    /// The same for all places with the same number.
    pub(super) is: String,
    /// As it is written there.
    pub(super) written: String,
    /// Its name, where it is not written out.
    pub(super) name: Option<String>,
}

/// What an expression says of a number.
enum Read {
    /// Digits; `alone` when nothing else goes into it.
    Digits { text: String, alone: bool },
    /// A name, or something else that may hold a number.
    Name,
    /// No number is written here.
    Nothing,
}

/// The number that a use is given, where it is a constant at all.
pub(super) fn number(names: Names<'_, '_>, site: &UseSite) -> Option<Number> {
    let reader = Reader { program: names.program, function: names.program.function(site.function), site };
    let on = reader.given()?;
    let folded = site.on_constant.as_ref().and_then(whole);
    if folded.as_ref().is_some_and(|number| number.parse().is_ok_and(|number: i64| number < LEAST)) {
        return None;
    }
    if let Op::Param(param) = reader.function.op(on) {
        return by_default(names, site, param);
    }
    let written = names.argument(site.function, site.value, on);
    if let Op::Const(constant) = reader.function.op(on)
        && let Constant::Str(text) = reader.constant(constant)
    {
        // The row has seen that the number stands in it.
        return Some(Number { is: text.to_string(), written, name: None });
    }
    match (reader.read(on, DEEPEST), folded) {
        (Read::Digits { text, .. }, folded) => Some(Number { is: folded.unwrap_or(text), written, name: None }),
        (Read::Name, Some(is)) => Some(Number { is, name: Some(named(names, site, on, &written)?), written }),
        _ => None,
    }
}

/// The number that a parameter is where whoever calls leaves it out.
fn by_default(names: Names<'_, '_>, site: &UseSite, param: u32) -> Option<Number> {
    let (function, value) = names.program.default_of(site.function, param)?;
    let body = names.program.function(function);
    let Op::Const(constant) = body.op(value) else { return None };
    let is = whole(names.program.module(names.program.module_of(function)).constants.get(constant))?;
    let is_chosen = is.parse().map_or(true, |number: i64| number >= LEAST) && body.name_of(value).is_none();
    is_chosen.then(|| Number { is, written: names.value(function, value), name: None })
}

/// What a named number is called: its variable, where the digits stand beside it. A sum is called nothing.
fn named(names: Names<'_, '_>, site: &UseSite, on: Value, written: &str) -> Option<String> {
    match names.program.function(site.function).op(on) {
        Op::Const(_) => names.variable(site.function, on).map(str::to_owned),
        Op::Global(_) | Op::Shared(..) | Op::Capture(_) | Op::Import(_) | Op::Load(..) => Some(written.to_owned()),
        _ => None,
    }
}

fn whole(constant: &Constant) -> Option<String> {
    match constant {
        Constant::Int(number) => Some(number.to_string()),
        Constant::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

struct Reader<'a, 'k> {
    program: &'a Program<'k>,
    function: &'a Function,
    site: &'a UseSite,
}

impl Reader<'_, '_> {
    fn constant(&self, id: ir::ConstId) -> &Constant {
        self.program.module(self.program.module_of(self.site.function)).constants.get(id)
    }

    /// The value that is the number: what the use is about, or what stands there under the key that the row names.
    fn given(&self) -> Option<Value> {
        let on = self.site.on?;
        let Effect::Use { on: Some(port), .. } = &self.program.apis.row(self.site.row).effect else { return Some(on) };
        let [PortStep::Key(key)] = &port.steps[..] else { return port.steps.is_empty().then_some(on) };
        let Op::Map(list) = self.function.op(on) else { return None };
        let text = |value: Value| match self.function.op(value) {
            Op::Const(id) => match self.constant(id) {
                Constant::Str(text) => Some(&**text),
                _ => None,
            },
            _ => None,
        };
        let is_meant = |pair: &&[Value]| text(pair[0]) == Some(key.as_str());
        let pair = self.function.values(list).chunks_exact(2).rfind(is_meant)?;
        Some(self.function.original(pair[1]))
    }

    fn read(&self, value: Value, depth: usize) -> Read {
        let Some(depth) = depth.checked_sub(1) else { return Read::Name };
        let value = self.function.original(value);
        let read = match self.function.op(value) {
            Op::Const(constant) => match (self.constant(constant), whole(self.constant(constant))) {
                (_, Some(text)) => Read::Digits { text, alone: true },
                (Constant::Str(_) | Constant::Bytes(_), None) => Read::Name,
                _ => Read::Nothing,
            },
            Op::Unary(_, of) => self.read(of, depth),
            Op::Binary(_, left, right) => both(self.read(left, depth), self.read(right, depth)),
            Op::Call(callee, args) => self.call(callee, self.function.pools.args(args), depth),
            _ => Read::Name,
        };
        match read {
            Read::Digits { alone: true, .. } if self.function.name_of(value).is_some() => Read::Name,
            read => read,
        }
    }

    /// A call of literals alone is one; else what it is called on counts.
    fn call(&self, callee: Callee, args: &[ir::Arg], depth: usize) -> Read {
        let mut digits = Vec::new();
        let mut has_names = false;
        let mut is_alone = true;
        for arg in args {
            match (self.read(arg.value, depth), arg.kind) {
                (Read::Digits { text, alone }, ArgKind::Positional) => {
                    digits.push(text);
                    is_alone &= alone;
                }
                (Read::Digits { text, alone }, ArgKind::Named(name)) => {
                    digits.push(format!("{}={text}", self.program.text(name)));
                    is_alone &= alone;
                }
                (Read::Nothing, _) => {}
                _ => has_names = true,
            }
        }
        match (digits.is_empty(), has_names) {
            (false, true) => Read::Name,
            (false, false) => {
                Read::Digits { text: format!("{}({})", self.called(callee), digits.join(", ")), alone: is_alone }
            }
            (true, _) => match callee {
                Callee::Method(receiver, _) => match self.read(receiver, depth) {
                    Read::Name => Read::Nothing,
                    read => read,
                },
                _ => Read::Nothing,
            },
        }
    }

    /// The last name of what is called.
    fn called(&self, callee: Callee) -> &str {
        match callee {
            Callee::Method(_, name) | Callee::Super(_, name) => self.program.text(name),
            Callee::Value(value) => match self.function.op(self.function.original(value)) {
                Op::Global(name) | Op::Shared(_, name) | Op::Load(_, Elem::Field(name)) => self.program.text(name),
                Op::Import(path) => self.program.text(path).rsplit('.').next().unwrap_or_default(),
                _ => "",
            },
        }
    }
}

/// What two operands say together.
fn both(left: Read, right: Read) -> Read {
    match (left, right) {
        (Read::Digits { text: left, alone }, Read::Digits { text: right, alone: too }) => {
            Read::Digits { text: format!("{left} {right}"), alone: alone && too }
        }
        (Read::Digits { text, .. }, Read::Nothing) | (Read::Nothing, Read::Digits { text, .. }) => {
            Read::Digits { text, alone: false }
        }
        (Read::Nothing, Read::Nothing) => Read::Nothing,
        _ => Read::Name,
    }
}
