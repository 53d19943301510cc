//! *call*: a call that is a weakness by itself, or, for a rule that asks for more, one of which data of others or a name
//! nearby tells so. Where nothing does, the finding assumes it, and is a lead at most.

use engine::UseSite;
use knowledge::{KindId, Pattern, Rule};

use super::evidence::{Reason, Wanted, is_only_asked};
use super::{Draft, Scene, Seen};
use crate::assumptions::{by_name, named};
use crate::{Step, steps};

pub(super) fn find(
    scene: &Scene<'_, '_>,
    index: usize,
    rule: &Rule,
    names: &[Pattern],
    data: Option<KindId>,
) -> Vec<Draft> {
    let wanted = Wanted { names, data };
    let sites = scene.analysis.uses.iter();
    sites
        .filter_map(|site| scene.contained(site.function, || told_of(scene, index, rule, &wanted, site)).flatten())
        .collect()
}

/// The finding at one use, if it is one.
fn told_of(scene: &Scene<'_, '_>, index: usize, rule: &Rule, wanted: &Wanted<'_>, site: &UseSite) -> Option<Draft> {
    let case = rule.case(site.kind, site.context)?;
    if !wanted.is_nothing() && is_only_asked(scene.names.program.function(site.function), site.value) {
        return None;
    }
    let names = scene.names;
    let mut assumptions = Vec::new();
    let row = names.program.apis.row(site.row);
    if row.api.starts_with("?.") {
        let hop = engine::Hop { function: site.function, value: site.value, kind: engine::HopKind::Sink(site.row) };
        assumptions.extend(by_name(names, hop, &row.receivers));
    }
    let told = told(scene, wanted, site);
    assumptions.extend(told.assumptions);
    let slots = vec![
        ("sink", scene.noun(site.kind)),
        ("argument", site.on.map(|on| names.argument(site.function, site.value, on)).unwrap_or_default()),
        ("name", site.name.clone().unwrap_or_default()),
        ("value", names.value(site.function, site.value)),
    ];
    let mut draft = scene.draft(rule, Seen { steps: told.steps, assumptions, ..Seen::at(index, case, site, slots) });
    if !told.sentence.is_empty() {
        draft.finding.message.push(' ');
        draft.finding.message.push_str(&told.sentence);
    }
    Some(draft)
}

/// What tells that a use is a weakness, in words.
#[derive(Default)]
struct Told {
    sentence: String,
    assumptions: Vec<String>,
    steps: Vec<Step>,
}

fn told(scene: &Scene<'_, '_>, wanted: &Wanted<'_>, site: &UseSite) -> Told {
    if wanted.is_nothing() {
        return Told::default();
    }
    match wanted.reason(scene, site) {
        Some(Reason::Data(flow, assumptions)) => {
            let noun = scene.noun(flow.source.kind);
            let source = steps::source_text(scene.names, flow);
            Told {
                sentence: format!("Data of {noun} goes into it: `{source}`."),
                assumptions,
                steps: steps::of_flow(scene.names, scene.knowledge, scene.analysis, flow),
            }
        }
        Some(Reason::Name(name)) => Told {
            sentence: format!("That it serves security is what the name `{name}` tells."),
            assumptions: vec![named(&name)],
            steps: Vec::new(),
        },
        None => Told {
            sentence: String::new(),
            assumptions: vec![
                "it serves security, although no name near it tells so".to_owned(),
                "others choose what goes into it".to_owned(),
            ],
            steps: Vec::new(),
        },
    }
}
