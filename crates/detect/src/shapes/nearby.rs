//! The names near a call: of what goes into it, of what its result becomes, of the functions around it. Takes a function
//! and a call in it; gives names as they are written, the nearest first.

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

/// The names near a call.
pub(super) fn nearby(names: Names<'_, '_>, id: FuncId, call: Value) -> Vec<String> {
    let mut nearby = Nearby { names, id, function: names.program.function(id), found: Vec::new() };
    nearby.given(call);
    nearby.result(call);
    nearby.around();
    nearby.found
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
    found: Vec<String>,
}

impl Nearby<'_, '_> {
    fn add(&mut self, name: &str) {
        if self.found.len() < MOST && !self.found.iter().any(|known| known == name) {
            self.found.push(name.to_owned());
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
            Op::Copy(of) | Op::Unary(_, of) | Op::Await(of) | Op::Next(of) => self.within(of, depth),
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
                            for arg in args {
                                self.within(arg.value, DEEPEST);
                            }
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
                for (one, other) in [(left, right), (right, left)] {
                    if is_made(one) && !is_made(other) {
                        self.within(other, DEEPEST);
                    }
                }
            }
            _ => {}
        }
    }

    /// The functions and classes around it.
    fn around(&mut self) {
        let name = self.names.function(self.id);
        if !name.is_empty() {
            self.add(&name);
        }
    }
}
