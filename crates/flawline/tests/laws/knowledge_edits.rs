//! More knowledge never works against itself: a source more never takes a finding away, and a value that is harmless
//! for more kinds never adds one.
//!
//! Rows are switched off by chance, in the loaded knowledge, and the programs of the pages are reviewed with fewer rows
//! and with all. A source is switched off by taking its row from the names that it speaks of; a sanitizer or guard by
//! leaving it no kinds, so that the call is as well known as before.

use std::collections::BTreeSet;

use knowledge::{Effect, KindSet, Knowledge, Role, RowId};
use mdtest::{Page, page_settings};

use crate::bench::{Files, KNOWLEDGE, folder, programs_of, reviewed_with, shown};
use crate::chance::{Chance, cases};

/// How many sets of rows are switched off.
const SETS: usize = 3;
/// How many programs are reviewed with each.
const PROGRAMS: usize = 60;

/// A weakness at a place, whichever rule tells it: one that knows of no flow gives way to the one that does.
type Place = (u16, String, u32, u32);

fn places(files: &Files, knowledge: &Knowledge) -> BTreeSet<Place> {
    let review = reviewed_with(files, knowledge, &page_settings());
    let all = review.findings.into_iter().chain(review.elsewhere);
    all.map(|finding| (finding.cwe.id, finding.place.path, finding.place.line, finding.place.column)).collect()
}

/// Knowledge in which each row that may be switched off is so with the chance of one in two.
fn without(seed: u64, may: &dyn Fn(&Knowledge, RowId) -> bool, off: &dyn Fn(&mut Knowledge, RowId)) -> Knowledge {
    let mut chance = Chance::new(seed);
    let mut fewer = KNOWLEDGE.clone();
    for at in 0..KNOWLEDGE.names.rows.len() as u32 {
        if may(&KNOWLEDGE, RowId(at)) && chance.once_in(2) {
            off(&mut fewer, RowId(at));
        }
    }
    fewer
}

/// Data of others; what is known of an object (that it is open) is a condition of other rows.
fn is_source(knowledge: &Knowledge, row: RowId) -> bool {
    matches!(knowledge.names.row(row).effect, Effect::Source { kind, .. } if knowledge.kinds.get(kind).role == Role::Source)
}

fn forget(knowledge: &mut Knowledge, row: RowId) {
    for api in &mut knowledge.names.apis {
        api.rows.retain(|known| *known != row);
    }
    let heuristic: &mut dyn Iterator<Item = &mut Vec<RowId>> = &mut knowledge.names.heuristic.values_mut();
    heuristic.for_each(|rows| rows.retain(|known| *known != row));
}

fn is_cleaning(knowledge: &Knowledge, row: RowId) -> bool {
    matches!(knowledge.names.row(row).effect, Effect::Sanitizer { .. } | Effect::Guard { .. })
}

fn disarm(knowledge: &mut Knowledge, row: RowId) {
    if let Effect::Sanitizer { kinds, .. } | Effect::Guard { kinds, .. } =
        &mut knowledge.names.rows[row.0 as usize].effect
    {
        *kinds = KindSet::EMPTY;
    }
}

/// Some programs of the pages, others for each seed.
fn some_programs(seed: u64) -> Vec<Files> {
    let folder = folder();
    let pages = [folder.rule_pages(), folder.model_pages(), folder.construct_pages()].concat();
    let mut programs: Vec<Files> =
        pages.iter().flat_map(|page| programs_of(&Page::parse(&page.path, &page.text))).collect();
    let mut chance = Chance::new(seed);
    chance.shuffle(&mut programs);
    programs.truncate(PROGRAMS);
    programs
}

#[test]
fn a_source_more_takes_no_finding_away() {
    for seed in 0..cases(SETS) as u64 {
        let fewer = without(seed, &is_source, &forget);
        for files in some_programs(seed) {
            let (before, after) = (places(&files, &fewer), places(&files, &KNOWLEDGE));
            let lost: Vec<&Place> = before.difference(&after).collect();
            assert!(lost.is_empty(), "seed {seed}: {lost:?}\n{}", shown(&files));
        }
    }
}

#[test]
fn what_is_harmless_for_more_adds_no_finding() {
    for seed in 0..cases(SETS) as u64 {
        let fewer = without(seed, &is_cleaning, &disarm);
        for files in some_programs(seed + 1_000) {
            let (before, after) = (places(&files, &fewer), places(&files, &KNOWLEDGE));
            let added: Vec<&Place> = after.difference(&before).collect();
            assert!(added.is_empty(), "seed {seed}: {added:?}\n{}", shown(&files));
        }
    }
}
