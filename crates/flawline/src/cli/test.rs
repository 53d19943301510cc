//! `flawline test`: runs the examples of a project's own models and rules.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use mdtest::{Failure as Disagreement, Tested, test_taught};

use super::project::{ProjectArguments, knowledge_with};
use crate::exit::Exit;
use crate::failure::{Failure, harmless};
use crate::{output, text};

pub(super) const EXAMPLES: &str = "\
Each page beside a model, and each page of a rule, shows code. A comment `finding` at the end of a
line says what a review must report there; whatever is not marked must stay silent. A row that no
example names, and a rule that no example shows, count as failures: nobody knows whether they work.

The exit code is 0 when all examples hold, and 1 when one does not.";

#[derive(Debug, Args)]
pub(super) struct Test {
    /// The project's folder, or anything in it
    #[arg(value_name = "PATH", default_value = ".", hide_default_value = true)]
    path: PathBuf,
    #[command(flatten)]
    project: ProjectArguments,
}

pub(super) fn run(asked: &Test) -> Result<Exit, Failure> {
    let (taught, _) = asked.project.taught(&asked.path)?;
    let knowledge = knowledge_with(&taught)?;
    if taught.knowledge.is_empty() {
        return Err(Failure::NothingTaught(taught.folder));
    }
    let threads = ::review::pool(None).map_err(|error| Failure::Threads(error.to_string()))?;
    let tested = threads.install(|| test_taught(&knowledge, &taught.knowledge));
    let rows = knowledge.names.rows.iter().filter(|row| row.local).count();
    let (told, failures) = told(&tested, rows);
    output::print(&harmless(&told))?;
    Ok(if failures == 0 { Exit::Clean } else { Exit::Findings })
}

/// What came of it in words, and how much of it failed.
fn told(tested: &Tested, rows: usize) -> (String, usize) {
    let mut out = String::new();
    let mut failures = 0;
    // Writing to a string cannot fail.
    for (page, disagreements) in &tested.pages {
        let verdict =
            if disagreements.is_empty() { "ok".to_owned() } else { text::counted(disagreements.len(), "failure") };
        let _ = writeln!(out, "{}: {verdict}", text::spelt(page));
        failures += disagreements.len();
        for one in disagreements {
            disagreement(&mut out, one);
        }
    }
    if !tested.unshown.is_empty() {
        let _ = writeln!(out, "Not shown by any example: {}", tested.unshown.len());
        failures += tested.unshown.len();
        for one in &tested.unshown {
            disagreement(&mut out, one);
        }
    }
    let pages = text::counted(tested.pages.len(), "page");
    let outcome = if failures == 0 { "all examples hold".to_owned() } else { text::counted(failures, "failure") };
    let _ = writeln!(out, "{pages}, {}: {outcome}.", text::counted(rows, "row"));
    (out, failures)
}

fn disagreement(out: &mut String, one: &Disagreement) {
    let place = format!("{}:{}", text::spelt(&one.page), one.line);
    let _ = writeln!(out, "  {place}: {}", text::spelt(&one.message));
    if !one.code.is_empty() {
        let _ = writeln!(out, "      {}", text::spelt(&one.code));
    }
}
