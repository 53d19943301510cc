//! Severity and confidence.

/// How bad it is if it is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Of little consequence by itself.
    Low,
    /// Harm under further conditions.
    Medium,
    /// Direct harm.
    High,
    /// Full control, or all data.
    Critical,
}

/// How much had to be assumed. None → high, one → medium, two or more → low.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Two or more assumptions, or a lead.
    Low,
    /// One assumption.
    Medium,
    /// No assumption.
    High,
}

impl Severity {
    /// All, from the least.
    pub const ALL: [Self; 4] = [Self::Low, Self::Medium, Self::High, Self::Critical];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// The level that the word means.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }
}

impl Confidence {
    /// All, from the least.
    pub const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// The level that the word means.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }

    /// The confidence that so many assumptions leave.
    pub fn after(assumptions: usize) -> Self {
        match assumptions {
            0 => Self::High,
            1 => Self::Medium,
            _ => Self::Low,
        }
    }
}
