//! Facts, paths, states and rows by chance. Their parts come from few values, so that they meet often.

use ir::{Constant, Symbol, Value};
use knowledge::{KindId, KindSet, RowId};
use program::FuncId;
use proptest::prelude::*;

use crate::contents::Contents;
use crate::fact::{Fact, Facts};
use crate::key::key_hash;
use crate::location::{Location, Root};
use crate::origin::{Origin, SourceSite};
use crate::path::{Part, Path};
use crate::state::State;
use crate::steps::StepId;

pub(super) fn part() -> impl Strategy<Value = Part> {
    let key = |key: i64| Part::Key(key_hash(&Constant::Int(key)));
    prop_oneof![
        (0..2_u32).prop_map(|name| Part::Field(Symbol(name))),
        (0..2_i64).prop_map(key),
        Just(Part::Any),
        Just(Part::Computed),
    ]
}

pub(super) fn path() -> impl Strategy<Value = Path> {
    // Longer ones lose their tails.
    prop::collection::vec(part(), 0..5).prop_map(|parts| parts.into_iter().fold(Path::EMPTY, Path::then))
}

fn source() -> impl Strategy<Value = SourceSite> {
    (0..2_u32, 0..3_u32).prop_map(|(function, value)| SourceSite {
        function: FuncId(function),
        value: Value(value),
        row: RowId(value),
        kind: KindId(0),
    })
}

fn origin() -> impl Strategy<Value = Origin> {
    prop_oneof![
        source().prop_map(Origin::Source),
        (0..2_u16, path()).prop_map(|(input, path)| Origin::Input(input, path))
    ]
}

pub(super) fn kinds() -> impl Strategy<Value = KindSet> {
    (0..4_u128).prop_map(KindSet)
}

pub(super) fn fact() -> impl Strategy<Value = Fact> {
    (path(), origin(), kinds(), 0..4_u8, 1..4_u16, 0..9_u32).prop_map(|(path, origin, cleaned, assumed, hops, step)| {
        Fact { path, origin, cleaned, assumed, hops, step: StepId(step), is_guessed: false }
    })
}

pub(super) fn facts(most: usize) -> impl Strategy<Value = Facts> {
    prop::collection::vec(fact(), 0..most).prop_map(|facts| facts.into_iter().collect())
}

pub(super) fn root() -> impl Strategy<Value = Root> {
    prop_oneof![(0..2_u16).prop_map(Root::Input), (0..2_u32).prop_map(|value| Root::Made(Value(value)))]
}

pub(super) fn location() -> impl Strategy<Value = Location> {
    (root(), path()).prop_map(|(root, path)| Location { root, path })
}

/// A change of a state.
#[derive(Clone, Debug)]
pub(super) enum Change {
    Write(Location, Facts, bool),
    Guard(u32, KindSet),
    Forget(Root),
    Escape(Root),
    Touch(Root),
    Hold(Location, i64),
    Length(Root, usize),
    Mix(Root),
}

pub(super) fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (location(), facts(3), any::<bool>()).prop_map(|(at, facts, replace)| Change::Write(at, facts, replace)),
        2 => (0..3_u32, kinds()).prop_map(|(value, kinds)| Change::Guard(value, kinds)),
        1 => root().prop_map(Change::Forget),
        1 => root().prop_map(Change::Escape),
        1 => root().prop_map(Change::Touch),
        2 => (location(), 0..7_i64).prop_map(|(at, constant)| Change::Hold(at, constant)),
        1 => (root(), 0..4_usize).prop_map(|(root, length)| Change::Length(root, length)),
        1 => root().prop_map(Change::Mix),
    ]
}

/// Whether one fact is found wherever another is, as it is or as what holds it: of as much or more, harmless for no more,
/// and as sure.
pub(super) fn covers(known: &Fact, fact: &Fact) -> bool {
    let is_of_as_much = match (known.origin, fact.origin) {
        (Origin::Input(input, whole), Origin::Input(other, part)) => {
            input == other && (whole == part || !whole.is_lost() && part.begins_with(&whole))
        }
        (whole, part) => whole == part,
    };
    is_of_as_much && known.cleaned.without(fact.cleaned).is_empty() && known.assumed <= fact.assumed
}

/// More than any state here holds.
pub(super) const ROOM: usize = 1_000;

pub(super) fn apply(state: &mut State, change: &Change) {
    match change {
        Change::Write(at, facts, replace) => {
            state.write(*at, facts, *replace, ROOM);
        }
        Change::Guard(value, kinds) => state.guard(Value(*value), *kinds),
        Change::Forget(root) => state.forget(*root),
        Change::Escape(root) => state.contents.escape(*root),
        Change::Touch(root) => state.contents.touch(*root),
        Change::Hold(at, constant) => {
            state.contents.set(*at, std::rc::Rc::new(vec![Constant::Int(*constant)]));
        }
        Change::Length(root, length) => state.contents.set_length(*root, *length),
        Change::Mix(root) => state.mix_elements(*root),
    }
}

/// A state that some changes lead to.
pub(super) fn state() -> impl Strategy<Value = State> {
    prop::collection::vec(change(), 0..8).prop_map(|changes| {
        let mut state = State::default();
        for change in &changes {
            apply(&mut state, change);
        }
        state
    })
}

/// Contents of a state.
pub(super) fn contents() -> impl Strategy<Value = Contents> {
    state().prop_map(|state| state.contents)
}
