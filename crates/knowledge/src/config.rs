//! What a project says of its reviews: `flawline.toml`.
//!
//! It is read by [`Config::read`] and says nothing that could run, nor anything of paths outside the project. Whoever wrote the
//! reviewed code may have written it: what it takes away keeps its place and its reason, so that a review can tell it.

use crate::nearest::did_you_mean;
use crate::{
    Confidence, Knowledge, KnowledgeError, KnowledgeErrors, KnowledgeFile, PathPattern, Scope, Severity, Threat,
};

/// What the file is called that a project has at its root.
pub const CONFIG_FILE: &str = "flawline.toml";

/// How many bytes it may have.
pub const MOST_CONFIG_BYTES: usize = 256 * 1024;

/// What a project says of its reviews.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The file, as it is shown; none when there is none.
    pub file: Option<String>,
    /// The least confidence to show.
    pub confidence: Option<Said<Confidence>>,
    /// The least severity to show.
    pub severity: Option<Said<Severity>>,
    /// Whose data counts as hostile.
    pub threats: Option<Said<Vec<Threat>>>,
    /// The scopes that count.
    pub scopes: Option<Said<Vec<Scope>>>,
    /// From which findings on the exit code is 1.
    pub fail_on: Option<Said<FailOn>>,
    /// The folder of the project's own models and rules.
    pub knowledge: Option<Said<String>>,
    /// Files that are not read.
    pub left_out: Vec<LeftOut>,
    /// Files that are of another kind than their names say; the last that fits counts.
    pub counted_as: Vec<CountedAs>,
    /// Rules that are switched off, or of another severity; the last that fits counts.
    pub rules: Vec<RuleChange>,
}

/// Something, and where it is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<T> {
    /// What is said.
    pub value: T,
    /// Where.
    pub at: Position,
}

/// A line and a column, both from 1; columns are code points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// `[[leave-out]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Which files.
    pub paths: Vec<PathPattern>,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub at: Position,
}

/// `[[count-as]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedAs {
    /// What kind of file they are.
    pub scope: Scope,
    /// Which files.
    pub paths: Vec<PathPattern>,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub at: Position,
}

/// `[[rule]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleChange {
    /// The rule's id.
    pub id: String,
    /// The severity of its findings; none when it is switched off.
    pub severity: Option<Severity>,
    /// Of findings in which files; empty for all.
    pub paths: Vec<PathPattern>,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub at: Position,
}

/// From which findings on the exit code is 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// From this severity on.
    From(Severity),
    /// From none on.
    Never,
}

impl FailOn {
    /// All, from the one that fails most often.
    pub const ALL: [Self; 5] = [
        Self::From(Severity::Low),
        Self::From(Severity::Medium),
        Self::From(Severity::High),
        Self::From(Severity::Critical),
        Self::Never,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::From(severity) => severity.word(),
            Self::Never => "none",
        }
    }

    /// What the word means.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

impl Config {
    /// The keys of the file for a page: the table that each stands in (none at the top), its name, what it takes, whether it
    /// must be given, and what it says.
    pub fn keys() -> Vec<(&'static str, &'static str, String, bool, &'static str)> {
        crate::load::described()
    }

    /// Reads the file's text; `file` is what it is called in messages.
    pub fn read(file: &str, text: &str) -> Result<Self, KnowledgeErrors> {
        crate::load::load_config(&KnowledgeFile {
            path: file.to_owned().into(),
            text: text.to_owned().into(),
            trusted: false,
            local: Some(0),
        })
    }

    /// The table that leaves a path out, as its place in `left_out`. What fits the reviewed path itself, below which it lies,
    /// says nothing: whoever asks for a folder wants it read.
    pub fn leaves_out(&self, path: &str, reviewed: &str) -> Option<usize> {
        self.left_out.iter().position(|left| fits(&left.paths, path) && !fits(&left.paths, reviewed))
    }

    /// The table that says what kind of file a path is, as its place in `counted_as`; the reviewed path counts likewise.
    pub fn counts(&self, path: &str, reviewed: &str) -> Option<usize> {
        self.counted_as.iter().rposition(|counted| fits(&counted.paths, path) && !fits(&counted.paths, reviewed))
    }

    /// The table that speaks of a rule's findings in a file, as its place in `rules`.
    pub fn changes(&self, rule: &str, path: &str) -> Option<usize> {
        self.rules
            .iter()
            .rposition(|change| change.id == rule && (change.paths.is_empty() || fits(&change.paths, path)))
    }

    /// What is wrong with the rules that it names: all of them must be there.
    pub fn check_rules(&self, knowledge: &Knowledge) -> Result<(), KnowledgeErrors> {
        let unknown = self.rules.iter().filter(|change| knowledge.rule(&change.id).is_none());
        let errors: Vec<KnowledgeError> = unknown
            .map(|change| KnowledgeError {
                file: self.file.clone().unwrap_or_default(),
                line: change.at.line,
                column: change.at.column,
                message: format!("there is no rule \"{}\"", change.id),
                hint: did_you_mean(&change.id, knowledge.rules.iter().map(|rule| rule.id.as_str()))
                    .or_else(|| Some("`flawline rules` lists them".to_owned())),
            })
            .collect();
        if errors.is_empty() { Ok(()) } else { Err(KnowledgeErrors(errors)) }
    }
}

fn fits(patterns: &[PathPattern], path: &str) -> bool {
    patterns.iter().any(|pattern| pattern.fits(path))
}
