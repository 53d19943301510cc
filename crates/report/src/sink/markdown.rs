//! Untrusted text in Markdown: as prose, as code in a line, as a block of code.
//!
//! Readers of Markdown disagree on many things, and some (GitHub, GitLab) turn `@name`, `#12`, addresses and
//! `$…$` into something else after Markdown is done, where no backslash helps; code they leave alone.

use std::fmt;

use super::hidden::{opens_command, visible};

/// Code in a line.
pub(crate) struct Code<'a>(pub(crate) &'a str);

impl fmt::Display for Code<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = visible(self.0);
        if text.trim().is_empty() {
            return f.write_str("(empty)");
        }
        let ticks = "`".repeat(longest_run(&text, '`') + 1);
        let touches = |edge: Option<char>| edge.is_some_and(|c| c == '`' || c == ' ');
        let pad = if touches(text.chars().next()) || touches(text.chars().next_back()) { " " } else { "" };
        write!(f, "{ticks}{pad}{text}{pad}{ticks}")
    }
}

/// A block of code: the lines, and the language for colours.
pub(crate) struct Fence<'a> {
    /// The code.
    pub(crate) code: &'a str,
    /// Its language; anything but a plain word is left out.
    pub(crate) language: &'a str,
}

impl fmt::Display for Fence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ticks = "`".repeat(longest_run(self.code, '`').max(2) + 1);
        let is_word = self.language.chars().all(|c| c.is_ascii_alphanumeric() || "+-_".contains(c));
        writeln!(f, "{ticks}{}", if is_word { self.language } else { "" })?;
        for line in crate::lines::lines(self.code) {
            let text = visible(line.text);
            if opens_command(&text) {
                let indent = text.len() - text.trim_start().len();
                let (before, rest) = text.split_at(indent);
                let mut characters = rest.chars();
                let first = characters.next().map_or(0, u32::from);
                writeln!(f, "{before}\\u{{{first:x}}}{}", characters.as_str())?;
            } else {
                writeln!(f, "{}", text.trim_end())?;
            }
        }
        f.write_str(&ticks)
    }
}

/// Text in a paragraph. What stands between backticks in it is code; everything else means itself.
pub(crate) struct Prose<'a>(pub(crate) &'a str);

impl fmt::Display for Prose<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut rest = text.as_str();
        let mut is_start = true;
        while let Some(open) = rest.find('`') {
            let (before, from) = rest.split_at(open);
            let ticks = from.len() - from.trim_start_matches('`').len();
            let inside = from.get(ticks..).unwrap_or("");
            write_words(f, before, is_start)?;
            if let Some(length) = closing(inside, ticks) {
                write!(f, "{}", Code(inside.get(..length).unwrap_or("")))?;
                rest = inside.get(length + ticks..).unwrap_or("");
            } else {
                f.write_str(&"\\`".repeat(ticks))?;
                rest = inside;
            }
            is_start = false;
        }
        write_words(f, rest, is_start)
    }
}

/// Prose in a cell of a table. Readers split rows at bars before they look for code, so a bar is shown as a broken one.
pub(crate) struct TableCell<'a>(pub(crate) &'a str);

impl fmt::Display for TableCell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Prose(&self.0.replace('|', "¦")))
    }
}

/// Where a run of exactly so many backticks begins.
fn closing(text: &str, ticks: usize) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = text.get(from..)?.find('`') {
        let start = from + found;
        let after = text.get(start..)?;
        let run = after.len() - after.trim_start_matches('`').len();
        if run == ticks {
            return Some(start);
        }
        from = start + run;
    }
    None
}

fn write_words(f: &mut fmt::Formatter<'_>, text: &str, is_start: bool) -> fmt::Result {
    for (at, word) in text.split(' ').enumerate() {
        if at > 0 {
            f.write_str(" ")?;
        }
        if word.is_empty() {
            continue;
        }
        let core = word.trim_matches(|c: char| "()'\"“”,;.!?".contains(c));
        if would_become_a_link(core) {
            let from = word.find(core).unwrap_or(0);
            let (before, rest) = word.split_at(from);
            let (core, after) = rest.split_at(core.len());
            write_escaped(f, before, is_start && at == 0)?;
            write!(f, "{}", Code(core))?;
            write_escaped(f, after, false)?;
        } else {
            write_escaped(f, word, is_start && at == 0)?;
        }
    }
    Ok(())
}

/// Whether a reader would make a link, a mention, a reference or a formula of the word, or a build log a command.
fn would_become_a_link(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let is_hash = lower.len() >= 7
        && lower.chars().all(|c| c.is_ascii_hexdigit())
        && lower.contains(|c: char| c.is_ascii_digit())
        && lower.contains(|c: char| c.is_ascii_alphabetic());
    let is_reference =
        |prefix: &str| lower.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let has_number_sign = word
        .match_indices('#')
        .any(|(at, _)| word.get(at + 1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())));
    word.contains(['@', '$'])
        || ["://", "www.", "mailto:", "xmpp:"].iter().any(|part| lower.contains(part))
        || has_number_sign
        || is_reference("gh-")
        || is_reference("!")
        || is_hash
        || opens_command(word)
}

fn write_escaped(f: &mut fmt::Formatter<'_>, word: &str, opens_paragraph: bool) -> fmt::Result {
    let word = visible(word);
    let leading_digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut previous = ' ';
    let mut characters = word.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map_or(' ', |&(_, next)| next);
        let acts = match character {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '&' | '~' | '|' => true,
            '_' => !(previous.is_alphanumeric() && next.is_alphanumeric()),
            '-' | '+' | '=' | '#' | ':' => opens_paragraph && at == 0,
            '.' | ')' => opens_paragraph && leading_digits > 0 && at == leading_digits && characters.peek().is_none(),
            _ => false,
        };
        if acts {
            f.write_str("\\")?;
        }
        fmt::Write::write_char(f, character)?;
        previous = character;
    }
    Ok(())
}

fn longest_run(text: &str, of: char) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for character in text.chars() {
        run = if character == of { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prose(text: &str) -> String {
        Prose(text).to_string()
    }

    #[test]
    fn code_in_a_line_cannot_be_closed_from_within() {
        assert_eq!(Code("a").to_string(), "`a`");
        assert_eq!(Code("a`b``c").to_string(), "```a`b``c```");
        assert_eq!(Code("`x`").to_string(), "`` `x` ``");
        assert_eq!(Code("a\nb").to_string(), "`a\\u{a}b`");
        assert_eq!(Code(" ").to_string(), "(empty)");
    }

    #[test]
    fn a_block_cannot_be_closed_from_within_and_no_line_of_it_commands() {
        let fence = Fence { code: "a\n````\n  ::set-output name=x::y\n\u{1b}[2J", language: "python" };
        assert_eq!(fence.to_string(), "`````python\na\n````\n  \\u{3a}:set-output name=x::y\n\\u{1b}[2J\n`````");
        assert_eq!(Fence { code: "a", language: "x\n# y" }.to_string(), "```\na\n```");
    }

    #[test]
    fn prose_means_itself() {
        assert_eq!(
            prose("<b>*x* [y](z) a_b _c_ ~d~ &lt; \\"),
            "\\<b\\>\\*x\\* \\[y\\](z) a_b \\_c\\_ \\~d\\~ \\&lt; \\\\"
        );
        assert_eq!(prose("![x](y)"), "!\\[x\\](y)");
        assert_eq!(prose("a\n\n# b"), "a # b");
    }

    #[test]
    fn a_cell_ends_where_its_row_says() {
        assert_eq!(TableCell("a | `b\\|c`\n| d").to_string(), "a ¦ `b\\¦c` ¦ d");
    }

    #[test]
    fn prose_does_not_open_a_list_a_heading_or_a_command() {
        assert_eq!(prose("# a"), "\\# a");
        assert_eq!(prose("- a"), "\\- a");
        assert_eq!(prose("12. a"), "12\\. a");
        assert_eq!(prose("=== a"), "\\=== a");
        assert_eq!(prose("::set-output name=a::b"), "`::set-output` name=a::b");
    }

    #[test]
    fn what_a_reader_would_link_is_shown_as_code() {
        assert_eq!(prose("ask @me, see #12 (http://e.x/)."), "ask `@me`, see `#12` (`http://e.x/`).");
        assert_eq!(prose("a $x$ and www.e.x"), "a `$x$` and `www.e.x`");
        assert_eq!(prose("deadbee1 but defaced"), "`deadbee1` but defaced");
    }

    #[test]
    fn code_between_backticks_stays_code() {
        assert_eq!(prose("built with `%` from `a`"), "built with `%` from `a`");
        assert_eq!(prose("a lone ` tick and ``b"), "a lone \\` tick and \\`\\`b");
        assert_eq!(prose("``a`b``"), "``a`b``");
    }
}
