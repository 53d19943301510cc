//! The names near a call: of what goes into it, of what its result becomes and is compared with, of the functions and
//! classes around it. Takes a function and a call in it; gives names as they are written, the nearest first.

use std::borrow::Cow;

use ir::{Callee, Elem, Function, Op, Symbol, Value};
use program::{FuncId, Type};

use super::literals::text_of;
use super::words::words;
use crate::names::Names;

/// How deep expressions are looked into.
const DEEPEST: usize = 6;
/// How many names are gathered.
const MOST: usize = 128;
/// How many calls a result is followed into.
const CALLS: u8 = 2;

/// What names near a call are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// What goes into it.
    Given,
    /// What its result is called, stored as or given to.
    Becomes,
    /// What its result is compared with.
    Compared,
    /// A function or class around it.
    Around,
}

/// A name near a call.
pub(super) struct NearName {
    pub(super) of: Of,
    pub(super) name: String,
}

/// The names near a call.
pub(super) fn nearby(names: Names<'_, '_>, id: FuncId, call: Value) -> Vec<NearName> {
    let mut nearby = Nearby::new(names, id);
    nearby.given(call);
    nearby.result(call);
    nearby.around();
    nearby.found
}

/// The names and texts of which a call's receiver and arguments are made, or the sides of a comparison.
pub(super) fn made_of(names: Names<'_, '_>, id: FuncId, call: Value) -> Vec<String> {
    let mut nearby = Nearby { with_texts: true, ..Nearby::new(names, id) };
    match nearby.function.op(call) {
        Op::Call(Callee::Method(receiver, _), _) => nearby.within(receiver, DEEPEST),
        Op::Compare(_, left, right) => {
            nearby.within(left, DEEPEST);
            nearby.within(right, DEEPEST);
        }
        _ => {}
    }
    nearby.given(call);
    nearby.found.into_iter().map(|near| near.name).collect()
}

/// Whether an object is stored in an attribute of that name.
pub(super) fn of_field(function: &Function, object: Value, field: Symbol) -> bool {
    let same = objects(function, object);
    let is_store = |op: &Op| matches!(*op, Op::Store(_, Elem::Field(name), of) if name == field && same[of.index()]);
    function.ops.iter().any(is_store)
}

/// For each value, whether it may be that object.
pub(super) fn objects(function: &Function, object: Value) -> Vec<bool> {
    let mut same = vec![false; function.ops.len()];
    same[object.index()] = true;
    for (at, op) in function.ops.iter().enumerate() {
        same[at] |= match *op {
            Op::Copy(of) => same[of.index()],
            Op::Phi(list) => function.values(list).iter().any(|of| same[of.index()]),
            _ => false,
        };
    }
    same
}

struct Nearby<'a, 'k> {
    names: Names<'a, 'k>,
    id: FuncId,
    function: &'a Function,
    /// What the names are of that are found now.
    of: Of,
    /// Whether texts in expressions count as names.
    with_texts: bool,
    found: Vec<NearName>,
}

impl<'a, 'k> Nearby<'a, 'k> {
    fn new(names: Names<'a, 'k>, id: FuncId) -> Self {
        let function = names.program.function(id);
        Self { names, id, function, of: Of::Given, with_texts: false, found: Vec::new() }
    }

    fn add(&mut self, name: &str) {
        let of = self.of;
        if self.found.len() < MOST && !self.found.iter().any(|known| known.of == of && known.name == name) {
            self.found.push(NearName { of, name: name.to_owned() });
        }
    }

    fn add_symbol(&mut self, name: Symbol) {
        let program = self.names.program;
        self.add(program.text(name));
    }

    fn add_key(&mut self, key: Value) {
        if let Some(key) = text_of(self.names.program, self.id, key).map(Cow::into_owned) {
            self.add(&key);
        }
    }

    /// What goes into a call.
    fn given(&mut self, call: Value) {
        let Op::Call(_, args) = self.function.op(call) else { return };
        let function = self.function;
        for arg in function.pools.args(args) {
            self.within(arg.value, DEEPEST);
        }
    }

    /// What an expression is made of.
    fn within(&mut self, value: Value, depth: usize) {
        let function = self.function;
        let Some(depth) = depth.checked_sub(1).filter(|_| self.found.len() < MOST && !self.is_place(value)) else {
            return;
        };
        if let Some(name) = self.names.variable(self.id, value) {
            self.add(name);
        }
        match function.op(value) {
            Op::Copy(of) | Op::Unary(_, of) | Op::Await(of) | Op::Next(of) | Op::Enter(of, _) => self.within(of, depth),
            Op::Binary(_, left, right) => {
                self.within(left, depth);
                self.within(right, depth);
            }
            Op::Template(list) | Op::Sequence(_, list) | Op::Phi(list) => {
                for &part in function.values(list) {
                    self.within(part, depth);
                }
            }
            Op::Global(name) | Op::Shared(_, name) => self.add_symbol(name),
            Op::Load(base, Elem::Field(name)) => {
                self.add_symbol(name);
                self.within(base, depth);
            }
            Op::Load(base, Elem::Item(key)) => {
                self.add_key(key);
                self.within(base, depth);
            }
            Op::Call(callee, args) => {
                match callee {
                    Callee::Method(receiver, name) => {
                        self.add_symbol(name);
                        self.within(receiver, depth);
                    }
                    // A function of one word (`signature(of)`) is no thing.
                    Callee::Value(callee) => self.callee(callee, 2),
                    Callee::Super(_, name) => self.add_symbol(name),
                }
                for arg in function.pools.args(args) {
                    self.within(arg.value, depth);
                }
            }
            Op::Const(_) if self.with_texts => self.add_key(value),
            _ => {}
        }
    }

    /// The last name of what is called, when it has so many words.
    fn callee(&mut self, callee: Value, fewest: usize) {
        if let Op::Load(_, Elem::Field(name)) | Op::Global(name) = self.function.op(callee)
            && words(self.names.program.text(name)).len() >= fewest
        {
            self.add_symbol(name);
        }
    }

    /// Whether a value is a module, or what one lies in: its name says nothing of data.
    fn is_place(&self, value: Value) -> bool {
        let is_place = |ty| matches!(ty, Type::Module(_) | Type::Namespace(_) | Type::Api(_));
        matches!(self.function.op(value), Op::Import(_))
            || self.names.program.types(self.id, value).iter().any(is_place)
    }

    /// What is made of a result, as far as the function itself goes: what it is called, where it is stored, what it is
    /// given to and compared with; and what else goes into the object that it is.
    fn result(&mut self, call: Value) {
        let function = self.function;
        // The number of calls that were passed.
        let mut made: Vec<Option<u8>> = vec![None; function.ops.len()];
        made[call.index()] = Some(0);
        self.of = Of::Becomes;
        if let Some(name) = function.name_of(call) {
            self.add_symbol(name);
        }
        for (at, &op) in function.ops.iter().enumerate().skip(call.index() + 1) {
            let of = |value: Value| made[value.index()];
            made[at] = match op {
                Op::Copy(one) | Op::Unary(_, one) | Op::Await(one) | Op::Load(one, Elem::Item(_)) => of(one),
                Op::Binary(_, left, right) => of(left).or(of(right)),
                Op::Template(list) | Op::Phi(list) => function.values(list).iter().find_map(|&part| of(part)),
                Op::Call(callee, args) => {
                    let args = function.pools.args(args);
                    let given = args.iter().find_map(|arg| Some((arg, of(arg.value)?)));
                    match (callee, given) {
                        (Callee::Method(receiver, _), _) if of(receiver).is_some() => {
                            let calls = of(receiver);
                            self.of = Of::Given;
                            for arg in args {
                                self.within(arg.value, DEEPEST);
                            }
                            self.of = Of::Becomes;
                            calls
                        }
                        (_, Some((arg, calls))) => {
                            if let ir::ArgKind::Named(name) = arg.kind {
                                self.add_symbol(name);
                            }
                            match callee {
                                Callee::Method(_, name) | Callee::Super(_, name) => self.add_symbol(name),
                                Callee::Value(callee) => self.callee(callee, 1),
                            }
                            (calls < CALLS).then_some(calls + 1)
                        }
                        _ => None,
                    }
                }
                _ => None,
            };
            self.stored(op, &made);
            let value = Value(at as u32);
            if made[at].is_some()
                && let Some(name) = function.name_of(value)
            {
                self.add_symbol(name);
            }
        }
    }

    fn stored(&mut self, op: Op, made: &[Option<u8>]) {
        let function = self.function;
        let is_made = |value: Value| made[value.index()].is_some();
        match op {
            Op::Store(_, Elem::Field(name), of) | Op::SetGlobal(name, of) | Op::SetShared(_, name, of)
                if is_made(of) =>
            {
                self.add_symbol(name);
            }
            Op::Store(_, Elem::Item(key), of) if is_made(of) => self.add_key(key),
            Op::Map(list) => {
                for pair in function.values(list).chunks_exact(2).filter(|pair| is_made(pair[1])) {
                    self.add_key(pair[0]);
                }
            }
            Op::Compare(_, left, right) => {
                self.of = Of::Compared;
                for (one, other) in [(left, right), (right, left)] {
                    if is_made(one) && !is_made(other) {
                        self.within(other, DEEPEST);
                    }
                }
                self.of = Of::Becomes;
            }
            _ => {}
        }
    }

    /// The functions and classes around it, the innermost first.
    fn around(&mut self) {
        self.of = Of::Around;
        let name = self.names.function(self.id);
        for part in name.rsplit('.').filter(|part| !part.is_empty()) {
            self.add(part);
        }
    }
}
