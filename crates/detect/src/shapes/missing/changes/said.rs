//! What of a function's values holds what a request says, as far as the function itself tells; and which parameters a call
//! fills with it.

use ir::{ArgKind, Callee, Elem, Op, ParamKind, Symbol, Value};
use knowledge::{Effect, NodeId, Pattern, Threat};
use program::{FuncId, Program, Target, Type};

use crate::shapes::missing::checks::Checks;
use crate::shapes::words::words;

/// For each value of a function, whether it holds what a request says, or was found by that.
pub(in crate::shapes::missing) fn said(checks: &Checks<'_, '_>, id: FuncId, filled: &[bool]) -> Vec<bool> {
    spread(checks, id, filled, |_, _, _| true)
}

/// For each value of a function, whether it is what a request says: what functions of the program make of that, or find by it, is
/// theirs.
pub(in crate::shapes::missing) fn said_itself(checks: &Checks<'_, '_>, id: FuncId, filled: &[bool]) -> Vec<bool> {
    let program = checks.program();
    let is_own = |target: &Target| !matches!(target, Target::Api(_));
    spread(checks, id, filled, |value, op, _| {
        !matches!(op, Op::Call(..)) || program.call(id, value).is_none_or(|site| !site.targets.iter().any(is_own))
    })
}

/// For each value of a function, whether it holds what a request says: what was found by that, and what it is asked for, does
/// not.
pub(super) fn written(checks: &Checks<'_, '_>, id: FuncId, filled: &[bool], found_by: &[Pattern]) -> Vec<bool> {
    let program = checks.program();
    let function = program.function(id);
    let finds = |name: Symbol| {
        let spaced = words(program.text(name)).join(" ");
        found_by.iter().any(|pattern| pattern.is_match(&spaced))
    };
    spread(checks, id, filled, |_, op, told| match *op {
        Op::Call(Callee::Method(receiver, name), _) => {
            let is_place = |ty| matches!(ty, Type::Module(_) | Type::Namespace(_) | Type::Api(_));
            told[receiver.index()] || program.types(id, receiver).iter().any(is_place) && !finds(name)
        }
        Op::Call(Callee::Super(..), _) => false,
        Op::Call(Callee::Value(callee), _) => match function.op(function.original(callee)) {
            Op::Global(name) | Op::Load(_, Elem::Field(name)) => !finds(name),
            Op::Import(path) => {
                let spaced = words(program.text(path).rsplit('.').next().unwrap_or_default()).join(" ");
                !found_by.iter().any(|pattern| pattern.is_match(&spaced))
            }
            _ => true,
        },
        _ => true,
    })
}

fn spread(
    checks: &Checks<'_, '_>,
    id: FuncId,
    filled: &[bool],
    passes: impl Fn(Value, &Op, &[bool]) -> bool,
) -> Vec<bool> {
    let program = checks.program();
    let function = program.function(id);
    let mut told = vec![false; function.ops.len()];
    // What goes around in a loop is told in the second round.
    for _ in 0..2 {
        for (at, op) in function.ops.iter().enumerate() {
            if told[at] {
                continue;
            }
            let value = Value(at as u32);
            let mut is_told = match *op {
                Op::Param(number) => filled.get(number as usize).copied().unwrap_or(false),
                Op::Load(_, Elem::Field(_)) | Op::Global(_) | Op::Call(..) => is_source(checks, id, value),
                _ => false,
            };
            if !matches!(op, Op::Closure { .. } | Op::Class { .. }) && passes(value, op, &told) {
                op.for_each_operand(&function.pools, |operand| is_told |= told[operand.index()]);
            }
            told[at] = is_told;
        }
    }
    told
}

fn is_source(checks: &Checks<'_, '_>, id: FuncId, value: Value) -> bool {
    let program = checks.program();
    let kinds = &checks.question.scene.knowledge.kinds;
    let says = |node: NodeId| {
        program.apis.api(node).rows.iter().any(|&row| match &program.apis.row(row).effect {
            Effect::Source { kind, .. } => kinds.get(*kind).threat == Some(Threat::Remote),
            _ => false,
        })
    };
    let targets = program.call(id, value).map_or(&[][..], |call| call.targets.as_slice());
    program.reads(id, value).any(says)
        || targets.iter().any(|target| if let Target::Api(node) = *target { says(node) } else { false })
}

/// The parameters of a function that a call fills with what a request says; none when there is none.
pub(super) fn handed(
    program: &Program<'_>,
    id: FuncId,
    call: Value,
    target: Target,
    told: &[bool],
) -> Option<Vec<bool>> {
    let callee = target.function()?;
    let function = program.function(id);
    let params = &program.function(callee).params;
    let mut filled = vec![false; params.len()];
    let Op::Call(called, args) = function.op(call) else { return None };
    let mut at = match target {
        Target::Function { bound, .. } => usize::from(bound),
        Target::Construct { .. } => 1,
        _ => return None,
    };
    if let (Callee::Method(receiver, _), 1) = (called, at)
        && let Some(first) = filled.first_mut()
    {
        *first = told[receiver.index()];
    }
    let rest = |kind: ParamKind| params.iter().position(|param| param.kind == kind);
    let mut named = Vec::new();
    for arg in function.pools.args(args) {
        let is_told = told[arg.value.index()];
        match arg.kind {
            ArgKind::Positional => {
                let is_plain =
                    params.get(at).is_some_and(|param| !matches!(param.kind, ParamKind::Rest | ParamKind::RestNamed));
                if let Some(to) = if is_plain { Some(at) } else { rest(ParamKind::Rest) } {
                    filled[to] |= is_told;
                }
                at += 1;
            }
            ArgKind::Named(name) => {
                let to = params.iter().position(|param| param.name == name).or_else(|| rest(ParamKind::RestNamed));
                if let Some(to) = to {
                    filled[to] |= is_told;
                }
                named.push(name);
            }
            ArgKind::Spread | ArgKind::SpreadNamed if is_told => {
                for (to, param) in params.iter().enumerate().skip(at) {
                    filled[to] |= !named.contains(&param.name);
                }
            }
            ArgKind::Spread | ArgKind::SpreadNamed => {}
        }
    }
    filled.iter().any(|filled| *filled).then_some(filled)
}
