//! From spans to what people read: places, quotes and excerpts, with secrets hidden.

use std::ops::Range;

use ir::{SourceFile, Span};

use crate::mask::masked;
use crate::{Excerpt, Place};

/// The most lines of a quote.
const QUOTE_LINES: u32 = 3;
/// The most code points of a quote.
const QUOTE_LENGTH: usize = 400;
/// The most lines of an excerpt.
const EXCERPT_LINES: u32 = 6;
/// The most code points of a line of an excerpt.
const EXCERPT_WIDTH: usize = 240;
/// How many code points before a place stay, where the start of a long line is cut off.
const LEAD: usize = 40;

/// Where a span is in the file as it is written.
pub fn place(file: &SourceFile, span: Span) -> Place {
    let cell = file.cell_line(span.start);
    let (file, span) = file.written(span);
    let start = file.position(span.start);
    let end = file.position(span.end.max(span.start));
    Place {
        path: file.path.clone(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        cell,
    }
}

/// The code at a place, and its hidden parts as ranges of code points: the lines that the span is on, without their
/// indentation, at most three of them and 400 code points; `…` stands for the rest. `secrets` are the secret
/// spans of the file as it is written, in order and without overlap.
pub fn quote(file: &SourceFile, span: Span, secrets: &[Span]) -> (String, Vec<Range<usize>>) {
    let (file, span) = file.written(span);
    let (first, last) = lines(file, span);
    let indent = indentation(file.line(first)).to_owned();
    let mut out = Masked::default();
    for number in first..=last.min(first + QUOTE_LINES - 1) {
        let line = Line::new(file, number);
        let own = indentation(line.text);
        let skipped = if own.starts_with(&indent) { indent.len() } else { own.len() };
        let text = line.text.trim_end();
        let mut from = skipped.min(text.len());
        if number == first {
            let before = text.get(from..line.column(span.start).max(from)).unwrap_or("");
            let length = before.chars().count();
            if length > QUOTE_LENGTH * 3 / 4 {
                from += before.char_indices().nth(length - LEAD).map_or(0, |(at, _)| at);
                out.push_plain("…");
            }
        } else {
            out.push_plain("\n");
        }
        out.push(text.get(from..).unwrap_or(""), line.start + from as u32, secrets);
    }
    if last >= first + QUOTE_LINES {
        out.push_plain(" …");
    }
    out.cut(QUOTE_LENGTH);
    (out.text, out.ranges)
}

/// The whole lines that a span is on, at most six of them, with the span's range in them. Of long lines the part
/// around the span is shown, and `…` for the rest.
pub fn excerpt(file: &SourceFile, span: Span, secrets: &[Span]) -> Excerpt {
    let (file, span) = file.written(span);
    let (first, last) = lines(file, span);
    let mut out = Masked::default();
    let (mut start, mut end) = (0, 0);
    for number in first..=last.min(first + EXCERPT_LINES - 1) {
        if number > first {
            out.push_plain("\n");
        }
        let line = Line::new(file, number);
        let (from, to) = (line.column(span.start), line.column(span.end.max(span.start)));
        let shown = window(line.text, from, to);
        if shown.start > 0 {
            out.push_plain("…");
        }
        let text_of = |part: Range<usize>| line.text.get(part).unwrap_or("");
        let from = from.clamp(shown.start, shown.end);
        let to = to.clamp(from, shown.end);
        // Hidden as one, measured in parts: hiding changes the number of bytes.
        let base = out.text.len();
        let (whole, _) = masked(text_of(shown.clone()), line.start + shown.start as u32, secrets);
        let byte = |count: usize| whole.char_indices().nth(count).map_or(whole.len(), |(at, _)| at);
        let before = text_of(shown.start..from).chars().count();
        let inside = text_of(from..to).chars().count();
        if number == first {
            start = base + byte(before);
        }
        end = base + byte(before + inside);
        out.push_plain(&whole);
        if shown.end < line.text.len() {
            out.push_plain("…");
        }
    }
    Excerpt { first_line: first, text: out.text, range: start..end.max(start) }
}

/// The first and the last line of a span. A span that ends with a line end does not reach into the next line.
fn lines(file: &SourceFile, span: Span) -> (u32, u32) {
    let first = file.lines.line(span.start).max(1);
    let last = file.lines.line(span.end.saturating_sub(1).max(span.start));
    (first, last.max(first))
}

fn indentation(line: &str) -> &str {
    let rest = line.trim_start_matches([' ', '\t', '\x0c']);
    line.get(..line.len() - rest.len()).unwrap_or("")
}

/// The part of a line to show: all of it, or what is around a range of it.
fn window(line: &str, from: usize, to: usize) -> Range<usize> {
    // The number of bytes is never less than that of code points: short lines are not counted.
    if line.len() <= EXCERPT_WIDTH || line.chars().nth(EXCERPT_WIDTH).is_none() {
        return 0..line.len();
    }
    let before = line.get(..from).unwrap_or("");
    let wanted = line.get(from..to).unwrap_or("").chars().count();
    let fits = before.chars().count() + wanted.min(EXCERPT_WIDTH / 2) <= EXCERPT_WIDTH;
    let start = if fits { 0 } else { before.char_indices().rev().nth(LEAD - 1).map_or(0, |(at, _)| at) };
    let length = line.get(start..).and_then(|rest| rest.char_indices().nth(EXCERPT_WIDTH)).map(|(at, _)| at);
    start..length.map_or(line.len(), |length| start + length)
}

/// A line without its end, and where it starts in the file.
struct Line<'a> {
    text: &'a str,
    start: u32,
}

impl<'a> Line<'a> {
    fn new(file: &'a SourceFile, number: u32) -> Self {
        let (start, _) = file.lines.range(number, file.text.len());
        Self { text: file.line(number), start: start as u32 }
    }

    /// The byte of this line at which an offset into the file is, or the end that is nearer.
    fn column(&self, offset: u32) -> usize {
        let mut at = (offset.saturating_sub(self.start) as usize).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// A text that grows, with the hidden parts of it.
#[derive(Default)]
struct Masked {
    text: String,
    length: usize,
    ranges: Vec<Range<usize>>,
}

impl Masked {
    fn push_plain(&mut self, text: &str) {
        self.text.push_str(text);
        self.length += text.chars().count();
    }

    fn push(&mut self, part: &str, offset: u32, secrets: &[Span]) {
        let (text, ranges) = masked(part, offset, secrets);
        let base = self.length;
        self.ranges.extend(ranges.into_iter().map(|range| range.start + base..range.end + base));
        self.push_plain(&text);
    }

    /// Cuts what is longer, and says so.
    fn cut(&mut self, most: usize) {
        if self.length <= most {
            return;
        }
        let end = most - 1;
        if let Some((at, _)) = self.text.char_indices().nth(end) {
            self.text.truncate(at);
        }
        self.text.push('…');
        self.length = most;
        self.ranges.retain_mut(|range| {
            range.end = range.end.min(end);
            range.start < range.end
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span_of(file: &SourceFile, part: &str) -> Span {
        let start = file.text.find(part).unwrap();
        Span::new(start as u32, (start + part.len()) as u32)
    }

    #[test]
    fn a_quote_is_the_code_without_its_indentation() {
        let file = SourceFile::new("a.py", "def f():\r\n    call(\r\n        a,\r\n    )  \r\n    b\r\n");
        let span = span_of(&file, "call(\r\n        a,\r\n    )");
        assert_eq!(quote(&file, span, &[]).0, "call(\n    a,\n)");
        let place = place(&file, span);
        assert_eq!((place.line, place.column, place.end_line, place.end_column), (2, 5, 4, 6));
        assert_eq!(quote(&file, span_of(&file, "f()"), &[]).0, "def f():");
    }

    #[test]
    fn a_long_quote_is_cut_and_says_so() {
        let file = SourceFile::new("a.py", "f(\n1,\n2,\n3,\n)\n");
        assert_eq!(quote(&file, Span::new(0, 13), &[]).0, "f(\n1,\n2, …");
        let file = SourceFile::new("a.py", format!("{}sink(x){}", "\u{e4} + ".repeat(500), " + 1".repeat(500)));
        let (text, _) = quote(&file, span_of(&file, "sink(x)"), &[]);
        assert!(text.starts_with("… + \u{e4} + ") || text.starts_with('…'), "{text}");
        assert!(text.contains("sink(x)") && text.ends_with('…'), "{text}");
        assert_eq!(text.chars().count(), QUOTE_LENGTH);
    }

    #[test]
    fn what_is_hidden_in_a_quote_is_told_by_code_points() {
        let file = SourceFile::new("a.py", "if 1:\n    \u{e4} = 'top-secret-word!'\n");
        let (text, ranges) = quote(&file, span_of(&file, "'top"), &[span_of(&file, "top-secret-word!")]);
        assert_eq!(text, "\u{e4} = 'top-************'");
        assert_eq!(ranges, vec![9..21]);
        let long = SourceFile::new("a.py", format!("k = '{}'", "s".repeat(1000)));
        let (text, ranges) = quote(&long, Span::new(0, 1), &[Span::new(5, 1005)]);
        assert_eq!(text.chars().count(), QUOTE_LENGTH);
        assert_eq!(ranges, vec![9..QUOTE_LENGTH - 1]);
    }

    #[test]
    fn an_excerpt_marks_the_place_in_whole_lines() {
        let file = SourceFile::new("a.py", "a\n    k = '\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}'; call(\n        k)\nb\n");
        let span = span_of(&file, "call(\n        k)");
        let excerpt = excerpt(&file, span, &[span_of(&file, "\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}")]);
        assert_eq!(excerpt.first_line, 2);
        assert_eq!(excerpt.text, "    k = '\u{e4}****'; call(\n        k)");
        assert_eq!(&excerpt.text[excerpt.range], "call(\n        k)");
    }

    #[test]
    fn an_excerpt_of_a_long_line_shows_the_part_around_the_place() {
        let file = SourceFile::new("a.py", format!("{}sink(x){}", "\u{e4} + ".repeat(500), " + 1".repeat(500)));
        let found = excerpt(&file, span_of(&file, "sink(x)"), &[]);
        assert_eq!(&found.text[found.range.clone()], "sink(x)");
        assert!(found.text.starts_with('…') && found.text.ends_with('…'));
        assert!(found.text.chars().count() <= EXCERPT_WIDTH + 2);
        let whole = excerpt(&file, Span::new(0, file.text.len() as u32), &[]);
        assert!(whole.text.chars().count() <= EXCERPT_WIDTH + 1);
        let many = SourceFile::new("a.py", "x\n".repeat(20));
        assert_eq!(excerpt(&many, Span::new(0, 40), &[]).text.lines().count(), EXCERPT_LINES as usize);
    }

    #[test]
    fn spans_that_fit_no_text_do_no_harm() {
        for text in ["", "\n", "\u{e4}", "a\r", "\u{e4}\r\n\u{e4}"] {
            let file = SourceFile::new("a.py", text);
            for start in 0..8 {
                for end in 0..8 {
                    let span = Span::new(start, end);
                    let _ = quote(&file, span, &[span]);
                    let found = excerpt(&file, span, &[]);
                    assert!(found.text.get(found.range).is_some(), "{text:?} {span:?}");
                    assert!(place(&file, span).line >= 1);
                }
            }
        }
    }
}
