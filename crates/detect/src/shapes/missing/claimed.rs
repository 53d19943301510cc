//! Refusals about which what the request says of itself decides: a field that is called a right (`role`, `is_admin`) is
//! compared with a constant, or asked for its truth, and nothing of the program's own stands for it.
//!
//! Takes entry points, what their requests say (`changes/said.rs`) and where they refuse; gives the tests that lead there.

use ir::{BlockId, Callee, CompareOp, Op, Terminator, UnaryOp, Value};
use knowledge::Pattern;
use program::FuncId;

use super::changes::{filled, said_itself};
use super::checks::Checks;
use super::units::Unit;
use crate::Step;
use crate::assumptions::named;
use crate::shapes::words::words;
use crate::shapes::{Draft, Seen};

/// How many steps from a value to the name under which it is read are looked through.
const DEEPEST: usize = 4;

pub(super) fn find(checks: &Checks<'_, '_>, index: usize, units: &[Unit], rights: &[Pattern]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for unit in units {
        let told = || told(checks, index, unit, rights);
        drafts.extend(checks.question.scene.contained(unit.function, told).unwrap_or_default());
    }
    drafts
}

fn told(checks: &Checks<'_, '_>, index: usize, unit: &Unit, rights: &[Pattern]) -> Vec<Draft> {
    let refusing = checks.refusing(unit.function);
    if refusing.is_empty() {
        return Vec::new();
    }
    let function = checks.program().function(unit.function);
    let said = said_itself(checks, unit.function, &filled(checks, unit));
    let mut drafts = Vec::new();
    for refusal in refusing {
        for &before in &function.blocks[refusal.index()].predecessors {
            let Terminator::Branch { condition, then, otherwise } = function.blocks[before.index()].terminator else {
                continue;
            };
            if then == otherwise {
                continue;
            }
            let Some((value, name)) = claim(checks, unit.function, condition, &said, rights) else { continue };
            drafts.extend(tell(checks, index, unit, (value, &name), refusal));
        }
    }
    drafts
}

/// What of the request a condition asks for that is called a right, and its name.
fn claim(
    checks: &Checks<'_, '_>,
    id: FuncId,
    condition: Value,
    said: &[bool],
    rights: &[Pattern],
) -> Option<(Value, String)> {
    let function = checks.program().function(id);
    let mut at = function.original(condition);
    while let Op::Unary(UnaryOp::Not, of) = function.op(at) {
        at = function.original(of);
    }
    let asked = match function.op(at) {
        Op::Compare(CompareOp::Eq | CompareOp::NotEq | CompareOp::Is | CompareOp::IsNot, left, right) => {
            match (said[left.index()], said[right.index()]) {
                (true, false) => left,
                (false, true) => right,
                _ => return None,
            }
        }
        Op::Compare(CompareOp::In | CompareOp::NotIn, left, right) if said[left.index()] && !said[right.index()] => {
            left
        }
        Op::Compare(..) => return None,
        _ => at,
    };
    if !said[asked.index()] {
        return None;
    }
    let name = name_of(checks, id, asked)?;
    let spaced = words(name.rsplit('.').next().unwrap_or(&name)).join(" ");
    let whole = words(&name).join(" ");
    let is_besides = checks.question.asked.besides.iter().any(|pattern| pattern.is_match(&whole));
    (!is_besides && rights.iter().any(|pattern| pattern.is_match(&spaced))).then_some((at, name))
}

/// The name under which a request says something: a parameter's, a key.
fn name_of(checks: &Checks<'_, '_>, id: FuncId, value: Value) -> Option<String> {
    let names = checks.question.scene.names;
    let function = checks.program().function(id);
    let mut at = function.original(value);
    for _ in 0..DEEPEST {
        match function.op(at) {
            Op::Param(_) => return names.input(id, at).map(str::to_owned),
            // The same text in other letters, or as another type.
            Op::Call(Callee::Method(receiver, _), args) if args.len == 0 => at = function.original(receiver),
            Op::Call(Callee::Value(_), args) if args.len == 1 => {
                at = function.original(function.pools.args(args).first()?.value);
            }
            _ => return checks.program().read_name(id, at),
        }
    }
    None
}

fn tell(
    checks: &Checks<'_, '_>,
    index: usize,
    unit: &Unit,
    (value, name): (Value, &str),
    refusal: BlockId,
) -> Option<Draft> {
    let question = checks.question;
    let names = question.scene.names;
    let id = unit.function;
    let function = checks.program().function(id);
    let sites = question.uses.get(&id).into_iter().flatten();
    let site = sites.into_iter().find(|site| {
        function.block_of(site.value) == Some(refusal) && question.rule.case(site.kind, site.context).is_some()
    });
    let case = match site {
        Some(site) => question.rule.case(site.kind, site.context)?,
        None => question.rule.cases.first()?,
    };
    let steps = site.map(|site| Step {
        spot: names.spot(id, site.value),
        note: format!("`{}` refuses, or does not", names.callee(id, site.value)),
    });
    let entry = unit.path.as_ref().map(|path| format!(" (`{path}`)")).unwrap_or_default();
    let slots = vec![
        ("argument", names.value(id, value)),
        ("entry", entry),
        ("name", name.to_owned()),
        ("value", names.value(id, value)),
        ("siblings", String::new()),
        ("action", String::new()),
    ];
    let seen = Seen {
        steps: steps.into_iter().collect(),
        assumptions: vec![named(name)],
        ..Seen::of(index, case, (id, value), slots)
    };
    Some(question.scene.draft(question.rule, seen))
}
