//! *order*: one use on a value, and then, on a path from it, another use on the same value.

use engine::UseSite;
use ir::{BlockId, Function, Value};
use knowledge::{ContextId, KindId, Rule};
use program::FuncId;

use super::{Draft, Scene, Seen, in_contexts};
use crate::{Spot, Step};

pub(super) fn find(
    scene: &Scene<'_, '_>,
    index: usize,
    rule: &Rule,
    before: KindId,
    contexts: &[ContextId],
) -> Vec<Draft> {
    let uses = &scene.analysis.uses;
    let mut drafts = Vec::new();
    let mut start = 0;
    while start < uses.len() {
        let id = uses[start].function;
        let end = start + uses[start..].iter().take_while(|site| site.function == id).count();
        let here = &uses[start..end];
        start = end;
        let earlier: Vec<&UseSite> =
            here.iter().filter(|site| site.kind == before && in_contexts(contexts, site.context)).collect();
        if earlier.is_empty() {
            continue;
        }
        for site in here {
            let Some(case) = rule.case(site.kind, site.context) else { continue };
            let function = scene.names.program.function(id);
            // The last check before the use is the one that it relies on.
            let check = earlier.iter().rev().find(|check| same(check, site) && follows(function, check.value, site.value));
            let Some(check) = check else { continue };
            drafts.push(draft(scene, index, rule, case, id, check, site));
        }
    }
    drafts
}

fn draft(
    scene: &Scene<'_, '_>,
    index: usize,
    rule: &Rule,
    case: &knowledge::Case,
    id: FuncId,
    check: &UseSite,
    site: &UseSite,
) -> Draft {
    let names = scene.names;
    let module = names.program.module_of(id);
    let function = names.program.function(id);
    let on = site.on.map(|on| names.value(id, on)).unwrap_or_default();
    let steps = vec![
        Step {
            spot: Spot { module, span: function.span_of(check.value) },
            note: format!("`{}` asks about `{on}`", names.callee(id, check.value)),
        },
        Step {
            spot: Spot { module, span: function.span_of(site.value) },
            note: format!("`{}` uses `{on}` later", names.callee(id, site.value)),
        },
    ];
    let slots = vec![
        ("sink", scene.noun(site.kind)),
        ("argument", on),
        ("before", names.callee(id, check.value)),
        ("before_line", names.line(id, check.value).to_string()),
        ("name", String::new()),
        ("value", names.value(id, site.value)),
    ];
    scene.draft(
        rule,
        Seen {
            rule: index,
            case,
            function: id,
            value: site.value,
            row: Some(site.row),
            slots,
            steps,
            assumptions: Vec::new(),
            source: None,
            secrets: Vec::new(),
        },
    )
}

/// Whether both are about the same value: the very one, or the same constant.
fn same(check: &UseSite, site: &UseSite) -> bool {
    let value = check.on.is_some() && check.on == site.on;
    value || (check.on_constant.is_some() && check.on_constant == site.on_constant)
}

/// Whether control may come from one operation to another, and always passes the first on the way: the first's block
/// dominates the second's.
fn follows(function: &Function, first: Value, second: Value) -> bool {
    let (Some(a), Some(b)) = (block_of(function, first), block_of(function, second)) else { return false };
    if a == b {
        return first < second;
    }
    // Walk back from the use; if the entry can be reached without passing the check, the check does not dominate.
    let mut seen = vec![false; function.blocks.len()];
    let mut stack = vec![b];
    let mut meets = false;
    while let Some(block) = stack.pop() {
        if block == a {
            meets = true;
            continue;
        }
        if std::mem::replace(&mut seen[block.index()], true) {
            continue;
        }
        if block == BlockId(0) {
            return false;
        }
        stack.extend(&function.blocks[block.index()].predecessors);
    }
    meets
}

fn block_of(function: &Function, value: Value) -> Option<BlockId> {
    let at = function.blocks.iter().position(|block| block.first <= value.0 && value.0 < block.first + block.len)?;
    Some(BlockId(at as u32))
}
