//! Entry points compared with those that are alike: methods of the same class, functions of the same module, handlers
//! that are put into the same object, which reach an action of the same rule.

use ir::Symbol;
use program::{ClassRef, FuncId, ModuleId};
use rustc_hash::FxHashMap;

use super::Found;
use super::actions::{Point, has_use};
use super::around::Around;
use super::checks::{Checks, before, best};
use super::standing::{ENOUGH, MANY, Standing};
use super::told::{Agreement, Told, tell};
use super::units::{Router, Unit};
use crate::shapes::Draft;
use crate::shapes::words::words;

/// What entry points have in common.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Alike {
    Class(ClassRef),
    Module(ModuleId, Option<Symbol>),
    Router(Router),
}

pub(super) fn find(checks: &Checks<'_, '_>, index: usize, units: &[Unit]) -> Vec<Draft> {
    let question = checks.question;
    let around = Around::new(checks, units);
    let mut standings: Vec<Standing<'_, '_>> = Vec::new();
    for unit in units {
        let told = || standing(checks, &around, unit, question.asked.reads);
        let standing = question.scene.contained(unit.function, told).flatten();
        standings.extend(standing);
    }
    let mut groups: FxHashMap<Alike, Vec<usize>> = FxHashMap::default();
    for (at, standing) in standings.iter().enumerate() {
        for alike in alike(checks, standing.unit) {
            groups.entry(alike).or_default().push(at);
        }
    }
    let mut drafts = Vec::new();
    for (at, standing) in standings.iter().enumerate() {
        let is_open_question = standing.is_open_question();
        if !standing.found.is_not() && !is_open_question {
            continue;
        }
        let (mut compared, mut weakly) = (Vec::new(), Vec::new());
        for alike in alike(checks, standing.unit) {
            let others = groups.get(&alike).into_iter().flatten().filter(|&&other| other != at);
            let others: Vec<&Standing<'_, '_>> = others.map(|&other| &standings[other]).collect();
            if is_open_question {
                compared.push(Told::of(&others, Standing::by_others, Agreement::Nearly { least: MANY }));
                continue;
            }
            let acting: Vec<&Standing<'_, '_>> = others.iter().copied().filter(|other| other.acts).collect();
            if standing.acts {
                // A method alone tells less than something that is done.
                let by_method = Agreement::Nearly { least: MANY };
                let agreement = if standing.point.is_some() { Agreement::Mostly } else { by_method };
                weakly.push(Told::of(&acting, Standing::check, agreement));
                compared.push(Told::of(&acting, Standing::check, agreement));
            }
            // Where even those that only answer ask, whatever acts ought to.
            let least = if standing.acts { ENOUGH } else { MANY };
            compared.push(Told::of(&others, Standing::check, Agreement::Nearly { least }));
        }
        // The narrowest group in which enough agree; else the one in which most do.
        let told = compared.iter().find(|told| told.is_strong()).or_else(|| {
            let worth = |told: &&Told<'_>| told.is_worth_telling(question.asked.alone);
            weakly.iter().filter(worth).max_by_key(|told| told.checked.len())
        });
        let Some(told) = told else { continue };
        let function = standing.unit.function;
        drafts.extend(
            question.scene.contained(function, || tell(checks, index, standing, told, around.doubt.as_ref())).flatten(),
        );
    }
    drafts
}

/// An entry point that reaches an action, or only answers where that counts; none when it is meant for everybody.
pub(super) fn standing<'u, 'a>(
    checks: &Checks<'a, '_>,
    around: &Around<'_, 'a, '_>,
    unit: &'u Unit,
    reads: bool,
) -> Option<Standing<'u, 'a>> {
    let question = checks.question;
    let asked = question.asked;
    let points = checks.actions.points(question, unit.function, 0);
    let by_method = unit.methods.iter().any(|method| asked.methods.iter().any(|pattern| pattern.is_match(method)));
    let acts = !points.is_empty() || by_method;
    if !acts && !reads || is_open(checks, unit, acts) {
        return None;
    }
    if asked.together_with.is_some_and(|kind| !has_use(question, unit.function, kind)) {
        return None;
    }
    let around = around.found(unit);
    let is_around = !around.is_not();
    let found = around.or(|| before_all(checks, unit.function, &points, 0));
    Some(Standing { unit, found, is_around, acts, point: points.first().copied() })
}

/// What is surely checked before every action of a function.
fn before_all(checks: &Checks<'_, '_>, id: FuncId, points: &[Point<'_>], depth: usize) -> Found {
    let function = checks.program().function(id);
    let events = checks.events(id, 1);
    if points.is_empty() {
        return best(&events, |_| true);
    }
    let mut weakest: Option<Found> = None;
    for point in points {
        let mut found = best(&events, |event| before(function, event, point.value));
        if let (Some(callee), true) = (point.through, !matches!(found, Found::Done(_))) {
            let inner = checks.actions.points(checks.question, callee, depth + 1);
            if !inner.is_empty() {
                found = found.or(|| before_all(checks, callee, &inner, depth + 1));
            }
        }
        weakest = Some(match weakest {
            Some(Found::Done(_)) | None => found,
            Some(known @ Found::Perhaps) if !found.is_not() => known,
            Some(_) => Found::Not,
        });
    }
    // What is checked on some ways only may well be enough.
    match weakest {
        Some(Found::Not) if !events.is_empty() => Found::Perhaps,
        Some(found) => found,
        None => Found::Not,
    }
}

/// Whether names or the path say that everybody may come in.
pub(super) fn is_open(checks: &Checks<'_, '_>, unit: &Unit, acts: bool) -> bool {
    let program = checks.program();
    let asked = checks.question.asked;
    let answers: &[_] = if acts { &[] } else { &asked.open_answers };
    let function = program.function(unit.function);
    let says = |text: &str| {
        let words = words(text).join(" ");
        asked.open.iter().chain(answers).any(|pattern| pattern.is_match(&words))
    };
    let of_class = unit.class.is_some_and(|class| says(program.text(program.class(class).name)));
    let of_params = function.params.iter().any(|param| says(program.text(param.name)));
    let of_module = program.text(program.module(unit.module).name);
    let names = checks.question.scene.names;
    let of_decorators = function.parent.is_some_and(|parent| {
        let parent = program.function_id(unit.module, parent);
        function.decorators.iter().any(|&decorator| {
            let callee = names.callee(parent, decorator);
            let words = words(callee.rsplit('.').next().unwrap_or_default()).join(" ");
            checks.question.asked.exempt.iter().any(|pattern| pattern.is_match(&words))
        })
    });
    says(program.text(function.name))
        || of_class
        || of_params
        || of_decorators
        || unit.path.as_deref().is_some_and(says)
        || says(of_module.rsplit('.').next().unwrap_or(of_module))
}

/// What an entry point has in common with others, the narrowest first.
fn alike(checks: &Checks<'_, '_>, unit: &Unit) -> Vec<Alike> {
    let program = checks.program();
    let mut alike = Vec::new();
    if let Some(class) = unit.class {
        alike.push(Alike::Class(class));
        // Classes with the same last base, before which those stand that add something.
        alike.push(Alike::Module(unit.module, program.class(class).bases.last().copied()));
    } else {
        alike.push(Alike::Module(unit.module, None));
    }
    alike.extend(unit.router.map(Alike::Router));
    alike
}
