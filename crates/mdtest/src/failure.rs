//! A disagreement between a page and a review, with the line of the page that it is about.

use std::fmt;

/// One disagreement; prints as `rules/cwe-89-sql-injection/python.md:34: what is wrong`, and the code below it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Failure {
    /// The page, as it was named when it was parsed.
    pub page: String,
    /// The line of the page, from 1.
    pub line: u32,
    /// What was expected and what was seen.
    pub message: String,
    /// The page's line as it stands there, trimmed; empty when the page as a whole is meant.
    pub code: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.page, self.line, self.message)?;
        if self.code.is_empty() { Ok(()) } else { write!(f, "\n    {}", self.code) }
    }
}
