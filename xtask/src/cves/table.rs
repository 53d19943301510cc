//! Tables of real vulnerabilities: takes outcomes, gives the Markdown that stands on the page.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::Result;

use super::corpus::Corpus;
use super::{Outcome, Seen};

/// A pair in one line, for whoever waits.
pub(super) fn line(outcome: &Outcome<'_>) -> String {
    let pair = outcome.pair;
    format!(
        "{:>3} {} {} {}: {}",
        pair.position,
        pair.cve,
        pair.package,
        pair.vulnerable,
        said(outcome.before, outcome.after)
    )
}

/// All of it.
pub(super) fn all(outcomes: &[Outcome<'_>], corpus: &Corpus) -> Result<String> {
    let all = outcomes.len();
    let count = |holds: &dyn Fn(&Outcome<'_>) -> bool| outcomes.iter().filter(|outcome| holds(outcome)).count();
    let share = |number: usize| crate::score::formula::points(number, all);
    let (found, told) = (count(&|outcome| outcome.is_found()), count(&|outcome| outcome.is_told()));
    let passing = count(&|outcome| outcome.before.passes);
    let mut out = format!(
        "{}\n{all} pairs, drawn by the seed `{}`; {} advisories were drawn and are no pair.\n\n",
        crate::score::tables::when("cargo xtask cves RELEASES"),
        corpus.seed,
        corpus.rejects.len()
    );
    out += "| | pairs | share |\n| --- | --: | --: |\n";
    writeln!(out, "| found: a finding stands in the function | {found} | {:.1} % |", share(found))?;
    writeln!(out, "| told apart: and none in the fixed release | {told} | {:.1} % |", share(told))?;
    writeln!(out, "| a finding stands in the function or its flow passes it | {passing} | {:.1} % |", share(passing))?;
    out += "\n| CVE | package | vulnerable | CWE | |\n| --- | --- | --- | --- | --- |\n";
    for outcome in outcomes {
        let pair = outcome.pair;
        let first = pair.cwe.first().copied().unwrap_or_default();
        let said = said(outcome.before, outcome.after);
        writeln!(out, "| {} | {} | {} | {first} | {said} |", pair.cve, pair.package, pair.vulnerable)?;
    }
    out += "\nWhat the missed ones need:\n\n| ability | pairs |\n| --- | --- |\n";
    let mut needs: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for outcome in outcomes.iter().filter(|outcome| !outcome.is_found()) {
        needs.entry(&outcome.pair.needs).or_default().push(&outcome.pair.cve);
    }
    let mut needs: Vec<_> = needs.into_iter().collect();
    needs.sort_by_key(|(need, cves)| (std::cmp::Reverse(cves.len()), *need));
    for (need, cves) in needs {
        writeln!(out, "| {need} | {} |", cves.join(", "))?;
    }
    Ok(out)
}

fn said(before: Seen, after: Seen) -> &'static str {
    match (before, after) {
        (Seen { stands: true, .. }, Seen { stands: false, .. }) => "told apart",
        (Seen { stands: true, .. }, _) => "found, and the fixed release, too",
        (Seen { passes: true, .. }, _) => "missed; a flow passes there",
        _ => "missed",
    }
}
