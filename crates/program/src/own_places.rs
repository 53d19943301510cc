//! Places of the program's own: paths that are made of the place at which the program's text lies.
//!
//! Takes a value; tells whether it is made of such a place and of constants alone, through calls of libraries, module-level
//! names and the parameters that all callers fill so. What a function that also asks the network for something finds there
//! may come from outside. It is asked for single values, where a row wants to know.

use ir::{Callee, Elem, Op, ParamKind, Value};
use knowledge::{Effect, KindSet};

use crate::condition::Given;
use crate::{FuncId, Program, Target, Type};

/// How many operations are looked through for what a path is made of.
const OPERATIONS: usize = 64;
/// How many callers may fill a parameter that is looked through.
const CALLERS: usize = 8;
/// How many parameters are looked through, one behind the other.
const PARAMETERS: usize = 3;

impl Program<'_> {
    /// Whether a value is a place of the program's own, or what a library finds there. It is none in or behind a function
    /// that `is_entry`, or that gives something to a sink of one of the kinds of addresses.
    pub fn is_own_place(
        &self,
        (function, value): (FuncId, Value),
        addresses: KindSet,
        is_entry: &dyn Fn(FuncId) -> bool,
    ) -> bool {
        let mut walk = Walk { program: self, seen: Vec::new(), parameters: 0, has_place: false };
        let mut pending = vec![(function, value)];
        while let Some((function, value)) = pending.pop() {
            if walk.seen.contains(&(function, value)) {
                continue;
            }
            walk.seen.push((function, value));
            if walk.seen.len() > OPERATIONS || walk.look_through(function, value, &mut pending).is_none() {
                return false;
            }
        }
        walk.has_place
            && !walk.seen.iter().any(|&(function, _)| is_entry(function) || self.asks_network(function, addresses))
    }

    /// Whether a function itself gives an address to a library that asks there.
    fn asks_network(&self, function: FuncId, addresses: KindSet) -> bool {
        let asks = |node| {
            self.apis.api(node).rows.iter().any(|&row| match &self.apis.row(row).effect {
                Effect::Sink { kind, .. } => addresses.contains(*kind),
                _ => false,
            })
        };
        let targets = self.calls(function).iter().flat_map(|call| &call.targets);
        targets.into_iter().any(|target| matches!(target, Target::Api(node) if asks(*node)))
    }
}

/// What has been looked through.
struct Walk<'p, 'k> {
    program: &'p Program<'k>,
    seen: Vec<(FuncId, Value)>,
    parameters: usize,
    has_place: bool,
}

impl Walk<'_, '_> {
    /// Adds what a value is made of. Nothing when it may be made of something else.
    fn look_through(&mut self, id: FuncId, value: Value, pending: &mut Vec<(FuncId, Value)>) -> Option<()> {
        let program = self.program;
        let function = program.function(id);
        match function.op(value) {
            Op::Const(_) | Op::Undefined => {}
            Op::Copy(of) | Op::Next(of) | Op::Enter(of, _) | Op::Await(of) => pending.push((id, of)),
            Op::Phi(list) | Op::Sequence(_, list) | Op::Template(list) => {
                pending.extend(function.values(list).iter().map(|&of| (id, of)));
            }
            Op::Binary(_, left, right) => pending.extend([(id, left), (id, right)]),
            Op::Load(base, Elem::Field(name)) => match program.types(id, base).iter().next() {
                Some(Type::Module(module)) => pending.push(program.defined(module, name)?),
                Some(Type::Namespace(_)) | None => return None,
                Some(_) => pending.push((id, base)),
            },
            Op::Load(base, Elem::Item(_) | Elem::Any) => pending.push((id, base)),
            Op::Global(name) if program.text(name) == program.language().unseen.file => self.has_place = true,
            Op::Global(name) => {
                let variable = program.global_variable(program.module_of(id), name);
                match variable {
                    Some((module, name)) => pending.push(program.defined(module, name)?),
                    // A module or class of a library, of which something is read or called.
                    None if program.types(id, value).iter().all(|ty| matches!(ty, Type::Api(_))) => {}
                    None => return None,
                }
            }
            Op::Import(path) => {
                if let Some((module, name)) = program.imported_variable(path) {
                    pending.push(program.defined(module, name)?);
                } else if !program.types(id, value).iter().all(|ty| matches!(ty, Type::Api(_))) {
                    return None;
                }
            }
            Op::Call(callee, _) => {
                let site = program.call(id, value)?;
                if site.targets.is_empty() || !site.targets.iter().all(|target| matches!(target, Target::Api(_))) {
                    return None;
                }
                let given = program.given(id, value);
                if let Callee::Value(called) = callee {
                    pending.push((id, called));
                }
                pending.extend(given.receiver.into_iter().chain(given.arguments()).map(|of| (id, of)));
            }
            Op::Param(index) => {
                self.parameters += 1;
                let param = function.params.get(index as usize)?;
                if self.parameters > PARAMETERS || matches!(param.kind, ParamKind::Rest | ParamKind::RestNamed) {
                    return None;
                }
                pending.extend(program.fillers(id, index as usize)?);
            }
            _ => return None,
        }
        Some(())
    }
}

impl Program<'_> {
    /// The one place that binds a module-level name.
    fn defined(&self, module: crate::ModuleId, name: ir::Symbol) -> Option<(FuncId, Value)> {
        let value = (*self.tables.definitions.get(&(module, name))?)?;
        let Op::SetGlobal(_, bound) = self.module(module).functions.first()?.op(value) else { return None };
        Some((self.function_id(module, ir::FunctionId(0)), bound))
    }

    /// What all callers give for a parameter; nothing when that is not known of all, or when there are too many.
    fn fillers(&self, function: FuncId, index: usize) -> Option<Vec<(FuncId, Value)>> {
        let name = self.function(function).params.get(index)?.name;
        let mut found = Vec::new();
        for caller in self.functions() {
            for site in self.calls(caller) {
                let runs = |target: &Target| match *target {
                    Target::Function { function: run, bound } if run == function => Some(usize::from(bound)),
                    Target::Construct { constructor: Some(run), .. } if run == function => Some(1),
                    _ => None,
                };
                let Some(shift) = site.targets.iter().find_map(runs) else { continue };
                let given = self.given(caller, site.value);
                found.push((caller, argument(&given, index.checked_sub(shift)?, name)?));
                if found.len() > CALLERS {
                    return None;
                }
            }
        }
        (!found.is_empty()).then_some(found)
    }
}

/// The argument at a position or of a name.
fn argument(given: &Given, position: usize, name: ir::Symbol) -> Option<Value> {
    let named = || given.named.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    given.positional.get(position).copied().or_else(named)
}
