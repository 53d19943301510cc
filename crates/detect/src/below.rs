//! Paths below a folder of the program's own: data that is joined to a root which whoever hands it over does not name.
//!
//! Takes a flow; tells whether on its way the data becomes a later part of a path whose first part is the program's own (the
//! place of its text, a constant, a setting, an attribute of an object), and passes a check that does not hold. Who writes
//! both means what lies below.

use engine::{Analysis, Flow, Hop, HopKind};
use ir::{BinaryOp, Callee, Elem, Op, Terminator, UnaryOp, Value};
use knowledge::{Effect, StringEffect};
use program::{FuncId, Target};

use crate::checks;
use crate::names::Names;

/// What stands between the folders of a path.
const SEPARATORS: [char; 2] = ['/', '\\'];
/// How many operations are looked through for what a root is made of.
const OPERATIONS: usize = 32;

/// Whether the program checks what it joins to a folder of its own, and the check does not hold.
pub(crate) fn is_meant_to_lie_below(names: Names<'_, '_>, analysis: &Analysis, flow: &Flow) -> bool {
    let mut joins = flow
        .trace
        .windows(2)
        .filter(|pair| pair[0].function == pair[1].function && is_joined(names, &pair[0], &pair[1]));
    joins.next().is_some_and(|pair| !is_asked_about(names, &pair[0], &pair[1]))
        && !checks::of_flow(names, analysis, flow).is_empty()
}

/// Whether a branch of the function asks a function of the program about the path, or about one that is joined in the same way:
/// `if lies_below(root, join(root, name))`. What that finds out is not looked at.
fn is_asked_about(names: Names<'_, '_>, from: &Hop, to: &Hop) -> bool {
    let (program, id) = (names.program, to.function);
    let function = program.function(id);
    let data = function.original(from.value);
    let is_like = |value: Value| {
        let value = function.original(value);
        let is_joined = std::mem::discriminant(&function.op(value)) == std::mem::discriminant(&function.op(to.value))
            && program.given(id, value).arguments().any(|part| function.original(part) == data);
        value == to.value || is_joined
    };
    let asks = |block: &ir::Block| {
        let Terminator::Branch { condition, .. } = block.terminator else { return false };
        let mut asked = function.original(condition);
        while let Op::Unary(UnaryOp::Not, of) = function.op(asked)
            && of < asked
        {
            asked = function.original(of);
        }
        // A library that is asked about the path is modelled: a check that holds would have ended the flow.
        let is_own = |site: &program::CallSite| !site.targets.iter().any(|target| matches!(target, Target::Api(_)));
        program.call(id, asked).is_some_and(is_own) && program.given(id, asked).arguments().any(is_like)
    };
    function.blocks.iter().any(asks)
}

/// Whether the data goes from one hop to the next by being joined behind a root.
fn is_joined(names: Names<'_, '_>, from: &Hop, to: &Hop) -> bool {
    let (program, id) = (names.program, to.function);
    let function = program.function(id);
    let data = function.original(from.value);
    let is_data = |value: &Value| function.original(*value) == data;
    match function.op(to.value) {
        Op::Call(..) => {
            let HopKind::Passed(row) = to.kind else { return false };
            let Effect::Pass { string: StringEffect::Join, separator: Some(separator), .. } =
                &program.apis.row(row).effect
            else {
                return false;
            };
            let given = program.given(id, to.value);
            // What is imported is no part of the path, but a module of which the method is.
            let receiver = given.receiver.filter(|&receiver| !program.is_imported(id, receiver));
            let mut parts = receiver.into_iter().chain(given.positional.iter().copied());
            let root = parts.next().filter(|root| !is_data(root));
            let is_behind = || parts.chain(given.spread.iter().copied()).any(|part| is_data(&part));
            separator.ends_with(SEPARATORS) && root.is_some_and(|root| is_own(names, id, root)) && is_behind()
        }
        Op::Binary(BinaryOp::Div, root, right) => is_data(&right) && is_own(names, id, root),
        Op::Binary(BinaryOp::Add, left, right) => {
            let (root, before) = ends_of_sum(names, id, left);
            is_data(&right) && ends_a_folder(names, id, before) && is_own(names, id, root)
        }
        Op::Template(list) => {
            let parts = function.values(list);
            let at = parts.iter().position(is_data).unwrap_or(0);
            at > 0 && ends_a_folder(names, id, parts[at - 1]) && is_own(names, id, parts[0])
        }
        _ => false,
    }
}

/// The first and the last part of a sum of texts.
fn ends_of_sum(names: Names<'_, '_>, id: FuncId, sum: Value) -> (Value, Value) {
    let function = names.program.function(id);
    let (mut first, mut last) = (sum, sum);
    if let Op::Binary(BinaryOp::Add, _, right) = function.op(sum) {
        last = right;
    }
    while let Op::Binary(BinaryOp::Add, left, _) = function.op(first)
        && left < first
    {
        first = left;
    }
    (first, last)
}

/// Whether a part of a text ends with what stands between folders.
fn ends_a_folder(names: Names<'_, '_>, id: FuncId, part: Value) -> bool {
    text(names, id, part).is_some_and(|text| text.ends_with(SEPARATORS))
}

/// The text that a value is, under copies.
fn text<'a>(names: Names<'a, '_>, id: FuncId, value: Value) -> Option<&'a str> {
    let value = names.program.function(id).original(value);
    names.program.written_text(id, value)
}

/// Whether a value is the program's own: made of constants, the place of its text, names of modules, and attributes and entries
/// of objects, and of no parameter as it is.
fn is_own(names: Names<'_, '_>, id: FuncId, value: Value) -> bool {
    let program = names.program;
    let function = program.function(id);
    let mut pending = vec![(function.original(value), false)];
    let mut at = 0;
    let mut says_where = false;
    while let Some(&(value, is_asked)) = pending.get(at) {
        at += 1;
        if at > OPERATIONS {
            return false;
        }
        let mut look_at = |value: Value, is_asked: bool| {
            let next = (function.original(value), is_asked);
            if !pending.contains(&next) {
                pending.push(next);
            }
        };
        match function.op(value) {
            Op::Const(_) => {
                says_where |= text(names, id, value).is_some_and(|text| !text.is_empty());
            }
            Op::Global(_) | Op::Import(_) => says_where = true,
            Op::Param(_) if is_asked => says_where = true,
            Op::Copy(of) | Op::Await(of) | Op::Next(of) => look_at(of, is_asked),
            Op::Load(of, Elem::Field(_) | Elem::Item(_) | Elem::Any) => look_at(of, true),
            Op::Phi(list) | Op::Sequence(_, list) | Op::Template(list) => {
                function.values(list).iter().for_each(|&of| look_at(of, is_asked));
            }
            Op::Binary(_, left, right) => {
                look_at(left, is_asked);
                look_at(right, is_asked);
            }
            Op::Call(callee, _) => {
                program.given(id, value).arguments().for_each(|of| look_at(of, is_asked));
                match callee {
                    // What a method gives is its object's, as what is read of it is.
                    Callee::Method(of, _) | Callee::Super(of, _) => look_at(of, true),
                    Callee::Value(_) => says_where = true,
                }
            }
            _ => return false,
        }
    }
    says_where
}
