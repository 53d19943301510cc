//! An attack: a text for which a match takes long.

/// A text of a beginning, a part that is repeated, and an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attack {
    /// What it begins with.
    pub prefix: String,
    /// What is repeated.
    pub pump: String,
    /// What it ends with.
    pub suffix: String,
}

impl Attack {
    /// The text with its middle repeated so often.
    pub fn text(&self, times: usize) -> String {
        format!("{}{}{}", self.prefix, self.pump.repeat(times), self.suffix)
    }
}
