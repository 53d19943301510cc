//! Sequences of which it is known how they begin, and not how they go on: what is put behind keeps the first elements where
//! they are.
//!
//! Takes what is put behind an own sequence; changes the state so that it stands at any place, and what was known of the
//! first elements, and of the last one, stays known.

use ir::{BinaryOp, Constant, Op, SequenceKind, Value};
use knowledge::{KindSet, PortStep};
use smallvec::smallvec;

use crate::fact::{Fact, Facts};
use crate::interpret::calls::Calling;
use crate::interpret::objects::sequences::place;
use crate::interpret::{Abstract, Interpreter};
use crate::key::position_key;
use crate::location::{Location, Root};
use crate::path::{Part, Path};
use crate::trace::HopKind;
use knowledge::Move;
use program::Values;

/// The place under which the last element of a sequence is known whose length is not.
const LAST: usize = usize::MAX;

impl<'a> Interpreter<'a, '_> {
    /// The one object of the function's own that a value is.
    pub(in crate::interpret) fn own_object(&self, value: Value) -> Option<Root> {
        let [Location { root, path }] = self.values[value.index()].locations[..] else { return None };
        (path.is_empty() && self.state.contents.is_own(root)).then_some(root)
    }

    /// Facts of what stands in a sequence right behind a constant.
    pub(in crate::interpret) fn next_to(&self, before: &Constant, facts: &Facts) -> Facts {
        let shown = self.cx.texts.next_to(before);
        facts.iter().map(|fact| Fact { cleaned: fact.cleaned.union(shown), ..*fact }).collect()
    }

    /// What is shown of the second of two values by standing behind the first.
    pub(in crate::interpret) fn shown_by_place(&self, pair: &[Value]) -> Option<(Value, KindSet)> {
        let [before, value] = pair else { return None };
        let shown = self.cx.texts.next_to(self.constant(*before)?);
        (!shown.is_empty()).then_some((*value, shown))
    }

    /// The constant at the end of a sequence.
    fn last_constant(&self, root: Root) -> Option<Constant> {
        let contents = &self.state.contents;
        let at = match contents.length(root) {
            Some(length) => length.checked_sub(1)?,
            None => LAST,
        };
        contents.constant(place(root, at)).cloned()
    }

    /// Something stands at any place behind the first elements of a sequence.
    fn write_behind(&mut self, root: Root, facts: &Facts) {
        let known = self.state.contents.clone();
        self.write(Location { root, path: Path::one(Part::Any) }, facts, false);
        self.state.contents = known;
    }

    /// It is not known any more how long a sequence is, but which constant it ends with, if any.
    fn ends_with(&mut self, root: Root, last: Option<Constant>) {
        self.state.contents.go_on(root);
        self.state.contents.changed(place(root, LAST));
        if let Some(last) = last {
            self.state.contents.set(place(root, LAST), std::rc::Rc::new(vec![last]));
        }
    }

    /// The first elements of a new sequence are known, those behind a spread are not.
    pub(in crate::interpret) fn begin_with(&mut self, root: Root, operands: &[Value]) {
        let is_spread = |value: &&Value| matches!(self.function.op(**value), Op::Unary(ir::UnaryOp::Spread, _));
        let first: Vec<Value> = operands.iter().take_while(|value| !is_spread(value)).copied().collect();
        self.state.contents.forget_length(root);
        self.state.contents.set_length(root, first.len());
        for (at, operand) in first.into_iter().enumerate() {
            self.hold(place(root, at), operand);
        }
        let last = operands.last().and_then(|last| self.constant(*last)).cloned();
        self.ends_with(root, last);
    }

    /// A value, or its elements, come behind a sequence of the function's own.
    pub(in crate::interpret) fn put_behind(
        &mut self,
        calling: &Calling<'a>,
        hop: HopKind,
        root: Root,
        does: Move,
        value: Value,
    ) {
        if does == Move::Extend {
            self.all_behind(calling.value, hop, root, value);
            return;
        }
        let mut facts = self.facts(value);
        if let Some(before) = self.last_constant(root) {
            facts = self.next_to(&before, &facts);
        }
        let facts = self.carried(calling.value, &facts, hop);
        self.write_behind(root, &facts);
        self.escapes(value);
        let last = self.constant(value).cloned();
        self.ends_with(root, last);
    }

    /// The elements of a value come behind a sequence.
    fn all_behind(&mut self, by: Value, hop: HopKind, root: Root, value: Value) {
        let Some((from, length)) = self.own_sequence(value) else {
            let facts = self.facts_at(value, Path::one(Part::Each));
            let facts = self.carried(by, &facts, hop);
            self.write_behind(root, &facts);
            self.ends_with(root, None);
            return;
        };
        let mut before = self.last_constant(root);
        for at in 0..length {
            let mut facts = self.facts_at(value, Path::one(Part::Key(position_key(at))));
            if let Some(before) = before.filter(|_| at == 0) {
                facts = self.next_to(&before, &facts);
            }
            let facts = self.carried(by, &facts, hop);
            self.write_behind(root, &facts);
            before = self.state.contents.constant(place(from, at)).cloned();
        }
        self.ends_with(root, before);
    }

    /// A sequence of the function's own, and behind it what is not known element by element.
    pub(in crate::interpret) fn added_to_beginning(
        &mut self,
        value: Value,
        left: Value,
        right: Value,
    ) -> Option<Abstract<'a>> {
        let first = self.own_object(left)?;
        let Root::Made(made) = first else { return None };
        let is_sequence = match self.function.op(made) {
            Op::Sequence(kind, _) => matches!(kind, SequenceKind::List | SequenceKind::Tuple),
            Op::Binary(operator, ..) => operator == BinaryOp::Add,
            _ => false,
        };
        if !is_sequence {
            return None;
        }
        let root = Root::Made(value);
        self.state.forget(root);
        let front = self.state.contents.front(first);
        let facts = self.facts(left);
        for fact in self.carried(value, &facts, HopKind::Operand).iter() {
            let held: Facts = [Fact { path: fact.path.after(1), ..*fact }].into_iter().collect();
            let part = fact.path.parts().first().copied().unwrap_or(Part::Any);
            self.write(Location { root, path: Path::one(part) }, &held, false);
        }
        let last = self.last_constant(first);
        let known: Vec<Path> = self.state.contents.known_parts(first).collect();
        for path in known {
            if let Some(one_of) = self.state.contents.one_of(Location { root: first, path }).cloned() {
                self.state.contents.set(Location { root, path }, one_of);
            }
        }
        if let Some(front) = front {
            self.state.contents.set_length(root, front);
        }
        self.ends_with(root, last);
        if self.own_sequence(right).is_some() {
            self.all_behind(value, HopKind::Operand, root, right);
        } else {
            let facts = self.facts_at(right, Path::one(Part::Each));
            let facts = self.carried(value, &facts, HopKind::Operand);
            self.write_behind(root, &facts);
            self.ends_with(root, None);
        }
        Some(Abstract { locations: smallvec![Location { root, path: Path::EMPTY }], ..Abstract::default() })
    }

    /// For each element at a port's steps of a sequence of which only the beginning and the end are known: the constants of
    /// which it is one.
    pub(in crate::interpret) fn held_in_beginning(
        &self,
        value: Value,
        steps: &[PortStep],
    ) -> Option<Vec<Vec<Constant>>> {
        let root = self.own_object(value)?;
        let contents = &self.state.contents;
        let known = |at: usize| contents.one_of(place(root, at)).map(|known| known.to_vec());
        match steps {
            [PortStep::Key(key)] => Some(vec![known(key.parse().ok()?)?]),
            [PortStep::Element] => {
                let all: Vec<Vec<Constant>> = contents
                    .known_parts(root)
                    .filter_map(|path| contents.one_of(Location { root, path }).map(|known| known.to_vec()))
                    .collect();
                // There are others besides.
                (!all.is_empty()).then(|| all.into_iter().chain([Vec::new()]).collect())
            }
            _ => None,
        }
    }
}
