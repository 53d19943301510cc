//! Addresses of files as paths.
//!
//! Takes an address as programs write it: relative, `file://`, or that of a file at a code host, percent-encoded or not; gives the
//! path that it means.

/// Whether nothing is to be put before an address.
pub(super) fn is_absolute(uri: &str) -> bool {
    uri.starts_with(['/', '\\']) || scheme(uri).is_some()
}

/// What an address begins with before its colon; a single letter is a drive, and counts.
fn scheme(uri: &str) -> Option<&str> {
    let (scheme, _) = uri.split_once(':')?;
    let is_one = scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter));
    // "app.py:12" is no address.
    (is_one && (scheme.len() == 1 || !scheme.contains('.'))).then_some(scheme)
}

/// A path that is no address, as it is written.
pub(super) fn written(path: &str) -> String {
    let mut path = path.trim();
    while let Some(rest) = path.strip_prefix("./").or_else(|| path.strip_prefix(".\\")) {
        path = rest;
    }
    path.to_owned()
}

/// The path that an address means.
pub(super) fn path(uri: &str) -> String {
    let uri = uri.trim();
    let bare = match scheme(uri) {
        Some(scheme) if scheme.eq_ignore_ascii_case("file") => of_file(&uri[scheme.len() + 1..]),
        Some(scheme) if scheme.starts_with("http") => of_host(uri).unwrap_or(uri),
        _ => uri,
    };
    written(&decoded(bare))
}

/// Behind `file:`: the path, without the machine, and without the sign before a drive.
fn of_file(behind: &str) -> &str {
    let path = match behind.strip_prefix("//") {
        Some(rest) => rest.find('/').map_or(rest, |at| &rest[at..]),
        None => behind,
    };
    let mut letters = path.chars().skip(1);
    let is_drive = letters.next().is_some_and(|letter| letter.is_ascii_alphabetic()) && letters.next() == Some(':');
    if is_drive { path.trim_start_matches('/') } else { path }
}

/// The path of a file at a code host: what stands behind the revision.
fn of_host(uri: &str) -> Option<&str> {
    let (_, behind) = uri.split_once("/blob/").or_else(|| uri.split_once("/raw/"))?;
    let (_, path) = behind.split_once('/')?;
    path.split(['#', '?']).next()
}

/// A text in which `%20` and the like are what they stand for; as it is, where that would be no text.
fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let value = |at: usize| bytes.get(at).and_then(|digit| char::from(*digit).to_digit(16));
        match (bytes[at], value(at + 1), value(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push((16 * high + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_paths() {
        for (uri, expected) in [
            ("shop/app.py", "shop/app.py"),
            ("./shop/app.py", "shop/app.py"),
            (".\\shop\\app.py", "shop\\app.py"),
            ("shop/my%20app.py", "shop/my app.py"),
            ("shop/%E6%96%87.py", "shop/文.py"),
            ("shop/100%.py", "shop/100%.py"),
            ("shop/%ff.py", "shop/%ff.py"),
            ("file:///home/me/shop/app.py", "/home/me/shop/app.py"),
            ("file:/home/me/app.py", "/home/me/app.py"),
            ("file:///C:/work/app.py", "C:/work/app.py"),
            ("file://server/share/app.py", "/share/app.py"),
            ("https://code.example/o/r/blob/main/src/a.py#L3", "src/a.py"),
            ("", ""),
        ] {
            assert_eq!(path(uri), expected, "{uri}");
        }
    }

    #[test]
    fn what_begins_at_a_root_is_absolute() {
        for uri in ["/a.py", "file:///a.py", "C:\\a.py", "https://example.org/a.py"] {
            assert!(is_absolute(uri), "{uri}");
        }
        for uri in ["a.py", "src/a.py", "app.py:12", "a b:c"] {
            assert!(!is_absolute(uri), "{uri}");
        }
    }
}
