//! Source text and positions in it.

use crate::{CellLine, Origin, Span};

/// A file's text as it is analysed.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path below the root, with `/` between its parts. Bytes that are not UTF-8 are percent-encoded.
    pub path: String,
    /// The decoded text. A byte-order mark is not part of it.
    pub text: String,
    /// Where lines start.
    pub lines: LineIndex,
    /// The file that the text was taken out of, when it is not the file's own.
    pub origin: Option<Box<Origin>>,
}

impl SourceFile {
    /// A file with its line index.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let lines = LineIndex::new(&text);
        Self { path: path.into(), text, lines, origin: None }
    }

    /// The text of a line without its end; lines count from 1. Empty for a line that does not exist.
    pub fn line(&self, number: u32) -> &str {
        let (start, end) = self.lines.range(number, self.text.len());
        self.text.get(start..end).unwrap_or("").trim_end_matches(['\n', '\r'])
    }

    /// The position of a byte offset in the file as it is written.
    pub fn position(&self, offset: u32) -> Position {
        let (file, span) = self.written(Span::new(offset, offset));
        file.lines.position(&file.text, span.start)
    }

    /// The file as it is written, and where in it a part of the text stands.
    pub fn written(&self, span: Span) -> (&SourceFile, Span) {
        match &self.origin {
            Some(origin) => (&origin.whole, origin.written(span)),
            None => (self, span),
        }
    }

    /// The cell of a byte offset and the line in it, when the text was taken out of cells.
    pub fn cell_line(&self, offset: u32) -> Option<CellLine> {
        self.origin.as_ref().and_then(|origin| origin.cell_line(self, offset))
    }
}

/// A place that people can find: both numbers count from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column in Unicode code points.
    pub column: u32,
}

/// The byte offsets at which lines start. A line ends with `\n`, `\r\n` or a lone `\r`.
#[derive(Clone, Debug, Default)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Indexes a text.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, &byte) in bytes.iter().enumerate() {
            if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                starts.push(at as u32 + 1);
            }
        }
        Self { starts }
    }

    /// How many lines; a text that ends with a line end has no further, empty line.
    pub fn count(&self, text_len: usize) -> u32 {
        let last_is_empty = self.starts.last().is_some_and(|&start| start as usize >= text_len);
        self.starts.len() as u32 - u32::from(last_is_empty)
    }

    /// The line (from 1) that holds a byte offset.
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|&start| start <= offset) as u32
    }

    /// The byte range of a line, its end included.
    pub fn range(&self, line: u32, text_len: usize) -> (usize, usize) {
        let index = line.saturating_sub(1) as usize;
        let start = self.starts.get(index).map_or(text_len, |&start| start as usize);
        let end = self.starts.get(index + 1).map_or(text_len, |&start| start as usize);
        (start, end)
    }

    /// The position of a byte offset; an offset inside a code point counts as at its start.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line(offset).max(1);
        let start = self.starts.get(line as usize - 1).copied().unwrap_or(0) as usize;
        let mut end = (offset as usize).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let column = text.get(start..end).map_or(0, |before| before.chars().count()) as u32 + 1;
        Position { line, column }
    }
}
