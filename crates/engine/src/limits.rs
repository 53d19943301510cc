//! The limits of the analysis: counts of things, never of time. Whatever is cut is reported.

/// How many elements an access path has before its tail is dropped.
pub(crate) const PATH_LENGTH: usize = 3;
/// How many facts a value carries.
pub(crate) const FACTS: usize = 48;
/// How many rows of one sort a summary has.
pub(crate) const SUMMARY_ROWS: usize = 128;
/// How many hops a witness has.
pub(crate) const HOPS: usize = 160;
/// How many assumptions a flow may rest on. What would rest on more is not followed: two make the confidence low
/// already.
pub(crate) const ASSUMPTIONS: u8 = 2;
/// How many assumptions a function's own part of a flow may rest on: what it tells its callers of its inputs.
pub(crate) const INPUT_ASSUMPTIONS: u8 = 1;
/// As how many assumptions it counts that what is used of an object is the part which holds the data.
pub(crate) const GUESS: u8 = 2;
/// How often the blocks of a function are swept.
pub(crate) const SWEEPS: usize = 12;
/// From which round on a recursive group's paths are collapsed.
pub(crate) const WIDEN_ROUND: usize = 3;
/// From which round on a recursive group keeps what it said the round before.
pub(crate) const JOIN_ROUND: usize = 6;
/// After how many rounds a recursive group is left as it is.
pub(crate) const ROUNDS: usize = 48;
/// How many functions a recursive group has to count as large.
pub(crate) const LARGE_GROUP: usize = 1_000;
/// After how many rounds a large group is left as it is.
pub(crate) const LARGE_GROUP_ROUNDS: usize = 16;
/// How many passes are made over cells.
pub(crate) const CELL_PASSES: usize = 8;
/// How many facts a cell holds of one part.
pub(crate) const CELL_FACTS: usize = 16;
/// How many parts of a cell are told apart, each with as many facts.
pub(crate) const CELL_PARTS: usize = 16;
/// How many fields of what comes in from outside are told apart.
pub(crate) const FIELDS: usize = 24;
/// How long a folded text may become, in bytes.
pub(crate) const TEXT_LENGTH: usize = 4_096;
/// How many constants are looked for that a value may be, where that is asked for.
pub(crate) const WRITTEN: usize = 64;
/// How many steps it may take to look for them.
pub(crate) const WRITTEN_STEPS: usize = 2_048;
/// How many values may lie between the one that is asked about and what is written down.
pub(crate) const WRITTEN_DEPTH: usize = 40;
/// How many operations of a function are looked through in one step, for what it writes.
pub(crate) const WRITTEN_OPERATIONS: usize = 64;
/// How many operations a function may have to be interpreted.
pub(crate) const OPERATIONS: usize = 200_000;
/// How many parts of a function's own objects are known to hold a constant.
pub(crate) const CONTENTS: usize = 256;
/// How many elements of a collection of constants are known one by one.
pub(crate) const LISTED: usize = 64;
/// How long a sequence may be whose elements are told apart when their order changes.
pub(crate) const LENGTH: usize = 64;
/// How many exceptions on their way to a handler are told apart.
pub(crate) const RAISED: usize = 16;
/// How many rows a summary has of what a function's exceptions hold.
pub(crate) const RAISED_ROWS: usize = 16;
/// Through how many functions that do not catch it an exception is followed.
pub(crate) const RAISED_THROUGH: usize = 3;
/// How many steps it may take to interpret callees for single calls of one function.
pub(crate) const SPECIALS: usize = 4_096;
/// How deep callees are interpreted for single calls.
pub(crate) const SPECIAL_DEPTH: usize = 3;
/// How many calls may lie around the one that makes a handler of a class, where a path takes it.
pub(crate) const WRAPPED_HANDLERS: usize = 4;
/// How deep routes that are put under others are followed to the outermost.
pub(crate) const INCLUDED_DEPTH: usize = 3;
/// Under how many others the same routes are put.
pub(crate) const INCLUDING_ROUTES: usize = 8;
/// How many operations are looked through for the routes that are put under one.
pub(crate) const INCLUDED_ROUTES: usize = 1_024;
/// How many parameters of a function are tried with texts.
pub(crate) const TRIED_PARAMETERS: usize = 4;
/// How long a text may be that a callee is interpreted for, in bytes.
pub(crate) const TEXT_ASKED: usize = 64;
/// How many objects a value may be.
pub(crate) const LOCATIONS: usize = 8;
/// How many heap entries a state holds.
pub(crate) const HEAP_ENTRIES: usize = 512;
/// How many parts of its inputs a function is known to replace.
pub(crate) const REPLACED: usize = 16;
/// How many pairs of values are known at one point to be equal.
pub(crate) const EQUAL: usize = 8;
