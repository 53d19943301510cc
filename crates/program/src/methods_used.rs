//! What a value of unknown type is asked for, and whether that tells its class.
//!
//! Takes a function; gives, for each of its values, the names of the methods that are called on it, in the function itself and
//! in those around it that it has the value from. One rare name may be anybody's; several that one class alone has
//! describe that class.

use ir::{Callee, Op, Symbol, Value};
use rustc_hash::FxHashMap;

use crate::{FuncId, Program};

/// How many rare names of one class tell that it is the class.
const TELLING: usize = 3;

/// How many functions around a closure are looked at.
const MAX_AROUND: usize = 3;

/// Functions with more operations than this are not looked at.
const MAX_OPERATIONS: usize = 4_096;

/// The names that the values of a function are asked for.
pub(crate) struct MethodsUsed {
    id: FuncId,
    names: FxHashMap<(FuncId, Value), Vec<Symbol>>,
    /// Where a value comes from that a closure has brought along.
    from: FxHashMap<(FuncId, Value), (FuncId, Value)>,
}

impl MethodsUsed {
    pub(crate) fn of(program: &Program<'_>, id: FuncId) -> Self {
        let mut asked = Self { id, names: FxHashMap::default(), from: FxHashMap::default() };
        let mut at = id;
        asked.read(program, at);
        for _ in 0..MAX_AROUND {
            let Some(parent) = program.function(at).parent else { break };
            let around = program.function_id(program.module_of(at), parent);
            if program.function(at).captures.is_empty() || program.function(around).ops.len() > MAX_OPERATIONS {
                break;
            }
            asked.read(program, around);
            asked.connect(program, at, around);
            at = around;
        }
        asked
    }

    fn read(&mut self, program: &Program<'_>, id: FuncId) {
        let function = program.function(id);
        if function.ops.len() > MAX_OPERATIONS {
            return;
        }
        for op in &function.ops {
            if let Op::Call(Callee::Method(receiver, name), _) = *op {
                let names = self.names.entry((id, function.original(receiver))).or_default();
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
    }

    fn connect(&mut self, program: &Program<'_>, inner: FuncId, around: FuncId) {
        let (function, outside) = (program.function(inner), program.function(around));
        let module = program.module_of(inner);
        let brought = outside.ops.iter().find_map(|op| match *op {
            Op::Closure { function, captures, .. } if program.function_id(module, function) == inner => Some(captures),
            _ => None,
        });
        let Some(brought) = brought else { return };
        let brought = outside.values(brought);
        for (value, op) in function.ops.iter().enumerate() {
            if let Op::Capture(index) = *op
                && let Some(&outer) = brought.get(index as usize)
            {
                self.from.insert((inner, Value(value as u32)), (around, outside.original(outer)));
            }
        }
    }

    /// Whether what a value is asked for tells that it has this very method: several rare names are all its class's.
    pub(crate) fn tell(
        &self,
        program: &Program<'_>,
        rare: &FxHashMap<Symbol, Vec<FuncId>>,
        value: Value,
        method: FuncId,
    ) -> bool {
        let ir::FunctionKind::Method(class) = program.function(method).kind else { return false };
        let class = program.class_id(program.module_of(method), class);
        let has = |name: Symbol| {
            let own = program.method(class, name).map(|(owner, method)| program.method_function(owner, method));
            own.is_some_and(|own| rare.get(&name).is_some_and(|all| all.contains(&own)))
        };
        let mut told: Vec<Symbol> = Vec::new();
        let mut at = Some((self.id, program.function(self.id).original(value)));
        while let Some(place) = at {
            for &name in self.names.get(&place).map_or(&[][..], Vec::as_slice) {
                if !told.contains(&name) && has(name) {
                    told.push(name);
                }
            }
            at = self.from.get(&place).copied();
        }
        told.len() >= TELLING
    }
}
