//! What an audit does at most. Limits that are reached are told in [`crate::Audit::cuts`], but where it says otherwise.

/// Places about which the engine is asked.
pub(crate) const QUESTIONS: usize = 4_096;

/// How often a quote that does not stand where it is cited is looked for in all files.
pub(crate) const SEARCHES: usize = 2_000;

/// Lines of a cited range that are asked about; not told.
pub(crate) const LINES: u32 = 60;

/// Ranges of lines of one place that are asked about; not told.
pub(crate) const RANGES: usize = 16;

/// Names in one finding that stand nowhere in the code; not told.
pub(crate) const SYMBOLS: usize = 16;

/// Lines of a program, or of files, that are looked at as a whole for a claim without a line; not told.
pub(crate) const WHOLE: u32 = 30_000;

/// Such lines for all claims of a review together: each time others of the rules are asked about; not told.
pub(crate) const WHOLE_IN_ALL: u32 = 300_000;

/// Findings that a review does not mention.
pub(crate) const MISSED: usize = 500;

/// Files whose earlier versions are read; not told.
pub(crate) const HISTORIES: usize = 64;

/// Letters of a quote times those of code with hidden parts that are compared; a longer quote is hidden whole, which is not told.
pub(crate) const HIDDEN: usize = 4_000_000;

/// Files in which a quote is looked for that does not stand where it is cited, by path; not told.
pub(crate) const FILES: usize = 20_000;
/// Differences between a review and the same review made again that are shown; all are counted.
pub(crate) const DIFFERENCES: usize = 100;

/// What is shown of one side of a difference, in code points; not told.
pub(crate) const SHOWN: usize = 400;

/// Pieces of offered code that are tried in place of what they are for.
pub(crate) const TRIED: usize = 256;

/// Files that a way may pass for offered code to be tried; not told.
pub(crate) const TRIED_FILES: usize = 12;

/// Bytes of those files; not told.
pub(crate) const TRIED_BYTES: usize = 2_000_000;

/// Letters of what a finding says that are kept for the question what it is about; not told.
pub(crate) const SAID: usize = 300;
