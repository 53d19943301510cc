//! What stands now where a quote stood that is gone: the lines that give the same name a value, or call the same function.
//!
//! Takes a quote and the code; gives a file with lines. Who says that something was mended often quotes how it was before.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::code::Code;

/// Lines of a quote that are looked at.
const LINES: usize = 12;
/// More lines than these say nothing about one.
const MOST: usize = 4;

/// How a statement begins that gives an attribute, an entry or a name in capitals a value, or calls a method.
static HEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"^\s*(?:return\s+|await\s+)*((?:[A-Za-z_]\w*\.)+[A-Za-z_]\w*|[A-Za-z_][\w.]*\[["'][^"'\]]+["']\]|[A-Z][A-Z0-9_]{3,})\s*(=|\()"#)
        .ok()
});

/// The lines of one file on which the statements stand now that a quote shows; none where several files or too many lines may be it.
pub(crate) fn replaced(code: &Code<'_>, quote: &str, file: Option<usize>) -> Option<(usize, Vec<u32>)> {
    let gone: Vec<Statement<'_>> = quote.lines().take(LINES).filter_map(statement).collect();
    let files = code.files.iter().enumerate().filter(|(at, of)| file.map_or(of.is_known_code(), |file| file == *at));
    let mut found: Option<(usize, Vec<u32>)> = None;
    for (at, of) in files.filter(|_| !gone.is_empty()) {
        let Some(sought) = &of.sought else { continue };
        let is_one = |line: &str| statement(line).is_some_and(|now| gone.iter().any(|was| now.is_in_place_of(was)));
        let lines: Vec<u32> = sought.all().zip(1_u32..).filter(|(line, _)| is_one(line)).map(|(_, at)| at).collect();
        if lines.is_empty() {
            continue;
        }
        if found.is_some() || lines.len() > MOST {
            return None;
        }
        found = Some((at, lines));
    }
    found
}

/// The beginning of a statement.
struct Statement<'a> {
    /// What it gives a value, or calls.
    name: &'a str,
    is_call: bool,
    /// What stands behind that.
    rest: &'a str,
}

fn statement(line: &str) -> Option<Statement<'_>> {
    let found = HEAD.as_ref()?.captures(line)?;
    let (name, sign) = (found.get(1)?, found.get(2)?);
    let (name, is_call, rest) = (name.as_str(), sign.as_str() == "(", &line[sign.end()..]);
    // A comparison gives no value.
    (is_call || !rest.starts_with('=')).then_some(Statement { name, is_call, rest })
}

impl Statement<'_> {
    /// Whether it may be what another became: it gives the same a value, or calls the same with much of what it was given.
    fn is_in_place_of(&self, was: &Self) -> bool {
        if self.name != was.name || self.is_call != was.is_call {
            return false;
        }
        let before: BTreeSet<&str> = words(was.rest).collect();
        let now: BTreeSet<&str> = words(self.rest).collect();
        !self.is_call || 2 * before.intersection(&now).count() >= before.len().max(1)
    }
}

fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|letter: char| !letter.is_alphanumeric() && letter != '_').filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_told_by_how_they_begin() {
        let cases = [
            (r#"app.secret_key = "a""#, Some(("app.secret_key", false))),
            (r#"    app.config["SECRET_KEY"] = "a""#, Some((r#"app.config["SECRET_KEY"]"#, false))),
            ("    app.run(debug=True)", Some(("app.run", true))),
            ("return await client.get(url)", Some(("client.get", true))),
            ("DEBUG_MODE = True", Some(("DEBUG_MODE", false))),
            ("app.secret_key == key", None),
            ("name = value", None),
            ("if app.run(x):", None),
            ("# app.run(debug=True)", None),
        ];
        for (line, expected) in cases {
            assert_eq!(statement(line).map(|one| (one.name, one.is_call)), expected, "{line}");
        }
    }

    #[test]
    fn a_call_is_the_same_by_what_it_is_given() {
        let is = |was: &str, now: &str| statement(now).unwrap().is_in_place_of(&statement(was).unwrap());
        assert!(is(
            "app.run(debug=True, port=5000, threaded=True)",
            "app.run(host=host, port=port, debug=debug, threaded=True)"
        ));
        assert!(!is(
            r#"subprocess.run(["tar", "xzf", name], check=True)"#,
            r#"subprocess.run("ping " + host, shell=True)"#
        ));
        assert!(is(r#"app.secret_key = "a""#, "app.secret_key = os.environ[KEY]"));
        assert!(!is("app.run(debug=True)", "app.run = debug"));
    }
}
