//! Whether what a flow ends with is something else than the data: what is taken out of a longer text of which the data is
//! only a piece (`fetch(f"{site}?v={number}")["token"]`), or an attribute of what was only chosen (`choice(accounts).token`).
//! A name that it is given then says nothing of the data. Takes a flow; gives the place where that happens.

use engine::{Flow, Hop, HopKind};
use ir::{BinaryOp, Constant, Elem, Op};
use knowledge::{Effect, StringEffect};

use crate::names::Names;

/// The first hop that takes a part out of what the data was put into, or reads an attribute of the data itself.
pub(crate) fn taken_out(names: Names<'_, '_>, flow: &Flow) -> Option<Hop> {
    let mut is_piece = false;
    // How many collections of the program's own the text lies in.
    let mut kept = 0_usize;
    for &hop in &*flow.trace {
        let function = names.program.function(hop.function);
        let op = function.op(hop.value);
        match hop.kind {
            HopKind::Operand => match op {
                Op::Template(list) => is_piece |= function.values(list).len() > 1,
                Op::Binary(BinaryOp::Add | BinaryOp::Mod, ..) => is_piece = true,
                Op::Map(_) | Op::Sequence(..) => kept += 1,
                _ => {}
            },
            HopKind::Stored => kept += 1,
            HopKind::Read | HopKind::Guessed if kept > 0 => kept -= 1,
            HopKind::Read if matches!(op, Op::Load(_, Elem::Field(_))) => return Some(hop),
            HopKind::Read if is_piece && is_entry(names, hop) => return Some(hop),
            HopKind::Passed(row) => match &names.program.apis.row(row).effect {
                Effect::Pass { string: StringEffect::Join | StringEffect::Format, .. } => is_piece = true,
                Effect::Pass { string: StringEffect::Part, .. } if is_piece && kept == 0 => return Some(hop),
                _ => {}
            },
            _ => {}
        }
    }
    None
}

/// Whether a hop reads the entry of a constant name.
fn is_entry(names: Names<'_, '_>, hop: Hop) -> bool {
    let function = names.program.function(hop.function);
    let Op::Load(_, Elem::Item(key)) = function.op(hop.value) else { return false };
    let Op::Const(constant) = function.op(key) else { return false };
    let module = names.program.module(names.program.module_of(hop.function));
    matches!(module.constants.get(constant), Constant::Str(_))
}
