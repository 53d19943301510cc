//! Methods of receivers of unknown type: the rows that speak of them, by the name of the method and of the receiver.

use ir::Value;
use knowledge::RowId;
use program::{FuncId, Program, Type};

/// Whether nothing is known of the method: the receiver's type is not, or its class has it from a base that is not.
fn is_unknown(program: &Program<'_>, id: FuncId, receiver: Value, name: ir::Symbol) -> bool {
    let has_from_elsewhere = |ty: Type| match ty {
        Type::Instance(class) => program.has_unknown_ancestor(class) && program.method(class, name).is_none(),
        _ => false,
    };
    let types = program.types(id, receiver);
    types.is_empty() || types.iter().all(has_from_elsewhere)
}

/// The rows for methods of that name of unknown receivers whose own name fits.
pub(crate) fn rows_by_name(program: &Program<'_>, id: FuncId, receiver: Value, name: ir::Symbol) -> Vec<RowId> {
    let Some(rows) = program.apis.heuristic.get(program.text(name)) else { return Vec::new() };
    if !is_unknown(program, id, receiver, name) {
        return Vec::new();
    }
    // What it was read from has a name, and so has the variable that holds it.
    let names = [program.name_of_unknown(id, receiver), program.function(id).name_of(receiver)];
    let names = names.map(|name| name.map(|name| program.text(name)));
    let fits = |row: &&RowId| {
        let receivers = &program.apis.row(**row).receivers;
        receivers.iter().any(|receiver| receiver == "*" || names.contains(&Some(receiver.as_str())))
    };
    rows.iter().filter(fits).copied().collect()
}
