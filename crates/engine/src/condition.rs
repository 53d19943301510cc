//! Calls as rows see them: which value stands at a port, and whether a row's conditions hold.

use ir::{ArgKind, Constant, Symbol, Value};
use knowledge::{Condition, Literal, NodeId, Port, PortBase, PortStep, Row, Test};
use program::{Program, Type, TypeSet};

use crate::path::{Part, Path};

/// Whether something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// It surely does not.
    No,
    /// It may.
    Unknown,
    /// It surely does.
    Yes,
}

/// The values that go into a call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    pub(crate) receiver: Option<Value>,
    pub(crate) positional: Vec<Value>,
    pub(crate) named: Vec<(Symbol, Value)>,
    /// Sequences whose elements are passed by position, after the positional ones.
    pub(crate) spread: Vec<Value>,
    /// Maps whose entries are passed by name.
    pub(crate) spread_named: Vec<Value>,
}

impl Given {
    pub(crate) fn new(receiver: Option<Value>, args: &[ir::Arg]) -> Self {
        let mut given = Self { receiver, ..Self::default() };
        for arg in args {
            match arg.kind {
                // What follows a spread has no known position; it is treated like the spread's elements.
                ArgKind::Positional if given.spread.is_empty() => given.positional.push(arg.value),
                ArgKind::Positional | ArgKind::Spread => given.spread.push(arg.value),
                ArgKind::Named(name) => given.named.push((name, arg.value)),
                ArgKind::SpreadNamed => given.spread_named.push(arg.value),
            }
        }
        given
    }

    /// Every value that goes in, the receiver apart.
    pub(crate) fn arguments(&self) -> impl Iterator<Item = Value> + '_ {
        let named = self.named.iter().map(|(_, value)| *value);
        self.positional.iter().copied().chain(named).chain(self.spread.iter().copied()).chain(self.spread_named.iter().copied())
    }

    /// The argument at a position or of a name.
    pub(crate) fn argument(&self, program: &Program<'_>, position: Option<u8>, name: Option<&str>) -> Option<Value> {
        let by_position = position.and_then(|position| self.positional.get(position as usize)).copied();
        by_position.or_else(|| {
            let name = name?;
            self.named.iter().find(|(symbol, _)| program.text(*symbol) == name).map(|(_, value)| *value)
        })
    }

    /// Whether an argument might be given by a spread.
    fn may_be_spread(&self) -> bool {
        !self.spread.is_empty() || !self.spread_named.is_empty()
    }
}

/// The values that stand at a port and the path in them, `result` being the call's or read's own value. Ports into
/// callbacks give the callback.
pub(crate) fn values_at(program: &Program<'_>, given: &Given, result: Value, port: &Port) -> Vec<(Value, Path)> {
    values_below(program, given, result, port, &|_| None)
}

/// The same, with the keys that are given as arguments.
pub(crate) fn values_below(
    program: &Program<'_>,
    given: &Given,
    result: Value,
    port: &Port,
    key: &dyn Fn(Value) -> Option<u64>,
) -> Vec<(Value, Path)> {
    let path = data_path(program, given, port, key);
    let values: Vec<Value> = match &port.base {
        PortBase::Value | PortBase::Return => vec![result],
        PortBase::Receiver => given.receiver.into_iter().collect(),
        PortBase::Argument(position, name) => {
            given.argument(program, *position, name.as_deref()).into_iter().collect()
        }
        PortBase::AnyArgument => given.arguments().collect(),
        PortBase::From(first) => given.positional.iter().skip(*first as usize).chain(&given.spread).copied().collect(),
    };
    values.into_iter().map(|value| (value, path)).collect()
}

/// The part of a port's path that leads through data.
fn data_path(program: &Program<'_>, given: &Given, port: &Port, key_of: &dyn Fn(Value) -> Option<u64>) -> Path {
    let mut path = Path::EMPTY;
    for step in &port.steps {
        path = match step {
            PortStep::Field(name) => match program.symbols.find(name) {
                Some(symbol) => path.then(Part::Field(symbol)),
                None => path,
            },
            PortStep::Key(key) => path.then(Part::Key(written_key(key))),
            PortStep::KeyGiven(position) => {
                let key = given.positional.get(*position as usize).and_then(|&value| key_of(value));
                path.then(key.map_or(Part::Any, Part::Key))
            }
            PortStep::Element => path.then(Part::Any),
            PortStep::Parameter(_) | PortStep::Result => break,
        };
    }
    path
}

/// The hash of a key as a model writes it: digits are a position.
fn written_key(key: &str) -> u64 {
    match key.parse() {
        Ok(position) => key_hash(&Constant::Int(position)),
        Err(_) => key_hash(&Constant::Str(key.into())),
    }
}

/// A constant key's hash. The same on every machine.
pub(crate) fn key_hash(key: &Constant) -> u64 {
    let (tag, bytes): (u8, &[u8]) = match key {
        Constant::Null => (0, &[]),
        Constant::Bool(value) => (1, if *value { &[1] } else { &[0] }),
        Constant::Int(value) => return fnv(2, &value.to_le_bytes()),
        Constant::Number(text) => (3, text.as_bytes()),
        Constant::Str(text) => (4, text.as_bytes()),
        Constant::Bytes(bytes) => (5, bytes),
    };
    fnv(tag, bytes)
}

fn fnv(tag: u8, bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325 ^ u64::from(tag), |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// What conditions ask of the values.
pub(crate) trait Values {
    fn program(&self) -> &Program<'_>;
    fn constant(&self, value: Value) -> Option<&Constant>;
    fn types(&self, value: Value) -> TypeSet;
    /// The values that a literal collection holds at a path; nothing when that is not known.
    fn elements(&self, value: Value, path: &Path) -> Option<Vec<Value>>;
}

/// Whether a row speaks of this call.
pub(crate) fn row_holds(values: &impl Values, row: &Row, given: &Given, result: Value) -> bool {
    row.when.iter().all(|condition| answer(values, condition, given, result) == Answer::Yes)
        && row.unless.iter().all(|condition| answer(values, condition, given, result) != Answer::Yes)
}

/// Whether all conditions hold.
pub(crate) fn all_hold(values: &impl Values, conditions: &[Condition], given: &Given, result: Value) -> Answer {
    conditions.iter().map(|condition| answer(values, condition, given, result)).min().unwrap_or(Answer::Yes)
}

fn answer(values: &impl Values, condition: &Condition, given: &Given, result: Value) -> Answer {
    let found = values_at(values.program(), given, result, &condition.port);
    let Some((value, path)) = found.first() else {
        return match &condition.test {
            _ if given.may_be_spread() => Answer::Unknown,
            Test::Given(expected) => yes_if(!*expected),
            _ => Answer::No,
        };
    };
    if path.is_empty() {
        return test(values, &condition.test, *value);
    }
    match values.elements(*value, path) {
        // Of several elements one that passes is enough.
        Some(elements) => {
            elements.into_iter().map(|element| test(values, &condition.test, element)).max().unwrap_or(Answer::No)
        }
        None => Answer::Unknown,
    }
}

fn test(values: &impl Values, test: &Test, value: Value) -> Answer {
    let program = values.program();
    match test {
        Test::Given(expected) => yes_if(*expected),
        Test::Constant(expected) => yes_if(values.constant(value).is_some() == *expected),
        Test::OneOf(literals) => match values.constant(value) {
            Some(constant) => yes_if(literals.iter().any(|literal| equals(literal, constant))),
            None => Answer::Unknown,
        },
        Test::NoneOf(literals) => match values.constant(value) {
            Some(constant) => yes_if(!literals.iter().any(|literal| equals(literal, constant))),
            None => Answer::Unknown,
        },
        Test::Matches(pattern) => match values.constant(value) {
            Some(Constant::Str(text)) => yes_if(pattern.is_match(text)),
            Some(_) => Answer::No,
            None => Answer::Unknown,
        },
        Test::Refers(names) => refers(program, values.types(value), names),
    }
}

fn refers(program: &Program<'_>, types: TypeSet, names: &[String]) -> Answer {
    let wanted: Vec<NodeId> = names.iter().filter_map(|name| program.apis.find(name)).collect();
    let matches = |ty: Type| match ty {
        Type::Api(node) | Type::ApiInstance(node) => descends(program, node, &wanted),
        Type::Class(class) | Type::Instance(class) => {
            program.modelled_ancestors(class).iter().any(|&node| descends(program, node, &wanted))
        }
        _ => false,
    };
    if types.is_empty() {
        Answer::Unknown
    } else if types.iter().all(matches) {
        Answer::Yes
    } else if types.iter().any(matches) {
        Answer::Unknown
    } else {
        Answer::No
    }
}

/// Whether a modelled name is one of these or a class below one.
pub(crate) fn descends(program: &Program<'_>, node: NodeId, wanted: &[NodeId]) -> bool {
    let mut queue = vec![node];
    let mut at = 0;
    while let Some(&node) = queue.get(at) {
        if wanted.contains(&node) {
            return true;
        }
        for &base in &program.apis.api(node).bases {
            if queue.len() < 64 && !queue.contains(&base) {
                queue.push(base);
            }
        }
        at += 1;
    }
    false
}

fn yes_if(holds: bool) -> Answer {
    if holds { Answer::Yes } else { Answer::No }
}

fn equals(literal: &Literal, constant: &Constant) -> bool {
    match (literal, constant) {
        (Literal::Null, Constant::Null) => true,
        (Literal::Bool(a), Constant::Bool(b)) => a == b,
        (Literal::Int(a), Constant::Int(b)) => a == b,
        (Literal::Str(a), Constant::Str(b)) => **a == **b,
        _ => false,
    }
}
