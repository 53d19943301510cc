//! What the types of a function depend on: what it asked of the tables when it was read.
//!
//! A function of which nothing has changed that it asked for says the same again, and is not read again. Takes dependencies as
//! they are put; gives their numbers, which may be the same for two dependencies: then a function is read once more than it
//! need be, and nothing else changes.

use std::cell::RefCell;
use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashSet, FxHasher};

use crate::FuncId;
use crate::tables::Slot;

/// Something that is asked of the tables.
#[derive(Clone, Copy, Hash)]
pub(crate) enum Dependency {
    /// The types of a slot, or whether it has any.
    Types(Slot),
    /// The writes that a function leaves to its calls.
    Entering(FuncId),
}

impl Dependency {
    fn number(self) -> u32 {
        let mut hasher = FxHasher::default();
        self.hash(&mut hasher);
        let hash = hasher.finish();
        (hash ^ hash >> 32) as u32
    }
}

thread_local! {
    /// The dependencies since this thread began to read the function that it reads; nothing when it reads none.
    static ASKED: RefCell<Option<Vec<u32>>> = const { RefCell::new(None) };
}

/// Takes down a dependency, when a function is being read.
pub(crate) fn note(dependency: Dependency) {
    ASKED.with_borrow_mut(|seen| {
        if let Some(seen) = seen {
            let number = dependency.number();
            // The same is often asked twice in a row.
            if seen.last() != Some(&number) {
                seen.push(number);
            }
        }
    });
}

/// Reads a function. Gives what comes of it, and what it asked.
pub(crate) fn taken_down<T>(read: impl FnOnce() -> T) -> (T, Dependencies) {
    /// Whatever happens while it is read, no more is taken down afterwards.
    struct End;
    impl Drop for End {
        fn drop(&mut self) {
            ASKED.set(None);
        }
    }
    ASKED.set(Some(Vec::new()));
    let end = End;
    let outcome = read();
    let mut numbers = ASKED.take().unwrap_or_default();
    drop(end);
    numbers.sort_unstable();
    numbers.dedup();
    (outcome, Dependencies { numbers: numbers.into() })
}

/// What a function asked when it was read last.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dependencies {
    numbers: Box<[u32]>,
}

impl Dependencies {
    /// Whether one of its dependencies has another answer now.
    pub(crate) fn is_touched(&self, changed: &Changed) -> bool {
        !changed.0.is_empty() && self.numbers.iter().any(|number| changed.0.contains(number))
    }
}

/// The dependencies that have another answer since the last round.
#[derive(Default)]
pub(crate) struct Changed(FxHashSet<u32>);

impl Changed {
    pub(crate) fn add(&mut self, dependency: Dependency) {
        self.0.insert(dependency.number());
    }
}
