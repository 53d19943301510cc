//! Exceptions on their way to a handler: which may be raised, and by which operation.

use ir::Value;
use program::Type;

use crate::limits::RAISED;

/// One exception on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Raising {
    /// Its class, as the type of an instance; `None` when it is not known.
    pub(crate) class: Option<Type>,
    /// The exception itself, or the call that throws it.
    pub(crate) by: Value,
    /// Whether `by` is a call out of which it comes.
    pub(crate) is_thrown: bool,
}

/// All that may be on their way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Raised {
    /// Whether there may be others, of which nothing is known.
    pub(crate) any: bool,
    /// In canonical order.
    all: Vec<Raising>,
}

impl Raised {
    /// Something of which nothing is known.
    pub(crate) fn anything() -> Self {
        Self { any: true, all: Vec::new() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        !self.any && self.all.is_empty()
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Raising> {
        self.all.iter()
    }

    /// Adds one; of too many nothing more is known than that they may come.
    pub(crate) fn add(&mut self, raising: Raising) {
        let Err(at) = self.all.binary_search(&raising) else { return };
        self.all.insert(at, raising);
        if self.all.len() > RAISED {
            self.all.pop();
            self.any = true;
        }
    }

    pub(crate) fn join(&mut self, other: &Self) {
        self.any |= other.any;
        for &raising in other.iter() {
            self.add(raising);
        }
    }
}
