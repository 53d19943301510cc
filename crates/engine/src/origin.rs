//! Where data comes from: a place outside the program, or an input of the function.

use ir::Value;
use knowledge::{KindId, RowId};
use program::FuncId;

use crate::path::Path;

/// Where data comes from, as one function sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Origin {
    /// From outside the program.
    Source(SourceSite),
    /// From the caller: an input of the function, or a part of it.
    Input(u16, Path),
}

/// A place where data of others enters the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SourceSite {
    pub(crate) function: FuncId,
    pub(crate) value: Value,
    pub(crate) row: RowId,
    pub(crate) kind: KindId,
}
