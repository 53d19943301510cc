//! *flow*: data of one of the source kinds reaches a sink. One finding for each place, with the flow that assumes
//! least; other sources that reach the same place are named.

use engine::Flow;
use knowledge::{Case, KindSet, Rule};

use super::{Draft, Scene, Seen};
use crate::{assumptions, steps};

pub(super) fn find(scene: &Scene<'_, '_>, index: usize, rule: &Rule, sources: KindSet) -> Vec<Draft> {
    let mut best: Vec<(&Flow, &Case, Vec<String>, Vec<&Flow>)> = Vec::new();
    for flow in &scene.analysis.flows {
        if !sources.contains(flow.source.kind) {
            continue;
        }
        let Some(case) = rule.case(flow.sink.kind, flow.sink.context) else { continue };
        let assumed = assumptions::of_flow(scene.names, &scene.knowledge.kinds, flow);
        let place = |flow: &Flow| (flow.sink.function, flow.sink.value);
        // Flows come sorted by sink, so those of one place stand together.
        match best.last_mut() {
            Some((known, known_case, known_assumed, others))
                if place(known) == place(flow) && known_case.cwe == case.cwe =>
            {
                if (assumed.len(), flow.trace.len()) < (known_assumed.len(), known.trace.len()) {
                    others.push(known);
                    (*known, *known_case, *known_assumed) = (flow, case, assumed);
                } else {
                    others.push(flow);
                }
            }
            _ => best.push((flow, case, assumed, Vec::new())),
        }
    }
    best.into_iter().map(|(flow, case, assumed, others)| draft(scene, index, rule, flow, case, assumed, &others)).collect()
}

fn draft(
    scene: &Scene<'_, '_>,
    index: usize,
    rule: &Rule,
    flow: &Flow,
    case: &Case,
    assumptions: Vec<String>,
    others: &[&Flow],
) -> Draft {
    let names = scene.names;
    let (function, value) = (flow.sink.function, flow.sink.value);
    let source_api = {
        let row = names.program.apis.row(flow.source.row);
        row.api.clone()
    };
    let entry = steps::entry(names, scene.analysis, flow.source.function).unwrap_or_default();
    let slots = vec![
        ("source", scene.noun(flow.source.kind)),
        ("source_api", source_api),
        ("sink", scene.noun(flow.sink.kind)),
        ("argument", names.value(function, flow.sink.given)),
        ("entry", entry),
        ("name", String::new()),
        ("value", String::new()),
    ];
    let mut draft = scene.draft(
        rule,
        Seen {
            rule: index,
            case,
            function,
            value,
            row: Some(flow.sink.row),
            slots,
            steps: steps::of_flow(names, scene.analysis, flow),
            assumptions,
            source: Some(flow.source),
            secrets: Vec::new(),
        },
    );
    let mut also: Vec<String> = Vec::new();
    for other in others {
        let place = &names.files[names.program.module_of(other.source.function).index()];
        let text = format!(
            "`{}` ({}:{})",
            names.value(other.source.function, other.source.value),
            place.path,
            names.line(other.source.function, other.source.value)
        );
        if (other.source.function, other.source.value) != (flow.source.function, flow.source.value) && !also.contains(&text)
        {
            also.push(text);
        }
    }
    if !also.is_empty() {
        let more = also.len().saturating_sub(3);
        also.truncate(3);
        let tail = if more > 0 { format!(" and {more} more") } else { String::new() };
        draft.finding.message.push_str(&format!(" Data comes here also from {}{tail}.", also.join(", ")));
    }
    draft
}
