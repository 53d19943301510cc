//! Rust source taken apart: code, comments, the contents of strings. Just enough of the language for that.

/// A string literal.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Literal {
    pub(crate) line: usize,
    pub(crate) text: String,
}

/// A source file taken apart.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    /// The code, line by line as it stands, strings and comments blanked out.
    pub(crate) code: String,
    /// The string literals in it.
    pub(crate) literals: Vec<Literal>,
}

/// Takes the product's part of a file apart: what stands before its module of tests.
pub(crate) fn product_parts(text: &str) -> Parts {
    let end = text.find("#[cfg(test)]\nmod ").unwrap_or(text.len());
    parts(&text[..end])
}

/// Takes a file apart.
pub(crate) fn parts(text: &str) -> Parts {
    let mut out = Parts::default();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            comment(rest)
        } else if let Some((length, content)) = string(rest, &out.code) {
            out.literals.push(Literal { line: out.code.matches('\n').count() + 1, text: content.to_owned() });
            length
        } else if let Some(length) = character(rest) {
            length
        } else {
            out.code.push(letter);
            rest = &rest[letter.len_utf8()..];
            continue;
        };
        out.code.push(' ');
        out.code.extend(rest[..length].chars().filter(|letter| *letter == '\n'));
        rest = &rest[length..];
    }
    out
}

/// The length of a comment in stars, which may hold others.
fn comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length and content of a string literal that stands here; `before` is the code before it.
fn string<'t>(text: &'t str, before: &str) -> Option<(usize, &'t str)> {
    let in_word = before.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_');
    let mut start = 0;
    if !in_word {
        start = ["br", "cr", "r", "b", "c"].iter().find(|mark| text.starts_with(**mark)).map_or(0, |mark| mark.len());
    }
    let is_raw = text[..start].ends_with('r');
    let hashes = if is_raw { text[start..].len() - text[start..].trim_start_matches('#').len() } else { 0 };
    let open = start + hashes + 1;
    if !text[start + hashes..].starts_with('"') {
        return None;
    }
    if is_raw {
        let close = format!("\"{}", "#".repeat(hashes));
        let length = text[open..].find(&close)?;
        return Some((open + length + close.len(), &text[open..open + length]));
    }
    let mut escaped = false;
    for (at, letter) in text[open..].char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some((open + at + 1, &text[open..open + at])),
            _ => {}
        }
    }
    None
}

/// The length of a character literal that stands here; a lifetime is none.
fn character(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('\'')?;
    if let Some(escape) = rest.strip_prefix('\\') {
        // The escaped letter may itself be a quote.
        let skip = escape.chars().next()?.len_utf8();
        return Some(2 + skip + escape[skip..].find('\'')? + 1);
    }
    let letter = rest.chars().next()?;
    rest[letter.len_utf8()..].starts_with('\'').then_some(letter.len_utf8() + 2)
}

#[test]
fn code_comments_and_strings_are_told_apart() {
    let parts = parts(
        "let a = \"x // no \\\" comment\"; // \"no string\"\nlet b = r#\"raw \" one\"#; /* a /* b */ c */ let c = b\"y\";",
    );
    let texts: Vec<(usize, &str)> =
        parts.literals.iter().map(|literal| (literal.line, literal.text.as_str())).collect();
    assert_eq!(texts, [(1, "x // no \\\" comment"), (2, "raw \" one"), (2, "y")]);
    assert!(!parts.code.contains("comment") && !parts.code.contains("string"), "{}", parts.code);
    assert_eq!(parts.code.lines().count(), 2);
}

#[test]
fn quotes_in_characters_and_lifetimes_begin_no_string() {
    let parts = parts("fn f<'a>(x: &'a str) { if y == '\"' || y == '\\'' || y == '\\u{22}' { g(\"one\") } }");
    assert_eq!(parts.literals, [Literal { line: 1, text: "one".to_owned() }]);
    assert!(parts.code.contains("fn f<'a>(x: &'a str)"), "{}", parts.code);
}
