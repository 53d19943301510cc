//! Methods of receivers of unknown type: the rows that speak of them, by the name of the method and of the receiver.

use ir::{Callee, Elem, Op, Value};
use knowledge::RowId;
use program::{FuncId, Program};

/// The rows for methods of that name of unknown receivers whose own name fits.
pub(crate) fn rows_by_name(program: &Program<'_>, id: FuncId, receiver: Value, name: ir::Symbol) -> Vec<RowId> {
    let Some(rows) = program.apis.heuristic.get(program.text(name)) else { return Vec::new() };
    if !program.types(id, receiver).is_empty() {
        return Vec::new();
    }
    let function = program.function(id);
    let named = match function.op(function.original(receiver)) {
        Op::Load(_, Elem::Field(name))
        | Op::Global(name)
        | Op::Shared(_, name)
        | Op::Call(Callee::Method(_, name), _) => Some(name),
        Op::Param(index) => function.params.get(index as usize).map(|param| param.name),
        Op::Capture(index) => function.captures.get(index as usize).copied(),
        _ => function.name_of(receiver),
    };
    let named = named.map(|name| program.text(name));
    let fits = |row: &&RowId| {
        let receivers = &program.apis.row(**row).receivers;
        receivers.iter().any(|receiver| receiver == "*" || Some(receiver.as_str()) == named)
    };
    rows.iter().filter(fits).copied().collect()
}
