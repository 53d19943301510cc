//! Data that a file of the program holds: constants under names, as code reads them.

use crate::Constant;

/// What a file of data holds, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// A constant.
    Constant(Constant),
    /// Named parts, in the order of the file.
    Map(Vec<(Box<str>, Data)>),
    /// Parts by position.
    List(Vec<Data>),
    /// Something of which nothing is said.
    Unknown,
}

/// A file of data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFile {
    /// Its path below the root, with `/`.
    pub path: Box<str>,
    /// The word for how it is written; what reads it says the same word.
    pub format: &'static str,
    /// What it holds.
    pub data: Data,
    /// Why nothing is known of what it holds, in words; none where it was read.
    pub unread: Option<Box<str>>,
}
