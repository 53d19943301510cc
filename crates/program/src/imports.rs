//! Which modules a module can reach by imports: a receiver of unknown type is rarely of a class that the module could
//! not even name.

use std::sync::OnceLock;

use contained::Step;
use ir::{BindingTarget, Op, Symbol};

use crate::{ModuleId, Program, Type};

/// The import graph, and its closure where it was asked for.
pub(crate) struct Imports {
    direct: Vec<Vec<ModuleId>>,
    reached: Vec<OnceLock<Box<[u64]>>>,
}

impl Imports {
    pub(crate) fn new(program: &Program<'_>) -> Self {
        let direct: Vec<Vec<ModuleId>> =
            (0..program.modules.len()).map(|index| imported(program, ModuleId(index as u32))).collect();
        let reached = direct.iter().map(|_| OnceLock::new()).collect();
        Self { direct, reached }
    }

    /// Whether `to` is `from` or is imported by it, directly or not.
    pub(crate) fn reaches(&self, from: ModuleId, to: ModuleId) -> bool {
        let bits = self.reached[from.index()].get_or_init(|| self.closure(from));
        bits[to.index() / 64] & (1 << (to.index() % 64)) != 0
    }

    fn closure(&self, from: ModuleId) -> Box<[u64]> {
        let mut bits = vec![0_u64; self.direct.len().div_ceil(64)].into_boxed_slice();
        let mut stack = vec![from];
        while let Some(module) = stack.pop() {
            let (word, bit) = (module.index() / 64, 1 << (module.index() % 64));
            if bits[word] & bit == 0 {
                bits[word] |= bit;
                stack.extend(&self.direct[module.index()]);
            }
        }
        bits
    }
}

fn imported(program: &Program<'_>, module: ModuleId) -> Vec<ModuleId> {
    program.at_module(Step::Imports, module);
    let data = program.module(module);
    let mut paths: Vec<Symbol> = data.star_imports.clone();
    paths.extend(data.bindings.iter().filter_map(|binding| match binding.target {
        BindingTarget::Import(path) => Some(path),
        _ => None,
    }));
    for function in &data.functions {
        paths.extend(function.ops.iter().filter_map(|op| if let Op::Import(path) = op { Some(*path) } else { None }));
    }
    paths.sort_unstable();
    paths.dedup();
    let mut modules = Vec::new();
    for path in paths {
        for ty in program.resolve_path(path).types.iter() {
            modules.extend(match ty {
                Type::Module(found) => Some(found),
                Type::Function(function) => Some(program.module_of(function)),
                Type::Class(class) => Some(program.module_of_class(class)),
                _ => None,
            });
        }
        modules.extend(program.resolve_path(path).computed.map(|(module, _)| module));
    }
    modules.sort_unstable();
    modules.dedup();
    modules
}
