//! Functions that enter what they are given into a container under a key that they are given: tables that decorators
//! and methods fill.
//!
//! What such a function puts there is not kept in its own code, where the key is not known, but at every call of it,
//! where it is. Takes writes of elements and calls while types are inferred; gives what is put under which key.

use ir::{Callee, Op, Terminator, Value};

use crate::condition::Given;
use crate::sites::Site;
use crate::transfer::Transfer;
use crate::{FuncId, Program, Type, TypeSet};

/// How many writes of one function are left to its calls.
const MAX_ENTERED: usize = 8;

/// The first round in which a write that no call has taken over is kept where it stands.
pub(crate) const LAST_CHANCE: usize = 3;

/// What a function is given: a parameter, or what its closure has captured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    Param(u32),
    Capture(u32),
}

/// A write that is left to the calls of the function.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Entered {
    /// Into the containers that were made there.
    into: TypeSet,
    /// Under this key.
    key: Input,
    /// What is written, when that is given as well.
    value: Option<Input>,
    /// What it may be as far as the function itself tells.
    types: TypeSet,
}

impl Transfer<'_, '_> {
    fn input(&self, value: Value) -> Option<Input> {
        match self.function.op(self.function.original(value)) {
            Op::Param(param) => Some(Input::Param(param)),
            Op::Capture(capture) => Some(Input::Capture(capture)),
            _ => None,
        }
    }

    /// Leaves a write to the calls of the function, when the key is given to it. Gives whether it does.
    pub(crate) fn leave_to_calls(&mut self, base: TypeSet, key: Value, stored: Value) -> bool {
        let Some(key) = self.input(key) else { return false };
        let entered = Entered { into: base.only_sites(), key, value: self.input(stored), types: self.of(stored) };
        self.leave(entered)
    }

    fn leave(&mut self, entered: Entered) -> bool {
        let tables = &self.program.tables;
        let is_late = tables.round >= LAST_CHANCE && !tables.taken_over.contains(&self.id);
        if !entered.into.has_sites() || is_late {
            return false;
        }
        let is_same = |known: &&mut Entered| {
            known.into == entered.into && known.key == entered.key && known.value == entered.value
        };
        if let Some(known) = self.entering.iter_mut().find(is_same) {
            known.types.join(&entered.types);
            return true;
        }
        if self.entering.len() == MAX_ENTERED {
            return false;
        }
        self.entering.push(entered);
        true
    }

    /// Keeps what the callees have left to their calls.
    pub(crate) fn enter_for_all(&mut self, call: Value, callee: Callee, callees: TypeSet) {
        for ty in callees.iter() {
            let (function, skipped) = match ty {
                Type::Function(function) => (function, 0),
                Type::Bound(function) => (function, 1),
                _ => continue,
            };
            if self.program.tables.left_by(function).is_some() {
                self.enter_for(callee, &self.program.given(self.id, call), function, skipped);
            }
        }
    }

    /// Keeps what a function that is called here has left to its calls.
    fn enter_for(&mut self, callee: Callee, given: &Given, function: FuncId, skipped: usize) {
        let program = self.program;
        let Some(entering) = program.tables.left_by(function) else { return };
        for entered in entering {
            let key = self.given_for(callee, given, function, skipped, entered.key);
            let value = entered.value.and_then(|value| self.given_for(callee, given, function, skipped, value));
            let own = value.map(|value| self.of(value)).unwrap_or_default();
            let types = if own == TypeSet::EMPTY { entered.types } else { own };
            if !self.taking_over.contains(&function) {
                self.taking_over.push(function);
            }
            let constant = key.and_then(|key| self.key(key));
            if constant.is_none()
                && let Some(key) = key.and_then(|key| self.input(key))
            {
                let value = value.and_then(|value| self.input(value));
                if self.leave(Entered { into: entered.into, key, value, types }) {
                    continue;
                }
            }
            self.keep(entered.into, constant, types);
        }
    }

    /// The value here that a call gives a function as an input.
    fn given_for(
        &self,
        callee: Callee,
        given: &Given,
        function: FuncId,
        skipped: usize,
        input: Input,
    ) -> Option<Value> {
        let program = self.program;
        match input {
            Input::Param(0) if skipped == 1 => given.receiver,
            Input::Param(param) => argument(program, given, function, param, skipped),
            Input::Capture(capture) => {
                let Callee::Value(closure) = callee else { return None };
                let closure = self.function.original(closure);
                match self.function.op(closure) {
                    Op::Closure { captures, .. } => self.function.values(captures).get(capture as usize).copied(),
                    Op::Call(made_with, _) => {
                        let (maker, skipped) = self.only_callee(made_with)?;
                        let (inner, captures) = program.closure_made_by(maker)?;
                        let param = (*captures.get(capture as usize)?)?;
                        let given = program.given(self.id, closure);
                        (inner == function).then(|| argument(program, &given, maker, u32::from(param), skipped))?
                    }
                    _ => None,
                }
            }
        }
    }

    fn only_callee(&self, callee: Callee) -> Option<(FuncId, usize)> {
        let types = self.callee_types(callee);
        let mut all = types.iter();
        match (all.next(), all.next()) {
            (Some(Type::Function(function)), None) => Some((function, 0)),
            (Some(Type::Bound(function)), None) => Some((function, 1)),
            _ => None,
        }
    }
}

/// The argument that is for a parameter.
fn argument(program: &Program<'_>, given: &Given, function: FuncId, param: u32, skipped: usize) -> Option<Value> {
    let data = program.function(function).params.get(param as usize)?;
    let position = (param as usize).checked_sub(skipped).and_then(|at| u8::try_from(at).ok());
    given.argument(program, position, Some(program.text(data.name)))
}

impl Program<'_> {
    /// The closure that a function gives whatever it does, and which of its own parameters each captured value is.
    pub fn closure_made_by(&self, maker: FuncId) -> Option<(FuncId, Vec<Option<u16>>)> {
        let function = self.function(maker);
        if function.is_generator || function.is_async {
            return None;
        }
        let mut made = None;
        for block in &function.blocks {
            let Terminator::Return(value) = block.terminator else { continue };
            let original = function.original(value);
            if made.is_some_and(|known| known != original) {
                return None;
            }
            made = Some(original);
        }
        let Op::Closure { function: inner, captures, .. } = function.op(made?) else { return None };
        let param = |value: &Value| match function.op(function.original(*value)) {
            Op::Param(param) => Some(param as u16),
            _ => None,
        };
        let captures = function.values(captures).iter().map(param).collect();
        Some((self.function_id(self.module_of(maker), inner), captures))
    }

    /// What stands under a constant key in a map that an operation makes, whoever put it there.
    pub fn entry_types(&self, function: FuncId, map: Value, key: &ir::Constant) -> TypeSet {
        let Some(key) = crate::tables::Key::of(key) else { return TypeSet::EMPTY };
        let site: Site = self.site(function, map);
        let mut types = self.tables.get(crate::tables::Slot::Item(site, key));
        types.join(&self.tables.get(crate::tables::Slot::Others(site)));
        types.without_sites()
    }
}
