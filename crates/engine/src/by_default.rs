//! Uses that a call is where whoever calls the function around it leaves a parameter out.
//!
//! Takes functions with parameters that have constant defaults; gives the uses that calls in them are by rows which hold with
//! these, and not without. What is known only beside that is what is written down: nothing is interpreted.

use ir::{Constant, Op, Value};
use knowledge::{Effect, KindId, Port, PortStep, RowId};
use program::{Answer, FuncId, Given, Program, Target, TypeSet, Values, row_holds};
use rustc_hash::FxHashMap;

use crate::as_written::AsWritten;

/// A use that a call is by a parameter's default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DefaultUse {
    /// The function.
    pub function: FuncId,
    /// The call.
    pub value: Value,
    /// The row that says so.
    pub row: RowId,
    /// The parameter.
    pub param: u32,
}

/// The uses of these kinds that calls are by defaults, in the order of functions.
pub fn default_uses(program: &Program<'_>, kinds: &[KindId]) -> Vec<DefaultUse> {
    let mut found = Vec::new();
    for id in program.functions() {
        let function = program.function(id);
        if !function.params.iter().any(|param| param.has_default) {
            continue;
        }
        let mut defaults: Option<FxHashMap<u32, Constant>> = None;
        for site in program.calls(id) {
            let nodes = site.targets.iter().filter_map(|target| match *target {
                Target::Api(node) => Some(node),
                _ => None,
            });
            for row in nodes.flat_map(|node| program.apis.api(node).rows.iter().copied()) {
                let data = program.apis.row(row);
                let Effect::Use { kind, .. } = &data.effect else { continue };
                if !kinds.contains(kind) || data.when.is_empty() {
                    continue;
                }
                let given = program.given(id, site.value);
                let Some(param) = parameter(program, id, &given) else { break };
                let defaults = defaults.get_or_insert_with(|| constant_defaults(program, id));
                if !defaults.contains_key(&param) {
                    continue;
                }
                let written = AsWritten { program, id };
                let with = WithDefaults { written: AsWritten { program, id }, defaults };
                if row_holds(&with, data, &given, site.value) && !row_holds(&written, data, &given, site.value) {
                    found.push(DefaultUse { function: id, value: site.value, row, param });
                }
            }
        }
    }
    found
}

/// The first argument that is a parameter with a default.
fn parameter(program: &Program<'_>, id: FuncId, given: &Given) -> Option<u32> {
    let function = program.function(id);
    given.arguments().find_map(|value| match function.op(function.original(value)) {
        Op::Param(at) if function.params.get(at as usize).is_some_and(|param| param.has_default) => Some(at),
        _ => None,
    })
}

/// The constants that a function's parameters are when they are not given.
fn constant_defaults(program: &Program<'_>, id: FuncId) -> FxHashMap<u32, Constant> {
    let count = program.function(id).params.len() as u16;
    let default = |at| Some((u32::from(at), crate::interpret::calls::default_constant(program, id, at)?));
    (0..count).filter_map(default).collect()
}

struct WithDefaults<'a, 'k> {
    written: AsWritten<'a, 'k>,
    defaults: &'a FxHashMap<u32, Constant>,
}

impl Values for WithDefaults<'_, '_> {
    fn program(&self) -> &Program<'_> {
        self.written.program
    }

    fn constant(&self, value: Value) -> Option<&Constant> {
        let function = self.written.program.function(self.written.id);
        match function.op(function.original(value)) {
            Op::Param(at) => self.defaults.get(&at),
            _ => self.written.constant(value),
        }
    }

    fn types(&self, value: Value) -> TypeSet {
        self.written.types(value)
    }

    fn is_in_state(&self, given: &Given, value: Value, port: &Port, kind: KindId) -> Answer {
        self.written.is_in_state(given, value, port, kind)
    }

    fn elements(&self, value: Value, steps: &[PortStep]) -> Option<Vec<Value>> {
        self.written.elements(value, steps)
    }
}
