//! What the project's own configuration takes away from a review, and what it teaches.
//!
//! Whoever wrote the reviewed code may have written `flawline.toml` and what lies beside it. So everything in them that may lead
//! to fewer findings is told in every review, with its reason, its place and how much it concerns, also when that is nothing.

use std::collections::{BTreeMap, BTreeSet};

use knowledge::{Config, Knowledge, PathPattern, Position, Row, Said, Severity};

use program::Program;

use crate::{Place, Project, Scope, Settings, Withheld, masked, merged, secret_spans};

/// How many patterns of paths are named.
const NAMED_PATTERNS: usize = 5;

/// How many rows of a file are named.
const NAMED_ROWS: usize = 5;

/// What the project's own configuration says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Configuration {
    /// The file, as it is shown; none when none was read.
    pub file: Option<String>,
    /// What the project's own knowledge adds; none when there is none.
    pub taught: Option<TaughtCounts>,
    /// What takes away, by place.
    pub reductions: Vec<Reduction>,
}

/// How much a project's own knowledge adds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaughtCounts {
    /// The folder.
    pub folder: String,
    /// Models.
    pub models: usize,
    /// Rows in them.
    pub rows: usize,
    /// Rules.
    pub rules: usize,
    /// Kinds.
    pub kinds: usize,
}

/// Something that may lead to fewer findings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reduction {
    /// Where it is said.
    pub place: Place,
    /// What is taken away.
    pub kind: ReductionKind,
    /// The same in words, a clause.
    pub text: String,
    /// How many files, findings or rows it concerns in this review.
    pub count: usize,
    /// Why, in the project's words; empty where none is asked for.
    pub reason: String,
}

/// What is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReductionKind {
    /// Less is shown, distrusted or counted than without a setting.
    Setting,
    /// Files are not read.
    LeftOut,
    /// Files count as another kind.
    CountedAs,
    /// A rule is switched off.
    RuleOff,
    /// The findings of a rule are of another severity.
    Severity,
    /// Rows of the project's own knowledge say that something is harmless or known.
    Knowledge,
}

impl ReductionKind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Setting => "setting",
            Self::LeftOut => "left-out",
            Self::CountedAs => "counted-as",
            Self::RuleOff => "rule-off",
            Self::Severity => "severity",
            Self::Knowledge => "knowledge",
        }
    }

    /// What is counted, in the singular.
    pub fn counts(self) -> &'static str {
        match self {
            Self::LeftOut | Self::CountedAs => "file",
            Self::Setting | Self::RuleOff | Self::Severity => "finding",
            Self::Knowledge => "row",
        }
    }
}

/// How many findings the tables of `flawline.toml` that speak of rules concern, in their order.
pub(crate) type RuleCounts = Vec<usize>;

/// What the configuration of a project says, once its findings are counted.
pub(crate) fn configuration(
    project: &Project,
    program: &Program<'_>,
    knowledge: &Knowledge,
    settings: &Settings,
    withheld: Withheld,
    counts: &RuleCounts,
) -> Configuration {
    let config = &project.taught.config;
    let mut telling = Telling { file: config.file.clone().unwrap_or_default(), reductions: Vec::new() };
    telling.settings(config, settings, withheld);
    for (at, left) in config.left_out.iter().enumerate() {
        let count = project.spoken_of.left_out.get(at).copied().unwrap_or(0);
        let text = format!("{} left out", is(&left.paths));
        telling.add(ReductionKind::LeftOut, left.at, text, count, &left.reason);
    }
    for (at, counted) in config.counted_as.iter().enumerate() {
        let count = project.spoken_of.counted_as.get(at).copied().unwrap_or(0);
        let text = format!("{} counted as {}", is(&counted.paths), counted.scope.word());
        telling.add(ReductionKind::CountedAs, counted.at, text, count, &counted.reason);
    }
    for (at, change) in config.rules.iter().enumerate() {
        let within = if change.paths.is_empty() { String::new() } else { format!(" in {}", listed(&change.paths)) };
        let (kind, text) = match change.severity {
            None => (ReductionKind::RuleOff, format!("{} is switched off{within}", change.id)),
            Some(severity) => {
                (ReductionKind::Severity, format!("{} is of {} severity{within}", change.id, severity.word()))
            }
        };
        telling.add(kind, change.at, text, counts.get(at).copied().unwrap_or(0), &change.reason);
    }
    telling.rows(program, knowledge);
    telling.reductions.sort();
    let taught = taught(&project.taught.folder, knowledge);
    Configuration { file: config.file.clone(), taught, reductions: telling.reductions }
}

fn taught(folder: &str, knowledge: &Knowledge) -> Option<TaughtCounts> {
    let models = knowledge.models.iter().filter(|model| model.local);
    let counts = TaughtCounts {
        folder: folder.to_owned(),
        models: models.clone().count(),
        rows: models.map(|model| model.rows.len()).sum(),
        rules: knowledge.rules.iter().filter(|rule| rule.local).count(),
        kinds: knowledge.kinds.all.iter().filter(|kind| kind.local).count(),
    };
    (counts.models + counts.rules + counts.kinds > 0).then_some(counts)
}

struct Telling {
    file: String,
    reductions: Vec<Reduction>,
}

impl Telling {
    fn add(&mut self, kind: ReductionKind, at: Position, text: String, count: usize, reason: &str) {
        let place = place(&self.file, at);
        let reason = masked(reason, 0, &merged(secret_spans(reason))).0;
        self.reductions.push(Reduction { place, kind, text, count, reason });
    }

    /// The settings that hold as the file says them, and show less than those that hold without it.
    fn settings(&mut self, config: &Config, settings: &Settings, withheld: Withheld) {
        let usual = Settings::default();
        let mut less = |at: Position, count: usize, text: String| {
            self.add(ReductionKind::Setting, at, text, count, "");
        };
        if let Some(Said { value, at }) = config.confidence
            && value == settings.confidence
            && value > usual.confidence
        {
            let text = format!("findings of less than {} confidence are not shown", value.word());
            less(at, withheld.by_confidence, text);
        }
        if let Some(Said { value, at }) = config.severity
            && value == settings.severity
            && value > usual.severity
        {
            let text = format!("findings of less than {} severity are not shown", value.word());
            less(at, withheld.by_severity, text);
        }
        if let Some(Said { value, at }) = &config.threats
            && *value == settings.threats
        {
            let trusted: Vec<&str> =
                usual.threats.iter().filter(|threat| !value.contains(threat)).map(|threat| threat.word()).collect();
            if !trusted.is_empty() {
                less(*at, 0, format!("data of the threat model {} is not distrusted", trusted.join(" and ")));
            }
        }
        if let Some(Said { value, at }) = &config.scopes
            && *value == settings.scopes
            && !value.contains(&Scope::Production)
        {
            less(*at, 0, "findings in production do not count".to_owned());
        }
        if let Some(Said { value, at }) = config.fail_on
            && Some(value) == settings.fail_on
            && value != knowledge::FailOn::From(Severity::Low)
        {
            let text = match value {
                knowledge::FailOn::Never => "no finding makes the exit code 1".to_owned(),
                knowledge::FailOn::From(severity) => {
                    format!("findings of less than {} severity do not make the exit code 1", severity.word())
                }
            };
            less(at, 0, text);
        }
    }

    /// The rows of the project's own knowledge that may take away, by file: those that say that something is harmless or
    /// known, and all that stand in place of what the body of a function of the program shows.
    fn rows(&mut self, program: &Program<'_>, knowledge: &Knowledge) {
        let names = &knowledge.names;
        let is_instead = |row: &Row| names.find(&row.api).is_some_and(|node| program.is_taught(node));
        let mut by_file: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        let local = names.rows.iter().filter(|row| row.local);
        for row in local.filter(|row| row.effect.takes_away() || is_instead(row)) {
            by_file.entry(&row.file).or_default().push(row);
        }
        for (file, rows) in by_file {
            let names: BTreeSet<&str> = rows.iter().map(|row| row.api.as_str()).collect();
            let mut named: Vec<String> = names.iter().take(NAMED_ROWS).map(|name| (*name).to_owned()).collect();
            if names.len() > named.len() {
                named.push(format!("{} more", names.len() - named.len()));
            }
            let line = rows.iter().map(|row| row.line).min().unwrap_or(1);
            self.reductions.push(Reduction {
                place: place(file, Position { line, column: 1 }),
                kind: ReductionKind::Knowledge,
                text: format!("rows say what {} give, let through or hold back", named.join(", ")),
                count: rows.len(),
                reason: String::new(),
            });
        }
    }
}

fn place(file: &str, at: Position) -> Place {
    Place {
        path: file.to_owned(),
        line: at.line,
        column: at.column,
        end_line: at.line,
        end_column: at.column,
        cell: None,
    }
}

fn listed(patterns: &[PathPattern]) -> String {
    let mut first: Vec<String> = patterns.iter().take(NAMED_PATTERNS).map(|one| one.as_str().to_owned()).collect();
    if patterns.len() > first.len() {
        first.push(format!("{} more", patterns.len() - first.len()));
    }
    first.join(", ")
}

fn is(patterns: &[PathPattern]) -> String {
    format!("{} {}", listed(patterns), if patterns.len() == 1 { "is" } else { "are" })
}
