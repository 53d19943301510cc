//! Addresses: whether the text before a hole already fixes where an address leads.

/// Stands for a part of a text that is not known.
pub(crate) const UNKNOWN: char = '\u{FFFC}';

/// Whether an address that begins with `before` leads to the same host whatever follows. `before` holds [`UNKNOWN`]
/// for each part that is not known but is not the hole's data either.
pub(crate) fn is_host_fixed(before: &str) -> bool {
    let ends_host = |text: &str| text.contains(['/', '?', '#']);
    if let Some((_, rest)) = before.split_once("://") {
        return !rest.is_empty() && ends_host(rest) && !rest.starts_with(['/', '?', '#']);
    }
    if let Some(rest) = before.strip_prefix("//") {
        return !rest.is_empty() && ends_host(rest);
    }
    if let Some(rest) = before.strip_prefix('/') {
        // "/" alone does not do: the hole may begin with another slash or backslash.
        return !rest.is_empty() && !rest.starts_with(['/', '\\']);
    }
    // An unknown beginning that is followed by more is taken for an address or a path of the program's own.
    let after_unknown = before.strip_prefix(UNKNOWN).is_some_and(|rest| rest.contains(['&', '=']));
    ends_host(before) || after_unknown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_ends_the_host_fixes_it() {
        for fixed in [
            "https://a.org/",
            "https://a.org?q=",
            "/users/",
            "\u{FFFC}/v1/",
            "http://\u{FFFC}/x",
            "page?id=",
            "\u{FFFC}&next=",
        ] {
            assert!(is_host_fixed(fixed), "{fixed}");
        }
        for open in ["", "/", "//", "https://", "https://a.org", "http://\u{FFFC}", "\u{FFFC}", "https:///", "/\\"] {
            assert!(!is_host_fixed(open), "{open}");
        }
    }
}
