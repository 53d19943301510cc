//! Rounds of type inference over the whole program.
//!
//! In a round every function is read with the tables of the round before, in parallel, unless nothing has changed that it
//! asked for when it was read last; what it adds is joined in canonical order. So the result depends neither on threads nor on the order of files. The number of rounds is
//! fixed: what is not known after them stays unknown.

use contained::{Step, contained};
use ir::{Callee, FunctionKind, Op, ParamKind, Symbol, Value};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::dependencies::{Changed, Dependencies, Dependency, taken_down};
use crate::entering::{Entered, LAST_CHANCE};
use crate::inferred::Inferred;
use crate::known_by_use::{KnownByUse, Telling};
use crate::tables::{Additions, Slot};
use crate::transfer::Transfer;
use crate::{FuncId, ModuleId, Program, Type, TypeSet};

/// How many rounds.
const ROUNDS: usize = 4;

/// The first round in which a value of which nothing is known is taken for what is used of it tells: by then, what
/// parameters are given is known.
const BELIEVING_ROUND: usize = 2;

pub(crate) fn infer(program: &mut Program<'_>) {
    seed(program);
    let functions: Vec<FuncId> = program.functions().collect();
    // What the functions have said that were read last; those are read again of which something has changed.
    let mut known: Vec<Option<Read>> = Vec::new();
    known.resize_with(functions.len(), || None);
    let mut changed = Changed::default();
    for round in 0..ROUNDS {
        program.tables.round = round;
        program.tables.believes_use = round >= BELIEVING_ROUND;
        if round == BELIEVING_ROUND {
            for id in functions.iter().filter(|id| program.tables.known_by_use.contains_key(id)) {
                known[id.index()] = None;
            }
        }
        let outcomes = read_again(program, &functions, &known, &changed);
        changed = Changed::default();
        let mut is_changed = false;
        for (id, read) in outcomes {
            program.at_function(Step::Joined, id);
            let Some((read, Learned { additions, entering, taking_over })) = read else {
                program.failures.push(id);
                known[id.index()] = None;
                continue;
            };
            known[id.index()] = Some(read);
            for (slot, types) in additions {
                if program.tables.slots.entry(slot).or_default().join(&types) {
                    changed.add(Dependency::Types(slot));
                    is_changed = true;
                }
            }
            if !entering.is_empty() {
                changed.add(Dependency::Entering(id));
                program.tables.entering.insert(id, entering);
            }
            program.tables.taken_over.extend(taking_over);
        }
        // Writes that are left to calls are kept by these, or at last where they stand.
        is_changed |= round < LAST_CHANCE && known.iter().flatten().any(|read| read.leaves);
        let is_to_believe = round < BELIEVING_ROUND && !program.tables.known_by_use.is_empty();
        if (!is_changed && !is_to_believe) || round == ROUNDS - 1 {
            break;
        }
    }
    for (id, read) in read_again(program, &functions, &known, &changed) {
        known[id.index()] = read.map(|(read, _)| read);
        if known[id.index()].is_none() {
            program.failures.push(id);
        }
    }
    program.inferred = known.into_iter().map(|read| read.map(|read| read.inferred).unwrap_or_default()).collect();
}

/// What is known of a function that has been read.
struct Read {
    depends_on: Dependencies,
    inferred: Inferred,
    /// Whether it leaves writes to its calls: which it does is different from round to round.
    leaves: bool,
}

/// What one function tells in a round.
struct Learned {
    additions: Additions,
    /// The writes that it leaves to its calls.
    entering: Vec<Entered>,
    /// The functions whose writes it takes over.
    taking_over: Vec<FuncId>,
}

/// Reads the functions of which nothing is known yet, or something has changed. Gives them in order, and nothing where an
/// error of our own came in between.
fn read_again(
    program: &Program<'_>,
    functions: &[FuncId],
    known: &[Option<Read>],
    changed: &Changed,
) -> Vec<(FuncId, Option<(Read, Learned)>)> {
    let is_due = |id: &&FuncId| {
        let known = known[id.index()].as_ref();
        known.is_none_or(|read| read.leaves || read.depends_on.is_touched(changed))
    };
    functions.par_iter().filter(is_due).map(|&id| (id, read(program, id))).collect()
}

fn read(program: &Program<'_>, id: FuncId) -> Option<(Read, Learned)> {
    contained(Step::Infer, id.index(), || {
        let ((inferred, learned), depends_on) = taken_down(|| {
            let Transfer { types, additions, entering, taking_over, .. } = Transfer::new(program, id).run();
            (inferred(program, id, &types), Learned { additions, entering, taking_over })
        });
        (Read { depends_on, inferred, leaves: !learned.entering.is_empty() }, learned)
    })
}

fn inferred(program: &Program<'_>, id: FuncId, types: &[TypeSet]) -> Inferred {
    let (mut reads, mut kept) = (Vec::new(), Vec::new());
    for (index, op) in program.function(id).ops.iter().enumerate() {
        if let Op::Call(Callee::Method(receiver, name), _) = *op {
            let callees = program.kept_callees(types[receiver.index()], name);
            if !callees.is_empty() {
                kept.push((Value(index as u32), callees.without_sites()));
            }
        }
        if matches!(op, Op::Global(_) | Op::Import(_) | Op::Load(_, ir::Elem::Field(_))) {
            for node in program.read_nodes(id, *op, types) {
                if !program.apis.api(node).rows.is_empty() {
                    reads.push((Value(index as u32), node));
                }
            }
        }
    }
    Inferred::new(types, reads, kept)
}

/// What declarations tell: annotations, receivers, and which module-level names have one definition.
fn seed(program: &mut Program<'_>) {
    let mut slots: FxHashMap<Slot, TypeSet> = FxHashMap::default();
    let mut definitions = FxHashMap::default();
    let mut alternatives = FxHashMap::default();
    let mut computed_defaults = FxHashSet::default();
    let telling = Telling::new(program);
    let mut known_by_use = KnownByUse::default();
    for id in program.functions() {
        program.at_function(Step::Declared, id);
        let function = program.function(id);
        let module = program.module_of(id);
        let site = |is_map| program.declared_result(id, is_map);
        let declared = program.declared(module, &function.returns, site, &mut slots);
        if declared != TypeSet::EMPTY {
            slots.entry(Slot::Result(id)).or_default().join(&declared);
        }
        for (index, param) in function.params.iter().enumerate() {
            let site = |is_map| program.declared_param(id, index, is_map);
            let types = program.declared(module, &param.types, site, &mut slots);
            if types == TypeSet::EMPTY {
                continue;
            }
            match param.kind {
                // What is declared is each of the arguments that it gathers.
                ParamKind::Rest | ParamKind::RestNamed => {
                    if let Some(site) = program.gathered(id, index) {
                        slots.entry(Slot::Others(site)).or_default().join(&types);
                        slots.entry(Slot::Elements(site)).or_default().join(&types);
                    }
                }
                _ => {
                    slots.entry(Slot::Param(id, index as u32)).or_default().join(&types);
                }
            }
        }
        let known = telling.known(program, id);
        if !known.is_empty() {
            known_by_use.insert(id, known);
        }
        for (value, op) in function.ops.iter().enumerate() {
            if let Op::Closure { function: made, defaults, .. } = *op {
                let made = program.function_id(module, made);
                let params = &program.function(made).params;
                let with_default = params.iter().enumerate().filter(|(_, param)| param.has_default);
                let pairs = with_default.zip(function.values(defaults));
                let computed = pairs.filter(|(_, default)| !matches!(function.op(**default), Op::Const(_)));
                computed_defaults.extend(computed.map(|((index, _), _)| (made, index as u32)));
            }
            if let Op::SetGlobal(name, _) = *op {
                let place = (function.kind == FunctionKind::ModuleBody).then_some(Value(value as u32));
                let known = definitions.entry((module, name));
                known.and_modify(|first| bind_again(&mut alternatives, (module, name), first, place)).or_insert(place);
            }
        }
    }
    for class in program.classes() {
        let declaration = program.class(class);
        let module = program.module_of_class(class);
        for method in &declaration.methods {
            let function = program.function_id(module, method.function);
            let receiver = match method.kind {
                ir::MethodKind::Instance | ir::MethodKind::Property | ir::MethodKind::Setter => Type::Instance(class),
                ir::MethodKind::Class => Type::Class(class),
                ir::MethodKind::Static => continue,
            };
            if !program.function(function).params.is_empty() {
                slots.entry(Slot::Param(function, 0)).or_default().insert(receiver);
            }
        }
        let body = program.function_id(module, declaration.body);
        slots.entry(Slot::Param(body, 0)).or_default().insert(Type::Class(class));
        for (index, field) in declaration.fields.iter().enumerate() {
            let site = |is_map| program.declared_field(class, index, is_map);
            let types = program.declared(module, &field.types, site, &mut slots);
            slots.entry(Slot::Attribute(class, field.name)).or_default().join(&types);
        }
    }
    for (slot, types) in program.handed_by_declarations() {
        slots.entry(slot).or_default().join(&types);
    }
    program.tables.slots = slots;
    program.tables.definitions = definitions;
    program.tables.alternatives = alternatives;
    program.tables.known_by_use = known_by_use;
    program.computed_defaults = computed_defaults;
}

/// A module-level name is bound once more, in the module's body at that place or, without one, by a function. What binds
/// the name first is the only one no longer; modules' bodies come before their functions.
fn bind_again(
    alternatives: &mut FxHashMap<(ModuleId, Symbol), Vec<Value>>,
    name: (ModuleId, Symbol),
    first: &mut Option<Value>,
    place: Option<Value>,
) {
    match (first.take(), place) {
        (Some(first), Some(place)) => {
            alternatives.insert(name, vec![first, place]);
        }
        (None, Some(place)) => alternatives.entry(name).or_default().push(place),
        (_, None) => {
            alternatives.remove(&name);
        }
    }
}
