//! The texts that a value is, or may be or hold.

use engine::{table_texts, written_texts};
use ir::{Constant, Elem, FunctionKind, Op, Symbol, Value};
use program::{FuncId, Program};
use rustc_hash::FxHashMap;

use super::Question;

/// How many places are looked at that set an attribute of one name.
const MOST: usize = 8;

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

/// All texts that a value may be or hold, wherever they are written down; none where none is found. An attribute of an object
/// of which nothing is known is one of that name of any class.
pub(super) fn texts(question: &Question<'_, '_>, id: FuncId, value: Value) -> Option<Vec<String>> {
    let program = question.program();
    let function = program.function(id);
    let mut found = written(program, id, value);
    if found.is_empty()
        && let Op::Load(_, Elem::Field(name)) = function.op(function.original(value))
    {
        let attributes = question.attributes.get_or_init(|| attributes(program));
        let of_name = attributes.get(&name).into_iter().flatten();
        found.extend(of_name.flat_map(|&(id, of)| written(program, id, of)));
    }
    (!found.is_empty()).then_some(found)
}

fn written(program: &Program<'_>, id: FuncId, value: Value) -> Vec<String> {
    let mut found = written_texts(program, id, value);
    found.extend(table_texts(program, id, value));
    found
}

/// What classes of the program set attributes to, by name: some of it.
pub(super) type Attributes = FxHashMap<Symbol, Vec<(FuncId, Value)>>;

fn attributes(program: &Program<'_>) -> Attributes {
    let mut found = Attributes::default();
    for id in program.functions() {
        let function = program.function(id);
        if !matches!(function.kind, FunctionKind::Method(_) | FunctionKind::ClassBody(_)) {
            continue;
        }
        for op in &function.ops {
            if let Op::Store(_, Elem::Field(name), of) = *op {
                let known = found.entry(name).or_default();
                if known.len() < MOST {
                    known.push((id, of));
                }
            }
        }
    }
    found
}
