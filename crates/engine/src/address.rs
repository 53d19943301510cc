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

/// Whether an address that begins with `before` has a host that what follows can still make longer: what begins with a
/// separator ends it.
pub(crate) fn is_host_open(before: &str) -> bool {
    let host = before.split_once("://").map(|(_, host)| host).or_else(|| before.strip_prefix("//"));
    host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '\\']))
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

    #[test]
    fn a_host_is_open_until_something_ends_it() {
        for open in ["https://a.org", "https://\u{FFFC}", "\u{FFFC}://\u{FFFC}:8080", "//a.org"] {
            assert!(is_host_open(open), "{open}");
        }
        for other in ["", "/", "//", "https://", "https:", "a.org", "\u{FFFC}", "https://a.org/", "//a.org?q="] {
            assert!(!is_host_open(other), "{other}");
        }
    }
}
