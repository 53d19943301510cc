//! *flow*: data of one of the source kinds reaches a sink. One finding for each place: that of the case which stands
//! first on the rule's page, with the flow that assumes least. Other sources of the same place are named.

use engine::Flow;
use knowledge::{Case, Confidence, Effect, KindSet, Pattern, Rule, Threat};
use rustc_hash::{FxHashMap, FxHashSet};

use super::words::words;
use super::{Draft, Scene, Seen};
use crate::names::NAMELESS;
use crate::reading::{Read, Reading};
use crate::{assumptions, checks, manner, origin, steps};

/// How many flows to one place are looked through for what is asked on the way.
const FLOWS: usize = 16;

/// A flow that fits the rule, and which of the rule's cases it fits.
struct Candidate<'a> {
    flow: &'a Flow,
    /// The case's place on the rule's page.
    at: usize,
    case: &'a Case,
    assumptions: Vec<String>,
    /// How slow it is to read the text by a pattern, where that is what happens to it.
    reading: Option<Reading>,
}

impl Candidate<'_> {
    /// The case that stands first on the page, then the fewest assumptions, then the shortest way.
    fn rank(&self) -> (usize, usize, usize) {
        (self.at, self.assumptions.len(), self.flow.trace.len())
    }
}

pub(super) fn find(
    scene: &Scene<'_, '_>,
    index: usize,
    rule: &Rule,
    (sources, asking): (KindSet, &[Pattern]),
) -> Vec<Draft> {
    let mut places: Vec<Vec<Candidate<'_>>> = Vec::new();
    for flow in &scene.analysis.flows {
        scene.names.program.at_function(contained::Step::Flows, flow.sink.function);
        if !sources.contains(flow.source.kind) {
            continue;
        }
        if !rule.cases.iter().any(|case| case.fits(flow.sink.kind, flow.sink.context)) {
            continue;
        }
        let reading = match scene.readings.of(scene.names.program, &scene.knowledge.kinds, scene.analysis, flow) {
            Read::Fast => continue,
            Read::Not => None,
            Read::Slow(reading) => Some(reading),
        };
        // What a library takes from its callers for what it is there to do is no finding where it does it by itself.
        let is_library = scene.knowledge.kinds.get(flow.source.kind).threat == Some(Threat::Library);
        if is_library && scene.names.program.is_within_own_library(flow.sink.function, flow.sink.value) {
            continue;
        }
        let Some(case) = rule.case_that_grows(flow.sink.kind, flow.sink.context, reading.as_ref().map(Reading::grows))
        else {
            continue;
        };
        if !manner::counts(scene.names, scene.analysis, case, flow) {
            continue;
        }
        let at = rule.cases.iter().position(|known| std::ptr::eq(known, case)).unwrap_or_default();
        let mut assumptions = assumptions::of_flow(scene.names, &scene.knowledge.kinds, scene.analysis, flow);
        let besides = case.assumes.iter().filter(|(kind, _)| *kind == flow.source.kind);
        assumptions.extend(besides.map(|(_, that)| that.clone()));
        let candidate = Candidate { flow, at, case, assumptions, reading };
        let place = |flow: &Flow| (flow.sink.function, flow.sink.value);
        // Flows come sorted by sink, so those of one place stand together.
        match places.last_mut() {
            Some(here) if place(here[0].flow) == place(flow) => here.push(candidate),
            _ => places.push(vec![candidate]),
        }
    }
    once_named(scene, &mut places);
    give_way(&mut places);
    let told = |here: Vec<Candidate<'_>>| {
        let function = here.first()?.flow.sink.function;
        scene.contained(function, || draft(scene, index, rule, asking, here)).flatten()
    };
    places.into_iter().filter_map(told).collect()
}

/// A value that is given several names, or a name on its way to an API, is one finding: what comes from a source that
/// reaches a sink of its own says nothing new by a name, and of several names the nearest tells it.
fn once_named(scene: &Scene<'_, '_>, places: &mut Vec<Vec<Candidate<'_>>>) {
    let is_named = |flow: &Flow| matches!(scene.names.program.apis.row(flow.sink.row).effect, Effect::Named { .. });
    let source = |flow: &Flow| (flow.source.function, flow.source.value);
    let mut told: FxHashMap<_, Option<usize>> = FxHashMap::default();
    for Candidate { flow, .. } in places.iter().flatten() {
        let hops = is_named(flow).then_some(flow.trace.len());
        // Nothing, a sink of its own, is less than any number of hops.
        told.entry(source(flow)).and_modify(|known| *known = (*known).min(hops)).or_insert(hops);
    }
    let mut taken: FxHashSet<_> = FxHashSet::default();
    for here in places.iter_mut() {
        here.retain(|Candidate { flow, .. }| {
            let hops = is_named(flow).then_some(flow.trace.len());
            hops.is_none() || (told.get(&source(flow)) == Some(&hops) && taken.insert(source(flow)))
        });
    }
    places.retain(|here| !here.is_empty());
}

/// What is asked before something is done is no finding beside that which is done.
fn give_way(places: &mut Vec<Vec<Candidate<'_>>>) {
    if !places.iter().flatten().any(|candidate| candidate.case.gives_way) {
        return;
    }
    // The same data, in the same function.
    let data = |flow: &Flow| (flow.source.function, flow.source.value, flow.sink.function);
    let mut told: FxHashMap<_, usize> = FxHashMap::default();
    for candidate in places.iter().flatten().filter(|candidate| !candidate.case.gives_way) {
        let assumed = candidate.assumptions.len();
        told.entry(data(candidate.flow)).and_modify(|known| *known = (*known).min(assumed)).or_insert(assumed);
    }
    for here in places.iter_mut() {
        // What is done by more assumptions may not hide what is asked by fewer.
        let is_told = |candidate: &Candidate<'_>| {
            told.get(&data(candidate.flow)).is_some_and(|&assumed| assumed <= candidate.assumptions.len())
        };
        here.retain(|candidate| !candidate.case.gives_way || !is_told(candidate));
    }
    places.retain(|here| !here.is_empty());
}

/// The name that makes the end of a flow a sink: the one that is given to the value, or of what it is compared with.
fn name(names: crate::names::Names<'_, '_>, flow: &Flow) -> String {
    if let Effect::Compared { with, .. } = &names.program.apis.row(flow.sink.row).effect {
        return assumptions::compared_name(names, flow, with).unwrap_or_default();
    }
    assumptions::given_name(names, flow).unwrap_or_default().to_owned()
}

fn draft(
    scene: &Scene<'_, '_>,
    index: usize,
    rule: &Rule,
    asking: &[Pattern],
    mut here: Vec<Candidate<'_>>,
) -> Option<Draft> {
    // Stable, so that the first in the order of flows wins among equals.
    here.sort_by_key(Candidate::rank);
    let asked = asked_of_all(scene, asking, &mut here);
    let origin = origin::widest(scene.names, &scene.knowledge.kinds, here.iter().map(|candidate| candidate.flow));
    let mut here = here.into_iter();
    let Candidate { flow, case, assumptions, reading, .. } = here.next()?;
    let names = scene.names;
    let (function, value) = (flow.sink.function, flow.sink.value);
    let source_api = match names.input(flow.source.function, flow.source.value) {
        Some(name) => name.to_owned(),
        None => names.program.apis.row(flow.source.row).api.clone(),
    };
    let entry = steps::handler(names, scene.analysis, flow.source.function);
    let mut slots = vec![
        ("source", scene.noun(flow.source.kind)),
        ("source_api", source_api),
        ("sink", scene.noun(flow.sink.kind)),
        ("argument", argument(scene, flow)),
        ("entry", entry.map(|handler| format!("in {handler}")).unwrap_or_default()),
        ("name", name(names, flow)),
        ("value", String::new()),
    ];
    slots.extend(reading.iter().flat_map(Reading::slots));
    let mut draft = scene.draft(
        rule,
        Seen {
            row: Some(flow.sink.row),
            steps: steps::of_flow(names, scene.knowledge, scene.analysis, flow),
            assumptions,
            source: Some(flow.source),
            ..Seen::of(index, case, (function, value), slots)
        },
    );
    if let Some(asked) = asked {
        draft.finding.assumptions.push(format!("`{asked}` lets more through than is meant"));
        draft.finding.confidence = Confidence::Low;
    }
    draft.finding.origin = origin;
    draft.finding.checks = checks::of_flow(names, scene.analysis, flow);
    if let Some(also) = other_sources(scene, flow, here.map(|candidate| candidate.flow)) {
        draft.finding.message.push(' ');
        draft.finding.message.push_str(&also);
    }
    Some(draft)
}

/// What the program asks about the data, where it asks about that of every flow; a flow about which nothing is asked comes first.
fn asked_of_all(scene: &Scene<'_, '_>, asking: &[Pattern], here: &mut [Candidate<'_>]) -> Option<String> {
    if asking.is_empty() {
        return None;
    }
    let says = |name: &str| {
        let spaced = words(name).join(" ");
        asking.iter().any(|pattern| pattern.is_match(&spaced))
    };
    let mut first = None;
    for at in 0..here.len().min(FLOWS) {
        match checks::asked_of(scene.names, here[at].flow, &says) {
            None => {
                here[..=at].rotate_right(1);
                return None;
            }
            asked => first = first.or(asked),
        }
    }
    first
}

/// What goes into the sink, as it is written; of one of several values, the one on the way.
fn argument(scene: &Scene<'_, '_>, flow: &Flow) -> String {
    let (id, names) = (flow.sink.function, scene.names);
    let given = names.argument(id, flow.sink.value, flow.sink.given);
    if given != NAMELESS {
        return given;
    }
    let before = flow.trace.iter().rev().skip(1).take_while(|hop| hop.function == id);
    before.map(|hop| names.value(id, hop.value)).find(|text| text != NAMELESS).unwrap_or(given)
}

/// The other sources from which data comes to the same place, in a sentence.
fn other_sources<'a>(scene: &Scene<'_, '_>, flow: &Flow, others: impl Iterator<Item = &'a Flow>) -> Option<String> {
    let names = scene.names;
    let place = |flow: &Flow| (flow.source.function, flow.source.value);
    let mut seen = vec![place(flow)];
    let mut also: Vec<String> = Vec::new();
    for other in others {
        let (function, value) = place(other);
        if seen.contains(&(function, value)) {
            continue;
        }
        seen.push((function, value));
        let file = &names.files[names.program.module_of(function).index()];
        also.push(format!("`{}` ({}:{})", steps::source_text(names, other), file.path, names.line(function, value)));
    }
    also.dedup();
    let more = also.len().saturating_sub(3);
    also.truncate(3);
    if more > 0 {
        return Some(format!("Data comes here also from {} and {more} more.", also.join(", ")));
    }
    let last = also.pop()?;
    if also.is_empty() {
        return Some(format!("Data comes here also from {last}."));
    }
    Some(format!("Data comes here also from {} and {last}.", also.join(", ")))
}
