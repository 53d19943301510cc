//! What stands in maps that are written down: one of the function's own, or one that a module binds and nobody changes.
//!
//! Takes a value and a constant key; gives the constants of which what stands there is one, or that surely nothing does.
//! What conditions of rows ask: whether `options={"verify": False}` turns something off.

use ir::{Constant, FunctionId, Op, UnaryOp, Value};
use knowledge::PortStep;
use program::{FuncId, Values};

use crate::interpret::Interpreter;
use crate::key::key_hash;
use crate::path::{Part, Path};

impl Interpreter<'_, '_> {
    /// What stands under the one key that the steps are: one element of constants, or of nothing when they are not known;
    /// no element when nothing stands there. `None` when the value is no such map, or is not known so exactly.
    pub(in crate::interpret) fn held_under(&self, value: Value, steps: &[PortStep]) -> Option<Vec<Vec<Constant>>> {
        let [PortStep::Key(key)] = steps else { return None };
        let key = Constant::Str(key.as_str().into());
        if self.lacks(value, &key) {
            return Some(Vec::new());
        }
        if let Some((body, of)) = self.bound_entry(value, &key) {
            let found = self.cx.program.constant_of(body, of);
            let constant = found.map(|(module, id)| self.cx.program.module(module).constants.get(id).clone());
            return constant.map(|constant| vec![vec![constant]]);
        }
        if !self.is_map(value) {
            return None;
        }
        let known = self.known_at(value, Path::one(Part::Key(key_hash(&key))))?;
        Some(vec![known.to_vec()])
    }

    /// Whether surely nothing stands in a map under a constant key.
    pub(in crate::interpret) fn lacks(&self, value: Value, key: &Constant) -> bool {
        if let Some((body, map)) = self.bound_map(value) {
            return entries(self.cx.program.function(body), map).is_some_and(|entries| {
                let program = self.cx.program;
                entries.iter().all(|(held, _)| {
                    let constant = program.constant_of(body, *held);
                    constant.is_some_and(|(module, id)| program.module(module).constants.get(id) != key)
                })
            });
        }
        let Op::Map(list) = self.function.op(self.original(value)) else { return false };
        self.is_wholly_known(value)
            && self
                .function
                .values(list)
                .chunks_exact(2)
                .all(|pair| self.constant(pair[0]).is_some_and(|held| held != key))
    }

    /// The value that stands under a key of a map that a module binds.
    fn bound_entry(&self, value: Value, key: &Constant) -> Option<(FuncId, Value)> {
        let program = self.cx.program;
        let (body, map) = self.bound_map(value)?;
        let entries = entries(program.function(body), map)?;
        // The last of equal keys is what stands there.
        let (_, of) = entries.into_iter().rev().find(|(held, _)| {
            program.constant_of(body, *held).is_some_and(|(module, id)| program.module(module).constants.get(id) == key)
        })?;
        Some((body, program.function(body).original(of)))
    }

    /// The map that a name of a module is bound to once, and that nobody changes.
    fn bound_map(&self, value: Value) -> Option<(FuncId, Value)> {
        let program = self.cx.program;
        let (module, name) = match self.function.op(self.original(value)) {
            Op::Global(name) => program.global_variable(self.module, name)?,
            Op::Import(path) => program.imported_variable(path)?,
            _ => return None,
        };
        self.cx.constants.global_collection(module, name)?;
        let body = program.function_id(module, FunctionId(0));
        let function = program.function(body);
        let Op::SetGlobal(_, of) = function.op(program.global_definition(module, name)?) else { return None };
        Some((body, function.original(of)))
    }
}

/// The keys and values of a map that is written down without another one in it.
fn entries(function: &ir::Function, map: Value) -> Option<Vec<(Value, Value)>> {
    let Op::Map(list) = function.op(map) else { return None };
    let pairs: Vec<_> = function.values(list).chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
    let is_plain = |pair: &(Value, Value)| !matches!(function.op(pair.0), Op::Unary(UnaryOp::Spread, _));
    pairs.iter().all(is_plain).then_some(pairs)
}
