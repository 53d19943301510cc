//! Sinks that data reaches: the place, and how an input of a function gets there.

use ir::Value;
use knowledge::{ContextId, KindId, KindSet, RowId};
use program::FuncId;

use crate::path::Path;
use crate::way::Way;

/// A sink that an input reaches, in the function or below it.
#[derive(Clone, Debug)]
pub(crate) struct Reached {
    pub(crate) input: u16,
    pub(crate) path: Path,
    pub(crate) sink: SinkSite,
    /// What its text has become on the way.
    pub(crate) cleaned: KindSet,
    pub(crate) assumed: u8,
    /// From the input to the sink.
    pub(crate) way: Way,
}

/// A place where data reaches a sink.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SinkSite {
    pub(crate) function: FuncId,
    /// The call, or the value that a route returns.
    pub(crate) value: Value,
    /// The value that goes in.
    pub(crate) given: Value,
    pub(crate) row: RowId,
    pub(crate) kind: KindId,
    pub(crate) context: Option<ContextId>,
}

impl Reached {
    /// What makes two rows the same: all but how data gets there.
    pub(crate) fn key(&self) -> (u16, Path, SinkSite, KindSet) {
        (self.input, self.path, self.sink, self.cleaned)
    }
}
