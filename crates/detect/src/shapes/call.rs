//! *call*: a call that is a weakness by itself.

use knowledge::Rule;

use super::{Draft, Scene, Seen};
use crate::assumptions::by_name;

pub(super) fn find(scene: &Scene<'_, '_>, index: usize, rule: &Rule) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for site in &scene.analysis.uses {
        let Some(case) = rule.case(site.kind, site.context) else { continue };
        let names = scene.names;
        let mut assumptions = Vec::new();
        let row = names.program.apis.row(site.row);
        if row.api.starts_with("?.") {
            let hop = engine::Hop { function: site.function, value: site.value, kind: engine::HopKind::Sink(site.row) };
            assumptions.extend(by_name(names, hop, &row.receivers));
        }
        let slots = vec![
            ("sink", scene.noun(site.kind)),
            ("argument", site.on.map(|on| names.argument(site.function, site.value, on)).unwrap_or_default()),
            ("name", site.name.clone().unwrap_or_default()),
            ("value", names.value(site.function, site.value)),
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
                assumptions,
                source: None,
                secrets: Vec::new(),
                statement: None,
            },
        ));
    }
    drafts
}
