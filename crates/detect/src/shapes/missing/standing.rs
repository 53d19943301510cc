//! An entry point with what is known of it when it is compared with others: what is checked in it and around it, and
//! whether it acts.

use program::FuncId;

use super::actions::Point;
use super::units::Unit;
use super::{Check, Found};

/// How many siblings must do the check for the comparison to say something by itself.
pub(super) const ENOUGH: usize = 3;
/// The same, for an entry point that only answers.
pub(super) const MANY: usize = 5;

/// An entry point with what is known of it.
pub(super) struct Standing<'u, 'a> {
    pub(super) unit: &'u Unit,
    pub(super) found: Found,
    /// Whether that is said by what stands around the function, and not within it.
    pub(super) is_around: bool,
    /// Whether it does something that the rule is about.
    pub(super) acts: bool,
    /// The action; none when a method of requests is the action.
    pub(super) point: Option<Point<'a>>,
}

impl<'u> Standing<'u, '_> {
    /// The check that it surely does.
    pub(super) fn check(&'u self) -> Option<(FuncId, &'u Check)> {
        if let Found::Done(check) = &self.found { Some((self.unit.function, check)) } else { None }
    }

    /// The check that is surely done around it.
    pub(super) fn by_others(&'u self) -> Option<(FuncId, &'u Check)> {
        self.check().filter(|_| self.is_around)
    }

    /// Whether nothing is checked around it, and something within it may be a check.
    pub(super) fn is_open_question(&self) -> bool {
        matches!(self.found, Found::Perhaps) && !self.is_around
    }
}
