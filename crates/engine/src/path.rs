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
    /// Any element; of a map, what stands under any key.
    Any,
    /// Any key of a map.
    Keys,
    /// In what is read: what going through it gives, the keys of a map or the elements of all else.
    Each,
    /// In what is read: the element under a key that is computed. Of a map whose entries are written one by one under
    /// constant keys it is a guess which one that is.
    Computed,
    /// What it says when its text is asked for: the message of an exception.
    Text,
    /// What a generator returns when it has come to its end.
    Outcome,
}

impl Part {
    /// Whether a store to one may be seen by a read of the other.
    pub(crate) fn meets(self, other: Self) -> bool {
        match (self, other) {
            (Self::Field(a), Self::Field(b)) => a == b,
            (Self::Key(a), Self::Key(b)) => a == b,
            (Self::Text, Self::Text) | (Self::Outcome, Self::Outcome) => true,
            (Self::Field(_) | Self::Text | Self::Outcome, _) | (_, Self::Field(_) | Self::Text | Self::Outcome) => {
                false
            }
            (Self::Keys, other) | (other, Self::Keys) => matches!(other, Self::Keys | Self::Each),
            _ => true,
        }
    }

    /// Whether it is an element rather than an attribute.
    pub(crate) fn is_element(self) -> bool {
        !matches!(self, Self::Field(_) | Self::Text | Self::Outcome)
    }
}

/// A short path of parts. A longer one loses its tail and knows it: it then stands for some part below. Who reads on
/// from there guesses that this part is the one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Path {
    parts: [Part; PATH_LENGTH],
    len: u8,
    is_lost: bool,
}

impl Default for Path {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl Path {
    /// The value itself.
    pub(crate) const EMPTY: Self = Self { parts: [Part::Any; PATH_LENGTH], len: 0, is_lost: false };
    /// Some part of the value.
    pub(crate) const SOMEWHERE: Self = Self { parts: [Part::Any; PATH_LENGTH], len: 0, is_lost: true };

    pub(crate) fn one(part: Part) -> Self {
        Self::EMPTY.then(part)
    }

    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts[..self.len as usize]
    }

    /// Whether it is the value itself.
    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0 && !self.is_lost
    }

    /// Whether its tail is lost: it stands for some part below.
    pub(crate) fn is_lost(&self) -> bool {
        self.is_lost
    }

    /// The path with one more part; when it is full, the part is lost.
    #[must_use]
    pub(crate) fn then(mut self, part: Part) -> Self {
        if self.is_lost || (self.len as usize) == PATH_LENGTH {
            self.is_lost = true;
        } else {
            self.parts[self.len as usize] = part;
            self.len += 1;
        }
        self
    }

    /// The path with the other's parts after its own.
    #[must_use]
    pub(crate) fn join(self, other: &Self) -> Self {
        let mut joined = other.parts().iter().fold(self, |path, &part| path.then(part));
        joined.is_lost |= other.is_lost;
        joined
    }

    /// The path without its first `count` parts.
    #[must_use]
    pub(crate) fn after(&self, count: usize) -> Self {
        let mut rest = self.parts().iter().skip(count).fold(Self::EMPTY, |path, &part| path.then(part));
        rest.is_lost = self.is_lost;
        rest
    }

    /// The path cut to so many parts.
    #[must_use]
    pub(crate) fn cut(&self, count: usize) -> Self {
        let mut short = self.parts().iter().take(count).fold(Self::EMPTY, |path, &part| path.then(part));
        short.is_lost = self.is_lost || self.parts().len() > count;
        short
    }

    /// Whether every part is one attribute, or what stands under one key.
    pub(crate) fn is_exact(&self) -> bool {
        self.parts().iter().all(|part| matches!(part, Part::Field(_) | Part::Key(_)))
    }

    /// Whether what lies there belongs to the whole: every part is an element, or it is the whole's text.
    pub(crate) fn is_elements(&self) -> bool {
        self.parts().iter().all(|part| part.is_element() || *part == Part::Text)
    }

    /// Whether it is a guess that a read at `read` finds what is stored at this path, which it may.
    pub(crate) fn is_guess_for(&self, read: &Self) -> bool {
        let pairs = self.parts().iter().zip(read.parts());
        pairs.into_iter().any(|pair| matches!(pair, (Part::Key(_), Part::Computed)))
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
