//! Whose attribute it is that a method reads.
//!
//! What a method tells of its object's attributes is joined over all objects of the class. Takes what such a method
//! gives back, and the object that it was called on; tells whether that is data of other objects alone, because the
//! calling function made this object itself and has followed what it holds.

use ir::{Callee, Elem, FunctionKind, Op, Value};
use program::{FuncId, Type};

use crate::interpret::Interpreter;
use crate::origin::Origin;
use crate::summary::Outgoing;
use crate::trace::{Hop, HopKind};

impl Interpreter<'_, '_> {
    /// Whether what leaves a method was read from an attribute of its object, as which other objects of the class hold
    /// it.
    pub(in crate::interpret) fn is_of_other_objects(
        &self,
        row: &Outgoing,
        method: FuncId,
        object: Option<Value>,
    ) -> bool {
        let (Some(object), Origin::Source(_)) = (object, row.origin) else { return false };
        if !row.way.is_shared() || !self.is_made_here(object) {
            return false;
        }
        let hops = row.way.hops();
        let Some(at) = hops.iter().rposition(|hop| hop.kind == HopKind::Shared) else { return false };
        let read = hops[at];
        self.reads_own(read) && {
            let mut function = read.function;
            let stays = hops[at + 1..].iter().all(|hop| {
                let is_own = hop.function == function || self.is_called_on_own(*hop);
                function = hop.function;
                is_own
            });
            stays && function == method && self.is_followed(object)
        }
    }

    /// Whether a read is one of an attribute of the method's own object, and not of its class.
    fn reads_own(&self, read: Hop) -> bool {
        let program = self.cx.program;
        let function = program.function(read.function);
        let (Op::Load(base, Elem::Field(name)), FunctionKind::Method(class)) = (function.op(read.value), function.kind)
        else {
            return false;
        };
        let class = program.class_id(program.module_of(read.function), class);
        matches!(function.op(function.original(base)), Op::Param(0)) && !program.is_class_attribute(class, name)
    }

    /// Whether a call comes back of a method that was called on the object of the calling method.
    fn is_called_on_own(&self, hop: Hop) -> bool {
        let function = self.cx.program.function(hop.function);
        let Op::Call(Callee::Method(of, _) | Callee::Super(of, _), _) = function.op(hop.value) else { return false };
        hop.kind == HopKind::Returned && matches!(function.op(function.original(of)), Op::Param(0))
    }

    /// Whether all code is known that an object's class has from others.
    fn is_followed(&self, object: Value) -> bool {
        let types = self.cx.program.types(self.id, object);
        types.iter().all(|ty| matches!(ty, Type::Instance(class) if !self.cx.program.has_unknown_ancestor(class)))
    }
}
