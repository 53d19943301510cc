//! Checks a function's declaration and its operations one by one: that every number points somewhere, and that what
//! it points to agrees.

use super::{Place, Verifier};
use crate::{
    Arg, ArgKind, BlockId, Callee, ConstId, Elem, Function, FunctionId, FunctionKind, List, Op, Pools, Symbol,
    Terminator, Value,
};

impl Verifier<'_> {
    pub(super) fn declaration(&mut self, id: FunctionId, function: &Function) {
        let place = Place::function(id);
        self.symbols([&function.name, &function.qualified_name], place);
        self.symbols(function.captures.iter().chain(&function.returns), place);
        for param in &function.params {
            self.symbol(param.name, place);
            self.symbols(&param.types, place);
        }
        match function.kind {
            FunctionKind::ClassBody(class) | FunctionKind::Method(class) => _ = self.class_id(class, place),
            FunctionKind::ModuleBody => self.check(id.0 == 0, place, || "only f0 is a module's body".to_owned()),
            FunctionKind::Plain | FunctionKind::Lambda => {}
        }
        let parent = function.parent.and_then(|parent| self.module.functions.get(parent.0 as usize));
        let in_parent = parent.map_or(0, |parent| parent.ops.len());
        for &decorator in &function.decorators {
            self.check(decorator.index() < in_parent, place, || {
                format!("its decorator v{} is no value of its parent", decorator.0)
            });
        }
        let (ops, spans) = (function.ops.len(), function.spans.len());
        self.check(ops == spans, place, || format!("it has {ops} operations but {spans} spans"));
        for &(value, name) in &function.names {
            self.check(value.index() < ops, place, || format!("a name is given to v{}, which does not exist", value.0));
            self.symbol(name, place);
        }
        self.check(function.names.is_sorted_by_key(|(value, _)| *value), place, || {
            "its names are not sorted by value".to_owned()
        });
    }

    pub(super) fn ops(&mut self, id: FunctionId, function: &Function) {
        let place = Place::function(id);
        for (index, &op) in function.ops.iter().enumerate() {
            if self.is_full() {
                return;
            }
            let place = place.value(Value(index as u32));
            self.numbers(function, op, place);
            self.symbols_of(op, place);
            let lists = Lists::of(op);
            let fit = lists.fit(&function.pools);
            self.check(fit, place, || "its operands do not lie in their pool".to_owned());
            if !fit {
                continue;
            }
            op.for_each_operand(&function.pools, |operand| self.operand(function, operand, place));
            for arg in lists.args(&function.pools) {
                if let ArgKind::Named(name) = arg.kind {
                    self.symbol(name, place);
                }
            }
            self.counts(function, op, place);
        }
        for (number, block) in function.blocks.iter().enumerate() {
            let place = place.block(BlockId(number as u32));
            match block.terminator {
                Terminator::Branch { condition: value, .. }
                | Terminator::Return(value)
                | Terminator::Raise(Some(value)) => self.operand(function, value, place),
                Terminator::Jump(_) | Terminator::Raise(None) | Terminator::Unreachable => {}
            }
        }
    }

    fn operand(&mut self, function: &Function, operand: Value, place: Place) {
        let exists = operand.index() < function.ops.len();
        self.check(exists, place, || format!("the operand v{} does not exist", operand.0));
    }

    /// Constants, parameters, captures, functions and classes that the operation names.
    fn numbers(&mut self, function: &Function, op: Op, place: Place) {
        match op {
            Op::Const(ConstId(number)) => {
                let exists = (number as usize) < self.module.constants.len();
                self.check(exists, place, || format!("constant {number} does not exist"));
            }
            Op::Param(number) => {
                let exists = (number as usize) < function.params.len();
                self.check(exists, place, || format!("parameter {number} does not exist"));
            }
            Op::Capture(number) => {
                let exists = (number as usize) < function.captures.len();
                self.check(exists, place, || format!("capture {number} does not exist"));
            }
            Op::Shared(owner, _) | Op::SetShared(owner, ..) => _ = self.function_id(owner, place),
            Op::Closure { function, .. } => _ = self.function_id(function, place),
            Op::Class { class, .. } => _ = self.class_id(class, place),
            _ => {}
        }
    }

    fn symbols_of(&mut self, op: Op, place: Place) {
        let symbol: Option<Symbol> = match op {
            Op::Global(name)
            | Op::SetGlobal(name, _)
            | Op::Shared(_, name)
            | Op::SetShared(_, name, _)
            | Op::Import(name)
            | Op::Enter(_, name)
            | Op::Opaque(name, _)
            | Op::Load(_, Elem::Field(name))
            | Op::Store(_, Elem::Field(name), _)
            | Op::Delete(_, Elem::Field(name))
            | Op::Call(Callee::Method(_, name) | Callee::Super(_, name), _) => Some(name),
            _ => None,
        };
        self.symbols(symbol.as_ref(), place);
    }

    /// Lists whose length something else says.
    fn counts(&mut self, function: &Function, op: Op, place: Place) {
        match op {
            Op::Map(List { len, .. }) => {
                self.check(len % 2 == 0, place, || "a key of the map has no value".to_owned());
            }
            Op::Closure { function: FunctionId(number), captures, defaults } => {
                let Some(target) = self.module.functions.get(number as usize) else { return };
                let captured = function.values(captures).len();
                let wanted = target.captures.len();
                self.check(captured == wanted, place, || {
                    format!("the closure brings {captured} captures, f{number} has {wanted}")
                });
                let given = function.values(defaults).len();
                let wanted = target.params.iter().filter(|param| param.has_default).count();
                self.check(given == wanted, place, || {
                    format!("the closure brings {given} defaults, f{number} has {wanted} parameters with one")
                });
            }
            _ => {}
        }
    }
}

/// Whether the operation's lists lie in their pools.
pub(super) fn lists_fit(op: Op, pools: &Pools) -> bool {
    Lists::of(op).fit(pools)
}

/// An operation's lists.
struct Lists {
    values: [List; 2],
    args: List,
}

impl Lists {
    fn of(op: Op) -> Self {
        let none = List::default();
        let (values, args) = match op {
            Op::Phi(list)
            | Op::Class { bases: list, .. }
            | Op::Template(list)
            | Op::Sequence(_, list)
            | Op::Map(list)
            | Op::Caught(list)
            | Op::Opaque(_, list) => ([list, none], none),
            Op::Closure { captures, defaults, .. } => ([captures, defaults], none),
            Op::Call(_, args) => ([none, none], args),
            Op::Const(_)
            | Op::Param(_)
            | Op::Capture(_)
            | Op::Copy(_)
            | Op::Global(_)
            | Op::SetGlobal(..)
            | Op::Shared(..)
            | Op::SetShared(..)
            | Op::Import(_)
            | Op::Unary(..)
            | Op::Binary(..)
            | Op::Compare(..)
            | Op::Load(..)
            | Op::Store(..)
            | Op::Delete(..)
            | Op::Next(_)
            | Op::HasNext(_)
            | Op::Enter(..)
            | Op::Exit(_)
            | Op::Yield(_)
            | Op::Await(_)
            | Op::TypeTest(..)
            | Op::Undefined => ([none, none], none),
        };
        Self { values, args }
    }

    fn fit(&self, pools: &Pools) -> bool {
        // An end that does not fit a `u32` would wrap where the list is read.
        let fits = |list: List, len: usize| list.start.checked_add(list.len).is_some_and(|end| end as usize <= len);
        self.values.iter().all(|&list| fits(list, pools.values.len())) && fits(self.args, pools.args.len())
    }

    fn args<'p>(&self, pools: &'p Pools) -> &'p [Arg] {
        pools.args(self.args)
    }
}
