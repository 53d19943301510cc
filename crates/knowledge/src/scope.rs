//! What kind of file something is in.

/// What kind of file something is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The program itself.
    Production,
    /// Tests.
    Test,
    /// Examples and documentation.
    Example,
    /// Written by a program.
    Generated,
    /// Somebody else's code, copied in.
    Vendored,
}

impl Scope {
    /// All, in order.
    pub const ALL: [Self; 5] = [Self::Production, Self::Test, Self::Example, Self::Generated, Self::Vendored];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Test => "test",
            Self::Example => "example",
            Self::Generated => "generated",
            Self::Vendored => "vendored",
        }
    }

    /// The scope that the word means.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.word() == word)
    }
}
