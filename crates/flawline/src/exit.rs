//! Exit codes: what a script may rely on.

use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Complete, and nothing to report.
    Clean,
    /// Findings at or above `--fail-on`.
    Findings,
    /// It could not begin, or could not deliver: arguments, paths, output.
    Usage,
    /// An error in the program itself.
    Internal,
    /// No such findings, but something was not analysed whole.
    Incomplete,
}

impl Exit {
    /// The number that the process ends with.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Internal => 3,
            Self::Incomplete => 4,
        }
    }

    /// The end of a review: findings come before incompleteness.
    pub(crate) fn of_review(findings: bool, complete: bool) -> Self {
        match (findings, complete) {
            (true, _) => Self::Findings,
            (false, false) => Self::Incomplete,
            (false, true) => Self::Clean,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_outweigh_incompleteness_and_both_outweigh_success() {
        assert_eq!(Exit::of_review(true, false).code(), 1);
        assert_eq!(Exit::of_review(true, true).code(), 1);
        assert_eq!(Exit::of_review(false, false).code(), 4);
        assert_eq!(Exit::of_review(false, true).code(), 0);
    }
}
