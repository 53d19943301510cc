//! What is looked at of a pattern, in counts of things and steps, never of time.

/// How long a pattern may be, in bytes.
pub(crate) const LENGTH: usize = 20_000;
/// How deep its groups may lie in one another.
pub(crate) const NESTING: u32 = 48;
/// How many letters are told apart: those of one set are the bits of a number.
pub(crate) const LETTERS: usize = 128;
/// How many instructions the exact program of a pattern may have.
pub(crate) const INSTRUCTIONS: usize = 40_000;
/// How many places of a pattern that read a letter are looked at for two ways.
pub(crate) const PLACES: usize = 600;
/// How often a counted repetition is written out where two ways are sought, at most; then less and less, until the places
/// suffice.
pub(crate) const COPIES: [u32; 4] = [12, 5, 2, 1];
/// How many steps the search for one word may take that is read in two ways.
pub(crate) const WORD_STEPS: usize = 20_000;
/// How many steps the search for all words takes.
pub(crate) const SEARCH_STEPS: usize = 200_000;
/// How many words of one sort are tried.
pub(crate) const WORDS: usize = 160;
/// How many letters a word may have, as it is written.
pub(crate) const WORD_LENGTH: usize = 96;
/// How many steps all runs for one pattern may take.
pub(crate) const RUN_STEPS: u64 = 8_000_000;
/// How many steps they may take when a text for which the pattern takes long is known, and a worse one is sought.
pub(crate) const WORSE_STEPS: u64 = 3_000_000;
/// How many steps a run takes that shows how it grows.
pub(crate) const MEASURED_STEPS: u64 = 1_000_000;
/// How many steps a run takes that shows by which power it grows.
pub(crate) const POWER_STEPS: u64 = 250_000;
/// How many steps a run takes that only shows whether a word is worth a longer look.
pub(crate) const PROBED_STEPS: u64 = 40_000;
/// How many steps it may take to tell what a pattern matches in a short text.
pub(crate) const MATCHED_STEPS: u64 = 100_000;
