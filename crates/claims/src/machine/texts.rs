//! Texts of a result: what is kept of them, the code that they name, and code that is said to stand in a file.

use std::sync::LazyLock;

use regex::Regex;

use crate::claim::Quote;

/// Words of one result beyond this are not kept, in bytes.
pub(super) const LONGEST: usize = 16_384;

/// So many places, weaknesses, symbols and offers of one result are kept.
pub(super) const MOST: usize = 64;

/// Longer bits of code in words are no symbols, in bytes.
const LONGEST_SYMBOL: usize = 200;

/// So many letters are kept of a text that serves as a title.
const LONGEST_TITLE: usize = 120;

/// So much is kept of an id, in bytes.
const LONGEST_LABEL: usize = 400;

/// What programs write where they do not show code.
const WITHHELD: [&str; 4] = ["requires login", "redacted", "[redacted]", "<redacted>"];

/// What programs write instead of a secret; more of it may follow.
const HIDDEN: &str = "****";

/// A link to another place of the same result.
static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\[([^\[\]]*)\]\(\d+\)").ok());

/// A beginning of a text, so long in bytes at most.
pub(super) fn clip(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// A title made of a text: its first line, or a beginning of it.
pub(super) fn title(text: &str) -> String {
    text.trim().lines().next().unwrap_or_default().trim().chars().take(LONGEST_TITLE).collect()
}

/// What a result is called by: the id of a rule, of which a beginning is kept.
pub(super) fn label(id: &str) -> String {
    clip(id.trim(), LONGEST_LABEL).to_owned()
}

/// Adds a paragraph to words that do not say it already.
pub(super) fn say(words: &mut String, text: &str) {
    let room = LONGEST.saturating_sub(words.len() + 1);
    let text = clip(text.trim(), room);
    if text.is_empty() || words.contains(text) {
        return;
    }
    if !words.is_empty() {
        words.push('\n');
    }
    words.push_str(text);
}

/// A message without links to places of the same result.
pub(super) fn without_links(message: &str) -> String {
    match LINK.as_ref() {
        Some(link) if message.contains("](") => link.replace_all(message, "$1").into_owned(),
        _ => message.to_owned(),
    }
}

/// What a message sets as code.
pub(super) fn symbols(message: &str) -> Vec<String> {
    let mut symbols: Vec<String> = Vec::new();
    let mut pieces = clip(message, LONGEST).split('`');
    pieces.next();
    while let (Some(code), Some(_)) = (pieces.next(), pieces.next()) {
        let is_symbol = !code.trim().is_empty() && code.len() <= LONGEST_SYMBOL && !code.contains('\n');
        let code = code.trim();
        if is_symbol && symbols.len() < MOST && !symbols.iter().any(|known| known == code) {
            symbols.push(code.to_owned());
        }
    }
    symbols
}

/// Code that is said to stand in a file, where a text is that; what is hidden by `****` is left out.
pub(super) fn quote(text: &str) -> Option<Quote> {
    let bare = text.trim();
    if bare.len() <= 20 && WITHHELD.contains(&bare.to_lowercase().as_str()) {
        return None;
    }
    if !text.contains(HIDDEN) {
        return (!bare.is_empty()).then(|| Quote::whole(tidy(text)));
    }
    shown(text.split(HIDDEN).map(|run| run.trim_start_matches('*')))
}

/// A quote of what is shown of code in which something is hidden.
pub(super) fn shown<'a>(runs: impl IntoIterator<Item = &'a str>) -> Option<Quote> {
    let runs: Vec<String> = runs.into_iter().filter(|run| run.contains(char::is_alphanumeric)).map(tidy).collect();
    (!runs.is_empty()).then_some(Quote { runs })
}

fn tidy(code: &str) -> String {
    code.replace("\r\n", "\n").trim_matches('\n').trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_said_once_and_not_without_end() {
        let mut words = String::new();
        say(&mut words, "A shell runs it. ");
        say(&mut words, "A shell runs");
        say(&mut words, "It is the name.");
        assert_eq!(words, "A shell runs it.\nIt is the name.");
        say(&mut words, &"ä".repeat(LONGEST));
        assert!(words.len() <= LONGEST);
        let before = words.len();
        say(&mut words, "More.");
        assert!(words.len() <= before + 1);
    }

    #[test]
    fn symbols_stand_between_marks() {
        assert_eq!(symbols("`run` takes `line` and `run`, not `open"), ["run", "line"]);
        assert_eq!(symbols("```\nrun(line)\n```"), Vec::<String>::new());
        assert_eq!(
            without_links("depends on [a value](1), see [this](https://example.org)"),
            "depends on a value, see [this](https://example.org)"
        );
    }

    #[test]
    fn what_is_withheld_is_no_quote() {
        assert_eq!(quote("\n    run(line)\r\n    go()\r\n"), Some(Quote::whole("    run(line)\n    go()")));
        for text in ["requires login", "REDACTED", "****", " \n"] {
            assert_eq!(quote(text), None, "{text}");
        }
        assert_eq!(quote("key = 'ab******'"), Some(Quote::whole("key = 'ab")));
        assert_eq!(quote("run(**words)  # ***"), Some(Quote::whole("run(**words)  # ***")));
    }
}
