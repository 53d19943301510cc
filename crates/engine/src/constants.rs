//! Constants of modules and classes: names that are bound once, to a constant or to a written-down collection that
//! nobody changes.
//!
//! Takes the program, and what the bodies of modules and classes bind; gives what is surely known of such names wherever
//! they are read.

use ir::{Constant, Elem, FunctionKind, Op, SequenceKind, Symbol, UnaryOp, Value};
use program::{ClassRef, ModuleId, Program, Type};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::changes::may_change;

/// A name that a body binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Place {
    /// A module-level name.
    Global(ModuleId, Symbol),
    /// A name in a class body.
    Attribute(ClassRef, Symbol),
}

/// What is surely known of names of modules and classes.
#[derive(Default)]
pub(crate) struct Constants {
    values: FxHashMap<Place, Constant>,
    /// The names that class bodies bind.
    bound: FxHashSet<(ClassRef, Symbol)>,
    /// Attributes that are written outside of class bodies.
    written: FxHashSet<Symbol>,
    /// Module-level names of collections of constants that nobody changes.
    collections: FxHashSet<(ModuleId, Symbol)>,
}

impl Constants {
    /// Constants of which no value is known yet.
    pub(crate) fn new(program: &Program<'_>) -> Self {
        Self {
            bound: bound_in_bodies(program),
            written: written_attributes(program),
            collections: fixed_collections(program),
            values: FxHashMap::default(),
        }
    }

    /// Takes what bodies bind. What is bound twice is no constant.
    pub(crate) fn bind(&mut self, bound: impl Iterator<Item = (Place, Option<Constant>)>) {
        let mut values: FxHashMap<Place, Option<Constant>> = FxHashMap::default();
        for (place, constant) in bound {
            values.entry(place).and_modify(|known| *known = None).or_insert(constant);
        }
        self.values = values.into_iter().filter_map(|(place, constant)| Some((place, constant?))).collect();
    }

    /// The constant that a module-level name always is.
    pub(crate) fn global(&self, program: &Program<'_>, module: ModuleId, name: Symbol) -> Option<&Constant> {
        program.global_definition(module, name)?;
        self.values.get(&Place::Global(module, name))
    }

    /// The constant that an attribute of a class, or of its instances, always is.
    pub(crate) fn attribute(&self, program: &Program<'_>, class: ClassRef, name: Symbol) -> Option<&Constant> {
        if self.written.contains(&name) {
            return None;
        }
        let binds = |class: &&ClassRef| self.bound.contains(&(**class, name));
        let of = |class: &ClassRef| self.values.get(&Place::Attribute(*class, name));
        let constant = of(program.ancestors(class).iter().find(binds)?)?;
        let is_same = |below: &ClassRef| of(below) == Some(constant);
        program.subclasses(class).iter().filter(binds).all(is_same).then_some(constant)
    }

    /// Whether a module-level name is a written-down collection of constants that nobody changes.
    pub(crate) fn is_fixed_collection(&self, module: ModuleId, name: Symbol) -> bool {
        self.collections.contains(&(module, name))
    }
}

fn bound_in_bodies(program: &Program<'_>) -> FxHashSet<(ClassRef, Symbol)> {
    let mut bound = FxHashSet::default();
    for class in program.classes() {
        let body = program.function_id(program.module_of_class(class), program.class(class).body);
        let fields = program.function(body).ops.iter().filter_map(|op| match op {
            Op::Store(_, Elem::Field(name), _) => Some((class, *name)),
            _ => None,
        });
        bound.extend(fields);
    }
    bound
}

fn written_attributes(program: &Program<'_>) -> FxHashSet<Symbol> {
    let mut written = FxHashSet::default();
    for id in program.functions() {
        let function = program.function(id);
        if matches!(function.kind, FunctionKind::ClassBody(_)) {
            continue;
        }
        for op in &function.ops {
            if let Op::Store(_, Elem::Field(name), _) | Op::Delete(_, Elem::Field(name)) = op {
                written.insert(*name);
            }
        }
    }
    written
}

/// Whether an operation makes a collection of constants; of a map, the keys count.
pub(crate) fn is_of_constants(function: &ir::Function, value: Value) -> bool {
    let constant = |value: &Value| matches!(function.op(*value), Op::Const(_) | Op::Unary(UnaryOp::Minus, _));
    match function.op(value) {
        Op::Sequence(kind, list) => {
            let operands = function.values(list);
            kind != SequenceKind::Generator && !operands.is_empty() && operands.iter().all(constant)
        }
        Op::Map(list) => function.values(list).chunks(2).all(|pair| constant(&pair[0])),
        // A call with one collection of constants (`frozenset([...])`).
        Op::Call(_, args) => match function.pools.args(args) {
            [only] => matches!(function.op(only.value), Op::Sequence(..)) && is_of_constants(function, only.value),
            _ => false,
        },
        _ => false,
    }
}

fn fixed_collections(program: &Program<'_>) -> FxHashSet<(ModuleId, Symbol)> {
    let mut fixed: FxHashSet<(ModuleId, Symbol)> = FxHashSet::default();
    let mut names: FxHashSet<Symbol> = FxHashSet::default();
    for id in program.functions() {
        let function = program.function(id);
        if function.kind != FunctionKind::ModuleBody {
            continue;
        }
        let module = program.module_of(id);
        for op in &function.ops {
            if let Op::SetGlobal(name, of) = *op
                && program.global_definition(module, name).is_some()
                && is_of_constants(function, of)
            {
                fixed.insert((module, name));
                names.insert(name);
            }
        }
    }
    if fixed.is_empty() {
        return fixed;
    }
    for id in program.functions() {
        let function = program.function(id);
        for (index, op) in function.ops.iter().enumerate() {
            let value = Value(index as u32);
            let read = match *op {
                Op::Global(name) if names.contains(&name) => program.global_variable(program.module_of(id), name),
                Op::Global(name) => {
                    // Imported under another name.
                    let variable = program.global_variable(program.module_of(id), name);
                    variable.filter(|(_, name)| names.contains(name))
                }
                Op::Import(path) => program.imported_variable(path),
                Op::Load(base, Elem::Field(name)) if names.contains(&name) => {
                    program.types(id, base).iter().find_map(|ty| match ty {
                        Type::Module(module) => program.module_variable(module, name),
                        _ => None,
                    })
                }
                _ => None,
            };
            if let Some(variable) = read
                && fixed.contains(&variable)
                && may_change(program, id, value, true)
            {
                fixed.remove(&variable);
            }
        }
        // In the module's own body the value is used as it is.
        if function.kind == FunctionKind::ModuleBody {
            for op in &function.ops {
                if let Op::SetGlobal(name, of) = *op
                    && fixed.contains(&(program.module_of(id), name))
                    && may_change(program, id, of, true)
                {
                    fixed.remove(&(program.module_of(id), name));
                }
            }
        }
    }
    fixed
}
