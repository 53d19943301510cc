//! From a file's bytes to its text.
//!
//! A byte-order mark decides first (UTF-8, UTF-16 of either order) and is dropped; then, in Python, the encoding that
//! the first two lines declare; else the text is UTF-8. What cannot be decoded is replaced one for one, so that
//! lines and columns stay right, and told: a text that another program would read differently is never passed over
//! in silence.

use std::sync::LazyLock;

use frontends::Language;
use ir::SourceFile;
use regex::Regex;

/// A text, and what its decoding lost.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) text: String,
    /// The byte of `text` at which the loss begins, and what it is.
    pub(super) loss: Option<(u32, String)>,
}

/// Whether the bytes are no text: a NUL near the start, outside UTF-16.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    const LOOKED_AT: usize = 8 * 1024;
    // With two NULs behind it, the mark is that of UTF-32.
    let is_utf16 = utf16(bytes).is_some_and(|(body, _)| !body.starts_with(&[0, 0]));
    !is_utf16 && bytes.iter().take(LOOKED_AT).any(|&byte| byte == 0)
}

/// Whether a text is minified: at its start and over its whole length, hardly any of it is white space or a line end.
pub(super) fn is_minified(text: &str) -> bool {
    const START: usize = 4096;
    let is_dense = |bytes: &[u8]| {
        let spaces = bytes.iter().filter(|byte| byte.is_ascii_whitespace()).count();
        let lines = bytes.iter().filter(|&&byte| byte == b'\n' || byte == b'\r').count();
        spaces * 100 < bytes.len() * 7 || lines * 1000 < bytes.len()
    };
    let bytes = text.as_bytes();
    bytes.get(..START).is_some_and(is_dense) && is_dense(bytes)
}

/// Decodes a text.
pub(super) fn decode(bytes: Vec<u8>, language: Language) -> Decoded {
    if let Some(body) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return utf8(body.to_vec(), None);
    }
    if let Some((body, unit)) = utf16(&bytes) {
        return from_utf16(body, unit);
    }
    let declared = if language == Language::Python { declared(&bytes) } else { None };
    match declared.as_deref().map_or(Encoding::Utf8, encoding) {
        Encoding::Utf8 => utf8(bytes, None),
        Encoding::SingleByte(high) => {
            let decode = |&byte: &u8| if (0x80..0xA0).contains(&byte) { high(byte) } else { char::from(byte) };
            Decoded { text: bytes.iter().map(decode).collect(), loss: None }
        }
        Encoding::LikeAscii if bytes.is_ascii() => utf8(bytes, None),
        Encoding::LikeAscii | Encoding::Other => utf8(bytes, declared),
    }
}

/// How two bytes make a unit of UTF-16.
type Unit = fn([u8; 2]) -> u16;

fn utf16(bytes: &[u8]) -> Option<(&[u8], Unit)> {
    if let Some(body) = bytes.strip_prefix(b"\xFF\xFE") {
        return Some((body, u16::from_le_bytes));
    }
    bytes.strip_prefix(b"\xFE\xFF").map(|body| (body, u16::from_be_bytes as Unit))
}

fn from_utf16(body: &[u8], unit: Unit) -> Decoded {
    let (pairs, odd) = body.as_chunks::<2>();
    let mut text = String::with_capacity(body.len());
    let (mut first, mut lost) = (None, 0);
    for decoded in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        text.push(decoded.unwrap_or_else(|_| {
            first.get_or_insert(text.len() as u32);
            lost += 2;
            char::REPLACEMENT_CHARACTER
        }));
    }
    if !odd.is_empty() {
        first.get_or_insert(text.len() as u32);
        lost += 1;
        text.push(char::REPLACEMENT_CHARACTER);
    }
    Decoded { text, loss: first.map(|at| (at, lost_bytes(lost, "UTF-16"))) }
}

/// Decodes UTF-8, each byte that is none as one replacement character. `declared` names the encoding that the text
/// says it has instead.
fn utf8(bytes: Vec<u8>, declared: Option<String>) -> Decoded {
    let (text, first, lost) = match String::from_utf8(bytes) {
        Ok(text) => (text, None, 0),
        Err(error) => {
            let first = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let mut text = String::with_capacity(bytes.len());
            let mut lost = 0;
            for chunk in bytes.utf8_chunks() {
                text.push_str(chunk.valid());
                text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
                lost += chunk.invalid().len();
            }
            (text, Some(first as u32), lost)
        }
    };
    let loss = match (declared, first) {
        (None, None) => None,
        (None, Some(first)) => Some((first, lost_bytes(lost, "UTF-8"))),
        (Some(name), None) => Some((0, format!("the encoding `{name}` is not known here; the file is read as UTF-8"))),
        (Some(name), Some(_)) => Some((
            0,
            format!(
                "the encoding `{name}` is not known here; the file is read as UTF-8, and {}",
                lost_bytes(lost, "UTF-8")
            ),
        )),
    };
    Decoded { text, loss }
}

fn lost_bytes(count: usize, encoding: &str) -> String {
    match count {
        1 => format!("1 byte is not {encoding}"),
        _ => format!("{count} bytes are not {encoding}"),
    }
}

/// The encoding that Python reads in the first two lines, as PEP 263 has it.
fn declared(bytes: &[u8]) -> Option<String> {
    static COOKIE: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^[ \t\x0c]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)").ok());
    const LONGEST: usize = 1024;
    let start = SourceFile::new("", String::from_utf8_lossy(bytes.get(..LONGEST).unwrap_or(bytes)));
    for line in [start.line(1), start.line(2)] {
        if let Some(found) = COOKIE.as_ref()?.captures(line).and_then(|found| found.get(1)) {
            return Some(found.as_str().to_owned());
        }
        let code = line.trim_start_matches([' ', '\t', '\x0c']);
        if !code.is_empty() && !code.starts_with('#') {
            return None;
        }
    }
    None
}

enum Encoding {
    Utf8,
    /// One byte, one character: as Latin-1, but for the 32 after ASCII.
    SingleByte(fn(u8) -> char),
    /// Not known, but ASCII means the same in it.
    LikeAscii,
    /// Not known; even ASCII may mean something else.
    Other,
}

fn encoding(name: &str) -> Encoding {
    let name = name.to_ascii_lowercase().replace(['_', '.'], "-");
    let is = |names: &[&str]| names.iter().any(|known| name == *known || name.starts_with(&format!("{known}-")));
    if is(&["utf-8", "utf8", "u8", "utf-8-sig", "ascii", "us-ascii", "646"]) {
        Encoding::Utf8
    } else if is(&["latin-1", "latin1", "l1", "iso-8859-1", "iso8859-1", "cp819"]) {
        Encoding::SingleByte(char::from)
    } else if is(&["cp1252", "windows-1252", "1252"]) {
        Encoding::SingleByte(windows_1252)
    } else {
        const LIKE_ASCII: [&str; 14] = [
            "iso-8859",
            "iso8859",
            "latin",
            "cp125",
            "windows-125",
            "koi8",
            "euc",
            "gb",
            "big5",
            "cp93",
            "cp94",
            "cp95",
            "cp85",
            "mac",
        ];
        let is_like_ascii = LIKE_ASCII.iter().any(|known| name.starts_with(known));
        if is_like_ascii { Encoding::LikeAscii } else { Encoding::Other }
    }
}

/// The characters of Windows-1252 from 0x80 to 0x9F; the five that are free stay what they are in Latin-1.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    HIGH.get(usize::from(byte).wrapping_sub(0x80)).copied().unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn python(bytes: &[u8]) -> Decoded {
        decode(bytes.to_vec(), Language::Python)
    }

    #[test]
    fn what_is_not_utf_8_is_replaced_byte_for_byte_and_told() {
        let decoded = python(b"a = '\xE4\xF6'\nb = 1\n");
        assert_eq!(decoded.text, "a = '\u{fffd}\u{fffd}'\nb = 1\n");
        assert_eq!(decoded.loss, Some((5, "2 bytes are not UTF-8".to_owned())));
    }

    #[test]
    fn a_declared_single_byte_encoding_is_decoded() {
        assert_eq!(python(b"# coding: latin-1\na = '\xE4\x80'\n").text, "# coding: latin-1\na = '\u{e4}\u{80}'\n");
        assert_eq!(python(b"#!/usr/bin/python\n# -*- coding: cp1252 -*-\n'\x80'").text.chars().nth(44), Some('€'));
        assert_eq!(python(b"\x0c\r\n#vim: set fileencoding=ISO-8859-1 :\r\n'\xFC'").loss, None);
        // The third line, or one after code, declares nothing.
        assert!(python(b"\n\n# coding: latin-1\n'\xE4'").loss.is_some());
        assert!(python(b"import a\n# coding: latin-1\n'\xE4'").loss.is_some());
    }

    #[test]
    fn an_encoding_that_is_not_known_is_never_passed_over() {
        let (at, text) = python(b"# coding: utf-7\n+AGkAbQ-\n").loss.unwrap();
        assert_eq!((at, text.as_str()), (0, "the encoding `utf-7` is not known here; the file is read as UTF-8"));
        assert!(python(b"# coding: shift_jis\nx = 'a'\n").loss.is_some());
        assert!(python(b"# coding: koi8-r\nx = 'a'\n").loss.is_none());
        assert!(python(b"# coding: koi8-r\nx = '\xC1'\n").loss.unwrap().1.ends_with("1 byte is not UTF-8"));
    }

    #[test]
    fn utf_16_is_known_by_its_mark() {
        let text = "a = '\u{1f600}'\n";
        for (mark, unit) in [([0xFF, 0xFE], u16::to_le_bytes as fn(u16) -> [u8; 2]), ([0xFE, 0xFF], u16::to_be_bytes)] {
            let mut bytes = mark.to_vec();
            bytes.extend(text.encode_utf16().flat_map(unit));
            assert!(!is_binary(&bytes));
            assert_eq!(python(&bytes), Decoded { text: text.to_owned(), loss: None });
            bytes.extend(unit(0xD800));
            bytes.push(0);
            let decoded = python(&bytes);
            assert_eq!(decoded.text, format!("{text}\u{fffd}\u{fffd}"));
            assert_eq!(decoded.loss, Some((text.len() as u32, "3 bytes are not UTF-16".to_owned())));
        }
        assert!(is_binary(b"\xFF\xFE\0\0a\0\0\0"));
        assert!(is_binary(b"a\0"));
    }

    #[test]
    fn only_long_dense_texts_are_minified() {
        assert!(!is_minified("x=1"));
        assert!(is_minified(&"a(b,c);".repeat(1000)));
        assert!(is_minified(&"a( b , c ); ".repeat(1000)));
        assert!(!is_minified(&"def f(a, b):\n    return a + b\n".repeat(1000)));
        // A dense start does not hide what follows.
        assert!(!is_minified(&format!(
            "DATA='{}'\n{}",
            "A".repeat(4096),
            "def f(a, b):\n    return a + b\n".repeat(200)
        )));
    }
}
