//! What a call hands to what it runs, part by part.
//!
//! The arguments of a call that stands in the code are values. A function that a library calls is given parts of
//! values: elements of a list, entries of a map, or data that stands in no value at all. Takes a call and what a row
//! says of the callback in it; gives its arguments.

use ir::{Op, Symbol, Value};
use knowledge::{Invocation, Port, PortBase};
use program::{Given, Values};

use crate::fact::Facts;
use crate::interpret::Interpreter;
use crate::interpret::calls::Calling;
use crate::key::{key_hash, position_key};
use crate::path::{Part, Path};

/// A part of a value.
pub(in crate::interpret) type Place = (Value, Path);

/// The arguments of a callback.
#[derive(Clone, Debug, Default)]
pub(in crate::interpret) struct Handed {
    /// What a method is called on.
    pub(in crate::interpret) receiver: Vec<Place>,
    /// By position: the parts of values that may be the argument.
    pub(in crate::interpret) positional: Vec<Vec<Place>>,
    /// By name.
    pub(in crate::interpret) named: Vec<(Symbol, Value)>,
    /// Sequences whose elements come after the positional ones.
    pub(in crate::interpret) spread: Vec<Place>,
    /// Maps whose entries are passed by name.
    pub(in crate::interpret) spread_named: Vec<Place>,
    /// Where in what the call gives the function's result comes out.
    pub(in crate::interpret) made: Path,
    /// Data that stands in no value, by position.
    pub(in crate::interpret) facts: Vec<(u16, Facts)>,
}

impl Handed {
    /// Just data for one position.
    pub(in crate::interpret) fn data(position: u8, facts: Facts) -> Self {
        Self { facts: vec![(u16::from(position), facts)], ..Self::default() }
    }

    /// The parts of values at a port's base.
    pub(in crate::interpret) fn at(&self, interpreter: &Interpreter<'_, '_>, result: Value, port: &Port) -> Vec<Place> {
        let elements = |(value, path): &Place| (*value, path.then(Part::Any));
        match &port.base {
            PortBase::Value | PortBase::Return => vec![(result, Path::EMPTY)],
            PortBase::Receiver => self.receiver.clone(),
            PortBase::Argument(position, name) => {
                self.argument(interpreter, position.map(usize::from), name.as_deref())
            }
            PortBase::AnyArgument => self.all(),
            PortBase::From(first) => {
                let own = self.positional.iter().skip(usize::from(*first)).flatten().copied();
                own.chain(self.spread.iter().map(elements)).collect()
            }
            PortBase::SpreadNamed => self.spread_named.clone(),
        }
    }

    /// Every part that goes in.
    pub(in crate::interpret) fn all(&self) -> Vec<Place> {
        let elements = |(value, path): &Place| (*value, path.then(Part::Any));
        let named = self.named.iter().map(|(_, value)| (*value, Path::EMPTY));
        let spread = self.spread.iter().chain(&self.spread_named).map(elements);
        self.receiver.iter().chain(self.positional.iter().flatten()).copied().chain(named).chain(spread).collect()
    }

    fn argument(&self, interpreter: &Interpreter<'_, '_>, position: Option<usize>, name: Option<&str>) -> Vec<Place> {
        if let Some(at) = position {
            if let Some(own) = self.positional.get(at) {
                return own.clone();
            }
            let key = Part::Key(position_key(at - self.positional.len()));
            let spread = self.spread.iter().map(|(value, path)| (*value, path.then(key)));
            let spread: Vec<Place> = spread.collect();
            if !spread.is_empty() {
                return spread;
            }
        }
        let Some(name) = name else { return Vec::new() };
        let own = self.named.iter().find(|(symbol, _)| interpreter.cx.program.text(*symbol) == name);
        if let Some((_, value)) = own {
            return vec![(*value, Path::EMPTY)];
        }
        let key = Part::Key(key_hash(&ir::Constant::Str(name.into())));
        self.spread_named.iter().map(|(value, path)| (*value, path.then(key))).collect()
    }

    /// The arguments as conditions see them: a part is seen as the value that it is of.
    fn as_values(&self) -> Given {
        let positional = self.positional.iter().map_while(|places| places.first()).map(|(value, _)| *value).collect();
        let of = |(value, _): &Place| *value;
        Given {
            behind: Vec::new(),
            receiver: None,
            positional,
            named: self.named.clone(),
            spread: self.spread.iter().map(of).collect(),
            spread_named: self.spread_named.iter().map(of).collect(),
        }
    }
}

impl<'a> Interpreter<'a, '_> {
    /// What a row says that a callback is called with; `before` is what it gave when it was called before.
    pub(in crate::interpret) fn handed_by(
        &self,
        calling: &Calling<'a>,
        invokes: &Invocation,
        before: &Facts,
    ) -> Handed {
        let result = invokes.result.as_ref().filter(|port| port.base == PortBase::Return);
        let made = result.and_then(|port| self.at(calling, port).first().map(|(_, path)| *path));
        let mut handed = Handed { made: made.unwrap_or(Path::EMPTY), ..Handed::default() };
        for (port, parameter) in &invokes.arguments {
            let at = usize::from(*parameter);
            if handed.positional.len() <= at {
                handed.positional.resize(at + 1, Vec::new());
            }
            if port.base == PortBase::Return {
                handed.facts.push((u16::from(*parameter), before.clone()));
            } else {
                handed.positional[at].extend(self.at(calling, port));
            }
        }
        if let Some(port) = &invokes.spread {
            for (value, path) in self.at(calling, port) {
                match self.operands(value, path) {
                    Some(values) => handed.positional.extend(values.into_iter().map(|of| vec![(of, Path::EMPTY)])),
                    None => handed.spread.push((value, path)),
                }
            }
        }
        if let Some(port) = &invokes.spread_named {
            handed.spread_named.extend(self.at(calling, port));
        }
        if let Some(first) = invokes.further {
            let given = &calling.given;
            let further = given.positional.iter().skip(usize::from(first));
            handed.positional.extend(further.map(|&value| vec![(value, Path::EMPTY)]));
            handed.named.clone_from(&given.named);
            // What stands behind a spread among the arguments before is not told from it.
            handed.spread.extend(given.spread.iter().map(|&value| (value, Path::EMPTY)));
            handed.spread_named.extend(given.spread_named.iter().map(|&value| (value, Path::EMPTY)));
        }
        handed
    }

    /// The operands of a literal sequence that has not changed.
    fn operands(&self, value: Value, path: Path) -> Option<Vec<Value>> {
        if !path.is_empty() {
            return None;
        }
        let Op::Sequence(_, list) = self.function.op(self.original(value)) else { return None };
        let operands = self.elements(value, &[knowledge::PortStep::Element])?;
        let spread = |value: &Value| matches!(self.function.op(*value), Op::Unary(ir::UnaryOp::Spread, _));
        (operands.len() == list.len as usize && !operands.iter().any(spread)).then_some(operands)
    }
}

impl<'a> Calling<'a> {
    /// A call of what a library is given, with these arguments.
    pub(in crate::interpret) fn back(&self, callback: Value, handed: &Handed) -> Calling<'a> {
        let mut inner = Calling::new(self.value, handed.as_values());
        inner.function_value = Some(callback);
        inner.edge = self.edge;
        inner.handed = Some(handed.clone());
        inner
    }
}
