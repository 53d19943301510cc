//! What a string of JSON says, letter by letter, with what stands for each.

/// The letters of a string of JSON between its quotes, each with how many bytes stand for it. What is no escape stands
/// for itself.
pub fn json_letters(raw: &str) -> impl Iterator<Item = (char, usize)> + '_ {
    let mut rest = raw;
    std::iter::from_fn(move || {
        let (letter, length) = next(rest)?;
        rest = rest.get(length..).unwrap_or_default();
        Some((letter, length))
    })
}

fn next(rest: &str) -> Option<(char, usize)> {
    let first = rest.chars().next()?;
    if first != '\\' {
        return Some((first, first.len_utf8()));
    }
    let Some(sign) = rest.get(1..)?.chars().next() else { return Some(('\\', 1)) };
    let plain = match sign {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'u' => return Some(numbered(rest)),
        other => other,
    };
    Some((plain, 1 + sign.len_utf8()))
}

/// A letter that is written by its number, or by those of its two halves.
fn numbered(rest: &str) -> (char, usize) {
    const LENGTH: usize = 6;
    let unit = |at: usize| {
        let digits = rest.get(at..at + LENGTH)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok().filter(|_| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
    };
    let Some(first) = unit(0) else { return ('u', 2) };
    if let Some(second) = unit(LENGTH)
        && let Some(Ok(letter)) = char::decode_utf16([first, second]).next()
        && letter.len_utf16() == 2
    {
        return (letter, 2 * LENGTH);
    }
    (char::from_u32(u32::from(first)).unwrap_or(char::REPLACEMENT_CHARACTER), LENGTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_of_a_string_stands_for_a_letter() {
        for (raw, text) in [
            ("a\\n\\t\\\"\\\\\\/", "a\n\t\"\\/"),
            ("\\u00e4\u{e4}", "\u{e4}\u{e4}"),
            ("\\ud83d\\ude00!", "\u{1f600}!"),
            ("\\ud83dx", "\u{fffd}x"),
            ("\\u12", "u12"),
            ("\\", "\\"),
            ("\\x", "x"),
        ] {
            assert_eq!(json_letters(raw).map(|(letter, _)| letter).collect::<String>(), text);
            assert_eq!(json_letters(raw).map(|(_, length)| length).sum::<usize>(), raw.len(), "{raw}");
        }
    }
}
