//! Call sites: who may be called, and how sure that is.

use contained::{Step, contained};
use ir::{ArgKind, Callee, Op, ParamKind, Symbol, Value};
use knowledge::{NodeId, RowId};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::imports::Imports;
use crate::methods_used::MethodsUsed;
use crate::{ClassRef, FuncId, Program, Type, TypeSet};

/// How a call's target was found, surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EdgeConfidence {
    /// By name resolution alone.
    Exact,
    /// By the receiver's inferred type.
    Typed,
    /// One of several definitions of one name, of which the conditions of the code choose.
    Alternative,
    /// By several names that the receiver is asked for and that one class of the program has.
    ByUse,
    /// One of several methods that may stand behind the receiver's type.
    Dynamic,
    /// By the method's name alone: an assumption.
    NameOnly,
}

impl EdgeConfidence {
    /// Whether a single target is surely what runs.
    pub fn is_sure(self) -> bool {
        matches!(self, Self::Exact | Self::Typed)
    }

    /// Whether the type of the receiver is not known, and the target was found by what it is asked for.
    pub fn is_by_name(self) -> bool {
        matches!(self, Self::ByUse | Self::NameOnly)
    }
}

/// One thing that a call may run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A function of the program; the receiver, if any, is its first parameter.
    Function {
        /// The function.
        function: FuncId,
        /// Whether the call's receiver is the first parameter.
        bound: bool,
    },
    /// A class of the program is instantiated, by its constructor when it has one.
    Construct {
        /// The class.
        class: ClassRef,
        /// The constructor, or the method that completes an object whose fields were set; the new object is its first
        /// parameter.
        constructor: Option<FuncId>,
    },
    /// A modelled API.
    Api(NodeId),
    /// A template of the program is shown, as a row says.
    Template {
        /// The function that shows it.
        function: FuncId,
        /// The row.
        row: RowId,
    },
}

impl Target {
    /// The function of the program that it runs.
    pub fn function(self) -> Option<FuncId> {
        match self {
            Self::Function { function, .. } | Self::Template { function, .. } => Some(function),
            Self::Construct { constructor, .. } => constructor,
            Self::Api(_) => None,
        }
    }
}

/// A call and its targets.
#[derive(Clone, Debug)]
pub struct CallSite {
    /// The call.
    pub value: Value,
    /// The targets, sorted; empty when none is known.
    pub targets: Vec<Target>,
    /// How sure they are.
    pub confidence: EdgeConfidence,
    /// Whether there are more targets than are followed.
    pub is_cut: bool,
}

/// How many overriding methods a call is followed to.
const MAX_DYNAMIC: usize = 8;

/// How many methods of one name in the whole program are taken for the callee of an unknown receiver.
const MAX_NAME_ONLY: usize = 2;

/// Names that say nothing about who is meant.
const COMMON_NAMES: [&str; 60] = [
    "add", "all", "append", "apply", "call", "cancel", "check", "clear", "close", "commit", "connect", "copy", "count",
    "create", "decode", "delete", "dump", "dumps", "encode", "error", "execute", "exists", "extend", "fetch", "filter",
    "find", "first", "flush", "format", "get", "group", "index", "info", "insert", "items", "join", "keys", "list",
    "load", "loads", "match", "next", "open", "pop", "post", "put", "read", "remove", "replace", "reset", "run",
    "save", "send", "set", "split", "start", "stop", "update", "values", "write",
];

/// The calls of every function; `None` where an error of our own kept them from being told.
pub(crate) fn collect_calls(program: &Program<'_>) -> Vec<Option<Vec<CallSite>>> {
    let by_name = methods_by_name(program);
    let imports = Imports::new(program);
    let functions: Vec<FuncId> = program.functions().collect();
    let calls = |&id: &FuncId| contained(Step::Calls, id.index(), || function_calls(program, id, &by_name, &imports));
    functions.par_iter().map(calls).collect()
}

fn methods_by_name(program: &Program<'_>) -> FxHashMap<Symbol, Vec<FuncId>> {
    let mut by_name: FxHashMap<Symbol, Vec<FuncId>> = FxHashMap::default();
    for class in program.classes() {
        program.at_class(Step::Methods, class);
        let module = program.module_of_class(class);
        for method in &program.class(class).methods {
            if method.kind == ir::MethodKind::Instance {
                by_name.entry(method.name).or_default().push(program.function_id(module, method.function));
            }
        }
    }
    by_name.retain(|&name, functions| {
        let text = program.text(name);
        functions.len() <= MAX_NAME_ONLY
            && text.len() >= 4
            && !text.starts_with("__")
            && COMMON_NAMES.binary_search(&text).is_err()
    });
    by_name
}

fn function_calls(
    program: &Program<'_>,
    id: FuncId,
    by_name: &FxHashMap<Symbol, Vec<FuncId>>,
    imports: &Imports,
) -> Vec<CallSite> {
    let function = program.function(id);
    let mut calls = Vec::new();
    let mut asked = None;
    for (index, op) in function.ops.iter().enumerate() {
        let value = Value(index as u32);
        let Op::Call(callee, _) = *op else { continue };
        let (callees, by_type) = match callee {
            Callee::Value(callee) => {
                let types = program.types(id, callee);
                let called = types.iter().any(|ty| matches!(ty, Type::Instance(_) | Type::ApiInstance(_)));
                (program.called(function, callee, |value| program.types(id, value)), called)
            }
            Callee::Method(receiver, name) => {
                let receivers = program.types(id, receiver);
                let names_only = receivers
                    .iter()
                    .all(|ty| matches!(ty, Type::Module(_) | Type::Namespace(_) | Type::Class(_) | Type::Api(_)));
                let mut types = program.inferred[id.index()].kept(value);
                if types.is_empty() {
                    for ty in receivers.iter() {
                        types.join(&program.member(ty, name, id));
                    }
                }
                if names_only {
                    types = program.class_members_below(id, receiver, types, name);
                }
                if (types.is_many() || types.iter().count() > 1)
                    && let Some(target) = target_of_made(program, id, receiver, receivers, name)
                {
                    let (targets, confidence) = (vec![program.instead(target)], EdgeConfidence::Typed);
                    calls.push(CallSite { value, targets, confidence, is_cut: false });
                    continue;
                }
                if types.is_many() {
                    let (targets, is_cut) = dynamic_targets(program, receivers, name);
                    calls.push(CallSite { value, targets, confidence: EdgeConfidence::Dynamic, is_cut });
                    continue;
                }
                (types, !names_only)
            }
            Callee::Super(receiver, name) => (program.super_members(id, program.types(id, receiver), name), true),
        };
        let targets = callees.iter().filter_map(|ty| target(program, ty));
        let mut targets: Vec<Target> = targets.map(|target| program.instead(target)).collect();
        let mut confidence = match (by_type, targets.len()) {
            (false, 2..) if program.runs_alternatives(id, callee) => EdgeConfidence::Alternative,
            (_, 2..) => EdgeConfidence::Dynamic,
            (true, _) => EdgeConfidence::Typed,
            (false, _) => EdgeConfidence::Exact,
        };
        if let (true, Callee::Method(receiver, name)) = (targets.is_empty(), callee)
            && program.types(id, receiver).is_empty()
            && let Some(functions) = by_name.get(&name)
        {
            let fits = |function: &&FuncId| {
                imports.reaches(program.module_of(id), program.module_of(**function))
                    && takes(program, **function, op, id)
            };
            let fitting: Vec<FuncId> = functions.iter().filter(fits).copied().collect();
            let asked = asked.get_or_insert_with(|| MethodsUsed::of(program, id));
            confidence = match fitting[..] {
                [only] if asked.tell(program, by_name, receiver, only) => EdgeConfidence::ByUse,
                _ => EdgeConfidence::NameOnly,
            };
            let bound = fitting.into_iter().map(|function| Target::Function { function, bound: true });
            targets = bound.map(|target| program.instead(target)).collect();
        }
        let shown = targets.iter().filter_map(|target| if let Target::Api(node) = target { Some(*node) } else { None });
        let shown: Vec<(FuncId, RowId)> = shown.flat_map(|node| program.rendered(id, value, node)).collect();
        targets.extend(shown.into_iter().map(|(function, row)| Target::Template { function, row }));
        targets.sort_unstable();
        calls.push(CallSite { value, targets, confidence, is_cut: false });
    }
    calls
}

impl Program<'_> {
    /// The parameter that a function gives back, whichever way it returns.
    pub fn gives_back(&self, id: FuncId) -> Option<u16> {
        let function = self.function(id);
        let mut given = None;
        for block in &function.blocks {
            let ir::Terminator::Return(value) = block.terminator else { continue };
            let Op::Param(param) = function.op(function.original(value)) else { return None };
            if given.is_some_and(|known| known != param) {
                return None;
            }
            given = Some(param);
        }
        given.filter(|_| !function.is_generator).and_then(|param| u16::try_from(param).ok())
    }
}

/// Whether a method can take the arguments that a call gives.
fn takes(program: &Program<'_>, function: FuncId, call: &Op, caller: FuncId) -> bool {
    let Op::Call(_, args) = *call else { return false };
    let args = program.function(caller).pools.args(args);
    let params = program.function(function).params.get(1..).unwrap_or_default();
    let is_rest = |param: &ir::Param| matches!(param.kind, ParamKind::Rest | ParamKind::RestNamed);
    let spread = args.iter().any(|arg| matches!(arg.kind, ArgKind::Spread | ArgKind::SpreadNamed));
    let named = args.iter().all(|arg| match arg.kind {
        ArgKind::Named(name) => params.iter().any(|param| param.name == name || param.kind == ParamKind::RestNamed),
        _ => true,
    });
    let required = params.iter().filter(|param| !param.has_default && !is_rest(param)).count();
    let most = if params.iter().any(is_rest) { usize::MAX } else { params.len() };
    named && (spread || required <= args.len()) && args.len() <= most
}

impl Program<'_> {
    /// What runs when a value of these types is called.
    pub fn targets_of(&self, types: TypeSet) -> Vec<Target> {
        let mut targets: Vec<Target> =
            self.callables(types).iter().filter_map(|ty| target(self, ty)).map(|target| self.instead(target)).collect();
        targets.sort_unstable();
        targets
    }
}

fn target(program: &Program<'_>, ty: Type) -> Option<Target> {
    match ty {
        Type::Function(function) => Some(Target::Function { function, bound: false }),
        Type::Bound(function) => Some(Target::Function { function, bound: true }),
        Type::Class(class) => Some(Target::Construct {
            class,
            constructor: program.constructor(class).or_else(|| program.completion(class)),
        }),
        Type::Api(node) => Some(Target::Api(node)),
        Type::Instance(_) | Type::Module(_) | Type::Namespace(_) | Type::ApiInstance(_) => None,
    }
}

/// The method that a call of an object runs which was made right here: its class is known, whatever inherits from it.
fn target_of_made(
    program: &Program<'_>,
    id: FuncId,
    receiver: Value,
    receivers: TypeSet,
    name: Symbol,
) -> Option<Target> {
    let function = program.function(id);
    let Op::Call(Callee::Value(made_by), _) = function.op(function.original(receiver)) else { return None };
    let made_by = program.types(id, made_by);
    let mut made_by = made_by.iter();
    let mut receivers = receivers.iter();
    let (Some(Type::Class(class)), None) = (made_by.next(), made_by.next()) else { return None };
    let (Some(Type::Instance(known)), None) = (receivers.next(), receivers.next()) else { return None };
    let (owner, method) = program.method(class, name).filter(|_| known == class)?;
    Some(Target::Function { function: program.method_function(owner, method), bound: true })
}

/// The first few overriding methods, the receiver's own first, and whether there are more.
fn dynamic_targets(program: &Program<'_>, receivers: TypeSet, name: Symbol) -> (Vec<Target>, bool) {
    let mut targets = Vec::new();
    let mut is_cut = false;
    for ty in receivers.iter() {
        let Type::Instance(class) = ty else { continue };
        let own = program.method(class, name).map(|(owner, method)| program.method_function(owner, method));
        let below = program
            .subclasses(class)
            .iter()
            .filter_map(|&below| program.own_method(below, name).map(|method| program.method_function(below, method)));
        for function in own.into_iter().chain(below) {
            let target = program.instead(Target::Function { function, bound: true });
            if targets.contains(&target) {
                continue;
            }
            if targets.len() < MAX_DYNAMIC {
                targets.push(target);
            } else {
                is_cut = true;
                break;
            }
        }
    }
    targets.sort_unstable();
    (targets, is_cut)
}
