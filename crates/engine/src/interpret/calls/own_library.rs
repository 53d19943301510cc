//! Calls of functions of the program of which the models of a library speak, because the program is that library.
//!
//! Takes such a call after the function's own code was followed; adds what rows say of it besides: that data of others
//! comes out, that something must not go in, that the call is a use. What the code itself is seen to do with what goes in
//! is told where it does it, and not once more here.

use ir::Callee;
use knowledge::{Effect, RowId};
use program::{FuncId, Target};

use crate::fact::Facts;
use crate::interpret::Interpreter;
use crate::interpret::calls::Calling;

impl<'a> Interpreter<'a, '_> {
    /// Adds what rows say of a call that runs code of the program.
    pub(in crate::interpret) fn own_library_call(
        &mut self,
        calling: &mut Calling<'a>,
        target: Target,
        runs: Option<FuncId>,
        callee: Callee,
    ) {
        let program = self.cx.program;
        let Some(node) = program.api_of(target) else { return };
        // A method that is called through its class has its object among the arguments, and `super()` calls a part.
        let is_direct = match (target, callee) {
            (_, Callee::Super(..)) => false,
            (Target::Function { function, bound: false }, _) => {
                !matches!(program.function(function).kind, ir::FunctionKind::Method(_))
            }
            _ => true,
        };
        let summary = runs.and_then(|function| self.summary(function));
        let is_seen =
            |kind| summary.iter().any(|summary| summary.sinks.iter().any(|reached| reached.sink.kind == kind));
        let is_told = |row: &&RowId| match &program.apis.row(**row).effect {
            Effect::Source { .. } | Effect::Use { .. } | Effect::Mistaken(_) => true,
            Effect::Sink { kind, .. } => !is_seen(*kind),
            _ => false,
        };
        let rows: Vec<RowId> = program.apis.api(node).rows.iter().filter(is_told).copied().collect();
        let gives = |row: &RowId| matches!(&program.apis.row(*row).effect, Effect::Source { to, .. } if to.base == knowledge::PortBase::Return);
        if is_direct && calling.is_sure && rows.iter().any(gives) {
            // In which state it comes out, the rows know better.
            calling.result.facts = Facts::default();
        }
        if is_direct && !rows.is_empty() {
            let constant = calling.constant.take();
            self.run_rows(calling, &rows);
            calling.constant = constant;
        }
    }
}
