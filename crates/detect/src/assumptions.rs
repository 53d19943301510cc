//! What a flow assumes, in words: each a clause that goes on from "assumes that".

use engine::{Analysis, Beginning, Flow, Hop, HopKind};
use ir::{Callee, Elem, Op};
use knowledge::{Effect, Kinds, Origin, OtherSide, Row, RowId, Threat, Via};
use program::EdgeConfidence;

use crate::below;
use crate::names::Names;
use crate::taken_out::taken_out;

/// The assumptions of a flow, each once, in the order of the flow.
pub(crate) fn of_flow(names: Names<'_, '_>, kinds: &Kinds, analysis: &Analysis, flow: &Flow) -> Vec<String> {
    let mut assumptions: Vec<String> = Vec::new();
    let mut add = |text: String| {
        if !assumptions.contains(&text) {
            assumptions.push(text);
        }
    };
    if kinds.get(flow.source.kind).threat == Some(Threat::Document) {
        add("others control what the program reads there".to_owned());
    }
    if kinds.get(flow.source.kind).threat == Some(Threat::Library) {
        add("callers of this library pass on data that they do not control".to_owned());
        if let Some(part) = part_of_passed(names, flow) {
            add(format!("they pass it on in `{part}`, a part of something that they give"));
        }
        if let Some(name) = openly_dangerous(names, kinds, flow)
            && !below::is_meant_to_lie_below(names, analysis, flow)
        {
            let noun = &kinds.get(flow.sink.kind).noun;
            add(format!("they do not take `{name}` for {noun}, although it is called so"));
        }
    }
    for (at, hop) in flow.trace.iter().enumerate() {
        match hop.kind {
            HopKind::Assumed => {
                let callee = names.callee(hop.function, hop.value);
                add(format!("`{callee}`, whose code is not known, passes its argument on"));
                if is_asked_of_an_object(names, *hop) {
                    add(format!("what `{callee}` gives is made of its argument, and not something found by it"));
                }
            }
            HopKind::Guessed => {
                // A guess about what an object holds is worth less than any other assumption.
                add(format!("nothing else that `{}` holds is meant", names.value(hop.function, hop.value)));
                add(format!(
                    "the part of `{}` that is used is the one that holds it",
                    names.value(hop.function, hop.value)
                ));
            }
            HopKind::Shared => {
                let write = at.checked_sub(1).and_then(|before| flow.trace.get(before));
                let is_kept = |write: &Hop| {
                    let (write, read) = ((write.function, write.value), (hop.function, hop.value));
                    names.program.is_kept_from_making(write, read)
                };
                if !write.is_some_and(is_kept) {
                    add(shared(names, *hop));
                }
            }
            HopKind::Into => {
                if let Some(text) = edge(names, *hop, flow.trace.get(at + 1)) {
                    add(text);
                }
            }
            HopKind::Returned | HopKind::Thrown => {
                let before = at.checked_sub(1).and_then(|before| flow.trace.get(before));
                if let Some(text) = edge(names, *hop, before) {
                    add(text);
                }
            }
            HopKind::Sink(row) | HopKind::Passed(row) | HopKind::Source(row) => {
                let data = names.program.apis.row(row);
                of_row(data).into_iter().for_each(&mut add);
                // Rows say what a library does for its users; its insides are entered on other terms. A row of the
                // project's own is about the project.
                let is_of_users = !data.local && !matches!(hop.kind, HopKind::Passed(_));
                if is_of_users && names.program.is_library_of(&data.api) && !is_of_class_below(names, *hop, row) {
                    add(format!("what users of `{}` must know of it holds within its library, too", data.api));
                }
                if names_no_route(names, kinds, analysis, (flow, *hop), &data.effect) {
                    let handler = names.function_in_words(hop.function);
                    add(format!("{handler} is called for a path, although no route was found that leads there"));
                    add("the route leaves to whoever asks how that path begins".to_owned());
                }
                if matches!(data.effect, Effect::Named { .. }) {
                    let name = given_name(names, flow).unwrap_or_default();
                    add(named(name));
                    if let Some(taken) = taken_out(names, flow) {
                        let written = names.value(taken.function, taken.value);
                        add(format!("`{written}`, which only has to do with it, is made of it"));
                    }
                }
                if let Effect::Compared { with, .. } = &data.effect
                    && let Some(name) = compared_name(names, flow, with)
                {
                    add(named(&name));
                }
                if let (HopKind::Sink(_), false) = (hop.kind, data.unless.is_empty())
                    && let Some(value) = program::doubtful_argument(names.program, hop.function, data, hop.value)
                {
                    let written = names.argument(hop.function, hop.value, value);
                    add(format!("`{written}` is none of the harmless ones of those that it may be"));
                }
                let is_by_name = data.api.starts_with("?.") && !data.receivers.iter().any(|receiver| receiver == "*");
                if let Effect::Route(route) = &data.effect
                    && let Via::Looks(_) = route.via
                {
                    add(format!(
                        "{} is called by `{}`, as its form says",
                        names.function_in_words(hop.function),
                        data.api
                    ));
                }
                if let (true, Effect::Route(_)) = (is_by_name, &data.effect) {
                    let handler = names.function_in_words(hop.function);
                    add(format!("{handler} answers requests, as the name of the object that decorates it says"));
                } else if is_by_name {
                    by_name(names, *hop, &data.receivers).into_iter().for_each(&mut add);
                }
            }
            HopKind::Operand | HopKind::Stored | HopKind::Read | HopKind::Entered => {}
        }
    }
    assumptions
}

/// Whether what is read of a request would be harmless at the sink in a handler whose route says how paths begin, and the
/// route of this one is not found.
fn names_no_route(
    names: Names<'_, '_>,
    kinds: &Kinds,
    analysis: &Analysis,
    (flow, hop): (&Flow, Hop),
    effect: &Effect,
) -> bool {
    let Effect::Source { becomes, becomes_routed, .. } = effect else { return false };
    let led = becomes.union(*becomes_routed);
    let harmless = &kinds.get(flow.sink.kind).harmless;
    let matters = harmless.iter().any(|states| states.without(led).is_empty() && !states.without(*becomes).is_empty());
    matters && analysis.beginning(names.program, hop.function) == Some(Beginning::NotFound)
}

/// Whether what a row says of a class is relied upon by a class that descends from it, in a text of its own: that uses it as
/// others do, wherever it stands.
fn is_of_class_below(names: Names<'_, '_>, call: Hop, row: RowId) -> bool {
    let program = names.program;
    let class = program.class_made_by(call.function, call.value);
    class.is_some_and(|class| {
        !program.is_modelled_itself(class) && program.rows_of_filled_texts(class).any(|of_base| of_base == row)
    })
}

/// What is assumed by whoever relies on a row, whatever it says.
pub(crate) fn of_row(row: &Row) -> Vec<String> {
    let generated = (row.origin == Origin::Generated).then(|| format!("the generated model of `{}` is right", row.api));
    generated.into_iter().chain(row.versions.as_ref().and_then(|versions| versions.doubt())).collect()
}

/// Whether an unknown call is that of a method, whose object may have what it gives, or of a function that the code was
/// given and that may be any.
fn is_asked_of_an_object(names: Names<'_, '_>, call: Hop) -> bool {
    match names.program.function(call.function).op(call.value) {
        Op::Call(Callee::Method(of, _) | Callee::Value(of), _) => !names.program.is_imported(call.function, of),
        Op::Call(Callee::Super(..), _) => true,
        _ => false,
    }
}

/// The name of the parameter that a flow begins with, when it says itself what it is used for.
fn openly_dangerous<'a>(names: Names<'a, '_>, kinds: &Kinds, flow: &Flow) -> Option<&'a str> {
    let name = names.input(flow.source.function, flow.source.value)?;
    let last = name.rsplit('_').next().unwrap_or(name);
    kinds.get(flow.sink.kind).called.iter().any(|called| called == name || called == last).then_some(name)
}

/// The attribute, or the element under a constant key, of what a caller passes, when the function that is called goes on with
/// that alone: callers give a whole object or map, and mostly of their own making.
fn part_of_passed(names: Names<'_, '_>, flow: &Flow) -> Option<String> {
    let is_still_whole =
        |hop: &&Hop| matches!(hop.kind, HopKind::Source(_) | HopKind::Operand | HopKind::Into | HopKind::Entered);
    let read = flow.trace.iter().find(|hop| !is_still_whole(hop))?;
    if read.function != flow.source.function {
        return None;
    }
    let function = names.program.function(read.function);
    let Op::Load(_, part) = function.op(read.value) else { return None };
    let is_named = match part {
        Elem::Field(_) => true,
        Elem::Item(key) => matches!(function.op(function.original(key)), Op::Const(_)),
        _ => false,
    };
    (read.kind == HopKind::Read && is_named).then(|| names.value(read.function, read.value))
}

/// The method of a receiver of unknown type is the one that a row means, because of the receiver's name. Methods that
/// hardly anything else has (`*`) assume nothing.
pub(crate) fn by_name(names: Names<'_, '_>, call: Hop, receivers: &[String]) -> Option<String> {
    let function = names.program.function(call.function);
    if receivers.iter().any(|receiver| receiver == "*") {
        return None;
    }
    if let Op::Call(Callee::Method(receiver, _), _) = function.op(call.value) {
        // The name is the variable's, or that of the method which has given the receiver.
        let variable = names.variable(call.function, receiver);
        let is_variable = variable.is_some_and(|variable| receivers.iter().any(|receiver| receiver == variable));
        if !is_variable && matches!(function.op(receiver), Op::Call(..)) {
            return Some(named(&names.value(call.function, receiver)));
        }
    }
    Some(named(&names.receiver(call.function, call.value)))
}

/// The name that the end of a flow gives to its value, when a name makes it a sink.
pub(crate) fn given_name<'a>(names: Names<'a, '_>, flow: &Flow) -> Option<&'a str> {
    let sink = flow.sink;
    let Effect::Named { names: patterns, .. } = &names.program.apis.row(sink.row).effect else { return None };
    let mut given = names.program.given_names(sink.function, sink.value);
    given.retain(|(_, value)| *value == sink.given);
    given.extend(names.program.name_of_result(sink.function, sink.value).map(|name| (name, sink.value)));
    given.into_iter().map(|(name, _)| name).find(|name| patterns.iter().any(|pattern| pattern.is_match(name)))
}

/// The name of what the end of a flow compares its value with, when that name makes it a sink.
pub(crate) fn compared_name(names: Names<'_, '_>, flow: &Flow, with: &OtherSide) -> Option<String> {
    let sink = flow.sink;
    let Op::Compare(_, left, right) = names.program.function(sink.function).op(sink.value) else { return None };
    let other = if left == sink.given { right } else { left };
    let is_meant = names.program.read_name(sink.function, other).is_some_and(|name| with.is_called(&name));
    is_meant.then(|| names.value(sink.function, other))
}

/// A name tells what stands behind it.
pub(crate) fn named(name: &str) -> String {
    format!("`{name}` is what its name says")
}

fn shared(names: Names<'_, '_>, hop: Hop) -> String {
    let function = names.program.function(hop.function);
    let read = names.value(hop.function, hop.value);
    match function.op(hop.value) {
        Op::Load(_, Elem::Field(_)) => format!("`{read}` is written before it is read, on the same object"),
        Op::Param(_) => format!("a call leaves `{read}` out"),
        _ => format!("`{read}` is written before it is read"),
    }
}

fn edge(names: Names<'_, '_>, call: Hop, inside: Option<&Hop>) -> Option<String> {
    let callee = inside.filter(|hop| !names.function(hop.function).is_empty())?.function;
    let unseen = names.program.unseen_of(call.function, call.value);
    if unseen.iter().any(|run| run.function == callee && !run.is_only) {
        let (written, count) = (names.value(call.function, call.value), unseen.len());
        let callee = names.function_in_words(callee);
        return Some(format!("`{written}` runs {callee}, one of {count} functions that it may run"));
    }
    let site = names.program.call(call.function, call.value)?;
    let callee = names.function_in_words(callee);
    let written = names.callee(call.function, call.value);
    match site.confidence {
        EdgeConfidence::Dynamic if site.targets.len() > 1 => {
            Some(format!("`{written}` runs {callee}, one of {} functions that it may run", site.targets.len()))
        }
        EdgeConfidence::Dynamic => Some(format!("`{written}` runs {callee}, and nothing that overrides it")),
        EdgeConfidence::NameOnly => Some(format!("`{written}` runs {callee}, which is known by its name alone")),
        EdgeConfidence::Exact | EdgeConfidence::Typed | EdgeConfidence::Alternative | EdgeConfidence::ByUse => None,
    }
}
