//! The texts that a value may be or hold, where they are written down: in the function, as a default, as an attribute that
//! the program's classes set, as a name of a module.

use ir::{ClassId, Constant, Elem, FunctionKind, Op, Symbol, Value};
use program::{FuncId, ModuleId, Program};

/// How many steps a value is followed back.
const DEEPEST: usize = 16;

/// The text that a value is; bytes as text.
pub(super) fn text(program: &Program<'_>, id: FuncId, value: Value) -> Option<String> {
    let function = program.function(id);
    let Op::Const(constant) = function.op(function.original(value)) else { return None };
    match program.module(program.module_of(id)).constants.get(constant) {
        Constant::Str(text) => Some(text.to_string()),
        Constant::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        _ => None,
    }
}

/// All texts that a value may be or hold; none where some may not be written down.
pub(super) fn texts(program: &Program<'_>, id: FuncId, value: Value) -> Option<Vec<String>> {
    followed(program, id, value, DEEPEST)
}

fn followed(program: &Program<'_>, id: FuncId, value: Value, depth: usize) -> Option<Vec<String>> {
    let depth = depth.checked_sub(1)?;
    let function = program.function(id);
    let follow = |of: Value| followed(program, id, of, depth);
    // Where one of several is known, the others are the ways on which nothing has been put in yet.
    let some_of = |values: &[Value]| {
        let found: Vec<String> =
            values.iter().filter(|&&of| of != value).filter_map(|&of| follow(of)).flatten().collect();
        (!found.is_empty()).then_some(found)
    };
    match function.op(value) {
        Op::Const(_) => text(program, id, value).map(|text| vec![text]),
        Op::Copy(of) | Op::Await(of) | Op::Next(of) | Op::Unary(ir::UnaryOp::Spread, of) => follow(of),
        Op::Phi(list) => some_of(function.values(list)),
        Op::Sequence(_, list) => {
            let parts: Option<Vec<Vec<String>>> = function.values(list).iter().map(|&of| follow(of)).collect();
            Some(parts?.into_iter().flatten().collect())
        }
        Op::Binary(_, left, right) => Some(follow(left)?.into_iter().chain(follow(right)?).collect()),
        Op::Call(ir::Callee::Method(of, _), args) if args.len == 0 => follow(of),
        Op::Call(ir::Callee::Value(_), args) => {
            let given: Vec<Value> = function.pools.args(args).iter().map(|arg| arg.value).collect();
            some_of(&given)
        }
        Op::Param(number) => {
            let (around, default) = default_of(program, id, number)?;
            followed(program, around, default, depth)
        }
        Op::Load(base, Elem::Field(name)) => {
            let own = match (function.op(base), function.kind) {
                (Op::Param(0), FunctionKind::Method(class)) => Some((program.module_of(id), class)),
                _ => None,
            };
            own.and_then(|own| attribute(program, name, Some(own), depth))
                .or_else(|| attribute(program, name, None, depth))
        }
        Op::Global(name) => global(program, id, name, depth),
        Op::Import(path) => {
            let (module, name) = program.text(path).rsplit_once('.')?;
            let module = program.modules.iter().position(|known| program.text(known.name) == module)?;
            let body = program.function_id(ModuleId(module as u32), ir::FunctionId(0));
            let bound = program.function(body).ops.iter().find_map(|op| match *op {
                Op::SetGlobal(bound, of) if program.text(bound) == name => Some(of),
                _ => None,
            })?;
            followed(program, body, bound, depth)
        }
        _ => None,
    }
}

/// What a parameter is when it is not given, and the function in which that stands.
fn default_of(program: &Program<'_>, id: FuncId, number: u32) -> Option<(FuncId, Value)> {
    let function = program.function(id);
    function.params.get(number as usize).filter(|param| param.has_default)?;
    let before = function.params[..number as usize].iter().filter(|param| param.has_default).count();
    let module = program.module_of(id);
    let around = program.function_id(module, function.parent?);
    let body = program.function(around);
    body.ops.iter().find_map(|op| match *op {
        Op::Closure { function: declared, defaults, .. } if program.function_id(module, declared) == id => {
            body.values(defaults).get(before).map(|default| (around, *default))
        }
        _ => None,
    })
}

/// What the classes of the program, or one of them, set an attribute of that name to.
fn attribute(
    program: &Program<'_>,
    name: Symbol,
    only: Option<(ModuleId, ClassId)>,
    depth: usize,
) -> Option<Vec<String>> {
    let mut found = Vec::new();
    for id in program.functions() {
        let function = program.function(id);
        let (FunctionKind::Method(class) | FunctionKind::ClassBody(class)) = function.kind else { continue };
        if only.is_some_and(|only| only != (program.module_of(id), class)) {
            continue;
        }
        for op in &function.ops {
            if let Op::Store(_, Elem::Field(field), of) = *op
                && field == name
            {
                found.extend(followed(program, id, of, depth).into_iter().flatten());
            }
        }
    }
    (!found.is_empty()).then_some(found)
}

/// What a name of a module is bound to.
fn global(program: &Program<'_>, id: FuncId, name: Symbol, depth: usize) -> Option<Vec<String>> {
    let body = program.function_id(program.module_of(id), ir::FunctionId(0));
    let bound = program.function(body).ops.iter().find_map(|op| match *op {
        Op::SetGlobal(bound, of) if bound == name => Some(of),
        _ => None,
    })?;
    followed(program, body, bound, depth)
}
