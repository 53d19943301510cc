//! Locations: objects that a function knows, and their parts.

use ir::Value;
use program::DataId;

use crate::path::Path;

/// An object that the function knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Root {
    /// What an input refers to.
    Input(u16),
    /// What an operation made.
    Made(Value),
    /// What a file of data holds, which nobody changes.
    Data(DataId),
}

/// A part of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Location {
    pub(crate) root: Root,
    pub(crate) path: Path,
}
