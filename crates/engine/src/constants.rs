//! Constants of modules and classes: names that are bound once, to a constant or to a written-down collection that
//! nobody changes.
//!
//! Takes the program, and what the bodies of modules and classes bind; gives what is surely known of such names wherever
//! they are read.

use ir::{Constant, Elem, FunctionKind, Op, SequenceKind, Symbol, UnaryOp, Value};
use knowledge::{Effect, PortBase};
use program::{ClassRef, FuncId, ModuleId, Program, Target, Type};
use rustc_hash::{FxHashMap, FxHashSet};

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
    /// Attributes that are written outside of class bodies.
    written: FxHashSet<Symbol>,
    /// Module-level names of collections of constants that nobody changes.
    collections: FxHashSet<(ModuleId, Symbol)>,
}

impl Constants {
    /// Constants of which no value is known yet.
    pub(crate) fn new(program: &Program<'_>) -> Self {
        Self {
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
        let of = |class: &ClassRef| self.values.get(&Place::Attribute(*class, name));
        let overridden = |below: &ClassRef| program.is_class_attribute(*below, name) && of(below).is_some();
        let first = program.ancestors(class).iter().find(|&&owner| binds(program, owner, name))?;
        let constant = of(first)?;
        let below = program.subclasses(class);
        (!below.iter().any(|below| binds(program, *below, name) && (!overridden(below) || of(below) != Some(constant))))
            .then_some(constant)
    }

    /// Whether a module-level name is a written-down collection of constants that nobody changes.
    pub(crate) fn is_fixed_collection(&self, module: ModuleId, name: Symbol) -> bool {
        self.collections.contains(&(module, name))
    }
}

/// Whether a class body binds the name.
fn binds(program: &Program<'_>, class: ClassRef, name: Symbol) -> bool {
    let body = program.function_id(program.module_of_class(class), program.class(class).body);
    program.function(body).ops.iter().any(|op| matches!(op, Op::Store(_, Elem::Field(field), _) if *field == name))
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

/// Whether a function may change the collection that a value is: by a write, by a method that changes its receiver, or,
/// when `deep`, by handing it to a function of the program that does.
fn may_change(program: &Program<'_>, id: FuncId, value: Value, deep: bool) -> bool {
    let function = program.function(id);
    function.ops.iter().enumerate().any(|(index, op)| match *op {
        Op::Store(base, ..) | Op::Delete(base, _) => base == value,
        Op::Call(callee, args) => {
            let call = Value(index as u32);
            let targets = program.call(id, call).map(|site| site.targets.as_slice()).unwrap_or_default();
            if matches!(callee, ir::Callee::Method(receiver, _) if receiver == value) {
                return targets.is_empty() || targets.iter().any(|target| changes_receiver(program, *target));
            }
            deep && function.pools.args(args).iter().enumerate().any(|(at, arg)| {
                arg.value == value && targets.iter().any(|target| changes_argument(program, *target, at))
            })
        }
        Op::Phi(list) => function.values(list).contains(&value),
        _ => false,
    })
}

fn changes_receiver(program: &Program<'_>, target: Target) -> bool {
    let Target::Api(node) = target else { return true };
    program.apis.api(node).rows.iter().any(|&row| match &program.apis.row(row).effect {
        Effect::Sequence { .. } => true,
        Effect::Pass { to, .. } | Effect::Sanitizer { to, .. } => to.base == PortBase::Receiver,
        _ => false,
    })
}

fn changes_argument(program: &Program<'_>, target: Target, at: usize) -> bool {
    let Target::Function { function, bound } = target else { return false };
    let param = at + usize::from(bound);
    let data = program.function(function);
    data.ops.iter().enumerate().any(|(index, op)| {
        matches!(op, Op::Param(number) if *number as usize == param)
            && may_change(program, function, Value(index as u32), false)
    })
}

/// Whether a function does nothing with a parameter but read it: it looks at elements, compares, iterates, and calls
/// what models know to change nothing.
pub(crate) fn only_reads(program: &Program<'_>, id: FuncId, param: usize) -> bool {
    let function = program.function(id);
    let params: Vec<Value> = (0..function.ops.len() as u32)
        .map(Value)
        .filter(|value| matches!(function.op(*value), Op::Param(number) if number as usize == param))
        .collect();
    let is_param = |value: Value| params.contains(&value);
    let returned = function
        .blocks
        .iter()
        .any(|block| matches!(block.terminator, ir::Terminator::Return(value) if is_param(value)));
    !returned
        && function.ops.iter().enumerate().all(|(index, op)| {
            let mut uses = false;
            op.for_each_operand(&function.pools, |operand| uses |= is_param(operand));
            if !uses {
                return true;
            }
            match *op {
                Op::Load(base, _) => is_param(base),
                Op::Compare(..) | Op::Next(_) | Op::HasNext(_) | Op::TypeTest(..) | Op::Template(_) => true,
                Op::Unary(operator, _) => operator != UnaryOp::Spread,
                Op::Call(callee, _) => {
                    let site = program.call(id, Value(index as u32));
                    let targets = site.map(|site| site.targets.as_slice()).unwrap_or_default();
                    let is_receiver = matches!(callee, ir::Callee::Method(receiver, _) if is_param(receiver));
                    !targets.is_empty()
                        && targets.iter().all(|target| {
                            matches!(target, Target::Api(_)) && !(is_receiver && changes_receiver(program, *target))
                        })
                }
                _ => false,
            }
        })
}
