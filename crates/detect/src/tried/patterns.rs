//! The patterns of a check, compiled once for all texts with which it is tried.

use std::cell::RefCell;

use knowledge::Pattern;
use rustc_hash::FxHashMap;

/// How many patterns are kept; a check that puts together more is slower, and no less is known of it.
const KEPT: usize = 32;

/// Compiled patterns, by how they are written.
#[derive(Default)]
pub(super) struct Patterns(RefCell<FxHashMap<String, Option<Pattern>>>);

impl Patterns {
    /// Asks a pattern, in the notation of the matcher here, with something around it; nothing when it is none that can be read.
    pub(super) fn ask<T>(&self, written: &str, around: (&str, &str), ask: impl FnOnce(&Pattern) -> T) -> Option<T> {
        // Some languages write the end of the text with a capital.
        let written = format!("{}(?:{}){}", around.0, written.replace("\\Z", "\\z"), around.1);
        let mut kept = self.0.borrow_mut();
        if kept.len() >= KEPT && !kept.contains_key(&written) {
            kept.clear();
        }
        let pattern = kept.entry(written).or_insert_with_key(|written| Pattern::bounded(written).ok());
        pattern.as_ref().map(ask)
    }
}
