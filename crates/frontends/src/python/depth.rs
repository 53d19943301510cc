//! Limits of nesting, and the scan that refuses a text before it is parsed.
//!
//! The parser takes new stack from the heap as it goes down, but for a few of its ways (a `lambda` in the default
//! value of a `lambda`), and a tree costs memory. So a linear scan estimates from brackets, indentation and operators
//! how deep the tree would be at most, and a text beyond the limit is not parsed.

use ir::Span;

/// Statements and expressions inside one another beyond this are not lowered. Chains that lean to the left do not
/// count: they are followed in loops.
pub(super) const MAX_NESTING: u32 = 400;

/// A tree deeper than this is taken apart in a loop when it is dropped.
pub(super) const MAX_PLAIN_DROP: u32 = 1_000;

/// A text whose estimated depth is beyond this is not parsed. The costliest of the parser's own recursions needs
/// less than 1.5 KiB a level, so that a quarter of 64 MiB suffices.
const MAX_ESTIMATE: u32 = 10_000;

/// What stands open around a place in the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// A bracket.
    Bracket,
    /// A replacement field of an f-string.
    Field,
    /// The text of an f-string, or of a field's format.
    Text {
        quote: u8,
        is_triple: bool,
    },
    Format {
        quote: u8,
        is_triple: bool,
    },
}

struct Level {
    open: Open,
    /// Operators since the last comma.
    chain: u32,
    /// Words whose operand may hold commas.
    kept: u32,
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    levels: Vec<Level>,
    /// The sum over all levels, and the levels themselves.
    depth: u32,
    indentation: u32,
}

/// The place at which the estimate goes beyond the limit, if it does.
pub(super) fn too_deep(text: &str) -> Option<Span> {
    let mut scan = Scan { bytes: text.as_bytes(), at: 0, levels: Vec::new(), depth: 0, indentation: 0 };
    scan.levels.push(Level { open: Open::Bracket, chain: 0, kept: 0 });
    scan.line_start();
    while scan.at < scan.bytes.len() {
        match scan.levels.last().map(|level| level.open) {
            Some(Open::Text { .. } | Open::Format { .. }) => scan.text(),
            _ => scan.code(),
        }
        if scan.depth + scan.indentation > MAX_ESTIMATE {
            let at = scan.at.min(text.len()) as u32;
            return Some(Span::new(at, at));
        }
    }
    None
}

impl Scan<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn push(&mut self, open: Open) {
        self.levels.push(Level { open, chain: 0, kept: 0 });
        self.depth += 1;
    }

    /// Leaves the innermost level, but never the outermost.
    fn pop(&mut self) {
        if self.levels.len() > 1
            && let Some(level) = self.levels.pop()
        {
            self.depth -= 1 + level.chain + level.kept;
        }
    }

    fn reset(&mut self, with_kept: bool) {
        if let Some(level) = self.levels.last_mut() {
            self.depth -= level.chain;
            level.chain = 0;
            if with_kept {
                self.depth -= level.kept;
                level.kept = 0;
            }
        }
    }

    fn link(&mut self, is_kept: bool) {
        if let Some(level) = self.levels.last_mut() {
            *(if is_kept { &mut level.kept } else { &mut level.chain }) += 1;
            self.depth += 1;
        }
    }

    /// Measures the indentation of the line that begins here.
    fn line_start(&mut self) {
        let start = self.at;
        while matches!(self.peek(0), b' ' | b'\t' | b'\x0c') {
            self.at += 1;
        }
        if !matches!(self.peek(0), b'\n' | b'\r' | b'#') {
            self.indentation = (self.at - start) as u32;
        }
    }

    fn code(&mut self) {
        let byte = self.peek(0);
        match byte {
            b'\n' => self.newline(),
            b'\\' => self.at += 2,
            b'#' => {
                while self.at < self.bytes.len() && self.peek(0) != b'\n' {
                    self.at += 1;
                }
            }
            b'"' | b'\'' => self.string(false),
            b'(' | b'[' | b'{' => {
                self.link(false);
                self.push(Open::Bracket);
                self.at += 1;
            }
            b')' | b']' | b'}' => {
                self.pop();
                self.at += 1;
            }
            b',' => {
                self.reset(false);
                self.at += 1;
            }
            b':' if self.levels.last().is_some_and(|level| level.open == Open::Field) => {
                let text = self.levels.iter().rev().find_map(|level| match level.open {
                    Open::Text { quote, is_triple } => Some((quote, is_triple)),
                    _ => None,
                });
                let (quote, is_triple) = text.unwrap_or((b'"', false));
                self.push(Open::Format { quote, is_triple });
                self.at += 1;
            }
            b'+' | b'-' | b'*' | b'/' | b'%' | b'@' | b'&' | b'|' | b'^' | b'~' | b'.' => {
                self.link(false);
                self.at += 1;
            }
            b'A'..=b'Z' | b'a'..=b'z' | b'_' | 0x80.. => self.word(),
            _ => self.at += 1,
        }
    }

    fn newline(&mut self) {
        self.at += 1;
        if self.levels.len() == 1 {
            self.reset(true);
            self.line_start();
            return;
        }
        // A bracket that is never closed must not make one statement of the rest: the parser ends it too where a
        // line begins like a statement.
        let rest = &self.bytes[self.at..];
        let begins = |word: &&[u8]| rest.starts_with(word);
        let words: [&[u8]; 6] = [b"def ", b"class ", b"import ", b"from ", b"async def ", b"@"];
        if words.iter().any(begins) {
            while self.levels.len() > 1 {
                self.pop();
            }
            self.reset(true);
        }
    }

    fn word(&mut self) {
        let start = self.at;
        while matches!(self.peek(0), b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'_' | 0x80..) {
            self.at += 1;
        }
        let word = &self.bytes[start..self.at];
        match word {
            b"lambda" | b"yield" => self.link(true),
            b"not" | b"await" | b"async" | b"if" | b"else" => self.link(false),
            _ if word.len() <= 2 && matches!(self.peek(0), b'"' | b'\'') => {
                self.string(word.iter().any(|byte| matches!(byte, b'f' | b'F' | b't' | b'T')));
            }
            _ => {}
        }
    }

    /// Goes past a string, or into the text of one that has fields.
    fn string(&mut self, has_fields: bool) {
        let quote = self.peek(0);
        let is_triple = self.peek(1) == quote && self.peek(2) == quote;
        self.at += if is_triple { 3 } else { 1 };
        if has_fields {
            self.push(Open::Text { quote, is_triple });
            return;
        }
        while self.at < self.bytes.len() {
            match self.peek(0) {
                b'\\' => self.at += 2,
                b'\n' if !is_triple => return,
                byte if byte == quote && !is_triple => {
                    self.at += 1;
                    return;
                }
                byte if byte == quote && self.peek(1) == quote && self.peek(2) == quote => {
                    self.at += 3;
                    return;
                }
                _ => self.at += 1,
            }
        }
    }

    /// One step in the text of a string with fields.
    fn text(&mut self) {
        let (quote, is_triple, is_format) = match self.levels.last().map(|level| level.open) {
            Some(Open::Text { quote, is_triple }) => (quote, is_triple, false),
            Some(Open::Format { quote, is_triple }) => (quote, is_triple, true),
            _ => return,
        };
        match self.peek(0) {
            b'\\' => self.at += 2,
            b'{' if self.peek(1) == b'{' && !is_format => self.at += 2,
            b'{' => {
                self.push(Open::Field);
                self.at += 1;
            }
            b'}' if is_format => {
                // The end of the format and of its field.
                self.pop();
                self.pop();
                self.at += 1;
            }
            b'\n' if !is_triple => self.end_text(),
            byte if byte == quote && (!is_triple || (self.peek(1) == quote && self.peek(2) == quote)) => {
                self.at += if is_triple { 3 } else { 1 };
                self.end_text();
            }
            _ => self.at += 1,
        }
    }

    /// Leaves everything that is open inside the innermost text, and the text.
    fn end_text(&mut self) {
        while self.levels.len() > 1 {
            let was_text = matches!(self.levels.last().map(|level| level.open), Some(Open::Text { .. }));
            self.pop();
            if was_text {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_refused(text: &str) -> bool {
        too_deep(text).is_some()
    }

    #[test]
    fn what_would_be_deep_is_refused() {
        let n = 20_000;
        for open in ["(", "[", "{1:", "f(", "1+", "a.", "not ", "-", "lambda a, b:", "lambda a=", "a if b else "] {
            assert!(is_refused(&open.repeat(n)), "{open}");
        }
        assert!(is_refused(&"f'{".repeat(n)));
        assert!(is_refused(&format!("f'{}", "{a:".repeat(n))));
        assert!(is_refused(&format!("{}a", " ".repeat(n))));
        assert!(is_refused(&format!("x = ({}1)", "1+\n".repeat(n))));
    }

    #[test]
    fn what_is_only_long_is_not_refused() {
        let n = 1_000_000;
        assert!(!is_refused(&format!("x = [{}]", "a.b, ".repeat(n))));
        assert!(!is_refused(&format!("x = {{{}}}", "1: (2, -3), ".repeat(n))));
        assert!(!is_refused(&"a.b(c + d)\n".repeat(n)));
        assert!(!is_refused(&format!("x = '{}'", "(".repeat(n))));
        assert!(!is_refused(&format!("x = '''{}'''", "((\n".repeat(n))));
        assert!(!is_refused(&format!("# {}", "(".repeat(n))));
        assert!(!is_refused(&format!("x = f'{}'", "{a.b:>{w}} {{".repeat(n))));
        assert!(!is_refused(&format!("x = '\\'{}'", "(".repeat(n))));
        assert!(!is_refused(&format!("x = (\n{}", "def f(): return a.b\n".repeat(n))));
        assert!(!is_refused(&format!("x = 1{}", " + 'a'".repeat(3_000))));
    }

    #[test]
    fn a_broken_text_does_not_confuse_the_scan() {
        for text in ["'", "f'", "f'{", "f'{a:", "f'{a:}", "f'''{", ")", "}", "\\", "'\\", "f'\\", "f'{'\n}", "f'{a\n"] {
            assert!(!is_refused(text), "{text}");
            assert!(!is_refused(&format!("{text}{text}")), "{text}");
        }
    }
}
