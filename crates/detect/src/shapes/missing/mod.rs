//! *missing*: an action of a case is reached without a check that the like of it does, or that such an action needs.
//!
//! Takes the entry points of the analysis (or, for a rule of uses, the uses of its cases); asks of each whether the check
//! is surely done on every way to the action, may be done, or is not; compares those that are alike, and tells of one
//! that does not check what its siblings do. Where no framework calls anything, nothing is looked at.

mod actions;
mod around;
mod before;
mod changes;
mod checks;
mod claimed;
mod siblings;
mod standing;
mod stood;
mod told;
mod units;
mod updates;
mod uses;

use engine::UseSite;
use knowledge::{Compared, Knowledge, Missing, Rule, Shape};
use program::FuncId;
use rustc_hash::{FxHashMap, FxHashSet};

use self::checks::Checks;
pub(crate) use self::stood::{Stood, stood};
use super::{Draft, Scene};
use crate::Spot;

/// A check that is surely done, as it is shown.
#[derive(Clone, Debug)]
pub(super) struct Check {
    /// Where.
    pub(super) spot: Spot,
    /// As it is written.
    pub(super) written: String,
    /// Whether its name alone says so.
    pub(super) is_assumed: bool,
}

/// What is known of a check at a place.
#[derive(Clone, Debug, Default)]
pub(super) enum Found {
    /// It is surely done.
    Done(Check),
    /// It may be done.
    Perhaps,
    /// Nothing there looks like one.
    #[default]
    Not,
}

impl Found {
    /// The surer of two.
    pub(super) fn or(self, other: impl FnOnce() -> Self) -> Self {
        if matches!(&self, Self::Done(check) if !check.is_assumed) {
            return self;
        }
        let other = other();
        let rank = |found: &Self| match found {
            Self::Done(check) => 2 + u8::from(!check.is_assumed),
            Self::Perhaps => 1,
            Self::Not => 0,
        };
        if rank(&other) > rank(&self) { other } else { self }
    }

    pub(super) fn is_not(&self) -> bool {
        matches!(self, Self::Not)
    }
}

/// What all parts of the shape work with.
pub(super) struct Question<'a, 'k> {
    pub(super) scene: &'a Scene<'a, 'k>,
    pub(super) rule: &'a Rule,
    pub(super) asked: &'a Missing,
    pub(super) uses: FxHashMap<FuncId, Vec<&'a UseSite>>,
}

pub(super) fn find(scene: &Scene<'_, '_>, index: usize, rule: &Rule, asked: &Missing) -> Vec<Draft> {
    let is_of_entries = !matches!(asked.each, Compared::Uses);
    let units = if is_of_entries { units::units(scene) } else { Vec::new() };
    if is_of_entries && units.is_empty() {
        return Vec::new();
    }
    let uses = uses_of(scene, rule, asked);
    let question = Question { scene, rule, asked, uses };
    let checks = Checks::new(&question);
    match &asked.each {
        Compared::Entries => siblings::find(&checks, index, &units),
        Compared::Uses => uses::find(&checks, index),
        Compared::Changes(changes) => changes::find(&checks, index, &units, changes),
        Compared::Claims(rights) => claimed::find(&checks, index, &units, rights),
        Compared::Updates(updates) => updates::find(&checks, index, &units, updates),
    }
}

/// The uses that a rule has to do with, by function.
fn uses_of<'a>(scene: &Scene<'a, '_>, rule: &Rule, asked: &Missing) -> FxHashMap<FuncId, Vec<&'a UseSite>> {
    let mut uses: FxHashMap<FuncId, Vec<&UseSite>> = FxHashMap::default();
    let is_meant = |site: &&UseSite| {
        rule.case(site.kind, site.context).is_some()
            || asked.checks.contains(&site.kind)
            || asked.refuses == Some(site.kind)
            || asked.together_with == Some(site.kind)
            || matches!(&asked.each, Compared::Updates(updates) if updates.read == site.kind)
    };
    for site in scene.analysis.uses.iter().filter(is_meant) {
        uses.entry(site.function).or_default().push(site);
    }
    uses
}

/// Leaves out what is told by another rule at the same place, where a rule gives way to that.
pub(super) fn give_way(knowledge: &Knowledge, drafts: &mut Vec<Draft>) {
    let told: FxHashSet<(usize, Spot)> = drafts.iter().map(|draft| (draft.finding.rule, draft.finding.spot)).collect();
    drafts.retain(|draft| {
        let Shape::Missing(asked) = &knowledge.rules[draft.finding.rule].shape else { return true };
        let mut instead = asked.gives_way_to.iter().filter_map(|rule| knowledge.rule_id(rule));
        !instead.any(|rule| told.contains(&(usize::from(rule.0), draft.finding.spot)))
    });
}
