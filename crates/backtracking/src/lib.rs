//! How the time grows that a backtracking matcher takes for a pattern, and for which text.
//!
//! Takes a pattern as it is written, the dialect it is written in, and how it is applied; gives how the number of steps
//! grows with the text's length, and an attack: a text made of a beginning, a part that is repeated and an end, for which it
//! does. Nothing is claimed of a pattern that a run has not shown: `graph` and `pumps` find where two ways through the
//! pattern read the same text, which makes such texts probable; `growth` runs the pattern on them, longer and longer ones,
//! and counts the steps of `run`, which goes the ways that the dialect's own matcher goes. No clock, no chance; every loop is
//! bounded by a count.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly"))]

mod attack;
mod found;
mod graph;
mod growth;
mod letters;
mod limits;
mod matched;
mod program;
mod pumps;
mod read;
mod run;
mod tree;

pub use attack::Attack;
pub use found::judge;
pub use matched::matched;

/// The language in which a pattern is written, and with it the way in which it is matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// That of Python's own module for regular expressions.
    Python,
}

/// How a pattern is applied to a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applied {
    /// The text must begin so.
    Start,
    /// The whole text must be so.
    Whole,
    /// The first part that is so is sought: every place is tried as the beginning.
    Search,
    /// Every part that is so is sought.
    Every,
}

/// How the number of steps grows with the length of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Growth {
    /// By that power of the length, two at least.
    Polynomial(u8),
    /// It is multiplied by the same whenever the text gets longer by the same.
    Exponential,
}

/// What is known of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// No text was found for which the steps grow faster than its length.
    Linear,
    /// There are such texts.
    Grows(Growth, Attack),
    /// It was not looked at, or not to the end.
    NotKnown(Why),
}

/// Why nothing is known of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is none, or has parts that are not understood.
    Unread,
    /// It is longer, deeper, or has more parts than is looked at.
    Large,
    /// The search for a text was not finished.
    Unfinished,
}

impl Applied {
    /// The way of that name, as models write it.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "match" => Self::Start,
            "fullmatch" => Self::Whole,
            "search" => Self::Search,
            "every" => Self::Every,
            _ => return None,
        })
    }
}

impl Dialect {
    /// The dialect of that name, as models write it.
    pub fn named(name: &str) -> Option<Self> {
        (name == "python").then_some(Self::Python)
    }
}
