//! Parts: what checks have shown of an attribute or an element of a value, for whoever reads it again.
//!
//! Takes a read that was checked; the object and the way from it to the part are remembered, and what objects of this
//! function hold there is harmless from then on. What is written there later is not: it comes into the object anew.

use ir::{Elem, Op, Value};
use knowledge::KindSet;

use crate::interpret::Interpreter;
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
        (at, parts.iter().rev().fold(Path::EMPTY, |path, &part| path.then(part)))
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
