//! What is asked of an examination, and what it takes down besides what every analysis does: what reached the sinks of some
//! functions and was harmless, what made it so, and which code was run at all.

use ir::{BlockId, Value};
use knowledge::KindSet;
use program::FuncId;
use rustc_hash::FxHashSet;

use crate::found::{Flow, FlowSink};

/// What is asked about: the operations of these functions.
pub(crate) struct Asked {
    pub(crate) functions: FxHashSet<FuncId>,
}

/// Data that reached a sink and is no flow.
#[derive(Clone, Debug)]
pub struct Stopped {
    /// How it got there.
    pub flow: Flow,
    /// Whether it is harmless there; else the way rests on more assumptions than are followed.
    pub is_harmless: bool,
}

/// Something that makes a value harmless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Shown {
    pub(crate) function: FuncId,
    pub(crate) value: Value,
    /// For which kinds, or which state its text is in.
    pub(crate) kinds: KindSet,
    /// The condition or call that shows it; the value itself when it was made so.
    pub(crate) by: Value,
    /// The outcome of the condition.
    pub(crate) outcome: Option<bool>,
    /// Where it begins to hold, for a condition.
    pub(crate) from: Option<BlockId>,
}

/// What was taken down of one function.
#[derive(Clone, Debug, Default)]
pub(crate) struct Examined {
    pub(crate) stopped: Vec<Stopped>,
    pub(crate) shown: Vec<Shown>,
    pub(crate) sites: Vec<FlowSink>,
    pub(crate) run: Vec<(FuncId, Value)>,
}

impl Asked {
    pub(crate) fn is_about(&self, function: FuncId) -> bool {
        self.functions.contains(&function)
    }
}
