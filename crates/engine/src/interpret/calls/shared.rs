//! Functions as single calls run them, interpreted once for all calls that hand over the same.
//!
//! Takes a function and what a call hands over, and how to interpret it; gives the summary, which another call may have asked for
//! before. It holds as long as what is known of all functions and cells does: for a pass. Within a pass a callee is finished
//! before any of its callers begins, so all who ask in one level get the same, whoever is first.

use std::sync::{Arc, Mutex, PoisonError};

use program::FuncId;
use rustc_hash::FxHashMap;

use crate::interpret::calls::special::HandedOver;
use crate::summary::Summary;

/// Summaries for single calls, by function and what is handed over.
#[derive(Default)]
pub(crate) struct SharedSpecials {
    known: Mutex<FxHashMap<(FuncId, HandedOver), Arc<Summary>>>,
}

impl SharedSpecials {
    /// The summary of a function for calls that hand this over; `interpreted` makes it where nobody has asked before. No lock is
    /// held meanwhile: two who ask at once both interpret it, to the same end.
    pub(in crate::interpret) fn summary(
        &self,
        function: FuncId,
        given: &HandedOver,
        interpreted: impl FnOnce() -> Summary,
    ) -> Arc<Summary> {
        let asked = (function, given.clone());
        // What a thread that broke off has left is whole: it only ever adds finished summaries.
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(summary) = known().get(&asked) {
            return summary.clone();
        }
        let summary = Arc::new(interpreted());
        known().entry(asked).or_insert(summary).clone()
    }
}
