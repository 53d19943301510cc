//! How the paths begin for which a framework calls a handler: whether a request can make them begin as it likes.
//!
//! Takes what rows of routes say of paths, and what is put under which path; gives for each handler whether all its paths
//! begin as the program says. What stands before a path counts first: where routes are put under others, the outermost decides.

use ir::{FunctionId, Op, SequenceKind, Value};
use knowledge::{Effect, Guards, NodeId, Route, Via};
use program::{FuncId, ModuleId, Program, Target, Type};
use rustc_hash::FxHashMap;

use crate::entry::Entry;
use crate::limits::{INCLUDED_DEPTH, INCLUDED_ROUTES, INCLUDING_ROUTES};
use crate::pattern;
use crate::port::values_at;
use crate::routed::{Routed, RoutedPaths};

/// How the paths begin for which something is called; the later, the less is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Beginning {
    /// With a letter that is no slash, whatever was asked for; or nothing more was asked for.
    Own,
    /// As what follows does.
    Following,
    /// No route is found that leads there, or not what it says.
    NotFound,
    /// As whoever asks likes.
    Open,
}

/// What is put under a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Included {
    /// The routes that a module declares.
    Module(ModuleId),
    /// The route that a call declares.
    Route(FuncId, Value),
}

/// Under which routes others are put.
#[derive(Default)]
pub(crate) struct Mounts(FxHashMap<Included, Vec<Routed>>);

impl Mounts {
    pub(crate) fn add(&mut self, included: Included, by: Routed) {
        let all = self.0.entry(included).or_default();
        if all.len() < INCLUDING_ROUTES {
            all.push(by);
        }
    }

    fn of(&self, program: &Program<'_>, (id, call): (FuncId, Value)) -> &[Routed] {
        let by_itself = self.0.get(&Included::Route(id, call));
        by_itself.or_else(|| self.0.get(&Included::Module(program.module_of(id)))).map_or(&[], Vec::as_slice)
    }
}

/// How the paths begin for which a function is called that the outside calls; nothing of functions that no request names.
pub(crate) fn of_entry(program: &Program<'_>, paths: &RoutedPaths, entry: &Entry) -> Option<Beginning> {
    let Effect::Route(route) = &program.apis.row(entry.row).effect else { return None };
    if route.via == Via::Public {
        return None;
    }
    if matches!(route.guards, Some(Guards::Program | Guards::Router)) {
        return Some(Beginning::Open);
    }
    let all =
        paths.of(program, entry.function).map(|routed| of_route(program, &paths.mounts, routed, true, INCLUDED_DEPTH));
    Some(all.max().filter(|_| !paths.is_doubtful()).unwrap_or(Beginning::NotFound))
}

/// How the paths of a route begin; a route that others are put under is no last one. The depth is bounded.
fn of_route(program: &Program<'_>, mounts: &Mounts, routed: &Routed, is_last: bool, depth: usize) -> Beginning {
    let own = match (&program.apis.row(routed.row).effect, &routed.path) {
        (Effect::Route(route), Some(path)) => match of_path(route, path) {
            // Behind a pattern that matches nothing, anything may follow.
            Beginning::Following if is_last && route.is_pattern => Beginning::Open,
            Beginning::Following if is_last => Beginning::Own,
            known => known,
        },
        _ => Beginning::NotFound,
    };
    let before = mounts.of(program, routed.at).iter().filter(|_| depth > 0).map(|mount| {
        match of_route(program, mounts, mount, false, depth - 1) {
            known @ (Beginning::Own | Beginning::Open) => known,
            Beginning::Following | Beginning::NotFound => own,
        }
    });
    before.max().unwrap_or(own)
}

/// How what was asked for begins where a path as it is written is matched.
fn of_path(route: &Route, path: &str) -> Beginning {
    if route.is_pattern {
        return pattern::beginning(path, '/');
    }
    let path = path.trim_start_matches('/');
    match path.chars().next() {
        None => Beginning::Following,
        Some(letter) if letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | '@' | '~') => Beginning::Own,
        Some(_) if route.segment.as_ref().is_some_and(|segment| segment.is_match(path)) => Beginning::Own,
        Some(_) => Beginning::Open,
    }
}

/// Whether what is asked for under a path is always the same.
pub(crate) fn is_constant(route: &Route, path: &str, mark: &str) -> bool {
    !path.contains(mark) && (!route.is_pattern || pattern::is_one_text(path))
}

/// What is put under the path of a route where something else than a function is handed over.
pub(crate) fn included(program: &Program<'_>, id: FuncId, route: &Route, handed: Value) -> Vec<Included> {
    let Some((by, port)) = &route.includes else { return Vec::new() };
    let call = program.function(id).original(handed);
    let targets = program.call(id, call).map(|site| site.targets.as_slice()).unwrap_or_default();
    let nodes: Vec<NodeId> = by.iter().filter_map(|name| program.apis.find(name)).collect();
    let includes = |target: &Target| program.api_of(*target).is_some_and(|node| nodes.contains(&node));
    if !targets.iter().any(includes) {
        return Vec::new();
    }
    let given = values_at(program, &program.given(id, call), call, port);
    let mut pending: Vec<(FuncId, Value)> = given.into_iter().map(|(value, _)| (id, value)).collect();
    let mut found = Vec::new();
    for _ in 0..INCLUDED_ROUTES {
        let Some((id, value)) = pending.pop() else { break };
        let function = program.function(id);
        let value = function.original(value);
        if let Some(name) = program.written_text(id, value) {
            let module = program.symbols.find(name).and_then(|name| program.find_module(name));
            found.extend(module.map(Included::Module));
            continue;
        }
        let types = program.types(id, value);
        let modules = types.iter().filter_map(|ty| match ty {
            Type::Module(module) => Some(Included::Module(module)),
            _ => None,
        });
        found.extend(modules);
        match function.op(value) {
            Op::Call(..) => found.push(Included::Route(id, value)),
            // Routes with a name for all of them.
            Op::Sequence(SequenceKind::Tuple, list) => {
                pending.extend(function.values(list).first().map(|&of| (id, of)));
            }
            Op::Sequence(_, list) => pending.extend(function.values(list).iter().map(|&of| (id, of))),
            Op::Binary(_, left, right) => pending.extend([(id, left), (id, right)]),
            Op::Global(name) => {
                let variable = program.global_variable(program.module_of(id), name);
                pending.extend(variable.and_then(|(module, name)| {
                    let definition = program.global_definition(module, name)?;
                    Some((program.function_id(module, FunctionId(0)), definition))
                }));
            }
            Op::SetGlobal(_, of) => pending.push((id, of)),
            _ => {}
        }
    }
    found
}
