//! What a condition is about: the values of which it is made by computations that are understood. Takes a function and an
//! operation; gives the values that stand at their ends, those that are the same thing together.

use ir::{Callee, Elem, Op, Value};
use knowledge::Computation;
use program::{FuncId, Program, Target, computation};

/// How many operations are looked through.
const OPERATIONS: usize = 96;
/// Conditions about more things are not tried.
pub(super) const MOST: usize = 2;

/// What a condition is about.
#[derive(Debug, Default)]
pub(crate) struct Leaves {
    /// The things; of each the values that are it.
    pub(crate) things: Vec<Vec<Value>>,
    /// Whether something is computed on the way that only paths are asked for.
    pub(crate) is_of_paths: bool,
}

/// What an operation is about; nothing when that is too much.
pub(crate) fn leaves(program: &Program<'_>, id: FuncId, of: Value) -> Option<Leaves> {
    let function = program.function(id);
    let mut leaves = Leaves::default();
    let mut seen = vec![of];
    let mut at = 0;
    while let Some(&value) = seen.get(at) {
        at += 1;
        let mut next: Vec<Value> = Vec::new();
        let is_leaf = match function.op(value) {
            Op::Const(_) | Op::Import(_) | Op::Closure { .. } | Op::Class { .. } | Op::Undefined => false,
            // A name of the module is a part of the condition where it is constant, and a thing of its own where it is not.
            Op::Global(_) => !is_written_down(program, id, value),
            Op::Copy(_)
            | Op::Await(_)
            | Op::Phi(_)
            | Op::Unary(..)
            | Op::Binary(..)
            | Op::Compare(..)
            | Op::Template(_)
            | Op::Sequence(..)
            | Op::Next(_)
            | Op::HasNext(_) => {
                function.op(value).for_each_operand(&function.pools, |operand| next.push(operand));
                false
            }
            Op::Load(base, part) => {
                let computes = program.reads(id, value).find_map(|node| program.apis.computes.get(&node));
                leaves.is_of_paths |= computes.is_some_and(|does| does.is_of_paths());
                let is_made = matches!(function.op(function.original(base)), Op::Call(..) | Op::Load(..))
                    && matches!(part, Elem::Item(_) | Elem::Range(..));
                if program.modelled_constant(id, value).is_some() {
                    false
                } else if computes.is_some() || (is_made && is_computed(program, id, function.original(base))) {
                    next.push(base);
                    false
                } else {
                    true
                }
            }
            Op::Call(callee, args) => {
                let given = || function.pools.args(args).iter().map(|arg| arg.value);
                if let Some(does) = computation(program, id, value, || true) {
                    leaves.is_of_paths |= does.is_of_paths();
                    let receiver = match callee {
                        Callee::Method(receiver, _) => Some(receiver),
                        _ => None,
                    };
                    next.extend(receiver.filter(|&receiver| !program.is_imported(id, receiver)));
                    next.extend(given());
                    false
                } else if is_own(program, id, value) && given().next().is_some() {
                    next.extend(given());
                    false
                } else {
                    true
                }
            }
            _ => true,
        };
        if is_leaf {
            leaves.add(program, id, value);
        }
        for value in next {
            if !seen.contains(&value) {
                seen.push(value);
            }
        }
        if seen.len() > OPERATIONS || leaves.things.len() > MOST {
            return None;
        }
    }
    Some(leaves)
}

impl Leaves {
    fn add(&mut self, program: &Program<'_>, id: FuncId, value: Value) {
        match self.things.iter_mut().find(|things| is_same(program, id, things[0], value)) {
            Some(things) => things.push(value),
            None => self.things.push(vec![value]),
        }
    }
}

/// Whether a call runs one function of the program.
fn is_own(program: &Program<'_>, id: FuncId, call: Value) -> bool {
    let site = program.call(id, call);
    site.is_some_and(|site| site.confidence.is_sure() && matches!(site.targets[..], [Target::Function { .. }]))
}

fn is_computed(program: &Program<'_>, id: FuncId, value: Value) -> bool {
    match program.function(id).op(value) {
        Op::Call(..) => computation(program, id, value, || true).is_some(),
        Op::Load(..) => program.reads(id, value).any(|node| program.apis.computes.contains_key(&node)),
        _ => false,
    }
}

/// Whether a name of a module belongs to the condition itself: another module, a function, a pattern, a constant that is no path
/// from the root.
fn is_written_down(program: &Program<'_>, id: FuncId, value: Value) -> bool {
    let Op::Global(name) = program.function(id).op(value) else { return false };
    let Some((module, name)) = program.global_variable(program.module_of(id), name) else { return true };
    let Some(mut at) = program.global_definition(module, name) else { return false };
    let body = program.function_id(module, ir::FunctionId(0));
    if let Op::SetGlobal(_, of) = program.function(body).op(at) {
        at = of;
    }
    match program.function(body).op(at) {
        Op::Const(_) => !constant(program, body, at).is_some_and(|text| text.len() > 1 && text.starts_with('/')),
        Op::Sequence(..) => true,
        Op::Call(..) => computation(program, body, at, || true) == Some(Computation::Pattern),
        _ => false,
    }
}

/// Whether two values are the same thing: one value, or what is read from the same place.
pub(super) fn is_same(program: &Program<'_>, id: FuncId, a: Value, b: Value) -> bool {
    let function = program.function(id);
    let (mut a, mut b) = (function.original(a), function.original(b));
    for _ in 0..8 {
        if a == b {
            return true;
        }
        match (function.op(a), function.op(b)) {
            (Op::Load(of, Elem::Field(x)), Op::Load(from, Elem::Field(y))) if x == y => {
                (a, b) = (function.original(of), function.original(from));
            }
            (Op::Load(of, Elem::Item(x)), Op::Load(from, Elem::Item(y)))
                if constant(program, id, x).is_some() && constant(program, id, x) == constant(program, id, y) =>
            {
                (a, b) = (function.original(of), function.original(from));
            }
            (Op::Global(x), Op::Global(y)) => return x == y,
            _ => return false,
        }
    }
    false
}

fn constant<'a>(program: &'a Program<'_>, id: FuncId, value: Value) -> Option<&'a str> {
    program.written_text(id, program.function(id).original(value))
}
