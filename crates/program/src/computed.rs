//! What calls compute of what goes in, as rows of models say.

use ir::{Callee, Op, Value};
use knowledge::Computation;

use crate::{FuncId, Program, Type};

/// What a call computes, by what it is known to run, or by its name where the receiver is a text.
pub fn computation(
    program: &Program<'_>,
    id: FuncId,
    call: Value,
    is_text: impl FnOnce() -> bool,
) -> Option<Computation> {
    let targets = program.call(id, call).map(|site| site.targets.as_slice()).unwrap_or_default();
    match targets {
        [only] => program.apis.computes.get(&program.api_of(*only)?).copied(),
        [] => {
            let Op::Call(Callee::Method(_, name), _) = program.function(id).op(call) else { return None };
            let of_class = |ty: Type| match ty {
                Type::Api(class) | Type::ApiInstance(class) => {
                    let member = program.apis.member(class, program.text(name))?;
                    program.apis.computes.get(&member).copied()
                }
                _ => None,
            };
            program.text_types().iter().find_map(of_class).filter(|_| is_text())
        }
        _ => None,
    }
}
