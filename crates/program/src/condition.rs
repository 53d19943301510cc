//! Calls as rows see them: what goes in, and whether a row's conditions hold.

use std::borrow::Cow;

use ir::{ArgKind, Callee, Constant, Op, Symbol, Value};
use knowledge::{Condition, KindId, Literal, NodeId, Port, PortBase, PortStep, Row, Test};

use crate::{FuncId, Program, Type, TypeSet};

/// Whether something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// It surely does not.
    No,
    /// It may.
    Unknown,
    /// It does on one of the ways that control comes, and does not on another.
    Sometimes,
    /// It surely does.
    Yes,
}

/// The values that go into a call.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// What the method is called on.
    pub receiver: Option<Value>,
    /// By position.
    pub positional: Vec<Value>,
    /// By name.
    pub named: Vec<(Symbol, Value)>,
    /// Sequences whose elements are passed by position, after the positional ones.
    pub spread: Vec<Value>,
    /// Those of the spread ones that are one argument each: they stand behind a sequence.
    pub behind: Vec<Value>,
    /// Maps whose entries are passed by name.
    pub spread_named: Vec<Value>,
}

impl Given {
    /// The values of a call's arguments.
    pub fn new(receiver: Option<Value>, args: &[ir::Arg]) -> Self {
        let mut given = Self { receiver, ..Self::default() };
        for arg in args {
            match arg.kind {
                // What follows a spread has no known position; it is treated like the spread's elements.
                ArgKind::Positional if given.spread.is_empty() => given.positional.push(arg.value),
                ArgKind::Positional => {
                    given.spread.push(arg.value);
                    given.behind.push(arg.value);
                }
                ArgKind::Spread => given.spread.push(arg.value),
                ArgKind::Named(name) => given.named.push((name, arg.value)),
                ArgKind::SpreadNamed => given.spread_named.push(arg.value),
            }
        }
        given
    }

    /// Every value that goes in, the receiver apart.
    pub fn arguments(&self) -> impl Iterator<Item = Value> + '_ {
        let named = self.named.iter().map(|(_, value)| *value);
        self.positional
            .iter()
            .copied()
            .chain(named)
            .chain(self.spread.iter().copied())
            .chain(self.spread_named.iter().copied())
    }

    /// The argument at a position or of a name.
    pub fn argument(&self, program: &Program<'_>, position: Option<u8>, name: Option<&str>) -> Option<Value> {
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

/// The values that stand at a port's base, `result` being the call's or read's own value.
pub fn base_values(program: &Program<'_>, given: &Given, result: Value, port: &Port) -> Vec<Value> {
    match &port.base {
        PortBase::Value | PortBase::Return => vec![result],
        PortBase::Receiver => given.receiver.into_iter().collect(),
        PortBase::Argument(position, name) => given.argument(program, *position, name.as_deref()).into_iter().collect(),
        PortBase::AnyArgument => given.arguments().collect(),
        PortBase::From(first) => given.positional.iter().skip(*first as usize).chain(&given.spread).copied().collect(),
        PortBase::SpreadNamed => given.spread_named.clone(),
    }
}

/// What conditions ask of the values.
pub trait Values {
    /// The program.
    fn program(&self) -> &Program<'_>;
    /// The constant that a value is.
    fn constant(&self, value: Value) -> Option<&Constant>;
    /// What a value may refer to.
    fn types(&self, value: Value) -> TypeSet;
    /// Whether what stands at a port is in a state.
    fn is_in_state(&self, given: &Given, result: Value, port: &Port, state: KindId) -> Answer;
    /// The values that a literal collection holds at a port's steps; nothing when that is not known.
    fn elements(&self, value: Value, steps: &[PortStep]) -> Option<Vec<Value>>;
    /// Whether something surely stands in a value under constant keys, one below the other.
    fn surely_holds(&self, _value: Value, _keys: &[&Constant]) -> bool {
        false
    }
    /// Whether surely nothing stands in a value under constant keys, one below the other.
    fn surely_lacks(&self, _value: Value, _keys: &[&Constant]) -> bool {
        false
    }
    /// The constants of which one surely stands in an attribute or entry of what a call gives when the function hands that
    /// on, because it writes them there; none where that is not sure.
    fn written(&self, _result: Value, _steps: &[PortStep]) -> Vec<Constant> {
        Vec::new()
    }
    /// For each element at a port's steps of a collection whose changes were followed: the constants of which it is
    /// one, or none when they are not known. Nothing for a collection whose changes were not followed.
    fn held(&self, _value: Value, _steps: &[PortStep]) -> Option<Vec<Vec<Constant>>> {
        None
    }
    /// The constants that are found anywhere in the program and may stand at a port's steps of a sequence.
    fn may_hold(&self, _value: Value, _steps: &[PortStep]) -> Vec<Constant> {
        Vec::new()
    }
}

/// How many literal sequences one behind the other are looked through.
const SEQUENCES: usize = 16;

/// The operands of a literal sequence at a port's steps, or of several that are put one behind the other. `None` where a spread,
/// or a part that is not written down, hides what stands where.
pub fn sequence_elements(function: &ir::Function, value: Value, steps: &[PortStep]) -> Option<Vec<Value>> {
    let [step] = steps else { return None };
    let parts = parts_of_sequence(function, value);
    match step {
        PortStep::Element => {
            let written = parts.iter().filter_map(|&part| written_sequence(function, part));
            let written: Vec<&[Value]> = written.collect();
            (!written.is_empty()).then(|| written.concat())
        }
        PortStep::Key(key) => {
            let at: usize = key.parse().ok()?;
            let spread = |value: &Value| matches!(function.op(*value), Op::Unary(ir::UnaryOp::Spread, _));
            let mut before = 0;
            for part in parts {
                let operands = written_sequence(function, part)?;
                let shown = operands.iter().position(spread).unwrap_or(operands.len());
                if at - before < shown {
                    return Some(vec![operands[at - before]]);
                }
                if shown < operands.len() {
                    return None;
                }
                before += shown;
            }
            Some(Vec::new())
        }
        _ => None,
    }
}

/// The sequences of which a value is made, one behind the other.
fn parts_of_sequence(function: &ir::Function, value: Value) -> Vec<Value> {
    let mut parts = Vec::new();
    let mut first = value;
    while let Op::Binary(ir::BinaryOp::Add, left, right) = function.op(first)
        && parts.len() < SEQUENCES
    {
        parts.push(function.original(right));
        first = function.original(left);
    }
    parts.push(first);
    parts.reverse();
    parts
}

fn written_sequence(function: &ir::Function, value: Value) -> Option<&[Value]> {
    match function.op(value) {
        Op::Sequence(_, list) => Some(function.values(list)),
        _ => None,
    }
}

/// Whether a row speaks of this call.
pub fn row_holds(values: &impl Values, row: &Row, given: &Given, result: Value) -> bool {
    row.when.iter().all(|condition| answer(values, condition, given, result) >= Answer::Sometimes)
        && row.unless.iter().all(|condition| answer(values, condition, given, result) != Answer::Yes)
}

/// Whether all conditions hold.
pub fn all_hold(values: &impl Values, conditions: &[Condition], given: &Given, result: Value) -> Answer {
    conditions.iter().map(|condition| answer(values, condition, given, result)).min().unwrap_or(Answer::Yes)
}

fn answer(values: &impl Values, condition: &Condition, given: &Given, result: Value) -> Answer {
    if let Test::InState(state) = condition.test {
        return values.is_in_state(given, result, &condition.port, state);
    }
    if condition.port.base == PortBase::Return && !condition.port.steps.is_empty() {
        let written = values.written(result, &condition.port.steps);
        let answers = written.iter().map(|constant| test_constant(&condition.test, Some(constant)));
        return answers.min().unwrap_or(Answer::Unknown);
    }
    let found = base_values(values.program(), given, result, &condition.port);
    let Some(&value) = found.first() else {
        return match &condition.test {
            _ if given.may_be_spread() => Answer::Unknown,
            Test::Given(expected) => yes_if(!*expected),
            _ => Answer::No,
        };
    };
    let is_of_receiver = condition.port.base == PortBase::Receiver && matches!(condition.test, Test::Given(_));
    if condition.port.steps.is_empty() && !is_of_receiver {
        return test(values, &condition.test, value);
    }
    if let Test::Given(expected) = condition.test {
        let Some(keys) = constant_keys(values, &condition.port, given) else { return Answer::Unknown };
        let keys: Vec<&Constant> = keys.iter().map(AsRef::as_ref).collect();
        return match () {
            () if values.surely_holds(value, &keys) => yes_if(expected),
            () if values.surely_lacks(value, &keys) => yes_if(!expected),
            () => Answer::Unknown,
        };
    }
    // What an element refers to is told by where it was written down, not by what constants it may be.
    if !matches!(condition.test, Test::Refers(_))
        && let Some(held) = values.held(value, &condition.port.steps)
    {
        return held.iter().map(|constants| test_held(&condition.test, constants)).max().unwrap_or(Answer::No);
    }
    let told = match values.elements(value, &condition.port.steps) {
        // Of several elements one that passes is enough.
        Some(elements) => {
            elements.into_iter().map(|element| test(values, &condition.test, element)).max().unwrap_or(Answer::No)
        }
        None => Answer::Unknown,
    };
    match &condition.test {
        Test::Matches(pattern) if told == Answer::Unknown => {
            // A class that is there for others says nothing in such a place.
            let may = values.may_hold(value, &condition.port.steps);
            let mut said = may.iter().filter(|constant| !matches!(constant, Constant::Str(text) if text.is_empty()));
            let passes = |constant: &Constant| matches!(constant, Constant::Str(text) if pattern.is_match(text));
            if said.clone().next().is_some() && said.all(passes) { Answer::Sometimes } else { told }
        }
        _ => told,
    }
}

/// The constant keys of a port whose steps are keys, written in the row or given as arguments.
fn constant_keys<'v>(values: &'v impl Values, port: &Port, given: &Given) -> Option<Vec<Cow<'v, Constant>>> {
    let key = |step: &PortStep| match step {
        PortStep::KeyGiven(position) => values.constant(*given.positional.get(*position as usize)?).map(Cow::Borrowed),
        PortStep::Key(key) => Some(Cow::Owned(Constant::Str(key.as_str().into()))),
        _ => None,
    };
    port.steps.iter().map(key).collect()
}

fn test(values: &impl Values, test: &Test, value: Value) -> Answer {
    match test {
        Test::Refers(names) => refers(values.program(), values.types(value), names),
        _ => test_constant(test, values.constant(value)),
    }
}

/// The test of a value of which only the constant that it is, or may be, is known.
fn test_constant(test: &Test, constant: Option<&Constant>) -> Answer {
    match (test, constant) {
        (Test::Given(expected), _) => yes_if(*expected),
        (Test::Constant(expected), constant) => yes_if(constant.is_some() == *expected),
        (_, None) | (Test::Refers(_) | Test::InState(_), _) => Answer::Unknown,
        (Test::OneOf(literals), Some(constant)) => yes_if(literals.iter().any(|literal| equals(literal, constant))),
        (Test::NoneOf(literals), Some(constant)) => yes_if(!literals.iter().any(|literal| equals(literal, constant))),
        (Test::Matches(pattern), Some(Constant::Str(text))) => yes_if(pattern.is_match(text)),
        (Test::Below(least), Some(Constant::Int(number))) => yes_if(number < least),
        (Test::Above(most), Some(Constant::Int(number))) => yes_if(number > most),
        (Test::Matches(_) | Test::Below(_) | Test::Above(_), Some(_)) => Answer::No,
    }
}

/// The test of an element that is one of some constants.
fn test_held(test: &Test, constants: &[Constant]) -> Answer {
    if constants.is_empty() {
        return test_constant(test, None);
    }
    let answers = constants.iter().map(|constant| test_constant(test, Some(constant)));
    let (least, most) =
        answers.fold((Answer::Yes, Answer::No), |(least, most), answer| (least.min(answer), most.max(answer)));
    match (least, most) {
        (Answer::Yes, _) => Answer::Yes,
        (_, Answer::Yes) => Answer::Sometimes,
        (_, most) => most,
    }
}

fn refers(program: &Program<'_>, types: TypeSet, names: &[String]) -> Answer {
    let wanted: Vec<NodeId> = names.iter().filter_map(|name| program.apis.find(name)).collect();
    let one = |ty: Type| match ty {
        Type::Api(node) | Type::ApiInstance(node) => yes_if(descends(program, node, &wanted)),
        Type::Class(class) | Type::Instance(class) => {
            let may = program.modelled_ancestors(class).iter().any(|&node| descends(program, node, &wanted));
            match may {
                true if program.surely_descends(class, &wanted) => Answer::Yes,
                true => Answer::Unknown,
                false => Answer::No,
            }
        }
        _ => Answer::No,
    };
    let least = types.iter().map(one).min();
    let most = types.iter().map(one).max();
    match (least, most) {
        (Some(Answer::Yes), _) => Answer::Yes,
        (Some(_), Some(Answer::No)) => Answer::No,
        _ => Answer::Unknown,
    }
}

/// The argument by which it depends on what stands behind a name whether a row speaks of a call: it may be one of the things
/// that the row leaves out, and may be another.
pub fn doubtful_argument(program: &Program<'_>, function: FuncId, row: &Row, call: Value) -> Option<Value> {
    let mut given: Option<Given> = None;
    row.unless.iter().find_map(|condition| {
        let Test::Refers(names) = &condition.test else { return None };
        let given = given.get_or_insert_with(|| program.given(function, call));
        let &value = base_values(program, given, call, &condition.port).first()?;
        let types = program.types(function, value);
        let is_one = |names: &[String]| refers(program, types, names) == Answer::Unknown;
        (condition.port.steps.is_empty() && !types.is_empty() && is_one(names)).then_some(value)
    })
}

/// Whether a modelled name is one of these or a class below one.
pub fn descends(program: &Program<'_>, node: NodeId, wanted: &[NodeId]) -> bool {
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

impl Program<'_> {
    /// The values that go into a call of a function.
    pub fn given(&self, id: FuncId, call: Value) -> Given {
        let function = self.function(id);
        match function.op(call) {
            Op::Call(callee, args) => {
                let receiver = match callee {
                    Callee::Method(receiver, _) | Callee::Super(receiver, _) => Some(receiver),
                    Callee::Value(_) => None,
                };
                Given::new(receiver, function.pools.args(args))
            }
            _ => Given::default(),
        }
    }
}
