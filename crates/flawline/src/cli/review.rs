//! `flawline review`: reads a project, has it reviewed, and writes the review where it was asked for.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use ::review::{
    Confidence, Date, DiscoverOptions, Isolation, Progress as _, Project, ProjectError, Review as Outcome, Scope,
    Settings,
};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Args, ValueEnum};
use knowledge::{Config, FailOn, Said, Severity, Threat};

use super::project::{self, ConfigArguments};
use crate::destination::Destination;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::Format;
use crate::progress::Bar;
use crate::{input, output, text, today, worker};

pub(super) const EXAMPLES: &str = "\
Examples:
  flawline review                                       the current folder
  flawline review src web/app.py                        a folder and a file
  flawline review - --stdin-filename app.py < app.py    standard input
  flawline review --output review.sarif --fail-on none  a file for a later step
  flawline review --threat-model remote,document,local  distrust arguments and environment, and not callers of a library

A finding can be allowed where it stands, with a reason:
  cursor.execute(query)  # flawline: allow sql-injection — the query is built from constants";

/// So much of standard input is read in any case; whether that is too large to be reviewed is not decided here.
const MOST_STDIN: u64 = 64 * 1024 * 1024;

#[derive(Debug, Args)]
pub(super) struct Review {
    /// Files and folders to review; - is standard input
    #[arg(value_name = "PATH", default_value = ".", hide_default_value = true)]
    paths: Vec<PathBuf>,

    /// The format of the review; without it, terminal, or what the name of the output file says
    #[arg(long, value_enum, help_heading = "Output")]
    format: Option<Format>,
    /// Write the review to this file, whole or not at all
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
    /// One line for each finding on a terminal, no progress, no notes
    #[arg(short, long, help_heading = "Output")]
    quiet: bool,

    /// Show findings of at least this confidence: how little had to be assumed
    ///
    /// [default: medium, or what flawline.toml says]
    #[arg(long, value_name = "LEVEL", help_heading = "What is shown", value_parser = one_of(&Confidence::ALL, Confidence::word))]
    confidence: Option<Confidence>,
    /// Show findings of at least this severity: how bad it is if it is true
    ///
    /// [default: low, or what flawline.toml says]
    #[arg(long, value_name = "LEVEL", help_heading = "What is shown", value_parser = one_of(&Severity::ALL, Severity::word))]
    severity: Option<Severity>,
    /// Whose data is distrusted: clients over a network, makers of documents, callers of a library, whoever runs it
    ///
    /// [default: remote,document,library, or what flawline.toml says]
    #[arg(long, value_name = "WHO", value_delimiter = ',', help_heading = "What is shown", value_parser = one_of(&Threat::ALL, Threat::word))]
    threat_model: Vec<Threat>,
    /// Which files count; findings in others are shown apart
    ///
    /// [default: production, or what flawline.toml says]
    #[arg(long, value_name = "SCOPE", value_delimiter = ',', help_heading = "What is shown", value_parser = one_of(&Scope::ALL, Scope::word))]
    scope: Vec<Scope>,
    /// Obey other tools' comments that allow a finding (nosec, noqa); without it they are shown and not obeyed
    #[arg(long, help_heading = "What is shown")]
    respect_foreign_suppressions: bool,
    /// End with exit code 1 from this severity on
    ///
    /// [default: at any finding that is shown and counts, or what flawline.toml says]
    #[arg(long, value_name = "LEVEL", help_heading = "What is shown", value_parser = one_of(&FailOn::ALL, FailOn::word))]
    fail_on: Option<FailOn>,
    /// What day it is, for comments that allow a finding until one; without it, what the clock says
    #[arg(long, value_name = "DATE", help_heading = "What is shown", value_parser = today::parse)]
    today: Option<Date>,

    /// The folder that all paths in the review start from; without it, the nearest that looks like a project
    #[arg(long, value_name = "DIR", help_heading = "What is read")]
    root: Option<PathBuf>,
    #[command(flatten)]
    config: ConfigArguments,
    /// Read files, too, that the project ignores
    #[arg(long, help_heading = "What is read")]
    no_ignore: bool,
    /// Leave out larger files
    #[arg(long, value_name = "BYTES", default_value_t = Settings::default().max_file_bytes, help_heading = "What is read", value_parser = clap::value_parser!(u64).range(1..=1 << 30))]
    max_file_bytes: u64,
    /// What standard input is called; the ending tells its language
    #[arg(long, value_name = "NAME", help_heading = "What is read")]
    stdin_filename: Option<String>,
    /// Which files to read in a process of their own, which may break down alone: unusually large or nested ones, or all
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Isolate::Auto, help_heading = "What is read")]
    isolate: Isolate,
    /// How many threads to use; without it, as many as the machine has cores. The review is the same for any number
    #[arg(long, value_name = "N", help_heading = "What is read", action = ArgAction::Set, value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
}

/// Which files are read in a process of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Isolate {
    Auto,
    Always,
    Never,
}

impl From<Isolate> for Isolation {
    fn from(asked: Isolate) -> Self {
        match asked {
            Isolate::Auto => Self::Unusual,
            Isolate::Always => Self::Always,
            Isolate::Never => Self::Never,
        }
    }
}

pub(super) fn run(asked: &Review) -> Result<Exit, Failure> {
    let destination = Destination::asked(asked.format, asked.output.as_deref(), asked.quiet)?;
    let stdin = stdin(asked)?;
    let threads =
        ::review::pool(asked.threads.map(usize::from)).map_err(|error| Failure::Threads(error.to_string()))?;
    // The review, too, is dropped there, and with it whatever is deep.
    threads.install(|| review(asked, &destination, stdin))
}

fn review(asked: &Review, destination: &Destination<'_>, stdin: Option<(String, Vec<u8>)>) -> Result<Exit, Failure> {
    let today = asked.today.or_else(today::today);
    let options = DiscoverOptions {
        root: asked.root.clone(),
        no_ignore: asked.no_ignore,
        max_file_bytes: asked.max_file_bytes,
        config: asked.config.from(),
        stdin,
        cited: None,
    };
    let bar = Bar::new(asked.quiet);
    bar.stage("finding files", None);
    let paths: Vec<PathBuf> = asked.paths.iter().filter(|path| !is_stdin(path)).cloned().collect();
    let project = Project::discover(&paths, &options);
    let workshop = worker::workshop(asked.isolate.into());
    let outcome = project.map_err(|error| project_failure(error, asked)).and_then(|project| {
        let knowledge = project::knowledge_with(&project.taught)?;
        let settings = settings(asked, &project.taught.config, today);
        Ok(::review::review_in(&workshop, &project, &knowledge, &settings, &bar))
    });
    bar.end();
    let outcome = outcome?;

    let report::Written { text: bytes, is_whole } = report::written(&outcome, |outcome| render(outcome, destination));
    let findings = text::counted(outcome.findings.len(), "finding");
    destination.deliver(&format!("{findings}; the review"), |out| out.write_all(bytes.as_bytes()))?;
    if outcome.coverage.languages.is_empty() {
        let was =
            if outcome.coverage.configuration == 0 { "nothing was reviewed" } else { "only secrets were looked for" };
        output::note(&format!("warning: there was no file that flawline can read as code; {was}\n"));
    }
    Ok(Exit::of_review(fails(&outcome), is_whole && outcome.is_complete()))
}

fn render(outcome: &Outcome, destination: &Destination<'_>) -> String {
    match destination.format {
        Format::Terminal => report::terminal(outcome, &destination.terminal_options()),
        Format::Markdown => report::markdown(outcome, &super::versions()),
        Format::Json => report::json(outcome, &super::versions()),
        Format::Sarif => report::sarif(outcome, &super::versions()),
    }
}

/// What was asked for: a flag goes before the file, and the file before what holds otherwise.
fn settings(asked: &Review, config: &Config, today: Option<Date>) -> Settings {
    let usual = Settings::default();
    Settings {
        confidence: asked.confidence.or(config.confidence.as_ref().map(|said| said.value)).unwrap_or(usual.confidence),
        severity: asked.severity.or(config.severity.as_ref().map(|said| said.value)).unwrap_or(usual.severity),
        threats: words(&asked.threat_model, config.threats.as_ref()).unwrap_or(usual.threats),
        no_ignore: asked.no_ignore,
        max_file_bytes: asked.max_file_bytes,
        scopes: words(&asked.scope, config.scopes.as_ref()).unwrap_or(usual.scopes),
        respect_foreign_suppressions: asked.respect_foreign_suppressions,
        fail_on: asked.fail_on.or(config.fail_on.as_ref().map(|said| said.value)),
        today,
    }
}

/// The words of a flag, else those of the file.
pub(super) fn words<T: Copy + Ord>(flag: &[T], file: Option<&Said<Vec<T>>>) -> Option<Vec<T>> {
    if flag.is_empty() { file.map(|said| said.value.clone()) } else { Some(each_once(flag)) }
}

/// Equal settings are equal however they were written.
fn each_once<T: Copy + Ord>(words: &[T]) -> Vec<T> {
    let mut words = words.to_vec();
    words.sort_unstable();
    words.dedup();
    words
}

fn fails(outcome: &Outcome) -> bool {
    match outcome.settings.fail_on {
        None => !outcome.findings.is_empty(),
        Some(FailOn::From(least)) => outcome.findings.iter().any(|finding| finding.severity >= least),
        Some(FailOn::Never) => false,
    }
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// The name and bytes of standard input, when it is to be reviewed; of what has no end, more than may be reviewed.
fn stdin(asked: &Review) -> Result<Option<(String, Vec<u8>)>, Failure> {
    let wanted = asked.paths.iter().any(|path| is_stdin(path));
    let name = match (&asked.stdin_filename, wanted) {
        (Some(name), true) => name.clone(),
        (None, true) => return Err(Failure::StdinWithoutName),
        (Some(_), false) => return Err(Failure::NameWithoutStdin),
        (None, false) => return Ok(None),
    };
    let mut bytes = Vec::new();
    let most = asked.max_file_bytes.max(MOST_STDIN).saturating_add(1);
    std::io::stdin().lock().take(most).read_to_end(&mut bytes).map_err(Failure::StandardInput)?;
    Ok(Some((name, bytes)))
}

fn project_failure(error: ProjectError, asked: &Review) -> Failure {
    let missing = |path: &&PathBuf| !is_stdin(path) && std::fs::symlink_metadata(path).is_err();
    if let (ProjectError::Missing { .. }, Some(path)) = (&error, asked.paths.iter().find(missing)) {
        return input::missing(path);
    }
    project::failure(error)
}

/// Reads one of a closed list of words, which help and errors then show.
pub(super) fn one_of<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    word: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(all.iter().map(|value| word(*value)))
        .try_map(move |given| all.iter().copied().find(|value| word(*value) == given).ok_or("not a known word"))
}
