//! Flags: how what follows them is read.

use crate::letters::Set;

/// How a part of a pattern is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is said by itself where a pattern is written")]
pub(super) struct Flags {
    pub(super) folds: bool,
    pub(super) is_by_line: bool,
    pub(super) is_any_all: bool,
    pub(super) is_verbose: bool,
    pub(super) is_ascii: bool,
}

impl Flags {
    /// How many there are.
    pub(super) const COUNT: usize = 5;

    /// Sets a flag, or unsets it; whether there is such a one.
    pub(super) fn set(&mut self, letter: char, on: bool) -> bool {
        match letter {
            'i' => self.folds = on,
            'm' => self.is_by_line = on,
            's' => self.is_any_all = on,
            'x' => self.is_verbose = on,
            'a' => self.is_ascii = on,
            'u' | 'L' => self.is_ascii = false,
            _ => return false,
        }
        true
    }

    /// These and those.
    pub(super) fn with(self, other: Self) -> Self {
        Self {
            folds: self.folds || other.folds,
            is_by_line: self.is_by_line || other.is_by_line,
            is_any_all: self.is_any_all || other.is_any_all,
            is_verbose: self.is_verbose || other.is_verbose,
            is_ascii: self.is_ascii || other.is_ascii,
        }
    }

    /// What the letter for any letter stands for.
    pub(super) fn any(self) -> Set {
        if self.is_any_all {
            Set { ranges: vec![('\0', char::MAX)], is_any: true, ..Set::default() }
        } else {
            Set { is_negated: true, is_any: true, ..Set::letter('\n', false) }
        }
    }
}
