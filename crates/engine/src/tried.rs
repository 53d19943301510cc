//! Checks of the program that are tried with texts of one's own, and believed when they refuse all that do harm.
//!
//! Takes the functions that take an address apart, and those that ask them; gives what their outcome shows of a parameter, beside
//! what is known by the rows of models. Each is run with the texts of a kind of sink: nothing is shown by a function of which
//! one end is not known.

use contained::{Step, contained};
use ir::ParamKind;
use knowledge::{KindSet, Kinds, NodeId};
use program::{FuncId, Program, Target};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::limits::TRIED_PARAMETERS;
use crate::run::{End, Given, Machine, Val};

/// What an outcome of a function shows of a parameter: it came back at all, or with something true, or false.
pub(crate) type Shown = (u16, Option<bool>, KindSet);

/// What checks show that were tried, by function.
pub(crate) type TriedChecks = FxHashMap<FuncId, Vec<Shown>>;

/// Tries the checks of a program.
pub(crate) fn tried_checks(program: &Program<'_>, kinds: &Kinds) -> TriedChecks {
    let mut shown = TriedChecks::default();
    let is_tried = kinds.ids().any(|id| kinds.get(id).tried.is_some());
    for id in if is_tried { candidates(program) } else { Vec::new() } {
        let rows = contained(Step::Entries, id.index(), || of_function(program, kinds, id)).unwrap_or_default();
        if !rows.is_empty() {
            shown.insert(id, rows);
        }
    }
    shown
}

/// The functions that take an address apart, and those that ask one of them.
fn candidates(program: &Program<'_>) -> Vec<FuncId> {
    let takes_apart = |node: &NodeId| program.apis.computes.get(node).is_some_and(|does| does.takes_address_apart());
    let nodes: FxHashSet<NodeId> = (0..program.apis.apis.len() as u32).map(NodeId).filter(takes_apart).collect();
    let calls = |id: FuncId, is_meant: &dyn Fn(&Target) -> bool| {
        program.calls(id).iter().any(|site| matches!(&site.targets[..], [only] if is_meant(only)))
    };
    let is_node = |target: &Target| matches!(target, Target::Api(node) if nodes.contains(node));
    let with_parameters = |id: &FuncId| !program.function(*id).params.is_empty();
    let direct: FxHashSet<FuncId> =
        program.functions().filter(with_parameters).filter(|&id| calls(id, &is_node)).collect();
    if direct.is_empty() {
        return Vec::new();
    }
    let is_direct = |target: &Target| matches!(target, Target::Function { function, .. } if direct.contains(function));
    let asks = |id: &FuncId| direct.contains(id) || calls(*id, &is_direct);
    program.functions().filter(with_parameters).filter(asks).collect()
}

fn of_function(program: &Program<'_>, kinds: &Kinds, id: FuncId) -> Vec<Shown> {
    let machine = Machine::new(program);
    let mut shown: Vec<Shown> = Vec::new();
    for (at, param) in program.function(id).params.iter().enumerate().take(TRIED_PARAMETERS) {
        if matches!(param.kind, ParamKind::Rest | ParamKind::RestNamed) {
            continue;
        }
        for kind in kinds.ids() {
            let Some((good, bad)) = &kinds.get(kind).tried else { continue };
            for outcome in outcomes(&machine, id, at, (good, bad)) {
                shown.push((at as u16, outcome, KindSet::one(kind)));
            }
        }
    }
    shown
}

/// The outcomes with which no bad text gets away, and a good one does.
fn outcomes(
    machine: &Machine<'_, '_>,
    id: FuncId,
    at: usize,
    (good, bad): (&[String], &[String]),
) -> Vec<Option<bool>> {
    let ends = |text: &String| {
        let mut params = vec![Val::Unknown; at + 1];
        params[at] = Val::text(text);
        machine.ends(id, &Given { params, values: Vec::new() }).unwrap_or_default()
    };
    let mut left = vec![None, Some(true), Some(false)];
    for text in bad {
        let ends = ends(text);
        let is_refused = |outcome: &Option<bool>| {
            !ends.is_empty()
                && ends.iter().all(|end| match end {
                    End::Raised => true,
                    End::Returned(_, val) => outcome.is_some_and(|outcome| val.truth() == Some(!outcome)),
                })
        };
        left.retain(is_refused);
        if left.is_empty() {
            return left;
        }
    }
    let passing: Vec<End> = good.iter().flat_map(ends).collect();
    left.retain(|outcome| {
        passing.iter().any(|end| match end {
            End::Raised => false,
            // What is not known of this one may be so.
            End::Returned(_, val) => outcome.is_none_or(|outcome| val.truth() != Some(!outcome)),
        })
    });
    left
}
