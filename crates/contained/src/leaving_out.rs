//! What an error of our own breaks as a whole is tried again without the units that break it.
//!
//! Takes work that can be done without some of its units; gives what it gives without the fewest that are found. The search
//! takes the units in their order and grows what works: the first with which it breaks is left out. So equal work gives
//! equal outcomes. All that is given was made by one attempt that came to its end.

use std::any::Any;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The units that were left out.
pub type LeftOut = BTreeSet<usize>;

/// How many units are looked for one by one; when there are more, all that come after them are left out as well.
const MOST_LEFT_OUT: usize = 8;

/// Does work that has so many units. When it panics, it is done again without the units that make it panic; the error is
/// that of the work without any of them.
///
/// The work must leave nothing half done that others see.
pub fn leaving_out<T>(
    units: usize,
    mut work: impl FnMut(&LeftOut) -> T,
) -> Result<(T, LeftOut), Box<dyn Any + Send + 'static>> {
    let mut attempt =
        |left_out: LeftOut| catch_unwind(AssertUnwindSafe(|| work(&left_out))).map(|done| (done, left_out));
    if let Ok(done) = attempt(LeftOut::new()) {
        return Ok(done);
    }
    let mut best = attempt((0..units).collect())?;
    let mut broken = LeftOut::new();
    // With those before `works` it comes to its end, if the broken ones are left out.
    let mut works = 0;
    while works < units {
        let mut breaks = units;
        while breaks - works > 1 {
            let middle = works + (breaks - works) / 2;
            match attempt(broken.iter().copied().chain(middle..units).collect()) {
                Ok(done) => (works, best) = (middle, done),
                Err(_) => breaks = middle,
            }
        }
        broken.insert(works);
        works += 1;
        if broken.len() > MOST_LEFT_OUT {
            break;
        }
        if let Ok(done) = attempt(broken.clone()) {
            return Ok(done);
        }
    }
    Ok(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The units that are left out of work that panics when any of these sets of units is there whole, and the attempts.
    fn left_out(units: usize, breaking: &[&[usize]]) -> (Vec<usize>, usize) {
        let mut attempts = 0;
        let (there, left_out) = leaving_out(units, |left_out| {
            attempts += 1;
            let there: BTreeSet<usize> = (0..units).filter(|unit| !left_out.contains(unit)).collect();
            for set in breaking {
                assert!(!set.iter().all(|unit| there.contains(unit)), "broken");
            }
            there
        })
        .unwrap();
        assert!(there.is_disjoint(&left_out) && there.len() + left_out.len() == units);
        (left_out.into_iter().collect(), attempts)
    }

    #[test]
    fn what_does_not_break_is_done_once() {
        assert_eq!(left_out(100, &[]), (vec![], 1));
        assert_eq!(left_out(0, &[]), (vec![], 1));
    }

    #[test]
    fn the_units_that_break_it_are_left_out_and_no_others() {
        for unit in [0, 1, 49, 98, 99] {
            let (left_out, attempts) = left_out(100, &[&[unit]]);
            assert_eq!(left_out, [unit]);
            assert!(attempts <= 10, "{attempts} attempts");
        }
        assert_eq!(left_out(1, &[&[0]]).0, [0]);
        assert_eq!(left_out(100, &[&[3], &[4], &[97]]).0, [3, 4, 97]);
    }

    #[test]
    fn of_units_that_break_it_together_one_is_left_out() {
        assert_eq!(left_out(100, &[&[10, 60]]).0, [60]);
        assert_eq!(left_out(100, &[&[10, 60], &[60, 70], &[5, 6]]).0, [6, 60]);
    }

    #[test]
    fn of_too_many_broken_units_those_behind_are_left_out_as_well() {
        let broken: Vec<[usize; 1]> = (10..100).step_by(2).map(|unit| [unit]).collect();
        let broken: Vec<&[usize]> = broken.iter().map(|set| &set[..]).collect();
        let (left_out, attempts) = left_out(100, &broken);
        assert!((0..10).chain([11, 13, 15]).all(|unit| !left_out.contains(&unit)), "{left_out:?}");
        assert!((28..100).all(|unit| left_out.contains(&unit)), "{left_out:?}");
        assert!(attempts < 100, "{attempts} attempts");
    }

    #[test]
    fn what_breaks_without_any_unit_is_an_error() {
        assert!(leaving_out(5, |_| panic!("broken")).is_err());
    }
}
