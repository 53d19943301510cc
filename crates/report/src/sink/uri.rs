//! A path below the root as a relative reference.

use serde::{Serialize, Serializer};

/// A path, percent-encoded: only unreserved characters and the slashes between names stay as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RelativeUri(String);

impl RelativeUri {
    /// Encodes a path. A slash at its start would name another root, and is encoded too.
    pub(crate) fn of_path(path: &str) -> Self {
        let mut uri = String::with_capacity(path.len());
        for &byte in path.as_bytes() {
            let stays = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || (byte == b'/' && !uri.is_empty());
            if stays {
                uri.push(char::from(byte));
            } else {
                uri.push('%');
                for digit in [byte >> 4, byte & 15] {
                    uri.push(char::from_digit(u32::from(digit), 16).unwrap_or('0').to_ascii_uppercase());
                }
            }
        }
        Self(uri)
    }
}

impl Serialize for RelativeUri {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_characters_stay() {
        assert_eq!(RelativeUri::of_path("src/a b%#?.py").0, "src/a%20b%25%23%3F.py");
        assert_eq!(RelativeUri::of_path("ä\u{202e}\n").0, "%C3%A4%E2%80%AE%0A");
    }

    #[test]
    fn a_path_cannot_become_a_scheme_or_another_root() {
        assert_eq!(RelativeUri::of_path("javascript:alert(1)").0, "javascript%3Aalert%281%29");
        assert_eq!(RelativeUri::of_path("//host/x").0, "%2F/host/x");
    }
}
