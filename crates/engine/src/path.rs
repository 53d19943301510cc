//! Access paths: which part of a value.

use ir::Symbol;

use crate::limits::PATH_LENGTH;

/// One element of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Part {
    /// An attribute.
    Field(Symbol),
    /// The element under a constant key, by the key's hash.
    Key(u64),
    /// Any element.
    Any,
}

impl Part {
    /// Whether a store to one may be seen by a read of the other.
    pub(crate) fn meets(self, other: Self) -> bool {
        self == other || matches!((self, other), (Self::Any, Self::Key(_) | Self::Any) | (Self::Key(_), Self::Any))
    }

    /// Whether it is an element rather than an attribute.
    pub(crate) fn is_element(self) -> bool {
        !matches!(self, Self::Field(_))
    }
}

/// A short path of parts. A longer one loses its tail: it then speaks of more than was meant, never of less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Path {
    parts: [Part; PATH_LENGTH],
    len: u8,
}

impl Default for Path {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl Path {
    /// The value itself.
    pub(crate) const EMPTY: Self = Self { parts: [Part::Any; PATH_LENGTH], len: 0 };

    pub(crate) fn one(part: Part) -> Self {
        Self::EMPTY.then(part)
    }

    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts[..self.len as usize]
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The path with one more part, unless it is full.
    #[must_use]
    pub(crate) fn then(mut self, part: Part) -> Self {
        if (self.len as usize) < PATH_LENGTH {
            self.parts[self.len as usize] = part;
            self.len += 1;
        }
        self
    }

    /// The path with the other's parts after its own.
    #[must_use]
    pub(crate) fn join(self, other: &Self) -> Self {
        other.parts().iter().fold(self, |path, &part| path.then(part))
    }

    /// The path without its first `count` parts.
    #[must_use]
    pub(crate) fn after(&self, count: usize) -> Self {
        self.parts().iter().skip(count).fold(Self::EMPTY, |path, &part| path.then(part))
    }

    /// The path cut to so many parts.
    #[must_use]
    pub(crate) fn cut(&self, count: usize) -> Self {
        self.parts().iter().take(count).fold(Self::EMPTY, |path, &part| path.then(part))
    }

    /// Whether every part is an element.
    pub(crate) fn is_elements(&self) -> bool {
        self.parts().iter().all(|part| part.is_element())
    }

    /// How the path `self` of something stored relates to the path `read`: the stored thing holds what is read (the
    /// part of `read` that goes deeper), or is held by it (the part of `self` that goes deeper), or neither.
    pub(crate) fn relate(&self, read: &Self) -> Option<Relation> {
        let common = self.len.min(read.len) as usize;
        let meets = self.parts[..common].iter().zip(&read.parts[..common]).all(|(a, b)| a.meets(*b));
        if !meets {
            None
        } else if self.len <= read.len {
            Some(Relation::Holds(read.after(common)))
        } else {
            Some(Relation::Below(self.after(common)))
        }
    }
}

/// How a stored path relates to a read one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// What is stored holds what is read, at this path inside it.
    Holds(Path),
    /// What is stored lies below what is read, at this path inside that.
    Below(Path),
}
