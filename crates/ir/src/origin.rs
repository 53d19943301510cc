//! Where the letters of a text stand in the file that it was taken out of: code that a file of another form holds as strings of
//! JSON, in cells.

use crate::{SourceFile, Span, json_letters};

/// The file that a text was taken out of, and which of its letters stands where.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The file as it is written.
    pub whole: SourceFile,
    /// Bytes of the text, each with the byte of the file from which on the text stands there as letters of JSON; in order.
    anchors: Vec<(u32, u32)>,
    /// Bytes of the text at which cells begin, each with the cell's number; in order.
    cells: Vec<(u32, u32)>,
}

/// A line of a cell; both numbers count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellLine {
    /// The cell's number among all of its file.
    pub cell: u32,
    /// The line's number in the cell.
    pub line: u32,
}

impl Origin {
    /// The origin of a text: where its pieces stand, and where its cells begin, both in the order of the text.
    pub fn new(whole: SourceFile, anchors: Vec<(u32, u32)>, cells: Vec<(u32, u32)>) -> Self {
        Self { whole, anchors, cells }
    }

    /// Where a part of the text is written.
    pub(crate) fn written(&self, span: Span) -> Span {
        let start = self.byte(span.start, self.anchors.partition_point(|(at, _)| *at <= span.start));
        if span.end <= span.start {
            return Span::new(start, start);
        }
        // What ends where a piece does ends before what is written around the next one.
        let end = self.byte(span.end, self.anchors.partition_point(|(at, _)| *at < span.end));
        Span::new(start, end.max(start))
    }

    /// The byte of the file for one of the text, counted from the last of so many anchors.
    fn byte(&self, offset: u32, anchors: usize) -> u32 {
        let Some(&(from, raw)) = anchors.checked_sub(1).and_then(|at| self.anchors.get(at)) else {
            return self.anchors.first().map_or(0, |(_, raw)| *raw);
        };
        let (mut at, mut raw) = (from as usize, raw as usize);
        for (letter, length) in json_letters(self.whole.text.get(raw..).unwrap_or_default()) {
            // The quote that ends the string is no part of it.
            let is_end = length == 1 && letter == '"';
            if at + letter.len_utf8() > offset as usize || is_end {
                break;
            }
            at += letter.len_utf8();
            raw += length;
        }
        raw as u32
    }

    /// The cell and the line in it, of a byte of the text.
    pub(crate) fn cell_line(&self, text: &SourceFile, offset: u32) -> Option<CellLine> {
        let at = self.cells.partition_point(|(begin, _)| *begin <= offset).checked_sub(1)?;
        let &(begin, cell) = self.cells.get(at)?;
        Some(CellLine { cell, line: text.lines.line(offset).saturating_sub(text.lines.line(begin)) + 1 })
    }
}
