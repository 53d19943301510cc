//! Rows that say nothing which another row does not say as well.
//!
//! Objects that hold one another are reached in many ways, and where it is lost in which part of something the data is,
//! it does not matter of which part it was. Takes rows in order; drops those that another covers: its data comes from as
//! much or more, ends at the same place or around it, has been made harmless for no more kinds and rests on no more
//! assumptions. What is found stays the same, by another witness perhaps.

use knowledge::KindSet;

use crate::limits::GUESS;
use crate::origin::Origin;
use crate::path::{Part, Path};
use crate::reached::Reached;

/// What a row says of data that goes on: in which slot and part, whence, harmless for what, and on how many assumptions.
pub(crate) type Said<S> = (S, Path, Origin, KindSet, u8);

/// Drops the rows that others cover. They are in the order of what `of` gives, each once.
pub(crate) fn drop_covered<T, S: Ord + Copy>(rows: &mut Vec<T>, of: impl Fn(&T) -> Said<S>) {
    if rows.len() > 1 {
        let said: Vec<Said<S>> = rows.iter().map(of).collect();
        let mut numbers = 0..;
        rows.retain(|_| numbers.next().is_none_or(|number| !is_covered(&said, number)));
    }
}

fn is_covered<S: Ord + Copy>(said: &[Said<S>], number: usize) -> bool {
    let (slot, path, origin, cleaned, assumed) = said[number];
    let covers = |path: Path, origin: Origin| {
        let is_before = |row: &Said<S>| (row.0, row.1, row.2) < (slot, path, origin);
        let is_same = |row: &Said<S>| (row.0, row.1, row.2) == (slot, path, origin);
        let first = said.partition_point(is_before);
        let mut same = said[first..].iter().take_while(|row| is_same(row)).enumerate();
        same.any(|(at, row)| first + at != number && row.3.without(cleaned).is_empty() && row.4 <= assumed)
    };
    if !path.is_lost() {
        return covers(path, origin);
    }
    let around = (0..=path.len()).map(|length| path.cut(length));
    around.into_iter().any(|path| match origin {
        Origin::Input(input, of) => {
            covers(path, origin) || (0..=of.len()).any(|length| covers(path, Origin::Input(input, of.first(length))))
        }
        Origin::Source(_) => covers(path, origin),
    })
}

/// Drops the sinks that others cover: the same sink is reached by all that a part may hold as well, or by some part of it
/// on fewer assumptions. They are in order, each once.
pub(crate) fn drop_covered_sinks(rows: &mut Vec<Reached>) {
    if rows.len() < 2 {
        return;
    }
    let key = |row: &Reached| (row.input, row.path, row.sink);
    let at = |path: Path, row: &Reached| {
        let place = (row.input, path, row.sink);
        let first = rows.partition_point(|row| key(row) < place);
        let same = rows[first..].iter().take_while(|row| key(row) == place).count();
        first..first + same
    };
    let covers = |by: &Reached, row: &Reached, more: u8| {
        by.cleaned.without(row.cleaned).is_empty() && by.assumed + more <= row.assumed
    };
    let mut is_covered = vec![false; rows.len()];
    for (number, row) in rows.iter().enumerate() {
        for other in at(row.path, row).filter(|other| *other != number) {
            is_covered[other] |= covers(row, &rows[other], 0);
        }
        // Reading any element of something, or some part, finds what is known of the whole.
        let parts = row.path.parts();
        let is_exact = |part: &Part| matches!(part, Part::Field(_) | Part::Key(_));
        let exact = parts.iter().rposition(|part| is_exact(&part)).map_or(0, |last| last + 1);
        for length in exact..parts.len() + usize::from(row.path.is_lost()) {
            for whole in at(row.path.first(length), row) {
                is_covered[whole] |= covers(row, &rows[whole], 0);
            }
        }
        // Whichever part is read: it is guessed that it is this one.
        for length in (0..=parts.len()).filter(|_| row.assumed > 0) {
            let mut around = at(row.path.cut(length), row).filter(|other| *other != number);
            is_covered[number] |= around.any(|other| covers(&rows[other], row, GUESS));
        }
    }
    let mut numbers = 0..;
    rows.retain(|_| numbers.next().is_none_or(|number: usize| !is_covered[number]));
}
