//! Whether two expressions of a function mean the same thing at two moments: the same value, or the same way to get
//! one (the same attribute of the same object, the same pure call of the same values) with nothing written in between.

use ir::{ArgKind, Callee, Constant, Elem, Function, Op, Value};
use knowledge::Effect;
use program::{FuncId, Program, Target};

/// How deep expressions are compared.
const DEEPEST: usize = 8;

/// Two moments in a function.
pub(super) struct Same<'a, 'k> {
    pub(super) program: &'a Program<'k>,
    pub(super) function: FuncId,
    /// The earlier operation.
    pub(super) from: Value,
    /// The later one.
    pub(super) to: Value,
}

impl Same<'_, '_> {
    /// Whether the two values mean the same.
    pub(super) fn holds(&self, first: Value, second: Value) -> bool {
        self.same(first, second, DEEPEST)
    }

    fn body(&self) -> &Function {
        self.program.function(self.function)
    }

    fn same(&self, first: Value, second: Value, depth: usize) -> bool {
        if first == second {
            return true;
        }
        let Some(depth) = depth.checked_sub(1) else { return false };
        let body = self.body();
        let all = |first: &[Value], second: &[Value]| {
            first.len() == second.len() && first.iter().zip(second).all(|(&a, &b)| self.same(a, b, depth))
        };
        match (body.op(first), body.op(second)) {
            (Op::Copy(first), _) => self.same(first, second, depth),
            (_, Op::Copy(second)) => self.same(first, second, depth),
            (Op::Const(a), Op::Const(b)) => self.constant(a) == self.constant(b),
            (Op::Import(a), Op::Import(b)) => a == b,
            (Op::Global(a), Op::Global(b)) => {
                a == b && !self.writes(|op| matches!(op, Op::SetGlobal(name, _) if name == a))
            }
            (Op::Shared(of, a), Op::Shared(also, b)) => {
                (of, a) == (also, b) && !self.writes(|op| matches!(op, Op::SetShared(_, name, _) if name == a))
            }
            (Op::Load(base, Elem::Field(a)), Op::Load(other, Elem::Field(b))) => {
                let is_written = |op| matches!(op, Op::Store(_, Elem::Field(name), _) | Op::Delete(_, Elem::Field(name)) if name == a);
                a == b && self.same(base, other, depth) && !self.writes(is_written)
            }
            (Op::Unary(a, of), Op::Unary(b, other)) => a == b && self.same(of, other, depth),
            (Op::Binary(a, left, right), Op::Binary(b, other_left, other_right)) => {
                a == b && self.same(left, other_left, depth) && self.same(right, other_right, depth)
            }
            (Op::Template(a), Op::Template(b)) => all(body.values(a), body.values(b)),
            (Op::Call(callee, args), Op::Call(other, other_args)) => {
                let called = match (callee, other) {
                    (Callee::Value(a), Callee::Value(b)) => self.same(a, b, depth),
                    (Callee::Method(a, name), Callee::Method(b, other)) => name == other && self.same(a, b, depth),
                    _ => false,
                };
                let (args, other_args) = (body.pools.args(args), body.pools.args(other_args));
                let same_kinds = args.len() == other_args.len()
                    && args
                        .iter()
                        .zip(other_args)
                        .all(|(a, b)| a.kind == b.kind && !matches!(a.kind, ArgKind::Spread | ArgKind::SpreadNamed));
                let passed = || args.iter().zip(other_args).all(|(a, b)| self.same(a.value, b.value, depth));
                self.is_pure(first) && self.is_pure(second) && called && same_kinds && passed()
            }
            _ => false,
        }
    }

    fn constant(&self, id: ir::ConstId) -> &Constant {
        self.program.module(self.program.module_of(self.function)).constants.get(id)
    }

    /// Whether an operation between the two moments is one of these.
    fn writes(&self, is_write: impl Fn(Op) -> bool) -> bool {
        let ops = &self.body().ops;
        ops.get(self.from.index()..self.to.index()).is_some_and(|between| between.iter().any(|&op| is_write(op)))
    }

    /// Whether a call only makes a value of its arguments, as its models say: what goes in comes out.
    fn is_pure(&self, call: Value) -> bool {
        let Some(site) = self.program.call(self.function, call) else { return false };
        let passes = |target: &Target| match *target {
            Target::Api(node) => {
                let api = self.program.apis.api(node);
                let rows = || api.rows.iter().map(|&row| &self.program.apis.row(row).effect);
                rows().any(|effect| matches!(effect, Effect::Pass { .. }))
                    && !rows().any(|effect| matches!(effect, Effect::Source { .. } | Effect::Sink { .. }))
            }
            _ => false,
        };
        !site.targets.is_empty() && site.targets.iter().all(passes)
    }
}
