//! What several formats say of a review, counted once.

use std::collections::BTreeMap;

use review::{
    Coverage, Cwe, Finding, LookedFor, Reduction, Review, Scope, Severity, Skip, SkipReason, TaughtCounts, Unsettled,
};

use crate::words::{count, list, number};

/// "1 high, 2 medium", the worst first; empty for no findings.
pub(crate) fn severities(findings: &[Finding]) -> String {
    let parts: Vec<String> = Severity::ALL
        .into_iter()
        .rev()
        .filter_map(|severity| {
            let how_many = findings.iter().filter(|finding| finding.severity == severity).count();
            (how_many > 0).then(|| format!("{} {}", number(how_many), severity.word()))
        })
        .collect();
    parts.join(", ")
}

/// "14 Python files (2,310 lines) and 1 Java file (20 lines)".
pub(crate) fn parsed(coverage: &Coverage, show: impl Fn(&str) -> String) -> String {
    let languages: Vec<String> = coverage
        .languages
        .iter()
        .filter(|language| language.files > 0)
        .map(|language| {
            let files = count(language.files, &format!("{} file", show(&language.language)));
            format!("{files} ({})", count(language.lines, "line"))
        })
        .collect();
    if languages.is_empty() { "no file".to_owned() } else { list(&languages) }
}

/// The paths that were not analysed, by reason.
pub(crate) fn skips(coverage: &Coverage) -> BTreeMap<SkipReason, Vec<&Skip>> {
    let mut by_reason: BTreeMap<SkipReason, Vec<&Skip>> = BTreeMap::new();
    for skip in &coverage.skipped {
        by_reason.entry(skip.reason).or_default().push(skip);
    }
    by_reason
}

/// How many files these stand for.
pub(crate) fn files(skips: &[&Skip]) -> usize {
    skips.iter().map(|skip| skip.files).sum()
}

/// The weaknesses that were looked for, each once, by number.
pub(crate) fn weaknesses(looked_for: &[LookedFor]) -> BTreeMap<u16, &Cwe> {
    looked_for.iter().flat_map(|row| &row.cwes).map(|cwe| (cwe.id, cwe)).collect()
}

/// "tests and vendored code": where findings were made that do not count.
pub(crate) fn scopes(findings: &[Finding]) -> String {
    let words: Vec<String> = Scope::ALL
        .into_iter()
        .filter(|&scope| findings.iter().any(|finding| finding.scope == scope))
        .map(|scope| {
            match scope {
                Scope::Production => "the program itself",
                Scope::Test => "tests",
                Scope::Example => "examples",
                Scope::Generated => "generated code",
                Scope::Vendored => "vendored code",
            }
            .to_owned()
        })
        .collect();
    list(&words)
}

/// How many findings are not shown because of levels or of the configuration.
pub(crate) fn withheld(review: &Review) -> usize {
    let withheld = review.withheld;
    withheld.by_confidence + withheld.by_severity + withheld.by_configuration
}

/// "2 models with 14 rows and 1 rule in flawline/".
pub(crate) fn taught(taught: &TaughtCounts, show: impl Fn(&str) -> String) -> String {
    let mut parts = Vec::new();
    if taught.models > 0 {
        parts.push(format!("{} with {}", count(taught.models, "model"), count(taught.rows, "row")));
    }
    for (how_many, what) in [(taught.rules, "rule"), (taught.kinds, "kind")] {
        if how_many > 0 {
            parts.push(count(how_many, what));
        }
    }
    format!("{} in {}", list(&parts), show(&taught.folder))
}

/// "pyyaml ==6.0 (base.txt)", a text for each that a file says of the version of a library.
pub(crate) fn versions_said(coverage: &Coverage, show: impl Fn(&str) -> String) -> Vec<String> {
    let said = coverage.versions.iter().map(|said| {
        let written = if said.written.is_empty() { "any" } else { said.written.as_str() };
        format!("{} ({})", show(&format!("{} {written}", said.package)), show(&said.file))
    });
    said.collect()
}

/// "assumed where a finding says so: torch <2.6; not assumed: numpy <1.16.3": versions that no file settles.
pub(crate) fn unsettled(coverage: &Coverage, show: impl Fn(&str) -> String) -> String {
    let mut parts = Vec::new();
    for (taken, what) in [
        (Unsettled::Assumed, "assumed where a finding says so"),
        (Unsettled::Holds, "taken for granted"),
        (Unsettled::Fails, "not assumed"),
    ] {
        let of_it = coverage.unsettled.iter().filter(|unsettled| unsettled.taken == taken);
        let named: Vec<String> =
            of_it.map(|unsettled| show(&format!("{} {}", unsettled.package, unsettled.versions))).collect();
        if !named.is_empty() {
            parts.push(format!("{what}: {}", named.join(", ")));
        }
    }
    parts.join("; ")
}

/// "12 files": what a reduction concerns in this review.
pub(crate) fn concerned(reduction: &Reduction) -> String {
    count(reduction.count, reduction.kind.counts())
}

/// Why a review is not complete: "1 file could not be parsed whole and 2 limits were reached"; empty if it is.
pub(crate) fn incompleteness(coverage: &Coverage) -> String {
    let mut parts = Vec::new();
    let was = |how_many: usize| if how_many == 1 { "was" } else { "were" };
    if !coverage.gaps.is_empty() {
        let gaps = coverage.gaps.len();
        parts.push(format!("{} {} not understood", count(gaps, "place"), was(gaps)));
    }
    if !coverage.cuts.is_empty() {
        let cuts = coverage.cuts.len();
        parts.push(format!("{} {} reached", count(cuts, "limit"), was(cuts)));
    }
    let missing = coverage.skipped.iter().filter(|skip| skip.reason.is_incomplete()).map(|skip| skip.files).sum();
    if missing > 0 {
        parts.push(format!("{} {} not analysed", count(missing, "file"), was(missing)));
    }
    list(&parts)
}
