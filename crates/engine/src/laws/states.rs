//! Laws of states: where ways meet, and what changes do to more and to less that is known.

use ir::Value;
use proptest::prelude::*;

use super::made::{ROOM, apply, change, contents, covers, location, state};
use crate::fact::{Fact, Facts};
use crate::location::Location;
use crate::path::Path;
use crate::state::State;

fn joined(left: &State, right: &State) -> State {
    let mut both = left.clone();
    both.join(right, ROOM);
    both
}

/// Whether a read finds in one state all that it finds in another.
fn finds_no_less(more: &State, less: &State, at: Location) -> Result<(), TestCaseError> {
    let (found, before) = (more.read(at).facts, less.read(at).facts);
    for fact in before.iter() {
        let holds = |known: &Fact| known.path == fact.path && covers(known, fact);
        prop_assert!(found.iter().any(holds), "{fact:?} at {at:?} is lost");
    }
    Ok(())
}

proptest! {
    #[test]
    fn states_of_two_ways_are_the_same_in_either_order(a in state(), b in state()) {
        prop_assert!(joined(&a, &b).says_same(&joined(&b, &a)));
    }

    #[test]
    fn states_of_three_ways_are_the_same_however_they_meet(a in state(), b in state(), c in state()) {
        prop_assert!(joined(&joined(&a, &b), &c).says_same(&joined(&a, &joined(&b, &c))));
    }

    #[test]
    fn a_way_that_comes_twice_says_nothing_new(a in state(), b in state()) {
        prop_assert!(joined(&a, &a).says_same(&a));
        let both = joined(&a, &b);
        prop_assert!(joined(&both, &b).says_same(&both));
    }

    #[test]
    fn where_ways_meet_nothing_that_one_brought_is_lost(a in state(), b in state(), at in location()) {
        let both = joined(&a, &b);
        finds_no_less(&both, &a, at)?;
        finds_no_less(&both, &b, at)?;
        let sure = |state: &State| state.read(at).replaced;
        prop_assert!(!sure(&both) || sure(&a) && sure(&b), "what only one way replaced counts as replaced");
    }

    #[test]
    fn what_is_shown_holds_on_all_ways(a in state(), b in state(), value in 0..3_u32) {
        let (a_shows, b_shows) = (a.guarded(Value(value)), b.guarded(Value(value)));
        prop_assert_eq!(joined(&a, &b).guarded(Value(value)), a_shows.intersection(b_shows));
    }

    #[test]
    fn a_change_after_more_finds_no_less(a in state(), b in state(), change in change(), at in location()) {
        let (mut less, mut more) = (a.clone(), joined(&a, &b));
        apply(&mut less, &change);
        apply(&mut more, &change);
        finds_no_less(&more, &less, at)?;
    }

    #[test]
    fn what_is_written_for_sure_is_all_that_is_read(before in state(), at in location()) {
        if at.path.is_lost() {
            return Ok(());
        }
        let mut state = before;
        state.write(at, &Facts::default(), true, ROOM);
        let found = state.read(at);
        prop_assert!(found.replaced);
        // What is known of a whole that holds the place, or of any element, may still be there; of an object of which
        // nothing else is known, nothing is.
        let mut alone = State::default();
        alone.write(at, &Facts::default(), true, ROOM);
        let whole = Location { path: Path::EMPTY, ..at };
        prop_assert!(alone.read(at).facts.is_empty());
        prop_assert!(alone.read(whole).facts.is_empty());
    }

    #[test]
    fn what_is_exactly_known_holds_on_all_ways(a in contents(), b in contents(), at in location()) {
        let mut both = a.clone();
        both.join(&b);
        if let Some(constant) = both.constant(at) {
            prop_assert_eq!((a.constant(at), b.constant(at)), (Some(constant), Some(constant)));
        }
        if let Some(length) = both.length(at.root) {
            prop_assert_eq!((a.length(at.root), b.length(at.root)), (Some(length), Some(length)));
        }
        prop_assert!(!both.is_own(at.root) || a.is_own(at.root) && b.is_own(at.root));
        prop_assert!(!both.is_untouched(at.root) || a.is_untouched(at.root) && b.is_untouched(at.root));
    }

    #[test]
    fn contents_meet_in_any_order(a in contents(), b in contents(), c in contents()) {
        let joined = |mut left: crate::contents::Contents, right: &crate::contents::Contents| {
            left.join(right);
            left
        };
        prop_assert!(joined(a.clone(), &b) == joined(b.clone(), &a));
        prop_assert!(joined(joined(a.clone(), &b), &c) == joined(a.clone(), &joined(b.clone(), &c)));
        prop_assert!(joined(a.clone(), &a) == a);
    }
}
