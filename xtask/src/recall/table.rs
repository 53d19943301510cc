//! Tables of what was found in examples: takes outcomes, gives the Markdown that stands on the page.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::Result;

use super::expected::Examples;
use super::{Outcome, REVIEWS};
use crate::score::formula::points;
use crate::score::tables::when;

/// A weakness in one line, for whoever looks for what is missed.
pub(super) fn line(outcome: &Outcome<'_>) -> String {
    let [_, everything, library] = outcome.found;
    let by = match (everything, library) {
        (true, _) => "only with everything on",
        (false, true) => "only as a library",
        (false, false) => "by none",
    };
    format!("{} {} {:?}: {by}", outcome.place, outcome.expected.weakness, outcome.expected.cwe)
}

/// All of it.
pub(super) fn all(examples: &Examples, outcomes: &[Outcome<'_>], name: &str) -> Result<String> {
    let left_out: usize = examples.left_out.iter().map(|one| one.places().len()).sum();
    let mut out = format!(
        "{}\n{}. {} places of weaknesses count; {left_out} that the suite names are left out.\n\n",
        when(&format!("cargo xtask recall {name} FOLDER")),
        examples.source,
        outcomes.len(),
    );
    out +=
        "| weakness | CWE | n | found | with everything on | as a library |\n| --- | --: | --: | --: | --: | --: |\n";
    let mut rows: BTreeMap<&str, Vec<&Outcome<'_>>> = BTreeMap::new();
    for outcome in outcomes {
        rows.entry(&outcome.expected.weakness).or_default().push(outcome);
    }
    for (weakness, row) in &rows {
        let ids = row.first().and_then(|outcome| outcome.expected.cwe.first()).copied().unwrap_or_default();
        let [found, everything, library] = counts(row.iter().copied());
        writeln!(out, "| {weakness} | {ids} | {} | {found} | {everything} | {library} |", row.len())?;
    }
    let [found, everything, library] =
        counts(outcomes.iter()).map(|number| format!("{number} ({:.1} %)", points(number, outcomes.len())));
    writeln!(out, "| **all** | | {} | {found} | {everything} | {library} |", outcomes.len())?;
    missed(&mut out, outcomes)?;
    out += "\nLeft out, since the code does not bear the label out:\n\n| reason | places | labels |\n| --- | --: | --- |\n";
    for one in &examples.left_out {
        writeln!(out, "| {} | {} | {} |", one.reason, one.places().len(), one.label)?;
    }
    Ok(out)
}

/// What it takes to see what is missed.
fn missed(out: &mut String, outcomes: &[Outcome<'_>]) -> Result<()> {
    let mut needs: BTreeMap<&str, (usize, BTreeSet<&str>)> = BTreeMap::new();
    for outcome in outcomes.iter().filter(|outcome| !outcome.found[0]) {
        let need = match outcome.found {
            [_, true, _] => "found with everything on",
            [_, _, true] => "callers of a function that is not shown to be a library's are not distrusted",
            _ => outcome.expected.needs.as_deref().unwrap_or("not looked into"),
        };
        let (count, labels) = needs.entry(need).or_default();
        *count += 1;
        labels.extend(outcome.expected.label.split(", "));
    }
    let mut needs: Vec<_> = needs.into_iter().collect();
    needs.sort_by_key(|&(need, (count, _))| (std::cmp::Reverse(count), need));
    *out += "\nWhat is missed by a user who gives no options, by cause:\n\n| cause | places | labels |\n| --- | --: | --- |\n";
    for (need, (count, labels)) in needs {
        let labels: Vec<&str> = labels.into_iter().collect();
        writeln!(out, "| {need} | {count} | {} |", labels.join(", "))?;
    }
    Ok(())
}

fn counts<'o>(outcomes: impl Iterator<Item = &'o Outcome<'o>>) -> [usize; REVIEWS] {
    let mut counts = [0; REVIEWS];
    for outcome in outcomes {
        for (count, found) in counts.iter_mut().zip(outcome.found) {
            *count += usize::from(found);
        }
    }
    counts
}
