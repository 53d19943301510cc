//! Calls of what is not known: what is assumed to come out of them, and what whoever is called may keep or change.
//!
//! Takes a call without a target, or one whose target may do anything with what it is given; adds to what it gives, and takes
//! from the state what is sure no more.

use ir::{Callee, Value};
use knowledge::RowId;
use program::{FuncId, Given, row_holds};

use crate::fact::Facts;
use crate::interpret::Interpreter;
use crate::interpret::calls::Calling;
use crate::location::{Location, Root};
use crate::path::Part;
use crate::trace::HopKind;

impl<'a> Interpreter<'a, '_> {
    /// A call of something unknown passes on what its receiver holds, and is assumed to pass on its arguments.
    pub(in crate::interpret) fn unknown_call(&mut self, calling: &mut Calling<'a>, callee: Callee) {
        if let Callee::Method(receiver, name) = callee {
            if self.resume(calling, receiver, name) {
                return;
            }
            let rows = self.rows_by_name(receiver, name);
            let program = self.cx.program;
            let holds = |row: &RowId| row_holds(self, program.apis.row(*row), &calling.given, calling.value);
            if rows.iter().any(holds) {
                let any = |row: &RowId| self.cx.program.apis.row(*row).receivers.iter().any(|name| name == "*");
                calling.edge = u8::from(!rows.iter().all(any));
                self.run_rows(calling, &rows);
                calling.result.constant = calling.constant.take();
                return;
            }
        }
        if self.recording {
            self.out.unresolved.push(calling.value);
        }
        self.all_escape(calling);
        self.pass_all(calling, callee);
    }

    /// The rows for methods of that name of unknown receivers whose own name fits.
    pub(in crate::interpret) fn rows_by_name(&self, receiver: Value, name: ir::Symbol) -> Vec<RowId> {
        crate::by_name::rows_by_name(self.cx.program, self.id, receiver, name)
    }

    /// A function of the program may keep and change what it is given, unless its code only reads it.
    pub(in crate::interpret) fn escape_into(&mut self, calling: &Calling<'a>, function: FuncId, bound: bool) {
        let program = self.cx.program;
        let positional: Vec<Value> = calling.given.positional.clone();
        let others: Vec<Value> = handed_on(&calling.given).skip(positional.len()).collect();
        for (at, value) in positional.into_iter().enumerate() {
            let is_own = |location: &Location| self.state.contents.is_own(location.root);
            let matters = self.values[value.index()].locations.iter().any(is_own);
            if matters && !crate::changes::only_reads(program, function, at + usize::from(bound)) {
                self.escapes(value);
            }
        }
        for value in others {
            self.escapes(value);
        }
    }

    /// Whoever is called may keep and change what it is given.
    pub(in crate::interpret) fn all_escape(&mut self, calling: &Calling<'a>) {
        let given: Vec<Value> = handed_on(&calling.given).collect();
        for value in given {
            self.escapes(value);
        }
    }

    pub(in crate::interpret) fn pass_all(&mut self, calling: &mut Calling<'a>, callee: Callee) {
        let value = calling.value;
        let through = match callee {
            Callee::Value(callee) => Some(callee),
            Callee::Method(..) | Callee::Super(..) => calling.given.receiver,
        };
        if let Some(through) = through {
            let whole = self.parts_of(self.whole(through));
            calling.result.facts.add_all(&self.carried(value, &whole, HopKind::Operand));
        }
        let mut given = Facts::default();
        for (argument, path) in calling.arguments() {
            let whole = self.parts_of(self.whole_at(argument, path));
            given.add_all(&self.carried(value, &whole, HopKind::Assumed));
        }
        calling.result.facts.add_all(&given);
        // A method may also keep its arguments in an object that this function made.
        if let Some(receiver) = calling.given.receiver {
            let locations = self.values[receiver.index()].locations.clone();
            for location in &locations {
                if matches!(location.root, Root::Made(_)) {
                    let at = Location { root: location.root, path: location.path.then(Part::Any) };
                    self.write(at, &given, false);
                }
            }
        }
    }
}

/// The objects that a call hands on, the positional arguments first: of what is spread only the elements are.
fn handed_on(given: &Given) -> impl Iterator<Item = Value> + '_ {
    let named = given.named.iter().map(|(_, value)| *value);
    given.positional.iter().copied().chain(named).chain(given.behind.iter().copied()).chain(given.receiver)
}
