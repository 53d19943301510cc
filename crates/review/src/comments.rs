//! Comments, told from what only looks like one.
//!
//! A light reading of Python's tokens: strings of all kinds, f-strings with their fields, brackets and continued
//! lines; enough to know that a `#` in a string is no comment, and where the statement after a comment ends. Other
//! languages are read by the same rules, with their own mark for a comment.

use std::ops::RangeInclusive;

use frontends::Language;
use ir::Span;

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Comment {
    /// From its mark to the end of the line.
    pub(crate) span: Span,
    /// The line it is on.
    pub(crate) line: u32,
    /// The lines it speaks of: its own if code stands before it; else those of the statement that follows, or, inside
    /// brackets, of the next line with code.
    pub(crate) lines: RangeInclusive<u32>,
}

/// The comments of a text.
pub(crate) fn comments(text: &str, language: Language) -> Vec<Comment> {
    if let Some((open, close)) = language.block_comment() {
        return on_one_line(text, open, close);
    }
    let mark = language.line_comment().as_bytes();
    if mark.is_empty() {
        return Vec::new();
    }
    let mut reader = Reader::new(text.as_bytes(), mark);
    while reader.at < reader.text.len() {
        reader.step();
    }
    reader.end_statement();
    reader.comments
}

/// The comments that begin and end on one line, in a language whose comments have an end. Each speaks of its own line, or
/// alone on it of the next that is not empty.
fn on_one_line(text: &str, open: &str, close: &str) -> Vec<Comment> {
    let mut comments: Vec<Comment> = Vec::new();
    let mut waiting: Vec<usize> = Vec::new();
    let mut start = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let mut rest = line;
        let mut has_code = false;
        let mut own = Vec::new();
        while let Some((before, after)) = rest.split_once(open) {
            has_code |= !before.trim().is_empty();
            let Some((words, behind)) = after.split_once(close) else { break };
            let from = start + (line.len() - after.len() - open.len()) as u32;
            let span = Span::new(from, from + (open.len() + words.len()) as u32);
            own.push(comments.len());
            comments.push(Comment { span, line: number, lines: number..=number });
            rest = behind;
        }
        has_code |= !rest.trim().is_empty();
        if has_code {
            for index in waiting.drain(..) {
                comments[index].lines = number..=number;
            }
        } else {
            waiting.append(&mut own);
        }
        start += line.len() as u32;
    }
    comments
}

/// Where the reader is: in code at the bottom, and in strings and their fields above it.
#[derive(Clone, Copy)]
enum Mode {
    String {
        quote: u8,
        is_triple: bool,
        has_fields: bool,
    },
    /// In the `{}` of an f-string; with the brackets open in it.
    Field {
        depth: u32,
    },
    /// In the format of a field, behind its `:`.
    Format,
}

struct Reader<'a> {
    text: &'a [u8],
    mark: &'a [u8],
    at: usize,
    line: u32,
    /// Whether there was code on this line.
    has_code: bool,
    /// Brackets open in code.
    depth: u32,
    modes: Vec<Mode>,
    comments: Vec<Comment>,
    /// Comments that wait for the next line with code.
    waiting: Vec<usize>,
    /// Comments that speak of the statement that is being read.
    open: Vec<usize>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a [u8], mark: &'a [u8]) -> Self {
        let (modes, comments, waiting, open) = Default::default();
        Self { text, mark, at: 0, line: 1, has_code: false, depth: 0, modes, comments, waiting, open }
    }

    fn byte(&self, ahead: usize) -> u8 {
        self.text.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn step(&mut self) {
        let byte = self.byte(0);
        match byte {
            b'\n' | b'\r' => return self.end_line(),
            b' ' | b'\t' | b'\x0c' => {
                self.at += 1;
                return;
            }
            _ => {}
        }
        match self.modes.last().copied() {
            None | Some(Mode::Field { .. })
                if self.text.get(self.at..).is_some_and(|rest| rest.starts_with(self.mark)) =>
            {
                self.comment();
            }
            mode => {
                self.code();
                match mode {
                    None => self.in_code(byte),
                    Some(Mode::Field { depth }) => self.in_field(byte, depth),
                    Some(Mode::String { quote, is_triple, has_fields }) => {
                        self.in_string(byte, quote, is_triple, has_fields);
                    }
                    Some(Mode::Format) => self.in_format(byte),
                }
            }
        }
    }

    /// Notes that there is code here.
    fn code(&mut self) {
        if self.has_code {
            return;
        }
        self.has_code = true;
        for waiting in std::mem::take(&mut self.waiting) {
            if let Some(comment) = self.comments.get_mut(waiting) {
                comment.lines = self.line..=self.line;
                // A comment inside brackets waited for this line alone.
                if self.depth == 0 {
                    self.open.push(waiting);
                }
            }
        }
    }

    fn comment(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        if !self.has_code {
            self.waiting.push(self.comments.len());
        }
        let span = Span::new(self.at as u32, (self.at + length) as u32);
        self.comments.push(Comment { span, line: self.line, lines: self.line..=self.line });
        self.at += length;
    }

    fn in_code(&mut self, byte: u8) {
        match byte {
            b'"' | b'\'' => return self.begin_string(byte),
            b'(' | b'[' | b'{' => self.depth += 1,
            b')' | b']' | b'}' => self.depth = self.depth.saturating_sub(1),
            b'\\' if self.continue_line() => return,
            _ => {}
        }
        self.at += 1;
    }

    fn in_field(&mut self, byte: u8, depth: u32) {
        let (depth, is_over) = match byte {
            b'"' | b'\'' => return self.begin_string(byte),
            b'(' | b'[' | b'{' => (depth + 1, false),
            b'}' if depth == 0 => (depth, true),
            b')' | b']' | b'}' => (depth.saturating_sub(1), false),
            b':' if depth == 0 => {
                self.modes.pop();
                self.modes.push(Mode::Format);
                self.at += 1;
                return;
            }
            _ => (depth, false),
        };
        self.modes.pop();
        if !is_over {
            self.modes.push(Mode::Field { depth });
        }
        self.at += 1;
    }

    fn in_format(&mut self, byte: u8) {
        match byte {
            b'{' => self.modes.push(Mode::Field { depth: 0 }),
            b'}' => {
                self.modes.pop();
            }
            _ => {}
        }
        self.at += 1;
    }

    fn in_string(&mut self, byte: u8, quote: u8, is_triple: bool, has_fields: bool) {
        match byte {
            b'\\' if self.continue_line() => {}
            b'\\' if has_fields && self.byte(1) == b'{' => self.at += 1,
            b'\\' => self.at += 2,
            b'{' if has_fields && self.byte(1) == b'{' => self.at += 2,
            b'{' if has_fields => {
                self.modes.push(Mode::Field { depth: 0 });
                self.at += 1;
            }
            _ if byte == quote && !is_triple => {
                self.modes.pop();
                self.at += 1;
            }
            _ if byte == quote && self.byte(1) == quote && self.byte(2) == quote => {
                self.modes.pop();
                self.at += 3;
            }
            _ => self.at += 1,
        }
    }

    fn begin_string(&mut self, quote: u8) {
        let before = self.text.get(..self.at).unwrap_or_default();
        let word = before.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_');
        let prefix: Vec<u8> = word.take(4).map(u8::to_ascii_lowercase).collect();
        let is_prefix = prefix.len() <= 2 && prefix.iter().all(|byte| b"rbuft".contains(byte));
        let has_fields = is_prefix && prefix.iter().any(|byte| b"ft".contains(byte));
        let is_triple = self.byte(1) == quote && self.byte(2) == quote;
        self.modes.push(Mode::String { quote, is_triple, has_fields });
        self.at += if is_triple { 3 } else { 1 };
    }

    /// Passes over a backslash and the line end behind it, which ends neither the statement nor the string.
    fn continue_line(&mut self) -> bool {
        let length = match (self.byte(1), self.byte(2)) {
            (b'\r', b'\n') => 3,
            (b'\n' | b'\r', _) => 2,
            _ => return false,
        };
        self.at += length;
        self.line += 1;
        self.has_code = false;
        true
    }

    fn end_line(&mut self) {
        self.at += if self.byte(0) == b'\r' && self.byte(1) == b'\n' { 2 } else { 1 };
        // A string in single quotes ends with its line, closed or not; a field in it may go on.
        while let Some(Mode::String { is_triple: false, .. } | Mode::Format) = self.modes.last() {
            self.modes.pop();
        }
        if self.modes.is_empty() && self.depth == 0 && self.has_code {
            self.end_statement();
        }
        self.line += 1;
        self.has_code = false;
    }

    fn end_statement(&mut self) {
        for open in std::mem::take(&mut self.open) {
            if let Some(comment) = self.comments.get_mut(open) {
                comment.lines = *comment.lines.start()..=self.line;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, u32, u32)> {
        let comments = comments(text, Language::Python);
        let part = |span: Span| &text[span.start as usize..span.end as usize];
        comments.iter().map(|comment| (part(comment.span), *comment.lines.start(), *comment.lines.end())).collect()
    }

    #[test]
    fn a_mark_in_a_string_is_no_comment() {
        for text in [
            "x = '#'",
            "x = \"'#\"",
            "x = '''\n# a\n'''",
            "x = r'\\' # '",
            "x = '\\'#'",
            "x = 'a\\\n# b'",
            "x = 'a\\\r\n# b'",
            "x = f'{y:#x}'",
            "x = f'{y!r:#>{w}}#'",
            "x = f'{{#'",
            "x = f'{a[\"#\"]}#'",
            "x = f\"{a['#':]}{b:{c}#}\"",
            "x = f'{f'{\"#\"}#'}'",
            "x = rf'\\{y:#}'",
            "x = f'''{\n y:#x}\n# a'''",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn a_comment_after_a_string_is_one() {
        for text in [
            "x = '#' # c",
            "x = \"\" # c",
            "x = '''#''' # c",
            "x = '\\'' # c",
            "x = r'\\\\' # c",
            "x = f'{y:#x}' # c",
            "x = f'{y}}}' # c",
            "x = f'{ {1: 2}[1] }' # c",
            "x = f'{a:{b}}' # c",
            "x = xf = '' # c",
            "x = 'never closed\n# c",
            "x = f'never closed {y:\n# c",
        ] {
            assert_eq!(found(text).first().map(|comment| comment.0), Some("# c"), "{text}");
        }
    }

    #[test]
    fn a_comment_behind_code_speaks_of_its_line() {
        assert_eq!(found("f(\n  a, # c\n)\n"), [("# c", 2, 2)]);
        assert_eq!(found("'''\n''' # c\r\n"), [("# c", 2, 2)]);
    }

    #[test]
    fn a_comment_alone_speaks_of_the_statement_below() {
        assert_eq!(found("# c\n\n# d\nf(\n  a,\n)\nb\n"), [("# c", 4, 6), ("# d", 4, 6)]);
        assert_eq!(found("# c\rf(a)\rb\r"), [("# c", 2, 2)]);
        assert_eq!(found("# c\nx = 1 + \\\n  2\nb\n"), [("# c", 2, 3)]);
        assert_eq!(found("# c\nx = '''\n\n'''\nb\n"), [("# c", 2, 4)]);
        assert_eq!(found("f(\n  # c\n  a,\n  b,\n)\n"), [("# c", 3, 3)]);
        assert_eq!(found("# c\nf("), [("# c", 2, 2)]);
        assert_eq!(found("f()\n# c\n"), [("# c", 2, 2)]);
    }

    #[test]
    fn a_comment_with_an_end_speaks_of_its_line_or_of_the_next() {
        let text = "<p>{{ a }} {# c #}\n{# d #}\n\n<p>{{ b }}{# e\n #}{# f #}\n";
        let comments = comments(text, Language::Template);
        let part = |span: Span| &text[span.start as usize..span.end as usize];
        let found: Vec<_> = comments.iter().map(|comment| (part(comment.span), *comment.lines.start())).collect();
        assert_eq!(found, [("{# c ", 1), ("{# d ", 4), ("{# f ", 5)]);
    }

    #[test]
    fn nothing_in_a_text_makes_it_fail() {
        let parts = ["'", "\"", "'''", "f'", "{", "}", ":", "#", "\\", "\n", "\r", "(", ")", "\u{e4}", " ", "a"];
        let mut seed = 7_u64;
        for _ in 0..5_000 {
            let mut text = String::new();
            for _ in 0..12 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(parts[(seed >> 33) as usize % parts.len()]);
            }
            for (comment, first, last) in found(&text) {
                assert!(comment.starts_with('#') && first <= last, "{text:?}");
            }
        }
    }
}
