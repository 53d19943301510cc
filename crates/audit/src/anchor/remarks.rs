//! Lines without the remarks that stand behind their code.
//!
//! Takes the name of a file, by which the signs of its language are known, and lines; gives what of a line is code. A sign inside of
//! a text in quotation marks begins no remark.

/// Endings of names, and the signs by which a remark begins there that goes on to the end of the line.
const SIGNS: [(&str, &[&str]); 5] = [
    (
        " py pyi pyx sh bash zsh rb pl pm yaml yml toml ini cfg conf properties env tf r ex exs ps1 dockerfile makefile ",
        &["#"],
    ),
    (
        " js jsx ts tsx mjs cjs java kt kts go rs c h cc cpp cxx hpp hh cs swift scala dart groovy gradle sol proto scss ",
        &["//"],
    ),
    (" php vue svelte ", &["//", "#", "<!--"]),
    (" sql lua hs ", &["--"]),
    (" html htm xml jinja jinja2 j2 tmpl md svg ", &["<!--", "{#"]),
];

/// The signs of the language of a file.
pub(super) fn signs(path: &str) -> &'static [&'static str] {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit('.').next().unwrap_or(name).to_lowercase();
    let wanted = format!(" {ending} ");
    SIGNS.iter().find(|(endings, _)| endings.contains(&wanted)).map_or(&[], |(_, signs)| signs)
}

/// What of a line is code.
pub(super) fn code<'a>(line: &'a str, signs: &[&str]) -> &'a str {
    let mut open: Option<char> = None;
    let mut is_escaped = false;
    let mut is_apart = true;
    for (at, letter) in line.char_indices() {
        if open.is_none() && is_apart && signs.iter().any(|sign| line[at..].starts_with(sign)) {
            return line[..at].trim();
        }
        match (open, letter) {
            (Some(_), '\\') => is_escaped = !is_escaped,
            (Some(quote), letter) => {
                if letter == quote && !is_escaped {
                    open = None;
                }
                is_escaped = false;
            }
            (None, '"' | '\'' | '`') => open = Some(letter),
            (None, _) => {}
        }
        // `https://` and `$#` begin none.
        is_apart = !matches!(letter, ':' | '$' | '{' | '&' | '\\');
    }
    line.trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_behind_code_is_told_by_the_language() {
        let cases = [
            ("a.py", "x = f(y)  # ← 未过滤", "x = f(y)"),
            ("a.py", "x = f('# no', \"it's # none\")  # tidak disaring", "x = f('# no', \"it's # none\")"),
            ("a.py", "# a remark", ""),
            ("a.py", "x = y // 2", "x = y // 2"),
            ("a.js", "get('http://a') // 危险", "get('http://a')"),
            ("a.js", "see(http://a)", "see(http://a)"),
            ("a.sh", "[ $# -gt 1 ] # so many", "[ $# -gt 1 ]"),
            ("a.sql", "select 1 -- one", "select 1"),
            ("a.html", "<b>{{ x }}</b> <!-- raw -->", "<b>{{ x }}</b>"),
            ("a.unknown", "x # y", "x # y"),
            ("Dockerfile", "USER root # why", "USER root"),
        ];
        for (path, line, expected) in cases {
            assert_eq!(code(line, signs(path)), expected, "{line}");
        }
    }
}
