//! Coroutines: a call of one runs nothing. Its body runs when somebody waits for it: what it has checked is shown then,
//! and its answer is what waiting gives.
//!
//! Takes what is waited for, or handed to a library; gives the calls of coroutines that run then.

use ir::{Callee, Op, Value};
use program::{FuncId, Target};

use crate::interpret::Interpreter;
use crate::state::State;
use program::Values;

/// Through how many calls of libraries a coroutine is followed to whoever waits: a task, a limit of time around it.
const WRAPPINGS: usize = 4;

impl Interpreter<'_, '_> {
    /// The one function that a call surely runs, and whether the receiver is its first parameter.
    pub(in crate::interpret) fn only_function(&self, call: Value) -> Option<(FuncId, bool)> {
        let site = self.cx.program.call(self.id, call)?;
        match site.targets[..] {
            [Target::Function { function, bound }] if site.confidence.is_sure() && !site.is_cut => {
                Some((function, bound))
            }
            _ => None,
        }
    }

    /// Whether a call makes a coroutine that has not run yet.
    pub(in crate::interpret) fn is_deferred(&self, call: Value) -> bool {
        self.cx.has_coroutines
            && matches!(self.function.op(call), Op::Call(..))
            && self.only_function(call).is_some_and(|(function, _)| self.is_coroutine(function))
    }

    /// Whether calling a function runs nothing of it. What a decorator has made of a coroutine may run at once: code
    /// that is no coroutine itself is taken to know.
    pub(in crate::interpret) fn is_coroutine(&self, function: FuncId) -> bool {
        let data = self.cx.program.function(function);
        data.is_async && !data.is_generator && (data.decorators.is_empty() || self.function.is_async)
    }

    /// The coroutines that have run when a value has been waited for: itself, or those that were handed to the library's
    /// call that made it.
    pub(in crate::interpret) fn coroutines_of(&self, awaited: Value) -> Vec<Value> {
        let mut found = Vec::new();
        if !self.cx.has_coroutines {
            return found;
        }
        let mut pending = vec![self.original(awaited)];
        for _ in 0..WRAPPINGS {
            for value in std::mem::take(&mut pending) {
                if self.is_deferred(value) {
                    found.push(value);
                } else {
                    pending.extend(self.handed_on(value));
                }
            }
            if pending.is_empty() {
                break;
            }
        }
        found
    }

    /// What a call of a library is given by position. One that is given a yes by name may do as it says there.
    fn handed_on(&self, call: Value) -> Vec<Value> {
        let Op::Call(_, args) = self.function.op(call) else { return Vec::new() };
        if !self.is_outside(call) {
            return Vec::new();
        }
        let args = self.function.pools.args(args);
        let is_yes = |arg: &ir::Arg| {
            matches!(arg.kind, ir::ArgKind::Named(_)) && self.constant(arg.value) == Some(&ir::Constant::Bool(true))
        };
        if args.iter().any(is_yes) {
            return Vec::new();
        }
        let positional = args.iter().filter(|arg| arg.kind == ir::ArgKind::Positional);
        positional
            .map(|arg| self.original(arg.value))
            .filter(|value| matches!(self.function.op(*value), Op::Call(..)))
            .collect()
    }

    /// Whether no code of the program is known to run in a call.
    fn is_outside(&self, call: Value) -> bool {
        let site = self.cx.program.call(self.id, call);
        site.is_none_or(|site| site.targets.iter().all(|target| matches!(target, Target::Api(_))))
    }

    /// A value has been waited for: what its coroutines check has been checked.
    pub(in crate::interpret) fn awaited(&mut self, value: Value) {
        for call in self.coroutines_of(value) {
            let Some((function, bound)) = self.only_function(call) else { continue };
            let Some(summary) = self.summary(function) else { continue };
            for &(input, below, kinds) in &summary.ensures {
                let Some(argument) = self.argument_of(call, function, bound, input) else { continue };
                if below.is_empty() {
                    self.shown_here(argument, kinds, knowledge::KindSet::EMPTY);
                } else {
                    let mut state = std::mem::take(&mut self.state);
                    self.shown_below(&mut state, argument, below, kinds);
                    self.state = state;
                }
            }
        }
    }

    /// Code that is no coroutine hands coroutines to a library: it waits until they have run.
    pub(in crate::interpret) fn run_handed(&mut self, call: Value) {
        if !self.cx.has_coroutines || self.function.is_async || !self.is_outside(call) {
            return;
        }
        if self.handed_on(call).into_iter().any(|value| self.is_deferred(value)) {
            self.awaited(call);
        }
    }

    /// What it shows that waiting for a value gave something true or false. Tells whether a coroutine answered.
    pub(in crate::interpret) fn assume_awaited(&mut self, state: &mut State, value: Value, outcome: bool) -> bool {
        let coroutines = self.coroutines_of(value);
        if let [only] = coroutines[..] {
            self.assume_answer(state, only, None, outcome);
        }
        !coroutines.is_empty()
    }

    /// The caller's value that is an input of the function that a call runs.
    pub(in crate::interpret) fn argument_of(
        &self,
        call: Value,
        function: FuncId,
        bound: bool,
        input: u16,
    ) -> Option<Value> {
        let program = self.cx.program;
        let data = program.function(function);
        let given = program.given(self.id, call);
        if let Some(captured) = (input as usize).checked_sub(data.params.len()) {
            let Op::Call(Callee::Value(callee), _) = self.function.op(call) else { return None };
            let made = self.original(callee);
            let Op::Closure { captures, .. } = self.function.op(made) else { return None };
            return self.function.values(captures).get(captured).copied();
        }
        match if bound { input.checked_sub(1) } else { Some(input) } {
            None => given.receiver,
            Some(position) => {
                let name = data.params.get(input as usize).map(|param| program.text(param.name));
                given.argument(program, u8::try_from(position).ok(), name)
            }
        }
    }
}
