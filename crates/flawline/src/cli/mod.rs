//! The commands, one file each, and the arguments that they share.

mod audit;
mod cwe;
mod explain;
mod import;
mod kinds;
mod models;
mod new;
mod project;
mod review;
mod rules;
mod test;
mod verify;
mod why_not;

use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum};
use knowledge::Knowledge;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;

const EXAMPLES: &str = "\
Examples:
  flawline review                          review the current folder
  flawline review src --format sarif       for a code scanning service
  flawline review --output review.md       a page for people
  flawline audit review.md --code src      which claims of somebody else's review hold
  flawline explain sql-injection           what a rule finds, and how to repair it
  flawline why-not web/app.py:42           why nothing is found at a line
  flawline cwe 89                          what the CWE says
  flawline new model python acme.web       teach it a library of your own

Exit codes:
  0  complete, nothing to report
  1  findings or verdicts that --fail-on asks for; or examples, ids or a review that do not hold
  2  wrong arguments or configuration, or input or output that cannot be used
  3  an error in flawline itself
  4  something was not analysed whole, and there is nothing else to report";

/// Reviews source code for security weaknesses in terms of the CWE
///
/// Flawline follows data from where others control it to where it does harm, across functions and files, and tells
/// each finding with the path that it took, what it had to assume, and what it did not look at. It runs no code of
/// the project, and never uses the network.
#[derive(Debug, Parser)]
#[command(name = "flawline", after_help = EXAMPLES, arg_required_else_help = true, disable_help_subcommand = true)]
#[command(max_term_width = 100)]
struct Arguments {
    /// Tell the versions of the program and of its CWE catalogue
    #[arg(short = 'V', long)]
    version: bool,
    /// When to use colours; auto: on a terminal, unless `NO_COLOR` is set
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    color: Colour,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Review files and folders
    #[command(after_help = review::EXAMPLES)]
    Review(Box<review::Review>),
    /// Judge a review that somebody else wrote
    #[command(after_help = audit::EXAMPLES)]
    Audit(Box<audit::Audit>),
    /// Derive one of flawline's own reviews again, and compare
    #[command(after_help = verify::EXAMPLES)]
    Verify(Box<verify::Verify>),
    /// Tell what a rule finds, why it matters and how to repair it
    Explain(explain::Explain),
    /// Tell why a finding stands at a line, or why none does
    #[command(after_help = why_not::EXAMPLES)]
    WhyNot(why_not::WhyNotArguments),
    /// List the rules: the weaknesses that are looked for
    Rules(rules::Rules),
    /// List the models: the libraries whose calls are known
    Models(models::Models),
    /// List the kinds: the words in which rules and models meet
    Kinds(kinds::Kinds),
    /// Ask the catalogue of weaknesses
    Cwe(cwe::Cwe),
    /// Begin a model or a rule of the project's own
    New(new::New),
    /// Run the examples of the project's own models and rules
    #[command(after_help = test::EXAMPLES)]
    Test(test::Test),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

/// Runs the command that the arguments of the process ask for, and says what kept it from doing so.
pub(crate) fn run() -> Exit {
    Arguments::try_parse()
        .map_err(Failure::from)
        .and_then(|arguments| dispatch(&arguments))
        .unwrap_or_else(|failure| failure.tell())
}

/// The arguments as the parser knows them.
pub(crate) fn command() -> clap::Command {
    Arguments::command()
}

fn dispatch(arguments: &Arguments) -> Result<Exit, Failure> {
    match arguments.color {
        Colour::Auto => {}
        Colour::Always => anstream::ColorChoice::Always.write_global(),
        Colour::Never => anstream::ColorChoice::Never.write_global(),
    }
    match &arguments.command {
        _ if arguments.version => version(),
        Some(Command::Review(asked)) => review::run(asked),
        Some(Command::Audit(asked)) => audit::run(asked),
        Some(Command::Verify(asked)) => verify::run(asked),
        Some(Command::Explain(asked)) => explain::run(asked),
        Some(Command::WhyNot(asked)) => why_not::run(asked),
        Some(Command::Rules(asked)) => rules::run(asked),
        Some(Command::Models(asked)) => models::run(asked),
        Some(Command::Kinds(asked)) => kinds::run(asked),
        Some(Command::Cwe(asked)) => cwe::run(asked),
        Some(Command::New(asked)) => new::run(asked),
        Some(Command::Test(asked)) => test::run(asked),
        None => {
            let message = "no command was given; flawline review reviews the current folder";
            Err(command().error(clap::error::ErrorKind::MissingSubcommand, message).into())
        }
    }
}

fn version() -> Result<Exit, Failure> {
    let catalogue = ::cwe::Catalogue::official().version();
    output::print(&format!("flawline {} (CWE {catalogue})\n", env!("CARGO_PKG_VERSION")))?;
    Ok(Exit::Clean)
}

/// The versions that reports name.
fn versions() -> report::Versions {
    report::Versions {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        catalogue: ::cwe::Catalogue::official().version().to_owned(),
    }
}

/// The knowledge that is part of the program.
fn knowledge() -> Result<Knowledge, Failure> {
    Knowledge::built_in().map_err(Failure::Knowledge)
}

/// A value as indented JSON with a line end.
fn json(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}
