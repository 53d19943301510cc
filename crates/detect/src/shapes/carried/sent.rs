//! Requests that follow an address: a call that is given the address and what is carried along, a copy of the first request
//! whose address is set, a method that gives the first request with another address.

use ir::{ArgKind, Callee, Constant, Elem, Op, Value};
use knowledge::Effect;
use program::{FuncId, Target};

use super::addresses::Addresses;
use super::{Question, says, texts};

/// How many callers up it is looked for what a parameter holds.
const CALLERS_UP: usize = 2;
/// What gives a copy of an object.
const COPYING: [&str; 9] =
    ["copy", "deepcopy", "clone", "replace", "_replace", "copy_with", "evolve", "model_copy", "copy_and_update"];
/// What the address of a request is called.
const ADDRESS: [&str; 7] = ["url", "uri", "full_url", "target", "href", "path_url", "address"];

/// A request that follows, and what is carried along.
pub(super) struct Sent {
    /// The call that sends it, or the operation by which it gets its address.
    pub(super) value: Value,
    /// The headers, or the request of which they are a part.
    pub(super) carrier: Value,
    /// Whether neither the name of what is called nor that of what is carried had to be believed.
    pub(super) is_sure: bool,
}

impl Sent {
    pub(super) fn at(question: &Question<'_, '_>, id: FuncId, addresses: &Addresses, value: Value) -> Option<Self> {
        let program = question.program();
        let function = program.function(id);
        match function.op(value) {
            Op::Store(base, Elem::Field(field), of)
                if addresses.holds(of) && ADDRESS.contains(&program.text(field)) && is_first(question, id, base) =>
            {
                Some(Self { value, carrier: base, is_sure: false })
            }
            Op::Call(callee, args) => {
                let args = function.pools.args(args);
                if !args.iter().any(|arg| addresses.holds(arg.value)) {
                    return None;
                }
                let is_at = |arg: &&ir::Arg| {
                    let is_address = |name| ADDRESS.contains(&program.text(name));
                    addresses.holds(arg.value) && matches!(arg.kind, ArgKind::Named(name) if is_address(name))
                };
                let called = question.called(id, value);
                if COPYING.contains(&called.as_str()) && args.iter().any(|arg| is_at(&arg)) {
                    let of = match callee {
                        Callee::Method(of, _) if is_request(question, id, of) => Some(of),
                        _ => args.iter().map(|arg| arg.value).find(|&arg| is_request(question, id, arg)),
                    };
                    return of.map(|carrier| Self { value, carrier, is_sure: false });
                }
                let is_api = asks_by_api(question, id, value);
                if !is_api && !says(&question.asked.sends, &called) {
                    return None;
                }
                let carrier = args.iter().find(|arg| carries(question, id, arg, addresses))?.value;
                Some(Self { value, carrier, is_sure: is_api && is_written(question, id, carrier) })
            }
            _ => None,
        }
    }

    /// What is carried along, as it is called.
    pub(super) fn carried_in_words(&self, question: &Question<'_, '_>, id: FuncId) -> String {
        let name = question.name_of(id, self.carrier);
        if name.is_empty() { question.scene.names.value(id, self.carrier) } else { name }
    }
}

/// Whether a row says that what a call is given is the address of a request.
fn asks_by_api(question: &Question<'_, '_>, id: FuncId, call: Value) -> bool {
    let program = question.program();
    let Some(site) = program.call(id, call) else { return false };
    let kinds: Vec<_> = question.rule.cases.iter().map(|case| case.kind).collect();
    site.targets.iter().any(|target| {
        let Target::Api(node) = target else { return false };
        let mut rows = program.apis.api(*node).rows.iter();
        rows.any(|&row| matches!(program.apis.row(row).effect, Effect::Sink { kind, .. } if kinds.contains(&kind)))
    })
}

fn is_request(question: &Question<'_, '_>, id: FuncId, value: Value) -> bool {
    says(&question.asked.requests, &question.name_of(id, value))
}

/// Whether a value is the first request, or a copy of it.
fn is_first(question: &Question<'_, '_>, id: FuncId, value: Value) -> bool {
    let function = question.program().function(id);
    let value = function.original(value);
    match function.op(value) {
        Op::Param(_) | Op::Load(_, Elem::Field(_)) => is_request(question, id, value),
        Op::Call(callee, args) if COPYING.contains(&question.called(id, value).as_str()) => {
            let of_receiver = matches!(callee, Callee::Method(of, _) if is_request(question, id, of));
            of_receiver || function.pools.args(args).iter().any(|arg| is_request(question, id, arg.value))
        }
        Op::Phi(list) => {
            let mut of = function.values(list).iter().filter(|&&of| of != value);
            of.any(|&of| matches!(function.op(of), Op::Param(_)) && is_request(question, id, of))
        }
        _ => false,
    }
}

/// Whether an argument is what a request carries along.
fn carries(question: &Question<'_, '_>, id: FuncId, arg: &ir::Arg, addresses: &Addresses) -> bool {
    let program = question.program();
    let function = program.function(id);
    if addresses.holds(arg.value)
        || is_harmless(question, id, arg.value)
        || is_harmless_for_all(question, id, arg.value, CALLERS_UP)
    {
        return false;
    }
    match arg.kind {
        ArgKind::Named(name) => says(&question.asked.along, program.text(name)),
        ArgKind::Positional => {
            let name = question.name_of(id, arg.value);
            says(&question.asked.along, &name)
        }
        // The rest of what the function itself was given.
        ArgKind::SpreadNamed => match function.op(function.original(arg.value)) {
            Op::Param(number) => {
                let is_rest = |param: &ir::Param| param.kind == ir::ParamKind::RestNamed;
                function.params.get(number as usize).is_some_and(is_rest)
                    && question.called(id, arg.value).is_empty()
                    && writes_along(question, id, arg.value)
            }
            _ => false,
        },
        ArgKind::Spread => false,
    }
}

/// Whether something that is carried along is put into a map or read from it.
fn writes_along(question: &Question<'_, '_>, id: FuncId, map: Value) -> bool {
    let program = question.program();
    let function = program.function(id);
    let is_along = |key: Value| texts::text(program, id, key).is_some_and(|key| says(&question.asked.along, &key));
    function.ops.iter().any(|op| match *op {
        Op::Load(base, Elem::Item(key)) | Op::Store(base, Elem::Item(key), _) => {
            function.original(base) == function.original(map) && is_along(key)
        }
        _ => false,
    })
}

/// Whether a value surely holds nothing that proves who asks: null, or a map that is written down without it.
fn is_harmless(question: &Question<'_, '_>, id: FuncId, value: Value) -> bool {
    let program = question.program();
    let function = program.function(id);
    let value = function.original(value);
    match function.op(value) {
        Op::Const(constant) => {
            let constants = &program.module(program.module_of(id)).constants;
            matches!(constants.get(constant), Constant::Null | Constant::Bool(_) | Constant::Int(_))
        }
        Op::Map(list) => {
            let keys = function.values(list).chunks_exact(2).map(|pair| pair[0]);
            let stored = function.ops.iter().filter_map(|op| match *op {
                Op::Store(base, Elem::Item(key), _) if function.original(base) == value => Some(key),
                _ => None,
            });
            let proves = |key: Value| texts::text(program, id, key).is_none_or(|key| proves(question, &key));
            !keys.chain(stored).any(proves)
        }
        _ => false,
    }
}

/// Whether a value is a parameter for which all callers give what surely holds nothing that proves who asks.
fn is_harmless_for_all(question: &Question<'_, '_>, id: FuncId, value: Value, up: usize) -> bool {
    let function = question.program().function(id);
    let Op::Param(number) = function.op(function.original(value)) else { return false };
    let given = question.given_by_all(id, number as usize).unwrap_or_default();
    let gives = |(caller, given): (FuncId, Value)| {
        is_harmless(question, caller, given) || up > 0 && is_harmless_for_all(question, caller, given, up - 1)
    };
    !given.is_empty() && given.into_iter().all(gives)
}

/// Whether a map is written down with something that proves who asks.
fn is_written(question: &Question<'_, '_>, id: FuncId, value: Value) -> bool {
    let program = question.program();
    let function = program.function(id);
    let Op::Map(list) = function.op(function.original(value)) else { return false };
    let mut keys = function.values(list).chunks_exact(2).map(|pair| pair[0]);
    keys.any(|key| texts::text(program, id, key).is_some_and(|key| proves(question, &key)))
}

/// Whether a header of that name proves who asks.
fn proves(question: &Question<'_, '_>, name: &str) -> bool {
    question.rule.cases.iter().any(|case| says(&case.carries, name))
}
