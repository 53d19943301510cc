//! What stands twice: rules of one id, models of one library, rows that say the same of the same API.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::mem::discriminant;

use crate::error::Gathered;
use crate::{Model, Names, Row, RowId, Rule};

/// Notes an error for each row that says what another says.
pub(super) fn check_rows(names: &Names, errors: &Gathered) {
    for api in &names.apis {
        check_among(names, &api.rows, errors);
    }
    let mut heuristic: Vec<(&str, &[RowId])> = names.heuristic.iter().map(|(name, rows)| (&**name, &**rows)).collect();
    heuristic.sort_unstable();
    for (_, rows) in heuristic {
        check_among(names, rows, errors);
    }
}

/// Of so many rows and more, what each says is written out once, and not compared with all before it.
const MANY: usize = 16;

fn check_among(names: &Names, rows: &[RowId], errors: &Gathered) {
    let rows = || rows.iter().map(|id| names.row(*id));
    let note = |row: &Row, earlier: &Row| {
        let message = format!("this row says of \"{}\" what another says", row.api);
        errors.add(&row.file, row.line, message, Some(format!("it stands at {}:{}", earlier.file, earlier.line)));
    };
    if rows().len() >= MANY {
        let mut first: BTreeMap<String, &Row> = BTreeMap::new();
        for row in rows() {
            match first.entry(said(row)) {
                Entry::Occupied(earlier) => note(row, earlier.get()),
                Entry::Vacant(place) => drop(place.insert(row)),
            }
        }
        return;
    }
    for (at, row) in rows().enumerate() {
        let alike = |earlier: &&Row| discriminant(&earlier.effect) == discriminant(&row.effect);
        if let Some(earlier) = rows().take(at).filter(alike).find(|earlier| said(earlier) == said(row)) {
            note(row, earlier);
        }
    }
}

/// What a row says of its API, and under which conditions.
fn said(row: &Row) -> String {
    let versions = row.versions.as_ref().map(|versions| &versions.written);
    format!("{:?} {:?} {:?} {:?} {versions:?}", row.effect, row.when, row.unless, row.receivers)
}

/// Notes an error for each rule whose id another has; the rules come in the order of their ids.
pub(super) fn check_rules(rules: &[Rule], errors: &Gathered) {
    for pair in rules.windows(2).filter(|pair| pair[0].id == pair[1].id) {
        let message = format!("the rule \"{}\" stands here twice", pair[1].id);
        errors.add(&rule_file(&pair[1]), 0, message, Some(format!("the other is {}", rule_file(&pair[0]))));
    }
}

/// Notes an error for each model whose library and language another has.
pub(super) fn check_models(models: &[Model], errors: &Gathered) {
    for (at, model) in models.iter().enumerate() {
        // A project may say more of a library than is built in.
        let alike = |earlier: &&Model| {
            earlier.library == model.library && earlier.language == model.language && earlier.local == model.local
        };
        if let Some(earlier) = models[..at].iter().find(alike) {
            let message = format!("the library \"{}\" has two models", model.library);
            errors.add(&model.file, 0, message, Some(format!("the other is {}", earlier.file)));
        }
    }
}

fn rule_file(rule: &Rule) -> String {
    format!("{}/rule.md", rule.folder)
}
