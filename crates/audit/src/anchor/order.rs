//! Lines of a quote that stand in order in a file, with others between them that the quote leaves out.
//!
//! Takes where each line of a file stands; gives the first and the last of the lines that are there. What is looked at begins with
//! the lines of the quote that are rarest in the file, and goes from each both ways, never farther than a function is long.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

/// Lines that are left out between two of a quote, at most.
const GAP: u32 = 40;
/// The same for lines that stand often in a file, and say little of where one is.
const NEAR: u32 = 6;
/// Lines from the one that was begun with, at most.
const WINDOW: u32 = 120;
/// A line that stands more often is no place to begin.
const OFTEN: usize = 8;
/// So many lines of a quote are begun with.
const BEGUN: usize = 4;
/// Shorter lines say nothing of where one is, in letters without white space.
const TELLING: usize = 6;
/// Shorter lines are passed over.
const SHORTEST: usize = 4;

/// Less of a quote is enough where this many of its lines stand there, and one of them nowhere else.
const LINES: usize = 3;
/// So much less, in hundredths.
const LESS: usize = 25;

/// Where each line of a file stands, from 1, by its key.
pub(super) type Standing = FxHashMap<u64, Vec<u32>>;

/// A line without white space, and with one sort of quotation marks; of a line that begins a function or a class, what stands before
/// its arguments.
pub(crate) fn key(line: &str) -> u64 {
    let said = if begins(line) && !line.trim_start().starts_with('@') {
        line.split(['(', ':', '{', '<']).next().unwrap_or(line)
    } else {
        line
    };
    let mut hasher = FxHasher::default();
    for letter in said.chars().filter(|letter| !letter.is_whitespace()) {
        let letter = if letter == '\'' { '"' } else { letter };
        letter.hash(&mut hasher);
    }
    hasher.finish()
}

/// Whether a line begins a function or a class, or says what is put around one.
pub(crate) fn begins(line: &str) -> bool {
    let line = line.trim_start();
    let line = line.strip_prefix("async ").unwrap_or(line);
    line.starts_with('@')
        || ["def ", "class ", "function ", "func ", "fn ", "public ", "private ", "protected "]
            .iter()
            .any(|word| line.starts_with(word))
}

/// How much a line says.
pub(super) fn letters(line: &str) -> usize {
    line.chars().filter(|letter| letter.is_alphanumeric()).count()
}

/// Where lines of a quote stand in order that are at least so many hundredths of it, in letters.
pub(super) fn in_order(standing: &Standing, quoted: &[&str], near: Option<u32>, least: usize) -> Option<(u32, u32)> {
    let said: Vec<usize> = quoted.iter().map(|line| letters(line)).collect();
    let all: usize = said.iter().filter(|&&letters| letters >= SHORTEST).sum();
    let keys: Vec<u64> = quoted.iter().map(|line| key(line)).collect();
    let of = |at: usize| standing.get(&keys[at]).map(Vec::as_slice).unwrap_or_default();
    let mut begun: Vec<(usize, usize)> = (0..quoted.len())
        .filter(|&at| said[at] >= TELLING && (1..=OFTEN).contains(&of(at).len()))
        .map(|at| (of(at).len(), at))
        .collect();
    begun.sort_unstable();
    // How much of the quote stands around a line, and where; more than one line may lead to the same.
    let mut found: BTreeMap<(u32, u32), (usize, usize, bool)> = BTreeMap::new();
    for (_, at) in begun.into_iter().take(BEGUN) {
        for &line in of(at) {
            let (mut first, mut last, mut weight) = (line, line, said[at]);
            let (mut lines, mut is_alone) = (1, of(at).len() == 1);
            for next in (at + 1..quoted.len()).filter(|&next| said[next] >= SHORTEST) {
                let of = of(next);
                let far = if of.len() > OFTEN { NEAR } else { GAP };
                let after = of.get(of.partition_point(|&one| one <= last)).copied();
                if let Some(after) = after.filter(|after| after - last <= far && after - line <= WINDOW) {
                    last = after;
                    weight += said[next];
                    lines += 1;
                    is_alone |= of.len() == 1 && said[next] >= TELLING;
                }
            }
            for before in (0..at).rev().filter(|&before| said[before] >= SHORTEST) {
                let of = of(before);
                let far = if of.len() > OFTEN { NEAR } else { GAP };
                let one = of.partition_point(|&one| one < first).checked_sub(1).map(|at| of[at]);
                if let Some(one) = one.filter(|one| first - one <= far && line - one <= WINDOW) {
                    first = one;
                    weight += said[before];
                    lines += 1;
                    is_alone |= of.len() == 1 && said[before] >= TELLING;
                }
            }
            let known = found.entry((first, last)).or_default();
            *known = (weight, lines, is_alone).max(*known);
        }
    }
    let is_enough = |&(weight, lines, is_alone): &(usize, usize, bool)| {
        100 * weight >= least * all || is_alone && lines >= LINES && 100 * weight >= LESS * all
    };
    let enough = found.into_iter().filter(|(_, found)| is_enough(found));
    let far = |(first, last): (u32, u32)| match near {
        Some(near) if !(first..=last).contains(&near) => near.abs_diff(first),
        _ => 0,
    };
    enough
        .max_by_key(|&(lines, weight)| (weight, std::cmp::Reverse(far(lines)), std::cmp::Reverse(lines)))
        .map(|(lines, _)| lines)
}
