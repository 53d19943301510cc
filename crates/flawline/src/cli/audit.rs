//! `flawline audit`: reads a review that somebody else wrote, has its claims judged, and writes the audit where it was asked for.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

use ::audit::{Audit as Outcome, Verdict};
use ::review::{DiscoverOptions, History, Isolation, Progress as _, Project, Settings};
use clap::{Args, ValueEnum};
use knowledge::{Config, Threat};

use super::project::{self, ConfigArguments};
use super::review::{one_of, words};
use crate::destination::Destination;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::Format;
use crate::input::{self, Beginning};
use crate::progress::Bar;
use crate::{output, text, today, worker};

pub(super) const EXAMPLES: &str = "\
Examples:
  flawline audit review.md --code src            a review in Markdown, and the code that it is about
  flawline audit scan.sarif --format markdown    the report of another program, over the current folder
  flawline audit - --code . < review.md          standard input
  flawline audit review.md --fail-on reject      end with exit code 1 when a finding does not hold
  flawline audit review.md --output audit.md     a letter to whoever wrote the review

Each finding gets one of: accept, accept-with-correction, reject, undecided.

Exit codes:
  0  complete, and nothing that --fail-on asks for (without it, whatever the verdicts are)
  1  a verdict that --fail-on asks for
  2  wrong arguments, or a review, code or output that cannot be used
  3  an error in flawline itself
  4  a limit was reached, or some of the code was not read whole";

#[derive(Debug, Args)]
pub(super) struct Audit {
    /// The review: Markdown, text, SARIF, or the JSON of a scanner; - is standard input
    #[arg(value_name = "REVIEW")]
    review: PathBuf,
    /// The code that it is about: a file or a folder
    #[arg(long, value_name = "PATH", default_value = ".", help_heading = "What is read")]
    code: PathBuf,

    /// The format of the audit; without it, terminal, or what the name of the output file says
    #[arg(long, value_enum, help_heading = "Output")]
    format: Option<Format>,
    /// Write the audit to this file, whole or not at all
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
    /// One line for each finding, no progress, no notes
    #[arg(short, long, help_heading = "Output")]
    quiet: bool,
    /// End with exit code 1 when a finding is rejected, or when one has to be corrected or is rejected
    #[arg(long, value_enum, value_name = "WHAT", help_heading = "Output")]
    fail_on: Option<FailOn>,

    /// Whose data is distrusted: clients over a network, makers of documents, callers of a library, whoever runs it
    ///
    /// [default: remote,document,library, or what flawline.toml says]
    #[arg(long, value_name = "WHO", value_delimiter = ',', help_heading = "What is read", value_parser = one_of(&Threat::ALL, Threat::word))]
    threat_model: Vec<Threat>,
    /// Read the code as it is at a revision (a commit, a branch, a tag, HEAD~3), out of its repository of git and without a checkout
    #[arg(long, value_name = "REV", help_heading = "What is read", conflicts_with = "root")]
    at: Option<String>,
    /// The folder that all paths start from; without it, the nearest that looks like a project
    #[arg(long, value_name = "DIR", help_heading = "What is read")]
    root: Option<PathBuf>,
    #[command(flatten)]
    config: ConfigArguments,
}

/// From when on an audit fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// When a finding is rejected.
    Reject,
    /// When a finding has to be corrected or is rejected.
    Correction,
}

pub(super) fn run(asked: &Audit) -> Result<Exit, Failure> {
    let destination = Destination::asked(asked.format, asked.output.as_deref(), asked.quiet)?;
    let review = input::beginning(&asked.review, claims::BYTES)?;
    let threads = ::review::pool(None).map_err(|error| Failure::Threads(error.to_string()))?;
    threads.install(|| audit(asked, &destination, review))
}

fn audit(asked: &Audit, destination: &Destination<'_>, review: Beginning) -> Result<Exit, Failure> {
    let bar = Bar::new(asked.quiet);
    bar.stage("reading the review", None);
    let mut claims = claims::read(&review.text);
    if !review.is_whole {
        claims.cuts.push(format!("Only the first {} MiB of the review were read.", claims::BYTES >> 20));
    }
    drop(review);
    let names: BTreeSet<String> = claims
        .findings
        .iter()
        .flat_map(|finding| &finding.places)
        .filter_map(|place| place.path.as_deref()?.rsplit(['/', '\\']).next())
        .map(str::to_owned)
        .collect();
    let options = DiscoverOptions {
        root: asked.root.clone(),
        config: asked.config.from(),
        cited: Some(names),
        ..DiscoverOptions::default()
    };
    bar.stage("finding files", None);
    let workshop = worker::workshop(Isolation::default());
    let project = match &asked.at {
        Some(revision) => Project::at_revision(&asked.code, revision, &options),
        None => Project::discover(std::slice::from_ref(&asked.code), &options),
    };
    let history = History::of(&asked.code, options.max_file_bytes);
    let outcome = project.map_err(project::failure).and_then(|project| {
        let knowledge = project::knowledge_with(&project.taught)?;
        let settings = settings(asked, &project.taught.config);
        Ok(::audit::audit(&workshop, (&project, history.as_ref()), &knowledge, &settings, claims, &bar))
    });
    bar.end();
    let outcome = outcome?;
    let writable = report::audited::writable(&outcome, |outcome, out| render(outcome, asked, destination, out));
    let findings = text::counted(outcome.findings.len(), "finding");
    destination
        .deliver(&format!("{findings} judged; the audit"), |out| render(&writable.audit, asked, destination, out))?;
    if outcome.findings.is_empty() {
        output::note("warning: no finding could be read in the review\n");
    }
    Ok(Exit::of_review(fails(&outcome, asked.fail_on), writable.is_whole && outcome.is_complete()))
}

fn fails(outcome: &Outcome, fail_on: Option<FailOn>) -> bool {
    let any = |verdict: Verdict| outcome.findings.iter().any(|finding| finding.verdict == verdict);
    match fail_on {
        None => false,
        Some(FailOn::Reject) => any(Verdict::Reject),
        Some(FailOn::Correction) => any(Verdict::Reject) || any(Verdict::Correct),
    }
}

fn settings(asked: &Audit, config: &Config) -> Settings {
    let usual = Settings::default();
    Settings {
        threats: words(&asked.threat_model, config.threats.as_ref()).unwrap_or_else(|| usual.threats.clone()),
        today: today::today(),
        ..usual
    }
}

fn render(outcome: &Outcome, asked: &Audit, destination: &Destination<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let versions = super::versions();
    let about = report::audited::Asked {
        review: text::shown_path(&asked.review),
        code: text::shown_path(&asked.code),
        revision: asked.at.as_deref().map(text::shown),
    };
    match destination.format {
        Format::Terminal => report::audited::terminal(outcome, &destination.terminal_options(), out),
        Format::Markdown => report::audited::markdown(outcome, &about, &versions, out),
        Format::Json => report::audited::json(outcome, &about, &versions, out),
        Format::Sarif => report::audited::sarif(outcome, &about, &versions, out),
    }
}
