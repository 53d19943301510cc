//! What a review says, as plain data: findings, and for each what can be checked of it.
//!
//! Nothing here is known to be true, and every text is somebody else's.

/// A review, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// The form that it was read as.
    pub format: Format,
    /// Its findings, in its order.
    pub findings: Vec<Claimed>,
    /// What speaks of a weakness or a place and could not be read as a finding.
    pub unread: Vec<Unread>,
    /// Which limits were reached, each a sentence; what is beyond them was not read.
    pub cuts: Vec<String>,
}

/// The form of a review.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Markdown, or plain text.
    #[default]
    Document,
    /// SARIF 2.1.0 of any program.
    Sarif,
    /// The JSON of Semgrep.
    Semgrep,
    /// The JSON of Bandit.
    BanditJson,
    /// The text that Bandit prints.
    BanditText,
    /// Alerts of GitHub's code scanning.
    GitHub,
    /// GitLab's report of a security scanner.
    GitLab,
    /// Flawline's own JSON.
    Flawline,
}

impl Format {
    /// The name of the form, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Document => "a text or Markdown",
            Self::Sarif => "SARIF",
            Self::Semgrep => "the JSON of Semgrep",
            Self::BanditJson => "the JSON of Bandit",
            Self::BanditText => "the text of Bandit",
            Self::GitHub => "alerts of GitHub",
            Self::GitLab => "a report for GitLab",
            Self::Flawline => "a review by Flawline",
        }
    }
}

/// One finding of a review.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claimed {
    /// What it is called by (`F01`, `VULN-003`), when it is.
    pub label: Option<String>,
    /// Its title, without label, id and level.
    pub title: String,
    /// The headings that it stands below, the nearest first, but for that of the whole review.
    pub headings: Vec<String>,
    /// The weaknesses that it is said to be.
    pub weaknesses: Vec<ClaimedWeakness>,
    /// Where it is said to be.
    pub places: Vec<ClaimedPlace>,
    /// The functions that it is said to be in: `upload`, `Shop.pay`.
    pub functions: Vec<String>,
    /// What is said of it: the prose, without quotes and without what is to be done.
    pub words: String,
    /// Bits of code that the prose names.
    pub symbols: Vec<String>,
    /// How bad it is said to be.
    pub severity: Option<ClaimedSeverity>,
    /// What is said of who can do it, if something is.
    pub reach: Option<Reach>,
    /// What is to be done, in words.
    pub mitigation: String,
    /// Code that is offered instead; it is no quote.
    pub offered: Vec<String>,
    /// Whether it says that something is wrong, or that it is not.
    pub stance: Stance,
    /// The first and the last line of the review in which it stands, from 1; the number of the result in forms for machines.
    pub lines: (u32, u32),
}

/// A weakness that a finding is said to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedWeakness {
    /// The number, which may belong to nothing.
    pub id: u32,
    /// The name that the review gives to the number, if it gives one.
    pub name: Option<String>,
}

/// A place that a finding is said to be at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimedPlace {
    /// The path as it was written, if one was.
    pub path: Option<String>,
    /// Whether the path was said further up, and for more than this finding.
    pub is_carried: bool,
    /// Whether the path only stands in a title or in prose, where also others are named than that of the place.
    pub is_mentioned: bool,
    /// Ranges of lines, first and last.
    pub lines: Vec<(u32, u32)>,
    /// The request that is answered there, where only that is said.
    pub route: Option<ClaimedRoute>,
    /// What is said to stand there.
    pub quotes: Vec<Quote>,
}

/// A request by which a review says where something is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimedRoute {
    /// The method, in capitals, where one is named.
    pub method: Option<String>,
    /// The path, with what follows it.
    pub path: String,
}

/// Code that a review says stands in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    /// Runs of lines that stand one after another; between two runs something was left out.
    pub runs: Vec<String>,
}

impl Quote {
    /// A quote without anything left out.
    pub fn whole(text: impl Into<String>) -> Self {
        Self { runs: vec![text.into()] }
    }

    /// The quote as a text, with `...` for what was left out.
    pub fn text(&self) -> String {
        self.runs.join("\n...\n")
    }
}

/// How bad a finding is said to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedSeverity {
    /// The level.
    pub level: Level,
    /// The word or number for it.
    pub word: String,
}

/// What a finding says of who can do it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Who it is; none when that is not said.
    pub who: Option<Who>,
    /// Whether he has to say who he is before; none when that is not said.
    pub login: Option<bool>,
    /// The words for it.
    pub words: Vec<String>,
}

/// Who is said to be able to do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Whoever can reach the program over a network.
    Remote,
    /// Somebody who writes the data, of whom no more is said.
    Others,
    /// Whoever runs the program: it is what he writes that is named.
    Operator,
    /// Only who is on the machine already.
    Local,
}

/// A level of severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Worth knowing, no more.
    Info,
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
    /// Critical.
    Critical,
}

/// Whether a finding accuses or defends the code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Stance {
    /// It says that the code has the weakness.
    #[default]
    Accuses,
    /// It says that the code does not have it (any more), by this word.
    Defends(String),
}

/// Something that could not be read as a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The first line of the review where it stands, from 1; the number of the result in forms for machines.
    pub line: u32,
    /// How it begins.
    pub text: String,
    /// Why it is none, a clause.
    pub why: &'static str,
}
