//! One of Flawline's own reviews, held against the same review made again.
//!
//! Takes the JSON of a review and the JSON that a review of the code gives today with the same settings; gives every difference,
//! with where in the document it is and what both sides say. Hidden parts of quotes are never compared and never shown: `*`
//! stands for them on both sides. The quotes are also looked up in the files themselves.

mod compare;
mod given;
mod pairs;
mod standing;

use review::Project;
use serde_json::Value;

use self::compare::Comparison;
pub use self::given::{Given, Unusable};
use self::standing::Files;

/// How a review stands to the same review made again.
#[derive(Clone, Debug, Default)]
pub struct Rederived {
    /// What was not the same when the review was made, each a sentence: likely causes of differences.
    pub causes: Vec<String>,
    /// The differences, in the order of the document, at most a hundred.
    pub differences: Vec<Difference>,
    /// How many differences there are.
    pub count: usize,
    /// How many findings the review has, those included that a comment allows or that lie in other scopes.
    pub findings: usize,
    /// How many steps and checks.
    pub steps: usize,
    /// How many quotes were looked up in the files.
    pub quotes: usize,
}

/// A difference between a review and the same review made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where in the document, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// The finding that it is about: rule, id and place.
    pub finding: Option<String>,
    /// What kind it is of.
    pub kind: DifferenceKind,
    /// What the review says, with what is hidden hidden.
    pub said: Option<String>,
    /// What the code gives.
    pub given: Option<String>,
    /// What else is to be said of it, a sentence.
    pub remark: Option<String>,
}

/// A kind of difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DifferenceKind {
    /// Both say something else.
    Other,
    /// The review says it, and it is not found again.
    NotFoundAgain,
    /// It is found, and the review does not say it.
    NotInTheReview,
    /// The quote does not stand at its place.
    NotInTheFile,
    /// The same in another order.
    Order,
}

impl DifferenceKind {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Other => "different",
            Self::NotFoundAgain => "not found again",
            Self::NotInTheReview => "not in the review",
            Self::NotInTheFile => "not in the file",
            Self::Order => "in another order",
        }
    }
}

/// Holds a review against the same review made again: `again` is its JSON, `project` the code.
pub fn rederive(given: &Given, again: &Value, project: &Project) -> Rederived {
    let mut comparison = Comparison::new(Files::of(project));
    comparison.documents(&given.document, again);
    comparison.end(causes(&given.document, again))
}

/// What was not the same when the review was made.
fn causes(said: &Value, again: &Value) -> Vec<String> {
    let mut causes = Vec::new();
    for (pointer, what) in [
        ("/program/version", "version of Flawline"),
        ("/catalogue/version", "release of the CWE"),
        ("/schema_version", "version of the schema"),
    ] {
        let text = |value: &Value| value.pointer(pointer).and_then(Value::as_str).unwrap_or("none").to_owned();
        let (said, again) = (text(said), text(again));
        if said != again {
            causes.push(format!(
                "The review names {said} as the {what}; this is {again}. Differences may come from that."
            ));
        }
    }
    causes
}

#[cfg(test)]
mod tests;
