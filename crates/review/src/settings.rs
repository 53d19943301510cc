//! What the user asked for.

use knowledge::{Confidence, FailOn, Severity, Threat};

use crate::{Date, Scope};

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
    /// From which findings on a review fails; at any that is shown and counts when it is not said. The review only notes it.
    pub fail_on: Option<FailOn>,
    /// What day it is, for comments that hold until one; none ends when it is not said.
    pub today: Option<Date>,
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
            fail_on: None,
            today: None,
        }
    }
}
