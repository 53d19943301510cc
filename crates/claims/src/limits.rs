//! What of a review is read at most. A limit that is reached is told in [`crate::Claims::cuts`].

/// Findings of one review.
pub(crate) const FINDINGS: usize = 100_000;

/// Lines that are told as not read.
pub(crate) const UNREAD: usize = 200;

/// The length of a review, in bytes.
pub const BYTES: usize = 64 << 20;
