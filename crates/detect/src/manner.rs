//! In which manner data gets where it gets: whether it becomes a part of a longer text, or passes a check that does not hold.
//! Data of some sources counts for a case of a rule in such a manner alone.

use engine::{Analysis, Flow, Hop, HopKind};
use ir::{BinaryOp, Constant, Op, Value};
use knowledge::{Case, Effect, Manner, StringEffect};
use program::FuncId;

use crate::names::Names;
use crate::{below, checks};

/// Whether a flow comes in a manner in which data of its source counts for the case.
pub(crate) fn counts(names: Names<'_, '_>, analysis: &Analysis, case: &Case, flow: &Flow) -> bool {
    let mut manners = case.only.iter().filter(|(kind, _)| *kind == flow.source.kind).peekable();
    let comes = |manner: Manner| match manner {
        Manner::Part => flow.trace.iter().any(|hop| makes_text(names, hop)),
        Manner::Checked => checks::of_flow(names, analysis, flow).iter().any(|check| !check.is_common),
        Manner::Below => below::is_meant_to_lie_below(names, analysis, flow),
        Manner::Leading => !flow.trace.windows(2).any(|pair| stands_behind_text(names, &pair[0], &pair[1])),
    };
    manners.peek().is_none() || manners.any(|(_, manner)| comes(*manner))
}

/// Whether a hop puts the data into a longer text.
fn makes_text(names: Names<'_, '_>, hop: &Hop) -> bool {
    match hop.kind {
        HopKind::Operand => match names.program.function(hop.function).op(hop.value) {
            Op::Template(list) => list.len > 1,
            Op::Binary(BinaryOp::Add | BinaryOp::Mod, left, right) => {
                is_text(names, hop.function, left) || is_text(names, hop.function, right)
            }
            _ => false,
        },
        HopKind::Passed(row) => {
            matches!(&names.program.apis.row(row).effect, Effect::Pass { string: StringEffect::Format, .. })
        }
        _ => false,
    }
}

/// Whether the data goes from one hop to the next by being put behind other text.
fn stands_behind_text(names: Names<'_, '_>, from: &Hop, to: &Hop) -> bool {
    let function = names.program.function(to.function);
    let is_data =
        |value: Value| from.function == to.function && function.original(value) == function.original(from.value);
    match (to.kind, function.op(to.value)) {
        (HopKind::Operand, Op::Template(list)) => function.values(list).first().is_some_and(|&first| !is_data(first)),
        (HopKind::Operand, Op::Binary(BinaryOp::Add, left, _)) => !is_data(left) && is_text(names, to.function, left),
        // Where in a form it stands is not looked at.
        _ => makes_text(names, to),
    }
}

/// Whether a value is text by how it is written.
pub(crate) fn is_text(names: Names<'_, '_>, id: FuncId, value: Value) -> bool {
    let mut at = value;
    let function = names.program.function(id);
    let constants = &names.program.module(names.program.module_of(id)).constants;
    loop {
        match function.op(at) {
            Op::Const(constant) => return matches!(constants.get(constant), Constant::Str(_)),
            Op::Template(_) => return true,
            Op::Binary(BinaryOp::Add | BinaryOp::Mod, left, _) if left < at => at = left,
            _ => return false,
        }
    }
}
