//! How the steps of a match grow when a part of the text is repeated more often.
//!
//! Takes a way to run a pattern on a text with so many repetitions; gives how the steps grow, or nothing when they grow as
//! the text does.

use crate::Growth;
use crate::limits::{MEASURED_STEPS, POWER_STEPS, PROBED_STEPS};
use crate::run::Ran;

/// How often a part is repeated in two short runs, of which the second would take three times as long.
const PROBED: [usize; 2] = [16, 48];
/// A part of so many letters is repeated half as often there, one of twice as many a third as often, and so on.
const LONG_PART: usize = 12;
/// How often where a power is sought, at least.
const LEAST: usize = 4;
/// How often at most.
const MOST: usize = 4_096;
/// By how much the steps must be multiplied when the text is twice as long, in hundredths, for a square.
const SQUARE: u64 = 310;

/// What is repeated.
#[derive(Clone, Copy)]
pub(crate) struct Part {
    /// How many letters it has.
    pub(crate) letters: usize,
    /// Whether each of them may be read in two ways, so that the ways double.
    pub(crate) may_double: bool,
}

/// How the steps grow when a part is repeated, when by more than the power that is known already; `run` is given how often
/// the part is repeated and how many steps the run may take.
pub(crate) fn growth(known: u8, part: Part, mut run: impl FnMut(usize, u64) -> Ran) -> Option<Growth> {
    let less = 1 + part.letters / LONG_PART;
    let [short, long] = PROBED.map(|times| run((times / less).max(times / PROBED[0]), PROBED_STEPS));
    if !short.is_finished || !long.is_finished {
        if part.may_double {
            return steep(&mut run);
        }
        return power(LEAST.div_ceil(less), &mut run)
            .filter(|growth| !matches!(growth, Growth::Polynomial(power) if *power <= known));
    }
    // Three times the text, and much more than three times the steps; more than nine times when a square is known.
    let wanted = if known < 2 { 42 } else { 95 * 3_u64.saturating_pow(u32::from(known) - 2) };
    if long.steps * 10 < short.steps.saturating_mul(wanted) {
        return None;
    }
    power(LEAST, &mut run)
}

/// How the steps grow of what takes long already when little is repeated.
fn steep(run: &mut impl FnMut(usize, u64) -> Ran) -> Option<Growth> {
    let mut finished: Vec<f64> = vec![0.0];
    for times in 1..=PROBED[1] {
        let ran = run(times, MEASURED_STEPS);
        if !ran.is_finished {
            break;
        }
        finished.push(to_float(ran.steps.max(1)).ln());
    }
    // Three stretches of the same length: what grows by a power grows less and less from one to the next.
    let last = finished.len() - 1;
    let stretch = last / 3;
    if stretch == 0 {
        return None;
    }
    let [first, second, third] = [last - 2 * stretch, last - stretch, last].map(|at| finished[at]);
    let (before, behind) = (second - first, third - second);
    if behind > 0.7 && behind >= before * 0.82 {
        return Some(Growth::Exponential);
    }
    // A high power leaves no room for a longer run.
    power(LEAST, run).or_else(|| {
        let power = (finished[last] - finished[last / 2]) / (to_float(last as u64) / to_float(last as u64 / 2)).ln();
        (power >= 2.0).then(|| Growth::Polynomial(whole(power)))
    })
}

/// The power of the length by which the steps grow, sought from so many repetitions on.
fn power(least: usize, run: &mut impl FnMut(usize, u64) -> Ran) -> Option<Growth> {
    let mut times = least;
    let mut last: Option<u64> = None;
    let mut ratio = 0;
    while times <= MOST {
        let ran = run(times, POWER_STEPS);
        if !ran.is_finished {
            break;
        }
        if let Some(last) = last {
            ratio = ran.steps * 100 / last.max(1);
        }
        last = Some(ran.steps);
        // The next would not finish.
        if ran.steps.saturating_mul(ratio) / 100 > POWER_STEPS {
            break;
        }
        times *= 2;
    }
    if ratio < SQUARE {
        return None;
    }
    let power = (to_float(ratio) / 100.0).log2().round();
    // A square that is not quite one yet is one.
    Some(Growth::Polynomial(whole(power)))
}

/// A power as a whole number, two at least.
fn whole(power: f64) -> u8 {
    (2..99).find(|whole| f64::from(*whole) + 1.0 > power).unwrap_or(99)
}

fn to_float(steps: u64) -> f64 {
    u32::try_from(steps).map_or(f64::from(u32::MAX), f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(steps: impl Fn(u64) -> u64) -> Option<Growth> {
        growth(1, Part { letters: 1, may_double: true }, |times, most| {
            let steps = steps(times as u64);
            Ran { steps: steps.min(most), is_finished: steps <= most }
        })
    }

    #[test]
    fn what_is_counted_tells_how_it_grows() {
        assert_eq!(of(|n| 40 * n + 300), None);
        assert_eq!(of(|n| n * n / 2 + 10 * n + 50), Some(Growth::Polynomial(2)));
        assert_eq!(of(|n| n * n * n / 6 + 50), Some(Growth::Polynomial(3)));
        assert_eq!(of(|n| 1_u64.checked_shl(n as u32).unwrap_or(u64::MAX)), Some(Growth::Exponential));
        assert_eq!(of(|n| 3_u64.saturating_pow(n as u32 / 2)), Some(Growth::Exponential));
        assert!(matches!(of(|n| n.saturating_pow(9)), Some(Growth::Polynomial(power)) if power > 5));
    }

    #[test]
    fn what_stops_growing_does_not_grow() {
        assert_eq!(of(|n| n.min(60) * n * 4), None);
    }
}
