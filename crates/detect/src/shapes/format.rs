//! Forms that tell a secret by itself: what a text must look like, and what is known of how such a secret is made.

use knowledge::{Format, FormatCheck, Pattern};

/// Shorter texts have no well-known form.
const SHORTEST: usize = 12;
/// Shorter passwords in an address are none.
const SHORTEST_PASSWORD: usize = 4;
/// What is written in base 64 is longer, in bytes.
const SHORTEST_BASE64: usize = 32;

/// The first of some forms that a part of a text has and that is no placeholder: with that part, and what of it is secret.
pub(super) fn of<'f, 't>(
    (formats, marks): (&'f [Format], &[Pattern]),
    text: &'t str,
    is_harmless: &dyn Fn(&str) -> bool,
) -> Option<(&'f Format, &'t str, &'t str)> {
    // Cheap, and nearly always the end.
    if text.len() < SHORTEST || !(marks.is_empty() || marks.iter().any(|mark| mark.is_match(text))) {
        return None;
    }
    formats.iter().find_map(|format| {
        let parts = format.pattern.captures_iter(text).map(|found| {
            let whole = found.get(0).map_or("", |part| part.as_str());
            (format, whole, found.name("secret").map_or(whole, |part| part.as_str()))
        });
        parts.into_iter().find(|(format, whole, secret)| {
            // What is written in several words is judged by its check alone.
            let is_word = !secret.contains(char::is_whitespace);
            !(is_word && is_harmless(secret)) && format.check.is_none_or(|check| holds(check, whole, secret))
        })
    })
}

/// Whether a text looks drawn by lot: one word of letters and digits, long, and hardly any of it comes again.
pub(super) fn is_by_lot(text: &str) -> bool {
    const LENGTHS: std::ops::RangeInclusive<usize> = 20..=256;
    let letters = text.as_bytes();
    let is_part = |letter: &u8| letter.is_ascii_alphanumeric() || b"+/=_-".contains(letter);
    let digits = letters.iter().filter(|letter| letter.is_ascii_digit()).count();
    if !LENGTHS.contains(&letters.len()) || !letters.iter().all(is_part) || digits < 3 || digits == letters.len() {
        return false;
    }
    // Words joined by marks are a name, whatever numbers stand in them.
    let runs = text.split(|letter: char| !letter.is_ascii_alphabetic());
    let is_words = runs.clone().filter(|run| run.len() >= 4).map(str::len).sum::<usize>() * 2 > letters.len()
        && runs.filter(|run| run.len() > 1).all(|run| run.bytes().all(|letter| letter.is_ascii_lowercase()));
    let is_hex = letters.iter().all(|letter| letter.is_ascii_hexdigit() || *letter == b'-');
    let least = if is_hex { 3.0 } else { 3.5 };
    !is_words && bits_per_letter(letters) >= least
}

/// The entropy of the letters of a text, in bits.
fn bits_per_letter(letters: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    for &letter in letters {
        counts[usize::from(letter)] += 1;
    }
    let all = f64::from(counts.iter().sum::<u32>());
    let share = |&count: &u32| f64::from(count) / all;
    counts.iter().filter(|&&count| count > 0).map(share).map(|share| -share * share.log2()).sum()
}

fn holds(check: FormatCheck, whole: &str, secret: &str) -> bool {
    match check {
        FormatCheck::Checksum => has_checksum(secret),
        FormatCheck::WebToken => is_web_token(secret),
        FormatCheck::PrivateKey => is_private_key(whole),
        FormatCheck::Base64 => ir::from_base64(secret).is_some_and(|bytes| bytes.len() >= SHORTEST_BASE64),
        FormatCheck::Password => is_password(whole, secret),
        FormatCheck::Drawn => is_drawn(secret),
    }
}

/// Whether the last six digits of a token are the check sum of those between them and its prefix.
fn has_checksum(token: &str) -> bool {
    const DIGITS: usize = 6;
    let body = token.rsplit('_').next().unwrap_or(token);
    let Some((drawn, sum)) = body.len().checked_sub(DIGITS).and_then(|at| body.split_at_checked(at)) else {
        return false;
    };
    let mut number = 0_u64;
    for digit in sum.bytes() {
        let value = match digit {
            b'0'..=b'9' => digit - b'0',
            b'A'..=b'Z' => digit - b'A' + 10,
            b'a'..=b'z' => digit - b'a' + 36,
            _ => return false,
        };
        number = number * 62 + u64::from(value);
    }
    number == u64::from(crc32(drawn.as_bytes()))
}

/// The cyclic check sum of ISO 3309.
fn crc32(bytes: &[u8]) -> u32 {
    const POLYNOMIAL: u32 = 0xEDB8_8320;
    !bytes.iter().fold(!0_u32, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ POLYNOMIAL } else { sum >> 1 })
    })
}

/// Whether the first two parts of a token are maps, and the first names how it is signed.
fn is_web_token(token: &str) -> bool {
    let mut parts = token.split('.').map(|part| ir::from_base64(part).and_then(|bytes| String::from_utf8(bytes).ok()));
    let is_map = |text: &String| text.starts_with('{') && text.ends_with('}');
    let mut next = || parts.next().flatten().filter(is_map);
    let (Some(head), Some(_)) = (next(), next()) else { return false };
    // A token that is not signed opens nothing.
    head.contains("\"alg\"") && !head.to_ascii_lowercase().contains("\"none\"")
}

/// Whether what stands between the marks begins as a key does: a sequence of ASN.1, or the words of OpenSSH.
fn is_private_key(text: &str) -> bool {
    const SEQUENCE: u8 = 0x30;
    let body = text.splitn(3, "-----").nth(2).unwrap_or_default();
    let body = body.split("-----").next().unwrap_or_default().replace("\\n", "").replace("\\r", "");
    let letters: String = body.chars().filter(|letter| !letter.is_whitespace()).collect();
    let whole = letters.get(..letters.len() / 4 * 4).unwrap_or_default();
    let Some(bytes) = ir::from_base64(whole) else { return false };
    bytes.len() >= SHORTEST_BASE64 && (bytes.first() == Some(&SEQUENCE) || bytes.starts_with(b"openssh-key-v1\0"))
}

/// Whether a password in an address is more than the user's name again.
fn is_password(address: &str, password: &str) -> bool {
    let before = address.rsplit_once('@').map_or(address, |(before, _)| before);
    let user = before.strip_suffix(password).and_then(|before| before.strip_suffix(':')).unwrap_or_default();
    let user = user.rsplit("//").next().unwrap_or_default();
    password.chars().count() >= SHORTEST_PASSWORD && !password.eq_ignore_ascii_case(user)
}

/// Whether a text has letters of both sizes and digits.
fn is_drawn(text: &str) -> bool {
    let has = |of: fn(&u8) -> bool| text.bytes().any(|letter| of(&letter));
    has(u8::is_ascii_digit) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_sums_are_counted_as_the_standard_says() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert!(!has_checksum("ghp_"), "too short");
        assert!(!has_checksum("ghp_\u{e4}\u{e4}\u{e4}\u{e4}"));
    }

    #[test]
    fn what_is_drawn_by_lot_is_told_from_words() {
        for text in ["7f3c0a9be1d24586a0c4", "Zk9vQx27LmT4rB8sWn3p", "550e8400-e29b-41d4-a716-446655440000"] {
            assert!(is_by_lot(text), "{text}");
        }
        for text in
            ["short1a2b3", "release-candidate-for-2024-12", "aaaaaaaaaaaaaaaaaaaa111", "20240101120000000000", "a b"]
        {
            assert!(!is_by_lot(text), "{text}");
        }
    }

    #[test]
    fn a_token_of_the_web_is_two_maps_and_a_signature() {
        // {"alg":"HS256"} and {"sub":"1"}
        let token = ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxIn0", "c2lnbmVk"].join(".");
        assert!(is_web_token(&token));
        assert!(!is_web_token("eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."), "it is not signed");
        assert!(!is_web_token("eyJeyJeyJ.eyJeyJ.aaaa"));
    }

    #[test]
    fn a_password_that_says_the_name_again_is_public() {
        assert!(is_password("db://app:Kestrel@host", "Kestrel"));
        assert!(!is_password("db://app:app@host", "app") && !is_password("db://guest:Guest@host", "Guest"));
        assert!(is_password("db://:Kestrel@host", "Kestrel"));
    }
}
