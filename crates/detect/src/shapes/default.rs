//! *default*: a call that is the use of a case where whoever calls the function around it leaves a parameter out: the default
//! is the unsafe choice.

use engine::{DefaultUse, default_uses};
use knowledge::{Effect, KindId, Rule};

use super::{Draft, Scene, Seen};

pub(super) fn find(scene: &Scene<'_, '_>, index: usize, rule: &Rule) -> Vec<Draft> {
    let program = scene.names.program;
    let mut kinds: Vec<KindId> = rule.cases.iter().map(|case| case.kind).collect();
    kinds.dedup();
    let mut told: Vec<DefaultUse> = Vec::new();
    for site in default_uses(program, &kinds) {
        let is_new = |known: &DefaultUse| (known.function, known.param) != (site.function, site.param);
        if told.iter().rev().take(8).all(is_new) && is_for_others(scene, &site) {
            told.push(site);
        }
    }
    told.iter()
        .filter_map(|site| scene.contained(site.function, || draft(scene, index, rule, site)).flatten())
        .collect()
}

/// Whether others call the function: its own name does not say that nobody else should.
fn is_for_others(scene: &Scene<'_, '_>, site: &DefaultUse) -> bool {
    let function = scene.names.program.function(site.function);
    let name = scene.names.program.text(function.name);
    let is_function = matches!(function.kind, ir::FunctionKind::Plain | ir::FunctionKind::Method(_));
    is_function && (!name.starts_with('_') || name.starts_with("__"))
}

fn draft(scene: &Scene<'_, '_>, index: usize, rule: &Rule, site: &DefaultUse) -> Option<Draft> {
    let program = scene.names.program;
    let Effect::Use { kind, context, .. } = program.apis.row(site.row).effect else { return None };
    let case = rule.case(kind, context)?;
    let param = program.function(site.function).params.get(site.param as usize)?;
    let name = program.text(param.name).to_owned();
    let assumed = format!("somebody leaves `{name}` out");
    let seen = Seen {
        row: Some(site.row),
        assumptions: vec![assumed],
        ..Seen::of(index, case, (site.function, site.value), vec![("name", name), ("sink", scene.noun(kind))])
    };
    Some(scene.draft(rule, seen))
}
