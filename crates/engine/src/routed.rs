//! Under which paths frameworks call what a program hands them: functions, and classes of which a call makes a handler;
//! and what all these paths say of a parameter.
//!
//! Takes the program and the rows of routes; gives the kinds for which a parameter is harmless, whichever path was asked for.

use ir::{ArgKind, Callee, FunctionKind, Op, Value};
use knowledge::{Effect, KindSet, NodeId, Route, RowId, Via};
use program::{ClassRef, FuncId, Program, Target, Type};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::beginning::{Included, Mounts, included};
use crate::entry::{holds, routes};
use crate::limits::WRAPPED_HANDLERS;
use crate::port::values_at;

/// That something is called, as a row says.
#[derive(Clone)]
pub(crate) struct Routed {
    pub(crate) row: RowId,
    /// The path, where that is a constant.
    pub(crate) path: Option<String>,
    /// What declares it.
    pub(crate) at: (FuncId, Value),
}

/// Every path under which something is called.
#[derive(Default)]
pub(crate) struct RoutedPaths {
    of_function: FxHashMap<FuncId, Vec<Routed>>,
    of_class: FxHashMap<ClassRef, Vec<Routed>>,
    /// Under which others routes are put.
    pub(crate) mounts: Mounts,
    /// An error of our own kept some paths from being told.
    is_doubtful: bool,
}

/// What one function tells of classes that are routed.
#[derive(Clone, Default)]
pub(crate) struct Told {
    routed: Vec<(ClassRef, Routed)>,
    /// Handlers that are made of classes, and whether a path was seen to take them.
    made: Vec<(ClassRef, RowId, (FuncId, Value))>,
    included: Vec<(Included, Routed)>,
    taken: FxHashSet<Value>,
}

impl RoutedPaths {
    /// Takes what one function tells.
    pub(crate) fn take(&mut self, told: Told) {
        let Told { routed, made, included, taken } = told;
        for (included, by) in included {
            self.mounts.add(included, by);
        }
        for (class, routed) in routed {
            self.of_class.entry(class).or_default().push(routed);
        }
        for (class, row, at) in made.into_iter().filter(|(_, _, (_, value))| !taken.contains(value)) {
            self.of_class.entry(class).or_default().push(Routed { row, path: None, at });
        }
    }

    /// What some function tells is not known.
    pub(crate) fn doubt(&mut self) {
        self.is_doubtful = true;
    }

    /// Whether what some function tells is not known.
    pub(crate) fn is_doubtful(&self) -> bool {
        self.is_doubtful
    }

    /// A row says that a function is called under a path.
    pub(crate) fn add(&mut self, function: FuncId, routed: Routed) {
        self.of_function.entry(function).or_default().push(routed);
    }

    /// Whether the paths of a function, or of its class, are known.
    pub(crate) fn has(&self, program: &Program<'_>, id: FuncId) -> bool {
        !self.is_doubtful && self.of(program, id).next().is_some()
    }

    /// What a parameter of that name is harmless for under every path.
    pub(crate) fn shown(&self, program: &Program<'_>, id: FuncId, name: &str) -> KindSet {
        if self.is_doubtful {
            return KindSet::EMPTY;
        }
        let shown = self.of(program, id).map(|Routed { row, path, .. }| {
            let (Effect::Route(route), Some(path)) = (&program.apis.row(*row).effect, path) else {
                return KindSet::EMPTY;
            };
            let is_held = |holds: &str| path.contains(&holds.replace("{name}", name));
            let held = route.converters.iter().filter(|(holds, _)| is_held(holds));
            held.fold(KindSet::EMPTY, |all, (_, kinds)| all.union(*kinds))
        });
        shown.reduce(KindSet::intersection).unwrap_or(KindSet::EMPTY)
    }

    /// The paths of a function; of a method those of its class and of the classes below.
    pub(crate) fn of<'s>(&'s self, program: &'s Program<'_>, id: FuncId) -> impl Iterator<Item = &'s Routed> {
        let class = match program.function(id).kind {
            FunctionKind::Method(class) if !self.of_class.is_empty() => {
                Some(program.class_id(program.module_of(id), class))
            }
            _ => None,
        };
        let below = class.into_iter().flat_map(|class| program.subclasses(class).iter().copied());
        let of_class = class.into_iter().chain(below).filter_map(|class| self.of_class.get(&class));
        of_class.chain(self.of_function.get(&id)).flatten()
    }
}

/// The methods that make a handler of a class, with the rows that say so.
pub(crate) fn makers(program: &Program<'_>) -> FxHashMap<NodeId, RowId> {
    let mut makers = FxHashMap::default();
    for (at, row) in program.apis.rows.iter().enumerate() {
        if let Effect::Route(route) = &row.effect {
            let nodes = route.made_by.iter().filter_map(|name| program.apis.find(name));
            makers.extend(nodes.map(|node| (node, RowId(at as u32))));
        }
    }
    makers
}

/// What a function tells of classes that are routed.
pub(crate) fn told(program: &Program<'_>, id: FuncId, makers: &FxHashMap<NodeId, RowId>) -> Told {
    let mut told = Told::default();
    if makers.is_empty() {
        return told;
    }
    for call in program.calls(id) {
        for node in call.targets.iter().filter_map(|target| program.api_of(*target)) {
            if let Some(&row) = makers.get(&node) {
                told.made.extend(classes(program, id, call.value).map(|class| (class, row, (id, call.value))));
            }
            let tells = |(_, route): &(RowId, &Route)| !route.made_by.is_empty() || route.includes.is_some();
            for (row, route) in routes(program.apis, node).filter(tells) {
                let Via::Argument(port) = &route.via else { continue };
                if !holds(program, id, call.value, row) {
                    continue;
                }
                let given = program.given(id, call.value);
                let path = route.path.as_ref().and_then(|path| values_at(program, &given, call.value, path).pop());
                let path = path.and_then(|(value, _)| program.written_text(id, value).map(str::to_owned));
                let routed = Routed { row, path, at: (id, call.value) };
                for (value, _) in values_at(program, &given, call.value, port) {
                    let below = included(program, id, route, value).into_iter();
                    told.included.extend(below.map(|included| (included, routed.clone())));
                    if let Some(made) = made(program, id, value, makers) {
                        told.taken.insert(made);
                        told.routed.extend(classes(program, id, made).map(|class| (class, routed.clone())));
                    }
                }
            }
        }
    }
    told
}

/// The call that makes a handler of a class, of which a value is the result, or which decorators were called with.
fn made(program: &Program<'_>, id: FuncId, value: Value, makers: &FxHashMap<NodeId, RowId>) -> Option<Value> {
    let function = program.function(id);
    let mut at = function.original(value);
    for _ in 0..WRAPPED_HANDLERS {
        let Op::Call(_, args) = function.op(at) else { return None };
        let targets = program.call(id, at).map(|site| site.targets.as_slice()).unwrap_or_default();
        if targets.iter().any(|target| matches!(target, Target::Api(node) if makers.contains_key(node))) {
            return Some(at);
        }
        let [only] = function.pools.args(args) else { return None };
        if only.kind != ArgKind::Positional {
            return None;
        }
        at = function.original(only.value);
    }
    None
}

/// The classes of whose methods a handler is made.
fn classes(program: &Program<'_>, id: FuncId, call: Value) -> impl Iterator<Item = ClassRef> + use<> {
    let receiver = match program.function(id).op(call) {
        Op::Call(Callee::Method(receiver, _), _) => Some(receiver),
        _ => None,
    };
    let types = receiver.map(|receiver| program.types(id, receiver)).unwrap_or_default();
    let classes: Vec<ClassRef> = types
        .iter()
        .filter_map(|ty| match ty {
            Type::Class(class) => Some(class),
            _ => None,
        })
        .collect();
    classes.into_iter()
}
