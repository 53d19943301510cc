//! Words to lines, so that no line begins with a word that could command a build machine.

use crate::sink::Terminal;

/// The longest prose that is shown; the rest is counted. What the program says itself is far shorter.
const LONGEST: usize = 2_000;

/// Adds untrusted text behind a lead; its further lines are indented as far.
pub(crate) fn wrap_behind(text: &str, lead: &str, width: usize, out: &mut String) {
    for (at, line) in wrap(text, width.saturating_sub(lead.len()), 0).iter().enumerate() {
        if at == 0 {
            out.push_str(lead);
        } else {
            out.extend(std::iter::repeat_n(' ', lead.len()));
        }
        out.push_str(line);
        out.push('\n');
    }
}

/// Untrusted text as lines of at most `width` columns, if its words allow it. The first line begins `used` columns
/// late.
pub(super) fn wrap(text: &str, width: usize, used: usize) -> Vec<String> {
    let text = crate::words::clip(&text.split_whitespace().collect::<Vec<_>>().join(" "), LONGEST);
    let mut lines = vec![String::new()];
    let mut column = used;
    for word in text.split(' ') {
        let word = Terminal(word).to_string();
        let length = word.chars().count();
        let is_first = lines.last().is_none_or(String::is_empty);
        if !is_first && column + 1 + length > width && may_open_line(&word) {
            lines.push(String::new());
            column = 0;
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
                column += 1;
            }
            line.push_str(&word);
            column += length;
        }
    }
    lines
}

/// Whether a word at the start of a line cannot be the start of a command.
fn may_open_line(word: &str) -> bool {
    let inner = word.trim_end_matches([':', ']', ')', ',', '.']);
    word.starts_with(|c: char| c.is_alphanumeric() || "`'\"(\\".contains(c)) && !inner.starts_with(':') && {
        // `section_start:…` and the like: a name, a colon, and more.
        let name = inner.split(':').next().unwrap_or(inner);
        name.len() == inner.len() || name.starts_with('`') || name.contains(['.', '/', '('])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_fill_lines() {
        assert_eq!(wrap("aa bb\n cc dd", 5, 0), ["aa bb", "cc dd"]);
        assert_eq!(wrap("aa bb", 5, 3), ["aa", "bb"]);
        assert_eq!(wrap("", 5, 0), [""]);
    }

    #[test]
    fn no_line_begins_with_a_command() {
        for command in ["::set-output::x", "##[group]", "section_start:1:a", "travis_fold:start:x", "[command]"] {
            assert_eq!(wrap(&format!("aaaa {command} b"), 6, 0).len(), 2, "{command}");
        }
        assert_eq!(wrap("aaaa a.py:12 std::fmt", 6, 0)[1], "a.py:12 std::fmt");
    }
}
