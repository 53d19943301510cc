//! What a security review says: a document or a report of a program in, claims out.
//!
//! Takes text of others, in whatever form reviews are written; gives [`Claims`], plain data in which nothing is checked yet. No
//! file is read here, and nothing of what is said is believed.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly"))]

mod claim;
mod document;
mod library;
mod limits;
mod machine;
mod mentions;
mod reach;
mod weakness;
mod words;

pub use claim::{
    Claimed, ClaimedPlace, ClaimedRoute, ClaimedSeverity, ClaimedWeakness, Claims, Format, Level, Quote, Reach, Stance,
    Unread, Who,
};
pub use library::names_known_hole;
pub use limits::BYTES;
pub use mentions::{Mention, Mentions, Naming, mentions};
pub use words::folded;

/// Reads a review.
pub fn read(text: &str) -> Claims {
    machine::read(text).unwrap_or_else(|| document::read(text))
}
