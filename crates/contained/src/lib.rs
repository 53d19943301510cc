//! A defect of the program's own costs one unit of work, and not the run.
//!
//! Takes a unit of work (a file to lower, a function to interpret, a flow to word) and gives what it gives, or nothing when it
//! panicked: [`contained`]. What works on the whole program at once has no units that could fail alone; there what breaks it
//! is looked for and left out: [`leaving_out`]. Whoever calls says so in the review: what was left out makes it incomplete.
//! Tests break units on purpose with [`break_unit`]; a build without debug assertions cannot be broken.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly"))]

mod leaving_out;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub use leaving_out::{LeftOut, leaving_out};

/// What a review says of a unit of work that was left out.
pub const LEFT_OUT: &str = "an error in flawline itself: what stands here was left out";

/// What the panic of a unit says that a test has broken.
pub const ON_PURPOSE: &str = "this unit is broken on purpose";

/// Declares the steps, and the list of all of them.
macro_rules! steps {
    ($($(#[$words:meta])+ $name:ident,)+) => {
        /// The steps of a review at which an error of our own is contained.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Step {
            $($(#[$words])+ $name,)+
        }

        impl Step {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)+];
        }
    };
}

steps! {
    // Steps whose units fail alone, by `contained`.
    /// A file's bytes become text.
    Read,
    /// A file's text becomes a module.
    Lower,
    /// A file of data is read.
    Data,
    /// The types of a function's values are told and written down, in rounds.
    Infer,
    /// The calls of a function get their targets.
    Calls,
    /// It is asked whether the outside calls a function.
    Entries,
    /// The constants that a body binds are gathered.
    Constants,
    /// A function is interpreted.
    Interpret,
    /// A flow's witness is checked.
    Replay,
    /// What was found at one place becomes a finding.
    Detect,
    /// The comments of a file are read for suppressions.
    Suppress,
    /// A finding gets its places and quotes.
    Judge,
    // Steps for the whole program; what breaks one is left out of the program, by `leaving_out`. Their units are modules.
    /// A module's names become the program's.
    Symbols,
    /// Functions and classes get their numbers.
    Numbers,
    /// The names of a module are gathered.
    Scopes,
    /// A class gets its bases.
    Bases,
    /// A class gets its ancestors.
    Ancestors,
    /// Templates are gathered by name.
    Templates,
    /// What is declared of types is gathered.
    Declared,
    /// What a round tells of types is joined.
    Joined,
    /// Methods are gathered by name.
    Methods,
    /// It is gathered which module a module imports.
    Imports,
    /// It is gathered whom a function calls.
    Callees,
    /// It is asked which functions other programs call.
    Public,
    /// What says by its declaration that the outside calls it becomes an entry.
    Declarations,
    /// It is gathered what bodies bind.
    Bound,
    /// Collections of constants are gathered.
    Collections,
    /// What a pass tells of a function is kept.
    Summaries,
    /// What a function writes into shared places is gathered.
    Cells,
    /// What was found in a function is gathered.
    Gathered,
    /// Flows are gathered by the place where they end.
    Flows,
    /// Literals are looked for.
    Literals,
    /// Uses are gathered by function.
    Uses,
    /// A finding gets its identity.
    Identity,
    /// It is counted what was looked at in a file.
    Coverage,
    /// Secrets are looked for in what may be quoted.
    Secrets,
    /// A finding is put where it belongs.
    Sorted,
    /// It is told which comments allow nothing.
    Stale,
    /// A finding is written in a format; its unit is its line.
    Write,
}

/// Does one unit of work: the `unit`th of its step. `None` when it panicked.
///
/// The work must leave nothing half done that others see: units here read what is finished and give a new value.
pub fn contained<T>(step: Step, unit: usize, work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(|| {
        fault::strike(step, unit);
        work()
    }))
    .ok()
}

/// A step for the whole program works on that unit. Does nothing, unless a test has broken it.
#[inline]
pub fn at(step: Step, unit: usize) {
    fault::strike(step, unit);
}

/// For tests: from now on that unit of that step panics, or none does. Gives whether the unit that was broken before was
/// ever reached. The whole process is concerned, so that tests which use it must not run side by side.
#[cfg(debug_assertions)]
pub fn break_unit(broken: Option<(Step, usize)>) -> bool {
    fault::set(broken)
}

#[cfg(debug_assertions)]
mod fault {
    use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

    use super::Step;

    /// The broken unit as a number: none, or one more than the step above the unit.
    static BROKEN: AtomicU64 = AtomicU64::new(0);
    static STRUCK: AtomicBool = AtomicBool::new(false);

    fn number(step: Step, unit: usize) -> u64 {
        (step as u64 + 1) << 32 | unit as u64
    }

    pub(super) fn set(broken: Option<(Step, usize)>) -> bool {
        BROKEN.store(broken.map_or(0, |(step, unit)| number(step, unit)), Ordering::SeqCst);
        STRUCK.swap(false, Ordering::SeqCst)
    }

    pub(super) fn strike(step: Step, unit: usize) {
        let broken = BROKEN.load(Ordering::Relaxed);
        if broken != 0 && broken == number(step, unit) {
            STRUCK.store(true, Ordering::SeqCst);
            std::panic::panic_any(super::ON_PURPOSE);
        }
    }
}

#[cfg(not(debug_assertions))]
mod fault {
    #[inline]
    pub(super) fn strike(_: super::Step, _: usize) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_panics_gives_nothing_and_what_does_not_gives_its_value() {
        assert_eq!(contained(Step::Read, 0, || 7), Some(7));
        assert_eq!(contained(Step::Read, 1, || Vec::<u8>::new()[3]), None);
    }
}
