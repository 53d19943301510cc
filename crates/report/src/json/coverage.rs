//! What was looked at, and what was not.

use review::{SkipReason, Unsettled};
use serde::{Deserialize, Serialize};

use super::finding::{Cwe, Location};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Coverage {
    files: usize,
    languages: Vec<Parsed>,
    configuration: usize,
    functions: usize,
    calls: usize,
    skipped: Vec<Skip>,
    gaps: Vec<Gap>,
    opaque: Vec<Count>,
    cuts: Vec<Cut>,
    unresolved_calls: Unresolved,
    versions: Vec<Version>,
    unsettled_versions: Vec<UnsettledVersion>,
    looked_for: Vec<LookedFor>,
    not_looked_for: Vec<Cwe>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parsed {
    language: String,
    files: usize,
    lines: usize,
    bytes: usize,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Skip {
    path: String,
    reason: String,
    incomplete: bool,
    files: usize,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Gap {
    location: Location,
    text: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Count {
    name: String,
    count: usize,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cut {
    location: Location,
    function: String,
    text: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Unresolved {
    count: usize,
    files: usize,
    first: Vec<UnresolvedCall>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnresolvedCall {
    location: Location,
    callee: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Version {
    package: String,
    versions: String,
    pinned: bool,
    file: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnsettledVersion {
    library: String,
    versions: String,
    taken: Taken,
}

/// What was taken to hold of versions that no file settles.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Taken {
    Assumed,
    Granted,
    NotAssumed,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LookedFor {
    rule: String,
    cwes: Vec<Cwe>,
}

impl Coverage {
    pub(super) fn of(coverage: &review::Coverage) -> Self {
        let call = |call: &review::UnresolvedCall| UnresolvedCall {
            location: Location::of(&call.place),
            callee: call.callee.clone(),
        };
        let version = |known: &review::VersionSaid| Version {
            package: known.package.clone(),
            versions: known.written.clone(),
            pinned: known.is_pinned,
            file: known.file.clone(),
        };
        let unsettled = |unsettled: &review::VersionUnsettled| UnsettledVersion {
            library: unsettled.package.clone(),
            versions: unsettled.versions.clone(),
            taken: match unsettled.taken {
                Unsettled::Assumed => Taken::Assumed,
                Unsettled::Holds => Taken::Granted,
                Unsettled::Fails => Taken::NotAssumed,
            },
        };
        let unresolved = &coverage.unresolved;
        Self {
            files: coverage.files,
            languages: coverage.languages.iter().map(Parsed::of).collect(),
            configuration: coverage.configuration,
            functions: coverage.functions,
            calls: coverage.calls,
            skipped: coverage.skipped.iter().map(Skip::of).collect(),
            gaps: coverage.gaps.iter().map(Gap::of).collect(),
            opaque: coverage.opaque.iter().map(|row| Count { name: row.name.clone(), count: row.count }).collect(),
            cuts: coverage.cuts.iter().map(Cut::of).collect(),
            unresolved_calls: Unresolved {
                count: unresolved.count,
                files: unresolved.files,
                first: unresolved.first.iter().map(call).collect(),
            },
            versions: coverage.versions.iter().map(version).collect(),
            unsettled_versions: coverage.unsettled.iter().map(unsettled).collect(),
            looked_for: coverage
                .looked_for
                .iter()
                .map(|row| LookedFor { rule: row.rule.clone(), cwes: row.cwes.iter().map(Cwe::of).collect() })
                .collect(),
            not_looked_for: coverage.not_looked_for.iter().map(Cwe::of).collect(),
        }
    }
}

impl Parsed {
    pub(crate) fn of(row: &review::LanguageCoverage) -> Self {
        Self { language: row.language.clone(), files: row.files, lines: row.lines, bytes: row.bytes }
    }
}

impl Skip {
    pub(crate) fn of(skip: &review::Skip) -> Self {
        Self {
            path: skip.path.clone(),
            reason: reason(skip.reason).to_owned(),
            incomplete: skip.reason.is_incomplete(),
            files: skip.files,
        }
    }
}

impl Gap {
    pub(crate) fn of(gap: &review::Gap) -> Self {
        Self { location: Location::of(&gap.place), text: gap.text.clone() }
    }
}

impl Cut {
    pub(crate) fn of(cut: &review::Cut) -> Self {
        Self { location: Location::of(&cut.place), function: cut.function.clone(), text: cut.text.clone() }
    }
}

/// The reason's name in the schema.
fn reason(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::Unsupported => "unsupported",
        SkipReason::Ignored => "ignored",
        SkipReason::TooLarge => "too-large",
        SkipReason::Minified => "minified",
        SkipReason::Binary => "binary",
        SkipReason::Link => "link",
        SkipReason::Special => "special",
        SkipReason::Unreadable => "unreadable",
        SkipReason::TooDeep => "too-deep",
        SkipReason::Crowded => "crowded",
        SkipReason::Installed => "installed",
        SkipReason::Lock => "lock",
        SkipReason::Translation => "translation",
        SkipReason::Recorded => "recorded",
        SkipReason::LeftOut => "left-out",
        SkipReason::Failure => "failure",
    }
}
