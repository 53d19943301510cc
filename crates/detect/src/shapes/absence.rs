//! *absence*: a use that surely lacks a setting.

use engine::{Answer, UseSite};
use knowledge::{KindId, Pattern, Rule};

use super::{Draft, Scene, Seen};
use crate::assumptions;

pub(super) fn find(
    scene: &Scene<'_, '_>,
    index: usize,
    rule: &Rule,
    (lacks, names, refused): (KindId, &[Pattern], bool),
) -> Vec<Draft> {
    let sites = scene.analysis.uses.iter();
    let told = |site: &UseSite| told_of(scene, index, rule, (lacks, names, refused), site);
    sites.filter_map(|site| scene.contained(site.function, || told(site)).flatten()).collect()
}

/// The finding at one use, if it is one.
fn told_of(
    scene: &Scene<'_, '_>,
    index: usize,
    rule: &Rule,
    (lacks, names, refused): (KindId, &[Pattern], bool),
    site: &UseSite,
) -> Option<Draft> {
    let case = rule.case(site.kind, site.context)?;
    let asked = || site.settings.iter().filter(|setting| setting.kind == lacks);
    // A use that cannot be given the setting at all, or may be, is none.
    if asked().map(|setting| setting.given).max() != Some(Answer::No) {
        return None;
    }
    let mut assumed = Vec::new();
    // Who writes that a setting is off has thought of it: the name need not tell anything.
    let is_refused = refused && asked().any(|setting| setting.is_written);
    if !names.is_empty() && !is_refused {
        let name = site.name.as_deref().filter(|name| names.iter().any(|pattern| pattern.is_match(name)))?;
        assumed.push(assumptions::named(name));
    }
    let slots = vec![
        ("sink", scene.noun(site.kind)),
        ("argument", String::new()),
        ("name", name_of(scene, site)),
        ("value", scene.names.value(site.function, site.value)),
    ];
    Some(scene.draft(rule, Seen { assumptions: assumed, ..Seen::at(index, case, site, slots) }))
}

/// The name of a use; where that is no constant, the argument that names it.
fn name_of(scene: &Scene<'_, '_>, site: &UseSite) -> String {
    let argument = || site.named.map(|named| scene.names.argument(site.function, site.value, named));
    site.name.clone().or_else(argument).unwrap_or_default()
}
