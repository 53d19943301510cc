//! Texts of a class that a call fills: an attribute with places for named arguments, of which a row of a modelled base speaks.
//!
//! Takes a call; gives the class whose text it fills, because it makes an object of it or hands the arguments on to the
//! constructor of a base, and the rows about the bases of that class that speak of such a text.

use ir::{Callee, FunctionKind, Op, Value};
use knowledge::{Effect, RowId};

use crate::{ClassRef, FuncId, Program, Target};

impl Program<'_> {
    /// The class of the object that a call makes, or goes on making from its own constructor.
    pub fn class_made_by(&self, id: FuncId, call: Value) -> Option<ClassRef> {
        let function = self.function(id);
        let Op::Call(callee, _) = function.op(call) else { return None };
        if let Callee::Super(_, name) = callee {
            let FunctionKind::Method(class) = function.kind else { return None };
            return (self.text(name) == self.names.constructor).then(|| self.class_id(self.module_of(id), class));
        }
        match self.call(id, call)?.targets[..] {
            [Target::Construct { class, constructor: None }] => Some(class),
            _ => None,
        }
    }

    /// The rows that speak of a text of a class, by what they say of its modelled bases.
    pub fn rows_of_filled_texts(&self, class: ClassRef) -> impl Iterator<Item = RowId> + '_ {
        let rows = self.modelled_ancestors(class).iter().flat_map(|&node| &self.apis.api(node).rows).copied();
        rows.filter(|&row| matches!(self.apis.row(row).effect, Effect::Sink { fills: Some(_), .. }))
    }
}
