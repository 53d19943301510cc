//! What the user asked for.

use knowledge::{Confidence, Severity, Threat};

use crate::Scope;

/// How to review. Two reviews of one project with equal settings are equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The least confidence to show.
    pub confidence: Confidence,
    /// The least severity to show.
    pub severity: Severity,
    /// Whose data counts as hostile.
    pub threats: Vec<Threat>,
    /// Read files that `.gitignore`, size or minification would leave out.
    pub no_ignore: bool,
    /// The most bytes of a file that is read.
    pub max_file_bytes: u64,
    /// The scopes that count for the exit code; the others' findings are shown apart.
    pub scopes: Vec<Scope>,
    /// Obey other tools' suppression comments.
    pub respect_foreign_suppressions: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            confidence: Confidence::Medium,
            severity: Severity::Low,
            threats: vec![Threat::Remote, Threat::Document, Threat::Library],
            no_ignore: false,
            max_file_bytes: 1024 * 1024,
            scopes: vec![Scope::Production],
            respect_foreign_suppressions: false,
        }
    }
}
