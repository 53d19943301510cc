//! Whether what a call may run is written down as alternatives: definitions of one name, of which the conditions of the
//! code choose one.
//!
//! Takes what is called; tells whether each thing that it may be stands there as such a definition: a function, class or
//! import that a module's own body gives to the name on some way to its end, or that control brings there in a function.
//! Whoever follows all of them assumes nothing, for each is what the program runs under one of the conditions.

use ir::{BlockId, Callee, Elem, Function, FunctionId, Op, Symbol, Terminator, Value};

use crate::{FuncId, ModuleId, Program, Type};

/// How many values and names one call's alternatives are followed through.
const MAX_STEPS: usize = 32;

/// How many blocks of a module's body are looked at for what binds a name again.
const MAX_BLOCKS: usize = 64;

/// What is still to be looked at.
enum Pending {
    Value(FuncId, Value),
    Name(ModuleId, Symbol),
}

impl Program<'_> {
    /// Whether all that a call may run are alternatives.
    pub(crate) fn runs_alternatives(&self, id: FuncId, callee: Callee) -> bool {
        let mut pending = Vec::new();
        match callee {
            Callee::Value(value) => pending.push(Pending::Value(id, value)),
            Callee::Method(receiver, name) => match self.only_module(id, receiver) {
                Some(module) => pending.push(Pending::Name(module, name)),
                None => return false,
            },
            Callee::Super(..) => return false,
        }
        for _ in 0..MAX_STEPS {
            let are_named = match pending.pop() {
                Some(Pending::Value(id, value)) => self.names_alternatives(id, value, &mut pending),
                Some(Pending::Name(module, name)) => self.defines_alternatives(module, name, &mut pending),
                None => return true,
            };
            if !are_named {
                return false;
            }
        }
        false
    }

    fn names_alternatives(&self, id: FuncId, value: Value, pending: &mut Vec<Pending>) -> bool {
        let function = self.function(id);
        let value = function.original(value);
        match function.op(value) {
            Op::Closure { .. } | Op::Class { .. } | Op::Const(_) => true,
            Op::Phi(list) => {
                pending.extend(function.values(list).iter().map(|&value| Pending::Value(id, value)));
                true
            }
            Op::Global(name) => {
                pending.push(Pending::Name(self.module_of(id), name));
                true
            }
            Op::Import(path) => match self.name_in_module(path) {
                Some((module, name)) => {
                    pending.push(Pending::Name(module, name));
                    true
                }
                None => true,
            },
            Op::Load(base, Elem::Field(name)) => match self.only_module(id, base) {
                Some(module) => {
                    pending.push(Pending::Name(module, name));
                    true
                }
                None => false,
            },
            _ => false,
        }
    }

    fn defines_alternatives(&self, module: ModuleId, name: Symbol, pending: &mut Vec<Pending>) -> bool {
        let body = self.function_id(module, FunctionId(0));
        if !self.binds(module, name) {
            let from = self.star_imported(module, name);
            pending.extend(from.map(|from| Pending::Name(from, name)));
            return from.is_some();
        }
        let (function, places) = (self.function(body), self.global_definitions(module, name));
        if places.is_empty() || !places.iter().all(|&place| reaches_end(function, places, place)) {
            return false;
        }
        pending.extend(places.iter().filter_map(|&place| match function.op(place) {
            Op::SetGlobal(_, value) => Some(Pending::Value(body, value)),
            _ => None,
        }));
        true
    }

    /// The module that a value is, when it is that and nothing else.
    fn only_module(&self, id: FuncId, value: Value) -> Option<ModuleId> {
        let types = self.types(id, value);
        let mut types = types.iter();
        match (types.next(), types.next()) {
            (Some(Type::Module(module)), None) => Some(module),
            _ => None,
        }
    }
}

/// Whether control may come from where a module's body binds a name to where it ends, without passing another place that
/// binds it.
fn reaches_end(function: &Function, places: &[Value], place: Value) -> bool {
    let block_of = |value: Value| function.block_of(value).map_or(0, BlockId::index);
    let (Some(last), own) = (places.iter().map(|&place| block_of(place)).max(), block_of(place)) else { return true };
    let binds = |block: usize| places.iter().any(|&other| block_of(other) == block);
    if places.iter().any(|&other| other > place && block_of(other) == own) {
        return false;
    }
    let mut pending: Vec<usize> = after(function, own).map(BlockId::index).collect();
    let mut seen: Vec<usize> = Vec::new();
    while let Some(block) = pending.pop() {
        // Blocks stand in an order in which control goes on, so behind the last place nothing binds the name again.
        if block > last || matches!(function.blocks[block].terminator, Terminator::Return(_)) && !binds(block) {
            return true;
        }
        if binds(block) || seen.contains(&block) {
            continue;
        }
        if seen.len() == MAX_BLOCKS {
            return false;
        }
        seen.push(block);
        pending.extend(after(function, block).map(BlockId::index));
    }
    matches!(function.blocks[own].terminator, Terminator::Return(_))
}

/// Where control goes from a block, exceptions left out.
fn after(function: &Function, block: usize) -> impl Iterator<Item = BlockId> {
    let (first, second) = match function.blocks[block].terminator {
        Terminator::Jump(to) => (Some(to), None),
        Terminator::Branch { then, otherwise, .. } => (Some(then), Some(otherwise)),
        Terminator::Return(_) | Terminator::Raise(_) | Terminator::Unreachable => (None, None),
    };
    first.into_iter().chain(second)
}
