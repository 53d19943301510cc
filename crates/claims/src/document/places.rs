//! Places in a text: paths, lines, and both.
//!
//! Takes a text as it is read; gives [`Spot`]s in its order. A path is known by its ending; of lines, the usual ways to write them
//! are known in English, Chinese, Indonesian, Russian and Spanish.

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// A path, lines, or both, in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spot {
    /// The path as it stands there.
    pub(crate) path: Option<String>,
    /// Ranges of lines.
    pub(crate) lines: Vec<(u32, u32)>,
}

/// So many places of one text are read.
const MOST: usize = 64;

const ENDINGS: &str = "pyi?|pyx|ipynb|jsx?|tsx?|mjs|cjs|vue|svelte|java|kt|kts|scala|groovy|go|rs|rb|erb|php|cs|cshtml|fs|vb|c|cc|cpp|cxx|h|hpp|hh|m|mm|swift|dart|lua|pl|pm|r|sh|bash|zsh|ps1|bat|sql|html?|jinja2?|j2|tmpl|tpl|ejs|hbs|xml|ya?ml|json|toml|ini|cfg|conf|env|properties|tf|gradle|lock|txt|sol|ex|exs|erl|clj|hs|zig|md|rst";

/// A number of a line, a range, and lists of them.
const RANGE: &str = r"L?\d{1,7}(?:\s*(?:[-–—~]|至|到)\s*L?\d{1,7})?";

static PLACES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let list = format!(r"{RANGE}(?:(?:\s*(?:,|、|&|\band\b|\bdan\b|和)\s*)+(?:lines?\s*)?{RANGE}\b)*");
    let path = format!(
        r"(?:\b[A-Za-z]:[\\/])?[\w@.+~$/\\\[\]-]*\w\.(?i:{ENDINGS})\b|(?:[\w.+~-]*/)*(?:Dockerfile(?:\.\w+)?|Makefile|Jenkinsfile|\.(?:env(?:\.\w+)*|flaskenv|git\w+|dockerignore|ht(?:access|passwd)|npmrc|pypirc|netrc|pgpass|bashrc))\b"
    );
    let word = r"(?i:lines?|ln|baris|líneas?|строк[аиеу]|стр\.|行号|行)\s*(?i:numbers?)?\s*[:：#]?\s*";
    Regex::new(&format!(
        r"(?P<path>{path})(?:(?:`|\*\*|\]|\()?(?::|#)(?P<colon>{list})(?::\d+)?(?:-\d+)?|[`*\])]*\s*[,(:–—-]?\s*\(?(?:(?i:at|on|in|pada)\s+)?{word}(?P<after>{list}))?|\b(?P<alone>{word}(?P<only>{list}))|第\s*(?P<cjk>{list})\s*行|\b(?P<short>L\d{{1,6}}(?:\s*[-–]\s*L?\d{{1,6}})?)\b"
    ))
    .ok()
});

static NUMBERS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(\d{1,7})(?:\s*(?:[-–—~]|至|到)\s*L?(\d{1,7}))?").ok());

/// The ranges of lines of a list such as `27-29, 46`.
pub(crate) fn ranges(list: &str) -> Vec<(u32, u32)> {
    let Some(pattern) = NUMBERS.as_ref() else { return Vec::new() };
    let number = |found: &Captures<'_>, at: usize| found.get(at).and_then(|number| number.as_str().parse::<u32>().ok());
    let ranges = pattern.captures_iter(list).filter_map(|found| {
        let first = number(&found, 1)?;
        Some((first, number(&found, 2).filter(|last| *last >= first).unwrap_or(first)))
    });
    ranges.take(MOST).collect()
}

/// The places of a text.
pub(crate) fn places(text: &str) -> Vec<Spot> {
    let Some(pattern) = PLACES.as_ref() else { return Vec::new() };
    let mut spots: Vec<Spot> = Vec::new();
    for found in pattern.captures_iter(text) {
        let lines = ["colon", "after", "only", "cjk", "short"].iter().find_map(|name| found.name(name));
        let lines = lines.map(|lines| ranges(lines.as_str())).unwrap_or_default();
        let Some(path) = found.name("path") else {
            // "`app.py`, at line 31": what stands behind a path without lines is of that path.
            match spots.last_mut() {
                Some(last) if last.lines.is_empty() => last.lines = lines,
                _ => spots.push(Spot { path: None, lines }),
            }
            continue;
        };
        if !stands_alone(text, path.range(), !lines.is_empty()) {
            continue;
        }
        if let Some(path) = path_of(path.as_str(), !lines.is_empty()) {
            spots.push(Spot { path: Some(path), lines });
        }
        if spots.len() >= MOST {
            break;
        }
    }
    spots
}

/// Whether a path is no part of something longer: of an address, of a name that ends otherwise (`shell.php.jpg`), or of an expression.
fn stands_alone(text: &str, path: std::ops::Range<usize>, has_lines: bool) -> bool {
    let ends = |letter: char| letter.is_whitespace() || "\"'(<[`".contains(letter);
    let before = text[..path.start].rsplit(ends).next().unwrap_or_default();
    let is_of_address = before.contains("://");
    let behind = text[path.end..].strip_prefix('.').unwrap_or_default();
    let goes_on = !has_lines && behind.starts_with(|letter: char| letter.is_alphanumeric());
    let is_attribute = text[path.start..].starts_with('.') && before.ends_with([')', ']']);
    !is_of_address && !goes_on && !is_attribute
}

/// The place that a link leads to.
pub(crate) fn linked(link: &str) -> Vec<Spot> {
    let Some(file) = link.strip_prefix("file://") else { return places(link) };
    let decoded = decoded(file);
    let (path, lines) = match decoded.rsplit_once('#') {
        Some((path, lines)) => (path, ranges(lines)),
        None => (decoded.as_str(), Vec::new()),
    };
    vec![Spot { path: Some(path.to_owned()), lines }]
}

/// An address with its escapes as letters.
fn decoded(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let hex = (first == b'%').then(|| behind.get(..2)).flatten().and_then(|hex| std::str::from_utf8(hex).ok());
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            rest = &behind[2..];
        } else {
            bytes.push(first);
            rest = behind;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Names of programs that end like paths.
const NAMES: [&str; 9] =
    ["node.js", "next.js", "vue.js", "nuxt.js", "express.js", "react.js", "d3.js", "three.js", "asp.net"];

/// Endings that attributes and words have, too: `request.c`.
const VAGUE: [&str; 12] = ["c", "h", "m", "r", "pl", "pm", "ex", "mm", "env", "md", "txt", "lock"];

/// What a path means: of an address, what stands behind the revision; nothing, where it is none.
fn path_of(written: &str, has_lines: bool) -> Option<String> {
    let written = written.trim_start_matches(['[', '(', '`', '*', ']']);
    if written.starts_with("//") {
        let (_, behind) = written.split_once("/blob/").or_else(|| written.split_once("/raw/"))?;
        return behind.split_once('/').map(|(_, path)| path.to_owned());
    }
    let folded = written.to_lowercase();
    if NAMES.contains(&folded.as_str()) {
        return None;
    }
    // `.env` is a name, and `settings.env` mostly none.
    let is_vague = folded.rsplit_once('.').is_some_and(|(stem, ending)| !stem.is_empty() && VAGUE.contains(&ending));
    let says_little = is_vague && !has_lines && !written.contains(['/', '\\']);
    (!says_little).then(|| written.trim_start_matches("./").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(path: &str, lines: &[(u32, u32)]) -> Spot {
        Spot { path: (!path.is_empty()).then(|| path.to_owned()), lines: lines.to_vec() }
    }

    #[test]
    fn places_are_read_as_people_write_them() {
        let cases: [(&str, Vec<Spot>); 23] = [
            ("Line 54: `x`", vec![spot("", &[(54, 54)])]),
            ("app/views.py:12", vec![spot("app/views.py", &[(12, 12)])]),
            ("`app/views.py:12-18`", vec![spot("app/views.py", &[(12, 18)])]),
            ("app/views.py:12–18", vec![spot("app/views.py", &[(12, 18)])]),
            ("app/views.py:12:5", vec![spot("app/views.py", &[(12, 12)])]),
            ("[x](src/a.py#L18-L23)", vec![spot("src/a.py", &[(18, 23)])]),
            ("https://github.com/o/r/blob/main/src/a.py#L18", vec![spot("src/a.py", &[(18, 18)])]),
            ("Lines: 27-29, 46, 69-70", vec![spot("", &[(27, 29), (46, 46), (69, 70)])]),
            ("in `app.py` (line 31)", vec![spot("app.py", &[(31, 31)])]),
            ("app.py, lines 3 and 9", vec![spot("app.py", &[(3, 3), (9, 9)])]),
            ("a.py:3 and b.py:4", vec![spot("a.py", &[(3, 3)]), spot("b.py", &[(4, 4)])]),
            ("/home/me/work/shop/app.py:7", vec![spot("/home/me/work/shop/app.py", &[(7, 7)])]),
            (r"C:\work\shop\app.py:7", vec![spot(r"C:\work\shop\app.py", &[(7, 7)])]),
            ("app.py 第 12-14 行", vec![spot("app.py", &[(12, 14)])]),
            ("`app.py` baris 5", vec![spot("app.py", &[(5, 5)])]),
            ("`app.py` (строки 3-5)", vec![spot("app.py", &[(3, 5)])]),
            ("`app.py`, línea 7", vec![spot("app.py", &[(7, 7)])]),
            ("the file settings.yaml is read", vec![spot("settings.yaml", &[])]),
            ("`deploy/Dockerfile.web`", vec![spot("deploy/Dockerfile.web", &[])]),
            ("`.env`", vec![spot(".env", &[])]),
            ("the keys of deploy/.env.prod are read", vec![spot("deploy/.env.prod", &[])]),
            ("`.htaccess` line 3", vec![spot(".htaccess", &[(3, 3)])]),
            ("`db.py:L5-L9`", vec![spot("db.py", &[(5, 9)])]),
        ];
        for (text, expected) in cases {
            assert_eq!(places(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_place_is_none() {
        for text in [
            "request.args",
            "Node.js 18.2",
            "https://example.org/app.py",
            "os.path.join(a, b)",
            "version 2.0",
            "http://127.0.0.1:5000/static/up.py",
            "`http://a.test/index?page=static/up.php`",
            "up.php.jpg",
            "看\u{3000}http://a.test:80/up.php",
            "settings().env",
            "os.environ",
            "all of `.py`, `.php`",
            "5 lines",
        ] {
            assert_eq!(places(text), Vec::new(), "{text}");
        }
    }
}
