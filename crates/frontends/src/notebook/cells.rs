//! Cells that cannot be parsed, taken out of the text of a notebook, so that the others are read.

use std::ops::Range;

use ir::Span;

use super::BREAK;

/// The text with blanks in place of the cells in which `broken` finds something, and what was found, with its place. Every byte
/// stays where it is.
pub(crate) fn without_broken_cells(
    text: &str,
    broken: impl Fn(&str) -> Option<(Range<usize>, String)>,
) -> (String, Vec<(Span, String)>) {
    let (mut kept, mut found) = (String::with_capacity(text.len()), Vec::new());
    for cell in text.split_inclusive(BREAK) {
        match broken(cell) {
            None => kept.push_str(cell),
            Some((place, what)) => {
                let start = kept.len();
                let at = |byte: usize| (start + byte.min(cell.len())) as u32;
                found.push((Span::new(at(place.start), at(place.end)), what));
                for letter in cell.chars() {
                    match letter {
                        '\n' | '\r' => kept.push(letter),
                        other => kept.extend(std::iter::repeat_n(' ', other.len_utf8())),
                    }
                }
            }
        }
    }
    (kept, found)
}
