//! *repeated*: a number that is written out for a use of a case in several functions, instead of having one name. Takes the
//! uses of the analysis; gives one finding for each number, at the last place, with the others as its steps, and one where
//! two places differ that have to agree. Only places in files of one scope, in modules of one program, are compared.

mod together;
mod written;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use engine::UseSite;
use ir::{ArgKind, Constant, Op, Symbol};
use knowledge::{Case, ContextId, KindId, Pattern, Rule, Scope};
use program::{FuncId, ModuleId};

use self::together::Together;
use self::written::{Number, number};
use super::words::words;
use super::{Draft, Scene, Seen};
use crate::{Spot, Step};

/// How many places are listed.
const LISTED: usize = 8;
/// How many functions are named in a message.
const NAMED: usize = 2;

/// A use, and the number that it is given.
struct Place<'a> {
    site: &'a UseSite,
    case: &'a Case,
    number: Number,
    spot: Spot,
}

/// What numbers must share to be compared: the kind and the context, the API, what it is told besides that tells its
/// purposes apart, the scope of the file and the program.
type Purpose<'a> = (KindId, Option<ContextId>, &'a str, String, Scope, ModuleId);

pub(super) fn find(
    scene: &Scene<'_, '_>,
    index: usize,
    rule: &Rule,
    apart: &[Pattern],
    scopes: &[Scope],
) -> Vec<Draft> {
    let names = scene.names;
    let mut places: Vec<Place<'_>> = scene.analysis.uses.iter().filter_map(|site| place(scene, rule, site)).collect();
    if places.len() < 2 {
        return Vec::new();
    }
    // Code that a frontend lowers several times is one place all the same.
    places.sort_by_key(|place| (place.spot, place.site.kind, place.site.context, place.site.value));
    places.dedup_by_key(|place| (place.spot, place.site.kind, place.site.context));
    let together = Together::new(names.program, places.iter().map(|place| place.spot.module));
    let mut purposes: BTreeMap<Purpose<'_>, Vec<Place<'_>>> = BTreeMap::new();
    for place in places {
        let site = place.site;
        let (api, module) = (names.program.apis.row(site.row).api.as_str(), place.spot.module);
        let about = site.named.map(|named| names.argument(site.function, site.value, named));
        let about = site.name.clone().or(about).unwrap_or_default();
        let scope = scopes.get(module.index()).copied().unwrap_or(Scope::Production);
        let purpose = (site.kind, site.context, api, about, scope, together.first_of(module));
        purposes.entry(purpose).or_default().push(place);
    }
    purposes.into_values().flat_map(|places| told(scene, (index, rule), &places, apart)).collect()
}

/// A use of a case with the number that it is given.
fn place<'a>(scene: &Scene<'_, '_>, rule: &'a Rule, site: &'a UseSite) -> Option<Place<'a>> {
    let case = rule.case(site.kind, site.context)?;
    let number = scene.contained(site.function, || number(scene.names, site)).flatten()?;
    Some(Place { site, case, number, spot: scene.names.spot(site.function, site.value) })
}

/// What is told of the numbers of one purpose.
fn told(scene: &Scene<'_, '_>, rule: (usize, &Rule), places: &[Place<'_>], apart: &[Pattern]) -> Vec<Draft> {
    let mut by_function: BTreeMap<&str, BTreeMap<FuncId, &Place<'_>>> = BTreeMap::new();
    for place in places {
        // One place of a function is enough, and rather one at which the number is written out.
        let known = by_function.entry(&place.number.is).or_default().entry(place.site.function).or_insert(place);
        if known.number.name.is_some() {
            *known = place;
        }
    }
    let numbers: Vec<Vec<&Place<'_>>> = by_function.into_values().map(|same| same.into_values().collect()).collect();
    let repeated = numbers.iter().filter(|same| same.len() > 1);
    let repeated = repeated.filter_map(|same| told_place(scene, same).map(|last| (last, same)));
    let drafts: Vec<Draft> = repeated.filter_map(|(last, same)| draft(scene, rule, last, same)).collect();
    if !drafts.is_empty() {
        return drafts;
    }
    let each: Vec<&Place<'_>> = numbers.into_iter().flatten().collect();
    let [first, second] = each[..] else { return drafts };
    let is_apart = |place: &Place<'_>| {
        let around = words(&scene.names.function(place.site.function)).join(" ");
        apart.iter().any(|pattern| pattern.is_match(&around))
    };
    let must_agree = first.case.differing.is_some()
        && first.site.function != second.site.function
        && !is_apart(first)
        && !is_apart(second)
        && beside(scene, first) == beside(scene, second);
    let last = told_place(scene, &each).filter(|_| must_agree);
    last.and_then(|last| draft(scene, rule, last, &each)).into_iter().collect()
}

/// The place that is told of those at which the number is written out: in the smallest function, so that it stays the same one when
/// functions change places or names; of equal ones the last.
fn told_place<'p, 'a>(scene: &Scene<'_, '_>, places: &[&'p Place<'a>]) -> Option<&'p Place<'a>> {
    let size = |place: &Place<'_>| scene.names.program.function(place.site.function).ops.len();
    let written = places.iter().copied().filter(|place| place.number.name.is_none());
    written.min_by_key(|place| (size(place), Reverse(place.spot)))
}

/// What a call is given beside the number, with the constants: who gives something else means something else.
fn beside(scene: &Scene<'_, '_>, place: &Place<'_>) -> Vec<(Option<Symbol>, usize, Option<Constant>)> {
    let site = place.site;
    let program = scene.names.program;
    let function = program.function(site.function);
    let Op::Call(_, args) = function.op(site.value) else { return Vec::new() };
    let constants = &program.module(place.spot.module).constants;
    let given = function.pools.args(args).iter().enumerate().map(|(at, arg)| {
        let given = function.original(arg.value);
        let constant = match function.op(given) {
            Op::Const(constant) if Some(given) != site.on => Some(constants.get(constant).clone()),
            _ => None,
        };
        match arg.kind {
            ArgKind::Named(name) => (Some(name), 0, constant),
            _ => (None, at, constant),
        }
    });
    let mut given: Vec<_> = given.collect();
    given.sort_by_key(|(name, at, _)| (*name, *at));
    given
}

fn draft(
    scene: &Scene<'_, '_>,
    (index, rule): (usize, &Rule),
    last: &Place<'_>,
    places: &[&Place<'_>],
) -> Option<Draft> {
    scene.contained(last.site.function, || {
        let others: Vec<&Place<'_>> = places.iter().copied().filter(|place| !std::ptr::eq(*place, last)).collect();
        let differ = others.iter().any(|place| place.number.is != last.number.is);
        let listed = others.iter().copied().take(LISTED).chain([last]);
        let steps = listed.map(|place| Step { spot: place.spot, note: note(scene, place) }).collect();
        let mut assumptions = Vec::new();
        if others.iter().any(|place| place.spot.module != last.spot.module) {
            assumptions.push("the numbers in these files are meant to be the same one".to_owned());
        }
        if differ {
            assumptions.push("what is made at one of the places is asked for at the other".to_owned());
        }
        let slots = vec![
            ("value", last.number.written.clone()),
            ("what", if differ { difference(scene, &others, last) } else { repetition(scene, &others, last) }),
        ];
        let of_difference = Case { message: last.case.differing.clone(), ..last.case.clone() };
        let case = if differ { &of_difference } else { last.case };
        scene.draft(rule, Seen { steps, assumptions, ..Seen::at(index, case, last.site, slots) })
    })
}

fn note(scene: &Scene<'_, '_>, place: &Place<'_>) -> String {
    let function = scene.names.function_in_words(place.site.function);
    match &place.number.name {
        Some(name) => format!("{function} gives it `{name}`, which is {}", place.number.is),
        None => format!("{function} gives it `{}`", place.number.written),
    }
}

/// The function of a place, and its file where that is another one.
fn function_of(scene: &Scene<'_, '_>, place: &Place<'_>, last: &Place<'_>) -> String {
    let function = scene.names.function_in_words(place.site.function);
    if place.spot.module == last.spot.module {
        return function;
    }
    format!("{function} in `{}`", scene.names.files[place.spot.module.index()].path)
}

/// A clause: who has the same number, by digits or by a name.
fn repetition(scene: &Scene<'_, '_>, others: &[&Place<'_>], last: &Place<'_>) -> String {
    if let Some((place, name)) = others.iter().find_map(|place| Some((place, place.number.name.as_ref()?))) {
        return format!("{} has the same number under the name `{name}`", function_of(scene, place, last));
    }
    let named: Vec<String> = others.iter().take(NAMED).map(|place| function_of(scene, place, last)).collect();
    match (&named[..], others.len() - named.len()) {
        ([one], 0) => format!("so does {one}"),
        (named, 0) => format!("so do {}", named.join(" and ")),
        (named, more) => format!("so do {} and {more} more", named.join(", ")),
    }
}

/// A clause: which other number the other place has.
fn difference(scene: &Scene<'_, '_>, others: &[&Place<'_>], last: &Place<'_>) -> String {
    let clause = |place: &&Place<'_>| {
        let function = function_of(scene, place, last);
        match &place.number.name {
            Some(name) => format!("{function} gives it `{name}`, which is {}", place.number.is),
            None => format!("{function} gives it `{}`", place.number.written),
        }
    };
    others.iter().map(clause).collect::<Vec<_>>().join(", ")
}
