//! The patterns of a function's checks, compiled once for all texts with which they are tried.

use std::cell::RefCell;

use knowledge::Pattern;
use rustc_hash::FxHashMap;

/// How many patterns are compiled for one function; what is asked by more is not known.
const MOST: usize = 32;

/// Compiled patterns, by how they are written.
#[derive(Default)]
pub(super) struct Patterns(RefCell<FxHashMap<String, Option<Pattern>>>);

impl Patterns {
    /// Asks a pattern, in the notation of the matcher here, with something around it; nothing when it is none that can be
    /// read, or one too many.
    pub(super) fn ask<T>(&self, written: &str, around: (&str, &str), ask: impl FnOnce(&Pattern) -> T) -> Option<T> {
        // Some languages write the end of the text with a capital.
        let written = format!("{}(?:{}){}", around.0, written.replace("\\Z", "\\z"), around.1);
        let mut kept = self.0.borrow_mut();
        if kept.len() >= MOST && !kept.contains_key(&written) {
            return None;
        }
        let pattern = kept.entry(written).or_insert_with_key(|written| Pattern::bounded(written).ok());
        pattern.as_ref().map(ask)
    }
}
