//! The actions that a function reaches: uses of the rule's cases in it, and in what it surely calls.

use std::cell::RefCell;

use engine::UseSite;
use ir::Value;
use knowledge::KindId;
use program::{CallSite, FuncId, Program};
use rustc_hash::FxHashMap;

use super::Question;

/// How many calls deep an action is looked for.
const DEEPEST: usize = 3;

/// Where in a function an action is, or the call that leads to it.
#[derive(Clone, Copy)]
pub(super) struct Point<'a> {
    pub(super) value: Value,
    pub(super) site: &'a UseSite,
    /// The function in which it is, if it is another one.
    pub(super) through: Option<FuncId>,
}

/// Actions of functions, each asked once for each depth.
#[derive(Default)]
pub(super) struct Actions<'a> {
    first: RefCell<FxHashMap<(FuncId, usize), Option<&'a UseSite>>>,
}

impl<'a> Actions<'a> {
    /// The actions of a function, in order.
    pub(super) fn points(&self, question: &Question<'a, '_>, id: FuncId, depth: usize) -> Vec<Point<'a>> {
        let fits = |site: &&&UseSite| question.rule.case(site.kind, site.context).is_some();
        let here = question.uses.get(&id).into_iter().flatten().filter(fits);
        let mut points: Vec<Point<'a>> = here.map(|site| Point { value: site.value, site, through: None }).collect();
        let program = question.scene.names.program;
        if depth < DEEPEST {
            for (value, callee) in sure_calls(program, id) {
                if let Some(site) = self.first(question, callee, depth + 1) {
                    points.push(Point { value, site, through: Some(callee) });
                }
            }
        }
        points.sort_by_key(|point| point.value);
        points
    }

    fn first(&self, question: &Question<'a, '_>, id: FuncId, depth: usize) -> Option<&'a UseSite> {
        if let Some(known) = self.first.borrow().get(&(id, depth)) {
            return *known;
        }
        // Who calls himself is asked no second time.
        self.first.borrow_mut().insert((id, depth), None);
        let found = self.points(question, id, depth).first().map(|point| point.site);
        self.first.borrow_mut().insert((id, depth), found);
        found
    }
}

/// Whether a function, or what it surely calls, has a use of a kind.
pub(super) fn has_use(question: &Question<'_, '_>, id: FuncId, kind: KindId) -> bool {
    let mut queue = vec![(id, 0)];
    let mut at = 0;
    while let Some(&(id, depth)) = queue.get(at) {
        at += 1;
        if question.uses.get(&id).into_iter().flatten().any(|site| site.kind == kind) {
            return true;
        }
        if depth < DEEPEST {
            for (_, callee) in sure_calls(question.scene.names.program, id) {
                if queue.iter().all(|(known, _)| *known != callee) {
                    queue.push((callee, depth + 1));
                }
            }
        }
    }
    false
}

/// The calls of a function of which it is sure what they run.
pub(super) fn sure_calls<'p>(program: &'p Program<'_>, id: FuncId) -> impl Iterator<Item = (Value, FuncId)> + 'p {
    program.calls(id).iter().filter_map(|call| Some((call.value, sure_target(call)?)))
}

fn sure_target(call: &CallSite) -> Option<FuncId> {
    let is_sure = call.confidence.is_sure();
    match call.targets.as_slice() {
        [target] if is_sure => target.function(),
        _ => None,
    }
}
