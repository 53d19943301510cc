//! Parts: what checks have shown of an attribute or an element of a value, for whoever reads it again.
//!
//! Takes a read that was checked; the object and the way from it to the part are remembered, and what objects of this
//! function hold there is harmless from then on. What is written there later is not: it comes into the object anew.

use ir::{Elem, Op, Value};
use knowledge::{Effect, KindSet, PortBase, PortStep, StringEffect};
use program::Values;
use rustc_hash::FxHashMap;

use crate::interpret::Interpreter;
use crate::key::key_hash;
use crate::location::Location;
use crate::path::{Part, Path};
use crate::state::State;

/// How many reads lead from an object to a part.
const READS: usize = 3;

impl Interpreter<'_, '_> {
    /// The object that a value was read from, and the way from it to the value.
    fn place_of(&self, value: Value) -> (Value, Path) {
        let mut at = self.original(value);
        let mut parts: Vec<Part> = Vec::new();
        for _ in 0..READS {
            let Op::Load(base, elem @ (Elem::Field(_) | Elem::Item(_))) = self.function.op(at) else { break };
            let Some(part) = self.part(elem).filter(|part| *part != Part::Computed) else { break };
            parts.push(part);
            at = self.original(base);
        }
        at = self.first_read(at);
        (at, parts.iter().rev().fold(Path::EMPTY, |path, &part| path.then(part)))
    }

    /// Where a function reads what an import gives from outside, that is the same wherever it reads it: the first such read.
    fn first_read(&self, value: Value) -> Value {
        let is_import = |op: Op| matches!(op, Op::Global(_) | Op::Import(_));
        let op = self.function.op(value);
        if !is_import(op) || !self.cx.program.is_imported(self.id, value) {
            return value;
        }
        let first = self.first_reads.get_or_init(|| {
            let mut first: FxHashMap<Op, Value> = FxHashMap::default();
            for (index, &op) in self.function.ops.iter().enumerate().filter(|(_, op)| is_import(**op)) {
                first.entry(op).or_insert(Value(index as u32));
            }
            first
        });
        first.get(&op).copied().unwrap_or(value)
    }

    /// What a call reads under a constant key of its receiver, as a row says: the receiver, and the way to it.
    pub(in crate::interpret) fn entry_read(&self, call: Value) -> Option<(Value, Path)> {
        let Op::Call(ir::Callee::Method(receiver, _), _) = self.function.op(call) else { return None };
        let program = self.cx.program;
        let given = program.given(self.id, call);
        self.rows_of_call(call).into_iter().find_map(|row| {
            let Effect::Pass { from, to, string: StringEffect::Same | StringEffect::Part, .. } =
                &program.apis.row(row).effect
            else {
                return None;
            };
            let port = from.first()?;
            let ([PortStep::KeyGiven(at)], PortBase::Receiver) = (&port.steps[..], &port.base) else { return None };
            let &key = given.positional.get(*at as usize)?;
            let is_result = to.base == PortBase::Return && to.steps.is_empty();
            is_result.then_some((receiver, Path::one(Part::Key(key_hash(self.constant(key)?)))))
        })
    }

    /// A part of a value is harmless for these kinds.
    pub(in crate::interpret) fn shown_of_part(&self, state: &mut State, base: Value, elem: Elem, kinds: KindSet) {
        if let Some(part) = self.part(elem).filter(|part| *part != Part::Computed) {
            self.shown_below(state, base, Path::one(part), kinds);
        }
    }

    /// What stands at a path below a value is harmless for these kinds.
    pub(in crate::interpret) fn shown_below(&self, state: &mut State, base: Value, path: Path, kinds: KindSet) {
        let (root, above) = self.place_of(base);
        let whole = above.join(&path);
        if whole.is_lost() || kinds.is_empty() {
            return;
        }
        state.guard_part(root, whole, kinds);
        if let [location] = self.values[base.index()].locations[..] {
            state.clean(Location { root: location.root, path: location.path.join(&path) }, kinds);
        }
    }

    /// What a path below a value has been shown to be harmless for.
    pub(in crate::interpret) fn guarded_below(&self, value: Value, path: Path) -> KindSet {
        if self.state.has_guarded_parts() {
            let (root, above) = self.place_of(value);
            self.state.guarded_part(root, above.join(&path))
        } else {
            KindSet::EMPTY
        }
    }
}
