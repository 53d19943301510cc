//! What the program does with what it has checked: whether it is joined to a folder, and whether something is turned into
//! something else in the same file. Takes a function and a thing that it checks; looks at that function and at those that ask
//! it.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use ir::{ArgKind, Callee, Function, FunctionId, FunctionKind, Op, Terminator, Value};
use knowledge::Computation;
use program::{FuncId, ModuleId, Program, Target, computation};
use rustc_hash::FxHashMap;

use super::leaves::is_same;

/// How many functions up it is looked for.
const DEPTH: usize = 3;
/// How many calls of one function are looked at.
const CALLS: usize = 64;
/// How many functions are looked through for one thing.
const MOST: usize = 128;

/// The function in which a function is called, the call, and whether the receiver is the first parameter.
pub(crate) type Asked = (FuncId, Value, bool);

/// What is asked of the whole program, and who calls whom, which is looked up when somebody first asks.
pub(crate) struct Used<'a, 'k> {
    program: &'a Program<'k>,
    callers: OnceCell<FxHashMap<FuncId, Vec<Asked>>>,
    /// By module, and what is turned into what: the functions that do so.
    turning: RefCell<FxHashMap<Turning, Rc<[FuncId]>>>,
}

/// A module, and what is turned into what in it.
type Turning = (ModuleId, String, String);

impl<'a, 'k> Used<'a, 'k> {
    pub(crate) fn new(program: &'a Program<'k>) -> Self {
        Self { program, callers: OnceCell::new(), turning: RefCell::default() }
    }

    /// The calls of a function: the caller, the call, whether the receiver is the first parameter.
    pub(crate) fn calls_of(&self, id: FuncId) -> &[Asked] {
        let callers = self.callers.get_or_init(|| {
            let mut callers: FxHashMap<FuncId, Vec<Asked>> = FxHashMap::default();
            for caller in self.program.functions() {
                for site in self.program.calls(caller) {
                    for target in &site.targets {
                        if let Target::Function { function, bound } = *target {
                            let calls = callers.entry(function).or_default();
                            if calls.len() < CALLS {
                                calls.push((caller, site.value, bound));
                            }
                        }
                    }
                }
            }
            callers
        });
        callers.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Whether a thing that a function checks is joined behind something else, there or where the function is asked about it.
    pub(super) fn is_joined(&self, id: FuncId, things: &[Value]) -> bool {
        self.joins(id, things, DEPTH, &Cell::new(MOST))
    }

    /// Whether a thing is a parameter for which everybody gives a path that was just tidied.
    pub(super) fn is_tidied(&self, id: FuncId, things: &[Value]) -> bool {
        let function = self.program.function(id);
        let Some(param) = parameter(function, things) else { return false };
        let calls = self.calls_of(id);
        let is_tidy = |&(caller, call, bound): &Asked| {
            let within = self.program.function(caller);
            let given = argument(self.program, within, call, (id, param, bound)).map(|given| within.original(given));
            let does = given.and_then(|given| computation(self.program, caller, given, || true));
            matches!(does, Some(Computation::NormalPath | Computation::WholePath | Computation::RelativePath))
        };
        !calls.is_empty() && calls.iter().all(is_tidy)
    }

    fn joins(&self, id: FuncId, things: &[Value], depth: usize, left: &Cell<usize>) -> bool {
        let function = self.program.function(id);
        let is_it = |value: Value| things.iter().any(|&thing| is_same(self.program, id, thing, value));
        if values(function).any(|value| self.is_behind_another(id, value, is_it)) {
            return true;
        }
        if depth == 0 {
            return false;
        }
        // The parameter is what callers give.
        let Some(param) = parameter(function, things) else { return false };
        self.calls_of(id).iter().any(|&(caller, call, bound)| {
            if left.get() == 0 {
                return false;
            }
            left.set(left.get() - 1);
            let within = self.program.function(caller);
            let Some(given) = argument(self.program, within, call, (id, param, bound)) else { return false };
            let things = [given];
            let is_told_on = is_returned(within, call);
            let is_here = |value: Value| is_same(self.program, caller, given, value);
            values(within).any(|value| self.is_behind_another(caller, value, is_here))
                || is_told_on && self.joins(caller, &things, depth - 1, left)
        })
    }

    /// Whether an operation puts paths together, of which a thing is not the first.
    fn is_behind_another(&self, id: FuncId, value: Value, is_it: impl Fn(Value) -> bool) -> bool {
        let function = self.program.function(id);
        match function.op(value) {
            Op::Call(callee, args) => {
                if computation(self.program, id, value, || false) != Some(Computation::JoinPaths) {
                    return false;
                }
                let receiver = match callee {
                    Callee::Method(receiver, _) if !self.program.is_imported(id, receiver) => Some(receiver),
                    _ => None,
                };
                let args = function.pools.args(args).iter().filter(|arg| arg.kind == ArgKind::Positional);
                receiver.into_iter().chain(args.map(|arg| arg.value)).skip(1).any(is_it)
            }
            Op::Binary(ir::BinaryOp::Div, _, right) => is_it(right),
            _ => false,
        }
    }

    /// Whether a thing is a parameter for which everybody gives what is written down in the program.
    pub(crate) fn is_written_by_all(&self, id: FuncId, things: &[Value]) -> bool {
        let function = self.program.function(id);
        parameter(function, things).is_some()
            && things.iter().any(|&thing| self.is_written(id, thing, DEPTH, &Cell::new(MOST)))
    }

    fn is_written(&self, id: FuncId, value: Value, depth: usize, left: &Cell<usize>) -> bool {
        if left.get() == 0 {
            return false;
        }
        left.set(left.get() - 1);
        let program = self.program;
        let function = program.function(id);
        match function.op(function.original(value)) {
            Op::Const(_) => true,
            Op::Sequence(_, list) => function.values(list).iter().all(|&of| self.is_written(id, of, depth, left)),
            Op::Next(of) => self.is_written(id, of, depth, left),
            Op::Param(number) if depth > 0 => {
                let param = number as usize;
                let has_default = function.params.get(param).is_some_and(|param| param.has_default);
                let calls = self.calls_of(id);
                let gives = |&(caller, call, bound): &Asked| match argument(
                    program,
                    program.function(caller),
                    call,
                    (id, param, bound),
                ) {
                    Some(given) => self.is_written(caller, given, depth - 1, left),
                    None => has_default,
                };
                !calls.is_empty() && calls.iter().all(gives)
            }
            _ => false,
        }
    }

    /// Whether another text is put in the place of a text by a function that asks this one, or by a method beside it.
    pub(super) fn is_turned(&self, id: FuncId, from: &str, to: &str) -> bool {
        let program = self.program;
        let class_of = |id: FuncId| match program.function(id).kind {
            FunctionKind::Method(class) => Some(program.class_id(program.module_of(id), class)),
            _ => None,
        };
        let family = class_of(id);
        let is_beside = |other: FuncId| match (family, class_of(other)) {
            (Some(class), Some(other)) => {
                program.ancestors(other).contains(&class) || program.ancestors(class).contains(&other) || class == other
            }
            _ => self.calls_of(id).iter().any(|(caller, ..)| *caller == other),
        };
        self.turning(program.module_of(id), from, to).iter().any(|other| is_beside(*other))
    }

    /// Whether a thing is a parameter for which everybody gives what is made of a text in which another text was put in the
    /// place of a text.
    pub(super) fn is_turned_before(&self, id: FuncId, things: &[Value], (from, to): (&str, &str)) -> bool {
        let Some(param) = parameter(self.program.function(id), things) else { return false };
        let calls = self.calls_of(id);
        let is_of_turned = |&(caller, call, bound): &Asked| {
            let within = self.program.function(caller);
            let Some(given) = argument(self.program, within, call, (id, param, bound)) else { return false };
            let mut seen = vec![given];
            let mut at = 0;
            while let Some(&value) = seen.get(at) {
                if self.turns(caller, within.original(value), (from, to)) {
                    return true;
                }
                within.op(value).for_each_operand(&within.pools, |operand| {
                    if seen.len() < MOST && !seen.contains(&operand) {
                        seen.push(operand);
                    }
                });
                at += 1;
            }
            false
        };
        !calls.is_empty() && calls.iter().all(is_of_turned)
    }

    /// Whether an operation puts another text in the place of a text.
    fn turns(&self, id: FuncId, value: Value, (from, to): (&str, &str)) -> bool {
        let program = self.program;
        let function = program.function(id);
        let is = |value: Value, text: &str| program.written_text(id, function.original(value)) == Some(text);
        let Op::Call(Callee::Method(..), args) = function.op(value) else { return false };
        let [what, by] = function.pools.args(args) else { return false };
        is(what.value, from)
            && is(by.value, to)
            && computation(program, id, value, || true) == Some(Computation::Replace)
    }

    /// The functions of a module that put another text in the place of a text.
    fn turning(&self, module: ModuleId, from: &str, to: &str) -> Rc<[FuncId]> {
        let asked = (module, from.to_owned(), to.to_owned());
        if let Some(known) = self.turning.borrow().get(&asked) {
            return known.clone();
        }
        let program = self.program;
        let turns = |id: &FuncId| values(program.function(*id)).any(|value| self.turns(*id, value, (from, to)));
        let all = 0..program.module(module).functions.len() as u32;
        let found: Rc<[FuncId]> = all.map(|at| program.function_id(module, FunctionId(at))).filter(turns).collect();
        self.turning.borrow_mut().insert(asked, found.clone());
        found
    }
}

fn values(function: &Function) -> impl Iterator<Item = Value> + use<> {
    (0..function.ops.len() as u32).map(Value)
}

/// The parameter that a thing is.
fn parameter(function: &Function, things: &[Value]) -> Option<usize> {
    things.iter().find_map(|&thing| match function.op(function.original(thing)) {
        Op::Param(index) => Some(index as usize),
        _ => None,
    })
}

/// What a call gives for a parameter.
pub(crate) fn argument(
    program: &Program<'_>,
    caller: &Function,
    call: Value,
    (callee, param, bound): (FuncId, usize, bool),
) -> Option<Value> {
    let Op::Call(_, args) = caller.op(call) else { return None };
    let args = caller.pools.args(args);
    let position = param.checked_sub(usize::from(bound));
    let name = program.function(callee).params.get(param)?.name;
    let by_name = args.iter().find(|arg| arg.kind == ArgKind::Named(name));
    let by_position = || {
        let before = args.iter().take_while(|arg| arg.kind == ArgKind::Positional);
        before.clone().nth(position?)
    };
    by_name.or_else(by_position).map(|arg| arg.value)
}

/// Whether a function gives back what a call says, alone or among others.
fn is_returned(function: &Function, call: Value) -> bool {
    function.blocks.iter().any(|block| {
        let Terminator::Return(value) = block.terminator else { return false };
        let value = function.original(value);
        match function.op(value) {
            Op::Phi(list) => function.values(list).iter().any(|&operand| function.original(operand) == call),
            _ => value == call,
        }
    })
}
