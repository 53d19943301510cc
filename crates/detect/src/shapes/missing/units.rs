//! The entry points that clients reach, with what makes them alike: the class, the module, the object that they are put
//! into, the methods of requests.

use ir::{Callee, FunctionKind, Op, Symbol};
use knowledge::{Effect, Guards, RowId, Via};
use program::{ClassRef, FuncId, ModuleId, Program};

use crate::shapes::Scene;
use crate::shapes::words::words;

/// A module-level name that holds an object into which handlers are put.
pub(super) type Router = (ModuleId, Symbol);

/// An entry point.
pub(super) struct Unit {
    pub(super) function: FuncId,
    pub(super) module: ModuleId,
    pub(super) class: Option<ClassRef>,
    pub(super) router: Option<Router>,
    /// The methods of requests, as far as they are told, and the words of what registers it.
    pub(super) methods: Vec<String>,
    pub(super) path: Option<String>,
    /// Whether its parameters hold what the request says.
    pub(super) is_filled: bool,
}

/// All entry points that a request of a client runs, in canonical order.
pub(super) fn units(scene: &Scene<'_, '_>) -> Vec<Unit> {
    let program = scene.names.program;
    let mut units = Vec::new();
    for id in program.functions() {
        let Some(entry) = scene.analysis.entries.get(&id) else { continue };
        let Effect::Route(route) = &program.apis.row(entry.row).effect else { continue };
        if !route.client {
            continue;
        }
        let mut methods = entry.methods.clone();
        if route.via == Via::Decorator && methods.is_empty() {
            let api = &program.apis.row(entry.row).api;
            methods.extend(words(api.rsplit('.').next().unwrap_or_default()));
        }
        units.push(Unit {
            function: id,
            module: program.module_of(id),
            class: class_of(program, id),
            router: router_of(program, id),
            methods,
            path: entry.path.clone(),
            is_filled: route.parameters.is_some(),
        });
    }
    units
}

/// The class of which a function is a method.
pub(super) fn class_of(program: &Program<'_>, id: FuncId) -> Option<ClassRef> {
    match program.function(id).kind {
        FunctionKind::Method(class) => Some(program.class_id(program.module_of(id), class)),
        _ => None,
    }
}

/// The object that a decorator puts a function into, when it has a name of a module.
pub(super) fn router_of(program: &Program<'_>, id: FuncId) -> Option<Router> {
    let function = program.function(id);
    let parent = program.function_id(program.module_of(id), function.parent?);
    function.decorators.iter().find_map(|&decorator| {
        let Op::Call(Callee::Method(receiver, _), _) = program.function(parent).op(decorator) else { return None };
        named_object(program, parent, receiver)
    })
}

/// The module-level name that a value is read from.
pub(super) fn named_object(program: &Program<'_>, id: FuncId, value: ir::Value) -> Option<Router> {
    let function = program.function(id);
    let module = program.module_of(id);
    match function.op(function.original(value)) {
        Op::Global(name) => program.global_variable(module, name),
        Op::Import(path) => program.imported_variable(path),
        Op::Load(base, ir::Elem::Field(name)) => program
            .types(id, base)
            .iter()
            .find_map(|ty| if let program::Type::Module(module) = ty { Some(module) } else { None })
            .and_then(|module| program.module_variable(module, name)),
        _ => None,
    }
}

/// Functions that run before handlers, and for which of these.
pub(super) fn guards(scene: &Scene<'_, '_>) -> Vec<(FuncId, Guards, RowId)> {
    let program = scene.names.program;
    let guards = |id: FuncId| {
        let entry = scene.analysis.entries.get(&id)?;
        let Effect::Route(route) = &program.apis.row(entry.row).effect else { return None };
        Some((id, route.guards?, entry.row))
    };
    program.functions().filter_map(guards).collect()
}
