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

/// A part as a number, so that paths are small and quickly compared: what it is in the highest bits, which one below. The
/// lowest bits stay free.
fn packed(part: Part) -> u64 {
    let (tag, which) = match part {
        Part::Field(name) => (1, u64::from(name.0)),
        Part::Key(key) => (2, key),
        Part::Any => (3, 0),
        Part::Keys => (4, 0),
        Part::Each => (5, 0),
        Part::Computed => (6, 0),
        Part::Text => (7, 0),
        Part::Outcome => (8, 0),
    };
    debug_assert!(which >> KEY_BITS == 0, "keys are made with so many bits");
    tag << (64 - TAG_BITS) | (which << FREE_BITS)
}

/// How many bits the key of an element has.
pub(crate) const KEY_BITS: u32 = 64 - TAG_BITS - FREE_BITS;
const TAG_BITS: u32 = 4;
const FREE_BITS: u32 = 4;
/// In the last part's free bits: the tail is lost.
const LOST: u64 = 1;

/// The part that a number stands for; none for nought.
fn unpacked(word: u64) -> Option<Part> {
    let which = (word << TAG_BITS) >> (TAG_BITS + FREE_BITS);
    Some(match word >> (64 - TAG_BITS) {
        1 => Part::Field(Symbol(which as u32)),
        2 => Part::Key(which),
        3 => Part::Any,
        4 => Part::Keys,
        5 => Part::Each,
        6 => Part::Computed,
        7 => Part::Text,
        8 => Part::Outcome,
        _ => return None,
    })
}

/// A short path of parts. A longer one loses its tail and knows it: it then stands for some part below. Who reads on
/// from there guesses that this part is the one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Path {
    /// The parts, packed, noughts behind them; whether the tail is lost stands in the last.
    words: [u64; PATH_LENGTH],
}

impl std::fmt::Debug for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.parts().iter()).finish()?;
        if self.is_lost() { f.write_str("…") } else { Ok(()) }
    }
}

/// The parts of a path.
#[derive(Clone, Copy)]
pub(crate) struct Parts {
    all: [Part; PATH_LENGTH],
    len: usize,
}

impl Parts {
    /// One after the other.
    pub(crate) fn iter(self) -> std::iter::Take<std::array::IntoIter<Part, PATH_LENGTH>> {
        self.all.into_iter().take(self.len)
    }
}

impl std::ops::Deref for Parts {
    type Target = [Part];

    fn deref(&self) -> &[Part] {
        &self.all[..self.len]
    }
}

impl Default for Path {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl Path {
    /// The value itself.
    pub(crate) const EMPTY: Self = Self { words: [0; PATH_LENGTH] };
    /// Some part of the value.
    pub(crate) const SOMEWHERE: Self = {
        let mut words = [0; PATH_LENGTH];
        words[PATH_LENGTH - 1] = LOST;
        Self { words }
    };

    pub(crate) fn one(part: Part) -> Self {
        Self::EMPTY.then(part)
    }

    pub(crate) fn parts(&self) -> Parts {
        let mut parts = Parts { all: [Part::Any; PATH_LENGTH], len: 0 };
        for part in self.words.into_iter().map_while(unpacked) {
            parts.all[parts.len] = part;
            parts.len += 1;
        }
        parts
    }

    /// How many parts it has.
    pub(crate) fn len(&self) -> usize {
        self.words.iter().take_while(|word| **word > LOST).count()
    }

    /// Whether it is the value itself.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::EMPTY
    }

    /// Whether its tail is lost: it stands for some part below.
    pub(crate) fn is_lost(&self) -> bool {
        self.words[PATH_LENGTH - 1] & LOST != 0
    }

    /// The parts, packed, without the mark of a lost tail.
    fn bare(&self) -> [u64; PATH_LENGTH] {
        let mut words = self.words;
        words[PATH_LENGTH - 1] &= !LOST;
        words
    }

    #[must_use]
    fn losing(mut self, is_lost: bool) -> Self {
        self.words[PATH_LENGTH - 1] |= if is_lost { LOST } else { 0 };
        self
    }

    /// The path with one more part; when it is full, the part is lost.
    #[must_use]
    pub(crate) fn then(self, part: Part) -> Self {
        self.then_packed(packed(part))
    }

    fn then_packed(mut self, word: u64) -> Self {
        let len = self.len();
        if self.is_lost() || len == PATH_LENGTH {
            return self.losing(true);
        }
        self.words[len] = word;
        self
    }

    /// The path with the other's parts after its own.
    #[must_use]
    pub(crate) fn join(self, other: &Self) -> Self {
        if other.is_empty() {
            return self;
        }
        let words = other.bare().into_iter().take_while(|word| *word != 0);
        words.fold(self, Self::then_packed).losing(other.is_lost())
    }

    /// The path without its first `count` parts.
    #[must_use]
    pub(crate) fn after(&self, count: usize) -> Self {
        let mut rest = Self::EMPTY;
        for (to, word) in rest.words.iter_mut().zip(self.bare().into_iter().skip(count)) {
            *to = word;
        }
        rest.losing(self.is_lost())
    }

    /// The path cut to so many parts.
    #[must_use]
    pub(crate) fn cut(&self, count: usize) -> Self {
        self.first(count).losing(self.is_lost() || self.len() > count)
    }

    /// The path to the first part that may be any of several; what is behind that is lost.
    #[must_use]
    pub(crate) fn to_any(self) -> Self {
        let exact = self.parts().iter().take_while(|part| matches!(part, Part::Field(_) | Part::Key(_))).count();
        if self.len() > exact + 1 { self.cut(exact + 1) } else { self }
    }

    /// Its first so many parts, and nothing lost.
    #[must_use]
    pub(crate) fn first(&self, count: usize) -> Self {
        let mut first = Self::EMPTY;
        for (to, word) in first.words.iter_mut().zip(self.bare().into_iter().take(count)) {
            *to = word;
        }
        first
    }

    /// Whether its first parts are the other's parts.
    pub(crate) fn begins_with(&self, other: &Self) -> bool {
        let theirs = other.bare();
        self.bare().iter().zip(theirs).all(|(mine, theirs)| theirs == 0 || *mine == theirs)
    }

    /// Whether every part is one attribute, or what stands under one key.
    pub(crate) fn is_exact(&self) -> bool {
        self.parts().iter().all(|part| matches!(part, Part::Field(_) | Part::Key(_)))
    }

    /// Whether what lies there belongs to the whole: every part is an element, or it is the whole's text.
    pub(crate) fn is_elements(&self) -> bool {
        self.parts().iter().all(|part| part.is_element() || part == Part::Text)
    }

    /// Whether it is a guess that a read at `read` finds what is stored at this path, which it may.
    pub(crate) fn is_guess_for(&self, read: &Self) -> bool {
        let is = |word: u64, part: Part| word >> (64 - TAG_BITS) == packed(part) >> (64 - TAG_BITS);
        self.words.iter().zip(read.words).any(|(mine, read)| is(*mine, Part::Key(0)) && is(read, Part::Computed))
    }

    /// How the path `self` of something stored relates to the path `read`: the stored thing holds what is read (the
    /// part of `read` that goes deeper), or is held by it (the part of `self` that goes deeper), or neither.
    pub(crate) fn relate(&self, read: &Self) -> Option<Relation> {
        let meets = |(&mine, &read): (&u64, &u64)| {
            mine == read || unpacked(mine).zip(unpacked(read)).is_none_or(|(mine, read)| mine.meets(read))
        };
        if !self.bare().iter().zip(&read.bare()).all(meets) {
            return None;
        }
        let (len, of_read) = (self.len(), read.len());
        Some(if len <= of_read { Relation::Holds(read.after(len)) } else { Relation::Below(self.after(of_read)) })
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
