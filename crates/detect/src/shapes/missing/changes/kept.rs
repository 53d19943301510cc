//! What is kept beyond a request: objects that were looked up and not made, attributes that classes declare as fields; and
//! whether the program knows visitors by a session.

use ir::{Callee, Elem, Op, Symbol, Value};
use program::{FuncId, Program, Target, Type};
use rustc_hash::FxHashSet;

use super::Walk;
use crate::shapes::missing::checks::Checks;
use crate::shapes::words::words;

/// How many steps from an object to what it was found by are looked through.
const DEEPEST: usize = 6;

/// The attributes that classes of the program declare as fields which are kept, or compute when they are set.
pub(super) struct Declared {
    names: FxHashSet<Symbol>,
}

impl Declared {
    pub(super) fn of(program: &Program<'_>) -> Self {
        let mut names = FxHashSet::default();
        for class in program.classes() {
            let module = program.module_of_class(class);
            let class = program.class(class);
            let setters = class.methods.iter().filter(|method| method.kind == ir::MethodKind::Setter);
            names.extend(setters.map(|method| method.name));
            let body = program.function(program.function_id(module, class.body));
            // `name = Column(…)`, `name = property(…)`.
            for op in &body.ops {
                if let Op::Store(base, Elem::Field(name), of) = *op
                    && matches!(body.op(base), Op::Param(0))
                    && matches!(body.op(body.original(of)), Op::Call(..))
                {
                    names.insert(name);
                }
            }
        }
        Self { names }
    }

    /// What is assumed of an object by which an attribute is kept.
    pub(super) fn assumed(&self, checks: &Checks<'_, '_>, id: FuncId, name: Symbol, base: Value) -> Vec<String> {
        if self.names.contains(&name) {
            return Vec::new();
        }
        let names = checks.question.scene.names;
        let written = names.variable(id, base).map_or_else(|| names.value(id, base), str::to_owned);
        let mut assumed = vec![format!("what is set of `{written}` is kept")];
        let function = checks.program().function(id);
        if matches!(function.op(function.original(base)), Op::Param(_)) {
            assumed.push(format!("`{written}` is one of those that are kept"));
        }
        assumed
    }
}

/// Whether an object was looked up among those that are kept: it comes from a call that finds such, or from going through
/// what is read from one, and is none of a library.
pub(super) fn is_kept(walk: &Walk<'_, '_, '_>, id: FuncId, base: Value) -> bool {
    let program = walk.checks.program();
    let function = program.function(id);
    let finds = |name: Symbol| {
        let spaced = words(program.text(name)).join(" ");
        walk.asked.found_by.iter().any(|pattern| pattern.is_match(&spaced))
    };
    let mut at = function.original(base);
    for _ in 0..DEEPEST {
        if program.types(id, at).iter().any(|ty| matches!(ty, Type::ApiInstance(_))) {
            return false;
        }
        at = function.original(match function.op(at) {
            Op::Next(of) | Op::Load(of, Elem::Item(_) | Elem::Any) => of,
            Op::Load(of, Elem::Field(name)) => {
                if finds(name) {
                    return true;
                }
                of
            }
            Op::Call(callee, _) => {
                let makes = |target: &Target| matches!(target, Target::Construct { .. });
                if program.call(id, at).is_some_and(|call| call.targets.iter().any(makes)) {
                    return false;
                }
                match callee {
                    Callee::Method(_, name) | Callee::Super(_, name) => return finds(name),
                    Callee::Value(callee) => match function.op(function.original(callee)) {
                        Op::Global(name) | Op::Load(_, Elem::Field(name)) => return finds(name),
                        _ => return false,
                    },
                }
            }
            // An object that the caller has found, and handed over.
            Op::Param(number) => {
                let is_receiver = number == 0 && matches!(function.kind, ir::FunctionKind::Method(_));
                return !is_receiver && at == function.original(base);
            }
            _ => return false,
        });
    }
    false
}

/// Whether a call stores what the request says in something that was there before: it is a method of an object that was not
/// made here, and of which an attribute was set to it.
pub(super) fn is_filled(program: &Program<'_>, id: FuncId, call: Value, told: &[bool]) -> bool {
    let function = program.function(id);
    let Op::Call(Callee::Method(receiver, _), _) = function.op(call) else { return false };
    let receiver = function.original(receiver);
    let makes = |target: &Target| matches!(target, Target::Construct { .. });
    if program.call(id, receiver).is_some_and(|call| call.targets.iter().any(makes)) {
        return false;
    }
    function.ops.iter().any(|op| match *op {
        Op::Store(base, Elem::Field(_), of) => function.original(base) == receiver && told[of.index()],
        _ => false,
    })
}

/// Whether a name of the program says that it knows visitors by a session.
pub(super) fn tells_visitors(walk: &Walk<'_, '_, '_>) -> bool {
    let program = walk.checks.program();
    let says = |name: Symbol| {
        let spaced = words(program.text(name)).join(" ");
        walk.asked.signs.iter().any(|pattern| pattern.is_match(&spaced))
    };
    *walk.tells.get_or_init(|| {
        let mut asked: FxHashSet<Symbol> = FxHashSet::default();
        program.functions().any(|id| {
            program.function(id).ops.iter().any(|op| match *op {
                Op::Load(_, Elem::Field(name)) | Op::Global(name) | Op::Import(name) => {
                    asked.insert(name) && says(name)
                }
                _ => false,
            })
        })
    })
}
