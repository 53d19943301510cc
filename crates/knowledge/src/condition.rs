//! Conditions: when a row holds.

use crate::{KindId, Pattern, Port};

/// A test of one value of a call. Its answer is yes, no or unknown.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Which value.
    pub port: Port,
    /// What must hold.
    pub test: Test,
}

/// What must hold of a value.
#[derive(Clone, Debug)]
pub enum Test {
    /// It is one of these literals.
    OneOf(Vec<Literal>),
    /// It is a literal and none of these.
    NoneOf(Vec<Literal>),
    /// It is a whole number below this one.
    Below(i64),
    /// It is a whole number above this one.
    Above(i64),
    /// It is text that the pattern matches somewhere.
    Matches(Pattern),
    /// It refers to one of these APIs, or is an instance of one.
    Refers(Vec<String>),
    /// The argument is given (`true`) or missing (`false`). Of a receiver: the code itself has put it where it was read.
    Given(bool),
    /// It is in a state that a row has put it into.
    InState(KindId),
    /// The value is a constant (`true`) or is not known to be one (`false`).
    Constant(bool),
}

/// A literal in a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// The language's null; `"null"` cannot be told from the text in TOML, so it is written `{ null = true }`.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Text.
    Str(String),
}
