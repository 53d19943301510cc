//! Collections of constants: names of modules and classes that are bound once to a written-down list, set or map which
//! nobody changes.
//!
//! Takes the program and the constants that names are; gives for such a name the constants that it holds. A collection
//! may be put together from others.

use contained::Step;
use ir::{BinaryOp, Constant, Elem, FunctionKind, Op, SequenceKind, Symbol, UnaryOp, Value};
use knowledge::{Effect, PortBase, StringEffect};
use program::{FuncId, Program, Target, Type};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::changes::may_change;
use crate::constants::{Collection, Constants, Place, Placed};

/// How deep the making of a collection is looked into.
const DEPTH: usize = 4;

/// The collections of constants of all modules and classes.
pub(crate) fn fixed_collections(program: &Program<'_>, constants: &Constants) -> FxHashMap<Place, Collection> {
    let mut known = FxHashMap::default();
    // Those that are written down, and then those that are put together from them.
    for _ in 0..2 {
        let new = gather(program, constants, &known);
        if new.is_empty() {
            break;
        }
        known.extend(unchanged(program, new));
    }
    known
}

/// The names that bodies bind to a collection of constants, those apart that are known already.
fn gather(
    program: &Program<'_>,
    constants: &Constants,
    known: &FxHashMap<Place, Collection>,
) -> FxHashMap<Place, (FuncId, Value, Collection)> {
    let mut found = FxHashMap::default();
    for id in program.functions() {
        program.at_function(Step::Collections, id);
        let function = program.function(id);
        let (module, class) = match function.kind {
            FunctionKind::ModuleBody => (program.module_of(id), None),
            FunctionKind::ClassBody(class) => {
                (program.module_of(id), Some(program.class_id(program.module_of(id), class)))
            }
            _ => continue,
        };
        for op in &function.ops {
            let (place, of) = match (*op, class) {
                (Op::SetGlobal(name, of), None) if program.global_definition(module, name).is_some() => {
                    (Place::Global(module, name), of)
                }
                (Op::Store(_, Elem::Field(name), of), Some(class)) if constants.is_bound_once(class, name) => {
                    (Place::Attribute(class, name), of)
                }
                _ => continue,
            };
            if !known.contains_key(&place)
                && let Some(collection) = (Making { program, constants, known, id }).collection(of, 0)
            {
                found.insert(place, (id, of, collection));
            }
        }
    }
    found
}

/// How a body makes a collection.
struct Making<'a, 'k> {
    program: &'a Program<'k>,
    constants: &'a Constants,
    known: &'a FxHashMap<Place, Collection>,
    id: FuncId,
}

impl Making<'_, '_> {
    fn place(&self, value: Value) -> Option<Place> {
        let program = self.program;
        let variable = match program.function(self.id).op(value) {
            Op::Global(name) => program.global_variable(program.module_of(self.id), name),
            Op::Import(path) => program.imported_variable(path),
            _ => None,
        };
        variable.map(|(module, name)| Place::Global(module, name))
    }

    fn constant(&self, value: Value) -> Option<Constant> {
        let function = self.program.function(self.id);
        let value = function.original(value);
        match function.op(value) {
            Op::Const(id) => Some(self.program.module(self.program.module_of(self.id)).constants.get(id).clone()),
            Op::Unary(operator, of) => crate::fold::unary(operator, &self.constant_literal(of)?),
            _ => match self.place(value)? {
                Place::Global(module, name) => self.constants.global(self.program, module, name).cloned(),
                Place::Attribute(..) => None,
            },
        }
    }

    fn constant_literal(&self, value: Value) -> Option<Constant> {
        match self.program.function(self.id).op(value) {
            Op::Const(id) => Some(self.program.module(self.program.module_of(self.id)).constants.get(id).clone()),
            _ => None,
        }
    }

    /// What a value holds, when that is constants alone.
    fn collection(&self, value: Value, depth: usize) -> Option<Collection> {
        if depth > DEPTH {
            return None;
        }
        let function = self.program.function(self.id);
        let value = function.original(value);
        let mut made = Collection { is_listed: true, ..Collection::default() };
        match function.op(value) {
            Op::Sequence(kind, list) if kind != SequenceKind::Generator && list.len > 0 => {
                let mut is_placed = kind != SequenceKind::Set;
                for &operand in function.values(list) {
                    match function.op(operand) {
                        Op::Unary(UnaryOp::Spread, of) => {
                            is_placed = false;
                            made.add_all(self.part(of, depth)?);
                        }
                        _ => made.add(self.constant(operand)?),
                    }
                }
                if is_placed {
                    made.placed = Placed::InOrder;
                }
            }
            Op::Map(list) => {
                made.has_constant_values = true;
                let mut values = Some(Vec::new());
                for pair in function.values(list).chunks_exact(2) {
                    if let Op::Unary(UnaryOp::Spread, of) = function.op(pair[0]) {
                        let part = self.part(of, depth)?;
                        made.has_constant_values &= part.has_constant_values;
                        made.add_all(part);
                        values = None;
                        continue;
                    }
                    made.add(self.constant(pair[0])?);
                    let value = self.constant(pair[1]);
                    made.has_constant_values &= value.is_some();
                    values = values.zip(value).map(|(mut values, value)| {
                        values.push(value);
                        values
                    });
                }
                made.placed = values.map_or(Placed::Unknown, Placed::UnderKeys);
            }
            Op::Binary(BinaryOp::Add | BinaryOp::BitOr, left, right) => {
                made.add_all(self.part(left, depth)?);
                made.add_all(self.part(right, depth)?);
            }
            Op::Call(_, args) => match function.pools.args(args) {
                [only] if hands_on(self.program, self.id, value) => made.add_all(self.part(only.value, depth)?),
                _ => return None,
            },
            _ => return None,
        }
        Some(made)
    }

    /// What a part of a collection holds: another one that has a name, or one that is written there.
    fn part(&self, value: Value, depth: usize) -> Option<Collection> {
        if let Some(place) = self.place(value) {
            return self.known.get(&place).cloned();
        }
        // It may have a name in the body as well, by which it is changed there.
        let value = self.program.function(self.id).original(value);
        if may_change(self.program, self.id, value, true) {
            return None;
        }
        self.collection(value, depth + 1)
    }
}

/// Whether a call makes a collection of the elements of its first argument, says a model.
pub(crate) fn hands_on(program: &Program<'_>, id: FuncId, call: Value) -> bool {
    let targets = program.call(id, call).map(|site| site.targets.as_slice()).unwrap_or_default();
    let is_same = |target: &Target| match target {
        Target::Api(node) => program.apis.api(*node).rows.iter().any(|&row| match &program.apis.row(row).effect {
            Effect::Pass { from, to, string: StringEffect::Same, .. } => {
                let is_whole = |port: &knowledge::Port| {
                    matches!(port.base, PortBase::Argument(Some(0), _)) && port.steps.is_empty()
                };
                from.iter().all(is_whole) && to.base == PortBase::Return && to.steps.is_empty()
            }
            _ => false,
        }),
        _ => false,
    };
    !targets.is_empty() && targets.iter().all(is_same)
}

/// Those that nobody changes.
fn unchanged(
    program: &Program<'_>,
    mut found: FxHashMap<Place, (FuncId, Value, Collection)>,
) -> FxHashMap<Place, Collection> {
    found.retain(|_, (id, value, _)| !may_change(program, *id, *value, true));
    let global = |place: &Place| if let Place::Global(_, name) = place { Some(*name) } else { None };
    let attribute = |place: &Place| if let Place::Attribute(_, name) = place { Some(*name) } else { None };
    let globals: FxHashSet<Symbol> = found.keys().filter_map(global).collect();
    let attributes: FxHashSet<Symbol> = found.keys().filter_map(attribute).collect();
    let mut changed: FxHashSet<Symbol> = FxHashSet::default();
    for id in program.functions() {
        let function = program.function(id);
        for (index, op) in function.ops.iter().enumerate() {
            let value = Value(index as u32);
            let read = match *op {
                Op::Global(name) => {
                    // It may be imported under another name.
                    let variable = program.global_variable(program.module_of(id), name);
                    variable.filter(|(_, name)| globals.contains(name))
                }
                Op::Import(path) => program.imported_variable(path),
                Op::Load(base, Elem::Field(name)) => {
                    // Whoever reads an attribute of that name may read that of any class.
                    if attributes.contains(&name) && !changed.contains(&name) && may_change(program, id, value, true) {
                        changed.insert(name);
                    }
                    let of_module = |ty| match ty {
                        Type::Module(module) => program.module_variable(module, name),
                        _ => None,
                    };
                    globals.contains(&name).then(|| program.types(id, base).iter().find_map(of_module)).flatten()
                }
                _ => None,
            };
            let place = read.map(|(module, name)| Place::Global(module, name));
            if let Some(place) = place.filter(|place| found.contains_key(place))
                && may_change(program, id, value, true)
            {
                found.remove(&place);
            }
        }
    }
    let stays = |place: &Place| !matches!(place, Place::Attribute(_, name) if changed.contains(name));
    found.into_iter().filter(|(place, _)| stays(place)).map(|(place, (.., collection))| (place, collection)).collect()
}
