//! A text while it is read: its name, its lines, and where its errors go.

use crate::KnowledgeFile;
use crate::error::Gathered;

/// What may not be said in this text, whatever else may: the law that keeps rules and models apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Law {
    /// Nothing in particular.
    None,
    /// A model never names a weakness.
    Model,
    /// A rule never names an API.
    Rule,
}

/// A place in a text: the offset of a byte.
pub(super) type Offset = usize;

/// Something that was read, with its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) at: Offset,
}

/// A text, or a part of one, while it is read.
pub(super) struct Text<'a> {
    /// The file, below the knowledge folder.
    pub(super) file: &'a str,
    /// What is read.
    pub(super) body: &'a str,
    pub(super) law: Law,
    /// Whether its patterns and CWE ids are known to be good.
    pub(super) trusted: bool,
    /// The line of the file on which the text begins.
    first_line: u32,
    /// Where lines end.
    ends: Vec<Offset>,
    errors: &'a Gathered,
}

impl<'a> Text<'a> {
    /// A file, or the part of it that begins on that line.
    pub(super) fn new(file: &'a KnowledgeFile, body: &'a str, first_line: u32, law: Law, errors: &'a Gathered) -> Self {
        let ends = body.match_indices('\n').map(|(at, _)| at).collect();
        Self { file: &file.path, body, law, trusted: file.trusted, first_line, ends, errors }
    }

    /// The line of a place in the file, from 1.
    pub(super) fn line(&self, at: Offset) -> u32 {
        self.first_line + self.ends.partition_point(|end| *end < at) as u32
    }

    /// Notes an error.
    pub(super) fn error(&self, at: Offset, message: impl Into<String>, hint: Option<String>) {
        self.errors.add(self.file, self.line(at), message, hint);
    }
}
