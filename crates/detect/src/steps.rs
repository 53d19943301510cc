//! A witness as people read it: only the hops at which something happens, one for each line.

use engine::{Analysis, Flow, Hop, HopKind};
use ir::{Elem, Op};

use crate::names::Names;
use crate::{Spot, Step};

/// How many steps are shown; the middle of a longer way is left out and counted.
const MOST: usize = 24;

/// The steps of a flow, source first, the sink last.
pub(crate) fn of_flow(names: Names<'_, '_>, analysis: &Analysis, flow: &Flow) -> Vec<Step> {
    let mut steps: Vec<(Step, u8)> = Vec::new();
    for (at, hop) in flow.trace.iter().enumerate() {
        let next = flow.trace.get(at + 1);
        let before = at.checked_sub(1).and_then(|before| flow.trace.get(before));
        let Some((note, weight)) = note(names, analysis, *hop, before, next) else { continue };
        let step = Step { spot: spot(names, *hop), note };
        let line = |step: &Step| {
            (step.spot.module, names.files[step.spot.module.index()].lines.line(step.spot.span.start))
        };
        match steps.last_mut() {
            // What happens on one line is one step: the weightiest, the later of equals.
            Some((last, known)) if line(last) == line(&step) && at + 1 < flow.trace.len() && *known < 9 => {
                if weight >= *known {
                    *last = step;
                    *known = weight;
                }
            }
            _ => steps.push((step, weight)),
        }
    }
    let mut steps: Vec<Step> = steps.into_iter().map(|(step, _)| step).collect();
    if steps.len() > MOST {
        let left_out = steps.len() - MOST;
        steps.drain(MOST / 2..MOST / 2 + left_out);
        steps[MOST / 2].note = format!("({left_out} steps left out) {}", steps[MOST / 2].note);
    }
    steps
}

fn spot(names: Names<'_, '_>, hop: Hop) -> Spot {
    let module = names.program.module_of(hop.function);
    let function = names.program.function(hop.function);
    let mut span = function.span_of(hop.value);
    if span.start == span.end {
        span = function.name_span;
    }
    Spot { module, span }
}

/// What a hop says, and how much it matters; nothing for one that only hands the value on.
fn note(
    names: Names<'_, '_>,
    analysis: &Analysis,
    hop: Hop,
    before: Option<&Hop>,
    next: Option<&Hop>,
) -> Option<(String, u8)> {
    let function = names.program.function(hop.function);
    let op = function.op(hop.value);
    Some(match hop.kind {
        HopKind::Source(_) => (source(names, analysis, hop), 9),
        HopKind::Into => {
            let callee = next.map(|next| names.function(next.function)).filter(|name| !name.is_empty());
            let callee = callee.unwrap_or_else(|| names.callee(hop.function, hop.value));
            let param = next.and_then(|next| param_name(names, *next));
            match param {
                Some(param) => (format!("it is passed to `{callee}` as `{param}`"), 7),
                None => (format!("it is passed to `{callee}`"), 7),
            }
        }
        HopKind::Returned => {
            let callee = before.map(|before| names.function(before.function)).filter(|name| !name.is_empty());
            let callee = callee.unwrap_or_else(|| names.callee(hop.function, hop.value));
            (format!("`{callee}` gives it back"), 5)
        }
        HopKind::Stored => match op {
            Op::Store(_, Elem::Field(name), _) | Op::SetGlobal(name, _) | Op::SetShared(_, name, _) => {
                (format!("it is kept in `{}`", names.program.text(name)), 6)
            }
            _ => (format!("it is kept in `{}`", names.value(hop.function, hop.value)), 4),
        },
        HopKind::Shared => match op {
            Op::Load(_, Elem::Field(name)) | Op::Global(name) | Op::Import(name) | Op::Shared(_, name) => {
                (format!("it is read from `{}`", names.program.text(name)), 6)
            }
            _ => ("it is read from there".to_owned(), 6),
        },
        HopKind::Read if before.is_some_and(|before| matches!(before.kind, HopKind::Stored | HopKind::Entered)) => {
            (format!("it is read as `{}`", names.value(hop.function, hop.value)), 3)
        }
        HopKind::Passed(_) => (format!("`{}` passes it on", names.callee(hop.function, hop.value)), 4),
        HopKind::Assumed => {
            (format!("`{}` is assumed to pass it on", names.callee(hop.function, hop.value)), 6)
        }
        HopKind::Operand => match op {
            Op::Template(_) | Op::Binary(ir::BinaryOp::Add | ir::BinaryOp::Mod, ..) => {
                ("it becomes part of a longer text".to_owned(), 5)
            }
            _ => {
                let name = function.name_of(hop.value)?;
                (format!("it is assigned to `{}`", names.program.text(name)), 2)
            }
        },
        HopKind::Sink(row) => {
            let api = &names.program.apis.row(row).api;
            match op {
                Op::Call(..) => (format!("it reaches `{}`", names.callee(hop.function, hop.value)), 9),
                _ => (format!("it is returned to whoever made the request, by `{api}`"), 9),
            }
        }
        HopKind::Read | HopKind::Entered => return None,
    })
}

fn param_name<'a>(names: Names<'a, '_>, hop: Hop) -> Option<&'a str> {
    let function = names.program.function(hop.function);
    match function.op(hop.value) {
        Op::Param(index) => function.params.get(index as usize).map(|param| names.program.text(param.name)),
        Op::Capture(index) => function.captures.get(index as usize).map(|name| names.program.text(*name)),
        _ => None,
    }
}

fn source(names: Names<'_, '_>, analysis: &Analysis, hop: Hop) -> String {
    let entry = entry(names, analysis, hop.function);
    match param_name(names, hop) {
        Some(param) => match entry {
            Some(entry) => format!("the parameter `{param}` {entry}"),
            None => format!("the parameter `{param}`"),
        },
        None => {
            let read = names.value(hop.function, hop.value);
            match entry {
                Some(entry) => format!("`{read}` is read {entry}"),
                None => format!("`{read}` is read"),
            }
        }
    }
}

/// "in the handler of GET /find", when the function is an entry point.
pub(crate) fn entry(names: Names<'_, '_>, analysis: &Analysis, id: program::FuncId) -> Option<String> {
    let entry = analysis.entries.get(&id)?;
    let path = entry.path.as_deref().map(|path| format!(" {path}")).unwrap_or_default();
    let methods = entry.methods.join("|");
    let methods = if methods.is_empty() { String::new() } else { format!(" {methods}") };
    if path.is_empty() && methods.is_empty() {
        return Some(format!("in the handler `{}`", names.function(id)));
    }
    Some(format!("in the handler of{methods}{path}"))
}
