//! Literals with what the code around them says of them: the names that they are given, and what they are compared
//! with.

use std::borrow::Cow;

use ir::{ArgKind, Callee, CompareOp, Constant, Elem, Op, Value};
use program::{FuncId, Program};

use crate::names::Names;
use crate::reach::{Reach, used};

/// A literal of text or bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Literal<'a> {
    pub(super) function: FuncId,
    pub(super) value: Value,
    pub(super) text: Cow<'a, str>,
}

/// What the code says of a literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// It is there, and serves for something: it is no comment.
    Used,
    /// It is the value of an attribute, key or module-level name.
    Called(String),
    /// It is one of several that the same table may hold: the argument of that name of what is called so, or the value
    /// of that key in a map of that function.
    Listed(String, Table),
    /// It is the value of a local variable.
    CalledHere(String),
    /// It is the default value of that parameter of that function.
    DefaultOf(String, FuncId),
    /// It is what something of that name is compared with.
    ComparedWith(String),
}

/// Where literals of one name stand beside each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Table {
    /// Calls of what has that name.
    Calls(String),
    /// Maps of that function.
    Maps(FuncId),
}

/// The text of a literal; bytes as text.
pub(super) fn text_of<'a>(program: &'a Program<'_>, id: FuncId, value: Value) -> Option<Cow<'a, str>> {
    let Op::Const(constant) = program.function(id).op(value) else { return None };
    match program.module(program.module_of(id)).constants.get(constant) {
        Constant::Str(text) => Some(Cow::Borrowed(text)),
        Constant::Bytes(bytes) => Some(String::from_utf8_lossy(bytes)),
        _ => None,
    }
}

/// Calls `visit` with every literal of a function that may run, and with each thing that is said of it.
pub(super) fn visit<'a>(names: Names<'a, '_>, id: FuncId, visit: &mut dyn FnMut(Literal<'a>, Said)) {
    let program = names.program;
    let function = program.function(id);
    let reach = Reach::new(program, id);
    let used = used(function);
    let only_keys = only_keys(function);
    let text = |value: Value| text_of(program, id, value);
    let mut say = |value: Value, said: Said| {
        if let Some(text) = text(value) {
            visit(Literal { function: id, value, text }, said);
        }
    };
    for value in reach.values() {
        match function.op(value) {
            Op::Const(_) => {
                if used[value.index()] || function.name_of(value).is_some() {
                    say(value, Said::Used);
                }
                if let Some(name) = function.name_of(value)
                    && !only_keys[value.index()]
                {
                    say(value, Said::CalledHere(program.text(name).to_owned()));
                }
            }
            Op::Store(_, Elem::Field(name), of) | Op::SetGlobal(name, of) => {
                say(of, Said::Called(program.text(name).to_owned()));
            }
            Op::SetShared(_, name, of) => say(of, Said::CalledHere(program.text(name).to_owned())),
            Op::Store(_, Elem::Item(key), of) => {
                if let Some(key) = text(key) {
                    say(of, Said::Called(key.into_owned()));
                }
            }
            Op::Map(list) => {
                for pair in function.values(list).chunks_exact(2) {
                    if let Some(key) = text(pair[0]) {
                        say(pair[1], Said::Listed(key.into_owned(), Table::Maps(id)));
                    }
                }
            }
            Op::Call(callee, args) => {
                for arg in function.pools.args(args) {
                    if let ArgKind::Named(name) = arg.kind {
                        let called = called(names, id, callee);
                        say(arg.value, Said::Listed(program.text(name).to_owned(), Table::Calls(called)));
                    }
                }
            }
            Op::Closure { function: declared, defaults, .. } => {
                let declared = program.function_id(program.module_of(id), declared);
                let with_default = program.function(declared).params.iter().filter(|param| param.has_default);
                for (param, &default) in with_default.zip(function.values(defaults)) {
                    say(default, Said::DefaultOf(program.text(param.name).to_owned(), declared));
                }
            }
            Op::Compare(CompareOp::Eq | CompareOp::NotEq, left, right) => {
                for (literal, other) in [(left, right), (right, left)] {
                    if text(literal).is_some() {
                        for name in names_of(names, id, other) {
                            say(literal, Said::ComparedWith(name));
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

/// The last name of what is called.
fn called(names: Names<'_, '_>, id: FuncId, callee: Callee) -> String {
    let program = names.program;
    match callee {
        Callee::Method(_, name) | Callee::Super(_, name) => program.text(name).to_owned(),
        Callee::Value(value) => match program.function(id).op(value) {
            Op::Load(_, Elem::Field(name)) | Op::Global(name) | Op::Shared(_, name) => program.text(name).to_owned(),
            Op::Import(path) => program.text(path).rsplit('.').next().unwrap_or_default().to_owned(),
            _ => names.variable(id, value).unwrap_or_default().to_owned(),
        },
    }
}

/// What an expression is called: the variable that holds it, the attribute or key that it reads, or the one text that
/// the method that gives it is asked for.
fn names_of(names: Names<'_, '_>, id: FuncId, value: Value) -> Vec<String> {
    let program = names.program;
    let function = program.function(id);
    let mut found: Vec<String> = names.variable(id, value).map(str::to_owned).into_iter().collect();
    match function.op(value) {
        Op::Load(_, Elem::Field(name)) | Op::Global(name) | Op::Shared(_, name) => {
            found.push(program.text(name).to_owned());
        }
        Op::Load(_, Elem::Item(key)) => found.extend(text_of(program, id, key).map(Cow::into_owned)),
        Op::Call(Callee::Method(..), args) => {
            if let [arg] = function.pools.args(args)
                && arg.kind == ArgKind::Positional
            {
                found.extend(text_of(program, id, arg.value).map(Cow::into_owned));
            }
        }
        _ => {}
    }
    found
}

/// For each value, whether it serves to look something up, and for nothing else.
fn only_keys(function: &ir::Function) -> Vec<bool> {
    let mut uses = vec![0_u32; function.ops.len()];
    let mut as_key = vec![0_u32; function.ops.len()];
    for op in &function.ops {
        op.for_each_operand(&function.pools, |operand| uses[operand.index()] += 1);
        if let Op::Load(_, Elem::Item(key))
        | Op::Delete(_, Elem::Item(key))
        | Op::Store(_, Elem::Item(key), _)
        | Op::Compare(CompareOp::In | CompareOp::NotIn, key, _) = *op
        {
            as_key[key.index()] += 1;
        }
    }
    uses.iter().zip(&as_key).map(|(uses, keys)| *uses > 0 && uses == keys).collect()
}
