//! Laws of facts and paths.

use proptest::prelude::*;

use super::made::{fact, facts, path};
use crate::fact::{Fact, Facts};
use crate::limits::PATH_LENGTH;
use crate::path::{Path, Relation};
use crate::state::narrowed;

/// What is said, with the best way it came about.
fn said(facts: &Facts) -> Vec<String> {
    let one =
        |fact: &Fact| format!("{:?} {:?} {:?} {} {}", fact.path, fact.origin, fact.cleaned, fact.assumed, fact.hops);
    facts.iter().map(one).collect()
}

fn joined(left: &Facts, right: &Facts) -> Facts {
    let mut both = left.clone();
    both.add_all(right);
    both
}

proptest! {
    #[test]
    fn facts_of_two_are_the_same_in_either_order(a in facts(9), b in facts(9)) {
        prop_assert_eq!(said(&joined(&a, &b)), said(&joined(&b, &a)));
    }

    #[test]
    fn facts_of_three_are_the_same_however_they_are_put_together(a in facts(9), b in facts(9), c in facts(9)) {
        prop_assert_eq!(said(&joined(&joined(&a, &b), &c)), said(&joined(&a, &joined(&b, &c))));
    }

    #[test]
    fn the_same_facts_again_say_nothing_new(a in facts(9), b in facts(9)) {
        let both = joined(&a, &b);
        prop_assert_eq!(said(&joined(&both, &a)), said(&both));
        prop_assert!(both.says_same(&joined(&both, &both)));
    }

    #[test]
    fn facts_stand_in_one_order_however_they_came(mut all in prop::collection::vec(fact(), 0..20)) {
        let forwards: Facts = all.iter().copied().collect();
        all.reverse();
        let backwards: Facts = all.into_iter().collect();
        prop_assert_eq!(said(&forwards), said(&backwards));
    }

    #[test]
    fn a_limit_keeps_the_same_whatever_came_first(mut all in prop::collection::vec(fact(), 0..60), most in 1..20_usize) {
        let mut forwards: Facts = all.iter().copied().collect();
        all.reverse();
        let mut backwards: Facts = all.into_iter().collect();
        let (cut, cut_too) = (forwards.limit(most), backwards.limit(most));
        prop_assert_eq!(cut, cut_too);
        prop_assert!(forwards.iter().count() <= most);
        prop_assert_eq!(said(&forwards), said(&backwards));
    }

    #[test]
    fn a_limit_that_is_kept_drops_no_origin(all in facts(60), most in 1..20_usize) {
        let mut kept = all.clone();
        if !kept.limit(most) {
            for fact in all.iter() {
                // A part may be told less exactly, and may then stand for more.
                let holds = |known: &Fact| {
                    known.cleaned.without(fact.cleaned).is_empty()
                        && known.assumed <= fact.assumed
                        && known.path.relate(&fact.path).is_some()
                };
                prop_assert!(kept.iter().any(holds), "{fact:?} is in none of {kept:?}");
            }
        }
    }

    #[test]
    fn chains_of_more_and_more_facts_end(all in prop::collection::vec(facts(4), 0..40)) {
        // Under a limit, adding what is there already ends, whatever has come before.
        let mut known = Facts::default();
        for facts in &all {
            known.add_all(facts);
            known.limit(8);
        }
        let mut rounds = 0;
        loop {
            let mut next = known.clone();
            for facts in &all {
                next.add_all(facts);
            }
            next.limit(8);
            if next.says_same(&known) {
                break;
            }
            known = next;
            rounds += 1;
            prop_assert!(rounds <= 12, "it goes on");
        }
    }

    #[test]
    fn a_path_never_grows_beyond_its_length(a in path(), b in path()) {
        let joined = a.join(&b);
        prop_assert!(joined.parts().len() <= PATH_LENGTH);
        prop_assert_eq!(joined.is_lost(), a.is_lost() || b.is_lost() || a.parts().len() + b.parts().len() > PATH_LENGTH);
    }

    #[test]
    fn paths_meet_from_both_sides(a in path(), b in path()) {
        let (one, other) = (a.relate(&b), b.relate(&a));
        prop_assert_eq!(one.is_some(), other.is_some());
        if let (Some(Relation::Below(below)), Some(other)) = (one, other) {
            prop_assert_eq!(other, Relation::Holds(below));
        }
    }

    #[test]
    fn what_is_read_at_a_place_holds_what_was_there(fact in fact(), rest in path()) {
        // What stands exactly there is read; what is read elsewhere was somewhere that meets it.
        let there = Fact { path: rest, ..fact };
        prop_assert!(narrowed(&there, &rest).is_some());
        prop_assert_eq!(narrowed(&fact, &rest).is_some(), fact.path.relate(&rest).is_some());
        prop_assert!(narrowed(&fact, &Path::EMPTY).is_some_and(|whole| whole.path == fact.path));
    }
}
