//! Entry points that change what is kept by what a request says, and that a request reaches which only asks for a page:
//! nothing on the way asks by which method it comes.
//!
//! Takes entry points and what is checked in and around them; follows what a request says through the functions that are
//! called with it; tells of the branch that decides by it, or of the call that leads to the change.

mod deciding;
mod kept;
mod said;

use std::cell::{OnceCell, RefCell};

use engine::UseSite;
use ir::{Function, Op, Value};
use knowledge::{Changes, Effect, Via};
use program::{FuncId, Target};
use rustc_hash::{FxHashMap, FxHashSet};

use self::deciding::{Decides, Deciding};
use self::kept::Declared;
pub(super) use self::said::said_itself;
use self::said::{handed, said, written};
use super::around::Around;
use super::checks::{Checks, Event};
use super::siblings::is_open;
use super::units::Unit;
use crate::Step;
use crate::shapes::words::words;
use crate::shapes::{Draft, Seen};

/// How many calls deep a change is looked for.
const DEEPEST: usize = 3;
/// How many functions are looked through for one entry point.
const MOST: usize = 64;
/// How many changes of one function are told to its callers.
const CHANGES: usize = 8;
/// How many functions one call may run to be followed.
const TARGETS: usize = 8;

/// Which parameters hold what a request says.
type Filled = Vec<bool>;

/// Which parameters hold what a request says or what was found by that, and which of them that itself.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Given {
    told: Filled,
    itself: Filled,
}

/// A change that a function comes to, and the way to it.
#[derive(Clone)]
struct Change<'a> {
    /// The calls that lead to it, and the change itself as the last.
    way: Vec<Stop>,
    /// The use that a row names; none for what is stored in an attribute, or sounds like a change.
    site: Option<&'a UseSite>,
    assumptions: Vec<String>,
}

/// A place on the way to a change.
#[derive(Clone, Copy)]
struct Stop {
    function: FuncId,
    value: Value,
    /// The branch that decides about it by what the request says.
    by: Option<(Value, Decides)>,
}

impl Change<'_> {
    /// Where it is told: at the branch that decides by what the request says, or where the way begins.
    fn place(&self) -> Option<(FuncId, Value)> {
        let by = |rank: Decides| {
            let decides = |stop: &Stop| Some((stop.function, stop.by.filter(|by| by.1 == rank)?.0));
            self.way.iter().find_map(decides)
        };
        let first = self.way.first().map(|stop| (stop.function, stop.value));
        by(Decides::ByWord).or_else(|| by(Decides::ByField)).or(first)
    }
}

struct Walk<'c, 'a, 'k> {
    checks: &'c Checks<'a, 'k>,
    asked: &'c Changes,
    declared: OnceCell<Declared>,
    tells: OnceCell<bool>,
    known: RefCell<FxHashMap<(FuncId, Given), Vec<Change<'a>>>>,
    seen: RefCell<FxHashSet<FuncId>>,
}

pub(super) fn find(checks: &Checks<'_, '_>, index: usize, units: &[Unit], asked: &Changes) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let around: OnceCell<Around<'_, '_, '_>> = OnceCell::new();
    let walk = Walk {
        checks,
        asked,
        declared: OnceCell::new(),
        tells: OnceCell::new(),
        known: RefCell::default(),
        seen: RefCell::default(),
    };
    for unit in units.iter().filter(|unit| is_reached(checks, asked, unit)) {
        let told = || {
            walk.seen.borrow_mut().clear();
            let filled = filled(checks, unit);
            let given = Given { told: filled.clone(), itself: filled };
            let changes = walk.changes_of(unit.function, &given, 0);
            let is_asked = || !around.get_or_init(|| Around::new(checks, units)).found(unit).is_not();
            if changes.is_empty() || is_open(checks, unit, true) || is_asked() {
                return Vec::new();
            }
            // One for each function in which the request decides.
            let mut told: Vec<FuncId> = Vec::new();
            let mut is_new = |change: &Change<'_>| {
                let place = change.place().map(|(function, _)| function);
                place.is_some_and(|place| {
                    !told.contains(&place) && {
                        told.push(place);
                        true
                    }
                })
            };
            changes
                .into_iter()
                .filter(|change| is_new(change))
                .filter_map(|change| tell(&walk, index, unit, change))
                .collect()
        };
        drafts.extend(checks.question.scene.contained(unit.function, told).unwrap_or_default());
    }
    drafts
}

/// Whether a request reaches an entry point that only asks for a page.
fn is_reached(checks: &Checks<'_, '_>, asked: &Changes, unit: &Unit) -> bool {
    let program = checks.program();
    let Some(entry) = checks.question.scene.analysis.entries.get(&unit.function) else { return false };
    let row = program.apis.row(entry.row);
    let Effect::Route(route) = &row.effect else { return false };
    let acts = |word: &String| checks.question.asked.methods.iter().any(|pattern| pattern.is_match(word));
    match route.via {
        Via::Decorator | Via::Base(_) => {
            unit.methods.iter().any(|method| asked.reached_by.iter().any(|pattern| pattern.is_match(method)))
        }
        Via::Argument(_) if unit.methods.is_empty() => {
            !words(row.api.rsplit('.').next().unwrap_or_default()).iter().any(acts)
        }
        Via::Argument(_) => {
            unit.methods.iter().any(|method| asked.reached_by.iter().any(|pattern| pattern.is_match(method)))
        }
        Via::Public | Via::Looks(_) => false,
    }
}

/// The parameters of an entry point that the request fills.
pub(super) fn filled(checks: &Checks<'_, '_>, unit: &Unit) -> Filled {
    let program = checks.program();
    let function = program.function(unit.function);
    let entry = checks.question.scene.analysis.entries.get(&unit.function);
    let route = entry.and_then(|entry| match &program.apis.row(entry.row).effect {
        Effect::Route(route) => Some(route),
        _ => None,
    });
    let Some(route) = route.filter(|route| route.parameters.is_some()) else {
        return vec![false; function.params.len()];
    };
    let first = u8::from(unit.class.is_some());
    let is_filled = |(at, param): (usize, &ir::Param)| {
        let given = |&(to, _): &(u8, Vec<String>)| usize::from(to) + usize::from(first) == at;
        at >= usize::from(first)
            && !route.gives.iter().any(given)
            // What a default computes is none of the request's.
            && !program.has_computed_default(unit.function, at as u32)
            && !route.except.iter().any(|name| name == program.text(param.name))
    };
    function.params.iter().enumerate().map(is_filled).collect()
}

impl<'a> Walk<'_, 'a, '_> {
    /// The changes that a function comes to, where nothing asks by which method the request comes; those that assume least
    /// first.
    fn changes_of(&self, id: FuncId, given: &Given, depth: usize) -> Vec<Change<'a>> {
        let key = (id, given.clone());
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        if depth > DEEPEST || self.seen.borrow().len() >= MOST || !self.seen.borrow_mut().insert(id) {
            return Vec::new();
        }
        let mut found = self.changes_within(id, given, depth);
        if !found.is_empty() {
            // What is asked in the function that is called is asked there.
            let events = self.checks.events(id, 1);
            let is_own = |change: &Change<'_>, event: &Event| {
                change.way.len() > 1 && event.value == change.way.first().map(|stop| stop.value)
            };
            found.retain(|change| events.iter().all(|event| is_own(change, event)));
        }
        found.sort_by_key(|change| change.assumptions.len());
        found.truncate(CHANGES);
        self.known.borrow_mut().insert(key, found.clone());
        found
    }

    fn changes_within(&self, id: FuncId, given: &Given, depth: usize) -> Vec<Change<'a>> {
        let program = self.checks.program();
        let function = program.function(id);
        let told = said(self.checks, id, &given.told);
        if !told.iter().any(|told| *told) {
            return Vec::new();
        }
        let written = written(self.checks, id, &given.itself, &self.asked.found_by);
        let question = self.checks.question;
        let here = question.uses.get(&id).map_or(&[][..], Vec::as_slice);
        let deciding: OnceCell<Deciding> = OnceCell::new();
        let mut all: Vec<Change<'a>> = Vec::new();
        for (at, op) in function.ops.iter().enumerate() {
            let value = Value(at as u32);
            let by = || deciding.get_or_init(|| Deciding::of(program, id, &told)).about(function, value);
            let site =
                here.iter().find(|site| site.value == value && question.rule.case(site.kind, site.context).is_some());
            let found = match *op {
                Op::Store(base, ir::Elem::Field(name), of)
                    if written[of.index()]
                        // A constant is chosen by a word.
                        || matches!(function.op(function.original(of)), Op::Const(_))
                            && by().is_some_and(|(_, decides)| decides == Decides::ByWord) =>
                {
                    let declared = self.declared.get_or_init(|| Declared::of(program));
                    let is_kept = kept::is_kept(self, id, base);
                    is_kept.then(|| (None, declared.assumed(self.checks, id, name, base)))
                }
                Op::Call(..) => match site {
                    Some(site) => {
                        self.is_by_request(function, site, [&told, &written], by).then(|| (Some(*site), Vec::new()))
                    }
                    None => self.sounds(id, value, &told).map(|assumed| (None, vec![assumed])),
                },
                _ => None,
            };
            // Where something has failed, what is left of it is cleared away.
            if found.is_some() && matches!(op, Op::Call(..)) && is_in_handler(function, value) {
                continue;
            }
            match found {
                Some((site, assumptions)) => {
                    all.push(Change { way: vec![Stop { function: id, value, by: by() }], site, assumptions });
                }
                None => all.extend(self.through(id, value, [&told, &written], depth).into_iter().map(|mut change| {
                    change.way.insert(0, Stop { function: id, value, by: by() });
                    change
                })),
            }
        }
        all
    }

    /// Whether what is done is chosen by the request: by what goes in, or by a branch that asks for a certain word.
    fn is_by_request(
        &self,
        function: &Function,
        site: &UseSite,
        [told, written]: [&[bool]; 2],
        by: impl Fn() -> Option<(Value, Decides)>,
    ) -> bool {
        let mut is_told = false;
        function.op(site.value).for_each_operand(&function.pools, |operand| is_told |= told[operand.index()]);
        let is_asked = |decides: Decides| decides != Decides::Otherwise;
        let removes = self.asked.removes.is_some() && site.context == self.asked.removes;
        if removes {
            return is_told || by().is_some_and(|(_, decides)| is_asked(decides));
        }
        // What is stored must be what the request says, and not only where.
        is_told && kept::is_filled(self.checks.program(), site.function, site.value, written)
    }

    /// Changes in the functions that a call runs with what the request says.
    fn through(&self, id: FuncId, call: Value, [told, itself]: [&[bool]; 2], depth: usize) -> Vec<Change<'a>> {
        let program = self.checks.program();
        let Some(site) = program.call(id, call) else { return Vec::new() };
        if site.is_cut || site.targets.len() > TARGETS || site.confidence.is_by_name() {
            return Vec::new();
        }
        let changes = |target: &Target| {
            let told = handed(program, id, call, *target, told)?;
            let itself = handed(program, id, call, *target, itself).unwrap_or_else(|| vec![false; told.len()]);
            Some(self.changes_of(target.function()?, &Given { told, itself }, depth + 1))
        };
        site.targets.iter().filter_map(changes).flatten().collect()
    }

    /// What is called sounds like a change, and is given what the request says, or is found by it.
    fn sounds(&self, id: FuncId, call: Value, told: &[bool]) -> Option<String> {
        let program = self.checks.program();
        let function = program.function(id);
        let mut is_told = false;
        function.op(call).for_each_operand(&function.pools, |operand| is_told |= told[operand.index()]);
        if !is_told
            || program.call(id, call).is_some_and(|site| site.targets.iter().any(|target| target.function().is_none()))
        {
            return None;
        }
        let written = self.checks.question.scene.names.callee(id, call);
        let mut parts = written.rsplitn(2, '.');
        let name = words(parts.next().unwrap_or_default()).join(" ");
        let on = words(parts.next().unwrap_or_default()).join(" ");
        let says = |patterns: &[knowledge::Pattern], text: &str| patterns.iter().any(|pattern| pattern.is_match(text));
        (says(&self.asked.sounds, &name) && !says(&self.asked.not_on, &on) && !says(&self.asked.not_on, &name))
            .then(|| crate::assumptions::named(&written))
    }
}

/// Whether control only comes to an operation by an exception.
fn is_in_handler(function: &Function, value: Value) -> bool {
    let Some(block) = function.block_of(value) else { return false };
    let mut handlers: Vec<ir::BlockId> =
        function.blocks.iter().flat_map(|block| block.handlers.iter().copied()).collect();
    if handlers.is_empty() {
        return false;
    }
    handlers.sort_unstable();
    handlers.dedup();
    let dominators = ir::Dominators::of(function);
    handlers.into_iter().any(|handler| dominators.passes(handler, block))
}

fn tell(walk: &Walk<'_, '_, '_>, index: usize, unit: &Unit, change: Change<'_>) -> Option<Draft> {
    let question = walk.checks.question;
    let names = question.scene.names;
    let case = match change.site {
        Some(site) => question.rule.case(site.kind, site.context)?,
        None => question.rule.cases.first()?,
    };
    let last = change.way.last()?;
    let (function, value) = change.place()?;
    let done = match names.program.function(last.function).op(last.value) {
        Op::Store(..) => format!("sets `{}`", names.value(last.function, last.value)),
        _ => format!("calls `{}`", names.callee(last.function, last.value)),
    };
    let mut steps = Vec::new();
    for stop in &change.way[..change.way.len() - 1] {
        let note = format!("`{}` is called with what the request says", names.callee(stop.function, stop.value));
        steps.push(Step { spot: names.spot(stop.function, stop.value), note });
    }
    steps.push(Step {
        spot: names.spot(last.function, last.value),
        note: format!("{} {done}", names.function_in_words(last.function)),
    });
    let mut assumptions = change.assumptions;
    if !kept::tells_visitors(walk) {
        assumptions.push("a browser tells by a cookie who a visitor is".to_owned());
    }
    let entry = unit.path.as_ref().map(|path| format!(" (`{path}`)")).unwrap_or_default();
    let slots = vec![
        ("argument", names.value(function, value)),
        ("entry", entry),
        ("name", names.function(unit.function)),
        ("value", names.value(function, value)),
        ("siblings", String::new()),
        ("action", done),
    ];
    let seen = Seen { steps, assumptions, ..Seen::of(index, case, (function, value), slots) };
    Some(question.scene.draft(question.rule, seen))
}
