//! Chores: generated files, scaffolds. `cargo xtask --help` lists them; that the house is tidy is tested in
//! `tests/tidy`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly"))]

mod book;
mod callgraph;
mod catalogue;
mod cves;
mod docs;
mod recall;
mod scaffold;
mod score;
mod tables;
mod vary;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about = "Chores of this project")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Debug, Subcommand)]
enum Chore {
    /// Measure the call graph against programs whose calls are known
    ///
    /// PATH holds a folder for each category, with a folder for each program: its modules, and `callgraph.json`,
    /// which says for each function by its dotted name (`main.Store.find`, `main.run.<lambda1>`; a module's name for
    /// its own statements) which ones it runs. Every program is read and linked as a review does.
    ///
    /// Counted are edges to functions and methods of the program. Not counted, neither as expected nor as found:
    /// edges to builtins and to what is imported from elsewhere, which Flawline names by models and not by functions.
    /// Creating an object is an edge to its class's constructor when the program has one. A program is right when
    /// nothing is missing and nothing extra.
    Callgraph {
        /// The folder of categories
        path: PathBuf,
        /// List what is missing and extra, by program
        #[arg(long)]
        verbose: bool,
    },
    /// Write the catalogue of weaknesses that the program carries
    Catalogue {
        /// The full file of facts about CWE
        source: PathBuf,
        /// Write nothing; fail when it would change
        #[arg(long)]
        check: bool,
    },
    /// Measure on real vulnerabilities, pairs of a vulnerable and a fixed release, and write docs/scores.md
    Cves(cves::Measure),
    /// Write the generated parts of README.md, the other pages beside it, and docs/
    Docs {
        /// Write nothing; fail when something would change, and show it
        #[arg(long)]
        check: bool,
    },
    /// Begin a piece of knowledge
    #[command(subcommand)]
    New(New),
    /// Measure on a folder of vulnerable examples of which corpus/recall says what is where, and write docs/scores.md
    Recall(recall::Measure),
    /// Measure on suites of tests whose outcome is known, and write docs/scores.md
    ///
    /// A suite is a folder with `expectedresults-*.csv` (test name, category, real vulnerability, cwe) and one file of
    /// code for each test. It is reviewed with the settings of a user who gives none.
    Score(score::Measure),
    /// Write a variant of a suite: other names, constants and numbers, the same programs
    Vary {
        /// The suite's folder
        suite: PathBuf,
        /// Where the variant goes; it must not exist
        out: PathBuf,
        /// Which variant
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
}

#[derive(Debug, Subcommand)]
enum New {
    /// A weakness: its rule, and the page of its examples
    Rule {
        /// The CWE id
        cwe: u32,
        /// What is wrong, in lower case with hyphens: sql-injection
        id: String,
    },
    /// A library
    Model {
        /// The language's folder: python
        language: String,
        /// The library, as its users import it
        library: String,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().chore) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say_error(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(chore: Chore) -> Result<()> {
    let root = root()?;
    match chore {
        Chore::Callgraph { path, verbose } => callgraph::measure(&root, &path, verbose),
        Chore::Catalogue { source, check } => {
            catalogue::write(&source, &root.join("crates/cwe/data/catalogue.json"), check)
        }
        Chore::Cves(asked) => cves::measure(&root, &asked),
        Chore::Docs { check } => docs::write(&root, check),
        Chore::New(New::Rule { cwe, id }) => scaffold::rule(&root, cwe, &id),
        Chore::New(New::Model { language, library }) => scaffold::model(&root, &language, &library),
        Chore::Recall(asked) => recall::measure(&root, &asked),
        Chore::Score(asked) => score::measure(&root, &asked),
        Chore::Vary { suite, out, seed } => vary::write(&suite, &out, seed),
    }
}

/// The folder of the whole project.
fn root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(here.parent().context("this crate stands in a folder of the project")?.to_owned())
}

/// Tells the person who runs the chore something.
#[expect(clippy::print_stdout, reason = "a chore talks to whoever runs it")]
fn say(text: &str) {
    println!("{text}");
}

/// Tells what went wrong.
#[expect(clippy::print_stderr, reason = "a chore talks to whoever runs it")]
fn say_error(text: &str) {
    eprintln!("{text}");
}
