//! Claims of a review in, verdicts with their evidence out.
//!
//! Takes what a review says ([`claims::Claims`]) and the code that it is about ([`review::Project`]); gives an [`Audit`], plain data:
//! for each finding whether its ids, names, places and quotes are right, whether the code bears it out, and what it gets. It is
//! never judged by taste: every verdict names its evidence.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly"))]

mod advice;
mod alike;
mod anchor;
mod audit;
mod bearing;
mod code;
mod draft;
mod duplicates;
mod everywhere;
mod file;
mod found;
mod hidden;
mod ids;
mod imports;
mod kin;
mod lacking;
mod limits;
mod listed;
mod meaning;
mod missed;
mod needed;
mod nowhere;
mod operations;
mod outcome;
mod passed_over;
mod places;
mod questions;
mod reach;
mod rederive;
mod replaced;
mod sentence;
mod shared;
mod signs;
mod speaking;
mod stale;
mod support;
mod symbols;
mod telling;
mod test_code;
mod unseen;
mod verdict;
mod weaknesses;

pub use audit::audit;
pub use ids::{CheckedId, CheckedIds, Slip, Standing, check_ids};
pub use outcome::{
    Audit, Audited, AuditedPlace, AuditedReach, AuditedWeakness, ClaimedWho, Evidence, LineVerdict, Missed,
    MitigationVerdict, NameWord, PathVerdict, QuoteVerdict, SeenWho, SeverityVerdict, Support, SupportVerdict, Verdict,
    range,
};
pub use rederive::{Difference, DifferenceKind, Given, Rederived, Unusable, rederive};
pub use sentence::first_sentence;
