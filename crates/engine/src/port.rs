//! Ports as places: which value of a call, and which part of it.

use ir::{Constant, Value};
use knowledge::{Port, PortStep};
use program::{Given, Program, base_values};

use crate::key::key_hash;
use crate::path::{Part, Path};

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
    let values = base_values(program, given, result, port);
    values.into_iter().map(|value| (value, path)).collect()
}

/// The part of a port's path that leads through data.
pub(crate) fn data_path(
    program: &Program<'_>,
    given: &Given,
    port: &Port,
    key_of: &dyn Fn(Value) -> Option<u64>,
) -> Path {
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
                path.then(key.map_or(Part::Computed, Part::Key))
            }
            PortStep::Element => path.then(Part::Any),
            PortStep::Keys => path.then(Part::Keys),
            PortStep::Each => path.then(Part::Each),
            PortStep::Fields | PortStep::Parameter(_) | PortStep::Result => break,
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
