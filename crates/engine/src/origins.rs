//! Where what goes into an operation comes from, walked backwards through the program without asking whether it is of
//! others: constants, known and unknown calls, parameters of functions that nothing calls.
//!
//! Takes a value; gives the ends of all ways that lead to it, nearest first. Each operation is looked at once, and so
//! many in all.

use std::collections::VecDeque;

use ir::{Callee, Elem, Function, Op, SequenceKind, Terminator, UnaryOp, Value};
use knowledge::{Effect, NodeId};
use program::{FuncId, Given, ModuleId, Program, Target, Type};
use rustc_hash::FxHashSet;

use crate::by_name::rows_by_name;

/// How many operations are looked at.
const MOST: usize = 1_024;

/// An end of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The function.
    pub function: FuncId,
    /// The value.
    pub value: Value,
    /// What it is.
    pub kind: OriginKind,
}

/// What stands at the end of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OriginKind {
    /// A constant.
    Constant,
    /// A call of which nothing is known.
    UnknownCall,
    /// A call that models know, and that gives data of its own.
    KnownCall,
    /// A call or operation that gives a number or the like, whatever it is given.
    Number,
    /// A parameter of a function that no call of the program is seen to run.
    Parameter,
    /// The same, of a method: this call is of a method of that name, on something of which nothing is known.
    UnknownCaller(FuncId, Value),
    /// Something that is read and that nothing in the program is known to write.
    Unwritten,
    /// Not everything was looked at.
    TooMany,
}

/// The ends of the ways to a value, nearest first.
pub(crate) fn origins(program: &Program<'_>, function: FuncId, value: Value) -> Vec<Origin> {
    let mut walk = Walk { program, queue: VecDeque::new(), seen: FxHashSet::default(), ends: Vec::new() };
    walk.add(function, value);
    while let Some((function, value)) = walk.queue.pop_front() {
        if walk.seen.len() > MOST {
            walk.end(function, value, OriginKind::TooMany);
            break;
        }
        walk.step(function, value);
    }
    walk.ends
}

/// What is known of a call whatever it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Callable {
    /// It runs code of the program.
    Program,
    /// Models say what it does.
    Modelled,
    /// Nothing is known of it.
    Unknown,
}

/// What is known of a call.
pub(crate) fn callable(program: &Program<'_>, function: FuncId, call: Value) -> Callable {
    let Some(site) = program.call(function, call) else { return Callable::Unknown };
    let is_code = |target: &Target| !matches!(target, Target::Api(_));
    if site.targets.iter().any(is_code) {
        return Callable::Program;
    }
    if site.targets.is_empty() {
        let Op::Call(Callee::Method(receiver, name), _) = program.function(function).op(call) else {
            return Callable::Unknown;
        };
        let by_name = !rows_by_name(program, function, receiver, name).is_empty();
        return if by_name { Callable::Modelled } else { Callable::Unknown };
    }
    let says = |node: NodeId| program.apis.api(node).rows.iter().any(|&row| says_something(program, row));
    let modelled = site.targets.iter().any(|target| matches!(*target, Target::Api(node) if says(node)));
    if modelled { Callable::Modelled } else { Callable::Unknown }
}

/// Whether a row says more of an API than what it is called and which class its result has.
fn says_something(program: &Program<'_>, row: knowledge::RowId) -> bool {
    !matches!(program.apis.row(row).effect, Effect::Type { .. } | Effect::Alias { .. })
}

struct Walk<'a, 'k> {
    program: &'a Program<'k>,
    queue: VecDeque<(FuncId, Value)>,
    seen: FxHashSet<(FuncId, Value)>,
    ends: Vec<Origin>,
}

impl Walk<'_, '_> {
    fn add(&mut self, function: FuncId, value: Value) {
        if self.seen.insert((function, value)) {
            self.queue.push_back((function, value));
        }
    }

    fn end(&mut self, function: FuncId, value: Value, kind: OriginKind) {
        self.ends.push(Origin { function, value, kind });
    }

    /// Adds what `find` finds, and ends here when it finds nothing.
    fn go_on(&mut self, id: FuncId, value: Value, found: &[(FuncId, Value)]) {
        if found.is_empty() {
            self.end(id, value, OriginKind::Unwritten);
        }
        for &(function, value) in found {
            self.add(function, value);
        }
    }

    fn step(&mut self, id: FuncId, value: Value) {
        let program = self.program;
        let function = program.function(id);
        match function.op(value) {
            Op::Const(_) => self.end(id, value, OriginKind::Constant),
            Op::Param(index) => self.parameter(id, value, index as usize),
            Op::Capture(index) => self.capture(id, value, index as usize),
            Op::Unary(UnaryOp::Not | UnaryOp::NumberText, _)
            | Op::Compare(..)
            | Op::TypeTest(..)
            | Op::HasNext(_)
            | Op::Exit(_)
            | Op::Caught(_)
            | Op::Undefined
            | Op::Class { .. }
            | Op::Closure { .. } => self.end(id, value, OriginKind::Number),
            Op::Global(name) => {
                let variable = program.global_variable(program.module_of(id), name);
                let found = variable.map(|(module, name)| self.written_to_global(module, name)).unwrap_or_default();
                self.go_on(id, value, &found);
            }
            Op::Import(path) => {
                let variable = program.imported_variable(path);
                let found = variable.map(|(module, name)| self.written_to_global(module, name)).unwrap_or_default();
                self.go_on(id, value, &found);
            }
            Op::Shared(_, name) => {
                let found = self.in_module(program.module_of(id), &|function, op| match *op {
                    Op::SetShared(_, to, of) if to == name => vec![of],
                    _ => put_into(function, op, &|of| matches!(of, Op::Shared(_, shared) if *shared == name)),
                });
                self.go_on(id, value, &found);
            }
            Op::Load(base, Elem::Field(name)) => {
                let found = self.in_module(program.module_of(id), &|function, op| match *op {
                    Op::Store(_, Elem::Field(to), of) if to == name => vec![of],
                    _ => put_into(function, op, &|of| matches!(of, Op::Load(_, Elem::Field(field)) if *field == name)),
                });
                if found.is_empty() {
                    let is_object = matches!(function.op(base), Op::Param(0));
                    if is_object { self.end(id, value, OriginKind::Unwritten) } else { self.add(id, base) }
                }
                for (function, value) in found {
                    self.add(function, value);
                }
            }
            Op::Load(base, _) | Op::Next(base) => self.add(id, base),
            Op::Sequence(SequenceKind::List | SequenceKind::Set, _) | Op::Map(_) => {
                self.operands(id, value);
                self.filled(id, value);
            }
            Op::Call(callee, _) => self.call(id, value, callee),
            _ => self.operands(id, value),
        }
    }

    fn operands(&mut self, id: FuncId, value: Value) {
        let function = self.program.function(id);
        let mut operands = Vec::new();
        function.op(value).for_each_operand(&function.pools, |operand| operands.push(operand));
        for operand in operands {
            self.add(id, operand);
        }
    }

    /// What is put into an object after it is made: stores into it, arguments of its methods. An empty one that nothing
    /// is seen to fill is filled elsewhere.
    fn filled(&mut self, id: FuncId, object: Value) {
        let function = self.program.function(id);
        let is_it = |of: Value| of == object || matches!(function.op(of), Op::Copy(of) if of == object);
        let mut put = Vec::new();
        for op in &function.ops {
            match *op {
                Op::Store(base, _, of) if is_it(base) => put.push(of),
                Op::Call(Callee::Method(receiver, _), args) if is_it(receiver) => {
                    put.extend(function.pools.args(args).iter().map(|arg| arg.value));
                }
                _ => {}
            }
        }
        let is_empty = match function.op(object) {
            Op::Sequence(_, list) | Op::Map(list) => list.len == 0,
            _ => false,
        };
        if put.is_empty() && is_empty {
            self.end(id, object, OriginKind::Unwritten);
        }
        for value in put {
            self.add(id, value);
        }
    }

    fn written_to_global(&self, module: ModuleId, name: ir::Symbol) -> Vec<(FuncId, Value)> {
        self.in_module(module, &|function, op| match *op {
            Op::SetGlobal(to, of) if to == name => vec![of],
            _ => put_into(function, op, &|of| matches!(of, Op::Global(global) if *global == name)),
        })
    }

    fn in_module(&self, module: ModuleId, written: &dyn Fn(&Function, &Op) -> Vec<Value>) -> Vec<(FuncId, Value)> {
        let mut found = Vec::new();
        for (index, function) in self.program.module(module).functions.iter().enumerate() {
            let id = self.program.function_id(module, ir::FunctionId(index as u32));
            found.extend(function.ops.iter().flat_map(|op| written(function, op)).map(|of| (id, of)));
        }
        found
    }

    fn parameter(&mut self, id: FuncId, value: Value, index: usize) {
        let mut found = Vec::new();
        let mut is_called = false;
        for (caller, call, bound) in self.calls_of(id) {
            is_called = true;
            found.extend(given_to(self.program, caller, &self.program.given(caller, call), (id, index), bound));
        }
        if !is_called {
            let kind = match self.unknown_call_of(id) {
                Some((caller, call)) => OriginKind::UnknownCaller(caller, call),
                None => OriginKind::Parameter,
            };
            self.end(id, value, kind);
        } else if found.is_empty() {
            // Its default, which is a value of the function around.
            self.end(id, value, OriginKind::Constant);
        }
        for (caller, value) in found {
            self.add(caller, value);
        }
    }

    /// A call of a method of that name on something of which nothing is known, when the function is a method.
    fn unknown_call_of(&self, id: FuncId) -> Option<(FuncId, Value)> {
        let program = self.program;
        let method = program.function(id);
        if !matches!(method.kind, ir::FunctionKind::Method(_)) {
            return None;
        }
        let is_one = |caller: FuncId, site: &program::CallSite| match program.function(caller).op(site.value) {
            Op::Call(Callee::Method(receiver, name), _) => {
                let named = program.text(method.qualified_name).rsplit('.').next() == Some(program.text(name));
                named && site.targets.is_empty() && program.types(caller, receiver).is_empty()
            }
            _ => false,
        };
        program.functions().find_map(|caller| {
            let site = program.calls(caller).iter().find(|site| is_one(caller, site))?;
            Some((caller, site.value))
        })
    }

    fn calls_of(&self, id: FuncId) -> Vec<(FuncId, Value, bool)> {
        let program = self.program;
        let mut found = Vec::new();
        for caller in program.functions() {
            if program.components.callees[caller.index()].binary_search(&id).is_err() {
                continue;
            }
            for site in program.calls(caller) {
                for target in &site.targets {
                    match *target {
                        Target::Function { function, bound } if function == id => {
                            found.push((caller, site.value, bound));
                        }
                        Target::Construct { constructor: Some(function), .. } if function == id => {
                            found.push((caller, site.value, true));
                        }
                        _ => {}
                    }
                }
            }
        }
        found
    }

    fn capture(&mut self, id: FuncId, value: Value, index: usize) {
        let program = self.program;
        let Some(parent) = program.function(id).parent else {
            return self.end(id, value, OriginKind::Unwritten);
        };
        let module = program.module_of(id);
        let parent = program.function_id(module, parent);
        let outer = program.function(parent);
        let captured: Vec<(FuncId, Value)> = outer
            .ops
            .iter()
            .filter_map(|op| match *op {
                Op::Closure { function, captures, .. } if program.function_id(module, function) == id => {
                    outer.values(captures).get(index).map(|&of| (parent, of))
                }
                _ => None,
            })
            .collect();
        self.go_on(id, value, &captured);
    }

    fn call(&mut self, id: FuncId, value: Value, callee: Callee) {
        let program = self.program;
        match callable(program, id, value) {
            Callable::Unknown => {
                self.end(id, value, OriginKind::UnknownCall);
                self.arguments(id, value, callee);
            }
            Callable::Program => {
                let targets = program.call(id, value).map(|site| site.targets.clone()).unwrap_or_default();
                for target in targets {
                    match target {
                        Target::Function { function, .. } | Target::Template { function, .. } => {
                            self.returned(function);
                        }
                        Target::Construct { .. } | Target::Api(_) => self.arguments(id, value, callee),
                    }
                }
            }
            Callable::Modelled => {
                let targets = program.call(id, value).map(|site| site.targets.clone()).unwrap_or_default();
                let rows: Vec<knowledge::RowId> = match (targets.is_empty(), callee) {
                    (true, Callee::Method(receiver, name)) => rows_by_name(program, id, receiver, name),
                    _ => targets
                        .iter()
                        .filter_map(|target| if let Target::Api(node) = target { Some(*node) } else { None })
                        .flat_map(|node| program.apis.api(node).rows.iter().copied())
                        .collect(),
                };
                let any = |is: &dyn Fn(&Effect) -> bool| rows.iter().any(|&row| is(&program.apis.row(row).effect));
                if any(&|effect| matches!(effect, Effect::Clean)) {
                    self.end(id, value, OriginKind::Number);
                } else if any(&|effect| matches!(effect, Effect::Pass { .. } | Effect::Sanitizer { .. })) {
                    self.arguments(id, value, callee);
                } else {
                    self.end(id, value, OriginKind::KnownCall);
                }
            }
        }
    }

    /// What goes into a call: arguments, and the receiver of a method.
    fn arguments(&mut self, id: FuncId, call: Value, callee: Callee) {
        let given = self.program.given(id, call);
        // What a method is called on, unless it is only the module or class that holds a function.
        let receiver = if let Callee::Method(receiver, _) = callee { Some(receiver) } else { None };
        let is_holder = |ty: Type| matches!(ty, Type::Module(_) | Type::Namespace(_) | Type::Class(_) | Type::Api(_));
        let receiver = receiver.filter(|&of| {
            let types = self.program.types(id, of);
            types.is_empty() || !types.iter().all(is_holder)
        });
        let values: Vec<Value> = given.arguments().chain(receiver).collect();
        for value in values {
            self.add(id, value);
        }
    }

    fn returned(&mut self, id: FuncId) {
        let function = self.program.function(id);
        let mut values: Vec<Value> = function
            .blocks
            .iter()
            .filter_map(|block| if let Terminator::Return(value) = block.terminator { Some(value) } else { None })
            .collect();
        values.extend(function.ops.iter().filter_map(|op| if let Op::Yield(of) = op { Some(*of) } else { None }));
        for value in values {
            self.add(id, value);
        }
    }
}

/// What an operation puts into an object that is read in a certain way.
fn put_into(function: &Function, op: &Op, is_read: &dyn Fn(&Op) -> bool) -> Vec<Value> {
    match *op {
        Op::Store(base, _, of) if is_read(&function.op(base)) => vec![of],
        Op::Call(Callee::Method(receiver, _), args) if is_read(&function.op(receiver)) => {
            function.pools.args(args).iter().map(|arg| arg.value).collect()
        }
        _ => Vec::new(),
    }
}

/// The caller's values that may become a parameter.
fn given_to(
    program: &Program<'_>,
    caller: FuncId,
    given: &Given,
    (callee, index): (FuncId, usize),
    bound: bool,
) -> Vec<(FuncId, Value)> {
    use ir::ParamKind;
    let Some(param) = program.function(callee).params.get(index) else { return Vec::new() };
    let position = if bound { index.checked_sub(1) } else { Some(index) };
    let Some(position) = position else { return given.receiver.map(|of| (caller, of)).into_iter().collect() };
    let mut values: Vec<Value> = Vec::new();
    match param.kind {
        ParamKind::Rest => values.extend(given.positional.iter().skip(position)),
        ParamKind::RestNamed => values.extend(given.named.iter().map(|(_, value)| *value)),
        _ => {
            values.extend(given.positional.get(position));
            values.extend(given.named.iter().filter(|(name, _)| *name == param.name).map(|(_, value)| *value));
        }
    }
    if values.is_empty() || !matches!(param.kind, ParamKind::Normal | ParamKind::PositionalOnly | ParamKind::NamedOnly)
    {
        values.extend(given.spread.iter().chain(&given.spread_named));
    }
    values.into_iter().map(|value| (caller, value)).collect()
}
