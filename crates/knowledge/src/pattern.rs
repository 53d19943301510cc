//! Patterns: regular expressions that are compiled when they are first asked, since most runs ask few of them and
//! compiling all would take longer than loading everything else.

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

/// What a compiled pattern may take.
const BYTES: usize = 1 << 20;

/// What a compiled pattern of a project's own may take, and each of the tables that are made of it while it is asked.
const LOCAL_BYTES: usize = 1 << 17;

/// A regular expression; it is asked as a [`Regex`] is.
#[derive(Clone, Debug)]
pub struct Pattern {
    text: String,
    compiled: OnceLock<Regex>,
}

impl Pattern {
    /// The pattern, compiled at once.
    pub fn new(text: &str) -> Result<Self, regex::Error> {
        Ok(Self::from(compile(text)?))
    }

    /// The same for a pattern that somebody wrote who is not trusted.
    pub fn bounded(text: &str) -> Result<Self, regex::Error> {
        let mut builder = RegexBuilder::new(text);
        Ok(Self::from(builder.size_limit(LOCAL_BYTES).dfa_size_limit(LOCAL_BYTES).nest_limit(32).build()?))
    }

    /// A pattern that is known to be one, and is compiled when it is first asked.
    pub(crate) fn known_good(text: &str) -> Self {
        Self { text: text.to_owned(), compiled: OnceLock::new() }
    }

    /// The text of the pattern.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Patterns are equal that are written alike.
impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Pattern {}

fn compile(text: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(text).size_limit(BYTES).build()
}

impl Deref for Pattern {
    type Target = Regex;

    fn deref(&self) -> &Regex {
        self.compiled.get_or_init(|| {
            #[expect(
                clippy::expect_used,
                reason = "only patterns of this program are made so, and a test compiles them"
            )]
            compile(&self.text).expect("the patterns of this program are sound")
        })
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<Regex> for Pattern {
    fn from(regex: Regex) -> Self {
        Self { text: regex.as_str().to_owned(), compiled: OnceLock::from(regex) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_asked_as_a_regex_is() {
        for pattern in [Pattern::new("^a+$").unwrap(), Pattern::known_good("^a+$")] {
            assert!(pattern.is_match("aa") && !pattern.is_match("ab"));
            assert_eq!(pattern.as_str(), "^a+$");
        }
    }

    #[test]
    fn a_text_that_is_no_pattern_is_refused_at_once() {
        assert!(Pattern::new("a(").is_err());
        assert!(Pattern::new(r"(\w{500}){500}").is_err());
    }
}
