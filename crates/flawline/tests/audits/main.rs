//! Audits of reviews whose right verdicts are known: the reviews of `corpus/audits`, and the same findings with mistakes that are
//! made by a program.
//!
//! Each folder holds code, a review of it, and what an audit ought to say, which somebody decided by reading the code. A finding
//! of which it is known that the program judges it wrongly carries `gap`: it counts as wrong, and the test fails on the day that
//! it is judged rightly.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]
#![allow(clippy::print_stdout, reason = "shares and differences are what this test is run for")]

mod case;
mod mistakes;
mod shares;

use rayon::prelude::*;

use self::case::Case;
use self::shares::Shares;

/// The least share of verdicts, names and places that must be right, in hundredths.
const RIGHT: u32 = 95;
const NAMES: u32 = 99;
const PLACES: u32 = 99;
const REACHES: u32 = 99;
/// The largest share of right findings that are rejected, and of wrong ones that are accepted, in hundredths.
const MOST_WRONG: u32 = 2;

#[test]
fn reviews_are_judged_as_a_reader_of_the_code_does() {
    let cases = Case::all();
    assert!(cases.len() >= 32, "{} reviews", cases.len());
    let judged: Vec<_> = cases.par_iter().map(|case| case.audited(&case.review())).collect();
    let mut shares = Shares::default();
    for (case, judged) in cases.iter().zip(&judged) {
        shares.count(case, judged);
    }
    println!("{}", shares.text());
    assert!(shares.closed.is_empty(), "these are judged rightly now, so their `gap` has to go: {:?}", shares.closed);
    assert!(shares.verdicts.at_least(RIGHT), "verdicts: {}", shares.verdicts);
    assert!(shares.right_rejected.at_most(MOST_WRONG), "right findings that are rejected: {}", shares.right_rejected);
    assert!(shares.wrong_accepted.at_most(MOST_WRONG), "wrong findings that are accepted: {}", shares.wrong_accepted);
    assert!(shares.names.at_least(NAMES), "names: {}", shares.names);
    assert!(shares.places.at_least(PLACES), "places: {}", shares.places);
    assert!(shares.reaches.at_least(REACHES), "who can do it: {}", shares.reaches);
    assert!(shares.advice.at_least(RIGHT), "advice: {}", shares.advice);
}

#[test]
fn a_mistake_in_a_right_finding_changes_what_it_ought_to_change() {
    let cases = Case::all();
    let tried: Vec<_> = cases.par_iter().map(mistakes::tried).collect();
    let all: Vec<mistakes::Tried> = tried.into_iter().flatten().collect();
    let mut wrong = Vec::new();
    let mut few = Vec::new();
    for mistake in mistakes::Mistake::ALL {
        let of_it: Vec<_> = all.iter().filter(|tried| tried.mistake == mistake).collect();
        assert!(of_it.len() >= 30, "{mistake:?}: only {}", of_it.len());
        let right = of_it.iter().filter(|tried| tried.is_right()).count();
        println!("{mistake:?}: {right} of {}", of_it.len());
        if 100 * right < RIGHT as usize * of_it.len() {
            few.push(mistake);
        }
        wrong.extend(of_it.iter().filter(|tried| !tried.is_right()).map(|tried| tried.text()));
    }
    println!("{}", wrong.join("\n"));
    let let_through: Vec<String> =
        all.iter().filter(|tried| tried.is_let_through()).map(mistakes::Tried::text).collect();
    assert!(let_through.is_empty(), "{}", let_through.join("\n"));
    assert!(few.is_empty(), "{few:?}");
}
