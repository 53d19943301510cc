//! How a path is written: with `/`, and with everything that could not be shown as it is percent-encoded.
//!
//! Bytes that are not UTF-8, control characters and characters that change how others are shown (directional marks,
//! zero-width ones) become `%XX`, byte by byte. A `%` that would read as such a code becomes `%25`, so that two
//! different names never look the same.

use std::path::Path;

/// A path below the root as it is written in a review.
pub(super) fn written(path: &Path) -> String {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        encoded(path.as_os_str().as_bytes())
    }
    #[cfg(not(unix))]
    {
        encoded(path.to_string_lossy().replace('\\', "/").as_bytes())
    }
}

/// The bytes of a path, percent-encoded where need be.
pub(super) fn encoded(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            let rest = bytes.get(at + 1..).unwrap_or_default();
            let reads_as_code = c == '%' && rest.len() >= 2 && rest.iter().take(2).all(u8::is_ascii_hexdigit);
            if reads_as_code || is_hidden(c) {
                c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| push_code(&mut out, byte));
            } else {
                out.push(c);
            }
            at += c.len_utf8();
        }
        chunk.invalid().iter().for_each(|&byte| push_code(&mut out, byte));
        at += chunk.invalid().len();
    }
    out
}

fn push_code(out: &mut String, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.push('%');
    out.push(char::from(DIGITS[usize::from(byte >> 4)]));
    out.push(char::from(DIGITS[usize::from(byte & 15)]));
}

/// Whether a character is not seen itself, or changes how its neighbours are seen.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str) -> Vec<u8> {
        let bytes = text.as_bytes();
        let (mut out, mut at) = (Vec::new(), 0);
        while at < bytes.len() {
            let code = text.get(at + 1..at + 3).and_then(|code| u8::from_str_radix(code, 16).ok());
            match code {
                Some(byte) if bytes[at] == b'%' => {
                    out.push(byte);
                    at += 3;
                }
                _ => {
                    out.push(bytes[at]);
                    at += 1;
                }
            }
        }
        out
    }

    #[test]
    fn what_cannot_be_shown_is_percent_encoded() {
        assert_eq!(encoded(b"a/b c-\xC3\xA4.py"), "a/b c-\u{e4}.py");
        assert_eq!(encoded(b"a\nb\x1b[31m\xFF.py"), "a%0Ab%1B[31m%FF.py");
        assert_eq!(encoded("x\u{202e}yp.py".as_bytes()), "x%E2%80%AEyp.py");
        assert_eq!(encoded("c1\u{9b}".as_bytes()), "c1%C2%9B");
        assert_eq!(encoded(b"100%.py"), "100%.py");
        assert_eq!(encoded(b"a%0Ab"), "a%250Ab");
    }

    #[test]
    fn two_names_are_never_written_alike() {
        let names: [&[u8]; 9] =
            [b"a\nb", b"a%0Ab", b"a%250Ab", b"%%0A", b"%\n", b"%2\n", b"%a\x0b", b"%\xFF", b"%25%FF"];
        for name in names {
            assert_eq!(decoded(&encoded(name)), name, "{}", encoded(name));
        }
    }
}
