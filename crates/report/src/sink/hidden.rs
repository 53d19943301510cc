//! Which characters act instead of showing, and how they are made visible; and which words command the machine that
//! keeps a build's log.

use std::fmt::Write as _;

/// Whether a character acts on a terminal, or is not seen, or changes the order of others. A tab is harmless.
pub fn is_hidden(character: char) -> bool {
    matches!(character,
        '\0'..='\u{8}' | '\u{a}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The characters of a text, each with its byte and whether it has to be escaped: because it is hidden, or because it
/// is the second sign of a command such as `##[` or `##vso[`, which is obeyed anywhere in a line.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = (usize, char, bool)> {
    text.char_indices().map(move |(at, character)| {
        let escaped = is_hidden(character)
            || (character == '#'
                && text.get(..at).is_some_and(|before| before.ends_with('#'))
                && text.get(at + 1..).is_some_and(ends_command_name));
        (at, character, escaped)
    })
}

/// Whether a text goes on like `##name[` after the second sign.
fn ends_command_name(rest: &str) -> bool {
    rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('[')
}

/// The text in one line with everything hidden shown as `\u{…}`.
pub(crate) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (_, character, escaped) in pieces(text) {
        push(&mut out, character, escaped);
    }
    out
}

/// Appends a character, escaped or as it is.
pub(crate) fn push(out: &mut String, character: char, escaped: bool) {
    if escaped {
        // Writing to a string cannot fail.
        let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
    } else {
        out.push(character);
    }
}

/// Whether a line that starts like this commands a build machine.
pub fn opens_command(line: &str) -> bool {
    const OPENERS: [&str; 7] =
        ["::", "##", "section_start:", "section_end:", "travis_fold:", "travis_time:", "[command]"];
    let line = line.trim_start();
    OPENERS.iter().any(|opener| line.get(..opener.len()).is_some_and(|start| start.eq_ignore_ascii_case(opener)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_direction_characters_show_their_number() {
        assert_eq!(visible("a\u{1b}[31m\u{202e}b\u{7f}\u{9b}"), "a\\u{1b}[31m\\u{202e}b\\u{7f}\\u{9b}");
        assert_eq!(visible("\u{feff}\u{e0041}\u{200b}\u{61c}\r\n"), "\\u{feff}\\u{e0041}\\u{200b}\\u{61c}\\u{d}\\u{a}");
    }

    #[test]
    fn ordinary_text_of_any_script_stays() {
        assert_eq!(visible("a\tb ä 漢字 שלום 🙂"), "a\tb ä 漢字 שלום 🙂");
    }

    #[test]
    fn a_command_of_a_build_log_is_broken_wherever_it_stands() {
        assert_eq!(visible("x ##[error]y"), "x #\\u{23}[error]y");
        assert_eq!(visible("##vso[task.x]"), "#\\u{23}vso[task.x]");
        assert_eq!(visible("##TeamCity[y"), "#\\u{23}TeamCity[y");
        assert_eq!(visible("## a heading, ###"), "## a heading, ###");
        assert_eq!(visible("###[x"), "##\\u{23}[x");
    }

    #[test]
    fn lines_that_command_are_known_by_their_start() {
        for line in ["::set-output name=a::b", "  ::x", "##[group]", "section_start:1:a", "Travis_Fold:start"] {
            assert!(opens_command(line), "{line}");
        }
        assert!(!opens_command("std::fmt"));
        assert!(!opens_command("# a comment"));
    }
}
