//! Uses compared with those of the same module: whether the check stands beside each, on the same way.

use engine::UseSite;
use program::ModuleId;
use rustc_hash::FxHashMap;

use super::checks::{Checks, before, deciding};
use super::told::{Agreement, Told, assumed, siblings};
use super::{Check, Found};
use crate::Step;
use crate::shapes::{Draft, Seen};

pub(super) fn find(checks: &Checks<'_, '_>, index: usize) -> Vec<Draft> {
    let question = checks.question;
    let fits = |site: &&&UseSite| question.rule.case(site.kind, site.context).is_some();
    let mut modules: FxHashMap<ModuleId, Vec<(&UseSite, Found)>> = FxHashMap::default();
    let mut order = Vec::new();
    for id in checks.program().functions() {
        for site in question.uses.get(&id).into_iter().flatten().filter(fits) {
            let Some(found) = question.scene.contained(id, || beside(checks, site)) else { continue };
            let module = checks.program().module_of(id);
            let known = modules.entry(module).or_default();
            if known.is_empty() {
                order.push(module);
            }
            known.push((site, found));
        }
    }
    let mut drafts = Vec::new();
    for module in order {
        let all = &modules[&module];
        for (at, (site, _)) in all.iter().enumerate().filter(|(_, (_, found))| found.is_not()) {
            let others = all.iter().enumerate().filter(|(other, _)| *other != at);
            let checked = others.filter_map(|(_, (site, found))| match found {
                Found::Done(check) => Some((site.function, check)),
                _ => None,
            });
            let told = Told { checked: checked.collect(), all: all.len() - 1, agreement: Agreement::Mostly };
            if told.is_strong() || told.is_worth_telling(question.asked.alone) {
                drafts.extend(question.scene.contained(site.function, || tell(checks, index, site, &told)).flatten());
            }
        }
    }
    drafts
}

/// Whether the check stands beside a use: before it on every way, or on the outcome that the use belongs to.
fn beside(checks: &Checks<'_, '_>, site: &UseSite) -> Found {
    let function = checks.program().function(site.function);
    let Some(block) = function.block_of(site.value) else { return Found::Perhaps };
    // Everything behind the branch that decides whether the use is reached.
    let first = deciding(function, block).and_then(|(branch, _)| {
        function.successors(branch).find(|&outcome| outcome == block || function.dominates(outcome, block))
    });
    let events = checks.events(site.function, 1);
    events.iter().fold(Found::Not, |found, event| {
        found.or(|| {
            let behind = first.is_some_and(|first| function.dominates(first, event.block));
            if behind || before(function, event, site.value) { event.found.clone() } else { Found::Not }
        })
    })
}

fn tell(checks: &Checks<'_, '_>, index: usize, site: &UseSite, told: &Told<'_>) -> Option<Draft> {
    let question = checks.question;
    let names = question.scene.names;
    let case = question.rule.case(site.kind, site.context)?;
    let steps = told.checked.iter().take(3).map(|(sibling, check): &(_, &Check)| Step {
        spot: check.spot,
        note: format!("{} does it: `{}`", names.function_in_words(*sibling), check.written),
    });
    let slots = vec![
        ("argument", String::new()),
        ("entry", String::new()),
        ("name", String::new()),
        ("value", names.value(site.function, site.value)),
        ("siblings", siblings(checks, told)),
        ("action", format!("calls `{}`", names.callee(site.function, site.value))),
    ];
    let assumptions = assumed(told, "places");
    Some(
        question
            .scene
            .draft(question.rule, Seen { steps: steps.collect(), assumptions, ..Seen::at(index, case, site, slots) }),
    )
}
