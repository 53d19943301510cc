//! *absence*: a use that surely lacks a setting.

use engine::Answer;
use knowledge::{KindId, Pattern, Rule};

use super::{Draft, Scene, Seen};
use crate::assumptions;

pub(super) fn find(scene: &Scene<'_, '_>, index: usize, rule: &Rule, lacks: KindId, names: &[Pattern]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for site in &scene.analysis.uses {
        let Some(case) = rule.case(site.kind, site.context) else { continue };
        let given = site.settings.iter().filter(|setting| setting.kind == lacks).map(|setting| setting.given).max();
        // A use that cannot be given the setting at all, or may be, is none.
        if given != Some(Answer::No) {
            continue;
        }
        let mut assumed = Vec::new();
        if !names.is_empty() {
            let Some(name) = site.name.as_deref().filter(|name| names.iter().any(|pattern| pattern.is_match(name)))
            else {
                continue;
            };
            assumed.push(assumptions::named(name));
        }
        let slots = vec![
            ("sink", scene.noun(site.kind)),
            ("argument", String::new()),
            ("name", site.name.clone().unwrap_or_default()),
            ("value", scene.names.value(site.function, site.value)),
        ];
        drafts.push(scene.draft(
            rule,
            Seen {
                rule: index,
                case,
                function: site.function,
                value: site.value,
                row: Some(site.row),
                slots,
                steps: Vec::new(),
                assumptions: assumed,
                source: None,
                secrets: Vec::new(),
                statement: None,
            },
        ));
    }
    drafts
}
