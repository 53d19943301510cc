//! Runs a function of the program on values of one's own, as far as these tell the way. Takes a function and what some of its
//! values are; gives how it may end: where what decides about a branch is not known, both ways are gone. It knows texts, paths,
//! numbers and lists, what models say that APIs compute of them, and the program's own functions that are called; whatever
//! else is not known. Every loop is bounded, and a machine does no more than its steps.

use std::cell::Cell;

use ir::{ArgKind, BlockId, Callee, Elem, Function, FunctionId, Op, Terminator, UnaryOp, Value};
use knowledge::Effect;
use program::{FuncId, Program, Target, computation};
use rustc_hash::FxHashMap;

use super::patterns::Patterns;
use super::val::{Failed, LONGEST, Val, binary, compare, computed, number};

/// Larger functions are not run, in operations.
const LARGEST: usize = 1_500;
/// How many operations are run for one text, those of called functions and of bodies of modules included; large values count for more.
const STEPS: usize = 20_000;
/// The same for all texts and conditions of one function.
const ALL_STEPS: usize = 400_000;
/// How many ways through a function are gone.
const WAYS: usize = 128;
/// How often a block is passed on one way.
const VISITS: u32 = 48;
/// How often a branch that nothing decides is taken on one way.
const FORKS: u32 = 2;
/// How many calls deep functions are run.
const DEPTH: usize = 4;
/// How deep operations of a module's body are looked into for what a name of it is.
const MODULE_DEPTH: usize = 8;

/// How a run ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// By an exception.
    Raised,
    /// In that block, with that value.
    Returned(BlockId, Val),
}

/// What the parameters are, and some values of the function besides.
#[derive(Default)]
pub struct Given {
    /// What the parameters are, in their order.
    pub params: Vec<Val>,
    /// Operations, and what they give.
    pub values: Vec<(Value, Val)>,
}

/// What runs one function again and again.
pub struct Machine<'a, 'k> {
    program: &'a Program<'k>,
    /// How many steps are left for this text.
    steps: Cell<usize>,
    /// How many are left for all.
    all_steps: Cell<usize>,
    patterns: Patterns,
}

/// One way through a function.
#[derive(Clone)]
struct Way {
    block: BlockId,
    from: Option<BlockId>,
    values: Vec<Val>,
    /// How many elements of what is iterated have been taken.
    taken: FxHashMap<Value, usize>,
    /// What one of several values has been in turn: the elements of a collection that a loop makes.
    gathered: FxHashMap<Value, Vec<Val>>,
    visits: FxHashMap<BlockId, u32>,
    forks: FxHashMap<BlockId, u32>,
}

/// Where a block leads.
enum Next {
    Ended(Option<End>),
    To(BlockId),
    /// To the one when the value is true, to the other when it is not.
    Either(Value, BlockId, BlockId),
}

impl<'a, 'k> Machine<'a, 'k> {
    /// A machine for one function, with all its steps.
    pub fn new(program: &'a Program<'k>) -> Self {
        let (steps, all_steps) = (Cell::new(0), Cell::new(ALL_STEPS));
        Self { program, steps, all_steps, patterns: Patterns::default() }
    }

    /// How a function may end; nothing when a limit is reached.
    pub fn ends(&self, id: FuncId, given: &Given) -> Option<Vec<End>> {
        self.steps.set(STEPS.min(self.all_steps.get()));
        self.run(id, given, DEPTH)
    }

    /// Takes steps; nothing when there are not so many left.
    fn step(&self, steps: usize) -> Option<()> {
        self.all_steps.set(self.all_steps.get().saturating_sub(steps));
        let left = self.steps.get().checked_sub(steps);
        self.steps.set(left.unwrap_or(0));
        left.map(|_| ())
    }

    fn run(&self, id: FuncId, given: &Given, depth: usize) -> Option<Vec<End>> {
        let function = self.program.function(id);
        if function.ops.len() > LARGEST || function.blocks.is_empty() || function.is_generator {
            return None;
        }
        // What is set up for the values of the function costs as well.
        self.step(function.ops.len() / 16)?;
        let first = Way {
            block: BlockId(0),
            from: None,
            values: vec![Val::Unknown; function.ops.len()],
            taken: FxHashMap::default(),
            gathered: FxHashMap::default(),
            visits: FxHashMap::default(),
            forks: FxHashMap::default(),
        };
        let mut ways = vec![first];
        let mut gone = 0;
        let mut ends: Vec<End> = Vec::new();
        while let Some(mut way) = ways.pop() {
            gone += 1;
            if gone > WAYS {
                return None;
            }
            loop {
                let visits = way.visits.entry(way.block).or_default();
                *visits += 1;
                if *visits > VISITS {
                    return None;
                }
                match self.block(id, function, &mut way, given, depth)? {
                    Next::Ended(end) => {
                        ends.extend(end.filter(|end| !ends.contains(end)));
                        break;
                    }
                    Next::To(block) => {
                        way.from = Some(way.block);
                        way.block = block;
                    }
                    Next::Either(condition, then, otherwise) => {
                        let forks = way.forks.entry(way.block).or_default();
                        *forks += 1;
                        if *forks > FORKS {
                            break;
                        }
                        self.step(function.ops.len() / 16)?;
                        way.from = Some(way.block);
                        let mut other = Way { block: otherwise, ..way.clone() };
                        if way.values[condition.index()] == Val::Either {
                            way.values[condition.index()] = Val::Bool(true);
                            other.values[condition.index()] = Val::Bool(false);
                        }
                        ways.push(other);
                        way.block = then;
                    }
                }
            }
        }
        Some(ends)
    }

    /// Runs a block to its end; nothing when a limit is reached.
    fn block(&self, id: FuncId, function: &Function, way: &mut Way, given: &Given, depth: usize) -> Option<Next> {
        let block = &function.blocks[way.block.index()];
        let failed = || match block.handlers.first() {
            Some(handler) => Next::To(*handler),
            None => Next::Ended(Some(End::Raised)),
        };
        let come_from = way.from.and_then(|from| block.predecessors.iter().position(|known| *known == from));
        // All phis are read before one is written.
        let phis: Vec<(Value, Val)> = block
            .values()
            .map_while(|value| match function.op(value) {
                Op::Phi(list) => Some((value, Self::phi(function, way, value, function.values(list), come_from))),
                _ => None,
            })
            .collect();
        let first = phis.len();
        for (value, val) in phis {
            way.values[value.index()] = val;
        }
        for value in block.values().skip(first) {
            self.step(1)?;
            let fixed = given.values.iter().find(|(known, _)| *known == value);
            let val = match fixed {
                Some((_, val)) => Ok(val.clone()),
                None => self.operation(id, function, way, value, &given.params, depth),
            };
            match val {
                Ok(val) => {
                    self.step(val.cost())?;
                    way.taken.remove(&value);
                    way.values[value.index()] = val;
                }
                Err(Failed) => return Some(failed()),
            }
        }
        Some(match block.terminator {
            Terminator::Jump(to) => Next::To(to),
            Terminator::Branch { condition, then, otherwise } => match way.values[condition.index()].truth() {
                Some(true) => Next::To(then),
                Some(false) => Next::To(otherwise),
                None => Next::Either(condition, then, otherwise),
            },
            Terminator::Return(value) => Next::Ended(Some(End::Returned(way.block, way.values[value.index()].clone()))),
            Terminator::Raise(_) => failed(),
            Terminator::Unreachable => Next::Ended(None),
        })
    }

    /// One of several values; what a collection that a loop makes gets one after the other is gathered.
    fn phi(function: &Function, way: &mut Way, value: Value, operands: &[Value], from: Option<usize>) -> Val {
        let Some(&operand) = from.and_then(|at| operands.get(at)) else { return Val::Unknown };
        let val = way.values[operand.index()].clone();
        if operands.iter().any(|&operand| function.op(operand) == Op::Undefined) {
            match function.op(operand) {
                Op::Undefined => {
                    way.gathered.insert(value, Vec::new());
                }
                _ if operand == value => {}
                Op::Phi(_) => way.gathered.entry(value).or_default().push(Val::Unknown),
                _ => way.gathered.entry(value).or_default().push(val.clone()),
            }
        }
        val
    }

    fn operation(
        &self,
        id: FuncId,
        function: &Function,
        way: &mut Way,
        value: Value,
        params: &[Val],
        depth: usize,
    ) -> Result<Val, Failed> {
        match function.op(value) {
            Op::Param(index) => Ok(params.get(index as usize).cloned().unwrap_or(Val::Unknown)),
            Op::HasNext(of) => {
                let taken = way.taken.get(&of).copied().unwrap_or(0);
                let goes_on = match &way.values[of.index()] {
                    Val::List(elements) => Val::Bool(taken < elements.len()),
                    Val::Text(text) => Val::Bool(taken < text.chars().count()),
                    // Once is enough to see what is done with an element that is not known.
                    _ if taken == 0 => Val::Unknown,
                    _ => Val::Bool(false),
                };
                if goes_on == Val::Bool(false) {
                    way.taken.remove(&of);
                }
                Ok(goes_on)
            }
            Op::Next(of) => {
                let taken = way.taken.entry(of).or_default();
                *taken += 1;
                let at = number(*taken - 1);
                way.values[of.index()].element(at)
            }
            Op::Sequence(_, list) => match function.values(list) {
                [only] if way.gathered.contains_key(only) => {
                    Ok(Val::list(way.gathered.get(only).cloned().unwrap_or_default()))
                }
                _ => Ok(self.pure(id, value, &|value| way.values[value.index()].clone())?.unwrap_or(Val::Unknown)),
            },
            Op::Map(list) => Ok(Self::map(way, function.values(list))),
            Op::Store(base, Elem::Item(_) | Elem::Any | Elem::Slice | Elem::Range(..), _)
            | Op::Delete(base, Elem::Item(_) | Elem::Any | Elem::Slice | Elem::Range(..)) => {
                Self::spoil(function, way, base);
                Ok(Val::Unknown)
            }
            Op::Call(callee, _) => {
                if let Some(val) = self.pure(id, value, &|value| way.values[value.index()].clone())? {
                    return Ok(val);
                }
                if let Callee::Method(receiver, _) = callee
                    && matches!(way.values[receiver.index()], Val::List(_) | Val::Map(_))
                {
                    Self::spoil(function, way, receiver);
                }
                self.own(id, function, way, value, depth)
            }
            _ => Ok(self.pure(id, value, &|value| way.values[value.index()].clone())?.unwrap_or(Val::Unknown)),
        }
    }

    /// Values by others, as they are written or as a loop gathers them.
    fn map(way: &Way, operands: &[Value]) -> Val {
        if let [key, value] = operands
            && let (Some(keys), Some(values)) = (way.gathered.get(key), way.gathered.get(value))
        {
            return Val::map(keys.iter().cloned().zip(values.iter().cloned()));
        }
        let is_plain = |operand: &Value| !way.gathered.contains_key(operand);
        if !operands.iter().all(is_plain) {
            return Val::Unknown;
        }
        let look = |value: Value| way.values[value.index()].clone();
        Val::map(operands.chunks_exact(2).map(|pair| (look(pair[0]), look(pair[1]))))
    }

    /// Somebody changes what a value holds.
    fn spoil(function: &Function, way: &mut Way, value: Value) {
        way.values[value.index()] = Val::Unknown;
        way.values[function.original(value).index()] = Val::Unknown;
    }

    /// A call of the program's own function.
    fn own(&self, id: FuncId, function: &Function, way: &Way, call: Value, depth: usize) -> Result<Val, Failed> {
        let Some(site) = self.program.call(id, call) else { return Ok(Val::Unknown) };
        let [Target::Function { function: callee, bound }] = site.targets[..] else {
            let stops = |target: &Target| match target {
                Target::Api(node) => {
                    let rows = &self.program.apis.api(*node).rows;
                    rows.iter().any(|row| matches!(self.program.apis.row(*row).effect, Effect::Stops))
                }
                _ => false,
            };
            let never_returns = !site.targets.is_empty() && site.targets.iter().all(stops);
            return if never_returns { Err(Failed) } else { Ok(Val::Unknown) };
        };
        let Op::Call(called, args) = function.op(call) else { return Ok(Val::Unknown) };
        if depth == 0 || !site.confidence.is_sure() {
            return Ok(Val::Unknown);
        }
        let params = &self.program.function(callee).params;
        let mut given = vec![Val::Unknown; params.len()];
        let mut position = 0;
        if bound {
            position = 1;
            if let (Callee::Method(receiver, _), Some(first)) = (called, given.first_mut()) {
                *first = way.values[receiver.index()].clone();
            }
        }
        for arg in function.pools.args(args) {
            let at = match arg.kind {
                ArgKind::Positional => {
                    position += 1;
                    Some(position - 1)
                }
                ArgKind::Named(name) => params.iter().position(|param| param.name == name),
                ArgKind::Spread | ArgKind::SpreadNamed => return Ok(Val::Unknown),
            };
            let takes_one = |at: &usize| {
                params
                    .get(*at)
                    .is_some_and(|param| !matches!(param.kind, ir::ParamKind::Rest | ir::ParamKind::RestNamed))
            };
            if let Some(at) = at.filter(takes_one) {
                given[at] = way.values[arg.value.index()].clone();
            }
        }
        let Some(ends) = self.run(callee, &Given { params: given, values: Vec::new() }, depth - 1) else {
            return Ok(Val::Unknown);
        };
        let mut returned = ends.iter().filter_map(|end| match end {
            End::Returned(_, val) => Some(val),
            End::Raised => None,
        });
        match returned.next() {
            None if ends.is_empty() => Ok(Val::Unknown),
            None => Err(Failed),
            Some(first) if returned.clone().all(|other| other == first) => Ok(first.clone()),
            Some(first) => {
                let is_answer = |val: &Val| matches!(val, Val::Bool(_) | Val::Either);
                Ok(if is_answer(first) && returned.all(is_answer) { Val::Either } else { Val::Unknown })
            }
        }
    }

    /// What an operation gives that depends on its operands alone; `None` of calls of which nothing is known.
    fn pure(&self, id: FuncId, value: Value, look: &dyn Fn(Value) -> Val) -> Result<Option<Val>, Failed> {
        let program = self.program;
        let function = program.function(id);
        Ok(Some(match function.op(value) {
            Op::Const(constant) => Val::of(program.module(program.module_of(id)).constants.get(constant)),
            Op::Copy(of) | Op::Await(of) => look(of),
            Op::Global(name) => {
                let module = program.module_of(id);
                self.global(module, name, MODULE_DEPTH)
            }
            Op::Unary(UnaryOp::Not, of) => look(of).truth().map_or(Val::Unknown, |truth| Val::Bool(!truth)),
            Op::Unary(UnaryOp::Text, of) => look(of).shown(),
            Op::Unary(UnaryOp::Minus, of) => match look(of) {
                Val::Int(number) => number.checked_neg().map_or(Val::Unknown, Val::Int),
                _ => Val::Unknown,
            },
            Op::Binary(operator, left, right) => binary(operator, &look(left), &look(right)),
            Op::Compare(operator, left, right) => compare(operator, &look(left), &look(right)),
            Op::Template(list) => {
                let mut text = String::new();
                for &part in function.values(list) {
                    match look(part).shown() {
                        Val::Text(part) if text.len() <= LONGEST => text.push_str(&part),
                        _ => return Ok(Some(Val::Unknown)),
                    }
                }
                Val::text(text)
            }
            Op::Sequence(_, list) => {
                let parts = function.values(list);
                if parts.iter().any(|&part| matches!(function.op(part), Op::Unary(UnaryOp::Spread, _) | Op::Phi(_))) {
                    return Ok(Some(Val::Unknown));
                }
                Val::list(parts.iter().map(|&part| look(part)).collect())
            }
            Op::Closure { .. } | Op::Class { .. } | Op::Import(_) => Val::Thing,
            Op::Load(base, part) => {
                if let Some(constant) = program.modelled_constant(id, value) {
                    return Ok(Some(Val::of(&constant)));
                }
                let does = program.reads(id, value).find_map(|node| program.apis.computes.get(&node));
                match (does, part) {
                    (Some(&does), _) => computed(does, &[look(base)], &self.patterns)?,
                    (None, Elem::Item(key)) => match (look(base), look(key)) {
                        (Val::Unknown, _) => Val::Unknown,
                        (base, Val::Int(at)) => base.element(at)?,
                        _ => Val::Unknown,
                    },
                    (None, Elem::Range(from, to)) => look(base).range(&look(from), &look(to)),
                    _ => Val::Unknown,
                }
            }
            Op::Call(callee, args) => {
                let receiver = self.receiver(id, callee);
                let does = computation(program, id, value, || matches!(receiver.map(look), Some(Val::Text(_))));
                let Some(does) = does else { return Ok(None) };
                let mut given: Vec<Val> = receiver.into_iter().map(look).collect();
                for arg in function.pools.args(args) {
                    match arg.kind {
                        ArgKind::Positional => given.push(look(arg.value)),
                        ArgKind::Spread if matches!(look(arg.value), Val::List(_)) => {
                            if let Val::List(elements) = look(arg.value) {
                                given.extend(elements.iter().cloned());
                            }
                        }
                        ArgKind::Named(name) if is_of_encoding(program.text(name)) => {}
                        _ => return Ok(Some(Val::Unknown)),
                    }
                }
                computed(does, &given, &self.patterns)?
            }
            _ => Val::Unknown,
        }))
    }

    /// What a method is called of; nothing when that is a module.
    fn receiver(&self, id: FuncId, callee: Callee) -> Option<Value> {
        match callee {
            Callee::Method(receiver, _) if !self.program.is_imported(id, receiver) => Some(receiver),
            _ => None,
        }
    }

    /// What a name of a module always is.
    fn global(&self, module: program::ModuleId, name: ir::Symbol, depth: usize) -> Val {
        let program = self.program;
        let variable = program.global_variable(module, name);
        let Some((module, value)) =
            variable.and_then(|(module, name)| Some((module, program.global_definition(module, name)?)))
        else {
            return Val::Unknown;
        };
        self.of_body(program.function_id(module, FunctionId(0)), value, depth)
    }

    fn of_body(&self, body: FuncId, value: Value, depth: usize) -> Val {
        let function = self.program.function(body);
        match function.op(value) {
            _ if depth == 0 || self.step(1).is_none() => Val::Unknown,
            Op::Phi(_) => Val::Unknown,
            Op::SetGlobal(_, of) => self.of_body(body, of, depth - 1),
            Op::Global(name) => self.global(self.program.module_of(body), name, depth - 1),
            _ => match self.pure(body, value, &|value| self.of_body(body, value, depth - 1)) {
                Ok(Some(val)) => val,
                _ => Val::Unknown,
            },
        }
    }
}

/// Arguments that say how something is written, and nothing of what comes out here.
fn is_of_encoding(name: &str) -> bool {
    matches!(name, "encoding" | "errors" | "strict")
}
