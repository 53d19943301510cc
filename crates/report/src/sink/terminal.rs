//! Untrusted text on a terminal: one line, nothing that acts.

use std::fmt;

use super::hidden::{pieces, push, visible};

/// Text that may be written to a terminal in the middle of a line.
pub(crate) struct Terminal<'a>(pub(crate) &'a str);

impl fmt::Display for Terminal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&visible(self.0))
    }
}

impl Terminal<'_> {
    /// The same text, tabs as four spaces, and where the given bytes of it have gone; they must ascend.
    pub(crate) fn with_positions(&self, positions: &[usize]) -> (String, Vec<usize>) {
        let mut out = String::with_capacity(self.0.len());
        let mut moved = Vec::with_capacity(positions.len());
        for (at, character, escaped) in pieces(self.0) {
            while positions.get(moved.len()).is_some_and(|&position| position <= at) {
                moved.push(out.len());
            }
            if character == '\t' {
                out.push_str("    ");
            } else {
                push(&mut out, character, escaped);
            }
        }
        moved.resize(positions.len(), out.len());
        (out, moved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_are_shown() {
        assert_eq!(Terminal("\u{1b}]0;title\u{7}").to_string(), "\\u{1b}]0;title\\u{7}");
    }

    #[test]
    fn positions_follow_the_text() {
        let (text, moved) = Terminal("\ta\u{202e}b").with_positions(&[0, 1, 2, 5, 6]);
        assert_eq!(text, "    a\\u{202e}b");
        assert_eq!(moved, [0, 4, 5, 13, 14]);
    }
}
