//! Items of lists that are findings without an id: files of each of which something is said, and what is praised.
//!
//! Takes lines; gives where such items begin.

use std::ops::Range;

use super::gathering::is_subject;
use super::keys::keyed;
use super::lines::{Kind, Line};
use super::places::places;
use crate::words::{Field, denial, side};

/// Where items begin that each are a file of which keys below it say how things stand; nothing where there are fewer than two.
pub(super) fn files(lines: &[Line], range: Range<usize>) -> Vec<usize> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for at in range {
        let line = &lines[at];
        if line.level().is_some() || begins_something(line) && matches!(line.kind, Kind::Item(_)) {
            open = begins_with_file(line).then_some(at);
        } else if let Some(start) = open.filter(|_| matches!(line.kind, Kind::Item(_)) && says_how(line)) {
            found.push(start);
            open = None;
        }
    }
    if found.len() > 1 { found } else { Vec::new() }
}

/// Whether an item begins with the path of a file that is set apart.
fn begins_with_file(line: &Line) -> bool {
    let first = line.pieces.iter().find(|piece| !piece.text.trim().is_empty());
    let is_path = |text: &str| {
        let spots = places(text);
        matches!(spots.as_slice(), [spot] if spot.path.as_ref().is_some_and(|path| text.trim().starts_with(path)))
    };
    matches!(line.kind, Kind::Item(_))
        && first.is_some_and(|piece| (piece.is_strong || piece.is_code) && is_path(&piece.text))
}

/// Whether a line is a key for how bad something is, or how it stands.
fn says_how(line: &Line) -> bool {
    keyed(&line.pieces).iter().any(|one| matches!(one.field, Field::Status | Field::Severity))
}

/// Where items begin that praise: each names one of the subjects of audits, or a place in code. Of each it is told where it ends, too.
pub(super) fn praises(lines: &[Line], range: Range<usize>) -> Vec<Range<usize>> {
    let is_item = |at: &usize| matches!(lines[*at].kind, Kind::Item(_)) && lines[*at].begins;
    let starts: Vec<usize> = range.clone().filter(is_item).collect();
    let ends = starts.iter().skip(1).copied().chain([range.end]);
    let all = starts.iter().copied().zip(ends).map(|(start, end)| start..end);
    // What gathers smaller items says nothing itself.
    let gathers = |item: &Range<usize>| {
        item.end < range.end && is_item(&item.end) && lines[item.end].depth > lines[item.start].depth
    };
    all.filter(|item| !gathers(item) && praises_something(&lines[item.start])).collect()
}

/// Whether an item begins with what is done well there, or names a line of code.
fn praises_something(line: &Line) -> bool {
    let text = line.text();
    let end = [":", " - ", " – ", " — ", "：", " ("].iter().filter_map(|sign| text.find(sign)).min();
    let about = &text[..end.unwrap_or(text.len())];
    let accuses = matches!(side(&text), Some((crate::words::Side::Accuses, _))) && denial(&text).is_none();
    !accuses && (is_subject(about) || places(&text).iter().any(|spot| !spot.lines.is_empty()))
}

/// Whether a line may be the title of a finding that no heading has.
pub(super) fn begins_something(line: &Line) -> bool {
    line.begins && line.depth <= 1 && matches!(line.kind, Kind::Item(_) | Kind::Text) && keyed(&line.pieces).is_empty()
}
