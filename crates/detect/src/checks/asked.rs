//! What the program asks about the data of a flow, and the engine does not understand: the data is looked for among other
//! things, or a function of the program's own is asked whose name says that it checks.
//!
//! Takes a flow; gives the first such question in the functions of the flow, as it is written. That other things are refused
//! (a test that the data is none of these) says little about what comes through, and does not count.

use engine::{Flow, Hop};
use ir::{BinaryOp, CompareOp, Function, Op, Value};
use program::{FuncId, Target};

use super::control::{self, Control, Target as Place};
use super::is_made_of;
use crate::names::Names;

/// How many functions of a flow are looked through.
const FUNCTIONS: usize = 12;
/// Larger functions are not looked through.
const OPERATIONS: usize = 4_000;
/// How many places of a function that the data gets to are asked by what outcome it got there.
const PLACES: usize = 8;

/// The first question about a flow's data; `says` tells whether a function's name says that it checks.
pub(crate) fn of_flow(names: Names<'_, '_>, flow: &Flow, says: &dyn Fn(&str) -> bool) -> Option<String> {
    // What the data is called where it comes from says that it has been checked.
    if names.program.apis.row(flow.source.row).api.rsplit('.').next().is_some_and(says) {
        return Some(names.value(flow.source.function, flow.source.value));
    }
    // What is done with the result of the sink is none of its data.
    let (sink, hops) = flow.trace.split_last()?;
    let mut looked_at: Vec<FuncId> = Vec::new();
    for id in hops.iter().map(|hop| hop.function).chain([sink.function]) {
        if looked_at.contains(&id) || looked_at.len() >= FUNCTIONS {
            continue;
        }
        looked_at.push(id);
        let here: Vec<&Hop> = hops.iter().filter(|hop| hop.function == id).collect();
        let last = if id == sink.function { sink.value } else { Value(u32::MAX) };
        if let Some(value) = in_function(names, id, &here, last, says) {
            return Some(names.value(id, value));
        }
    }
    None
}

fn in_function(
    names: Names<'_, '_>,
    id: FuncId,
    hops: &[&Hop],
    last: Value,
    says: &dyn Fn(&str) -> bool,
) -> Option<Value> {
    let program = names.program;
    let function = program.function(id);
    if function.ops.len() > OPERATIONS {
        return None;
    }
    let data: Vec<Value> = hops.iter().map(|hop| function.original(hop.value)).collect();
    let is_data = |value: Value| is_made_of(function, value, &data);
    let is_constant = |value: Value| matches!(function.op(function.original(value)), Op::Const(_));
    let mut values = (0..function.ops.len() as u32).map(Value).take_while(|value| value.0 < last.0);
    values.find(|&value| match function.op(value) {
        Op::Compare(operator @ (CompareOp::In | CompareOp::NotIn), part, whole) => {
            !is_constant(part)
                && is_data(part)
                && !is_data(whole)
                // Where both outcomes go on, it is a refusal as far as it is written like one.
                && outcome(names, id, value, hops, last).unwrap_or(operator == CompareOp::NotIn)
        }
        // What sets have in common.
        Op::Binary(BinaryOp::BitAnd, left, right) => is_data(left) != is_data(right),
        Op::Call(..) => {
            let targets = program.call(id, value).map_or(&[][..], |site| site.targets.as_slice());
            // By its own name, or by that of its class.
            let checks = |own: FuncId| program.text(program.function(own).qualified_name).split('.').any(says);
            targets.iter().copied().filter_map(Target::function).any(checks)
                && (data.contains(&value) || program.given(id, value).arguments().any(is_data))
        }
        _ => false,
    })
}

/// Whether the data only goes on where it is one of the things among which a test looks for it, or only where it is none; nothing
/// where it goes on in either case.
fn outcome(names: Names<'_, '_>, id: FuncId, test: Value, hops: &[&Hop], last: Value) -> Option<bool> {
    let program = names.program;
    let function = program.function(id);
    let control = Control::new(program, id);
    let negated = control::is_negated(function, test);
    let ends = (last.index() < function.ops.len()).then_some(last);
    let mut places = hops.iter().map(|hop| hop.value).chain(ends).filter(|place| place.0 > test.0).take(PLACES);
    places.find_map(|place| {
        let outcomes = control.outcomes_at(Place::Block(control.block_of(place)));
        let mut simpler = outcomes.into_iter().flat_map(|outcome| control::simpler(program, id, outcome));
        simpler.find(|outcome| is_it(function, outcome.of, test)).map(|outcome| outcome.came != negated)
    })
}

fn is_it(function: &Function, value: Value, test: Value) -> bool {
    function.original(value) == test
}
