//! The words of an expression or tag.

use ir::Span;

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Name(&'a str),
    /// The text between the quotes, as it is written.
    Text(&'a str),
    Int(i64),
    Number(&'a str),
    Sign(&'a str),
}

/// The most words of one expression or tag.
const MOST: usize = 1_000;

/// The words of a part of a text, with their places; nothing when there are too many.
pub(super) fn tokens(text: &str, within: Span) -> Option<Vec<(Token<'_>, Span)>> {
    let end = (within.end as usize).min(text.len());
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = within.start as usize;
    while at < end {
        let start = at;
        let byte = bytes[at];
        let token = match byte {
            byte if byte.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            b'"' | b'\'' => {
                at += 1;
                while at < end && bytes[at] != byte {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                let inner = text.get(start + 1..at.min(end)).unwrap_or("");
                at = (at + 1).min(end);
                Token::Text(inner)
            }
            b'0'..=b'9' => {
                while at < end && (bytes[at].is_ascii_alphanumeric() || bytes[at] == b'_') {
                    at += 1;
                }
                let is_point = at + 1 < end && bytes[at] == b'.' && bytes[at + 1].is_ascii_digit();
                if is_point {
                    at += 1;
                    while at < end && bytes[at].is_ascii_alphanumeric() {
                        at += 1;
                    }
                }
                let written = text.get(start..at).unwrap_or("");
                written.parse().map_or(Token::Number(written), Token::Int)
            }
            byte if byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80 => {
                while at < end && (bytes[at].is_ascii_alphanumeric() || bytes[at] == b'_' || bytes[at] >= 0x80) {
                    at += 1;
                }
                Token::Name(text.get(start..at).unwrap_or(""))
            }
            _ => {
                let two = text.get(at..(at + 2).min(end)).unwrap_or("");
                at += if ["==", "!=", "<=", ">=", "//", "**"].contains(&two) { 2 } else { 1 };
                Token::Sign(text.get(start..at).unwrap_or(""))
            }
        };
        if found.len() == MOST {
            return None;
        }
        found.push((token, Span::new(start as u32, at as u32)));
    }
    Some(found)
}
