//! The lines of one file that a finding is about, with its places marked on them.
//!
//! Excerpts of one file overlap or lie apart; they are laid on one sheet, of which only the marked lines are shown.
//! Each line is cleaned and, where it is too long, cut around its marks before the frame is drawn.

use std::collections::BTreeMap;

use annotate_snippets::renderer::DEFAULT_CONTEXT_STYLE;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use review::{Excerpt, Severity};

use super::paint::{Paint, severity_style};
use crate::lines::{Position, lines, positions};
use crate::sink::Terminal;

/// Lines farther apart than this are drawn as two frames.
const FARTHEST: u32 = 200;

/// The most lines that a mark covers; a longer place is marked to there.
const TALLEST: usize = 12;

/// One file's part of a finding.
#[derive(Default)]
pub(super) struct Canvas<'a> {
    lines: BTreeMap<u32, &'a str>,
    marks: Vec<Mark>,
    shown: Vec<u32>,
}

/// A place on the sheet.
struct Mark {
    start: (u32, usize),
    end: (u32, usize),
    label: String,
    is_primary: bool,
}

impl<'a> Canvas<'a> {
    /// Adds an excerpt's lines and marks its place.
    pub(super) fn mark(&mut self, excerpt: &'a Excerpt, label: String, is_primary: bool) {
        let found = lines(&excerpt.text);
        let (start, mut end) = positions(excerpt, &found);
        if end.line - start.line >= TALLEST {
            let line = start.line + TALLEST - 1;
            end = Position { line, byte: found.get(line).map_or(0, |line| line.text.len()) };
        }
        for (at, line) in (0..).zip(&found) {
            self.lines.entry(excerpt.first_line.saturating_add(at)).or_insert(line.text);
        }
        let place = |position: Position| (excerpt.first_line.saturating_add(position.line as u32), position.byte);
        self.marks.push(Mark { start: place(start), end: place(end), label, is_primary });
    }

    /// Shows the lines around, too.
    pub(super) fn show_all(&mut self) {
        self.shown = self.lines.keys().copied().collect();
    }

    /// The last number that is shown.
    pub(super) fn last_line(&self) -> u32 {
        self.marks.iter().map(|mark| mark.end.0).chain(self.shown.iter().copied()).max().unwrap_or(1)
    }

    /// The columns from the start of a label to the right end of the frame, for the narrowest label.
    pub(super) fn room(&self, width: usize) -> usize {
        let columns = self.marks.iter().map(|mark| {
            let line = self.lines.get(&mark.end.0).copied().unwrap_or("");
            let byte = crate::lines::floor(line, mark.end.1);
            Terminal(line.get(..byte).unwrap_or("")).with_positions(&[]).0.chars().count()
        });
        width.saturating_sub(columns.max().unwrap_or(0) + 2)
    }

    /// The frame, each line behind a gutter that is wide enough for `digits`.
    pub(super) fn draw(&self, severity: Severity, paint: Paint, digits: usize, width: usize, out: &mut String) {
        let mut numbers: Vec<u32> = self.shown.clone();
        for mark in &self.marks {
            numbers.extend(mark.start.0..=mark.end.0);
        }
        numbers.sort_unstable();
        numbers.dedup();
        let mut frames = numbers.chunk_by(|one, next| next - one <= FARTHEST).peekable();
        while let Some(frame) = frames.next() {
            let (Some(&first), Some(&last)) = (frame.first(), frame.last()) else { continue };
            self.draw_frame(first, last, severity, paint, digits, width, out);
            if frames.peek().is_some() {
                out.push_str(&paint.gutter("..."));
                out.push('\n');
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one caller; a struct would only rename them")]
    fn draw_frame(
        &self,
        first: u32,
        last: u32,
        severity: Severity,
        paint: Paint,
        digits: usize,
        width: usize,
        out: &mut String,
    ) {
        let marks: Vec<&Mark> = self.marks.iter().filter(|mark| (first..=last).contains(&mark.start.0)).collect();
        let mut text = String::new();
        let mut spans = vec![0..0; marks.len()];
        let mut visible = Vec::new();
        for number in first..=last {
            let line = self.lines.get(&number).copied().unwrap_or("…");
            let starts = marks.iter().enumerate().filter(|(_, mark)| mark.start.0 == number);
            let ends = marks.iter().enumerate().filter(|(_, mark)| mark.end.0 == number);
            let mut wanted: Vec<(usize, usize, bool)> = starts
                .map(|(at, mark)| (mark.start.1, at, false))
                .chain(ends.map(|(at, mark)| (mark.end.1, at, true)))
                .collect();
            wanted.sort_unstable();
            let bytes: Vec<usize> = wanted.iter().map(|&(byte, ..)| byte).collect();
            let (line, moved) = fit(line, &bytes, width);
            for (&(_, at, is_end), byte) in wanted.iter().zip(moved) {
                if let Some(span) = spans.get_mut(at) {
                    if is_end {
                        span.end = text.len() + byte;
                    } else {
                        span.start = text.len() + byte;
                    }
                }
            }
            if self.shown.binary_search(&number).is_ok() {
                visible.push(text.len()..text.len() + line.len());
            }
            text.push_str(&line);
            text.push('\n');
        }
        let annotations = marks.iter().zip(spans).map(|(mark, span)| {
            let kind = if mark.is_primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            kind.span(span).label((!mark.label.is_empty()).then_some(mark.label.as_str()))
        });
        let snippet = Snippet::source(text.as_str())
            .line_start(first as usize)
            .annotations(annotations)
            .annotations(visible.into_iter().map(|span| AnnotationKind::Visible.span(span)));
        let group = [Group::with_level(Level::ERROR).element(snippet)];
        // The lines are cut already; the renderer must not cut them again.
        let plain = Renderer::plain().term_width(usize::from(u16::MAX));
        let plain_frame = plain.render(&group);
        let gutter = plain_frame.chars().take_while(|&c| c == ' ').count();
        let pad = " ".repeat((digits + 1).saturating_sub(gutter));
        let frame = if paint.0 {
            let styled = Renderer::styled().term_width(usize::from(u16::MAX));
            styled.error(severity_style(severity)).context(DEFAULT_CONTEXT_STYLE).render(&group)
        } else {
            plain_frame.clone()
        };
        let kept = kept_lines(&plain_frame);
        for line in frame.lines().take(kept) {
            out.push_str(&pad);
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
}

/// How many lines a frame has before the empty ones at its end.
fn kept_lines(frame: &str) -> usize {
    let lines: Vec<&str> = frame.lines().collect();
    lines.iter().rposition(|line| line.trim() != "|").map_or(0, |last| last + 1)
}

/// A line cleaned and cut to the width, around the given bytes of it, and where these have gone.
pub(crate) fn fit(line: &str, bytes: &[usize], width: usize) -> (String, Vec<usize>) {
    let (text, moved) = Terminal(line).with_positions(bytes);
    let text = text.trim_end();
    let columns: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    if columns.iter().map(|&at| text.get(at..).map_or(1, wide)).sum::<usize>() <= width {
        return (text.to_owned(), moved.into_iter().map(|at| at.min(text.len())).collect());
    }
    let column_of = |byte: usize| columns.partition_point(|&at| at < byte);
    let from = moved.first().map_or(0, |&byte| column_of(byte));
    let to = moved.last().map_or(0, |&byte| column_of(byte));
    let room = width.saturating_sub(2).max(8);
    // Wide characters take two columns: half the room is enough for any of them.
    let room = if text.chars().any(is_wide) { room / 2 } else { room };
    let start = if to <= room { 0 } else { from.saturating_sub(room.saturating_sub(to - from).min(room) / 2) };
    let end = (start + room).min(columns.len());
    let byte_at = |column: usize| columns.get(column).copied().unwrap_or(text.len());
    let (first, last) = (byte_at(start), byte_at(end));
    let before = if start > 0 { "…" } else { "" };
    let after = if end < columns.len() { "…" } else { "" };
    let cut = format!("{before}{}{after}", text.get(first..last).unwrap_or(""));
    let moved = moved.into_iter().map(|byte| byte.clamp(first, last) - first + before.len()).collect();
    (cut, moved)
}

/// The columns of a text's first character.
fn wide(text: &str) -> usize {
    text.chars().next().map_or(0, |c| if is_wide(c) { 2 } else { 1 })
}

/// Whether a character takes two columns, roughly.
fn is_wide(character: char) -> bool {
    matches!(u32::from(character),
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60
        | 0x1f000..=0x1faff | 0x20000..=0x3fffd)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_line_is_only_cleaned() {
        assert_eq!(fit("\ta\u{1b}b", &[1, 2], 40), ("    a\\u{1b}b".to_owned(), vec![4, 5]));
    }

    #[test]
    fn a_long_line_is_cut_around_its_marks() {
        let line = format!("{}MARK{}", "x".repeat(5_000), "y".repeat(5_000));
        let (text, moved) = fit(&line, &[5_000, 5_004], 40);
        assert!(text.chars().count() <= 40, "{text}");
        assert!(text.starts_with('…') && text.ends_with('…'));
        assert_eq!(&text[moved[0]..moved[1]], "MARK");
    }

    #[test]
    fn a_mark_longer_than_the_line_begins_where_it_begins() {
        let line = format!("ab{}", "x".repeat(200));
        let (text, moved) = fit(&line, &[2, 202], 40);
        assert!(text.starts_with("…x") && text.ends_with('…'));
        assert_eq!(moved, [3, text.len() - '…'.len_utf8()]);
    }
}
