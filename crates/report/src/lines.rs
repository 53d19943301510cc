//! Lines as the rest of the program counts them: they end with `\n`, `\r\n` or a lone `\r`. And places in an excerpt,
//! forced into bounds.

use review::Excerpt;

/// A line of a text, without its end, and where it starts in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line<'a> {
    /// The byte at which it starts.
    pub(crate) start: usize,
    /// The line.
    pub(crate) text: &'a str,
}

/// The lines of a text. One for an empty text; none after a final line end.
pub(crate) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
            let line = text.get(start..at).unwrap_or("");
            let line = if byte == b'\n' { line.strip_suffix('\r').unwrap_or(line) } else { line };
            found.push(Line { start, text: line });
            start = at + 1;
        }
    }
    if start < text.len() || found.is_empty() {
        found.push(Line { start, text: text.get(start..).unwrap_or("") });
    }
    found
}

/// A position in a text's lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    /// The index of the line.
    pub(crate) line: usize,
    /// The byte in the line.
    pub(crate) byte: usize,
}

/// The start and end of the excerpt's place in its lines; whatever the range says, both are in bounds and between
/// characters, and the end is not before the start.
pub(crate) fn positions(excerpt: &Excerpt, lines: &[Line<'_>]) -> (Position, Position) {
    let start = position(lines, excerpt.range.start, false);
    let end = position(lines, excerpt.range.end.max(excerpt.range.start), true);
    (start, end.max(start))
}

/// An end at the start of a line belongs to the line before.
fn position(lines: &[Line<'_>], at: usize, is_end: bool) -> Position {
    let after = lines.partition_point(|line| if is_end { line.start < at } else { line.start <= at });
    let line = after.saturating_sub(1);
    let found = lines.get(line).copied().unwrap_or(Line { start: 0, text: "" });
    Position { line, byte: floor(found.text, at.saturating_sub(found.start)) }
}

/// The nearest boundary between characters at or before `at`.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The part of the excerpt that the place covers.
pub(crate) fn covered(excerpt: &Excerpt) -> &str {
    let start = floor(&excerpt.text, excerpt.range.start);
    let end = floor(&excerpt.text, excerpt.range.end).max(start);
    excerpt.text.get(start..end).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        lines(text).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        assert_eq!(texts("a\nb\r\nc\rd"), ["a", "b", "c", "d"]);
        assert_eq!(texts("a\n\nb\n"), ["a", "", "b"]);
        assert_eq!(texts(""), [""]);
    }

    #[test]
    fn a_range_out_of_bounds_is_forced_into_them() {
        let excerpt = Excerpt { first_line: 1, text: "äö\nb".to_owned(), range: 1..99 };
        let (start, end) = positions(&excerpt, &lines(&excerpt.text));
        assert_eq!(start, Position { line: 0, byte: 0 });
        assert_eq!(end, Position { line: 1, byte: 1 });
        #[expect(clippy::reversed_empty_ranges, reason = "that is what is tested")]
        let excerpt = Excerpt { range: 5..2, ..excerpt };
        let (start, end) = positions(&excerpt, &lines(&excerpt.text));
        assert!(start <= end);
        assert_eq!(covered(&excerpt), "");
    }

    #[test]
    fn an_end_after_a_line_end_stays_on_the_line() {
        let excerpt = Excerpt { first_line: 1, text: "ab\ncd\n".to_owned(), range: 0..3 };
        let (start, end) = positions(&excerpt, &lines(&excerpt.text));
        assert_eq!((start.line, end.line), (0, 0));
    }
}
