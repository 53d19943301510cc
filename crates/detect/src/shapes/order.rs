//! *order*: one use on a value, and then, on a path from it, another use on the same value, in the same function or
//! in one that it hands the value to. A first use of whose result nothing is made decides nothing, and is none.

use engine::UseSite;
use ir::{ArgKind, Callee, Op, Value};
use knowledge::{Case, ContextId, KindId, Rule};
use program::{FuncId, Program, Target};
use rustc_hash::{FxHashMap, FxHashSet};

use super::refusal::refuses;
use super::same::Same;
use super::{Draft, Scene, Seen, in_contexts};
use crate::Step;
use crate::reach::{Reach, follows, used};

/// How many calls deep a value is followed.
const DEEPEST: usize = 4;

/// An earlier use, the later one, and the calls that lead from one to the other.
struct Pair<'a> {
    check: &'a UseSite,
    way: Vec<Passing>,
    site: &'a UseSite,
    case: &'a Case,
}

/// A call that hands the value to a parameter of a function.
#[derive(Clone, Copy)]
struct Passing {
    caller: FuncId,
    call: Value,
    given: Value,
    callee: FuncId,
    param: u32,
}

pub(super) fn find(
    scene: &Scene<'_, '_>,
    index: usize,
    rule: &Rule,
    before: KindId,
    contexts: &[ContextId],
) -> Vec<Draft> {
    let mut uses: FxHashMap<FuncId, Vec<&UseSite>> = FxHashMap::default();
    for site in &scene.analysis.uses {
        scene.names.program.at_function(contained::Step::Uses, site.function);
        uses.entry(site.function).or_default().push(site);
    }
    let search = Search { program: scene.names.program, rule, uses };
    let mut pairs: Vec<Pair<'_>> = Vec::new();
    for id in scene.names.program.functions() {
        let here = search.uses_of(id);
        let mut checks: Vec<&UseSite> =
            here.iter().copied().filter(|site| site.kind == before && in_contexts(contexts, site.context)).collect();
        if checks.is_empty() {
            continue;
        }
        let used = used(scene.names.program.function(id));
        checks.retain(|check| used[check.value.index()]);
        search.within(id, &checks, &mut pairs);
        search.through_calls(id, &checks, &mut pairs);
    }
    // One finding for each later use: the nearest check.
    pairs.sort_by_key(|pair| (pair.site.function, pair.site.value, pair.way.len(), pair.check.function));
    pairs.dedup_by_key(|pair| (pair.site.function, pair.site.value));
    pairs.iter().filter_map(|pair| scene.contained(pair.site.function, || draft(scene, index, rule, pair))).collect()
}

struct Search<'a, 'k> {
    program: &'a Program<'k>,
    rule: &'a Rule,
    uses: FxHashMap<FuncId, Vec<&'a UseSite>>,
}

impl<'a> Search<'a, '_> {
    fn uses_of(&self, id: FuncId) -> &[&'a UseSite] {
        self.uses.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The case of a later use after an earlier one, of whose function `later` is the operation that the earlier one
    /// guards. What refuses is asked only where a case wants it.
    fn case(&self, check: &UseSite, site: &UseSite, later: Value) -> Option<&'a Case> {
        let mut fitting = self.rule.cases.iter().filter(|case| case.fits(site.kind, site.context));
        fitting.find(|case| {
            case.refusing.is_empty()
                || in_contexts(&case.refusing, check.context)
                    && refuses(self.program, check.function, check.value, later)
        })
    }

    /// Later uses in the function of the checks. The last check before the use is the one that it relies on.
    fn within(&self, id: FuncId, checks: &[&'a UseSite], pairs: &mut Vec<Pair<'a>>) {
        for &site in self.uses_of(id) {
            if self.rule.case(site.kind, site.context).is_none() {
                continue;
            }
            let Some(on) = site.on else { continue };
            let constant = site.on_constant.as_ref();
            let relies = |check: &&&UseSite| {
                let same_constant = constant.is_some() && constant == check.on_constant.as_ref();
                (same_constant || self.same(id, check, site.value, on))
                    && follows(self.program.function(id), check.value, site.value)
            };
            if let Some(check) = checks.iter().rev().find(relies)
                && let Some(case) = self.case(check, site, site.value)
            {
                pairs.push(Pair { check, way: Vec::new(), site, case });
            }
        }
    }

    /// Whether a check is about a value that is used later.
    fn same(&self, id: FuncId, check: &UseSite, at: Value, on: Value) -> bool {
        check.on.is_some_and(|checked| {
            check.value < at
                && Same { program: self.program, function: id, from: check.value, to: at }.holds(checked, on)
        })
    }

    /// Later uses in functions that are called with what was checked.
    fn through_calls(&self, id: FuncId, checks: &[&'a UseSite], pairs: &mut Vec<Pair<'a>>) {
        let reach = Reach::new(self.program, id);
        for passing in self.passings(id) {
            if !reach.holds(passing.call) {
                continue;
            }
            let relies = |check: &&&UseSite| {
                self.same(id, check, passing.call, passing.given)
                    && follows(self.program.function(id), check.value, passing.call)
            };
            if let Some(check) = checks.iter().rev().find(relies) {
                let mut seen = FxHashSet::default();
                self.below(check, &mut vec![passing], &mut seen, pairs);
            }
        }
    }

    /// Uses of the parameter that the last call of the way fills, in its function and below.
    fn below(
        &self,
        check: &'a UseSite,
        way: &mut Vec<Passing>,
        seen: &mut FxHashSet<(FuncId, u32)>,
        pairs: &mut Vec<Pair<'a>>,
    ) {
        let Some(&Passing { callee, param, .. }) = way.last() else { return };
        if !seen.insert((callee, param)) {
            return;
        }
        let function = self.program.function(callee);
        let is_param = |value: Value| matches!(function.op(value), Op::Param(index) if index == param);
        for &site in self.uses_of(callee) {
            if site.on.is_some_and(is_param)
                && let Some(first) = way.first()
                && let Some(case) = self.case(check, site, first.call)
            {
                pairs.push(Pair { check, way: way.clone(), site, case });
            }
        }
        if way.len() < DEEPEST {
            for passing in self.passings(callee).filter(|passing| is_param(passing.given)) {
                way.push(passing);
                self.below(check, way, seen, pairs);
                way.pop();
            }
        }
    }

    /// The calls of a function that surely hand an argument to a parameter of one function of the program.
    fn passings(&self, caller: FuncId) -> impl Iterator<Item = Passing> + '_ {
        self.program.calls(caller).iter().flat_map(move |site| {
            let is_sure = site.confidence.is_sure();
            match (is_sure, site.targets.as_slice()) {
                (true, [Target::Function { function, bound }]) => {
                    self.arguments(caller, site.value, *function, u32::from(*bound))
                }
                (true, [Target::Construct { constructor: Some(function), .. }]) => {
                    self.arguments(caller, site.value, *function, 1)
                }
                _ => Vec::new(),
            }
        })
    }

    fn arguments(&self, caller: FuncId, call: Value, callee: FuncId, first: u32) -> Vec<Passing> {
        let body = self.program.function(caller);
        let params = &self.program.function(callee).params;
        let Op::Call(called, args) = body.op(call) else { return Vec::new() };
        let mut passings = Vec::new();
        let mut add = |given: Value, param: u32| passings.push(Passing { caller, call, given, callee, param });
        if let (Callee::Method(receiver, _), 1) = (called, first) {
            add(receiver, 0);
        }
        let mut position = first;
        for arg in body.pools.args(args) {
            match arg.kind {
                ArgKind::Positional => {
                    add(arg.value, position);
                    position += 1;
                }
                ArgKind::Named(name) => {
                    if let Some(at) = params.iter().position(|param| param.name == name) {
                        add(arg.value, at as u32);
                    }
                }
                // Where the arguments after it go is not known.
                ArgKind::Spread => position = u32::MAX / 2,
                ArgKind::SpreadNamed => {}
            }
        }
        let takes_one = |param: &ir::Param| !matches!(param.kind, ir::ParamKind::Rest | ir::ParamKind::RestNamed);
        passings.retain(|passing| params.get(passing.param as usize).is_some_and(takes_one));
        passings
    }
}

fn draft(scene: &Scene<'_, '_>, index: usize, rule: &Rule, pair: &Pair<'_>) -> Draft {
    let Pair { check, way, site, case } = pair;
    let names = scene.names;
    let argument = |site: &UseSite| site.on.map(|on| names.argument(site.function, site.value, on)).unwrap_or_default();
    let asked = names.callee(check.function, check.value);
    let mut steps = vec![Step {
        spot: names.spot(check.function, check.value),
        note: format!("`{asked}` asks about `{}`", argument(check)),
    }];
    for passing in way {
        let param = names.program.function(passing.callee).params.get(passing.param as usize);
        let param = param.map(|param| names.program.text(param.name)).unwrap_or_default();
        let callee = names.function_in_words(passing.callee);
        let given = names.argument(passing.caller, passing.call, passing.given);
        steps.push(Step {
            spot: names.spot(passing.caller, passing.call),
            note: format!("`{given}` is passed to {callee} as `{param}`"),
        });
    }
    steps.push(Step {
        spot: names.spot(site.function, site.value),
        note: format!(
            "`{}` uses `{}`, which may be another file by now",
            names.callee(site.function, site.value),
            argument(site)
        ),
    });
    let mut before_line = names.line(check.function, check.value).to_string();
    let asked_in = names.program.module_of(check.function);
    if asked_in != names.program.module_of(site.function) {
        before_line = format!("{before_line} of `{}`", names.files[asked_in.index()].path);
    }
    let slots = vec![
        ("sink", scene.noun(site.kind)),
        ("argument", argument(site)),
        ("before", asked),
        ("before_line", before_line),
        ("name", String::new()),
        ("value", names.value(site.function, site.value)),
    ];
    scene.draft(rule, Seen { steps, ..Seen::at(index, case, site, slots) })
}
