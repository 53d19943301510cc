//! Text in a SARIF message.
//!
//! The standard gives `[`, `]` and `\` a meaning (embedded links, section 3.11.6) and demands that `{` and `}` be doubled
//! in every plain text message, with or without arguments (section 3.11.5).

use serde::{Serialize, Serializer};

use super::hidden::visible;

/// A message's text: literal, of one line, and without effect.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SarifText(String);

impl SarifText {
    /// The text as it stands, escaped.
    pub(crate) fn new(text: &str) -> Self {
        let mut out = String::with_capacity(text.len());
        for character in visible(&text.split_whitespace().collect::<Vec<_>>().join(" ")).chars() {
            match character {
                '\\' | '[' | ']' => out.push('\\'),
                '{' | '}' => out.push(character),
                _ => {}
            }
            out.push(character);
        }
        Self(out)
    }

    /// The same as a whole sentence.
    pub(crate) fn sentence(text: &str) -> Self {
        let text = text.trim_end();
        if text.ends_with(['.', '!', '?']) { Self::new(text) } else { Self::new(&format!("{text}.")) }
    }
}

impl Serialize for SarifText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_placeholders_become_literal() {
        assert_eq!(SarifText::new(r"see [x](http://e) {0} \").0, r"see \[x\](http://e) {{0}} \\");
    }

    #[test]
    fn line_ends_become_spaces_and_hidden_characters_show() {
        assert_eq!(SarifText::new("a\n\n b\u{202e}").0, "a b\\\\u{{202e}}");
    }

    #[test]
    fn a_sentence_ends_once() {
        assert_eq!(SarifText::sentence("a").0, "a.");
        assert_eq!(SarifText::sentence("a. ").0, "a.");
    }
}
