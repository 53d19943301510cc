//! Whether an entry point checks what a rule asks for, without comparing it with others: for who asks about that one.

use knowledge::{Compared, Missing, Rule};
use program::FuncId;

use super::around::Around;
use super::checks::Checks;
use super::siblings::standing;
use super::units::units;
use super::{Check, Found, uses_of};
use crate::shapes::Scene;

/// What is known of the check at an entry point.
pub(crate) enum Stood {
    /// It is surely done: as it is written, and where.
    Done(String, crate::Spot),
    /// It may be done.
    Perhaps,
    /// Nothing in the function, around it and on the way is one.
    Not,
}

/// What is known of the check; none where the function is no entry point of clients, or is meant for everybody.
pub(crate) fn stood(scene: &Scene<'_, '_>, rule: &Rule, asked: &Missing, function: FuncId) -> Option<Stood> {
    if !matches!(asked.each, Compared::Entries) || !scene.analysis.entries.contains_key(&function) {
        return None;
    }
    let units = units(scene);
    let unit = units.iter().find(|unit| unit.function == function)?;
    let question = super::Question { scene, rule, asked, uses: uses_of(scene, rule, asked) };
    let checks = Checks::new(&question);
    let around = Around::new(&checks, &units);
    // Who asks about it does so whether it changes something or only answers.
    let standing = scene.contained(function, || standing(&checks, &around, unit, true)).flatten()?;
    Some(match standing.found {
        Found::Done(Check { spot, written, .. }) => Stood::Done(written, spot),
        Found::Perhaps => Stood::Perhaps,
        Found::Not => Stood::Not,
    })
}
