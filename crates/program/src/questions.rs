//! What is asked of the tables while a function is read.
//!
//! A function of which nothing has changed that it asked for says the same again, and is not read again. Takes questions as
//! they are put; gives their numbers, which may be the same for two questions: then a function is read once more than it
//! need be, and nothing else changes.

use std::cell::RefCell;
use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashSet, FxHasher};

use crate::FuncId;
use crate::tables::Slot;

/// Something that is asked of the tables.
#[derive(Clone, Copy, Hash)]
pub(crate) enum Question {
    /// The types of a slot, or whether it has any.
    Types(Slot),
    /// The writes that a function leaves to its calls.
    Entering(FuncId),
}

impl Question {
    fn number(self) -> u32 {
        let mut hasher = FxHasher::default();
        self.hash(&mut hasher);
        let hash = hasher.finish();
        (hash ^ hash >> 32) as u32
    }
}

thread_local! {
    /// The questions since this thread began to read the function that it reads; nothing when it reads none.
    static ASKED: RefCell<Option<Vec<u32>>> = const { RefCell::new(None) };
}

/// Takes down a question, when a function is being read.
pub(crate) fn note(question: Question) {
    ASKED.with_borrow_mut(|asked| {
        if let Some(asked) = asked {
            let number = question.number();
            // The same is often asked twice in a row.
            if asked.last() != Some(&number) {
                asked.push(number);
            }
        }
    });
}

/// Reads a function. Gives what comes of it, and what it asked.
pub(crate) fn taken_down<T>(read: impl FnOnce() -> T) -> (T, Questions) {
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
    (outcome, Questions { numbers: numbers.into() })
}

/// What a function asked when it was read last.
#[derive(Clone, Debug, Default)]
pub(crate) struct Questions {
    numbers: Box<[u32]>,
}

impl Questions {
    /// Whether one of its questions has another answer now.
    pub(crate) fn is_touched(&self, changed: &Changed) -> bool {
        !changed.0.is_empty() && self.numbers.iter().any(|number| changed.0.contains(number))
    }
}

/// The questions that have another answer since the last round.
#[derive(Default)]
pub(crate) struct Changed(FxHashSet<u32>);

impl Changed {
    pub(crate) fn add(&mut self, question: Question) {
        self.0.insert(question.number());
    }
}
