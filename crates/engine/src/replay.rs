//! Replays a witness: is every hop justified by the program and the models?
//!
//! Independent of the interpreter: it looks at operations, call targets and rows alone, never at facts or summaries.
//! A flow that does not replay is not shown.

use ir::{Callee, Elem, Function, Op, Terminator, Value};
use knowledge::{Effect, OtherSide, PortBase, RowId, StringEffect};
use program::{FuncId, Program, Target, Type};
use rustc_hash::FxHashMap;

use crate::cell::{store_of, variable_of};
use crate::entry::Entry;
use crate::found::Flow;
use crate::trace::{Hop, HopKind};

/// A hop that nothing justifies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplayError {
    /// Which hop, from 0.
    pub hop: usize,
    /// What is wrong.
    pub message: &'static str,
}

/// Checks a flow's witness.
pub(crate) fn replay(
    program: &Program<'_>,
    entries: &FxHashMap<FuncId, Entry>,
    flow: &Flow,
) -> Result<(), ReplayError> {
    let replay = Replay { program, entries };
    let hops = &flow.trace;
    let (Some(first), Some(last)) = (hops.first(), hops.last()) else {
        return Err(ReplayError { hop: 0, message: "the witness is empty" });
    };
    let source = flow.source;
    let begins = first.kind == HopKind::Source(source.row)
        && (first.function, first.value) == (source.function, source.value)
        && replay.is_source(*first, source.row);
    if !begins {
        return Err(ReplayError { hop: 0, message: "it does not begin at its source" });
    }
    for (at, pair) in hops.windows(2).enumerate() {
        replay.hop(pair[0], pair[1]).map_err(|message| ReplayError { hop: at + 1, message })?;
    }
    let sink = flow.sink;
    let ends = last.kind == HopKind::Sink(sink.row) && (last.function, last.value) == (sink.function, sink.value);
    if !ends {
        return Err(ReplayError { hop: hops.len() - 1, message: "it does not end at its sink" });
    }
    Ok(())
}

struct Replay<'a, 'k> {
    program: &'a Program<'k>,
    entries: &'a FxHashMap<FuncId, Entry>,
}

impl Replay<'_, '_> {
    fn function(&self, id: FuncId) -> &Function {
        self.program.function(id)
    }

    /// Whether the row makes the hop a source.
    fn is_source(&self, hop: Hop, row: RowId) -> bool {
        match &self.program.apis.row(row).effect {
            Effect::Source { to, .. } if to.base == PortBase::Value => {
                self.program.reads(hop.function, hop.value).any(|node| self.program.apis.api(node).rows.contains(&row))
            }
            Effect::Source { .. } => self.row_is_of_call(hop, row),
            Effect::Route(_) => {
                let is_param = matches!(self.function(hop.function).op(hop.value), Op::Param(_));
                is_param && self.entries.get(&hop.function).is_some_and(|entry| entry.row == row)
            }
            _ => false,
        }
    }

    /// Whether a row speaks of the API that a hop's call runs.
    fn row_is_of_call(&self, hop: Hop, row: RowId) -> bool {
        let names = self.program.apis;
        let Some(site) = self.program.call(hop.function, hop.value) else {
            let writers = self.program.element_writers(hop.function, hop.value);
            let reader = match self.function(hop.function).op(hop.value) {
                Op::Load(base, Elem::Item(_)) => self.program.element_reader(hop.function, base),
                _ => None,
            };
            return writers.into_iter().chain(reader).any(|node| names.api(node).rows.contains(&row));
        };
        let by_name = || {
            let Op::Call(Callee::Method(_, name), _) = self.function(hop.function).op(hop.value) else { return false };
            site.targets.is_empty()
                && names.heuristic.get(self.program.text(name)).is_some_and(|rows| rows.contains(&row))
        };
        let by_target =
            |target: &Target| self.program.api_of(*target).is_some_and(|node| names.api(node).rows.contains(&row));
        let by_handed = || {
            let Op::Call(called, _) = self.function(hop.function).op(hop.value) else { return false };
            site.targets.is_empty() && self.is_handed(hop.function, called)
        };
        let by_base = || {
            let class = self.program.class_made_by(hop.function, hop.value);
            class.is_some_and(|class| self.program.rows_of_filled_texts(class).any(|of_base| of_base == row))
        };
        let by_callback = || self.program.callbacks(hop.function, hop.value).iter().any(by_target);
        site.targets.iter().any(by_target) || by_name() || by_callback() || by_handed() || by_base()
    }

    /// Whether `to` follows from `from`.
    fn hop(&self, from: Hop, to: Hop) -> Result<(), &'static str> {
        match to.kind {
            HopKind::Source(_) => Err("a source in the middle"),
            HopKind::Operand => self.check(self.is_operand(from, to), "the value is no operand of the operation"),
            HopKind::Stored => self.check(self.is_operand(from, to), "the value is not what is stored"),
            HopKind::Guessed => self.check(self.is_of_object(from, to), "the object does not hold the value"),
            HopKind::Read => self.check(self.is_read(from, to), "nothing that is read there holds the value"),
            HopKind::Passed(row) => {
                self.check(self.is_operand(from, to) && self.row_is_of_call(to, row), "the row is not of this call")
            }
            HopKind::Assumed => {
                let is_call = matches!(self.function(to.function).op(to.value), Op::Call(..));
                self.check(is_call && self.is_operand(from, to), "the value is no argument of the call")
            }
            HopKind::Into => self.check(self.is_operand(from, to), "the value does not go into the call"),
            HopKind::Entered => self.check(self.enters(from, to), "the call does not run this function"),
            HopKind::Returned => self.check(self.returns(from, to), "the function does not give the value back"),
            HopKind::Thrown => self.check(self.throws(from, to), "no exception brings the value out of the function"),
            HopKind::Shared => self.check(self.shares(from, to), "nothing writes what is read there"),
            HopKind::Sink(row) => self.check(self.is_sink(from, to, row), "the row makes no sink of this"),
        }
    }

    #[expect(clippy::unused_self, reason = "reads as one of the replay's steps")]
    fn check(&self, holds: bool, message: &'static str) -> Result<(), &'static str> {
        if holds { Ok(()) } else { Err(message) }
    }

    /// Whether the value of `from` goes into the operation of `to`, or into an object that does.
    fn is_operand(&self, from: Hop, to: Hop) -> bool {
        from.function == to.function && self.goes_into(from.function, from.value, to.value)
    }

    /// Whether `value` is an operand of the operation `at`, or is stored in one of its operands (a list that holds it,
    /// an object whose attribute it is).
    fn goes_into(&self, id: FuncId, value: Value, at: Value) -> bool {
        let function = self.function(id);
        if value == at {
            return true;
        }
        let mut operands = Vec::new();
        function.op(at).for_each_operand(&function.pools, |operand| operands.push(operand));
        if let Op::Caught(_) = function.op(at) {
            if is_thrown_at(function, value) {
                return true;
            }
            operands.extend(raised(function));
        }
        if operands.contains(&value) {
            return true;
        }
        // What a library calls is given the elements of a literal as its arguments.
        let is_element = |operand: &Value| match function.op(function.original(*operand)) {
            Op::Sequence(_, list) => function.values(list).contains(&value),
            _ => false,
        };
        if matches!(function.op(at), Op::Call(..)) && operands.iter().any(is_element) {
            return true;
        }
        // `value` may be a write into something that an operand refers to: a store, or a call that keeps it.
        let targets: Vec<Value> = self.written_into(id, value);
        !targets.is_empty() && operands.iter().any(|&operand| self.may_share(id, operand, &targets))
    }

    /// What an operation writes into: the base of a store, the receiver and arguments of a call, itself when it makes
    /// an object.
    fn written_into(&self, id: FuncId, value: Value) -> Vec<Value> {
        let function = self.function(id);
        match function.op(value) {
            Op::Enter(base, _) | Op::Exit(base) => vec![base],
            // A method that an operation runs may write into whatever goes in.
            op if matches!(op, Op::Call(..)) || self.runs_unseen(id, value) => {
                let mut operands = vec![value];
                op.for_each_operand(&function.pools, |operand| operands.push(operand));
                // An inner function may write into what it captures.
                if let Op::Call(Callee::Value(callee), _) = op
                    && let Op::Closure { captures, .. } = function.op(function.original(callee))
                {
                    operands.extend(function.values(captures));
                }
                operands
            }
            Op::Store(base, ..) => vec![base],
            Op::Sequence(..)
            | Op::Map(_)
            | Op::Binary(..)
            | Op::Load(_, Elem::Range(..))
            | Op::Param(_)
            | Op::Capture(_) => vec![value],
            _ => Vec::new(),
        }
    }

    /// Whether an operation runs methods that no call names.
    fn runs_unseen(&self, id: FuncId, value: Value) -> bool {
        !self.program.unseen_of(id, value).is_empty()
    }

    /// Whether a value may refer to (a part of) one of the objects: by copies, phis and reads of parts.
    fn may_share(&self, id: FuncId, value: Value, objects: &[Value]) -> bool {
        let roots = self.roots(id, value);
        // What a closure brings along may be read anew where it is used.
        let captured = |root: Value| match self.function(id).op(root) {
            Op::Capture(variable) => Some(variable),
            _ => None,
        };
        let is_same = |a: Value, b: Value| a == b || captured(a).is_some_and(|known| captured(b) == Some(known));
        objects
            .iter()
            .any(|&object| self.roots(id, object).iter().any(|&root| roots.iter().any(|&other| is_same(root, other))))
    }

    /// The values that a value is a copy or part of, itself included; at most 256.
    fn roots(&self, id: FuncId, value: Value) -> Vec<Value> {
        const MOST: usize = 256;
        let function = self.function(id);
        let mut roots = vec![value];
        let mut at = 0;
        while let Some(&value) = roots.get(at) {
            let mut add = |of: Value| {
                if roots.len() < MOST && !roots.contains(&of) {
                    roots.push(of);
                }
            };
            match function.op(value) {
                Op::Copy(of) | Op::Await(of) | Op::Enter(of, _) | Op::Load(of, _) | Op::Next(of) => add(of),
                Op::Phi(list) => function.values(list).iter().copied().for_each(add),
                Op::Call(..) if !self.given_back(id, value).is_empty() => {
                    self.given_back(id, value).into_iter().for_each(add);
                }
                op @ Op::Call(..) if self.gives_part(id, value) => op.for_each_operand(&function.pools, add),
                Op::Caught(_) => raised(function).for_each(add),
                _ => {}
            }
            at += 1;
        }
        roots
    }

    /// What goes into a call of a function that gives one of its parameters back.
    fn given_back(&self, id: FuncId, call: Value) -> Vec<Value> {
        let gives_back = |target: &Target| match *target {
            Target::Function { function, .. } => self.program.gives_back(function).is_some(),
            _ => false,
        };
        let is_given_back = self.program.call(id, call).is_some_and(|site| site.targets.iter().any(gives_back));
        let mut operands = Vec::new();
        if is_given_back {
            let function = self.function(id);
            function.op(call).for_each_operand(&function.pools, |operand| operands.push(operand));
        }
        operands
    }

    /// Whether what a call of a model gives may be a part of what it is given.
    fn gives_part(&self, id: FuncId, call: Value) -> bool {
        let names = self.program.apis;
        let gives = |row: &RowId| match &names.row(*row).effect {
            Effect::Pass { from, to, string: StringEffect::Same, .. } => {
                to.base == PortBase::Return && to.steps.is_empty() && from.iter().any(|port| !port.steps.is_empty())
            }
            _ => false,
        };
        let by_name = || {
            let Op::Call(Callee::Method(receiver, name), _) = self.function(id).op(call) else { return Vec::new() };
            crate::by_name::rows_by_name(self.program, id, receiver, name)
        };
        self.program.call(id, call).is_some_and(|site| {
            site.targets
                .iter()
                .any(|target| matches!(target, Target::Api(node) if names.api(*node).rows.iter().any(gives)))
                || site.targets.is_empty() && by_name().iter().any(gives)
        })
    }

    /// A read: of a part of the value itself, or of an object into which the value was written.
    fn is_read(&self, from: Hop, to: Hop) -> bool {
        if from.function != to.function {
            return false;
        }
        let function = self.function(to.function);
        let (base, part) = match function.op(to.value) {
            Op::Load(base, part) => (base, part),
            Op::Next(base) => (base, Elem::Any),
            _ => return false,
        };
        // What a method gave that the read itself runs is read there.
        if base == from.value || from.value == to.value {
            return true;
        }
        if let (Op::Store(_, Elem::Field(written), _), Elem::Field(read)) = (function.op(from.value), part)
            && written != read
            && self.program.text(read) != self.program.language().unseen.attributes
            && !self.runs_unseen(from.function, from.value)
            && !self
                .roots(to.function, base)
                .iter()
                .any(|&root| matches!(function.op(root), Op::Load(_, Elem::Field(name)) if name == written))
        {
            return false;
        }
        let targets = self.written_into(from.function, from.value);
        self.may_share(to.function, base, &targets)
    }

    /// Whether the value is in the object: it is the object's own, or was written into it.
    fn is_of_object(&self, from: Hop, to: Hop) -> bool {
        let written = || self.written_into(from.function, from.value);
        from.function == to.function
            && (self.goes_into(from.function, from.value, to.value)
                || self.may_share(to.function, to.value, &written()))
    }

    /// Whether the call of `from` runs the function of `to`, of which `to` is an input.
    fn enters(&self, from: Hop, to: Hop) -> bool {
        let is_input = matches!(self.function(to.function).op(to.value), Op::Param(_) | Op::Capture(_) | Op::Yield(_));
        is_input && self.runs(from.function, from.value, to.function)
    }

    /// Whether an operation of a function runs another function: as a callee, as a callback, or as a property.
    fn runs(&self, caller: FuncId, value: Value, callee: FuncId) -> bool {
        if let Op::Exit(of) = self.function(caller).op(value) {
            return self.program.leaves(caller, of).contains(&callee);
        }
        if let Op::Call(Callee::Method(receiver, name), _) = self.function(caller).op(value)
            && self.program.is_resuming(name)
            && self.roots(caller, receiver).iter().any(|&made| self.calls(caller, made, callee))
        {
            return true;
        }
        if let Op::Enter(of, method) = self.function(caller).op(value) {
            return self.program.types(caller, of).iter().any(|ty| match ty {
                Type::Instance(class) => self
                    .program
                    .method(class, method)
                    .is_some_and(|(owner, method)| self.program.method_function(owner, method) == callee),
                _ => false,
            });
        }
        if self.program.unseen_of(caller, value).iter().any(|unseen| unseen.function == callee) {
            return true;
        }
        let Some(site) = self.program.call(caller, value) else { return false };
        let is_callee = |target: &Target| target.function() == Some(callee);
        let Op::Call(called, _) = self.function(caller).op(value) else { return false };
        // A callback may be what the method is called on, too.
        let given = self.program.given(caller, value);
        site.targets.iter().any(is_callee)
            || self.enters_one(caller, value, callee)
            || (site.targets.is_empty() && self.is_handed(caller, called))
            || self.program.callbacks(caller, value).iter().any(is_callee)
            || given.arguments().chain(given.receiver).any(|given| {
                self.program
                    .types(caller, given)
                    .iter()
                    .any(|ty| matches!(ty, Type::Function(function) | Type::Bound(function) if function == callee))
            })
    }

    /// Whether what is called was given to the function, so that its callers tell what it is.
    fn is_handed(&self, caller: FuncId, called: Callee) -> bool {
        let function = self.function(caller);
        let of = match called {
            Callee::Value(of) | Callee::Method(of, _) => function.original(of),
            Callee::Super(..) => return false,
        };
        let base = if let Op::Load(base, Elem::Field(_)) = function.op(of) { function.original(base) } else { of };
        matches!(function.op(base), Op::Param(_) | Op::Capture(_))
    }

    /// Whether a call may run a function as its callee.
    fn calls(&self, caller: FuncId, call: Value, callee: FuncId) -> bool {
        let Some(site) = self.program.call(caller, call) else { return false };
        site.targets.iter().any(|target| match *target {
            Target::Function { function, .. } | Target::Template { function, .. } => function == callee,
            Target::Construct { constructor, .. } => constructor == Some(callee),
            Target::Api(_) => false,
        })
    }

    /// Whether a modelled call enters an argument by a method that is this function.
    fn enters_one(&self, caller: FuncId, call: Value, callee: FuncId) -> bool {
        let Some(site) = self.program.call(caller, call) else { return false };
        let Op::Call(_, args) = self.function(caller).op(call) else { return false };
        let apis = self.program.apis;
        let nodes =
            site.targets.iter().filter_map(|target| if let Target::Api(node) = target { Some(*node) } else { None });
        let mut rows = nodes.flat_map(|node| &apis.api(node).rows);
        let of_class = |class, method: &str| {
            let method = self.program.symbols.find(method).and_then(|method| self.program.method(class, method));
            method.is_some_and(|(owner, method)| self.program.method_function(owner, method) == callee)
        };
        rows.any(|&row| {
            let Effect::Enters { method, .. } = &apis.row(row).effect else { return false };
            self.function(caller).pools.args(args).iter().any(|arg| {
                let mut types = self.program.types(caller, arg.value).iter().collect::<Vec<_>>().into_iter();
                types.any(|ty| matches!(ty, Type::Instance(class) if of_class(class, method)))
            })
        })
    }

    /// Whether an exception of the function of `from` that holds the value comes out of the call of `to`: it is raised
    /// there, or comes out of a call there.
    fn throws(&self, from: Hop, to: Hop) -> bool {
        if !self.runs(to.function, to.value, from.function) {
            return false;
        }
        let function = self.function(from.function);
        from.kind == HopKind::Thrown
            || raised(function).any(|value| {
                value == from.value
                    || self.goes_into(from.function, from.value, value)
                    || self.may_share(from.function, value, &self.written_into(from.function, from.value))
            })
    }

    /// Whether the function of `from` gives the value back to the call of `to`, as a result or in one of its inputs.
    fn returns(&self, from: Hop, to: Hop) -> bool {
        if !self.runs(to.function, to.value, from.function) {
            return false;
        }
        let function = self.function(from.function);
        let result = function.blocks.iter().any(|block| match block.terminator {
            Terminator::Return(value) => {
                value == from.value
                    || self.goes_into(from.function, from.value, value)
                    || self.may_share(from.function, value, &self.written_into(from.function, from.value))
            }
            _ => false,
        });
        let yielded = || {
            function.ops.iter().any(|op| {
                matches!(op, Op::Yield(value)
                if *value == from.value || self.goes_into(from.function, from.value, *value))
            })
        };
        let kept = || {
            self.written_into(from.function, from.value).iter().any(|&target| {
                self.roots(from.function, target)
                    .iter()
                    .any(|&root| matches!(function.op(root), Op::Param(_) | Op::Capture(_)))
            })
        };
        result || yielded() || kept()
    }

    /// Whether `from` writes the shared place that `to` reads.
    fn shares(&self, from: Hop, to: Hop) -> bool {
        let writer = self.function(from.function).op(from.value);
        // What is written into an object that a module-level name holds; a call may write into whatever goes in.
        let held = match writer {
            Op::Store(base, Elem::Item(_) | Elem::Field(_), _) => vec![base],
            Op::Call(..) => self.written_into(from.function, from.value),
            _ => Vec::new(),
        };
        let variable = |hop: Hop, value: Value| variable_of(self.program, hop.function, value);
        if held.into_iter().filter_map(|held| variable(from, held)).any(|known| variable(to, to.value) == Some(known)) {
            return true;
        }
        if self.keeps_for(from, to) {
            return true;
        }
        match self.function(to.function).op(to.value) {
            Op::Load(_, Elem::Field(read)) => match writer {
                Op::Store(_, Elem::Field(written), _) | Op::SetGlobal(written, _) if written == read => true,
                // A constructor or method wrote it for this call, or a class took it as a field.
                Op::Call(..) => true,
                _ => self.runs_unseen(from.function, from.value),
            },
            Op::Global(read) | Op::Shared(_, read) => match writer {
                Op::SetGlobal(written, _) => written == read || self.is_renamed(to, written),
                Op::SetShared(_, written, _) => written == read,
                _ => false,
            },
            Op::Import(_) => matches!(writer, Op::SetGlobal(..)),
            Op::Param(index) => {
                let module = self.program.module_of(from.function);
                let makes = |function| self.program.function_id(module, function) == to.function;
                let is_maker = matches!(writer, Op::Closure { function, .. } if makes(function));
                is_maker && self.program.has_computed_default(to.function, index)
            }
            _ => false,
        }
    }

    /// Whether rows say that what goes into one operation comes out of the other.
    fn keeps_for(&self, from: Hop, to: Hop) -> bool {
        let names = self.program.apis;
        let rows = |hop: Hop| names.kept.iter().copied().filter(move |&row| self.row_is_of_call(hop, row));
        rows(from).any(|kept| rows(to).any(|read| store_of(names, kept) == store_of(names, read)))
    }

    /// Whether a module-level name means a variable of another name, by an import.
    fn is_renamed(&self, to: Hop, written: ir::Symbol) -> bool {
        let Op::Global(read) = self.function(to.function).op(to.value) else { return false };
        let variable = self.program.global_variable(self.program.module_of(to.function), read);
        variable.is_some_and(|(_, name)| name == written)
    }

    /// Whether the row makes a sink of the hop.
    fn is_sink(&self, from: Hop, to: Hop, row: RowId) -> bool {
        match &self.program.apis.row(row).effect {
            Effect::Sink { .. } => self.is_operand(from, to) && self.row_is_of_call(to, row),
            Effect::Named { names, .. } => {
                let mut given = self.program.given_names(to.function, to.value);
                given.extend(self.program.name_of_result(to.function, to.value).map(|name| (name, to.value)));
                let is_named = given.iter().any(|(name, _)| names.iter().any(|pattern| pattern.is_match(name)));
                is_named && self.is_operand(from, to)
            }
            Effect::Compared { with, .. } => {
                let Op::Compare(_, left, right) = self.function(to.function).op(to.value) else { return false };
                let is_called =
                    |side| self.program.read_name(to.function, side).is_some_and(|name| with.is_called(&name));
                let is_meant = matches!(with, OtherSide::Data(_)) || is_called(left) || is_called(right);
                is_meant && self.is_operand(from, to)
            }
            Effect::Route(_) => {
                let is_entry = self.entries.get(&to.function).is_some_and(|entry| entry.row == row);
                is_entry && self.is_operand(from, to)
            }
            _ => false,
        }
    }
}

/// What a function raises.
fn raised(function: &ir::Function) -> impl Iterator<Item = Value> + '_ {
    function.blocks.iter().filter_map(|block| match block.terminator {
        Terminator::Raise(raised) => raised,
        _ => None,
    })
}

/// Whether a value is a call in the reach of a handler.
fn is_thrown_at(function: &ir::Function, value: Value) -> bool {
    let at = function.blocks.partition_point(|block| block.first <= value.0).saturating_sub(1);
    matches!(function.op(value), Op::Call(..) | Op::Enter(..) | Op::Exit(_) | Op::Load(..))
        && function.blocks.get(at).is_some_and(|block| !block.handlers.is_empty())
}
