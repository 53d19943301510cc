//! Patterns of which it is known how long they take: `slow.txt` has those for which a text takes long, with how the time
//! grows, and `fast.txt` those for which none does. A line is the ways in which the pattern is applied, and the pattern.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use flawline_backtracking::{Applied, Dialect, Growth, Judgement, judge};

fn judged(applied: &str, pattern: &str) -> Judgement {
    judge(pattern, Dialect::Python, Applied::named(applied).unwrap())
}

#[test]
fn slow_patterns_are_known_as_slow() {
    let (mut count, mut missed) = (0, Vec::new());
    for line in include_str!("slow.txt").lines() {
        let [growth, applied, pattern] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        count += 1;
        let is_known = match judged(applied, pattern) {
            Judgement::Grows(Growth::Exponential, _) => true,
            Judgement::Grows(Growth::Polynomial(_), _) => growth == "polynomial",
            _ => false,
        };
        if !is_known {
            missed.push(format!("{line}: {:?}", judged(applied, pattern)));
        }
    }
    assert!(count >= 80, "{count}");
    assert!(missed.len() * 100 <= count * 3, "{} of {count}: {missed:#?}", missed.len());
}

#[test]
fn fast_patterns_are_not_taken_for_slow() {
    let (mut count, mut wrong) = (0, Vec::new());
    for line in include_str!("fast.txt").lines() {
        let (ways, pattern) = line.split_once('\t').unwrap();
        for applied in ways.split(',') {
            count += 1;
            let judgement = judged(applied, pattern);
            if judgement != Judgement::Linear {
                wrong.push(format!("{applied} {pattern}: {judgement:?}"));
            }
        }
    }
    assert!(count >= 300, "{count}");
    assert!(wrong.len() * 100 <= count, "{} of {count}: {wrong:#?}", wrong.len());
}
