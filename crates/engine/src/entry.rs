//! Entry points: functions that the outside calls, as the models of frameworks say.

use contained::{Step, contained};
use ir::{Op, Value};
use knowledge::{Effect, Names, NodeId, Route, Row, RowId, Via};
use program::{FuncId, Program, Type, row_holds};
use rustc_hash::FxHashMap;

use crate::as_written::AsWritten;
use crate::by_name::rows_by_name;
use crate::port::values_at;
use crate::routed::{Routed, RoutedPaths, makers, told};

/// A function that the outside calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The function.
    pub function: FuncId,
    /// The row that says so.
    pub row: RowId,
    /// The route's path, when it is a constant.
    pub path: Option<String>,
    /// The route's methods, when they are constants.
    pub methods: Vec<String>,
    /// What declares the route, where code does.
    pub declared_at: Option<(FuncId, Value)>,
}

/// The entry points of a program.
#[derive(Default)]
pub(crate) struct Entries {
    /// One for each function: the first in canonical order.
    pub(crate) of_function: FxHashMap<FuncId, Entry>,
    /// Functions of which it is not known because of an error of our own.
    pub(crate) failures: Vec<FuncId>,
    /// Every path under which something is called.
    pub(crate) paths: RoutedPaths,
}

/// All entry points.
pub(crate) fn entries(program: &Program<'_>, public: &[FuncId]) -> Entries {
    let mut found = Entries::default();
    let makers = makers(program);
    for id in program.functions() {
        let told = || ([by_decorators(program, id), by_arguments(program, id)].concat(), told(program, id, &makers));
        let Some((entries, routed)) = contained(Step::Entries, id.index(), told) else {
            found.paths.doubt();
            found.failures.push(id);
            continue;
        };
        for entry in &entries {
            if let Effect::Route(route) = &program.apis.row(entry.row).effect
                && let (Some(at), true) = (entry.declared_at, route.path.is_some())
            {
                let routed = Routed { row: entry.row, path: entry.path.clone(), at };
                found.paths.add(entry.function, routed);
            }
        }
        found.paths.take(routed);
        found.add(entries);
    }
    found.add(by_declarations(program));
    found.add(by_being_public(program, public));
    found
}

impl Entries {
    fn add(&mut self, entries: impl IntoIterator<Item = Entry>) {
        for entry in entries {
            let known = self.of_function.entry(entry.function).or_insert_with(|| entry.clone());
            // Of several paths, the one that leaves open how an address begins.
            if entry.path.as_deref().is_some_and(|path| !is_fixed(path)) && known.path.as_deref().is_some_and(is_fixed)
            {
                known.path = entry.path;
            }
        }
    }
}

/// Whether a path says how the addresses begin that are asked for under it.
pub(crate) fn is_fixed(path: &str) -> bool {
    let mut letters = path.trim_start_matches('/').chars();
    letters.next().is_none_or(char::is_alphanumeric)
}

pub(crate) fn routes(names: &Names, node: NodeId) -> impl Iterator<Item = (RowId, &Route)> {
    names.api(node).rows.iter().filter_map(|&row| match &names.row(row).effect {
        Effect::Route(route) => Some((row, &**route)),
        _ => None,
    })
}

/// Whether the conditions of a row hold where a function is decorated or passed on.
pub(crate) fn holds(program: &Program<'_>, id: FuncId, call: Value, row: RowId) -> bool {
    let row = program.apis.row(row);
    let is_free = row.when.is_empty() && row.unless.is_empty();
    is_free || row_holds(&AsWritten { program, id }, row, &program.given(id, call), call)
}

fn is_route(row: &Row, via: &Via) -> bool {
    matches!(&row.effect, Effect::Route(route) if route.via == *via)
}

fn by_decorators(program: &Program<'_>, id: FuncId) -> Vec<Entry> {
    let function = program.function(id);
    let Some(parent) = function.parent else { return Vec::new() };
    let parent = program.function_id(program.module_of(id), parent);
    let mut entries = Vec::new();
    for &decorator in &function.decorators {
        let nodes: Vec<NodeId> = match program.call(parent, decorator) {
            Some(call) => call.targets.iter().filter_map(|target| program.api_of(*target)).collect(),
            None => program
                .types(parent, decorator)
                .iter()
                .filter_map(|ty| if let Type::Api(node) = ty { Some(node) } else { None })
                .collect(),
        };
        for node in nodes {
            for (row, route) in routes(program.apis, node) {
                if route.via == Via::Decorator && holds(program, parent, decorator, row) {
                    entries.push(described(program, parent, decorator, id, row));
                }
            }
        }
        // An object of unknown type whose name says that it is a framework's; of any name, the path says it.
        if let Op::Call(ir::Callee::Method(receiver, name), _) = program.function(parent).op(decorator) {
            for row in rows_by_name(program, parent, receiver, name) {
                let data = program.apis.row(row);
                if is_route(data, &Via::Decorator) {
                    let entry = described(program, parent, decorator, id, row);
                    let is_named = data.receivers.iter().any(|receiver| receiver != "*");
                    if is_named || entry.path.as_ref().is_some_and(|path| path.starts_with('/')) {
                        entries.push(entry);
                    }
                }
            }
        }
    }
    entries
}

fn by_arguments(program: &Program<'_>, id: FuncId) -> Vec<Entry> {
    let mut entries = Vec::new();
    for call in program.calls(id) {
        for node in call.targets.iter().filter_map(|target| program.api_of(*target)) {
            for (row, route) in routes(program.apis, node) {
                let Via::Argument(port) = &route.via else { continue };
                if !holds(program, id, call.value, row) {
                    continue;
                }
                for (value, _) in values_at(program, &program.given(id, call.value), call.value, port) {
                    for ty in program.types(id, value).iter() {
                        if let Type::Function(handler) | Type::Bound(handler) = ty {
                            entries.push(described(program, id, call.value, handler, row));
                        }
                    }
                }
            }
        }
    }
    entries
}

/// Methods of classes with a framework's bases, and what looks like what a framework calls.
fn by_declarations(program: &Program<'_>) -> impl Iterator<Item = Entry> {
    let methods = program.routes_by_base().into_iter().map(|(function, row)| {
        let name = program.text(program.function(function).name).to_owned();
        Entry { function, row, path: None, methods: vec![name], declared_at: None }
    });
    let by_looks = program.routes_by_looks().into_iter();
    methods.chain(by_looks.map(|(function, row)| Entry {
        function,
        row,
        path: None,
        methods: Vec::new(),
        declared_at: None,
    }))
}

/// What other programs call, when a model says what they pass; what a framework calls is an entry of its own already.
fn by_being_public(program: &Program<'_>, public: &[FuncId]) -> impl Iterator<Item = Entry> {
    let row = program.apis.rows.iter().position(|row| is_route(row, &Via::Public)).map(|at| RowId(at as u32));
    row.into_iter().flat_map(|row| {
        public.iter().map(move |&function| Entry { function, row, path: None, methods: Vec::new(), declared_at: None })
    })
}

fn described(program: &Program<'_>, caller: FuncId, call: Value, function: FuncId, row: RowId) -> Entry {
    let Effect::Route(route) = &program.apis.row(row).effect else {
        return Entry { function, row, path: None, methods: Vec::new(), declared_at: None };
    };
    let Route { path, methods, .. } = &**route;
    let given = program.given(caller, call);
    let at = |port: &Option<knowledge::Port>| {
        let port = port.as_ref()?;
        values_at(program, &given, call, port).first().map(|(value, _)| *value)
    };
    let texts = |value: Value| -> Vec<String> {
        let body = program.function(caller);
        let operands = match body.op(value) {
            Op::Sequence(_, list) => body.values(list).to_vec(),
            _ => vec![value],
        };
        operands.into_iter().filter_map(|operand| program.written_text(caller, operand).map(str::to_owned)).collect()
    };
    Entry {
        function,
        row,
        path: at(path).and_then(|value| program.written_text(caller, value).map(str::to_owned)),
        methods: at(methods).map(texts).unwrap_or_default(),
        declared_at: Some((caller, call)),
    }
}
