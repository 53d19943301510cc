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
    /// Whether it is of a reviewed project's own.
    pub(super) local: bool,
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
        Self {
            file: &file.path,
            body,
            law,
            trusted: file.trusted,
            local: file.local.is_some(),
            first_line,
            ends,
            errors,
        }
    }

    /// The line of a place in the file, from 1.
    pub(super) fn line(&self, at: Offset) -> u32 {
        self.first_line + self.ends.partition_point(|end| *end < at) as u32
    }

    /// Notes an error.
    pub(super) fn error(&self, at: Offset, message: impl Into<String>, hint: Option<String>) {
        self.errors.add_at(self.file, (self.line(at), self.column(at)), message, hint);
    }

    /// The column of a place in the file, in code points from 1.
    pub(super) fn column(&self, at: Offset) -> u32 {
        let start = self.ends.partition_point(|end| *end < at).checked_sub(1).map_or(0, |line| self.ends[line] + 1);
        self.body.get(start..at).map_or(1, |before| before.chars().count() as u32 + 1)
    }

    /// Counts a pattern of a project's own, and tells how many there are.
    pub(super) fn count_pattern(&self) -> usize {
        self.errors.count_pattern()
    }
}
