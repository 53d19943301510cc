//! Bytes that are written as letters: base 64, in either of its alphabets, with its padding or without.

/// What a text in base 64 stands for; nothing when it is none. White space in it does not count.
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut kept, mut bits, mut padding, mut letters) = (0_u32, 0, 0, 0_usize);
    for letter in text.bytes().filter(|letter| !letter.is_ascii_whitespace()) {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                padding += 1;
                continue;
            }
            _ => return None,
        };
        if padding > 0 {
            return None;
        }
        letters += 1;
        kept = kept << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((kept >> bits) as u8);
        }
    }
    let is_whole = letters % 4 != 1 && (padding == 0 || (letters + padding) % 4 == 0 && padding < 3);
    is_whole.then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_alphabets_are_read_and_nothing_else() {
        assert_eq!(from_base64("S2VzdHJlbA==").as_deref(), Some(&b"Kestrel"[..]));
        assert_eq!(from_base64("S2VzdHJlbA").as_deref(), Some(&b"Kestrel"[..]));
        assert_eq!(from_base64("_-8=\n").as_deref(), Some(&[0xFF, 0xEF][..]));
        assert_eq!(from_base64("/+8="), from_base64("_-8="));
        for text in ["a", "ab=", "ab==c", "a b!", "\u{e4}", "abcd==="] {
            assert_eq!(from_base64(text), None, "{text}");
        }
    }
}
