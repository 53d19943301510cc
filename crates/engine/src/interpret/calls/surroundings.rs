//! What the methods of a class see of the function in which the class stands.
//!
//! A closure brings along what it captured; a method is found by its class, and the call of it has no closure. So a class
//! that stands in a function keeps what its body captured in a hidden attribute, and so do its objects: it is named as
//! the class is with all that is around it, which no attribute is.

use ir::{Callee, FunctionKind, Op, Value};
use program::{ClassRef, FuncId, Program};

use crate::fact::Fact;
use crate::interpret::Interpreter;
use crate::interpret::calls::Calling;
use crate::location::{Location, Root};
use crate::path::{Part, Path};
use crate::trace::HopKind;

/// Where a class and its objects keep what its body captured; nothing where that is nothing.
pub(in crate::interpret) fn hidden(program: &Program<'_>, class: ClassRef) -> Option<Path> {
    let data = program.class(class);
    let body = program.function_id(program.module_of_class(class), data.body);
    (!program.function(body).captures.is_empty()).then(|| Path::one(Part::Field(data.qualified_name)))
}

/// Where a method finds what it captured in its class or object.
pub(in crate::interpret) fn hidden_of_method(program: &Program<'_>, method: FuncId, capture: usize) -> Option<Path> {
    let function = program.function(method);
    let FunctionKind::Method(class) = function.kind else { return None };
    let class = program.class_id(program.module_of(method), class);
    Some(hidden(program, class)?.then(Part::Field(*function.captures.get(capture)?)))
}

impl Interpreter<'_, '_> {
    /// The body of a class runs: the class keeps what the body captured.
    pub(in crate::interpret) fn keep_surroundings(&mut self, value: Value, callee: Callee, arguments: &[Value]) {
        let (Callee::Value(closure), [class]) = (callee, arguments) else { return };
        let Op::Closure { function, captures, .. } = self.function.op(closure) else { return };
        if captures.len == 0 {
            return;
        }
        let program = self.cx.program;
        let body = program.function(program.function_id(self.module, function));
        let FunctionKind::ClassBody(id) = body.kind else { return };
        let Some(hidden) = hidden(program, program.class_id(self.module, id)) else { return };
        for (index, &name) in body.captures.iter().enumerate() {
            let captured = self.facts_at(closure, Path::one(Part::Key(index as u64)));
            let facts = self.carried(value, &captured, HopKind::Stored);
            let at = Location { root: Root::Made(*class), path: hidden.then(Part::Field(name)) };
            self.write(at, &facts, false);
        }
    }

    /// An object of a class keeps what the class keeps.
    pub(in crate::interpret) fn hand_on_surroundings(
        &mut self,
        calling: &mut Calling<'_>,
        class: ClassRef,
        callee: Callee,
    ) {
        let (Callee::Value(callee), Some(hidden)) = (callee, hidden(self.cx.program, class)) else { return };
        for fact in self.facts_at(callee, hidden).iter() {
            let moved = self.moved(calling.value, fact, HopKind::Operand);
            calling.result.facts.add(Fact { path: hidden.join(&moved.path), ..moved });
        }
    }
}
