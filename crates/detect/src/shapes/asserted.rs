//! *asserted*: a check that the language leaves out when it optimises is all that asks for something.
//!
//! Takes functions in which such a check fails (`ir::Block::is_omissible`), and what it tests: a use of a case, a name that
//! is called or read and says so, a comparison with what is called a secret, by an operator or by a function of the
//! program's own that compares what it is given. The statements of a module check the program itself, and so do tests.

use engine::UseSite;
use ir::{BlockId, Callee, CompareOp, Elem, Function, FunctionKind, List, Op, Terminator, UnaryOp, Value};
use knowledge::{Case, Effect, Pattern, RowId, Rule};
use program::{FuncId, Target};
use rustc_hash::FxHashMap;

use super::words::words;
use super::{Draft, Scene, Seen};
use crate::assumptions::named;

/// How many calls without arguments, and the like, are looked through for the name of what is compared.
const DEEPEST: usize = 4;
/// How many operations a function may have that only compares.
const LONGEST: usize = 200;
/// How functions begin that try a program.
const TRIES: &str = "test";

pub(super) fn find(
    scene: &Scene<'_, '_>,
    index: usize,
    rule: &Rule,
    (not_names, whose): (&[Pattern], &[Pattern]),
) -> Vec<Draft> {
    let program = scene.names.program;
    let mut uses: FxHashMap<FuncId, Vec<&UseSite>> = FxHashMap::default();
    for site in scene.analysis.uses.iter().filter(|site| rule.case(site.kind, site.context).is_some()) {
        uses.entry(site.function).or_default().push(site);
    }
    let mut drafts = Vec::new();
    for id in program.functions() {
        let function = program.function(id);
        if !function.blocks.iter().any(|block| block.is_omissible) || tries(scene, id) {
            continue;
        }
        let uses = uses.get(&id).map_or(&[][..], Vec::as_slice);
        let assertion = Assertion { scene, rule, not_names, whose, id, function, uses };
        for (condition, passes) in conditions(function) {
            let told = scene.contained(id, || assertion.told(condition, passes)).flatten();
            drafts.extend(told.map(|told| assertion.draft(index, condition, told)));
        }
    }
    drafts
}

/// Whether a function is there to try the program, or is the body of a module.
fn tries(scene: &Scene<'_, '_>, id: FuncId) -> bool {
    let program = scene.names.program;
    let function = program.function(id);
    matches!(function.kind, FunctionKind::ModuleBody | FunctionKind::ClassBody(_))
        || program.text(function.name).to_lowercase().starts_with(TRIES)
}

/// What checks test that the language may leave out, and which outcome passes.
fn conditions(function: &Function) -> Vec<(Value, bool)> {
    let mut found = Vec::new();
    for (at, block) in function.blocks.iter().enumerate().filter(|(_, block)| block.is_omissible) {
        let at = BlockId(at as u32);
        for before in &block.predecessors {
            let Terminator::Branch { condition, then, otherwise } = function.blocks[before.index()].terminator else {
                continue;
            };
            if then == otherwise {
                continue;
            }
            let (mut value, mut passes) = (function.original(condition), otherwise == at);
            while let Op::Unary(UnaryOp::Not, of) = function.op(value) {
                (value, passes) = (function.original(of), !passes);
            }
            found.push((value, passes));
        }
    }
    found
}

/// What tells that an assertion is a check.
struct Told<'a> {
    case: &'a Case,
    row: Option<RowId>,
    /// The check, as it is written.
    check: String,
    /// The name that is believed.
    name: Option<String>,
}

/// A function with an assertion.
struct Assertion<'a, 'k, 'r> {
    scene: &'a Scene<'a, 'k>,
    rule: &'r Rule,
    not_names: &'r [Pattern],
    whose: &'r [Pattern],
    id: FuncId,
    function: &'a Function,
    uses: &'a [&'a UseSite],
}

impl<'r> Assertion<'_, '_, 'r> {
    /// What tells that a condition is a check, of which that outcome passes.
    fn told(&self, condition: Value, passes: bool) -> Option<Told<'r>> {
        match self.function.op(condition) {
            Op::Compare(operator, left, right) => {
                let is_equal = match operator {
                    CompareOp::Eq | CompareOp::Is => passes,
                    CompareOp::NotEq | CompareOp::IsNot => !passes,
                    _ => return None,
                };
                let of_side = |side: Value| self.by_row(self.as_it_was(side));
                let by_row = || of_side(left).or_else(|| of_side(right));
                let is_free = |side: Value| !matches!(self.function.op(self.function.original(side)), Op::Const(_));
                let both_free = is_free(left) && is_free(right);
                // What an API says is asked with or without a comparison with a constant.
                if is_equal {
                    by_row().or_else(|| self.compared(both_free.then_some([left, right])?, condition))
                } else {
                    None
                }
            }
            _ if !passes => None,
            Op::Call(..) => self
                .by_row(condition)
                .or_else(|| self.by_name(condition))
                .or_else(|| self.compared(self.own_comparison(condition)?, condition)),
            Op::Load(of, Elem::Field(_)) => {
                self.by_row(condition).or_else(|| self.by_name(condition).filter(|_| self.is_of_somebody(of)))
            }
            _ => None,
        }
    }

    /// A use of a case: a call of which a row says so, or what is read.
    fn by_row(&self, value: Value) -> Option<Told<'r>> {
        let told = |case: &'r Case, row: RowId| {
            let names = self.scene.names;
            let written = match self.function.op(value) {
                Op::Call(..) => names.callee(self.id, value),
                _ => names.value(self.id, value),
            };
            Told { case, row: Some(row), check: written, name: None }
        };
        // The first case that fits decides.
        let of_case = |case: &'r Case| {
            let fits = |site: &&&UseSite| site.value == value && case.fits(site.kind, site.context);
            Some(told(case, self.uses.iter().find(fits)?.row))
        };
        if let Some(told) = self.rule.cases.iter().find_map(of_case) {
            return Some(told);
        }
        let program = self.scene.names.program;
        let rows = program.reads(self.id, value).flat_map(|node| &program.apis.api(node).rows);
        rows.copied().find_map(|row| match program.apis.row(row).effect {
            Effect::Use { kind, context, .. } => self.rule.case(kind, context).map(|case| told(case, row)),
            _ => None,
        })
    }

    /// Whether something is called as somebody is who asks.
    fn is_of_somebody(&self, value: Value) -> bool {
        let spaced = self.said(value).map(|name| words(&name).join(" "));
        spaced.is_some_and(|name| self.whose.iter().any(|pattern| pattern.is_match(&name)))
    }

    /// What is called or read under a name that says it is a check.
    fn by_name(&self, value: Value) -> Option<Told<'r>> {
        let program = self.scene.names.program;
        let name = match self.function.op(value) {
            Op::Load(_, Elem::Field(name)) | Op::Call(Callee::Method(_, name) | Callee::Super(_, name), _) => {
                program.text(name)
            }
            Op::Call(Callee::Value(callee), _) => match self.function.op(self.function.original(callee)) {
                Op::Global(name) | Op::Load(_, Elem::Field(name)) => program.text(name),
                Op::Import(path) => program.text(path).rsplit('.').next()?,
                _ => return None,
            },
            _ => return None,
        };
        let spaced = words(name).join(" ");
        let says = |case: &&Case| case.called.iter().any(|pattern| pattern.is_match(&spaced));
        let case = self.rule.cases.iter().find(says)?;
        let check = match self.function.op(value) {
            Op::Call(..) => self.scene.names.callee(self.id, value),
            _ => self.scene.names.value(self.id, value),
        };
        Some(Told { case, row: None, check, name: Some(name.to_owned()) })
    }

    /// A comparison of two things of which one is called a secret, and the other is not made of it.
    fn compared(&self, sides: [Value; 2], at: Value) -> Option<Told<'r>> {
        let said = sides.map(|side| self.said(side));
        let spaced: Vec<String> = said.iter().flatten().map(|name| words(name).join(" ")).collect();
        if spaced.iter().any(|name| self.not_names.iter().any(|pattern| pattern.is_match(name))) {
            return None;
        }
        let [left, right] = sides.map(|side| self.function.original(side));
        if made_of(self.function, left)[right.index()] || made_of(self.function, right)[left.index()] {
            return None;
        }
        let told = said.iter().flatten().find_map(|name| {
            let spaced = words(name).join(" ");
            let says = |case: &&Case| case.compared.iter().any(|pattern| pattern.is_match(&spaced));
            Some((self.rule.cases.iter().find(says)?, name))
        });
        let (case, name) = told?;
        let check = self.scene.names.value(self.id, at);
        Some(Told { case, row: None, check, name: Some(name.clone()) })
    }

    /// The name under which a value is read or held, or that of the collection it is an element of.
    fn said(&self, value: Value) -> Option<String> {
        let names = self.scene.names;
        let mut at = self.function.original(value);
        for _ in 0..DEEPEST {
            if let Some(name) = names.variable(self.id, at) {
                return Some(name.to_owned());
            }
            if let Some(name) = names.program.read_name(self.id, at) {
                return Some(name);
            }
            at = self.function.original(match self.function.op(at) {
                // What stands in a map of passwords is one of them.
                Op::Load(base, Elem::Item(_) | Elem::Any) | Op::Next(base) => base,
                // The same text in other letters.
                Op::Call(Callee::Method(receiver, _), args) if args.len == 0 => receiver,
                _ => return None,
            });
        }
        None
    }

    /// What a value was before it was written in other letters.
    fn as_it_was(&self, value: Value) -> Value {
        let mut at = self.function.original(value);
        for _ in 0..DEEPEST {
            let Op::Call(Callee::Method(receiver, _), List { len: 0, .. }) = self.function.op(at) else { break };
            let is_use = self.uses.iter().any(|site| site.value == at);
            if is_use {
                break;
            }
            at = self.function.original(receiver);
        }
        at
    }

    /// What is given to a function of the program's own that compares two of its parameters.
    fn own_comparison(&self, call: Value) -> Option<[Value; 2]> {
        let program = self.scene.names.program;
        let site = program.call(self.id, call).filter(|site| site.confidence.is_sure())?;
        let [Target::Function { function: callee, bound }] = site.targets.as_slice() else { return None };
        let Op::Call(_, args) = self.function.op(call) else { return None };
        let body = program.function(*callee);
        if body.ops.len() > LONGEST {
            return None;
        }
        let given: Vec<Value> = self.function.pools.args(args).iter().map(|arg| arg.value).collect();
        let first = usize::from(*bound);
        let [left, right] = given[..] else { return None };
        let params = [first as u32, first as u32 + 1];
        let compares = body.ops.iter().enumerate().any(|(at, op)| {
            let Op::Compare(..) = op else { return false };
            let made = made_of(body, Value(at as u32));
            let holds = |param: u32| body.ops.iter().zip(&made).any(|(op, made)| *made && *op == Op::Param(param));
            params.into_iter().all(holds)
        });
        compares.then_some([left, right])
    }

    fn draft(&self, index: usize, condition: Value, told: Told<'r>) -> Draft {
        let Told { case, row, check, name } = told;
        let slots = vec![
            ("sink", self.scene.noun(case.kind)),
            ("argument", check),
            ("entry", String::new()),
            ("name", name.clone().unwrap_or_default()),
            ("value", self.scene.names.value(self.id, condition)),
        ];
        let seen = Seen {
            row,
            assumptions: name.iter().map(|name| named(name)).collect(),
            ..Seen::of(index, case, (self.id, condition), slots)
        };
        self.scene.draft(self.rule, seen)
    }
}

/// For each value, whether a value is made of it, within the function.
fn made_of(function: &Function, value: Value) -> Vec<bool> {
    let mut made = vec![false; function.ops.len()];
    let mut stack = vec![value];
    while let Some(at) = stack.pop() {
        if !std::mem::replace(&mut made[at.index()], true) {
            function.op(at).for_each_operand(&function.pools, |operand| stack.push(operand));
        }
    }
    made
}
