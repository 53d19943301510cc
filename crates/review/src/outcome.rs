//! What a review holds: plain data, every place resolved, every secret masked.
//!
//! Lines and columns count from 1; columns are Unicode code points. Nothing here depends on the machine, the clock,
//! the thread count or the order in which files were found.

use std::ops::Range;

use knowledge::{Confidence, Scope, Severity, Unsettled};

use crate::{Configuration, Date, Settings};

/// The outcome of reviewing a project.
#[derive(Clone, Debug)]
pub struct Review {
    /// The root as the user gave it, or `.` and the like; never an absolute path that the user did not write.
    pub root: String,
    /// What was asked to be reviewed, as given.
    pub paths: Vec<String>,
    /// How.
    pub settings: Settings,
    /// What was found in the scopes that count, best first: severity, confidence, path, place, rule.
    pub findings: Vec<Finding>,
    /// What was found in other scopes (tests, examples, generated, vendored), in the same order.
    pub elsewhere: Vec<Finding>,
    /// What was found and is not shown.
    pub withheld: Withheld,
    /// What the project's own configuration says: what it takes away, and what it teaches.
    pub configuration: Configuration,
    /// Findings that a comment in the code allows.
    pub suppressed: Vec<Suppressed>,
    /// Suppression comments that allow nothing, or are not well-formed.
    pub stale: Vec<StaleSuppression>,
    /// Other tools' suppression comments on lines with findings.
    pub foreign: Vec<ForeignSuppression>,
    /// What was looked at, and what was not.
    pub coverage: Coverage,
}

impl Review {
    /// Whether every supported file was read and parsed whole and no limit was reached.
    pub fn is_complete(&self) -> bool {
        self.coverage.is_complete()
    }
}

impl Coverage {
    /// Whether every supported file was read and parsed whole and no limit was reached.
    pub fn is_complete(&self) -> bool {
        self.cuts.is_empty() && self.gaps.is_empty() && self.skipped.iter().all(|skip| !skip.reason.is_incomplete())
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// The rule's title.
    pub title: String,
    /// The weakness.
    pub cwe: Cwe,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// Where.
    pub place: Place,
    /// The code at that place, as it stands in the file, at most a few lines; masked.
    pub quote: String,
    /// The masked parts of `quote`, as ranges of code points.
    pub masks: Vec<Range<usize>>,
    /// The lines around the place, for frames.
    pub excerpt: Excerpt,
    /// The enclosing function's or class's qualified name; empty at module level.
    pub function: String,
    /// What the engine saw, in words about this code.
    pub message: String,
    /// How data gets there, source first; empty where no data is asked for. The last step of a flow is the place itself.
    pub flow: Vec<Step>,
    /// Where the data begins and who writes it; of several ways to the place, that which most people can begin.
    pub origin: Option<crate::Origin>,
    /// Checks on the way that are taken for a protection and are none, in the order of the way.
    pub checks: Vec<Check>,
    /// What an attacker gains.
    pub impact: String,
    /// What to do.
    pub mitigation: Mitigation,
    /// What had to be assumed, each a clause.
    pub assumptions: Vec<String>,
    /// What kind of file it is in.
    pub scope: Scope,
    /// What identifies the finding across versions of the code.
    pub fingerprints: Fingerprints,
}

/// A weakness by number and official name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cwe {
    /// The number.
    pub id: u16,
    /// The catalogue's name.
    pub name: String,
}

/// A range in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The path below the root, with `/`.
    pub path: String,
    /// The first line.
    pub line: u32,
    /// The first column.
    pub column: u32,
    /// The last line.
    pub end_line: u32,
    /// The column after the last character.
    pub end_column: u32,
    /// In a notebook, the cell and the line in it.
    pub cell: Option<ir::CellLine>,
}

/// Whole lines of a file around a place; masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The number of the first line.
    pub first_line: u32,
    /// The lines.
    pub text: String,
    /// The place's byte range in `text`.
    pub range: Range<usize>,
}

/// One step of a flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where.
    pub place: Place,
    /// The code there; masked.
    pub quote: String,
    /// The masked parts of `quote`, as ranges of code points.
    pub masks: Vec<Range<usize>>,
    /// The lines around.
    pub excerpt: Excerpt,
    /// What happens, a clause.
    pub note: String,
}

/// A check that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Where.
    pub place: Place,
    /// The code there; masked.
    pub quote: String,
    /// The masked parts of `quote`, as ranges of code points.
    pub masks: Vec<Range<usize>>,
    /// The lines around.
    pub excerpt: Excerpt,
    /// Why it does not hold, a clause.
    pub note: String,
    /// An input that passes it.
    pub passes: Option<String>,
}

/// What to do about a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mitigation {
    /// Ends the sentence "To mitigate this risk, …".
    pub text: String,
    /// Safe code for this library.
    pub example: Option<String>,
    /// The language of the example, in lower case.
    pub language: String,
}

/// Hex hashes that identify a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprints {
    /// `code/v1`: without path, line or local names.
    pub code: String,
    /// `place/v1`: the same with the path.
    pub place: String,
}

/// How many findings are not shown, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    /// Below the asked confidence.
    pub by_confidence: usize,
    /// Below the asked severity.
    pub by_severity: usize,
    /// Of rules that `flawline.toml` switches off.
    pub by_configuration: usize,
}

/// A finding that a comment allows.
#[derive(Clone, Debug)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// The comment's reason.
    pub reason: String,
    /// The comment's line.
    pub line: u32,
    /// The last day on which it holds.
    pub until: Option<Date>,
}

/// A suppression comment without effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaleSuppression {
    /// Where.
    pub place: Place,
    /// The comment's text.
    pub text: String,
    /// Why it has no effect: nothing to allow, unknown rule, no reason, its day has passed.
    pub why: String,
}

/// Another tool's suppression comment beside a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignSuppression {
    /// Where.
    pub place: Place,
    /// The comment's text.
    pub text: String,
    /// The rule of the finding there.
    pub rule: String,
    /// Whether it was obeyed.
    pub obeyed: bool,
}

/// What was looked at, and what was not.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// All files below the reviewed paths, read or not: those parsed and those that `skipped` stands for.
    pub files: usize,
    /// By language: what was parsed.
    pub languages: Vec<LanguageCoverage>,
    /// Files of configuration that were looked at for secrets alone.
    pub configuration: usize,
    /// The functions that were analysed.
    pub functions: usize,
    /// The calls in them.
    pub calls: usize,
    /// Files that were not analysed, with the reason, by path.
    pub skipped: Vec<Skip>,
    /// Places in analysed files that could not be parsed or understood, by place.
    pub gaps: Vec<Gap>,
    /// Constructs that the frontend keeps as opaque operations, by name.
    pub opaque: Vec<Count>,
    /// Where a limit was reached and the analysis went on with less precision, by place.
    pub cuts: Vec<Cut>,
    /// Calls whose target is unknown and that no model describes.
    pub unresolved: Unresolved,
    /// What the project's files say of the versions of the libraries of which models tell versions apart.
    pub versions: Vec<VersionSaid>,
    /// The versions that models tell apart of libraries that are used, where no file settles which one it is.
    pub unsettled: Vec<VersionUnsettled>,
    /// The weaknesses that were looked for.
    pub looked_for: Vec<LookedFor>,
    /// Weaknesses of the CWE Top 25 that no rule looks for.
    pub not_looked_for: Vec<Cwe>,
}

/// What was parsed of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageCoverage {
    /// The language's name.
    pub language: String,
    /// Files.
    pub files: usize,
    /// Lines.
    pub lines: usize,
    /// Bytes.
    pub bytes: usize,
}

/// A named number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// What is counted.
    pub name: String,
    /// How many.
    pub count: usize,
}

/// A file that was not analysed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skip {
    /// The path below the root; for a folder that was left out whole, with `/` at its end.
    pub path: String,
    /// Why.
    pub reason: SkipReason,
    /// How many files this stands for: 1 for a file; for a folder the files below it, or, where counting them stopped
    /// at a limit, at least so many.
    pub files: usize,
}

/// Why a file was not analysed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SkipReason {
    /// No frontend for it.
    Unsupported,
    /// `.gitignore` and the like say so.
    Ignored,
    /// Larger than the limit.
    TooLarge,
    /// Minified.
    Minified,
    /// Not text.
    Binary,
    /// A symbolic link.
    Link,
    /// No ordinary file.
    Special,
    /// The system refused to read it.
    Unreadable,
    /// Nested deeper than the limit.
    TooDeep,
    /// In a folder with more entries than the limit.
    Crowded,
    /// A folder of installed packages: a virtual environment.
    Installed,
    /// A program has written down there which versions it has chosen.
    Lock,
    /// Texts for people in one language.
    Translation,
    /// What a test has recorded or compares with.
    Recorded,
    /// `flawline.toml` says so.
    LeftOut,
    /// An error of Flawline's own came in between.
    Failure,
}

impl SkipReason {
    /// Whether a supported file is missing from the analysis although nobody asked for that.
    pub fn is_incomplete(self) -> bool {
        matches!(self, Self::Unreadable | Self::TooDeep | Self::Crowded | Self::Failure)
    }

    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Unsupported => "no frontend for this kind of file",
            Self::Ignored => "ignored by the project",
            Self::TooLarge => "larger than the limit",
            Self::Minified => "minified",
            Self::Binary => "not text",
            Self::Link => "a symbolic link",
            Self::Special => "not an ordinary file",
            Self::Unreadable => "could not be read",
            Self::TooDeep => "nested too deeply",
            Self::Crowded => "in a folder with too many entries",
            Self::Installed => "an environment of installed packages",
            Self::Lock => "a list of chosen versions",
            Self::Translation => "texts for people in one language",
            Self::Recorded => "recorded for tests or readers",
            Self::LeftOut => "left out by flawline.toml",
            Self::Failure => "not read because of an error in flawline itself",
        }
    }
}

/// Something in an analysed file that was not parsed or understood.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// Where.
    pub place: Place,
    /// What.
    pub text: String,
}

/// A limit that was reached.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cut {
    /// Where, as far as it has a place.
    pub place: Place,
    /// The function.
    pub function: String,
    /// Which limit, and what is lost.
    pub text: String,
}

/// Calls whose target is unknown.
#[derive(Clone, Debug, Default)]
pub struct Unresolved {
    /// How many.
    pub count: usize,
    /// In how many files.
    pub files: usize,
    /// The first of them by place, for reports.
    pub first: Vec<UnresolvedCall>,
}

/// A call whose target is unknown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnresolvedCall {
    /// Where.
    pub place: Place,
    /// The callee as written, shortened; masked.
    pub callee: String,
}

/// What a file says of the version of a library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionSaid {
    /// The package, its name as indexes compare it; `python` for the language itself.
    pub package: String,
    /// The version or requirement, as it is written; empty for any.
    pub written: String,
    /// Whether it is the version that gets installed.
    pub is_pinned: bool,
    /// The file, below the root.
    pub file: String,
}

/// Versions of a library of which no file settles whether the project uses one of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct VersionUnsettled {
    /// The library, as it is written for people.
    pub package: String,
    /// The versions, as a requirement.
    pub versions: String,
    /// What was then taken to hold.
    pub taken: Unsettled,
}

/// A weakness that was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookedFor {
    /// The rule's id.
    pub rule: String,
    /// Its weaknesses.
    pub cwes: Vec<Cwe>,
}
