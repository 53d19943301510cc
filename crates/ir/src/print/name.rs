//! How names and literals are written so that none of them can break a line or hide.

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter, Write};

/// A name: bare if it may be, else quoted.
pub(crate) struct Name<'a>(pub(crate) Cow<'a, str>);

/// A text in quotes, escaped.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

/// Bytes in quotes after a `b`, escaped.
pub(crate) struct QuotedBytes<'a>(pub(crate) &'a [u8]);

/// Whether a bare name may begin with that character.
pub(crate) fn is_bare_start(char: char) -> bool {
    char.is_ascii_alphabetic() || matches!(char, '_' | '<' | '$' | '?')
}

/// Whether a bare name may go on with that character.
pub(crate) fn is_bare_tail(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '_' | '<' | '>' | '$' | '?' | '.')
}

impl Display for Name<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        if self.0.starts_with(is_bare_start) && self.0.chars().all(is_bare_tail) {
            out.write_str(&self.0)
        } else {
            Quoted(&self.0).fmt(out)
        }
    }
}

impl Display for Quoted<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_char('"')?;
        for char in self.0.chars() {
            match char {
                '"' => out.write_str("\\\"")?,
                '\\' => out.write_str("\\\\")?,
                '\n' => out.write_str("\\n")?,
                '\r' => out.write_str("\\r")?,
                '\t' => out.write_str("\\t")?,
                char if is_printable(char) => out.write_char(char)?,
                char => write!(out, "\\u{{{:x}}}", u32::from(char))?,
            }
        }
        out.write_char('"')
    }
}

impl Display for QuotedBytes<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str("b\"")?;
        for &byte in self.0 {
            match byte {
                b'"' => out.write_str("\\\"")?,
                b'\\' => out.write_str("\\\\")?,
                b' '..=b'~' => out.write_char(char::from(byte))?,
                _ => write!(out, "\\x{byte:02x}")?,
            }
        }
        out.write_char('"')
    }
}

/// Whether people see the character as itself. Letters that show as nothing are not printable.
fn is_printable(char: char) -> bool {
    match char {
        ' '..='~' => true,
        '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}' => false,
        _ => !char.is_ascii() && char.escape_debug().len() == 1,
    }
}
