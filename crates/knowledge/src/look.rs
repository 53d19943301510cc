//! What code looks like: letters that look like others, and characters that change the order in which text is shown.

/// Letters that look like one of ASCII.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letters {
    /// The letter of ASCII.
    pub like: char,
    /// Those that look like it.
    pub letters: String,
}

/// Characters that begin another order, and those that end it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Those that begin it.
    pub opens: String,
    /// Those that end it.
    pub closes: String,
}
