//! What an object has from its making on: attributes that its constructor writes, and that another method reads.
//!
//! Takes the operation that writes an attribute and the one that reads it; tells whether the write surely comes first, and
//! on the same object. A constructor that writes the attribute twice may have taken back what it wrote first.

use ir::{Elem, FunctionKind, Op, Value};

use crate::{FuncId, Program};

impl Program<'_> {
    /// Whether a constructor writes into its own object what a method of the same class reads of its own.
    pub fn is_kept_from_making(&self, (writer, write): (FuncId, Value), (reader, read): (FuncId, Value)) -> bool {
        let (writing, reading) = (self.function(writer), self.function(reader));
        let (FunctionKind::Method(class), FunctionKind::Method(other)) = (writing.kind, reading.kind) else {
            return false;
        };
        let module = self.module_of(writer);
        let Op::Store(object, Elem::Field(name), _) = writing.op(write) else { return false };
        let Op::Load(of, Elem::Field(asked)) = reading.op(read) else { return false };
        let is_own = |function: &ir::Function, object: Value| function.op(function.original(object)) == Op::Param(0);
        let is_write =
            |op: &&Op| matches!(op, Op::Store(to, Elem::Field(to_name), _) if *to_name == name && is_own(writing, *to));
        class == other
            && module == self.module_of(reader)
            && name == asked
            && is_own(writing, object)
            && is_own(reading, of)
            && self.constructor(self.class_id(module, class)) == Some(writer)
            && writing.ops.iter().filter(is_write).count() == 1
    }
}
