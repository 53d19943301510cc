//! What of a review is read at most. A limit that is reached is told in [`crate::Claims::cuts`].

/// Findings of one review.
pub(crate) const FINDINGS: usize = 100_000;

/// Lines that are told as not read.
pub(crate) const UNREAD: usize = 200;

/// What is shown of something that was not read, in bytes.
pub(crate) const BEGINNING: usize = 160;

/// What rules say beside results, copied for each result, in bytes.
pub(crate) const COMMON: usize = 32 << 20;

/// What one text of a rule says, copied for a result, in bytes.
pub(crate) const RULE: usize = 4096;

/// A name of a weakness in a report of a program, in bytes; longer ones are none.
pub(crate) const NAME: usize = 200;

/// A path in a report of a program, in bytes; longer ones are none.
pub(crate) const PATH: usize = 4096;

/// Ids that are read of a text.
pub(crate) const MENTIONS: usize = 100_000;

/// Levels of nesting in which ids of JSON are read.
pub(crate) const DEPTH: usize = 256;

/// The length of a review, in bytes.
pub const BYTES: usize = 64 << 20;
