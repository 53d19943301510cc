//! What detection gives for one weakness at one place.

use ir::Span;
use knowledge::{Confidence, Severity};
use program::{FuncId, ModuleId};

/// A place in the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// The module, and so the file.
    pub module: ModuleId,
    /// Where in it.
    pub span: Span,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule's place in the loaded rules.
    pub rule: usize,
    /// The CWE id.
    pub cwe: u16,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// Where.
    pub spot: Spot,
    /// The function in which it stands.
    pub function: FuncId,
    /// What the engine saw.
    pub message: String,
    /// The way from the source, the place itself last; empty for what is no flow.
    pub steps: Vec<Step>,
    /// Where the data begins and who writes it; of several ways to the place, that which most people can begin.
    pub origin: Option<crate::Origin>,
    /// Checks on the way that do not hold.
    pub checks: Vec<crate::Check>,
    /// What an attacker gains.
    pub impact: String,
    /// What to do: ends the sentence "To mitigate this risk, …".
    pub repair: String,
    /// Safe code.
    pub example: Option<String>,
    /// What had to be assumed.
    pub assumptions: Vec<String>,
    /// What must not be shown.
    pub secrets: Vec<Spot>,
    /// What identifies it, without path and line: `code/v1`.
    pub code_fingerprint: String,
}

/// One step of a flow.
#[derive(Clone, Debug)]
pub struct Step {
    /// Where.
    pub spot: Spot,
    /// What happens there, a clause.
    pub note: String,
}
